"""Parameters made concrete: the calculus that cannot be done with letters may be done with numbers.

At a few rational points of the domain both sides are carried out and decided.  One certified difference refutes;
agreement everywhere supports.
"""

from __future__ import annotations

from fractions import Fraction

from derive.decide.calculus.binding import expanded, put
from derive.decide.calculus.construct import signed
from derive.decide.calculus.infinite import is_infinite
from derive.decide.calculus.question import Question
from derive.decide.calculus.recognize import has_calculus
from derive.decide.calculus.reduce import reduce
from derive.decide.sample import real_points
from derive.expression import Expression
from derive.functions import BY_NAME
from derive.verdict import Evidence, Outcome, Verdict, refuted, supported

#: Points that are tried, and how many must be decided for support.
POINTS, ENOUGH = 6, 4


def at_points(question: Question) -> Verdict | None:
    """The question at rational values of its names."""
    left, right = (expanded(side, question.vocabulary) for side in (question.left, question.right))
    if any(not _is_plain(node) for side in (left, right) for node in side.walk()):
        return None
    names = tuple(dict.fromkeys((*left.names(), *right.names())))
    if not names:
        return None
    agreed = 0
    for point in real_points(question.vocabulary, names, POINTS):
        if question.budget.expired:
            break
        values = {n: signed(v) for n, v in point.items() if isinstance(v, Fraction) and n in names}
        sides = []
        for side in (left, right):
            reduced = reduce(put(side, values), question.vocabulary, question.budget.part(0.4))
            if not reduced.exact or has_calculus(reduced.expression):
                break
            sides.append(reduced.expression)
        if len(sides) < 2 or (is_infinite(*sides) and not is_infinite(left, right)):
            continue  # who writes an integral means it where it converges
        verdict = question.ask(sides[0], sides[1])
        if verdict.outcome is Outcome.REFUTED:
            shown = ", ".join(f"{n} = {v}" for n, v in sorted(point.items()) if n in names)
            return refuted(f"at {shown} {verdict.reason}", *verdict.evidence)
        agreed += verdict.outcome is Outcome.PROVED
    if agreed < ENOUGH:
        return None
    text = f"proved at {agreed} rational points"
    return supported(text, Evidence("agreement", "rational points", text))


def _is_plain(node: Expression) -> bool:
    """No abstract functions, indices or tensors: nothing whose value at a point is unknown."""
    if node.head in ("index", "matrix", "prime"):
        return False
    if node.head == "derivative":
        return False
    return node.head != "call" or node.value in BY_NAME
