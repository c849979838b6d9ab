r"""Probabilities of events: ``P(A|B)``, ``P(A ∩ B)``, ``P(A^c)`` through the cells of the Venn diagram.

With ``n`` events there are ``2^n`` cells, whose probabilities are free but for their sum, which is one.  An equation
that holds for all cells holds for all events.  One that fails may still hold of independent or of exclusive events,
which a text assumes without saying so: it is false only where it fails of those as well.
"""

from __future__ import annotations

from itertools import product

from derive.check.question import Question
from derive.decide import decide
from derive.decide.calculus.binding import put
from derive.expression import ONE, ZERO, Expression, add, div, mul, name, rewrite, sub
from derive.verdict import Verdict, undecided

#: More events than these are not taken apart.
LARGEST = 4
_COMPLEMENTS = ("c", "C", "complement")


def by_events(question: Question) -> Verdict | None:
    """Both sides in the probabilities of the cells, or None where they speak of other than events."""
    sides = (question.left, question.right)
    nodes = [n for s in sides for n in s.walk() if n.head == "call" and n.value == "Probability"]
    events: dict[str, None] = {}
    for node in nodes:
        for argument in node.args:
            found = _events(argument)
            if found is None:
                return None
            events.update(dict.fromkeys(found))
    letters = sorted(events)
    if not letters or len(letters) > LARGEST:
        return None
    outside = {n for s in sides for n in _outside(s)}
    if outside & set(letters):
        return None
    one, two = (rewrite(s, lambda n: _measured(n, letters)) for s in sides)
    vocabulary = question.setting.plain()
    verdict = decide(one, two, vocabulary=vocabulary, budget=question.budget.part(0.5))
    if not verdict.fails:
        return verdict if verdict.holds else None
    if question.setting.hypotheses:
        return None  # what is given of them may make it true
    for kind in (_independent, _exclusive):
        values = kind(letters)
        left, right = put(one, values), put(two, values)
        special = decide(left, right, vocabulary=vocabulary, budget=question.budget.part(0.5))
        # Nothing is assumed for the sake of 0 = 0.
        if not special.fails and not decide(left, ZERO, vocabulary=vocabulary, budget=question.budget.part(0.5)).holds:
            return undecided(f"true or not as the events are {kind.__name__[1:]} or not, which is not said")
    return verdict


def _events(event: Expression) -> list[str] | None:
    """The letters of an event made of events, or None where it is made of something else."""
    inner = _negated(event)
    if inner is not None:
        return _events(inner)
    if event.head == "name":
        text = str(event.value).removesuffix("_bar")
        return [text] if text[:1].isupper() and text not in ("X", "Y", "Z") else None
    if event.head in ("and", "or", "intersection", "union"):
        found: list[str] = []
        for part in event.args:
            letters = _events(part)
            if letters is None:
                return None
            found += letters
        return found
    return None


def _negated(event: Expression) -> Expression | None:
    if event.head == "pow" and event.args[1].head == "name" and event.args[1].value in _COMPLEMENTS:
        return event.args[0]
    if event.head == "name" and str(event.value).endswith("_bar"):
        return name(str(event.value).removesuffix("_bar"))
    if event.head == "not" or (event.head == "call" and event.value == "conjugate"):
        return event.args[0]
    return None


def _holds(event: Expression, cell: dict[str, bool]) -> bool:
    inner = _negated(event)
    if inner is not None:
        return not _holds(inner, cell)
    if event.head == "name":
        return cell[str(event.value)]
    parts = [_holds(a, cell) for a in event.args]
    return all(parts) if event.head in ("and", "intersection") else any(parts)


def _cell(truths: tuple[bool, ...]) -> str:
    return "cell_" + "".join("01"[t] for t in truths)


def _measured(node: Expression, letters: list[str]) -> Expression:
    if node.head != "call" or node.value != "Probability":
        return node
    if len(node.args) == 2:
        both = Expression("and", node.args)
        return div(_total(both, letters), _total(node.args[1], letters))
    return _total(node.args[0], letters)


def _total(event: Expression, letters: list[str]) -> Expression:
    """The sum of the cells in which the event holds; the cell of no event at all is what is left of one."""
    cells = list(product((True, False), repeat=len(letters)))
    inside = [c for c in cells if _holds(event, dict(zip(letters, c)))]
    if not inside:
        return ZERO
    if not any(inside[-1]):
        missing = [name(_cell(c)) for c in cells if c not in inside]
        return sub(ONE, add(*missing)) if missing else ONE
    return add(*(name(_cell(c)) for c in inside))


def _independent(letters: list[str]) -> dict[str, Expression]:
    """The cells of independent events: products of the events' own probabilities."""
    values = {}
    for cell in product((True, False), repeat=len(letters)):
        chances = [name(f"chance_{t}") if held else sub(ONE, name(f"chance_{t}")) for t, held in zip(letters, cell)]
        values[_cell(cell)] = mul(*chances)
    return values


def _exclusive(letters: list[str]) -> dict[str, Expression]:
    """The cells of events of which no two happen together."""
    cells = product((True, False), repeat=len(letters))
    return {_cell(c): ZERO for c in cells if sum(c) > 1}


def _outside(side: Expression) -> tuple[str, ...]:
    if side.head == "call" and side.value == "Probability":
        return ()
    if side.head == "name":
        return (str(side.value),)
    return tuple(n for a in side.args for n in _outside(a))
