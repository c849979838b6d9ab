"""The place of a LaTeX tokenizer in its text, and the groups that stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from derive.read.limits import MAX_TOKENS
from derive.read.refusal import Refusal
from derive.read.tokens import Token
from derive.read.words import Words

PATTERN = re.compile(
    r"(?P<space>(?:[ \t\r\n~$]|%(?![^\n]*[}\\=])[^\n]*\n?)+)"
    r"|(?P<number>[0-9]+(?:\{,\}[0-9]{3})+(?:\.[0-9]+)?"
    r"|[0-9]{1,3}(?:,?\\[!,][0-9]{3})+(?![0-9])(?:\.[0-9]+)?"
    r"|(?<![0-9.,])[1-9][0-9]{0,2}(?:,[0-9]{3})*,0[0-9]{2}(?:,[0-9]{3})*(?![0-9,])(?:\.[0-9]+)?|[0-9]+(?:\.(?!\.)[0-9]*)?|\.[0-9]+)"
    r"|(?P<command>\\[A-Za-z]+\*?)"
    r"|(?P<letters>[A-Za-z]+)"
    r"|(?P<row>\\\\(?:\s*\[[-\d.\s]*(?:em|ex|pt|mm|cm|in|mu|\\baselineskip)\s*\])?)"
    r"|(?P<escape>\\[^A-Za-z])"
    r"|(?P<relation>:=|==|!=|<=>|<=|>=|=<|->|<-|<<|>>|=>|&&|[=<>≠≤≥≈≃≅≐∝∼≪≫≡≔≜←∈⊂⊆→↦])"
    r"|(?P<other>\*\*|.)",
    re.DOTALL,
)

#: What stands between the groups of three digits of a long number: ``1{,}000``, ``1\\,000``, ``6,\\!000``, ``1,000``.
GROUPING = re.compile(r"\{,\}|,?\\[!,]|,")


class Lexer:
    """One pass over a text; ``tokens`` grows, nothing else lasts."""

    __slots__ = ("handlers", "pending", "position", "text", "tokens", "wide", "words")

    def __init__(self, text: str, words: Words, handlers: Mapping[str, Callable[[Lexer, str, int], None]]) -> None:
        self.text, self.words, self.handlers = text, words, handlers
        self.tokens: list[Token] = []
        self.position, self.wide, self.pending = 0, False, ""

    def emit(self, kind: str, text: str, start: int, stop: int, mark: str = "") -> None:
        self.tokens.append(Token(kind, text, start, stop, self.wide, mark or self.pending))
        self.wide, self.pending = False, ""

    def wide_before(self, start: int) -> bool:
        return start > 0 and self.text[start - 1].isspace()

    def run(self, stop: int) -> None:
        """Tokens up to a place."""
        text, match = self.text, PATTERN.match
        while self.position < stop:
            found = match(text, self.position, stop)
            if found is None:
                raise Refusal(self.position, repr(text[self.position]), "mathematics")
            start, self.position = self.position, found.end()
            self.handlers[found.lastgroup or "other"](self, found.group(), start)
            if len(self.tokens) > MAX_TOKENS:
                raise Refusal(start, f"a text of more than {MAX_TOKENS} signs", "a shorter text", "split it into steps")


def in_subscript(lexer: Lexer) -> bool:
    kinds = [t.kind for t in lexer.tokens[-2:]]
    return kinds[-1:] == ["_"] or kinds == ["_", "{"]


def drop_group(lexer: Lexer) -> None:
    """A bracketed option and one group, passed over."""
    option = re.compile(r"\s*\[[^\]]*\]").match(lexer.text, lexer.position)
    if option is not None:
        lexer.position = option.end()
    content = group(lexer)
    if content is not None:
        lexer.position = content[1] + 1


def group(lexer: Lexer) -> tuple[int, int] | None:
    """Where the content of the group that follows begins and ends."""
    text, at = lexer.text, lexer.position
    while at < len(text) and text[at].isspace():
        at += 1
    if at >= len(text) or text[at] != "{":
        return None
    depth, begin = 0, at + 1
    while at < len(text):
        character = text[at]
        if character == "\\":
            at += 1
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                return begin, at
        at += 1
    raise Refusal(begin - 1, "a brace that is never closed", "a closing brace", "close it with }")
