"""Expressions to LaTeX that is read back as the same expression."""

from __future__ import annotations

from derive.expression import E, Expression
from derive.read.source import GREEK_NAMES

_RELATIONS = {
    "eq": "=", "ne": r"\neq", "lt": "<", "le": r"\leq", "gt": ">", "ge": r"\geq", "approx": r"\approx",
    "propto": r"\propto",
    "sim": r"\sim", "ll": r"\ll", "gg": r"\gg", "define": r"\equiv", "update": r"\leftarrow", "member": r"\in",
    "subset": r"\subset", "to": r"\to",
}  # fmt: skip
_CONSTANTS = {"e": "e", "i": r"\imath", "pi": r"\pi", "oo": r"\infty", "true": r"\text{true}", "false": r"\text{false}"}
_FUNCTIONS = {
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "Max": "max", "Min": "min", "det": "det", "gcd": "gcd",
    "re": "Re",
    "im": "Im", "gamma": "Gamma", "arg": "arg",
}  # fmt: skip
_PLAIN = frozenset(["sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "exp", "log"])
_ACCENTS = ("hat", "tilde", "bar")
RELATION, SUM, PRODUCT, POWER, POSTFIX, ATOM = 10, 20, 30, 50, 60, 99
_LOGIC = {
    "iff": (1, r"\iff"),
    "implies": (2, r"\implies"),
    "or": (3, r"\lor"),
    "xor": (3, r"\oplus"),
    "and": (4, r"\land"),
}


def to_latex(expression: Expression) -> str:
    """LaTeX for a display, without delimiters."""
    return _text(expression, 0)


def spelled(text: str) -> str:
    r"""A canonical name in LaTeX: ``tau_x`` is ``\tau_{x}``."""
    text, _, upper = text.partition("__")
    head, *subscripts = text.split("_")
    accent = next((s for s in subscripts if s in _ACCENTS), "")
    if accent:
        subscripts.remove(accent)
    base = _letters(head)
    if "bold" in subscripts:
        subscripts.remove("bold")
        base = f"\\mathbf{{{base}}}"
    if accent:
        base = f"\\{accent}{{{base}}}"
    if subscripts:
        base += "_{" + ",".join(_script(s) for s in subscripts) + "}"
    if upper:
        base += "^{*}" if upper == "star" else f"^{{\\mathrm{{{upper}}}}}"
    return base


def _letters(text: str) -> str:
    if text in GREEK_NAMES:
        return f"\\{text}"
    if text.startswith("Delta") and len(text) == 6:
        return f"\\Delta {text[5]}"
    if text == "ell":
        return r"\ell"
    return text if len(text) == 1 else f"\\mathrm{{{text}}}"


def _script(text: str) -> str:
    if text in GREEK_NAMES or text == "infty":
        return f"\\{text}"
    return text if len(text) < 3 or text.isdigit() else f"\\mathrm{{{text}}}"


def _text(expression: Expression, binding: int) -> str:
    text, strength = _printed(expression)
    return f"\\left({text}\\right)" if strength < binding else text


def _printed(e: Expression) -> tuple[str, int]:
    head, args = e.head, e.args
    if head == "number":
        if e.value.denominator != 1:
            sign = "-" if e.value < 0 else ""
            return f"{sign}\\frac{{{abs(e.value.numerator)}}}{{{e.value.denominator}}}", SUM if sign else POWER - 1
        return str(e.value), ATOM if e.value >= 0 else SUM
    if head == "decimal":
        return _decimal(str(e.value))
    if head == "constant":
        return _CONSTANTS.get(e.value, f"\\mathrm{{{e.value}}}"), ATOM
    if head == "name":
        return spelled(e.value), ATOM if "__" not in e.value else POWER
    if head in ("text", "unit"):
        return f"\\text{{{e.value}}}", ATOM
    if head == "add":
        pieces = []
        for at, argument in enumerate(args):
            minus = argument.head == "neg"
            sign = (" - " if minus else " + ") if at else "-" if minus else ""
            pieces.append(sign + _summand(argument.args[0] if minus else argument, args[at + 1 :], minus))
        return "".join(pieces), SUM
    if head == "neg":
        return "-" + _text(args[0], PRODUCT), SUM
    if head == "mul":
        return _product(args), PRODUCT
    if head == "div":
        return f"\\frac{{{_text(args[0], 0)}}}{{{_text(args[1], 0)}}}", POWER - 1
    if head == "pow":
        return f"{_text(args[0], POWER + 1)}^{{{_text(args[1], 0)}}}", POWER
    if head == "plus_minus":
        sign = r"\pm " if e.value == "+" else r"\mp "
        if len(args) == 1:
            return sign + _text(args[0], PRODUCT), SUM
        return f"{_text(args[0], SUM)} {sign}{_text(args[1], SUM + 1)}", SUM
    if head in ("call", "prime"):
        return _call(e)
    if head == "index":
        base = _text(args[0], ATOM) if args[0].head != "call" else _text(args[0], POSTFIX)
        return f"{base}_{{{','.join(_text(a, SUM) for a in args[1:])}}}", ATOM
    return _construction(e)


def _summand(term: Expression, later: tuple[Expression, ...], minus: bool) -> str:
    """A term of a sum; a limit or series in front of terms that use its variable too ends with a bracket."""
    inner = term
    while inner.head == "neg":
        inner = inner.args[0]
    if inner.head in ("sum", "limit", "product") and any(inner.args[1] in t.walk() for t in later):
        return _text(term, POSTFIX)
    return _text(term, PRODUCT if minus else SUM + 1)


def _decimal(text: str) -> tuple[str, int]:
    mantissa, _, exponent = text.partition("e")
    if exponent:
        return f"{mantissa} \\cdot 10^{{{int(exponent)}}}", PRODUCT
    return mantissa, ATOM if not text.startswith("-") else SUM


def _product(args: tuple[Expression, ...]) -> str:
    """A dot between all factors: no two of them can be taken for a call."""
    return " \\cdot ".join(_text(a, PRODUCT + 1) for a in args)


def _call(e: Expression) -> tuple[str, int]:
    args = e.args
    if e.head == "prime":
        function, orders = e.value
        base = _function(function) + "'" * orders[0]
        return (f"{base}\\left({_list(args)}\\right)", POSTFIX) if args else (base, ATOM)
    function = e.value
    if function == "sqrt":
        return f"\\sqrt{{{_text(args[0], 0)}}}", ATOM
    if function == "root":
        return f"\\sqrt[{_text(args[1], 0)}]{{{_text(args[0], 0)}}}", ATOM
    if function == "Abs":
        return f"\\left|{_text(args[0], 0)}\\right|", ATOM
    if function == "norm" and len(args) == 1:
        return f"\\left\\|{_text(args[0], 0)}\\right\\|", ATOM
    if function == "floor":
        return f"\\left\\lfloor {_text(args[0], 0)}\\right\\rfloor", ATOM
    if function == "ceiling":
        return f"\\left\\lceil {_text(args[0], 0)}\\right\\rceil", ATOM
    if function == "factorial":
        return _text(args[0], POSTFIX + 1) + "!", POSTFIX
    if function == "binomial":
        return f"\\binom{{{_text(args[0], 0)}}}{{{_text(args[1], 0)}}}", ATOM
    if function == "transpose":
        return f"{_text(args[0], POWER + 1)}^\\top", POWER
    if function == "conjugate":
        return f"\\overline{{{_text(args[0], 0)}}}", ATOM
    if function == "Expectation" and len(args) == 1:
        return f"\\left\\langle {_text(args[0], 0)}\\right\\rangle", ATOM
    if function == "log" and len(args) == 2:
        return f"\\log_{{{_text(args[1], 0)}}}\\left({_text(args[0], 0)}\\right)", POSTFIX
    return f"{_function(function)}\\left({_list(args)}\\right)", POSTFIX


def _function(text: str) -> str:
    if text in _PLAIN:
        return f"\\{text}"
    if text in _FUNCTIONS:
        return f"\\{_FUNCTIONS[text]}"
    from derive.functions import BY_NAME

    if text in BY_NAME:
        return f"\\operatorname{{{text}}}"
    return spelled(text)


def _list(args: tuple[Expression, ...]) -> str:
    return ", ".join(_text(a, 0) for a in args)


def _construction(e: Expression) -> tuple[str, int]:
    head, args = e.head, e.args
    if head == "derivative":
        return _derivative(e), PRODUCT
    if head == "integral":
        bounds = f"_{{{_text(args[2], 0)}}}^{{{_text(args[3], 0)}}}" if len(args) == 4 else ""
        return f"\\int{bounds} {_text(args[0], PRODUCT)} \\, d{_text(args[1], ATOM)}", PRODUCT
    if head in ("sum", "product"):
        return _series(e), PRODUCT
    if head == "limit":
        direction = f"^{{{e.value}}}" if e.value in ("+", "-") else ""
        point = _text(args[2], POWER + 1 if direction else SUM)
        return f"\\lim_{{{_text(args[1], ATOM)} \\to {point}{direction}}} {_text(args[0], PRODUCT + 1)}", PRODUCT
    if head == "substitute":
        return f"\\left.{_text(args[0], 0)}\\right|_{{{_text(args[1], ATOM)} = {_text(args[2], RELATION + 1)}}}", POWER
    if head == "evaluated":
        lower = f"{_text(args[1], ATOM)} = {_text(args[2], RELATION + 1)}"
        return f"\\left.{_text(args[0], 0)}\\right|_{{{lower}}}^{{{_text(args[3], 0)}}}", POWER
    if head == "matrix":
        return "\\begin{pmatrix}" + r" \\ ".join(
            " & ".join(_text(c, 0) for c in row.args) for row in args
        ) + "\\end{pmatrix}", ATOM
    if head == "cases":
        rows = (f"{_text(c.args[0], 0)} & {_condition(c.args[1])}" for c in args)
        return "\\begin{cases}" + r" \\ ".join(rows) + "\\end{cases}", ATOM
    if head in _RELATIONS:
        return f"{_side(args[0])} {_RELATIONS[head]} {_text(args[1], RELATION + 1)}", RELATION
    if head == "chain":
        sides = "".join(f" {_RELATIONS[r]} {_text(s, RELATION + 1)}" for r, s in zip(e.value, args[1:]))
        return _side(args[0]) + sides, RELATION
    return _logic(e)


def _side(left: Expression) -> str:
    """The left side of a relation: an upright e there defines nothing."""
    return r"\mathrm{e}" if left == E else _text(left, RELATION + 1)


def _condition(condition: Expression) -> str:
    return r"\text{otherwise}" if condition.head == "constant" and condition.value == "true" else _text(condition, 0)


def _derivative(e: Expression) -> str:
    variables = e.args[1:]
    sign = "\\partial" if len(variables) > 1 and len(set(variables)) > 1 else "d"
    order = f"^{{{len(variables)}}}" if len(variables) > 1 else ""
    groups: list[tuple[Expression, int]] = []
    for variable in variables:
        if groups and groups[-1][0] == variable:
            groups[-1] = (variable, groups[-1][1] + 1)
        else:
            groups.append((variable, 1))
    gap = " " if sign == "\\partial" else ""
    below = " ".join(f"{sign}{gap}{_text(v, ATOM)}" + (f"^{{{n}}}" if n > 1 else "") for v, n in groups)
    if e.args[0].head in ("name", "index"):
        return f"\\frac{{{sign}{order} {_text(e.args[0], ATOM)}}}{{{below}}}"
    return f"\\frac{{{sign}{order}}}{{{below}}}\\left({_text(e.args[0], 0)}\\right)"


def _series(e: Expression) -> str:
    sign = "\\sum" if e.head == "sum" else "\\prod"
    term, index, *bounds = e.args
    body = _text(term, PRODUCT + 1)
    if not bounds:
        return f"{sign}_{{{_text(index, ATOM)}}} {body}"
    if len(bounds) == 2:
        return f"{sign}_{{{_text(index, ATOM)} = {_text(bounds[0], SUM)}}}^{{{_text(bounds[1], 0)}}} {body}"
    infinite = [b.head == "constant" for b in bounds[:2]]
    if all(infinite):
        return f"{sign}_{{{_text(bounds[2], 0)}}} {body}"
    lower = f"{_text(index, ATOM)} = {_text(bounds[0], SUM)}"
    return f"{sign}_{{{lower}, {_text(bounds[2], 0)}}}^{{{_text(bounds[1], 0)}}} {body}"


def _logic(e: Expression) -> tuple[str, int]:
    head, args = e.head, e.args
    if head == "not":
        return f"\\neg {_text(args[0], 5)}", 5
    if head in _LOGIC:
        strength, sign = _LOGIC[head]
        return f" {sign} ".join(_text(a, strength + 1) for a in args), strength
    if head == "set":
        return "\\left\\{" + _list(args) + "\\right\\}" if args else r"\emptyset", ATOM
    if head == "list":
        return "\\left[" + _list(args) + "\\right]", ATOM
    if head == "tuple":
        return "\\left(" + _list(args) + "\\right)", ATOM
    if head == "interval":
        opening, closing = "(" if e.value[0] else "[", ")" if e.value[1] else "]"
        return f"\\left{opening}{'; '.join(_text(a, 0) for a in args)}\\right{closing}", ATOM
    if head in ("union", "intersection"):
        sign = r"\cup" if head == "union" else r"\cap"
        return f" {sign} ".join(_text(a, 17) for a in args), 14
    return f"\\operatorname{{{head}}}\\left({_list(args)}\\right)", POSTFIX
