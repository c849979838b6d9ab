r"""Macros of an author: ``\newcommand``, ``\def``, ``\DeclareMathOperator``; found, and expanded within bounds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from derive.read.limits import MAX_MACRO_CHARACTERS, MAX_MACRO_DEPTH
from derive.statement import Unreadable

_COMMAND = re.compile(
    r"\\(?P<how>(?:re|provide)?newcommand|DeclareRobustCommand|DeclareMathOperator|def|gdef|newcommand|let)\*?\s*"
    r"(?:\{\s*\\(?P<braced>[A-Za-z]+)\s*\}|\\(?P<bare>[A-Za-z]+))"
)
_COUNT = re.compile(r"\s*\[(\d)\]\s*")
_OPTION = re.compile(r"\[([^\[\]]*)\]\s*")
_PARAMETERS = re.compile(r"\s*((?:#\d)*)\s*")


@dataclass(frozen=True, slots=True)
class Macro:
    """``name`` without its backslash; ``body`` has ``#1`` to ``#9``; ``default`` is the optional first argument."""

    name: str
    body: str
    count: int = 0
    default: str | None = None


def macros(text: str) -> tuple[Macro, ...]:
    """All macros that a text defines, a later definition of the same name last."""
    found: list[Macro] = []
    for match in _COMMAND.finditer(text):
        name = match.group("braced") or match.group("bare")
        at, count, default = match.end(), 0, None
        if match.group("how") in ("def", "gdef"):
            parameters = _PARAMETERS.match(text, at)
            if parameters is not None:
                count, at = len(parameters.group(1)) // 2, parameters.end()
        else:
            number = _COUNT.match(text, at)
            if number is not None:
                count, at = int(number.group(1)), number.end()
                option = _OPTION.match(text, at)
                if option is not None:
                    default, at = option.group(1), option.end()
        body = _argument(text, at)
        if body is None:
            continue
        content = body[0]
        if match.group("how") == "DeclareMathOperator":
            content = f"\\operatorname{{{content}}}"
        found.append(Macro(name, content, count, default))
    found.extend(_written_out(text))
    return tuple(found)


_WRITTEN = re.compile(r"\\(?P<name>[A-Za-z]+)(?P<letters>(?:\{[A-Za-z]\})+)\s*:=\s*(?P<body>[^\n]+)")


def _written_out(text: str) -> list[Macro]:
    r"""``\transpose{A} := A^T``: a macro explained by an equation, each letter a parameter."""
    found = []
    for match in _WRITTEN.finditer(text):
        letters = re.findall(r"[A-Za-z]", match.group("letters"))
        body = re.sub(r"\\(?:text|mbox)\s*\{[^{}]*\}", "", match.group("body"))
        for position, letter in enumerate(letters, 1):
            body = re.sub(rf"(?<![A-Za-z\\#]){letter}(?![A-Za-z])", f"{{#{position}}}", body)
        found.append(Macro(match.group("name"), body.strip(), len(letters)))
    return found


def _argument(text: str, at: int) -> tuple[str, int] | None:
    """The group or single sign that stands at a place, and where it ends."""
    while at < len(text) and text[at].isspace():
        at += 1
    if at >= len(text):
        return None
    if text[at] == "\\":
        command = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL).match(text, at)
        return (command.group(), command.end()) if command else None
    if text[at] != "{":
        return text[at], at + 1
    depth, begin = 0, at + 1
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] == "{":
            depth += 1
        elif text[at] == "}":
            depth -= 1
            if depth == 0:
                return text[begin:at], at + 1
        at += 1
    return None


_USE = re.compile(r"\\([A-Za-z]+)")


def expand(text: str, known: Sequence[Macro]) -> str | Unreadable:
    """The text without the macros; a text that grows without end is refused."""
    table = {m.name: m for m in known}
    if not table:
        return text
    for _ in range(MAX_MACRO_DEPTH):
        expanded, changed = _once(text, table)
        if not changed:
            return expanded
        if len(expanded) > MAX_MACRO_CHARACTERS:
            return Unreadable(
                text[:200], 0, "macros that expand to a very long text", "shorter macros", "write the formula out"
            )
        text = expanded
    return Unreadable(text[:200], 0, "a macro that uses itself", "macros that end", "write the formula out")


def _once(text: str, table: dict[str, Macro]) -> tuple[str, bool]:
    pieces: list[str] = []
    at, changed, size = 0, False, 0
    while at < len(text):
        match = _USE.search(text, at)
        if match is None:
            break
        macro = table.get(match.group(1))
        pieces.append(text[at : match.start()])
        if macro is None:
            pieces.append(match.group())
            at = match.end()
            continue
        replaced, at = _replace(text, match.end(), macro)
        pieces.append(replaced)
        size += len(replaced)
        changed = True
        if size > MAX_MACRO_CHARACTERS:
            break
    pieces.append(text[at:])
    return "".join(pieces), changed


def _replace(text: str, at: int, macro: Macro) -> tuple[str, int]:
    arguments: list[str] = []
    if macro.default is not None:
        option = re.compile(r"\s*\[([^\[\]]*)\]").match(text, at)
        arguments.append(option.group(1) if option else macro.default)
        at = option.end() if option else at
    while len(arguments) < macro.count:
        found = _argument(text, at)
        if found is None:
            break
        arguments.append(found[0])
        at = found[1]
    body = re.sub(
        r"#(\d)", lambda m: arguments[int(m.group(1)) - 1] if 0 < int(m.group(1)) <= len(arguments) else "", macro.body
    )
    if at < len(text) and text[at].isalpha() and body[-1:].isalpha():
        body += " "
    return body, at
