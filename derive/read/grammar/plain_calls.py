"""Calculus, sets and logic as functions, by the names that SymPy and others give them."""

from __future__ import annotations

from derive.expression import FALSE, TRUE, Expression, add, call, div, mul, name, number, power
from derive.read.grammar.parser import Parser
from derive.read.refusal import Refusal

_RELATIONS = {"Eq": "eq", "Ne": "ne", "Lt": "lt", "Le": "le", "Gt": "gt", "Ge": "ge"}
_LOGIC = {"And": "and", "Or": "or", "Xor": "xor", "Implies": "implies", "Equivalent": "iff", "Not": "not"}
_SETS = {
    "Union": "union",
    "Intersection": "intersection",
    "FiniteSet": "set",
    "Set": "set",
    "Tuple": "tuple",
    "List": "list",
}


def calculus_operand(parser: Parser, binding: int) -> Expression:
    """One call of a construction such as ``Integral(f, (x, 0, 1))``."""
    token = parser.advance()
    text = token.text
    if parser.kind != "(":
        raise parser.refuse(f"the arguments of {text}", f"write {text}(...)")
    place = parser.at
    opening = parser.advance()
    args: list[Expression] = []
    parser.deeper()
    parser.level += 1
    integrals, parser.integrals = parser.integrals, []
    if parser.kind != ")":
        args.append(parser.expression(0))
        while parser.take(","):
            if parser.kind == ")":
                break
            args.append(_string(parser) or parser.expression(0))
    parser.integrals = integrals
    parser.level -= 1
    parser.depth -= 1
    from derive.read.grammar.scripts import close

    close(parser, ")", opening)
    result = construct(text, args)
    if result is None:
        hint = _USAGE.get(text.lower(), "")
        raise Refusal(
            parser.tokens[place].start,
            f"{len(args)} argument{'s' * (len(args) != 1)}",
            f"the arguments of {text}",
            hint,
        )
    return result


#: Functions of SymPy that leave the value as it is.
_WRAPPERS = frozenset(("Integer", "Float", "sympify", "simplify", "expand", "factor"))
_USAGE = {
    "derivative": "write Derivative(f, x) or Derivative(f, (x, 2))",
    "diff": "write diff(f, x)",
    "integral": "write Integral(f, x) or Integral(f, (x, a, b))",
    "sum": "write Sum(f, (k, 1, n))",
    "product": "write Product(f, (k, 1, n))",
    "limit": "write Limit(f, x, a)",
    "piecewise": "write Piecewise((value, condition), (value, True))",
    "matrix": "write Matrix([[a, b], [c, d]]) with rows of equal length",
}


def _string(parser: Parser) -> Expression | None:
    """A direction in quotes, ``'+'``."""
    if parser.kind == "'" and parser.ahead().kind in ("+", "-") and parser.ahead(2).kind == "'":
        parser.advance()
        sign = parser.advance().kind
        parser.advance()
        return Expression("text", (), sign)
    if parser.kind == "name" and parser.token.text == "dir" and parser.ahead().kind == "relation":
        parser.advance()
        parser.advance()
        return _string(parser)
    return None


def construct(text: str, args: list[Expression]) -> Expression | None:
    """What a construction means, or None where its arguments do not fit."""
    lower = text.lower()
    if lower in ("derivative", "diff"):
        return _derivative(args)
    if lower in ("integral", "integrate", "int"):
        return _integral(args)
    if lower in ("sum", "summation", "product", "prod"):
        return _series("product" if lower.startswith("prod") else "sum", args)
    if lower in ("limit", "lim"):
        return _limit(args)
    if lower == "piecewise":
        return _piecewise(args)
    if lower in ("matrix", "immutablematrix", "vector"):
        return _matrix(args)
    if text in _RELATIONS and len(args) == 2:
        return Expression(_RELATIONS[text], tuple(args))
    if text in _LOGIC and args:
        return args[0] if len(args) == 1 and text in ("And", "Or") else Expression(_LOGIC[text], tuple(args))
    if text in _SETS:
        return _set(_SETS[text], args)
    if text == "Rational" and len(args) == 2:
        return div(*args)
    if lower in ("pow", "power") and len(args) == 2:
        return power(*args)
    if lower in ("if", "ifelse", "where"):
        return _alternating(args) if len(args) == 3 else None
    if text in _WRAPPERS and len(args) == 1:
        return args[0]
    if text in ("Add", "Mul") and args:
        return add(*args) if text == "Add" else mul(*args)
    if lower == "subs":
        return _substitute(args)
    if lower in ("root", "nthroot") and len(args) == 2:
        return call("root", *args)
    if text.startswith("Interval."):
        return interval_method(text[9:], tuple(args))
    if text == "Interval":
        return _interval(args)
    if text == "Complement" and len(args) == 2:
        return add(args[0], Expression("neg", (args[1],)))
    return None


def _derivative(args: list[Expression]) -> Expression | None:
    variables: list[Expression] = []
    for argument in args[1:]:
        if argument.head in ("tuple", "list") and len(argument.args) == 2:
            variable, count = argument.args
        elif argument.head == "number" and variables:
            variable, count = variables.pop(), argument
        else:
            variable, count = argument, number(1)
        if variable.head not in ("name", "call", "index") or count.head != "number" or not 0 < count.value <= 20:
            return None
        variables.extend([variable] * int(count.value))
    if len(args) == 1:
        free = args[0].names()
        variables = [name(free[0])] if len(free) == 1 else []
    return Expression("derivative", (args[0], *variables)) if variables else None


def _integral(args: list[Expression]) -> Expression | None:
    if len(args) == 4 and args[1].head == "name":
        return Expression("integral", (args[0], args[1], args[2], args[3]))
    if len(args) == 2 and args[1].head == "eq" and args[1].args[1].head == "interval":
        return Expression("integral", (args[0], args[1].args[0], *args[1].args[1].args))
    result = args[0] if args else None
    for argument in args[1:]:
        if result is None:
            return None
        if argument.head == "name":
            result = Expression("integral", (result, argument))
        elif argument.head == "tuple" and len(argument.args) == 3 and argument.args[0].head == "name":
            result = Expression("integral", (result, *argument.args))
        else:
            return None
    return result if len(args) > 1 else None


def _series(head: str, args: list[Expression]) -> Expression | None:
    if len(args) == 4 and args[1].head == "name":
        return Expression(head, tuple(args))
    result = args[0] if args else None
    for argument in args[1:]:
        if result is None:
            return None
        if argument.head == "name":
            result = Expression(head, (result, argument))
        elif argument.head == "eq" and argument.args[1].head == "interval" and argument.args[0].head == "name":
            result = Expression(head, (result, argument.args[0], *argument.args[1].args))
        elif argument.head == "tuple" and len(argument.args) in (3, 4) and argument.args[0].head == "name":
            result = Expression(head, (result, *argument.args))
        else:
            return None
    return result if len(args) > 1 else None


def _limit(args: list[Expression]) -> Expression | None:
    direction = "+-"
    if args and args[-1].head == "text":
        direction = args.pop().value
    if len(args) == 2 and args[1].head == "eq" and args[1].args[0].head == "name":
        return Expression("limit", (args[0], *args[1].args), direction)
    if len(args) == 2 and args[1].head == "to":
        return Expression("limit", (args[0], *args[1].args), direction)
    if len(args) == 2 and args[1].head == "tuple" and len(args[1].args) == 2:
        args = [args[0], *args[1].args]
    if len(args) != 3 or args[1].head != "name":
        return None
    return Expression("limit", tuple(args), direction)


def _alternating(args: list[Expression]) -> Expression | None:
    """``piecewise(condition, value, condition, value, otherwise)``, as Maple and the spreadsheets write it."""
    branches = []
    for condition, value in zip(args[::2], args[1::2]):
        if condition.head not in _CONDITIONS:
            return None
        branches.append(Expression("case", (value, condition)))
    if len(args) % 2:
        branches.append(Expression("case", (args[-1], TRUE)))
    return Expression("cases", tuple(branches))


_CONDITIONS = frozenset(("eq", "ne", "lt", "le", "gt", "ge", "chain", "and", "or", "not", "member"))


def _piecewise(args: list[Expression]) -> Expression | None:
    if args and args[0].head in _CONDITIONS and len(args) > 1:
        return _alternating(args)
    branches = []
    for argument in args:
        if argument.head != "tuple" or len(argument.args) != 2:
            return None
        branches.append(Expression("case", argument.args))
    return Expression("cases", tuple(branches)) if branches else None


def _matrix(args: list[Expression]) -> Expression | None:
    rows = list(args[0].args) if len(args) == 1 and args[0].head == "list" else list(args)
    if not rows:
        return None
    if all(r.head != "list" for r in rows):
        return Expression("matrix", tuple(Expression("row", (r,)) for r in rows))
    widths = {len(r.args) for r in rows if r.head == "list"}
    if any(r.head != "list" for r in rows) or len(widths) != 1 or 0 in widths:
        return None
    return Expression("matrix", tuple(Expression("row", r.args) for r in rows))


def _set(head: str, args: list[Expression]) -> Expression | None:
    if head in ("union", "intersection"):
        from derive.read.grammar.brackets import as_set

        if not args:
            return Expression("set", ())
        return Expression(head, tuple(as_set(a) for a in args)) if len(args) > 1 else args[0]
    return Expression(head, tuple(args))


def _interval(args: list[Expression]) -> Expression | None:
    if len(args) not in (2, 3, 4) or any(a not in (TRUE, FALSE) for a in args[2:]):
        return None
    flags = [a == TRUE for a in args[2:]] + [False] * (4 - len(args))
    return Expression("interval", (args[0], args[1]), (flags[0], flags[1]))


def interval_method(method: str, args: tuple[Expression, ...]) -> Expression | None:
    """``Interval.open(a, b)`` and its relatives."""
    kinds = {"open": (True, True), "Ropen": (False, True), "Lopen": (True, False)}
    if method not in kinds or len(args) != 2:
        return None
    return Expression("interval", args, kinds[method])


def _substitute(args: list[Expression]) -> Expression | None:
    if len(args) == 3:
        return Expression("substitute", tuple(args))
    if len(args) == 2 and args[1].head == "tuple" and len(args[1].args) == 2:
        return Expression("substitute", (args[0], *args[1].args))
    return None
