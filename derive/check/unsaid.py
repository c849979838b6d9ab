"""What everybody means and nobody says: σ is the logistic function, Φ the normal distribution, a density is even.

A counterexample with a function of its own choosing is worth nothing where the letter has a meaning in the field, or
where a symmetry that the text did not mention would make the step true.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from derive.check.question import Question
from derive.check.unfold import unfold
from derive.decide import decide
from derive.expression import ONE, Expression, add, call, constant, div, mul, name, neg, number, power, rewrite, sub
from derive.functions import BY_NAME
from derive.verdict import Evidence, Verdict, supported, undecided
from derive.vocabulary import Definition

_T = name("t")
_ROOT_TWO = call("sqrt", number(2))

#: Letters with a meaning of their own: what they are called, and what they stand for.
CONVENTIONS: dict[str, tuple[str, Expression]] = {
    "sigma": ("the logistic function", div(ONE, add(ONE, call("exp", neg(_T))))),
    "Phi": ("the normal distribution function", div(add(ONE, call("erf", div(_T, _ROOT_TWO))), number(2))),
    "phi": (
        "the normal density",
        div(call("exp", neg(div(power(_T, number(2)), number(2)))), call("sqrt", mul(number(2), constant("pi")))),
    ),
}

#: Names with a meaning where the text says nothing of them.
QUANTITIES: dict[str, tuple[str, Expression]] = {
    "gamma": ("Euler's constant", constant("euler")),
    "phi": ("the golden ratio", div(add(ONE, call("sqrt", number(5))), number(2))),
}

#: Symmetries: how ``f(-u)`` follows from ``f(u)``.
SYMMETRIES: tuple[tuple[str, Callable[[Expression], Expression]], ...] = (
    ("even", lambda value: value),
    ("odd", neg),
    ("symmetric, f(-x) = 1 - f(x)", lambda value: sub(ONE, value)),
)

PAIRS = 6  #: calls of one function that are compared


def by_convention(question: Question) -> Verdict | None:
    """The link with conventional letters put in; only good news counts."""
    functions = {f: CONVENTIONS[f] for f in _unknown(question) if f in CONVENTIONS}
    names = {n: QUANTITIES[n] for n in _alone(question) if n in QUANTITIES}
    if not functions and not names:
        return None
    made = (
        *(Definition(f, ("t",), value, False, "") for f, (_, value) in functions.items()),
        *(Definition(n, (), value, False, "") for n, (_, value) in names.items()),
    )
    vocabulary = question.setting.vocabulary.with_definitions(*made)
    left, right = (unfold(side, vocabulary) for side in (question.left, question.right))
    verdict = decide(left, right, vocabulary=replace(vocabulary, definitions=()), budget=question.budget.part(0.4))
    if not verdict.holds:
        return None
    said = " and ".join(f"{f} is {word}" for f, (word, _) in (functions | names).items())
    return supported(f"true where {said}", Evidence("agreement", "convention", f"true where {said}"))


def by_symmetry(question: Question) -> Verdict | None:
    """Open where an unknown function's symmetry would make the link true; None where none would."""
    vocabulary = question.setting.vocabulary
    sides = [unfold(side, vocabulary) for side in (question.left, question.right)]
    for function in _unknown(question):
        for word, mirrored in SYMMETRIES:
            left, right = (_mirror(side, function, mirrored, sides) for side in sides)
            if [left, right] == sides:
                break
            verdict = decide(left, right, vocabulary=question.setting.plain(), budget=question.budget.part(0.2))
            if verdict.holds:
                return undecided(f"it is true if {function} is {word.replace('f(', f'{function}(')}, which is not said")
    return None


def by_exchange(question: Question) -> Verdict | None:
    """Open where the link holds for symmetric matrices, or for functions that do not mind the order of arguments."""
    vocabulary = question.setting.vocabulary
    sides = [unfold(side, vocabulary) for side in (question.left, question.right)]
    unknown = set(_unknown(question))

    def matrices(node: Expression) -> Expression:
        bare = node.head == "call" and node.value == "transpose" and node.args[0].head in ("name", "index")
        return node.args[0] if bare else node

    def orders(node: Expression) -> Expression:
        several = node.head == "call" and node.value in unknown and len(node.args) > 1
        return node.with_args(tuple(sorted(node.args, key=repr))) if several else node

    for rule, word in ((matrices, "its matrices are symmetric"), (orders, "its functions are symmetric")):
        left, right = (rewrite(side, rule) for side in sides)
        if [left, right] == sides:
            continue
        if (
            left == right
            or decide(left, right, vocabulary=question.setting.plain(), budget=question.budget.part(0.2)).holds
        ):
            return undecided(f"it is true if {word}, which is not said")
    return None


def _unknown(question: Question) -> tuple[str, ...]:
    """Functions of the link of which nothing is known."""
    defined = {d.target for d in question.setting.vocabulary.definitions}
    found = dict.fromkeys((*question.left.functions(), *question.right.functions()))
    return tuple(f for f in found if f not in BY_NAME and f not in defined)


def _alone(question: Question) -> tuple[str, ...]:
    """Names of one side only of which nothing is said, beside a side that is a constant."""
    one, two = set(question.left.names()), set(question.right.names())
    if one and two:
        return ()
    defined = {d.target for d in question.setting.vocabulary.definitions}
    return tuple(sorted((one ^ two) - defined))


def _mirror(
    side: Expression, function: str, mirrored: Callable[[Expression], Expression], sides: list[Expression]
) -> Expression:
    """``f(-u)`` in terms of ``f(u)`` wherever ``f(u)`` stands in the link too."""
    calls = [n for s in sides for n in s.walk() if n.head == "call" and n.value == function and len(n.args) == 1]
    arguments = list(dict.fromkeys(n.args[0] for n in calls))[:PAIRS]
    back: dict[Expression, Expression] = {}
    for k, argument in enumerate(arguments):
        for other in arguments[:k]:
            if other not in back and decide(argument, neg(other)).holds:
                back[argument] = other
                break

    def rule(node: Expression) -> Expression:
        if node.head == "call" and node.value == function and len(node.args) == 1 and node.args[0] in back:
            return mirrored(call(function, back[node.args[0]]))
        return node

    return rewrite(side, rule)
