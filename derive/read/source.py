"""Characters: Unicode brought to the few characters that the tokenizers know, one for one, so that offsets stay."""

from __future__ import annotations

import unicodedata

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ϑ": "vartheta", "ι": "iota", "κ": "kappa", "ϰ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu",
    "ξ": "xi", "ο": "omicron", "π": "pi", "ϖ": "varpi", "ρ": "rho", "ϱ": "varrho", "σ": "sigma", "ς": "varsigma",
    "τ": "tau", "υ": "upsilon", "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    "Α": "Alpha", "Β": "Beta", "Γ": "Gamma", "Δ": "Delta", "Ε": "Epsilon", "Ζ": "Zeta", "Η": "Eta", "Θ": "Theta",
    "Ι": "Iota", "Κ": "Kappa", "Λ": "Lambda", "Μ": "Mu", "Ν": "Nu", "Ξ": "Xi", "Ο": "Omicron", "Π": "Pi",
    "Ρ": "Rho", "Σ": "Sigma", "Τ": "Tau", "Υ": "Upsilon", "Φ": "Phi", "Χ": "Chi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
GREEK_NAMES = frozenset(GREEK.values())

#: A superscript or subscript character becomes one of a private block: it is no letter and no digit to a pattern.
SUPERSCRIPTS = {chr(0xE000 + i): c for i, c in enumerate("0123456789+-=()niabcdefghjklmoprstuvwxyzT'")}
SUBSCRIPTS = {chr(0xE100 + i): c for i, c in enumerate("0123456789+-=()aehijklmnoprstuvxβγρφχ")}

_SUPERSCRIPT_CHARACTERS = dict(
    zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ", "0123456789+-=()niabcdefghjklmoprstuvwxyzT", strict=True)
)
_SUBSCRIPT_CHARACTERS = dict(
    zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", "0123456789+-=()aehijklmnoprstuvxβγρφχ", strict=True)
)
_PLAINER = {
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "﹣": "-", "⁃": "-",
    "⋅": "·", "∙": "·", "•": "·", "∗": "*", "⨯": "×", "✕": "×", "✖": "×", "∕": "/", "⁄": "/",
    "′": "'", "’": "'", "‘": "'", "ʹ": "'", "“": '"', "”": '"', "∣": "|", "❘": "|", "∥": "‖",
    "⩽": "≤", "≦": "≤", "⩾": "≥", "≧": "≥", "⟶": "→", "⟹": "⇒", "⟺": "⇔", "↔": "⇔", "∶": ":", "〈": "⟨", "〉": "⟩",
    "µ": "μ", "∆": "Δ", "∑": "∑", "Ω": "Ω", "ℓ": "ℓ", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2003": " ",
    "\u200b": " ", "\u2062": " ", "\u2061": " ", "\ufeff": " ", "\u00ad": " ", "\u2002": " ", "\u200a": " ",
    "\u3000": " ", "⊤": "⊤", "∅": "∅",
}  # fmt: skip


def _table() -> dict[int, str]:
    table = {ord(k): v for k, v in _PLAINER.items()}
    backwards = {v: k for k, v in SUPERSCRIPTS.items()}
    table.update({ord(k): backwards[v] for k, v in _SUPERSCRIPT_CHARACTERS.items()})
    backwards = {v: k for k, v in SUBSCRIPTS.items()}
    table.update({ord(k): backwards[v] for k, v in _SUBSCRIPT_CHARACTERS.items()})
    table.update({ord(c): chr(0xE200 + i) for i, c in enumerate("½⅓⅔¼¾⅕⅛⅙")})
    for code in (*range(0xFF01, 0xFF5F), *range(0x1D400, 0x1D800)):
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1 and folded != chr(code):
            table[code] = folded
    return table


_TABLE = _table()


def normalise(text: str) -> str:
    """The text in plainer characters, of the same length: an offset into one is an offset into the other."""
    return text if text.isascii() else text.translate(_TABLE)
