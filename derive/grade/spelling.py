r"""Left-hand sides as students write them, in one spelling: ``\frac{\partial l}{\partial w_1}`` is ``dl/dw1``."""

from __future__ import annotations

import re
from functools import lru_cache

from derive.expression import Expression

_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_FRACTION = re.compile(
    r"\\[tdc]?frac\s*(?:\{(?P<top>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}|(?P<t>\w))\s*(?:\{(?P<below>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}|(?P<b>\w))"
)
_UPDATED = re.compile(
    r"(?:\^|_|\^\{|_\{|\()\s*(?:\\(?:text|mathrm|rm|textrm|mathit)\s*)?[\s{(\[]*(?P<when>new|neu|next|old|alt|n\+1|t\+1|k\+1|n|t|k|\+|\\prime|\*)[\s})\]]*"
    r"|\(\s*(?P<time>[ntk]\+1|[ntk])\s*\)|(?P<prime>')"
)
_GREEK = {"σ": "sigma", "α": "alpha", "Δ": "Delta", "∂": "d", "δ": "delta", "η": "eta", "∇": "nabla", "·": "", "⋅": ""}


@lru_cache(maxsize=4096)
def normalised(text: str) -> str:
    r"""One spelling for many: no blanks, braces, parentheses, underscores; ∂ is d; ``\frac{a}{b}`` is a/b.

    >>> normalised(r"\frac{\partial l}{\partial w_1}"), normalised("∂l / ∂w₁"), normalised("d l/dw_{1}")
    ('dl/dw1', 'dl/dw1', 'dl/dw1')
    """
    text = text.translate(_SUBSCRIPTS)
    for sign, word in _GREEK.items():
        text = text.replace(sign, word)
    text = re.sub(
        r"\\(?:mathrm|rm|text|mathit|mathcal|ell)\b\s*", lambda m: "l" if m[0].startswith("\\ell") else "", text
    )
    text = re.sub(
        r"\\(?:left|right|displaystyle|textstyle|limits|quad|qquad|cdot|times|bigl?|bigr?)\b|\\[,;:! ]", "", text
    )
    text = re.sub(r"\\?\bpartial\b|\\partial", "d", text)
    for _ in range(4):
        changed = _FRACTION.sub(lambda m: f"{m['top'] or m['t']}/{m['below'] or m['b']}", text)
        if changed == text:
            break
        text = changed
    text = text.replace("\\", "")
    return re.sub(r"[\s{}()\[\]_*&,]", "", text)


def target_spellings(target: Expression) -> frozenset[str]:
    """The normalised left-hand sides that name a target."""
    if target.head == "name":
        return frozenset((_word(target.value),))
    if target.head == "neg":
        return frozenset(f"-{spelling}" for spelling in target_spellings(target.args[0]))
    if target.head == "derivative" and len(target.args) == 2 and all(a.head == "name" for a in target.args):
        top, below = (_word(a.value) for a in target.args)
        return frozenset(
            (
                f"d{top}/d{below}",
                f"d/d{below}{top}",
                f"{top}{below}",
                f"nabla{below}{top}",
                f"d{below}{top}",
                f"D{below}{top}",
                f"{top}'{below}",
                f"grad{below}{top}",
            )
        )
    if target.head in ("matrix", "row", "tuple", "list"):
        entries = [target_spellings(a) for a in target.args]
        return frozenset(("".join(min(e) for e in entries),)) if entries and all(entries) else frozenset()
    if target.head in ("call", "prime") and all(a.head == "name" for a in target.args):
        function = target.value if target.head == "call" else target.value[0] + "'" * sum(target.value[1])
        return frozenset((_word(function) + "".join(_word(a.value) for a in target.args),))
    return frozenset()


def _word(name: str) -> str:
    return name.replace("_", "").replace("{", "").replace("}", "").replace("\\", "")


def without_time(text: str) -> str:
    r"""An updated name without the sign that it is the new or the old one.

    >>> without_time(r"w_2^{\text{new}}"), without_time("w_2(t+1)"), without_time("w_2'")
    ('w_2', 'w_2', 'w_2')
    """
    return _UPDATED.sub("", text).strip()
