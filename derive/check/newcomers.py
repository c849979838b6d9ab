"""What a chain brings in without a word: names that nothing is said of, conditions in the dress of claims."""

from __future__ import annotations

from derive.check.judge import INEQUALITIES
from derive.check.setting import Setting
from derive.expression import ZERO, Expression
from derive.statement import Statement, Unreadable


def foreign(sides: list[Statement | Unreadable], setting: Setting) -> frozenset[str]:
    """Names of the first side that stand nowhere else: in no other side and in nothing that is given."""
    if isinstance(sides[0], Unreadable) or len(sides) < 2:
        return frozenset()
    elsewhere = _said(sides[1:], setting)
    found = {n for e in elsewhere for n in e.names()} | {d.target for d in setting.vocabulary.definitions}
    left = sides[0].expression
    if not any(n.head in ("call", "derivative", "index", "prime") for n in left.walk()):
        return frozenset()
    return frozenset(left.names()) - found


def condition(sides: list[Statement | Unreadable], at: int, head: str) -> str | None:
    """Why a link may be meant as a condition: a derivative set to zero, a bare name within bounds."""
    first, left, right = sides[0], sides[at], sides[at + 1]
    if isinstance(first, Unreadable) or isinstance(left, Unreadable) or isinstance(right, Unreadable):
        return None
    slopes = any(n.head in ("derivative", "prime") for n in first.expression.walk())
    if head == "eq" and right.expression == ZERO and slopes and left.expression.names():
        return "a derivative is set to zero: a condition to be solved, no identity"
    bare = ("name", "index", "number", "decimal", "constant")
    named = left.expression.names() or right.expression.names()
    if head in INEQUALITIES and named and all(s.expression.head in bare for s in (left, right)):
        return "it says within what bounds a name lies"
    return None


def newcomers(sides: list[Statement | Unreadable], at: int, setting: Setting) -> frozenset[str]:
    """Names of a later side that stand nowhere before it: what they are is said elsewhere.

    Another index of something known (``x_2`` beside ``x_1``) is no newcomer: that is how slips look.
    """
    side = sides[at]
    if isinstance(side, Unreadable) or any(isinstance(s, Unreadable) for s in sides[:at]):
        return frozenset()
    before = _said(sides[:at], setting)
    known = {n.partition("_")[0] for e in before for n in (*e.names(), *e.functions())}
    known |= {n.partition("_")[0] for d in setting.vocabulary.definitions for n in (d.target, *d.parameters)}
    known |= {str(a.value) for n in side.expression.walk() if n.head == "index" for a in n.args[1:]}
    if setting.integrates:
        known |= _CONSTANTS
    return frozenset(n for n in side.expression.names() if n.partition("_")[0] not in known)


#: What people call a constant of integration.
_CONSTANTS = frozenset(("C", "c", "K", "k", "D"))


def _said(sides: list[Statement | Unreadable], setting: Setting) -> list[Expression]:
    """Some sides of a chain and everything that is given beside it."""
    found = [s.expression for s in sides if isinstance(s, Statement)]
    found += [e for h in setting.hypotheses for e in (h.left, h.right)]
    return found + [d.value for d in setting.vocabulary.definitions] + list(setting.vocabulary.assumptions)
