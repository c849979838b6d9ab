"""Relations, arrows and words as they are written between the sides of an equation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from derive.documents.equation import Equation

_SPELLINGS = {
    "eq": "= == \\eq \\doteq \\overset",
    "define": ":= \\coloneqq \\colonequals \\triangleq \\equiv ≡ \\eqdef \\vcentcolon =: \\eqqcolon ≔",
    "update": "\\leftarrow <- ← \\gets",
    "approx": "\\approx \\simeq \\approxeq \\cong ≈ ≃ \\fallingdotseq \\doteqdot",
    "propto": "\\propto ∝ \\varpropto",
    "sim": "\\sim ∼ ~",
    "lt": "< \\lt",
    "gt": "> \\gt",
    "le": "<= \\le \\leq \\leqslant \\leqq ≤ \\lesssim",
    "ge": ">= \\ge \\geq \\geqslant \\geqq ≥ \\gtrsim",
    "ll": "\\ll << ≪",
    "gg": "\\gg >> ≫",
    "ne": "\\ne \\neq != ≠",
    "member": "\\in ∈",
    "subset": "\\subset \\subseteq ⊂ ⊆",
    "implies": "\\implies \\Rightarrow \\Longrightarrow => ⇒ ⟹",
    "iff": "\\iff \\Leftrightarrow \\Longleftrightarrow <=> ⇔ ⟺",
    "to": "\\to \\rightarrow \\longrightarrow -> → \\mapsto",
}
RELATIONS: dict[str, str] = {s: head for head, all_of in _SPELLINGS.items() for s in all_of.split()}
del RELATIONS["\\overset"], RELATIONS["~"]  # a tie in LaTeX; a distribution only in \sim

#: Arrows at the head of a row: they say how it follows, and are no relation of its sides.
CONNECTIVES: dict[str, str] = {
    **dict.fromkeys((*_SPELLINGS["implies"].split(), *_SPELLINGS["to"].split()), "implies"),
    **dict.fromkeys(
        ("\\therefore", "∴", "\\Downarrow", "\\downarrow", "⇓", "\\hookrightarrow", "\\leadsto"), "implies"
    ),
    **dict.fromkeys((*_SPELLINGS["iff"].split(), "\\Updownarrow"), "iff"),
}

BINARY = frozenset(
    ("+", "-", "−", "\\pm", "\\mp", "\\cdot", "\\times", "*", "/", "·", "×", "\\cap", "\\cup", "\\otimes")
)

#: Words behind which a condition stands.
CONDITIONAL = re.compile(
    r"\b(?:for|if|when|whenever|where|provided|unless|as|with|since|because|given|subject to|such that|assuming|while|"
    r"otherwise|at|in case|on|over)\b(?:\s+(?:all|any|every|each|some|that))?\s*:?\s*$",
    re.IGNORECASE,
)
_PROSE = re.compile(
    r"\b(?:if|for|when|where|with|and|or|since|because|so|thus|hence|therefore|by|using|as|then|let|such|that|is|are|the|"
    r"from|at|we|of|in|on|otherwise|convergent|divergent|because|which|this)\b",
    re.IGNORECASE,
)


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


def is_prose(words: str) -> bool:
    """A text that is a remark, not a name or a unit: a keyword, or several words."""
    return _PROSE.search(words) is not None or len(re.findall(r"[A-Za-z]{2,}", words)) >= 3


def is_condition_text(equation: Equation) -> bool:
    """An inequality, a membership or a range of small things: a condition where it stands behind a comma."""
    if not all(r in ("lt", "le", "gt", "ge", "ne", "member", "ll", "gg", "subset") for r in equation.relations):
        # "i = 1, 2, ..., n" is a range; "y = 2" is an equation of its own.
        letters = all(
            re.fullmatch(r"\\?[A-Za-z]+", s.text) and s.text.strip("\\")[0] in "ijklmnpqabkαβ" for s in equation.sides
        )
        if letters and equation.relations == ("eq",):
            return True
        dots = any("dots" in s.text or "..." in s.text or "…" in s.text for s in equation.sides)
        return dots and equation.relations == ("eq",) and len(equation.sides[0].text) <= 12
    return all(len(s.text) <= 60 for s in equation.sides)
