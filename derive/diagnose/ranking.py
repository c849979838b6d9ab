"""Which of several explanations is told: the simplest.  Each of them is exact; what differs is how likely a slip it is.

The cost of a slip is that of its kind, as a marker would guess before looking, and something for every node of what has
to be named to tell it.  A change that needs a degenerate tree (``V - V``, ``k/k``) is a coincidence and costs more.
"""

from __future__ import annotations

from fractions import Fraction

from derive.diagnose.case import Case, Repair
from derive.diagnose.factors import opposite
from derive.diagnose.fits import varies
from derive.diagnose.peel import key
from derive.diagnose.places import put
from derive.diagnose.products import bases
from derive.expression import Expression

#: Before looking: what goes wrong most often, first.
KINDS: dict[str, float] = {
    "sign": 1.0,
    "inverted fraction": 1.2,
    "sign of a term": 1.0,
    "constant factor": 1.3,
    "unit prefix": 1.3,
    "doubled term": 1.4,
    "lost prime": 1.4,
    "extra prime": 1.4,
    "lost root": 1.5,
    "extra root": 1.5,
    "lost exponent": 1.5,
    "extra exponent": 1.5,
    "bound of a sum": 1.5,
    "wrong number": 1.5,
    "wrong exponent": 1.6,
    "swapped indices": 1.6,
    "product instead of quotient": 1.6,
    "quotient instead of product": 1.6,
    "lost function": 1.7,
    "extra function": 1.7,
    "complement": 1.6,
    "wrong function": 1.7,
    "missing factor": 1.8,
    "extra factor": 1.8,
    "missing inner derivative": 1.8,
    "dropped term": 1.8,
    "extra term": 1.8,
    "additive constant": 1.8,
    "function taken term by term": 2.0,
    "logarithm of a product or ratio": 1.9,
    "wrong index": 1.9,
    "wrong name": 1.9,
    "swapped names": 2.2,
    "wrong coefficient": 2.4,
    "sign of several terms": 1.8,
    "several terms": 3.0,
    "wrong piece": 3.0,
}
_NODE = 0.025
_DEPTH = 0.02
_DEGENERATE = 2.0
_MIXED = 0.8
_INVENTED = 1.0
_WHOLE = 0.8
_LEFT_OVER = 0.4
#: What needs a greater coincidence than this is not told at all.
MOST = 3.6
#: With the change made, the answer is the right one term by term.
ALIKE = 0.5
_UNDONE = ("derivative", "integral", "limit")
#: Slips after which the student's answer looks like neither side of the change.
_REWRITTEN = ("sign", "sign of a term", "function taken term by term", "logarithm of a product or ratio")
#: Slips by which something got lost: what is left may have been written in many ways.
_TAKEN_OUT = ("dropped term", "missing factor", "missing inner derivative", "lost exponent", "lost root", "lost prime")
#: Numbers that are forgotten or put in by mistake: the others need a reason.
_USUAL = (Fraction(2), Fraction(1, 2))
_COMMON = tuple(Fraction(n, d) for n, d in ((3, 1), (1, 3), (4, 1), (1, 4), (10, 1), (1, 10)))


def cost(told: Repair, repair: Repair, case: Case, ahead: bool) -> float:
    """The lower, the likelier.  ``told`` is the repair as it is said of the student's answer."""
    result = KINDS.get(told.slip, 2.5) + _DEPTH * len(repair.path)
    if repair.detail is not None:
        result += (
            _number(repair.detail)
            if repair.slip in ("constant factor", "wrong number")
            else _NODE * repair.detail.size()
        )
    elif repair.slip == "wrong piece":
        result += _NODE * (repair.wrong.size() + repair.right.size())
    if repair.slip in ("missing factor", "extra factor") and not repair.removed and _mixed(repair):
        result += _MIXED
        sums = repair.detail is not None and any(n.head == "add" for n in repair.detail.walk())
        if repair.detail is not None and sums and repair.detail.size() >= _WHOLE * case.target.size():
            result += _DEGENERATE  # what is right over what is wrong is always a missing factor
    if repair.slip == "inverted fraction" and "div" not in (repair.wrong.head, case.target.head):
        result += _LEFT_OVER
    if repair.slip == "wrong function" and not _known_function(repair.right, case):
        result += _LEFT_OVER
    if repair.slip == "function taken term by term":
        result += _NODE * repair.right.size()
    if told.slip in ("wrong name", "wrong index", "swapped names") and _in_derivative(repair, case.source):
        result += _LEFT_OVER
    if told.slip == "wrong piece" and any(n.head in _UNDONE for n in told.right.walk()):
        result += _DEGENERATE  # "dl/dx should stand here" tells nobody what went wrong
    if not ahead and _invented(told, case.target):
        result += _INVENTED
    if not ahead and repair.path and told.slip not in _TAKEN_OUT and not case.target.names():
        result += 2 * _DEGENERATE  # an answer without names holds nothing whose sign or index could be wrong
    if repair.slip in ("extra term", "extra factor") and repair.right.head == "number" and len(repair.path) > 0:
        result += _LEFT_OVER
    if repair.slip not in ("sign", "constant factor") and degenerate(repair, case):
        result += _DEGENERATE
    return result


def _in_derivative(repair: Repair, source: Expression) -> bool:
    """A name that a derivative is of or by: another factor of a chain rule is the likelier slip."""
    if not repair.path:
        return any(node.head == "derivative" for node in source.walk())
    node = source
    for position in repair.path:
        if node.head == "derivative":
            return True
        node = node.args[position]
    return False


def _invented(told: Repair, student: Expression) -> bool:
    """What is said to be too much, or to stand there, does not stand in the student's answer."""
    if told.slip in _TAKEN_OUT and told.wrong.size() <= told.right.size():
        return False
    return told.slip not in _REWRITTEN and not any(node == told.wrong for node in student.walk())


def _known_function(right: Expression, case: Case) -> bool:
    body = right.args[0] if right.head == "neg" else right
    own = body.value if body.head == "call" else body.value[0] if body.head == "prime" else ""
    return own in case.source.functions() or own in case.target.functions()


def _number(detail: Expression) -> float:
    body = detail.args[0] if detail.head == "neg" else detail
    fraction: Fraction | None = None
    if body.head == "number":
        fraction = body.value
    elif body.head == "div" and all(a.head == "number" for a in body.args):
        fraction = body.args[0].value / body.args[1].value
    if fraction is None:
        return 0.6 + _NODE * body.size()
    if fraction in _USUAL:
        return 0.0
    if fraction in _COMMON:
        return 0.2
    return 0.4 + 0.02 * min(20, fraction.numerator + fraction.denominator)


def _mixed(repair: Repair) -> bool:
    """Something is missing and something else is too much."""
    detail = repair.detail
    assert detail is not None
    above, below = bases(detail)
    return detail.head == "neg" or (len(above) > 0 and len(below) > 0)


def degenerate(repair: Repair, case: Case) -> bool:
    """A node with names that the change makes constant, and that stands in neither tree."""
    mended = put(case.source, repair.path, repair.right)
    known = (set(case.target.walk()), set(case.source.walk()))
    for node in mended.walk():
        if node.head not in ("add", "mul", "div", "pow", "call") or any(node in nodes for nodes in known):
            continue
        if not node.names() or node == mended:
            continue
        if node.head == "add" and _cancels(node):
            return True
        column = [v for v in case.values.of(node)[: case.tame] if v == v]
        if len(column) >= 2 and not varies(tuple(column), len(column)):
            return True
    return False


def _cancels(node: Expression) -> bool:
    """Two terms of a sum are each other's opposite."""
    keys = [key(a) for a in node.args]
    return any(key(opposite(a)) in keys for a in node.args)
