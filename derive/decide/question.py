"""One question for the ladder: are these two expressions equal on this domain?"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from derive.decide.budget import Budget
from derive.decide.domain import Domain, Range, domain
from derive.decide.families import abstract
from derive.decide.program import Program, program
from derive.expression import Expression
from derive.vocabulary import Vocabulary

#: Defined for real arguments only: a name inside one of them is real.
REAL_ONLY = frozenset(("Max", "Min", "Heaviside", "floor", "ceiling", "frac", "Mod", "atan2", "DiracDelta"))
#: Functions of whole numbers.
INTEGER_ONLY = frozenset(("KroneckerDelta", "gcd", "lcm"))
#: Given by cases: agreement at points says little about the pieces between them.
BY_CASES = frozenset(("Max", "Min", "Abs", "sign", "Heaviside", "floor", "ceiling", "frac", "Mod", "DiracDelta"))
_JUMPS = frozenset(
    ("sign", "Heaviside", "floor", "ceiling", "frac", "Mod", "arg", "acot", "DiracDelta", "KroneckerDelta")
)
_SIZES = frozenset(("Abs", "sign"))
_OF_COMPLEX = frozenset(("re", "im", "arg", "conjugate"))
_TOTAL = frozenset(("add", "mul", "neg", "pow", "call", "number", "name", "constant"))
_ENTIRE = frozenset(("exp", "sin", "cos", "sinh", "cosh", "erf", "erfc", "erfi", "Abs", "atan", "asinh"))
#: Not analytic, or with branch cuts.
WITH_CUTS = frozenset(
    (
        "log", "lg", "sqrt", "cbrt", "root", "asin", "acos", "atan", "acot", "asec", "acsc", "asinh", "acosh",
        "atanh", "acoth", "asech", "acsch", "arg", "re", "im", "Abs", "sign", "conjugate", "LambertW",
        "polylog", "dilog", "Ei", "E1", "li", "Ci", "Chi", "loggamma", "uppergamma", "lowergamma", "besselj",
        "bessely", "besseli", "besselk", "elliptic_k", "elliptic_e", "elliptic_f", "elliptic_pi", "hyper",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """What the rungs share: the two sides, what is declared, and both sides as one program."""

    left: Expression
    right: Expression
    vocabulary: Vocabulary
    budget: Budget
    where: Domain
    code: Program
    abstract: tuple[tuple[str, int], ...]
    functions: frozenset[str]
    heads: frozenset[str]
    names: tuple[str, ...] = field(default=())

    @property
    def by_cases(self) -> bool:
        """Whether pieces meet inside the domain.  |z| and sign z of complex names are one piece."""
        if "cases" in self.heads or (self.names and not REAL_ONLY.isdisjoint(self.functions)):
            return True
        if BY_CASES.isdisjoint(self.functions):
            return False
        return any(self.where.of(n).is_real for n in self.names)

    @property
    def maybe_real(self) -> bool:
        """Whether undeclared names stand under an absolute value or a sign, and nothing speaks of complex numbers."""
        return not _SIZES.isdisjoint(self.functions) and not self.speaks_of_complex

    @property
    def speaks_of_complex(self) -> bool:
        """Whether the imaginary unit, real parts, phases or conjugates are written."""
        if not _OF_COMPLEX.isdisjoint(self.functions):
            return True
        return any((head, value) == ("constant", "i") for head, value, _ in self.code.instructions)

    @property
    def has_jumps(self) -> bool:
        """Whether something in it is not continuous on the reals, apart from poles."""
        return not _JUMPS.isdisjoint(self.functions) or "cases" in self.heads

    @property
    def everywhere(self) -> bool:
        """Whether both sides are certainly defined on the whole domain: no quotients, only entire functions."""
        if not self.heads <= _TOTAL or not self.functions <= _ENTIRE:
            return False
        rows = self.code.instructions
        for head, _, kids in rows:
            if head == "pow":
                base, exponent = rows[kids[0]], rows[kids[1]]
                number = base[1] if base[0] == "number" else None
                if not (number is not None and number > 0) and not (_whole(exponent) and exponent[1] >= 0):
                    return False
        return True

    @property
    def has_cuts(self) -> bool:
        if not WITH_CUTS.isdisjoint(self.functions):
            return True
        rows = self.code.instructions
        return any(h == "pow" and not _whole(rows[kids[1]]) for h, _, kids in rows)


def _whole(row: tuple[str, object, tuple[int, ...]]) -> bool:
    head, value, _ = row
    return head == "number" and value.denominator == 1  # type: ignore[attr-defined]


def posed(left: Expression, right: Expression, vocabulary: Vocabulary, budget: Budget, where: Domain) -> Question:
    """A question over a domain that is known already (a piece of a larger one)."""
    names = tuple(dict.fromkeys((*left.names(), *right.names())))
    code = program((left, right))
    heads = frozenset(head for head, _, _ in code.instructions)
    functions = frozenset(value for head, value, _ in code.instructions if head == "call")
    return Question(left, right, vocabulary, budget, where, code, abstract((left, right)), functions, heads, names)


def question(left: Expression, right: Expression, vocabulary: Vocabulary, budget: Budget) -> Question:
    """Looks the two sides over once."""
    names = tuple(dict.fromkeys((*left.names(), *right.names())))
    code = program((left, right))
    heads = frozenset(head for head, _, _ in code.instructions)
    functions = frozenset(value for head, value, _ in code.instructions if head == "call")
    where = domain(vocabulary, names)
    where = Domain(_narrowed(where, (left, right), functions, heads), where.assumptions)
    where = _root_indices(where, code)
    called = abstract((left, right))
    return Question(left, right, vocabulary, budget, where, code, called, functions, heads, names)


def _root_indices(where: Domain, code: Program) -> Domain:
    """``x**(1/n)`` with an undeclared name n writes the n-th root: n is a whole number there."""
    rows = code.instructions
    found = dict(where.ranges)
    for head, _, kids in rows:
        if head != "pow":
            continue
        exponent = rows[kids[1]]
        if exponent[0] != "div" or rows[exponent[2][0]][:2] != ("number", 1):
            continue
        below = rows[exponent[2][1]]
        if below[0] == "name" and not found[below[1]].declared:
            found[below[1]] = Range("integer", Fraction(1), declared=True)
    return Domain(found, where.assumptions)


def _narrowed(
    where: Domain, sides: tuple[Expression, ...], functions: frozenset[str], heads: frozenset[str]
) -> dict[str, Range]:
    """Undeclared names in arguments that only make sense for reals or integers are real or integer."""
    ranges = dict(where.ranges)
    if REAL_ONLY.isdisjoint(functions) and INTEGER_ONLY.isdisjoint(functions) and "cases" not in heads:
        return ranges
    for side in sides:
        for node in side.walk():
            if (node.head == "call" and node.value in REAL_ONLY) or node.head in ("lt", "le", "gt", "ge"):
                kind = "real"
            elif node.head == "call" and node.value in INTEGER_ONLY:
                kind = "integer"
            else:
                continue
            for name in node.names():
                r = ranges.get(name, Range())
                if (r.kind == "complex" and not r.declared) or (kind == "real" and r.kind in ("complex", "nonzero")):
                    ranges[name] = Range(kind, r.low, r.open_low, r.high, r.open_high, r.span, True)
    return ranges
