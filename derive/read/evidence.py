"""What several texts together say of their names: which are functions, arrays, indices; whether e and i are names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from derive.read.groups import MAX_SCRIPT, flatten, partners, script
from derive.read.source import GREEK_NAMES
from derive.read.surroundings import (
    accent_over,
    after_inverse,
    alone,
    begins_row,
    is_dotted,
    lone_exponent,
    named_script,
    names_itself,
    of_events,
    of_variation,
    related,
    upper_letter,
)
from derive.read.tokens import Token
from derive.read.words import Words, fold

#: Letters that people use for functions, in the order of no importance.
STATISTICS = {"E": "Expectation", "V": "Variance", "P": "Probability", "Var": "Variance", "Cov": "Covariance"}
CONVENTIONAL = frozenset(["f", "g", "h", "F", "G", "H", "phi", "psi", "sigma", "Phi", "Psi", "softmax"])
#: What a function of one variable is usually called on.
VARIABLES = frozenset(["x", "y", "z", "t", "s", "u", "v", "r", "w", "V", "theta", "X", "Y", "Z"])
#: Letters that stand for random variables.
RANDOM = frozenset(("X", "Y", "Z"))
INDEX_LETTERS = frozenset(["i", "j", "k", "l", "m", "n", "p", "q", "r", "s", "t", "a", "b", "c"]) | GREEK_NAMES


#: Letters whose ``^{-1}`` before a bracket is an inverse function.
INVERTIBLE = frozenset(("f", "g", "h", "F", "Phi", "phi"))
MAX_CALL = 80  #: signs between the brackets of one call that are looked at


@dataclass(slots=True)
class Page:
    """What one text says: the indices that it binds, and the subscripts on each base."""

    latex: bool = True
    bound: dict[str, None] = field(default_factory=dict)
    scripts: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)


@dataclass(slots=True)
class Evidence:
    """Counts gathered from tokens; :meth:`settle` draws the conclusions."""

    pages: list[Page] = field(default_factory=list)
    called: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    bare: dict[str, int] = field(default_factory=dict)
    handed: dict[str, int] = field(default_factory=dict)
    strong: dict[str, None] = field(default_factory=dict)
    moving: dict[str, None] = field(default_factory=dict)
    primed: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    limits: dict[str, str] = field(default_factory=dict)
    raised: dict[str, dict[str, None]] = field(default_factory=dict)
    unraised: dict[str, None] = field(default_factory=dict)
    whole: dict[str, None] = field(default_factory=dict)
    whole_calls: dict[str, None] = field(default_factory=dict)
    uppers: dict[str, dict[str, None]] = field(default_factory=dict)
    bases: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    bold: dict[str, bool] = field(default_factory=dict)
    plain: dict[str, None] = field(default_factory=dict)
    defined: dict[str, int] = field(default_factory=dict)
    delta_alone: bool = False
    statistics: bool = False
    gated: bool = False


def gather(tokens: Sequence[Token], words: Words, evidence: Evidence, latex: bool) -> None:
    """What the tokens of one text add."""
    evidence.pages.append(Page(latex))
    _pass(tokens, words, evidence)


def _pass(tokens: Sequence[Token], words: Words, evidence: Evidence) -> None:
    pairs: dict[int, int] | None = None
    at, size = 0, len(tokens)
    while at < size:
        token = tokens[at]
        kind = token.kind
        if kind == "command" and token.text in ("sum", "prod", "lim", "coprod"):
            _bounds(tokens, at, evidence)
        elif kind == "calculus":
            _plain_bounds(tokens, at, evidence)
        elif (kind == "board" and token.text in ("Expectation", "Probability")) or (
            kind == "function" and token.text in ("Variance", "Var", "Covariance", "Probability", "Cov")
        ):
            evidence.statistics = True
        elif kind == "⊤" or (kind == "constant" and token.text == "true"):
            evidence.gated = True
        elif kind == "name" or (kind == "constant" and token.text in ("e", "i") and token.mark != "imath"):
            if pairs is None:
                pairs = partners(tokens)
            at = _name(tokens, at, words, evidence, pairs)
            continue
        at += 1


def _bounds(tokens: Sequence[Token], at: int, evidence: Evidence) -> None:
    limit = tokens[at].text == "lim"
    at += 1
    lower: Sequence[Token] = ()
    upper: Sequence[Token] = ()
    for _ in range(2):
        if at >= len(tokens) or tokens[at].kind not in ("_", "^"):
            break
        raised = tokens[at].kind == "^"
        content, at = script(tokens, at)
        lower, upper = (lower, content) if raised else (content, upper)
    if limit:
        return
    names = []
    if not lower:
        for place in range(at, min(at + 12, len(tokens) - 1)):
            if tokens[place].kind == "_":
                content, _ = script(tokens, place)
                if len(content) == 1 and content[0].kind in ("name", "constant"):
                    names.append(content[0].text)
                break
    for token in lower:
        if token.kind in ("name", "constant"):
            names.append(token.text)
        elif token.kind != ",":
            break
    for name in names:
        evidence.pages[-1].bound.setdefault(name)
        if len(upper) == 1:
            evidence.limits.setdefault(name, upper[0].text)


def _plain_bounds(tokens: Sequence[Token], at: int, evidence: Evidence) -> None:
    """``Sum(term, (k, 1, n))``: the first name of each inner tuple with three entries."""
    if tokens[at].text.lower() not in ("sum", "summation", "product", "prod"):
        return
    depth, start = 0, at
    for place in range(at + 1, min(len(tokens), at + MAX_SCRIPT)):
        kind = tokens[place].kind
        if kind in ("(", "[", "set{"):
            depth += 1
            if (
                depth == 2
                and tokens[place - 1].kind == ","
                and place + 2 < len(tokens)
                and tokens[place + 2].kind == ","
            ):
                evidence.pages[-1].bound.setdefault(tokens[place + 1].text)
            start = place
        elif kind in (")", "]", "set}"):
            depth -= 1
            if depth == 0:
                return
    del start


def _name(tokens: Sequence[Token], at: int, words: Words, evidence: Evidence, pairs: dict[int, int]) -> int:
    token = tokens[at]
    base, first = token.text, at
    at += 1
    size = len(tokens)
    if base == "Delta" and at < size:
        following = tokens[at]
        if following.kind == "name" and following.text not in GREEK_NAMES and len(following.text) == 1:
            return at
        if "Delta" not in words.names:
            evidence.delta_alone = True
    if base == "delta" and of_variation(tokens, first):
        return at
    if token.mark == "bold":
        evidence.bold.setdefault(base, base[:1].isupper())
    key, primes, lowered, upper, inner = base, 0, False, "", -1
    while at < size:
        kind = tokens[at].kind
        if kind == "'":
            primes += 1
            at += 1
        elif kind == "_" or (kind == "{" and at + 1 < size and tokens[at + 1].kind == "_"):
            here = at
            content, at = script(tokens, at) if kind == "_" else script(tokens, at + 1)
            if kind == "{":
                at += 1
            flat = flatten(content)
            lowered = True
            if flat:
                evidence.pages[-1].scripts.setdefault(base, []).append(flat)
                key = fold("_".join((key, "".join(flat))))
                evidence.bases.setdefault(key, (base, flat))
            elif not any(t.kind in ("relation", "_", "^") for t in content):
                letters = dict.fromkeys(t.text for t in content if t.kind == "name" and len(t.text) == 1)
                evidence.pages[-1].bound.update(letters)
                evidence.pages[-1].scripts.setdefault(base, []).extend((letter,) for letter in letters)
            if inner < 0 and any(t.kind == "_" for t in content):
                inner = here + 1
        elif kind == "^" and at + 1 < size and upper_letter(tokens, at):
            content, at = script(tokens, at)
            upper = content[0].text
        elif kind == "^" and at + 1 < size and tokens[at + 1].kind in ("'", "⋆", "*"):
            primes += tokens[at + 1].kind == "'"
            at += 2
        elif kind == "^" and _order_of_derivative(tokens, at):
            primes += 1
            at += 6
        elif kind == "^" and [t.kind for t in script(tokens, at)[0]] in _BRACKETED:
            content, at = script(tokens, at)
            lowered = True
            evidence.pages[-1].scripts.setdefault(base, []).append((content[1].text,))
        elif kind == "^" and named_script(tokens, at):
            content, at = script(tokens, at)
            if content[0].mark or lowered:
                known, flat = evidence.bases.get(key, (key, ()))
                key = f"{key}__{content[0].text}"
                evidence.bases.setdefault(key, (f"{known}__{content[0].text}", flat))
        else:
            break
    accent = accent_over(tokens, first)
    if is_dotted(tokens, first):
        evidence.moving.setdefault(key)
    if accent:
        key = "_".join((base, accent, *key.split("_")[1:]))
    elif token.mark != "bold" and not lowered:
        evidence.plain.setdefault(base)
    if upper and lowered:
        evidence.uppers.setdefault(base, {}).setdefault(upper)
    _raised(tokens, at, key, first, evidence)
    exponent = lone_exponent(tokens, first, at)
    if exponent:
        return inner if inner > 0 else at
    if key in INVERTIBLE and (bracket := after_inverse(tokens, at)):
        evidence.strong.setdefault(key)
        _call(tokens, first, bracket, key, primes, evidence, pairs)
    elif at < size and tokens[at].kind in ("(", "[") and tokens[at].mark != "right":
        _call(tokens, first, at, key, primes, evidence, pairs)
    elif at < size and tokens[at].kind == "set{" and key in ("E", "Var", "Cov"):
        evidence.statistics = True
    else:
        evidence.bare[key] = evidence.bare.get(key, 0) + 1
        if alone(tokens, first, at):
            evidence.handed[key] = evidence.handed.get(key, 0) + 1
        starts = begins_row(tokens, first)
        if (
            starts
            and token.mark != "roman"
            and at < size
            and tokens[at].kind == "relation"
            and tokens[at].text in ("eq", "define")
        ):
            evidence.defined[key] = evidence.defined.get(key, 0) + 1
    return inner if inner > 0 else at


def _order_of_derivative(tokens: Sequence[Token], at: int) -> bool:
    """``^{(2)}`` before a bracket."""
    return [t.kind for t in tokens[at + 1 : at + 7]] == ["{", "(", "number", ")", "}", "("]


_BRACKETED = (["(", "name", ")"], ["[", "name", "]"])


def _raised(tokens: Sequence[Token], at: int, key: str, first: int, evidence: Evidence) -> None:
    """Superscripts of letters alone, and whether the base ever stands without one."""
    if at >= len(tokens) or tokens[at].kind != "^":
        evidence.unraised.setdefault(key)
        return
    content, after = script(tokens, at)
    if not content or any(t.kind != "name" or len(t.text) != 1 or t.text in ("T", "H", "n", "k") for t in content):
        evidence.unraised.setdefault(key)
        return
    evidence.raised.setdefault(key, {}).setdefault("".join(t.text for t in content))
    starts = begins_row(tokens, first)
    if starts and after < len(tokens):
        following = tokens[after + 1] if tokens[after].kind == "&" and after + 1 < len(tokens) else tokens[after]
        if following.kind == "relation" and following.text in ("eq", "define"):
            evidence.whole.setdefault(key)


def _call(
    tokens: Sequence[Token], first: int, at: int, key: str, primes: int, evidence: Evidence, pairs: dict[int, int]
) -> None:
    close = pairs.get(at, len(tokens) - 1)
    inside = tokens[at + 1 : min(close, at + MAX_CALL)]
    if tokens[at].kind == "[":
        flat = flatten(inside)
        if not evidence.pages[-1].latex and flat and not tokens[at].wide:
            evidence.pages[-1].scripts.setdefault(key, []).append(flat)
            evidence.pages[-1].bound.update(dict.fromkeys(t.text for t in inside if t.kind in ("name", "constant")))
        elif key not in ("E", "V", "P"):
            evidence.bare[key] = evidence.bare.get(key, 0) + 1
        else:
            evidence.statistics = True
        return
    texts = tuple(t.text for t in inside)
    if key != "P" and related(inside):
        evidence.bare[key] = evidence.bare.get(key, 0) + 1
        return
    evidence.called.setdefault(key, []).append(texts)
    if key == "P" and (any(t.kind == "relation" for t in inside) or sum(t.kind == "|" for t in inside) % 2):
        evidence.statistics = True
    if key == "P" and of_events(inside):
        evidence.statistics = True
    if key == "P" and len(inside) > 2 and inside[0].text.isupper() and texts[1:] in (("^", "c"), ("^", "{", "c", "}")):
        evidence.statistics = True  # the complement of an event
    if key in ("E", "V", "Var") and any(t.kind == "name" and t.text in RANDOM for t in inside):
        evidence.statistics = True
    depth = 0
    for token in inside:
        if token.kind in ("(", "[", "{", "set{"):
            depth += 1
        elif token.kind in (")", "]", "}", "set}"):
            depth -= 1
        elif token.kind in (",", ";") and depth == 0:
            evidence.strong.setdefault(key)
    if primes:
        evidence.primed.setdefault(key, []).append(texts)
    if names_itself(tokens, first) or sum(t.kind in ("|", "‖") for t in inside) == 1:
        evidence.strong.setdefault(key)
    if first == 0 and close == len(tokens) - 2 and flatten([t for t in inside if t.kind != "_"]) and key not in texts:
        evidence.whole_calls.setdefault(key)
    following = tokens[close + 1] if close + 1 < len(tokens) else None
    starts = begins_row(tokens, first)
    simple = (
        bool(inside) and inside[0].kind == "name" and flatten([t for t in inside if t.kind not in "_,"]) is not None
    )
    if starts and simple and following is not None and key not in texts:
        after = following if following.kind != "&" or close + 2 >= len(tokens) else tokens[close + 2]
        if after.kind == "relation" and after.text in ("eq", "define"):
            evidence.strong.setdefault(key)
    if close + 2 < len(tokens) and following is not None and following.kind == "_" and len(key) > 1:
        evidence.strong.setdefault(key)
