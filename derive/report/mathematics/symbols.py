"""LaTeX commands that stand for one sign or one word."""

from __future__ import annotations

GREEK = """
alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu
μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda
Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω ell ℓ hbar ℏ nabla ∇ partial ∂ infty ∞ emptyset ∅
"""
OPERATORS = """
cdot · times × pm ± mp ∓ le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ sim ∼ equiv ≡ propto ∝ to → rightarrow →
leftarrow ← Rightarrow ⇒ iff ⇔ Leftrightarrow ⇔ in ∈ notin ∉ subset ⊂ cup ∪ cap ∩ sum ∑ prod ∏ int ∫ wedge ∧ vee
∨ neg ¬ ll ≪ gg ≫ circ ∘ ast ∗ dots … ldots … cdots ⋯ langle ⟨ rangle ⟩ vert | mid | | ‖ Vert ‖ lfloor ⌊ rfloor
⌋ lceil ⌈ rceil ⌉ top ⊤ dagger † colon :
"""


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2]))


IDENTIFIERS: dict[str, str] = _pairs(GREEK)
SIGNS: dict[str, str] = _pairs(OPERATORS)
SPACES = frozenset((",", ";", ":", "!", " ", "quad", "qquad", "displaystyle", "limits", "nolimits", "big", "Big"))
ACCENTS = {"dot": "˙", "ddot": "¨", "bar": "¯", "hat": "^", "tilde": "~", "vec": "→", "overline": "¯"}
FONTS = frozenset(("mathrm", "mathbf", "mathcal", "mathbb", "boldsymbol", "operatorname", "text", "mathit", "bm"))
