"""Points at which both sides of a slip are looked at: one small sample, shared by every rule.

The sample is a filter and never a judge: what it suggests is decided exactly before it is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from derive.expression import Expression
from derive.vocabulary import Vocabulary

#: Points in the positive orthant (as far as the declarations allow): there roots and logarithms have one branch.
TAME = 8
#: Points of both signs, which tell a statement that needs an assumption from one that is true.
WILD = 4
_ATTEMPTS = 60
_PERIODIC = frozenset(("sin", "cos", "tan", "cot", "sec", "csc"))


@dataclass(frozen=True, slots=True)
class Points:
    """Values of the names: ``names[n][p]`` at point ``p``; the first ``tame`` points are in the positive orthant."""

    names: dict[str, tuple[complex, ...]]
    tame: int
    count: int

    def moved(self, name: str, step: float) -> Points:
        """The same points with one name moved by a step."""
        values = dict(self.names)
        values[name] = tuple(v + step for v in values[name])
        return Points(values, self.tame, self.count)

    def with_name(self, name: str, values: tuple[complex, ...]) -> Points:
        return Points({**self.names, name: values}, self.tame, self.count)


def draw(expressions: Iterable[Expression], vocabulary: Vocabulary, seed: int = 20) -> Points:
    """A sample for all names of some expressions and of the definitions behind them."""
    together = tuple(expressions)
    names, counts = _names(together, vocabulary)
    tame = max(TAME, len(names) + 3)
    total = tame + WILD
    random = Random(seed)
    # The inverse of a sine is known on one branch only: small arguments stay on it.
    scale = 0.5 if any(f in _PERIODIC for e in together for f in e.functions()) else 1.0
    columns: dict[str, list[complex]] = {n: [] for n in names}
    for point in range(total):
        chosen: dict[str, complex] = {}
        for _ in range(_ATTEMPTS):
            chosen = {n: _value(n, n in counts, vocabulary, random, point < tame, scale) for n in names}
            if all(_allowed(a, chosen) for a in vocabulary.assumptions):
                break
        for n in names:
            columns[n].append(chosen[n])
    return Points({n: tuple(v) for n, v in columns.items()}, tame, total)


def _names(together: tuple[Expression, ...], vocabulary: Vocabulary) -> tuple[tuple[str, ...], frozenset[str]]:
    """Free names in order, definitions followed; and those among them that count (indices, bounds of sums)."""
    defined = {d.target: d for d in vocabulary.definitions if not d.parameters}
    found: dict[str, None] = {}
    counts: set[str] = set(vocabulary.indices)
    todo = list(together)
    seen: set[str] = set()
    bodies = {d.target: d.value for d in vocabulary.definitions}
    while todo:
        expression = todo.pop(0)
        for node in expression.walk():
            if node.head == "index":
                counts.update(n for a in node.args[1:] for n in a.names())
            elif node.head in ("sum", "product") and len(node.args) >= 4:
                counts.update(n for a in node.args[2:4] for n in a.names())
            target = _target(node)
            if target in bodies and target not in seen:
                seen.add(target)
                todo.append(bodies[target])
        for n in expression.names():
            if n not in defined:
                found.setdefault(n)
    return tuple(found), frozenset(counts)


def _target(node: Expression) -> str:
    if node.head in ("name", "call"):
        return str(node.value)
    if node.head == "prime":
        return str(node.value[0])
    return ""


def _value(text: str, counts: bool, vocabulary: Vocabulary, random: Random, tame: bool, scale: float) -> complex:
    declared = vocabulary.name(text)
    domain = declared.domain if declared else "complex"
    if counts or "integer" in domain:
        return complex(random.randint(2, 5))
    if declared is not None and declared.span is not None:
        low, high = (float(s) for s in declared.span)
        if tame and low < 0 < high:
            low = 0.0
        return complex(low + (high - low) * random.uniform(0.06, 0.94))
    size = scale * random.uniform(0.25, 1.75)
    if domain in ("negative", "nonpositive"):
        return complex(-size)
    if tame or domain in ("positive", "nonnegative"):
        return complex(size)
    return complex(size if random.random() < 0.35 else -size)


def _allowed(assumption: Expression, chosen: dict[str, complex]) -> bool:
    """Whether a point keeps an assumption; one that is no comparison of plain arithmetic is not looked at."""
    sides = assumption.args
    relations = assumption.value if assumption.head == "chain" else (assumption.head,)
    values = [_plain(s, chosen) for s in sides]
    for relation, a, b in zip(relations, values, values[1:]):
        if a is None or b is None:
            continue
        if (relation in ("lt", "ll") and not a < b) or (relation in ("gt", "gg") and not a > b):
            return False
        if (relation == "le" and not a <= b) or (relation == "ge" and not a >= b) or (relation == "ne" and a == b):
            return False
    return True


def _plain(side: Expression, chosen: dict[str, complex]) -> float | None:
    if side.head == "number":
        return float(side.value)
    if side.head == "decimal":
        return float(Fraction(side.value))
    if side.head == "name":
        return chosen[side.value].real if side.value in chosen else None
    inner = [_plain(a, chosen) for a in side.args]
    known = [v for v in inner if v is not None]
    if len(known) < len(inner):
        return None
    if side.head == "add":
        return sum(known)
    if side.head == "neg":
        return -known[0]
    if side.head == "mul":
        result = 1.0
        for v in known:
            result *= v
        return result
    if side.head == "div" and known[1]:
        return known[0] / known[1]
    return None
