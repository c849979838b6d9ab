"""What is known of the names of a question: which are real, which positive, and what else is assumed of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from derive.decide.domain import Domain, domain
from derive.decide.relations.formula import ALWAYS, Atom, Formula, NotAStatementError, junction, to_formula
from derive.expression import Expression, name, number, relation
from derive.functions import BY_NAME
from derive.name import Name
from derive.vocabulary import Vocabulary

#: Relations between numbers on a line: a name inside is real unless it is declared otherwise.
ORDERS = frozenset(("lt", "le", "gt", "ge", "interval"))
#: Functions with which a text means real numbers, unless it speaks of the imaginary unit.
REAL_FUNCTIONS = frozenset(
    ("Abs", "Max", "Min", "floor", "ceiling", "frac", "Mod", "sign", "Heaviside", "atan2", "log", "lg", "exp",
     "sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan", "sinh", "cosh", "tanh", "erf")
)  # fmt: skip
COMPLEX_FUNCTIONS = frozenset(("re", "im", "arg", "conjugate"))


@dataclass(frozen=True, slots=True)
class Scene:
    """The names in play, whether they are real, and their domain as ranges, as a formula and as a vocabulary.

    ``lenient``: points at which a formula has no value are left out where it holds beside them.  Otherwise it does not
    hold there.
    """

    names: tuple[str, ...]
    real: bool
    vocabulary: Vocabulary
    where: Domain
    domain: Formula
    functions: frozenset[str]
    notes: tuple[str, ...]
    lenient: bool = False

    def positive(self) -> tuple[Expression, ...]:
        """Expressions that are positive on the whole domain."""
        found = []
        for text in self.names:
            r = self.where.of(text)
            if r.is_positive:
                found.append(name(text))
            elif r.is_negative:
                found.append(Expression("neg", (name(text),)))
        return tuple(found)

    def is_integer(self, text: str) -> bool:
        return self.where.of(text).kind == "integer"


def scene_for(expressions: Sequence[Expression], vocabulary: Vocabulary, letters: Sequence[str] = ()) -> Scene:
    """The scene of a question about some expressions."""
    names = tuple(dict.fromkeys(n for e in expressions for n in e.names() if n not in letters))
    declared = domain(vocabulary, names)
    undeclared = tuple(n for n in names if declared.of(n).kind in ("complex", "nonzero"))
    real = not undeclared or _means_real(expressions)
    notes: tuple[str, ...] = ()
    if real and undeclared:
        declarations = tuple(n for n in vocabulary.names if n.text not in undeclared)
        nonzero = tuple(
            relation("ne", name(n), number(Fraction(0))) for n in undeclared if declared.of(n).kind == "nonzero"
        )
        vocabulary = replace(vocabulary, names=declarations + tuple(_as_real(n, vocabulary) for n in undeclared))
        vocabulary = vocabulary.with_assumptions(*nonzero)
        declared = domain(vocabulary, names)
        notes = (f"{', '.join(undeclared)} real",)
    functions = frozenset(f for e in expressions for f in e.functions() if f not in BY_NAME or vocabulary.function(f))
    return Scene(names, real, vocabulary, declared, _formula(declared), functions, notes)


def _as_real(text: str, vocabulary: Vocabulary) -> Name:
    known = vocabulary.name(text)
    return Name(text, "real") if known is None else replace(known, domain="real")


def _means_real(expressions: Sequence[Expression]) -> bool:
    """An order, an absolute value or a transcendental function means real numbers, unless ``i`` is written."""
    real = False
    for e in expressions:
        for node in e.walk():
            if node.head == "constant" and node.value == "i":
                return False
            if node.head == "call" and node.value in COMPLEX_FUNCTIONS:
                return False
            real = real or _real_node(node)
    return real


def _real_node(node: Expression) -> bool:
    if node.head in ORDERS or (node.head == "chain" and ORDERS & set(node.value)):
        return True
    if node.head == "call":
        return node.value in REAL_FUNCTIONS and bool(node.names())
    return node.head == "pow" and bool(node.args[1].names())


def _formula(where: Domain) -> Formula:
    parts: list[Formula] = []
    for text in sorted(where.ranges):
        r = where.of(text)
        if r.low is not None:
            parts.append(Atom("gt" if r.open_low else "ge", name(text), number(r.low)))
        if r.high is not None:
            parts.append(Atom("lt" if r.open_high else "le", name(text), number(r.high)))
        if r.kind == "nonzero":
            parts.append(Atom("ne", name(text), number(Fraction(0))))
    for assumption in where.assumptions:
        try:
            parts.append(to_formula(assumption))
        except NotAStatementError:
            continue
    return junction(True, tuple(parts)) if parts else ALWAYS
