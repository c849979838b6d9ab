"""Expressions to plain text that is read back as the same expression."""

from __future__ import annotations

from derive.expression import Expression

_RELATIONS = {
    "eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "approx": "≈", "propto": "∝", "sim": "∼",
    "ll": "<<",
    "gg": ">>", "define": ":=", "update": "<-", "member": "in", "subset": "⊂", "to": "->",
}  # fmt: skip
_CONSTANTS = {
    "e": "E",
    "i": "I",
    "pi": "pi",
    "oo": "oo",
    "zoo": "zoo",
    "euler": "EulerGamma",
    "true": "True",
    "false": "False",
}
#: Binding powers, as in the parser.
IFF, IMPLIES, OR, AND, NOT, RELATION, UNION, INTERSECTION, SUM, PRODUCT, POWER, POSTFIX, ATOM = (
    1,
    2,
    3,
    4,
    5,
    10,
    14,
    16,
    20,
    30,
    50,
    60,
    99,
)


def to_plain(expression: Expression) -> str:
    """Plain text in the spelling of SymPy, with ``**`` for powers."""
    return _text(expression, 0)


def _text(expression: Expression, binding: int) -> str:
    text, strength = _printed(expression)
    return f"({text})" if strength < binding else text


def _printed(e: Expression) -> tuple[str, int]:
    head, args = e.head, e.args
    if head == "number":
        if e.value.denominator != 1:
            return f"{e.value.numerator}/{e.value.denominator}", PRODUCT
        return str(e.value), ATOM if e.value >= 0 else SUM
    if head == "decimal":
        return str(e.value), ATOM if not str(e.value).startswith("-") else SUM
    if head == "constant":
        return _CONSTANTS.get(e.value, e.value), ATOM
    if head in ("name", "unit", "text"):
        return str(e.value), ATOM
    if head == "add":
        return _sum(args), SUM
    if head == "neg":
        return "-" + _text(args[0], PRODUCT), SUM
    if head == "mul":
        return "*".join(
            _text(a, PRODUCT + 1) if n else _text(a, PRODUCT) if a.head == "div" else _text(a, PRODUCT + 1)
            for n, a in enumerate(args)
        ), PRODUCT
    if head == "div":
        return f"{_text(args[0], PRODUCT)}/{_text(args[1], PRODUCT + 1)}", PRODUCT
    if head == "pow":
        return f"{_text(args[0], POWER + 1)}**{_text(args[1], POWER)}", POWER
    if head == "plus_minus":
        sign = "±" if e.value == "+" else "∓"
        if len(args) == 1:
            return sign + _text(args[0], PRODUCT), SUM
        return f"{_text(args[0], SUM)} {sign} {_text(args[1], SUM + 1)}", SUM
    if head == "call":
        if e.value == "factorial":
            return _text(args[0], POSTFIX + 1) + "!", POSTFIX
        return f"{e.value}({_list(args)})", ATOM
    if head == "prime":
        function, orders = e.value
        marks = "'" * orders[0]
        return (f"{function}{marks}({_list(args)})" if args else function + marks), ATOM
    if head == "index":
        return f"{_text(args[0], ATOM)}[{_list(args[1:])}]", ATOM
    return _construction(e)


def _sum(args: tuple[Expression, ...]) -> str:
    pieces = [_text(args[0], SUM if args[0].head == "neg" else SUM + 1)]
    for argument in args[1:]:
        if argument.head == "neg":
            pieces.append(f" - {_text(argument.args[0], SUM + 1)}")
        else:
            pieces.append(f" + {_text(argument, SUM + 1)}")
    return "".join(pieces)


def _list(args: tuple[Expression, ...]) -> str:
    return ", ".join(_text(a, 0) for a in args)


def _construction(e: Expression) -> tuple[str, int]:
    head, args = e.head, e.args
    if head == "derivative":
        return f"Derivative({_list(args)})", ATOM
    if head == "integral":
        if len(args) == 2:
            return f"Integral({_list(args)})", ATOM
        return f"Integral({_text(args[0], 0)}, ({_list(args[1:])}))", ATOM
    if head in ("sum", "product"):
        name = "Sum" if head == "sum" else "Product"
        bounds = _text(args[1], 0) if len(args) == 2 else f"({_list(args[1:])})"
        return f"{name}({_text(args[0], 0)}, {bounds})", ATOM
    if head == "limit":
        direction = f", '{e.value}'" if e.value in ("+", "-") else ""
        return f"Limit({_list(args)}{direction})", ATOM
    if head == "substitute":
        return f"Subs({_list(args)})", ATOM
    if head == "evaluated":
        return f"evaluated({_list(args)})", ATOM
    if head == "matrix":
        return "Matrix([" + ", ".join(f"[{_list(row.args)}]" for row in args) + "])", ATOM
    if head == "cases":
        return "Piecewise(" + ", ".join(f"({_list(case.args)})" for case in args) + ")", ATOM
    if head in _RELATIONS:
        return f"{_text(args[0], RELATION + 1)} {_RELATIONS[head]} {_text(args[1], RELATION + 1)}", RELATION
    if head == "chain":
        pieces = [_text(args[0], RELATION + 1)]
        for relation, side in zip(e.value, args[1:]):
            pieces.append(f" {_RELATIONS[relation]} {_text(side, RELATION + 1)}")
        return "".join(pieces), RELATION
    return _logic(e)


_LOGIC = {"and": AND, "or": OR, "xor": OR, "implies": IMPLIES, "iff": IFF}


def _logic(e: Expression) -> tuple[str, int]:
    head, args = e.head, e.args
    if head == "not":
        return f"not {_text(args[0], NOT)}", NOT
    if head in _LOGIC:
        strength = _LOGIC[head]
        return f" {head} ".join(_text(a, strength + 1) for a in args), strength
    if head == "set":
        return "{" + _list(args) + "}", ATOM
    if head == "list":
        return "[" + _list(args) + "]", ATOM
    if head == "tuple":
        return f"({_list(args)})" if len(args) > 1 else f"Tuple({_list(args)})", ATOM
    if head == "interval":
        flags = f", {e.value[0]}, {e.value[1]}" if any(e.value) else ""
        return f"Interval({_list(args)}{flags})", ATOM
    if head in ("union", "intersection"):
        return f"{head.capitalize()}({_list(args)})", ATOM
    return f"{head}({_list(args)})", ATOM
