"""Groups of tokens: partners of brackets, the content of scripts, the words of a simple subscript."""

from __future__ import annotations

from collections.abc import Sequence

from derive.read.tokens import Token

OPENERS = {"(": ")", "[": "]", "{": "}", "set{": "set}"}


def partners(tokens: Sequence[Token]) -> dict[int, int]:
    """Where each opening bracket closes; brackets without a partner are left out."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for at, token in enumerate(tokens):
        kind = token.kind
        if kind in OPENERS:
            stack.append(at)
        elif kind in (")", "]", "}", "set}") and stack:
            if kind in ("}", "set}"):
                while stack and tokens[stack[-1]].kind not in ("{", "set{"):
                    stack.pop()
            if stack:
                found[stack.pop()] = at
    return found


def flatten(tokens: Sequence[Token]) -> tuple[str, ...] | None:
    """The words of a simple subscript (names, numbers, text), or None where it holds operations."""
    result: list[str] = []
    for token in tokens:
        kind = token.kind
        if kind in ("name", "number"):
            result.append(token.text)
        elif kind == "function":
            result.append({"Max": "max", "Min": "min", "gamma": "Gamma", "trace": "tr"}.get(token.text, token.text))
        elif kind == "constant":
            result.append("infty" if token.text == "oo" else token.text)
        elif kind == "text":
            result.append("".join(c for c in token.text if c.isalnum()))
        elif kind == "'":
            result.append("prime")
        elif kind in ("±", "+", "-", "*", "⋆", "⊤", "†") and len(tokens) <= 2:
            result.append({"±": "pm", "+": "plus", "-": "minus", "⊤": "T", "†": "dagger"}.get(kind, "star"))
        elif kind == "|":
            result.append("given")
        elif kind not in (",", "{", "}"):
            return None
    return tuple(result)


MAX_SCRIPT = 800  #: signs of one script that are looked through


def script(tokens: Sequence[Token], at: int) -> tuple[Sequence[Token], int]:
    """The tokens of the script whose sign stands at ``at``, and the place after it."""
    at += 1
    if at < len(tokens) and tokens[at].kind == "{":
        depth, begin = 0, at + 1
        end = min(len(tokens), begin + MAX_SCRIPT)
        while at < end:
            if tokens[at].kind == "{":
                depth += 1
            elif tokens[at].kind == "}":
                depth -= 1
                if depth == 0:
                    return tokens[begin:at], at + 1
            at += 1
        return tokens[begin:], at
    return tokens[at : at + 1], at + 1
