"""What the form of an equation says of it: a law of motion, a solution, members of a family, an index that was lost."""

from __future__ import annotations

from collections.abc import Sequence

from derive.check.setting import Hypothesis, Setting
from derive.check.unfold import unfold
from derive.expression import Expression, div, mul, name
from derive.functions import BY_NAME
from derive.vocabulary import Vocabulary


def moves_by_law(left: Expression, setting: Setting) -> bool:
    """Whether a side holds the rate of change of something of which nothing is known but what is said here."""
    plain = any(n.head == "derivative" and n.args[0].head in ("name", "index") for n in left.walk())
    if plain:
        return True
    for node in unfold(left, setting.vocabulary).walk():
        if node.head == "derivative" and node.args[0].head == "matrix":
            return True
        if node.head == "derivative" and node.args[0].head == "call" and node.args[0].value not in BY_NAME:
            return True
        if node.head == "prime" and node.args == (name("t"),) and node.value[0] not in BY_NAME:
            return True
    return False


def lost_index(side: Expression, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """``Σ_μ (ξ·s)²`` with ``ξ_i^μ`` elsewhere: an array as a whole in a sum over an index of its own."""
    for node in side.walk():
        if node.head != "sum" or node.args[1].head != "name" or node.args[1].value in node.args[0].names():
            continue
        within = {str(n.args[0].value) for n in node.walk() if n.head == "index" and n.args[0].head == "name"}
        bound = str(node.args[3].value) if len(node.args) > 3 and node.args[3].head == "name" else ""
        for text in node.args[0].names():
            declared = vocabulary.name(text)
            if text not in within and declared is not None and len(declared.shape) > 1 and bound in declared.shape:
                return text, str(node.args[1].value)
    return None


def computed(left: Expression, vocabulary: Vocabulary) -> bool:
    """``σ'(x)`` of a defined ``σ``: a side that says what to compute, of which nothing is left to suppose."""
    if not any(n.head in ("prime", "derivative", "integral", "limit", "evaluated") for n in left.walk()):
        return False
    inner = unfold(left, vocabulary)
    heads = ("prime", "derivative")
    return all(f in BY_NAME for f in inner.functions()) and not any(n.head in heads for n in inner.walk())


def goes_on_from(before: Expression, after: Expression) -> bool:
    """Whether a side of an equation is one of the equation before, times a number or squared."""
    from derive.decide.evaluate import evaluate

    for old, new in zip(before.args, after.args):
        names = tuple(dict.fromkeys((*old.names(), *new.names())))
        if not names or set(old.names()) != set(new.names()):
            continue
        ratios = []
        for k in range(3):
            point = {n: complex(1.7 + 0.43 * j + 0.61 * k * (j + 1)) for j, n in enumerate(names)}
            one, two = evaluate(old, point), evaluate(new, point)
            if one != one or two != two or not one or not two:
                break
            ratios.append((two / one, two / one**2))
        if len(ratios) == 3 and any(_steady([r[p] for r in ratios]) for p in (0, 1)):
            return True
    return False


def _steady(values: Sequence[complex]) -> bool:
    return all(abs(v - values[0]) < 1e-9 * abs(values[0]) for v in values)


def is_solution(statement: Expression) -> bool:
    """``x = ...`` without ``x`` on its right: it can be had, whatever it says."""
    left, right = statement.args
    return left.head == "name" and left.value not in right.names()


def known_function(left: Expression, setting: Setting) -> bool:
    return any(d.target == left.value for d in setting.vocabulary.definitions)


def of_one_family(target: str, right: Expression) -> bool:
    """``E(w) = Σ E_n(w)``: the right side is made of members of a family that has the name of the left side."""
    members = [n for n in right.walk() if n.head == "index" and n.args[0].value == target]
    mentions = sum(n.head in ("name", "call") and n.value == target for n in right.walk())
    return bool(members) and mentions == len(members)


def law(left: Expression, right: Expression, source: str) -> Hypothesis:
    """A law as it is used: ``τ dw/dt = f`` says that ``dw/dt`` is ``f/τ``."""
    if left.head == "mul":
        rates = [a for a in left.args if a.head == "derivative"]
        if len(rates) == 1:
            others = tuple(a for a in left.args if a is not rates[0])
            return Hypothesis(rates[0], div(right, mul(*others)), source)
    return Hypothesis(left, right, source)
