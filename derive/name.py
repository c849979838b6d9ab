"""Names: a symbol, declared once.

The parser (spellings), the sampler and the Hypothesis strategy (domain and span), the kernel (default) and the sheet
(unit, LaTeX, description) all use the one declaration.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

#: Domains from the widest to the narrowest words; a domain is data for the sampler and the prover alike.
DOMAINS = (
    "complex",
    "real",
    "positive",
    "nonnegative",
    "negative",
    "nonpositive",
    "nonzero",
    "integer",
    "nonnegative integer",
    "positive integer",
)


@dataclass(frozen=True, slots=True)
class Name:
    """A declared symbol.

    ``text`` is the canonical spelling (``tau_x``), ``spellings`` are further ones that a person may use.  ``span``
    is where the name is sampled; ``domain`` is what may be assumed of it in a proof.  ``shape`` is empty for a scalar;
    a vector or matrix has symbolic or integer sizes (``("N",)``, ``(3, 4)``).  ``unit`` is text such as ``mV``.
    """

    text: str
    domain: str = "complex"
    span: tuple[Fraction, Fraction] | None = None
    default: Fraction | None = None
    unit: str = ""
    spellings: tuple[str, ...] = ()
    shape: tuple[str | int, ...] = ()
    latex: str = ""
    description: str = ""

    def __post_init__(self) -> None:
        if self.domain not in DOMAINS:
            raise ValueError(
                f"domain={self.domain!r} of {self.text} is not a domain; expected one of {', '.join(DOMAINS)}"
            )
        if self.span is not None and not self.span[0] < self.span[1]:
            low, high = self.span
            raise ValueError(f"span=({low}, {high}) of {self.text} is empty; expected low < high")


@dataclass(frozen=True, slots=True)
class Function:
    """An abstract function: what is declared of it is all that is known of it.

    ``properties`` are words such as ``positive``, ``increasing``, ``bounded``, ``odd``, ``smooth``; the sampler draws
    from a family of concrete functions that have them.
    """

    text: str
    arity: int = 1
    properties: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    latex: str = ""
    description: str = ""
