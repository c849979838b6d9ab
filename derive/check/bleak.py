"""Links that no rung can show to hold, told before any of them spends its time.

Where one side has something of which nothing is known and the other side has nothing to set against it (a law's
``τ dV/dt``, a function that is used before it is explained), no rewriting makes the two sides meet.  The test only ever
leaves a link open: it finds nothing true and nothing false.
"""

from __future__ import annotations

from derive.check.gate import RANDOM, VECTOR
from derive.check.setting import Setting
from derive.decide.evaluate import evaluate
from derive.expression import BINDERS, Expression, name
from derive.functions import BY_NAME

_PLAIN = ("number", "decimal", "constant", "name", "add", "mul", "neg", "div", "pow")
_WHOLE = RANDOM | VECTOR | {"eye", "ones", "zeros", "adjugate", "rank", "expand", "order"}
_MOVING = ("derivative", "prime", "integral", "limit", "evaluated", "substitute")


def unmatched(left: Expression, right: Expression, setting: Setting) -> str | None:
    """What stands on one side only and can be cancelled by nothing, all definitions put in; None where nothing does."""
    given = {n for h in setting.hypotheses for e in (h.left, h.right) for n in (*e.names(), *e.functions())}
    defined = {d.target for d in setting.vocabulary.definitions}
    if any(n.head in ("name", "call") and n.value in defined for side in (left, right) for n in side.walk()):
        return None
    for mine, theirs in ((left, right), (right, left)):
        foreign = _functions(mine) - _functions(theirs) - set(theirs.names()) - given
        if foreign:
            return min(foreign)
        for text in sorted(_changing(mine) - given):
            if not _may_change(text, theirs) and not _composed(text, mine):
                return text
        lone = sorted(set(mine.names()) - set(theirs.names()) - given)
        if lone and set(theirs.names()) - set(mine.names()):
            for text in lone:
                if _felt(text, mine):
                    return text
    return None


def _functions(side: Expression) -> set[str]:
    """Functions of which nothing is known, outside of statistics."""
    return {f for f in side.functions() if f not in BY_NAME and f != "given"}


def _changing(side: Expression) -> set[str]:
    """Names whose rate of change stands in a side as such."""
    found = set()
    for node in side.walk():
        if node.head == "derivative" and node.args[0].head == "name" and node.args[0] not in node.args[1:]:
            found.add(str(node.args[0].value))
    return found


def _may_change(text: str, side: Expression) -> bool:
    """Whether something in a side may turn out to be a rate of change of the name."""
    return any(
        (n.head in _MOVING or n.head in BINDERS or (n.head == "call" and n.value == "grad"))
        and (text in n.names() or n.head == "prime")
        for n in side.walk()
    )


def _composed(text: str, side: Expression) -> bool:
    """Whether a side differentiates or integrates something made of the name, or differentiates by it."""
    for node in side.walk():
        if node.head == "derivative":
            if node.args[0] == name(text) and name(text) not in node.args[1:]:
                continue
            if text in node.names():
                return True
        elif (node.head in _MOVING or node.head in BINDERS) and text in node.names():
            return True
    return False


def _felt(text: str, side: Expression) -> bool:
    """Whether a side depends on a name that stands in plain algebra only; what is no algebra is held fixed."""
    table: dict[Expression, Expression] = {}
    plain = _opaque(side, text, table)
    if plain is None:
        return False
    names = plain.names()
    point = {n: complex(0.7 + 0.31 * k) for k, n in enumerate(names)}
    values = []
    for value in (0.83, 1.47, 2.19):
        values.append(evaluate(plain, {**point, text: complex(value)}))
    return all(v == v for v in values) and any(abs(v - values[0]) > 1e-6 * (1 + abs(v)) for v in values[1:])


def _opaque(node: Expression, text: str, table: dict[Expression, Expression]) -> Expression | None:
    """The side with everything that is no algebra as names of their own; None where the name stands within."""
    plain = node.head in _PLAIN or (node.head == "call" and node.value in BY_NAME and node.value not in _WHOLE)
    if not plain:
        if text in node.names():
            return None
        return table.setdefault(node, name(f"@{len(table)}"))
    args = []
    for argument in node.args:
        made = _opaque(argument, text, table)
        if made is None:
            return None
        args.append(made)
    return node.with_args(tuple(args))
