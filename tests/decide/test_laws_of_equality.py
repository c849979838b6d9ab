"""Laws: equal stays equal under rewriting, a mutant is never accepted, and the order of the sides does not matter.

``python tests/decide/test_laws_of_equality.py 20000`` runs the generator at length and counts the verdicts.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace as changed
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.decide import Budget, decide
from derive.decide.ball import Unsupported, enclose
from derive.decide.sample import points
from derive.expression import (
    ONE,
    TWO,
    Expression,
    I,
    add,
    call,
    div,
    mul,
    name,
    neg,
    number,
    power,
    relation,
    sub,
)
from derive.name import Name
from derive.verdict import Outcome
from derive.vocabulary import EMPTY, Vocabulary

NAMES = ("x", "y", "z")
REAL = Vocabulary(names=tuple(Name(n, "real") for n in NAMES))
POSITIVE = Vocabulary(names=tuple(Name(n, "positive") for n in NAMES))
DOMAINS = (EMPTY, REAL, POSITIVE)
ENTIRE = ("exp", "sin", "cos", "sinh", "cosh", "tanh", "tan")
HALF = number(Fraction(1, 2))


# ------------------------------------------------------------------------------------------------- expressions
def grown(draw: random.Random, depth: int, vocabulary: Vocabulary) -> Expression:
    """A random expression, of about 2^depth operations at most."""
    if depth <= 0 or draw.random() < 0.12:
        if draw.random() < 0.6:
            return name(draw.choice(NAMES))
        return number(Fraction(draw.randint(-5, 7), draw.choice((1, 1, 1, 2, 3))))
    kind = draw.random()
    a = grown(draw, depth - 1, vocabulary)
    if kind < 0.30:
        return add(a, grown(draw, depth - 1, vocabulary))
    if kind < 0.55:
        return mul(a, grown(draw, depth - 1, vocabulary))
    if kind < 0.62:
        return neg(a)
    if kind < 0.70:
        return div(a, add(TWO, power(grown(draw, depth - 2, vocabulary), TWO)))
    if kind < 0.78:
        return power(a, number(draw.choice((2, 2, 3))))
    if kind < 0.93:
        return call(draw.choice(ENTIRE), grown(draw, min(depth - 1, 2), vocabulary))
    if vocabulary is EMPTY:
        return call("exp", name(draw.choice(NAMES)))
    choice = draw.random()
    if choice < 0.4:
        return call("sqrt", add(ONE, power(a, TWO)))
    if choice < 0.6:
        return call("log", add(TWO, power(a, TWO)))
    if choice < 0.8:
        return call("Abs", grown(draw, 2, vocabulary))
    return call("Max", grown(draw, 1, vocabulary), grown(draw, 1, vocabulary))


def everywhere(e: Expression, rule: Callable[[Expression], Expression | None], draw: random.Random) -> Expression:
    """A rule applied at one random node at which it applies."""
    spots = [n for n in e.walk() if rule(n) is not None]
    if not spots:
        return e
    target = draw.choice(spots)
    done = False

    def visit(node: Expression) -> Expression:
        nonlocal done
        if not done and node is target:
            done = True
            new = rule(node)
            assert new is not None
            return new
        return node.with_args(tuple(visit(a) for a in node.args))

    return visit(e)


# ------------------------------------------------------------------------------------------------- rewriting
def commuted(n: Expression) -> Expression | None:
    return n.with_args(n.args[::-1]) if n.head in ("add", "mul") else None


def distributed(n: Expression) -> Expression | None:
    if n.head == "mul" and len(n.args) == 2 and n.args[1].head == "add":
        return add(*[mul(n.args[0], t) for t in n.args[1].args])
    return None


def multiplied_out(n: Expression) -> Expression | None:
    if n.head == "pow" and n.args[1] == TWO and n.args[0].head == "add" and len(n.args[0].args) == 2:
        a, b = n.args[0].args
        return add(power(a, TWO), mul(TWO, a, b), power(b, TWO))
    return None


def through_exponentials(n: Expression) -> Expression | None:
    if n.head != "call" or n.value not in ENTIRE:
        return None
    u = n.args[0]
    up, down = call("exp", mul(I, u)), call("exp", neg(mul(I, u)))
    return {
        "sin": lambda: div(sub(up, down), mul(TWO, I)),
        "cos": lambda: mul(HALF, add(up, down)),
        "tan": lambda: div(call("sin", u), call("cos", u)),
        "sinh": lambda: div(sub(call("exp", u), call("exp", neg(u))), TWO),
        "cosh": lambda: div(add(call("exp", u), call("exp", neg(u))), TWO),
        "tanh": lambda: sub(ONE, div(TWO, add(call("exp", mul(TWO, u)), ONE))),
        "exp": lambda: power(call("exp", div(u, TWO)), TWO),
    }[n.value]()


def half_angles(n: Expression) -> Expression | None:
    if n.head != "call" or n.value not in ("sin", "cos", "exp"):
        return None
    u = n.args[0]
    h = div(u, TWO)
    if n.value == "sin":
        return mul(TWO, call("sin", h), call("cos", h))
    if n.value == "cos":
        return sub(ONE, mul(TWO, power(call("sin", h), TWO)))
    if u.head == "add":
        return mul(*[call("exp", t) for t in u.args])
    return None


def hidden_one(n: Expression) -> Expression | None:
    u = call("exp", name("x"))
    return div(mul(n, u), u) if n.head in ("add", "mul", "call") else None


def another_hidden_one(n: Expression) -> Expression | None:
    one = add(power(call("sin", name("y")), TWO), power(call("cos", name("y")), TWO))
    return mul(n, one) if n.head in ("mul", "pow", "div") else None


def added_and_taken(n: Expression) -> Expression | None:
    u = mul(name("y"), name("z"))
    return sub(add(n, u), u) if n.head in ("name", "call", "pow") else None


def common_denominator(n: Expression) -> Expression | None:
    if n.head == "add" and len(n.args) == 2 and n.args[0].head == "div":
        a, b = n.args[0].args
        return div(add(a, mul(n.args[1], b)), b)
    return None


def piecewise(n: Expression) -> Expression | None:
    """Only for real names: Max through Abs, and Abs through cases."""
    if n.head == "call" and n.value == "Max" and len(n.args) == 2:
        a, b = n.args
        return div(add(add(a, b), call("Abs", sub(a, b))), TWO)
    if n.head == "call" and n.value == "Abs":
        u = n.args[0]
        yes, no = relation("ge", u, number(0)), Expression("constant", (), "true")
        return Expression("cases", (Expression("case", (u, yes)), Expression("case", (neg(u), no))))
    return None


REWRITES = (
    commuted,
    distributed,
    multiplied_out,
    through_exponentials,
    half_angles,
    hidden_one,
    another_hidden_one,
    added_and_taken,
    common_denominator,
)


def rewritten(e: Expression, draw: random.Random, times: int, vocabulary: Vocabulary) -> Expression:
    rules = REWRITES if vocabulary is EMPTY else (*REWRITES, piecewise)
    for _ in range(times):
        if e.size() > 400:
            break
        e = everywhere(e, draw.choice(rules), draw)
    return e


# ------------------------------------------------------------------------------------------------- mutation
def nudged(n: Expression) -> Expression | None:
    return number(n.value + 1) if n.head == "number" else None


def turned(n: Expression) -> Expression | None:
    return n.with_args((neg(n.args[0]), *n.args[1:])) if n.head == "add" else None


def dropped(n: Expression) -> Expression | None:
    return n.args[0] if n.head in ("add", "mul") else None


def swapped(n: Expression) -> Expression | None:
    other = {"sin": "cos", "cos": "sin", "exp": "cosh", "tanh": "tan", "log": "sqrt", "Max": "Min"}
    if n.head == "call" and n.value in other:
        return Expression("call", n.args, other[n.value])
    return None


def shifted_slightly(n: Expression) -> Expression | None:
    return add(n, number(Fraction(1, 10**25))) if n.head == "call" else None


MUTATIONS = (nudged, turned, dropped, swapped, shifted_slightly)


def really_differ(a: Expression, b: Expression, vocabulary: Vocabulary) -> bool:
    """An independent look: somewhere the two balls are apart."""
    names = tuple(dict.fromkeys((*a.names(), *b.names())))
    for point in points(vocabulary, names, 12, 5):
        try:
            left, right = enclose(a, point, 512), enclose(b, point, 512)
        except Unsupported:
            return False
        if left.is_finite() and right.is_finite() and not (left - right).contains(0):
            return True
    return False


# ------------------------------------------------------------------------------------------------- the laws
def equal_pair(seed: int) -> tuple[Expression, Expression, Vocabulary]:
    draw = random.Random(seed)
    vocabulary = draw.choice(DOMAINS)
    e = grown(draw, draw.randint(2, 5), vocabulary)
    return e, rewritten(e, draw, draw.randint(1, 6), vocabulary), vocabulary


def mutated_pair(seed: int) -> tuple[Expression, Expression, Vocabulary] | None:
    draw = random.Random(seed)
    a, b, vocabulary = equal_pair(seed)
    b = everywhere(b, draw.choice(MUTATIONS), draw)
    return (a, b, vocabulary) if really_differ(a, b, vocabulary) else None


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.integers(0, 10**9))
def test_what_is_rewritten_is_never_refuted(seed: int) -> None:
    a, b, vocabulary = equal_pair(seed)
    assert not decide(a, b, vocabulary=vocabulary).fails


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.integers(0, 10**9))
def test_a_mutation_that_changes_the_value_is_never_accepted(seed: int) -> None:
    pair = mutated_pair(seed)
    if pair is not None:
        a, b, vocabulary = pair
        assert not decide(a, b, vocabulary=vocabulary).holds


@settings(derandomize=True, deadline=None, max_examples=80)
@given(st.integers(0, 10**9))
def test_the_order_of_the_sides_does_not_matter(seed: int) -> None:
    a, b, vocabulary = mutated_pair(seed) or equal_pair(seed)
    forth, back = decide(a, b, vocabulary=vocabulary), decide(b, a, vocabulary=vocabulary)
    assert (forth.holds, forth.fails) == (back.holds, back.fails)


@settings(derandomize=True, deadline=None, max_examples=80)
@given(st.integers(0, 10**9))
def test_an_assumption_never_turns_proved_into_refuted(seed: int) -> None:
    a, b, vocabulary = equal_pair(seed)
    if decide(a, b, vocabulary=vocabulary).outcome is not Outcome.PROVED:
        return
    narrower = changed(POSITIVE, assumptions=(relation("lt", name("x"), name("y")),))
    assert not decide(a, b, vocabulary=narrower).fails


@pytest.mark.parametrize(("old", "new"), [("x", "t"), ("y", "alpha")])
def test_renaming_changes_no_verdict(old: str, new: str) -> None:
    from derive.expression import replace

    for seed in range(20):
        a, b, vocabulary = equal_pair(seed)
        names = tuple(changed(n, text=new) if n.text == old else n for n in vocabulary.names)
        renamed = [replace(e, {old: name(new)}) for e in (a, b)]
        verdict = decide(renamed[0], renamed[1], vocabulary=changed(vocabulary, names=names))
        assert not verdict.fails


def main(count: int) -> None:
    """The generator at length: verdict counts of equal pairs and mutants, and every false one in full."""
    found: Counter[str] = Counter()
    for seed in range(count):
        a, b, vocabulary = equal_pair(seed)
        verdict = decide(a, b, vocabulary=vocabulary, budget=Budget(seconds=2.0))
        found[f"equal {verdict.outcome}"] += 1
        if verdict.fails:
            print("FALSE REJECT", seed, verdict.reason)
        pair = mutated_pair(seed)
        if pair is None:
            found["mutant of the same value"] += 1
            continue
        verdict = decide(pair[0], pair[1], vocabulary=pair[2], budget=Budget(seconds=2.0))
        found[f"mutant {verdict.outcome}"] += 1
        if verdict.holds:
            print("FALSE ACCEPT", seed, verdict.reason)
        if seed % 1000 == 999:
            print(seed + 1, dict(sorted(found.items())), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
