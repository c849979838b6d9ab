r"""A light lexer of mathematics as text: just enough to see rows, relations, commas and words at the top level.

Reading is :mod:`derive.read`'s work.  This one keeps offsets and knows depth: what stands in braces, brackets, an
inner environment or between ``\left`` and ``\right`` belongs together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\\begin\s*\{(?P<begin>[^{}]*)\}"
    r"|\\end\s*\{(?P<end>[^{}]*)\}"
    r"|\\\\(?:\s*\[[^\]\n]{0,20}\])?"
    r"|\\[A-Za-z]+\*?"
    r"|\\."
    r"|:=|=:|<=>|<=|>=|!=|==|<->|->|=>|<-|<<|>>"
    r"|\d+(?:\.\d+)?"
    r"|[A-Za-z]+"
    r"|\s+"
    r"|.",
    re.DOTALL,
)

OPENERS = frozenset(("(", "[", "\\{", "\\lbrace", "\\langle", "\\lfloor", "\\lceil", "\\lbrack", "\\lparen", "⟨"))
CLOSERS = frozenset((")", "]", "\\}", "\\rbrace", "\\rangle", "\\rfloor", "\\rceil", "\\rbrack", "\\rparen", "⟩"))

#: Environments that only align: their content is on the same level as what stands around.
ALIGNING = frozenset(
    f"{name}{star}"
    for name in (
        "aligned",
        "align",
        "alignat",
        "alignedat",
        "flalign",
        "split",
        "gathered",
        "gather",
        "multline",
        "eqnarray",
        "equation",
        "subequations",
        "IEEEeqnarray",
        "displaymath",
        "math",
        "multlined",
    )
    for star in ("", "*")
)


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is ``command``, ``space``, ``word``, ``number``, ``begin``, ``end``, ``row`` or ``char``.

    ``depth`` counts what is open around the token; an opener and its closer have the depth outside.
    """

    kind: str
    text: str
    offset: int
    depth: int = 0

    @property
    def stop(self) -> int:
        return self.offset + len(self.text)


def _kind(match: re.Match[str]) -> str:
    text = match.group()
    if match.group("begin") is not None:
        return "begin"
    if match.group("end") is not None:
        return "end"
    if text.startswith("\\\\") or text in ("\\cr", "\\newline", "\\tabularnewline"):
        return "row"
    if text[0] == "\\":
        return "command"
    if text.isspace():
        return "space"
    if text[0].isdigit():
        return "number"
    return "word" if text[0].isalpha() and text[0].isascii() else "char"


def environment(token: Token) -> str:
    """The name of a ``begin`` or ``end`` token."""
    return token.text[token.text.index("{") + 1 : -1].strip()


def tokens(text: str) -> list[Token]:
    """All tokens with their depth; brackets without a partner do not count."""
    raw = [Token(_kind(m), m.group(), m.start()) for m in _TOKEN.finditer(text)]
    change = _changes(raw)
    depth = 0
    found = []
    for token, step in zip(raw, change):
        if step < 0:
            depth = max(0, depth + step)
        found.append(Token(token.kind, token.text, token.offset, depth))
        if step > 0:
            depth += step
    return found


def _changes(raw: list[Token]) -> list[int]:
    """For each token: +1 where it opens and -1 where it closes something that has its partner, else 0."""
    change = [0] * len(raw)
    stack: list[tuple[int, str]] = []
    aligned: list[bool] = []
    after_size = False
    for i, token in enumerate(raw):
        text = token.text
        if token.kind == "begin":
            transparent = environment(token) in ALIGNING and not stack
            aligned.append(transparent)
            if not transparent:
                stack.append((i, "begin"))
        elif token.kind == "end":
            transparent = aligned.pop() if aligned else True
            if not transparent:
                _close(stack, i, "begin", change)
        elif token.kind == "row":
            # A bracket does not reach over the end of a row; \left ... \right. and environments do by themselves.
            while stack and stack[-1][1] == "bracket":
                stack.pop()
        elif text == "{":
            stack.append((i, "brace"))
        elif text == "}":
            _close(stack, i, "brace", change)
        elif text == "\\left":
            stack.append((i, "left"))
        elif text == "\\right":
            _close(stack, i, "left", change)
        elif after_size:
            pass
        elif text in OPENERS:
            stack.append((i, "bracket"))
        elif text in CLOSERS:
            _close(stack, i, "bracket", change)
        after_size = text in ("\\left", "\\right") or (after_size and token.kind == "space")
    return change


def _close(stack: list[tuple[int, str]], i: int, what: str, change: list[int]) -> None:
    """Match a closer with the nearest opener of its sort; brackets in between that never closed are dropped."""
    for position in range(len(stack) - 1, -1, -1):
        opener, sort = stack[position]
        if sort == what:
            change[opener], change[i] = 1, -1
            del stack[position:]
            return
        if sort != "bracket":
            return


def skip_argument(all_tokens: list[Token], i: int) -> int:
    """The index of the brace that closes the argument after token ``i``; ``i`` where there is none."""
    j = i + 1
    while j < len(all_tokens) and all_tokens[j].kind == "space":
        j += 1
    if j >= len(all_tokens) or all_tokens[j].text != "{":
        return i
    depth = 0
    for k in range(j, len(all_tokens)):
        if all_tokens[k].text == "{":
            depth += 1
        elif all_tokens[k].text == "}":
            depth -= 1
            if depth == 0:
                return k
    return len(all_tokens) - 1
