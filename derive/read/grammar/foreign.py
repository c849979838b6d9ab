"""Notations of other systems in plain text: methods, remainders, conditions, numbers that two systems read apart."""

from __future__ import annotations

import re
from fractions import Fraction

from derive.expression import RELATIONS, TRUE, Expression, I, add, call, div, mul, number
from derive.read.dialects import NEUTRAL
from derive.read.grammar.binding import POWER, PRODUCT
from derive.read.grammar.parser import Parser
from derive.read.grammar.scripts import literal
from derive.read.groups import script
from derive.read.refusal import Refusal
from derive.read.tokens import Token

#: Marks of numbers that need more than their digits.
MARKED = frozenset(("scientific", "comma", "repeating"))
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_CALLS = {
    "T": "transpose", "transpose": "transpose", "H": "adjoint", "adjoint": "adjoint", "conjugate": "conjugate",
    "inv": "inverse", "inverse": "inverse", "det": "det", "trace": "trace", "norm": "norm", "dot": "dot",
    "cross": "cross",
}  # fmt: skip


# --- numbers -------------------------------------------------------------------------------------------------------
def marked_number(parser: Parser) -> Expression:
    """``2e-3x``, ``1,000`` and ``0.(3)``: the likelier reading, and the other one where it is chosen."""
    token = parser.token
    if token.mark == "repeating":
        parser.advance()
        return _repeating(token.text)
    if token.mark == "scientific":
        parser.met["scientific"] = "the letter before the sign taken as Euler's number"
        if "scientific" in parser.choices:
            return _as_sum(parser)
        parser.advance()
        return literal(token.text, parser)
    plain = token.text.replace(",", "") if _THOUSANDS.fullmatch(token.text) else ""
    decimal = token.text.replace(".", "").replace(",", ".") if not plain else ""
    likely = bool(plain) and (plain.endswith("000") or "." in plain or token.text.count(",") > 1)
    parser.met["comma"] = "the comma taken to separate two values" if likely else "the comma taken as part of a number"
    if likely != ("comma" in parser.choices):
        parser.advance()
        return literal(plain or decimal, parser)
    return _separated(parser)


def _repeating(text: str) -> Expression:
    """``0.1(6)`` is 1/6."""
    head, _, period = text[:-1].partition("(")
    whole, _, fixed = head.partition(".")
    without = int(whole + fixed or "0")
    value = Fraction(int((whole + fixed or "0") + period) - without, 10 ** len(fixed) * (10 ** len(period) - 1))
    return number(value)


def _as_sum(parser: Parser) -> Expression:
    token = parser.token
    digits, letter, rest = re.split(r"([eE])", token.text)
    place = token.start + len(digits)
    parts = [
        token._replace(text=digits.rstrip(".") or digits, stop=place, mark=""),
        token._replace(kind="constant", text="e", start=place, stop=place + 1, wide=False, mark=""),
        token._replace(kind=rest[0], text=rest[0], start=place + 1, stop=place + 2, wide=False, mark=""),
        token._replace(text=rest[1:], start=place + 2, wide=False, mark=""),
    ]
    del letter
    _spliced(parser, parts)
    return literal(parser.advance().text, parser)


def _separated(parser: Parser) -> Expression:
    token = parser.token
    parts: list[Token] = []
    place = token.start
    for text in token.text.split(","):
        if parts:
            parts.append(token._replace(kind=",", text=",", start=place - 1, stop=place, wide=False, mark=""))
        parts.append(token._replace(text=text, start=place, stop=place + len(text), wide=False, mark=""))
        place += len(text) + 1
    _spliced(parser, parts)
    return literal(parser.advance().text, parser)


def _spliced(parser: Parser, parts: list[Token]) -> None:
    """Several tokens in the place of one; the bars behind it move on."""
    parser.tokens[parser.at : parser.at + 1] = parts
    more = len(parts) - 1
    parser.bars = {k + (more if k > parser.at else 0): v for k, v in parser.bars.items()}


def mixed_number(parser: Parser, left: Expression) -> Expression | None:
    """``1 1/2``: a whole number, a blank, a fraction of whole numbers less than one."""
    top, slash, bottom, after = (parser.ahead(n) for n in range(4))
    before = parser.tokens[parser.at - 1]
    if parser.latex or left.head != "number" or before.kind != "number" or not top.wide or slash.kind != "/":
        return None
    if not (top.text.isdigit() and bottom.kind == "number" and bottom.text.isdigit()) or after.kind in ("^", "!", "("):
        return None
    if slash.wide or bottom.wide or not 0 < int(top.text[:9]) < int(bottom.text[:9]):
        return None
    fraction = div(literal(top.text, parser), literal(bottom.text, parser))
    parser.move(parser.at + 3)
    return add(left, fraction)


def order_of_root(parser: Parser, binding: int) -> Expression:
    """``³√x``: a raised number where no base stands, before a root."""
    content, after = script(parser.tokens, parser.at)
    following = parser.tokens[min(after, len(parser.tokens) - 1)]
    if parser.latex or len(content) != 1 or not content[0].text.isdigit() or following.kind != "√":
        raise parser.refuse("a term", "an operator needs a term on both of its sides")
    order = literal(content[0].text, parser)
    parser.move(after)
    parser.advance()
    parser.deeper()
    inside = parser.expression(POWER + 1)
    parser.depth -= 1
    return call("root", inside, order)


def imaginary(parser: Parser) -> Expression | None:
    """``3 + 4j``: the unit of engineers and of Python; a name where j is one."""
    if parser.latex or "j" in parser.words.names or "j" in parser.context.indices:
        return None
    if parser.ahead().kind in ("_", "(", "[", "'"):
        return None
    parser.met["j"] = "j taken as the imaginary unit"
    if "j" not in parser.choices:
        return None
    parser.advance()
    return I


def sympified(parser: Parser) -> bool:
    """``S(1)/2``: SymPy's name for a number that is to be exact, where that reading is chosen."""
    negative = parser.ahead(2).kind == "-"
    kinds = [parser.ahead(n + negative).kind for n in (2, 3, 4)]
    if parser.latex or parser.ahead().kind != "(" or kinds != ["number", ")", "/"]:
        return False
    parser.met["sympify"] = "S(...) taken for an exact number"
    return "sympify" in parser.choices


def times_ten(parser: Parser) -> bool:
    """``3x10^8`` and ``3 x 10^8``: the letter between a number and a power of ten may be the sign of a product."""
    token = parser.token
    if parser.latex or parser.kind != "name" or parser.tokens[parser.at - 1].kind != "number":
        return False
    joined = token.text == "x10" and parser.ahead().kind == "^"
    if not joined and not (token.text == "x" and parser.ahead().text == "10" and parser.ahead(2).kind == "^"):
        return False
    parser.met["times"] = "x taken as the sign of a product"
    if "times" not in parser.choices:
        return False
    if joined:
        parser.tokens[parser.at] = token._replace(kind="number", text="10", start=token.start + 1, mark="rest")
        parser.move(parser.at)
    else:
        parser.tokens[parser.at + 1] = parser.ahead()._replace(mark="rest")
        parser.advance()
    return True


# --- operators -----------------------------------------------------------------------------------------------------
def operated(parser: Parser, factors: list[Expression]) -> Expression:
    """``7 % 3``, ``7 mod 3`` and ``5 choose 2``, which bind like a product."""
    left = mul(*factors)
    kind = parser.advance().kind
    if kind == "choose":
        return call("binomial", left, parser.expression(PRODUCT + 1))
    if kind == "%":
        remainder = factors[-1].head != "number" or parser.kind == "number"
        parser.met["percent"] = f"the sign % taken for a {'percentage' if remainder else 'remainder'}"
        if remainder == ("percent" in parser.choices):
            return mul(*factors[:-1], div(factors[-1], number(100)))
    return call("Mod", left, parser.expression(PRODUCT + 1))


def conditional(parser: Parser, left: Expression, binding: int) -> Expression | None:
    """``a if c else b``: the value a where c is true, else b."""
    parser.advance()
    parser.deeper()
    condition = parser.expression(1)
    if parser.kind != "else":
        raise parser.refuse("the word else", "write a if c else b")
    parser.advance()
    otherwise = parser.expression(0)
    parser.depth -= 1

    def chosen(value: Expression) -> Expression:
        branches = (Expression("case", (value, condition)), Expression("case", (otherwise, TRUE)))
        return Expression("cases", branches)

    if left.head in RELATIONS:
        return left.with_args((*left.args[:-1], chosen(left.args[-1])))
    return chosen(left)


def reversed_arrow(parser: Parser, left: Expression) -> bool:
    """Whether ``=>`` stands between two quantities, where it can only mean ≥; the token is changed then."""
    token = parser.token
    if token.mark != "=>" or left.head not in ("name", "number", "decimal", "add", "mul", "div", "pow", "neg", "call"):
        return False
    after = parser.ahead()
    ends = parser.ahead(2).kind in ("end", ")", ",") or parser.ahead(3).kind in ("end", ")", ",")
    if (left.head == "name" and after.kind not in ("number", "-")) or not ends:
        return False
    parser.tokens[parser.at] = token._replace(kind="relation", text="ge")
    parser.move(parser.at)
    return True


# --- methods -------------------------------------------------------------------------------------------------------
def method(parser: Parser, left: Expression, binding: int) -> Expression | None:
    """``A.T``, ``f.subs(x, 1)``, ``f.diff(x, 2)``: what the method does to what stands before it."""
    token = parser.advance()
    args: tuple[Expression, ...] = ()
    if parser.kind == "(":
        if parser.ahead().kind == ")":
            parser.advance()
            parser.advance()
        else:
            from derive.read.grammar.calls import arguments

            args = arguments(parser)
    result = _applied(token.text, left, args)
    if result is None:
        raise Refusal(token.start, f".{token.text}(...)", "a method that is read", _HINTS.get(token.text, ""))
    return result


_HINTS = {
    "subs": "write .subs(x, value)",
    "evalf": "write .evalf() without digits",
    "n": "write .n() without digits",
    "limit": "write .limit(x, point)",
    "integrate": "write .integrate(x) or .integrate((x, a, b))",
    "diff": "write .diff(x)",
}


def _applied(text: str, left: Expression, args: tuple[Expression, ...]) -> Expression | None:
    if text in NEUTRAL:
        return left if not args or text not in ("evalf", "n") else None
    if text in _CALLS and len(args) == (text in ("dot", "cross")):
        return call(_CALLS[text], left, *args)
    if text == "subs":
        return _substituted(left, args)
    from derive.read.grammar.plain_calls import construct

    if text in ("diff", "integrate", "limit"):
        return construct(text, [left, *args])
    return None


def _substituted(left: Expression, args: tuple[Expression, ...]) -> Expression | None:
    """``.subs(x, 1)`` and ``.subs([(x, 1), (y, 2)])``: one after the other."""
    if len(args) == 2:
        pairs: list[tuple[Expression, ...]] = [args]
    elif len(args) == 1 and args[0].head in ("list", "tuple"):
        pairs = [p.args for p in args[0].args] if all(p.head == "tuple" for p in args[0].args) else []
    else:
        return None
    if not pairs or any(len(p) != 2 or p[0].head != "name" for p in pairs):
        return None
    for pair in pairs:
        left = Expression("substitute", (left, *pair))
    return left
