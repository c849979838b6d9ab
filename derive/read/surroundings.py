"""What stands around a name in a text: accents, scripts, brackets, the beginning of a row."""

from __future__ import annotations

from collections.abc import Sequence

from derive.read.groups import OPENERS, script
from derive.read.tokens import Token

#: Greek letters that people use as upper indices.
UPPER_INDICES = frozenset(["mu", "nu", "alpha", "beta", "gamma", "kappa", "lambda", "rho", "sigma"])


ACCENTS = {"hat": "hat", "widehat": "hat", "bar": "bar", "tilde": "tilde", "widetilde": "tilde", "check": "check"}


def of_variation(tokens: Sequence[Token], first: int) -> bool:
    r"""Whether a delta begins the numerator or the denominator of ``\\frac{\\delta F}{\\delta u}``."""
    if first < 2 or first + 1 >= len(tokens) or tokens[first - 1].kind != "{":
        return False
    before, after = tokens[first - 2], tokens[first + 1].kind
    return (before.kind == "}" or (before.kind == "command" and "frac" in before.text)) and after in ("name", "}")


def alone(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Whether a name is a whole argument of something, or what a divergence compares: ``KL(p\\|q)``."""
    if first < 2 or at >= len(tokens):
        return False
    before, after = tokens[first - 1].kind, tokens[at].kind
    applied = before != "(" or tokens[first - 2].kind in ("name", "function", "}")
    return applied and before in ("(", "|", "‖", ",") and after in (")", "|", "‖", ",")


def accent_over(tokens: Sequence[Token], first: int) -> str:
    """The accent that stands over a name, which makes another name of it."""
    at = first - 1
    if at > 0 and tokens[at].kind == "{":
        at -= 1
    return ACCENTS.get(tokens[at].text, "") if at >= 0 and tokens[at].kind == "command" else ""


def is_dotted(tokens: Sequence[Token], first: int) -> bool:
    """Whether a dot stands over a name: its rate of change."""
    at = first - 1
    if at > 0 and tokens[at].kind == "{":
        at -= 1
    return at >= 0 and tokens[at].kind == "command" and tokens[at].text in ("dot", "ddot", "dddot")


def begins_row(tokens: Sequence[Token], first: int) -> bool:
    """Whether a row begins here."""
    if first == 0:
        return True
    before = tokens[first - 1]
    return before.kind in ("\\\\", "&", ",", ".") or (before.kind == "command" and before.text == "begin")


def named_script(tokens: Sequence[Token], at: int) -> bool:
    """A superscript that tells names apart: set as text, or one capital letter before a bracket."""
    content, after = script(tokens, at)
    if len(content) != 1 or content[0].kind != "name" or content[0].text in ("T", "H", "t"):
        return False
    if content[0].mark in ("cal", "roman", "text"):
        return True
    text = content[0].text
    return len(text) == 1 and text.isupper() and after < len(tokens) and tokens[after].kind == "("


def upper_letter(tokens: Sequence[Token], at: int) -> bool:
    content, _ = script(tokens, at)
    return len(content) == 1 and content[0].kind == "name" and content[0].text in UPPER_INDICES


def lone_exponent(tokens: Sequence[Token], first: int, after: int) -> bool:
    """Whether a name is a whole exponent by itself: ``u^T`` says nothing of a name T."""
    if first and tokens[first - 1].kind == "^":
        return True
    return (
        first > 1
        and tokens[first - 1].kind == "{"
        and tokens[first - 2].kind == "^"
        and (after < len(tokens) and tokens[after].kind == "}")
    )


def names_itself(tokens: Sequence[Token], first: int) -> bool:
    """``L = L(Z)``."""
    if first < 2 or tokens[first - 1].kind != "relation":
        return False
    return tokens[first - 2].kind == "name" and tokens[first - 2].text == tokens[first].text


def of_events(inside: Sequence[Token]) -> bool:
    """``P(A \\cup B)``, ``P(\\overline{A})``, ``P(A^c)``: of nothing but capital letters, joined or negated."""
    letters = [t for t in inside if t.kind == "name" and t.text != "c"]
    joined = any(t.text in ("∩", "∪", "intersection", "union", "cap", "cup") for t in inside)
    negated = any(t.text in ("overline", "bar", "c") or "bar" in t.mark for t in inside)
    return bool(letters) and all(len(t.text) == 1 and t.text.isupper() for t in letters) and (joined or negated)


def related(inside: Sequence[Token]) -> bool:
    """Whether a relation stands between the brackets, not deeper."""
    depth = 0
    for token in inside:
        if token.kind in OPENERS:
            depth += 1
        elif token.kind in (")", "]", "}", "set}"):
            depth -= 1
        elif token.kind == "relation" and depth == 0:
            return True
    return False


def after_inverse(tokens: Sequence[Token], at: int) -> int:
    """The place of the bracket behind ``^{-1}``, or 0."""
    if at >= len(tokens) or tokens[at].kind != "^":
        return 0
    content, after = script(tokens, at)
    if [t.text for t in content] != ["-", "1"] or after >= len(tokens) or tokens[after].kind != "(":
        return 0
    return after
