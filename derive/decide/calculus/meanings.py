"""Letters that are a constant or a function where they stand on one side only: Euler's γ, Euler's B(a, b).

``∫ e^-x log x dx = -γ`` is true of Euler's constant; nobody says of a free name that it is an integral.
"""

from __future__ import annotations

from derive.decide.calculus.question import Question
from derive.expression import Expression, rewrite
from derive.verdict import Evidence, Verdict, supported

CONSTANTS = {"gamma": "euler", "gamma_E": "euler"}
FUNCTIONS = {("B", 2): "beta"}


def by_other_meaning(question: Question, left: Expression, right: Expression) -> Verdict | None:
    """Support where an equation that fails holds with the letters of one side in their other meaning."""
    for one, other in ((left, right), (right, left)):
        named = [n for n in CONSTANTS if n in one.names() and n not in other.names()]
        calls = [f for f in FUNCTIONS if _called(one, f) and not _called(other, f)]
        if not named and not calls:
            continue
        changed = rewrite(one, _meant)
        sides = (changed, other) if one is left else (other, changed)
        if question.ask(*sides).holds:
            said = ", ".join([*named, *(f"{f}(., .)" for f, _ in calls)])
            reason = f"true with {said} as Euler's"
            return supported(reason, Evidence("agreement", "meaning", reason, assumptions=(f"{said} is Euler's",)))
    return None


def _called(side: Expression, function: tuple[str, int]) -> bool:
    return any(n.head == "call" and (n.value, len(n.args)) == function for n in side.walk())


def _meant(node: Expression) -> Expression:
    if node.head == "name" and node.value in CONSTANTS:
        return Expression("constant", (), CONSTANTS[node.value])
    if node.head == "call" and (node.value, len(node.args)) in FUNCTIONS:
        return Expression("call", node.args, FUNCTIONS[node.value, len(node.args)])
    return node
