"""A Pratt parser over tokens.

Binding powers, weakest first: logic, relations, set operations, sums, products, powers, postfix signs.  The parser
keeps a place in the tokens and nothing else that outlives one text; the families of notation are functions of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from derive.expression import Expression
from derive.read.grammar.binding import CLOSERS, PRODUCT, STARTERS
from derive.read.limits import MAX_NESTING
from derive.read.refusal import Refusal
from derive.read.settle import Context
from derive.read.tokens import Token
from derive.read.words import Words


class Integral:
    """An integral whose differential is still to come; ``level`` is the depth of brackets of its integrand."""

    __slots__ = ("level", "variable")

    def __init__(self, level: int) -> None:
        self.level = level
        self.variable: Expression | None = None


@dataclass(frozen=True, slots=True)
class Grammar:
    """What the operands and operators are: the reading of a token that begins an operand, or that follows one."""

    prefix: dict[str, Callable[[Parser, int], Expression]]
    infix: dict[str, tuple[int, Callable[[Parser, Expression, int], Expression | None]]]
    product: Callable[[Parser, Expression, int], Expression]


class Parser:
    """The state of one reading of one text."""

    __slots__ = (
        "at", "bars", "choices", "context", "depth", "grammar", "integrals", "kind", "latex", "level", "met",
        "notes", "tokens",
        "words",
    )  # fmt: skip

    def __init__(
        self, tokens: list[Token], words: Words, context: Context, latex: bool, choices: frozenset[str],
        bars: dict[int, str],
        grammar: Grammar,
    ) -> None:  # fmt: skip
        self.tokens, self.words, self.context, self.latex = tokens, words, context, latex
        self.choices, self.bars, self.grammar = choices, bars, grammar
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
        handler = self.grammar.prefix.get(self.kind)
        if handler is None:
            raise self.refuse("a term", self._missing())
        left = handler(self, binding)
        while True:
            kind = self.kind
            infix = self.grammar.infix.get(kind)
            if infix is not None:
                strength, apply = infix
                if strength < binding:
                    return left
                result = apply(self, left, binding)
                if result is None:
                    return left
                left = result
            elif binding <= PRODUCT and self.starts():
                left = self.grammar.product(self, left, binding)
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
        if kind == "*" and self.at and self.tokens[self.at - 1].kind == "(" and self.ahead().kind == ")":
            return "a placeholder dot; name the argument"
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
