r"""One notation for unknown functions: ``y'``, ``\frac{dy}{dx}``, ``y'(x)`` and ``y_x`` mean the same.

Each side may write its own way.  Where one side uses two notations for one function, they are different things there
(``\dot u`` and ``u'``), and nothing is changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from derive.expression import BINDERS, Expression, name, rewrite
from derive.functions import BY_NAME
from derive.vocabulary import Vocabulary


@dataclass(slots=True)
class Uses:
    """How one side writes one function: bare derivatives by a name, bare primes, calls by their arguments."""

    derivatives: dict[tuple[str, ...], None] = field(default_factory=dict)
    primes: int = 0
    calls: dict[tuple[Expression, ...], None] = field(default_factory=dict)


def one_notation(left: Expression, right: Expression, vocabulary: Vocabulary) -> tuple[Expression, Expression]:
    """Both sides with derivatives of unknown functions written alike."""
    sides = (left, right)
    if not any(n.head in ("derivative", "prime") for side in sides for n in side.walk()):
        return sides
    defined = {d.target for d in vocabulary.definitions}
    uses = [_uses(side) for side in sides]
    variables = _variables(sides)
    changed = list(sides)
    varied = {n.args[1].value for s in sides for n in s.walk() if n.head == "call" and n.value == "variation"}
    for text in sorted({*uses[0], *uses[1]} - defined - varied):  # what varies is written bare on purpose
        here = [u.get(text, Uses()) for u in uses]
        arguments = _arguments(here, variables)
        for k in (0, 1):
            changed[k] = _rewritten(changed[k], text, here[k], arguments, variables)
    changed = changed if varied else _same_arguments(changed)
    changed = [_subscripts(side, other) for side, other in zip(changed, reversed(changed))]
    return changed[0], changed[1]


def _uses(side: Expression) -> dict[str, Uses]:
    found: dict[str, Uses] = {}
    for node in side.walk():
        if node.head == "derivative" and node.args[0].head == "name":
            by = tuple(a.value for a in node.args[1:] if a.head == "name")
            if len(by) == len(node.args) - 1 and node.args[0].value not in by:
                found.setdefault(node.args[0].value, Uses()).derivatives.setdefault(by)
        elif node.head == "prime" and node.value[0] not in BY_NAME:
            use = found.setdefault(node.value[0], Uses())
            if node.args:
                use.calls.setdefault(node.args)
            else:
                use.primes += 1
        elif node.head == "call" and node.value not in BY_NAME:
            found.setdefault(node.value, Uses()).calls.setdefault(node.args)
    return found


def _variables(sides: tuple[Expression, ...]) -> tuple[str, ...]:
    """Names by which anything is differentiated."""
    found = {a.value: None for s in sides for n in s.walk() if n.head == "derivative" for a in n.args[1:] if not a.args}
    return tuple(found)


def _arguments(here: list[Uses], variables: tuple[str, ...]) -> tuple[Expression, ...] | None:
    """The arguments at which a function is taken throughout: names, or functions of one name."""
    plain = [args for u in here for args in u.calls if all(_base(a) is not None for a in args)]
    distinct = tuple(dict.fromkeys(plain))
    if len(distinct) > 1 and len(variables) == 1:
        distinct = tuple(args for args in distinct if args == (name(variables[0]),))
    return distinct[0] if len(distinct) == 1 else None


def _base(argument: Expression) -> str | None:
    """``x`` of ``x`` and of ``x(t)``."""
    if argument.head == "name":
        return str(argument.value)
    if argument.head == "call" and argument.value not in BY_NAME and len(argument.args) == 1:
        return str(argument.value) if argument.args[0].head == "name" else None
    return None


def _same_arguments(sides: list[Expression]) -> list[Expression]:
    """``f'(x)`` beside ``f(x(t))``: the bare x there is x(t) as well."""
    longer: dict[tuple[str, tuple[str | None, ...]], tuple[Expression, ...]] = {}
    for side in sides:
        for text, use in _uses(side).items():
            for args in use.calls:
                if any(a.head == "call" for a in args) and all(_base(a) is not None for a in args):
                    longer.setdefault((text, tuple(_base(a) for a in args)), args)
    if not longer:
        return sides

    def rule(node: Expression) -> Expression:
        if node.head in ("call", "prime") and node.args and all(a.head == "name" for a in node.args):
            text = node.value if node.head == "call" else node.value[0]
            return node.with_args(longer.get((text, tuple(a.value for a in node.args)), node.args))
        return node

    return [rewrite(side, rule) for side in sides]


def _rewritten(
    side: Expression, text: str, use: Uses, arguments: tuple[Expression, ...] | None, variables: tuple[str, ...]
) -> Expression:
    if use.primes and use.derivatives:
        return side
    if arguments is not None and (not use.calls or use.derivatives):
        return _called(side, text, arguments, bool(use.calls))
    if _is_a_thing(side, text):
        return side
    if arguments is None and use.primes and len(variables) == 1 and variables[0] != text:
        by = name(variables[0])

        def rule(node: Expression) -> Expression:
            if node.head == "prime" and node.value[0] == text and not node.args:
                return Expression("derivative", (name(text), *([by] * node.value[1][0])))
            return node

        return rewrite(side, rule)
    return side


def _is_a_thing(side: Expression, text: str) -> bool:
    """Whether ``x'`` is differentiated, or differentiated by: another coordinate, no derivative."""
    return any(
        node.head == "derivative" and any(a.head == "prime" and a.value[0] == text and not a.args for a in node.args)
        for node in side.walk()
    )


def _called(side: Expression, text: str, arguments: tuple[Expression, ...], calls: bool) -> Expression:
    """The bare function as the function at its arguments; a bare name only where the side never calls it."""
    whole = Expression("call", arguments, text)
    bases = [_base(a) for a in arguments]

    def visit(node: Expression) -> Expression:
        if node.head == "derivative" and node.args[0] == name(text):
            by = [a.value for a in node.args[1:]]
            if len(arguments) > 1 and all(bases.count(b) == 1 for b in by) and not _inside(by, arguments, bases):
                orders = tuple(by.count(b) for b in bases)
                return Expression("prime", arguments, (text, orders))
            return node if calls and len(arguments) > 1 else node.with_args((whole, *node.args[1:]))
        if node.head == "prime" and node.value[0] == text and not node.args:
            return Expression("prime", arguments, node.value) if len(arguments) == 1 else node
        if node == name(text):
            return node if calls else whole
        if not node.args:
            return node
        kept = 1 if node.head in (*BINDERS, "derivative") else None
        last = len(node.args) if node.head == "derivative" else 2
        return node.with_args(
            tuple(a if kept is not None and kept <= k < last else visit(a) for k, a in enumerate(node.args))
        )

    return visit(side)


def _inside(by: list[str], arguments: tuple[Expression, ...], bases: list[str | None]) -> bool:
    """Whether a variable is also hidden in another argument: then a derivative by it may be partial or total."""
    return any(b in a.names() for b in by for a, base in zip(arguments, bases) if base != b)


def _subscripts(side: Expression, other: Expression) -> Expression:
    """``u_x`` is the derivative that the other side writes as one, where this side writes none of u."""
    mine = {n.args[0] for n in side.walk() if n.head == "derivative"}
    found: dict[str, Expression] = {}
    for node in other.walk():
        if node.head == "derivative" and node.args[0].head == "name" and node.args[0] not in mine:
            by = [a.value for a in node.args[1:] if a.head == "name"]
            if len(by) == len(node.args) - 1:
                found[f"{node.args[0].value}_{''.join(by)}"] = node
    taken = set(other.names())
    return rewrite(side, lambda n: found.get(n.value, n) if n.head == "name" and n.value not in taken else n)
