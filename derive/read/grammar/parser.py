"""A Pratt parser over tokens.

Binding powers, weakest first: logic, relations, set operations, sums, products, powers, postfix signs.  The parser
keeps a place in the tokens and nothing else that outlives one text; the families of notation are functions of it.
"""

from __future__ import annotations

from collections.abc import Callable

from derive.expression import Expression, add, call, div, mul, neg, power
from derive.read.settle import Context
from derive.read.limits import MAX_NESTING
from derive.read.refusal import Refusal
from derive.read.tokens import Token
from derive.read.words import Words

IFF, IMPLIES, OR, AND, NOT = 1, 2, 3, 4, 5
RELATION, UNION, INTERSECTION, SUM, PRODUCT, POWER, POSTFIX = 10, 14, 16, 20, 30, 50, 60
LOGIC = {"iff": IFF, "implies": IMPLIES, "or": OR, "xor": OR, "and": AND}

#: Kinds that begin an operand: after another operand they mean a product.
STARTERS = frozenset(
    ("number", "name", "function", "constant", "(", "[", "set{", "{", "√", "⟨", "⌊", "⌈", "∂", "∇", "board", "fraction",
     "calculus", "nullleft", "unit")
)  # fmt: skip
#: Commands that begin no operand.
CLOSERS = frozenset(
    [
        "end",
        "pmod",
        "bmod",
        "mod",
        "not",
        "ldots",
        "dots",
        "cdots",
        "dotsc",
        "dotsb",
        "dotsm",
        "over",
        "above",
        "atop",
        "choose",
        "because",
        "therefore",
    ]
)


class Integral:
    """An integral whose differential is still to come; ``level`` is the depth of brackets of its integrand."""

    __slots__ = ("level", "variable")

    def __init__(self, level: int) -> None:
        self.level = level
        self.variable: Expression | None = None


class Parser:
    """The state of one reading of one text."""

    __slots__ = (
        "at", "bars", "choices", "context", "depth", "integrals", "kind", "latex", "level", "met", "notes", "tokens",
        "words",
    )  # fmt: skip

    def __init__(
        self,
        tokens: list[Token],
        words: Words,
        context: Context,
        latex: bool,
        choices: frozenset[str],
        bars: dict[int, str],
    ) -> None:
        self.tokens, self.words, self.context, self.latex = tokens, words, context, latex
        self.choices, self.bars = choices, bars
        self.at, self.depth, self.level = 0, 0, 0
        self.kind = tokens[0].kind
        self.integrals: list[Integral] = []
        self.met: dict[str, str] = {}
        self.notes: list[str] = []

    # --- the place -------------------------------------------------------------------------------------------------
    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def ahead(self, count: int = 1) -> Token:
        at = self.at + count
        return self.tokens[at] if at < len(self.tokens) else self.tokens[-1]

    def advance(self) -> Token:
        token = self.tokens[self.at]
        if self.at < len(self.tokens) - 1:
            self.at += 1
        self.kind = self.tokens[self.at].kind
        return token

    def move(self, at: int) -> None:
        self.at = min(at, len(self.tokens) - 1)
        self.kind = self.tokens[self.at].kind

    def take(self, kind: str) -> bool:
        if self.kind == kind:
            self.advance()
            return True
        return False

    def expect(self, kind: str, expected: str, hint: str = "") -> Token:
        if self.kind != kind:
            raise self.refuse(expected, hint)
        return self.advance()

    def refuse(self, expected: str, hint: str = "", at: int | None = None) -> Refusal:
        token = self.tokens[self.at if at is None else at]
        return Refusal(token.start, shown(token), expected, hint)

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise Refusal(
                self.token.start, f"more than {MAX_NESTING} brackets inside one another", "a flatter text",
                "give the inner part a name of its own",
            )  # fmt: skip

    # --- expressions -----------------------------------------------------------------------------------------------
    def expression(self, binding: int = 0) -> Expression:
        """An expression whose operators all bind at least as tightly as ``binding``."""
        handler = _PREFIX.get(self.kind)
        if handler is None:
            raise self.refuse("a term", self._missing())
        left = handler(self, binding)
        while True:
            kind = self.kind
            infix = _INFIX.get(kind)
            if infix is not None:
                strength, apply = infix
                if strength < binding:
                    return left
                result = apply(self, left, binding)
                if result is None:
                    return left
                left = result
            elif binding <= PRODUCT and self.starts():
                left = product(self, left, binding)
            else:
                return left

    def starts(self) -> bool:
        """Whether an operand begins here that is multiplied with the one before it."""
        kind = self.kind
        if kind in STARTERS:
            if kind == "name" and self.integrals and self.differential():
                return self.integrals[-1].level != self.level or self.integrals[-1].variable is not None
            return True
        if kind in ("|", "‖"):
            return self.bars.get(self.at) == "open"
        if kind == "command":
            return self.token.text not in CLOSERS
        return False

    def differential(self) -> bool:
        """Whether ``dx`` stands here."""
        token = self.tokens[self.at]
        if token.text != "d" or token.kind != "name":
            return token.kind == "name" and not self.latex and _plain_differential(self, token)
        if "d" in self.words.names:
            return False
        following = self.ahead()
        if following.kind in ("name", "constant", "{"):
            return following.kind != "constant" or following.text not in ("oo", "pi")
        return following.kind in ("end", "+", "-", "relation", "}", ")") and self.latex

    def _missing(self) -> str:
        kind = self.kind
        if kind == "end":
            return "something is missing at the end"
        if kind == "text":
            return "words are no mathematics"
        if kind in (")", "]", "}"):
            return "there is nothing before this bracket, or one too many closes"
        return "an operator needs a term on both of its sides"


def _plain_differential(parser: Parser, token: Token) -> bool:
    return len(token.text) > 1 and token.text[0] == "d" and token.text not in parser.words.names


def shown(token: Token) -> str:
    """A token as it is named in a sentence."""
    if token.kind == "end":
        return "the end of the text"
    if token.kind == "command":
        return f"\\{token.text}"
    if token.kind == "text":
        return f"the words {token.text!r}"
    return repr(token.text if token.kind not in ("relation", "logic") else _SIGN.get(token.text, token.text))


_SIGN = {
    "eq": "=",
    "lt": "<",
    "gt": ">",
    "le": "<=",
    "ge": ">=",
    "ne": "!=",
    "define": ":=",
    "to": "->",
    "member": "in",
}


# --- sums and products ---------------------------------------------------------------------------------------------
def _sum(parser: Parser, left: Expression, binding: int) -> Expression | None:
    terms = [left]
    while True:
        kind = parser.kind
        if kind == "+":
            parser.advance()
            terms.append(parser.expression(SUM + 1))
        elif kind == "-":
            parser.advance()
            terms.append(neg(parser.expression(SUM + 1)))
        else:
            break
    return add(*terms)


def _plus_minus(parser: Parser, left: Expression, binding: int) -> Expression | None:
    sign = "+" if parser.advance().kind == "±" else "-"
    return Expression("plus_minus", (left, parser.expression(SUM + 1)), sign)


def _signed(parser: Parser, binding: int) -> Expression:
    kind = parser.advance().kind
    parser.deeper()
    operand = parser.expression(PRODUCT if binding <= SUM + 1 else max(binding, POWER))
    parser.depth -= 1
    if kind == "+":
        return operand
    if kind == "-":
        return neg(operand)
    return Expression("plus_minus", (operand,), "+" if kind == "±" else "-")


def product(parser: Parser, left: Expression, binding: int) -> Expression:
    """Factors written side by side or with a sign, divisions in the order written."""
    factors = [left]
    while True:
        kind = parser.kind
        if kind == "*":
            sign = parser.advance().mark
            if sign == "point" and parser.kind not in STARTERS and parser.kind not in ("command", "|", "-"):
                break  # the full stop of a sentence
            right = parser.expression(PRODUCT + 1)
            if sign in ("dot", "cross") and _vectors(parser, factors[-1], right):
                factors[-1] = call(sign, factors[-1], right)
            else:
                factors.append(right)
        elif kind == "/":
            parser.advance()
            denominator = _denominator(parser, factors)
            factors = [div(mul(*factors), denominator)]
        elif kind == "⊙":
            parser.advance()
            factors.append(parser.expression(PRODUCT + 1))
        elif kind in _INFIX and kind != "|":
            break
        elif parser.starts():
            if kind == "name" and parser.integrals and parser.differential():
                _record(parser)
                continue
            if kind == "number":
                _beside(parser, factors[-1])
            right = parser.expression(PRODUCT + 1)
            mixed = _mixed(parser, factors, right)
            if mixed is not None:
                factors[-1] = mixed
            else:
                factors.append(right)
        else:
            break
    return mul(*factors)


def _vectors(parser: Parser, left: Expression, right: Expression) -> bool:
    return bool(parser.context.bold) and _is_vector(parser, left) and _is_vector(parser, right)


def _is_vector(parser: Parser, e: Expression) -> bool:
    """Whether an expression is known to be a vector: a small bold letter in it decides."""
    head = e.head
    if head == "name":
        return e.value in parser.context.bold and e.value[:1].islower()
    if head in ("neg", "derivative", "index"):
        return head != "index" and _is_vector(parser, e.args[0])
    if head == "add":
        return any(_is_vector(parser, a) for a in e.args)
    if head == "mul":
        return _is_vector(parser, e.args[-1]) and sum(_is_vector(parser, a) for a in e.args) == 1 and not any(
            a.head == "call" and a.value == "transpose" for a in e.args
        )  # fmt: skip
    return False


def _record(parser: Parser) -> None:
    """A differential inside a fraction belongs to the integral around it."""
    from derive.read.grammar.calculus import differential

    frame = next((f for f in reversed(parser.integrals) if f.variable is None), None)
    if frame is None:
        raise parser.refuse("a factor", "one differential more than there are integrals")
    frame.variable = differential(parser)


def _beside(parser: Parser, left: Expression) -> None:
    """Two numbers side by side mean nothing."""
    before = parser.tokens[parser.at - 1]
    if before.kind == "number" and left.head in ("number", "decimal") and parser.token.mark != "rest":
        raise parser.refuse("an operator between two numbers", "write * between them", parser.at)


def _mixed(parser: Parser, factors: list[Expression], right: Expression) -> Expression | None:
    """``9 \\frac{5}{6}``: an integer directly before a fraction of integers less than one."""
    left = factors[-1]
    if len(factors) > 1 or left.head != "number" or right.head != "div" or left.value.denominator != 1:
        return None
    top, bottom = right.args
    if top.head != "number" or bottom.head != "number" or not 0 < top.value < bottom.value:
        return None
    if parser.kind not in ("end", "}", "relation", ",", ")", "\\\\", "&"):
        return None
    before = parser.tokens[parser.at - 1].kind
    if before not in ("}", "fraction", "number") or "/" in [t.kind for t in parser.tokens[parser.at - 2 : parser.at]]:
        return None
    parser.met["mixed"] = "the number before the fraction taken as a factor"
    if "mixed" in parser.choices:
        return None
    return add(left, right)


def _denominator(parser: Parser, factors: list[Expression]) -> Expression:
    """What a slash divides by: ``a/bc`` and ``N/2P`` are ambiguous in LaTeX, and both readings are kept."""
    begin = parser.at
    first = parser.expression(PRODUCT + 1)
    if (
        not parser.latex
        or not parser.starts()
        or parser.token.wide
        or parser.kind in ("(", "[", "function", "|", "command")
    ):
        return first
    if parser.kind == "name" and parser.integrals and parser.differential():
        return first
    if parser.tokens[begin].kind in ("(", "[", "{"):
        return first
    numeric = factors[-1].head == "number" and first.head == "number"
    parser.met["slash"] = (
        "everything beside the slash divides" if numeric else "only the first factor after the slash divides"
    )
    if numeric != ("slash" in parser.choices):
        return first
    below = [first]
    while parser.starts() and not parser.token.wide and parser.kind not in ("(", "[", "function", "|"):
        if parser.kind == "name" and parser.integrals and parser.differential():
            break
        below.append(parser.expression(PRODUCT + 1))
    return mul(*below)


def _infix_product(parser: Parser, left: Expression, binding: int) -> Expression | None:
    return product(parser, left, binding)


# --- powers and postfix signs --------------------------------------------------------------------------------------
def _power(parser: Parser, left: Expression, binding: int) -> Expression | None:
    from derive.read.grammar.scripts import raised

    return raised(parser, left)


def _subscript(parser: Parser, left: Expression, binding: int) -> Expression | None:
    from derive.read.grammar.scripts import lowered

    return lowered(parser, left)


def _factorial(parser: Parser, left: Expression, binding: int) -> Expression | None:
    parser.advance()
    if parser.kind == "!" and not parser.token.wide:
        parser.advance()
        return call("factorial2", left)
    return call("factorial", left)


def _prime(parser: Parser, left: Expression, binding: int) -> Expression | None:
    from derive.read.grammar.scripts import primed

    return primed(parser, left)


def _percent(parser: Parser, left: Expression, binding: int) -> Expression | None:
    parser.advance()
    from derive.expression import number

    return div(left, number(100))


def _degree(parser: Parser, left: Expression, binding: int) -> Expression | None:
    parser.advance()
    from derive.expression import PI, number

    return mul(left, div(PI, number(180)))


# --- logic, relations, sets ----------------------------------------------------------------------------------------
def _logic(parser: Parser, left: Expression, binding: int) -> Expression | None:
    head = parser.token.text
    strength = LOGIC.get(head, 0)
    if head == "not" or strength < binding or strength == 0:
        return None
    parts = [left]
    while parser.kind == "logic" and parser.token.text == head:
        parser.advance()
        parts.append(parser.expression(strength + 1))
        if head in ("implies", "iff", "xor"):
            break
    return Expression(head, tuple(parts))


def _not(parser: Parser, binding: int) -> Expression:
    if parser.token.text != "not":
        raise parser.refuse("a term", f"{parser.token.text} joins two statements")
    parser.advance()
    parser.deeper()
    operand = parser.expression(NOT)
    parser.depth -= 1
    return Expression("not", (operand,))


def _relation(parser: Parser, left: Expression, binding: int) -> Expression | None:
    from derive.read.grammar.statements import relations

    return relations(parser, left)


def _range(parser: Parser, left: Expression, binding: int) -> Expression | None:
    """``1..n``: from the one to the other."""
    parser.advance()
    return Expression("interval", (left, parser.expression(SUM)), (False, False))


def _set_operation(parser: Parser, left: Expression, binding: int) -> Expression | None:
    from derive.read.grammar.brackets import as_set

    head = parser.token.text
    strength = UNION if head == "union" else INTERSECTION
    if strength < binding:
        return None
    parts = [as_set(left)]
    while parser.kind in ("∪", "∩", "∖") and parser.token.text == head:
        parser.advance()
        parts.append(as_set(parser.expression(strength + 1)))
    if head == "difference":
        return add(parts[0], *(neg(p) for p in parts[1:]))
    return Expression(head, tuple(parts))


def _ampersand(parser: Parser, left: Expression, binding: int) -> Expression | None:
    """``&``: logic between statements, intersection between sets; in LaTeX an alignment that means nothing."""
    if parser.latex:
        return None
    parser.advance()
    right = parser.expression(AND + 1 if left.head in _STATEMENTS else INTERSECTION + 1)
    if left.head in _STATEMENTS or left.head == "name":
        return Expression("and", (left, right))
    from derive.read.grammar.brackets import as_set

    return Expression("intersection", (as_set(left), as_set(right)))


def _or_bar(parser: Parser, left: Expression, binding: int) -> Expression | None:
    """A bar: closes the bars that are open, or means "or" between statements in plain text."""
    if parser.bars.get(parser.at) == "or" and binding <= OR:
        parser.advance()
        return Expression("or", (left, parser.expression(OR + 1)))
    if parser.bars.get(parser.at) == "at":
        return _evaluated(parser, left, binding)
    return product(parser, left, binding) if binding <= PRODUCT and parser.starts() else None


def _evaluated(parser: Parser, left: Expression, binding: int) -> Expression | None:
    """``F|_a^b``: behind a bracket the bar takes the bracket, in a limit its body, else the sum before it."""
    from derive.read.grammar.calculus import evaluated_bar

    tight = parser.tokens[parser.at - 1].kind in (")", "]") and parser.tokens[parser.at - 2].kind != "nullright"
    if tight or binding <= SUM or binding == PRODUCT:
        if not tight and left.head == "add":
            parser.met["bar"] = "only the last term evaluated between the bounds"
        return evaluated_bar(parser, left)
    if binding == SUM + 1 and "bar" in parser.choices:
        return evaluated_bar(parser, left)
    return None


_STATEMENTS = frozenset(["eq", "ne", "lt", "le", "gt", "ge", "and", "or", "not", "implies", "iff", "chain", "member"])

_INFIX: dict[str, tuple[int, Callable[[Parser, Expression, int], Expression | None]]] = {
    "+": (SUM, _sum),
    "-": (SUM, _sum),
    "±": (SUM, _plus_minus),
    "∓": (SUM, _plus_minus),
    "*": (PRODUCT, _infix_product),
    "/": (PRODUCT, _infix_product),
    "⊙": (PRODUCT, _infix_product),
    "^": (POWER, _power),
    "_": (POSTFIX, _subscript),
    "!": (POSTFIX, _factorial),
    "'": (POSTFIX, _prime),
    "%": (POSTFIX, _percent),
    "°": (POSTFIX, _degree),
    "..": (RELATION + 2, _range),
    "relation": (RELATION, _relation),
    "logic": (99, _logic),
    "∪": (UNION, _set_operation),
    "∩": (INTERSECTION, _set_operation),
    "∖": (INTERSECTION, _set_operation),
    "&": (AND, _ampersand),
    "|": (99, _or_bar),
}
_PREFIX: dict[str, Callable[[Parser, int], Expression]] = {
    "+": _signed,
    "-": _signed,
    "±": _signed,
    "∓": _signed,
    "logic": _not,
}


def prefix(table: dict[str, Callable[[Parser, int], Expression]]) -> None:
    """The operands of the families, set once when the grammar is loaded."""
    _PREFIX.update(table)


__all__ = ["POWER", "PRODUCT", "RELATION", "SUM", "Integral", "Parser", "power", "prefix", "product", "shown"]
