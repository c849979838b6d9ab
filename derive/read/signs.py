"""Single signs beyond letters and digits, shared by both tokenizers; raised and lowered characters as scripts."""

from __future__ import annotations

from collections.abc import Callable

from derive.read.refusal import Refusal
from derive.read.source import GREEK, SUBSCRIPTS, SUPERSCRIPTS
from derive.read.tokens import FRACTIONS, LOGIC_SIGNS, RELATION_SIGNS, SET_SIGNS, Token

_LARGE = {"∑": "sum", "∏": "prod", "∫": "int", "∮": "oint", "∬": "iint"}


def spaced(text: str, start: int) -> bool:
    """Whether ``<-`` stands by itself: an arrow, not a relation before a sign."""
    return text[start - 1 : start].isspace() and text[start + 2 : start + 3].isspace()


def sign(emit: Callable[..., None], text: str, start: int, stop: int) -> None:
    """One character beyond ASCII, or one that mathematics does not use.  Shared by both tokenizers."""
    if text in GREEK:
        emit("constant" if text == "π" else "name", GREEK[text], start, stop)
    elif text in RELATION_SIGNS:
        emit("relation", RELATION_SIGNS[text], start, stop)
    elif text in LOGIC_SIGNS:
        emit("logic", LOGIC_SIGNS[text], start, stop)
    elif text in SET_SIGNS:
        emit(text, SET_SIGNS[text], start, stop)
    elif text in ("×", "·"):
        emit("*", "*", start, stop, "cross" if text == "×" else "dot")
    elif text == "÷":
        emit("/", "/", start, stop)
    elif text == "∞":
        emit("constant", "oo", start, stop)
    elif text in "ℯⅇⅈ":
        emit("constant", "i" if text == "ⅈ" else "e", start, stop)
    elif text in "∛∜":
        emit("^", "^", start, stop)
        emit("{", "{", start, stop)
        emit("number", "3" if text == "∛" else "4", start, stop)
        emit("}", "}", start, stop)
        emit("√", "√", start, stop)
    elif text == "∅":
        emit("constant", "emptyset", start, stop)
    elif text == ".":
        emit("*", "*", start, stop, "point")
    elif text == "″":
        emit("'", "'", start, stop)
        emit("'", "'", start, stop)
    elif text == "ℓ":
        emit("name", "ell", start, stop)
    elif text in _LARGE:
        emit("command", _LARGE[text], start, stop)
    elif text in FRACTIONS:
        emit("fraction", text, start, stop)
    elif text in SUPERSCRIPTS or text in SUBSCRIPTS:
        raised = text in SUPERSCRIPTS
        character = SUPERSCRIPTS[text] if raised else SUBSCRIPTS[text]
        emit("raised" if raised else "lowered", character, start, stop)
    elif text in "ℝℕℤℂℚ":
        emit(
            "board", dict(zip("ℝℕℤℂℚ", ("Reals", "Naturals", "Integers", "Complexes", "Rationals")))[text], start, stop
        )
    elif len(text) == 1 and text.isalpha():
        emit("name", text, start, stop)
    else:
        raise Refusal(start, repr(text), "mathematics", f"{text!r} has no meaning here")


def scripts(tokens: list[Token]) -> list[Token]:
    """Raised and lowered characters become groups after ``^`` and ``_``."""
    if not any(t.kind in ("raised", "lowered") for t in tokens):
        return tokens
    result: list[Token] = []
    kind = ""
    for token in tokens:
        if token.kind != kind and kind:
            result.append(Token("}", "}", token.start, token.start))
            kind = ""
        if token.kind in ("raised", "lowered"):
            if not kind:
                kind = token.kind
                result.append(Token("^" if kind == "raised" else "_", "^", token.start, token.start))
                result.append(Token("{", "{", token.start, token.start))
            character = token.text
            if character.isdigit() and result[-1].kind == "number":
                result[-1] = result[-1]._replace(text=result[-1].text + character, stop=token.stop)
            else:
                shown = "number" if character.isdigit() else "relation" if character == "=" else "name"
                if character in "+-()":
                    shown = character
                value = "eq" if character == "=" else GREEK.get(character, character)
                result.append(Token(shown, value, token.start, token.stop))
        else:
            result.append(token)
    if kind:
        result.append(Token("}", "}", tokens[-1].stop, tokens[-1].stop))
    return result
