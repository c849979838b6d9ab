"""Formulas: what a relational expression says, as a tree of and, or and atoms.

Negations are pushed down to the atoms; chains, memberships, ``±`` and the words *all* and *none* are written out.  Two
expressions mean the same when their formulas are true at the same points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from derive.expression import Expression, neg, rewrite, sub

NEGATED: Mapping[str, str] = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt"}
MIRRORED: Mapping[str, str] = {"eq": "eq", "ne": "ne", "lt": "gt", "gt": "lt", "le": "ge", "ge": "le"}
SIGNS: Mapping[str, tuple[int, ...]] = {
    "eq": (0,),
    "ne": (-1, 1),
    "lt": (-1,),
    "le": (-1, 0),
    "gt": (1,),
    "ge": (0, 1),
}
EQUALITIES = frozenset(("eq", "define", "update"))
ORDERINGS = frozenset(("lt", "le", "gt", "ge"))
EVERYTHING = frozenset(
    ("all", "realset", "allreals", "R", "Reals", "Complexes", "reals", "real", "complexes", "complex")
)
STATEMENTS = frozenset(
    ("chain", "and", "or", "not", "implies", "iff", "xor", "member", "subset", *NEGATED, *EQUALITIES)
)
VAGUE = frozenset(("approx", "propto", "sim", "ll", "gg", "to"))
LARGEST_FORMULA = 400


class NotAStatementError(ValueError):
    """An expression that is neither true nor false: ``2`` in ``x = 1 or 2``."""


@dataclass(frozen=True, slots=True)
class Truth:
    value: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """A name that stands for a statement, as it is or negated."""

    text: str
    positive: bool = True


@dataclass(frozen=True, slots=True)
class Atom:
    """``left op right`` with op one of eq, ne, lt, le, gt, ge."""

    op: str
    left: Expression
    right: Expression

    def difference(self) -> Expression:
        return sub(self.left, self.right)


@dataclass(frozen=True, slots=True)
class Junction:
    """All of the parts (conjunctive) or at least one of them."""

    conjunctive: bool
    parts: tuple[Formula, ...]


Formula = Truth | Letter | Atom | Junction
ALWAYS, NEVER = Truth(True), Truth(False)


def is_statement(expression: Expression) -> bool:
    """True or false of its names: a relation, logic, or one of the words for everything and nothing."""
    if expression.head in STATEMENTS:
        return True
    if expression.head == "constant":
        return expression.value in ("true", "false")
    if expression.head == "name":
        return expression.value in ("all", "none")
    return False


def junction(conjunctive: bool, parts: tuple[Formula, ...]) -> Formula:
    """And or or of the parts, with nested ones of the same kind and constants absorbed."""
    kept: dict[Formula, None] = {}
    for part in parts:
        if isinstance(part, Truth):
            if part.value != conjunctive:
                return part
            continue
        inner = part.parts if isinstance(part, Junction) and part.conjunctive == conjunctive else (part,)
        for piece in inner:
            kept.setdefault(piece)
    if not kept:
        return Truth(conjunctive)
    return next(iter(kept)) if len(kept) == 1 else Junction(conjunctive, tuple(kept))


def negate(formula: Formula) -> Formula:
    if isinstance(formula, Truth):
        return Truth(not formula.value)
    if isinstance(formula, Letter):
        return Letter(formula.text, not formula.positive)
    if isinstance(formula, Atom):
        return Atom(NEGATED[formula.op], formula.left, formula.right)
    return junction(not formula.conjunctive, tuple(negate(p) for p in formula.parts))


def to_formula(expression: Expression) -> Formula:
    """The formula that an expression stands for.

    :raises NotAStatementError: where a part is a value instead of a statement.
    """
    head, args = expression.head, expression.args
    if head == "constant" and expression.value in ("true", "false"):
        return Truth(expression.value == "true")
    if head == "name":
        if expression.value in ("all", "none"):
            return Truth(expression.value == "all")
        return Letter(expression.value)
    if head == "set" and not args:
        return NEVER
    if head in ("and", "or"):
        return junction(head == "and", tuple(to_formula(a) for a in args))
    if head == "not":
        return negate(to_formula(args[0]))
    if head == "implies":
        return junction(False, (negate(to_formula(args[0])), to_formula(args[1])))
    if head in ("iff", "xor"):
        return _equivalence(to_formula(args[0]), to_formula(args[1]), head == "iff")
    if head == "chain":
        links = zip(expression.value, args, args[1:])
        return junction(True, tuple(to_formula(Expression(r, (a, b))) for r, a, b in links))
    if head in EQUALITIES or head in NEGATED:
        return _relation("eq" if head in EQUALITIES else head, args[0], args[1])
    if head == "member":
        return membership(args[0], args[1])
    raise NotAStatementError(f"a {head} is a value, not a statement")


def _equivalence(left: Formula, right: Formula, same: bool) -> Formula:
    other = right if same else negate(right)
    return junction(True, (junction(False, (negate(left), other)), junction(False, (left, negate(other)))))


def _relation(op: str, left: Expression, right: Expression) -> Formula:
    if op in ("eq", "ne"):
        special = _special_equality(left, right) or _special_equality(right, left)
        if special is not None:
            return special if op == "eq" else negate(special)
    if has_plus_minus(left) or has_plus_minus(right):
        cases = tuple(_relation(op, choose(left, s), choose(right, s)) for s in (1, -1))
        return junction(op == "ne", cases)
    infinite = infinite_sign(right) - infinite_sign(left)
    if infinite:
        # Names stand for finite values: the difference to an infinity has the sign of that infinity.
        return Truth((-1 if infinite > 0 else 1) in SIGNS[op])
    return Atom(op, left, right)


def _special_equality(left: Expression, right: Expression) -> Formula | None:
    """Equations between other things than numbers, where the second side decides what kind of equation it is."""
    if is_statement(right) and right.head != "name":
        return _equivalence(to_formula(left), to_formula(right), True)
    if right.head in ("set", "list", "tuple", "matrix", "row") and right.head == left.head:
        if len(left.args) != len(right.args):
            return NEVER
        if right.head != "set":
            return junction(True, tuple(_relation("eq", a, b) for a, b in zip(left.args, right.args)))
    if right.head in ("set", "list") and left.head == "name" and right.args:
        return junction(False, tuple(_relation("eq", left, b) for b in right.args))
    return None


def membership(element: Expression, collection: Expression) -> Formula:
    """``element in collection``, written out.

    :raises NotAStatementError: for a collection that is only a name.
    """
    head, args = collection.head, collection.args
    if head == "set":
        return junction(False, tuple(_relation("eq", element, a) for a in args))
    if head in ("list", "tuple") and len(args) == 2:  # x in [a, b]
        head, collection = "interval", Expression("interval", args, (head == "tuple",) * 2)
    if head == "interval":
        lower = _relation("gt" if collection.value[0] else "ge", element, args[0])
        upper = _relation("lt" if collection.value[1] else "le", element, args[1])
        return junction(True, (lower, upper))
    if head == "plus_minus":
        return _relation("eq", element, collection)
    if head in ("union", "intersection"):
        return junction(head == "intersection", tuple(membership(element, a) for a in args))
    if head == "add" and len(args) == 2 and args[1].head == "neg":
        return junction(True, (membership(element, args[0]), negate(membership(element, args[1].args[0]))))
    if head == "name" and collection.value in EVERYTHING:
        return ALWAYS
    raise NotAStatementError(f"a {head} is not a set whose members are known")


def infinite_sign(expression: Expression) -> int:
    """1 for infinity, -1 for minus infinity, 0 for everything else."""
    if expression.head == "constant" and expression.value == "oo":
        return 1
    if expression.head == "neg":
        return -infinite_sign(expression.args[0])
    return 0


def has_plus_minus(expression: Expression) -> bool:
    return any(node.head == "plus_minus" for node in expression.walk())


def choose(expression: Expression, sign: int) -> Expression:
    """All ``±`` of an expression with their upper (sign = 1) or all with their lower sign."""

    def rule(node: Expression) -> Expression:
        if node.head != "plus_minus":
            return node
        plus = (sign > 0) == (node.value != "-")
        last = node.args[-1] if plus else neg(node.args[-1])
        return last if len(node.args) == 1 else Expression("add", (node.args[0], last))

    return rewrite(expression, rule)


def atoms(*formulas: Formula) -> tuple[Atom, ...]:
    """All different atoms, in the order written."""
    return tuple(dict.fromkeys(p for f in formulas for p in _leaves(f) if isinstance(p, Atom)))


def letters(*formulas: Formula) -> tuple[str, ...]:
    """All letters, in the order written."""
    return tuple(dict.fromkeys(p.text for f in formulas for p in _leaves(f) if isinstance(p, Letter)))


def _leaves(formula: Formula) -> Iterator[Formula]:
    if isinstance(formula, Junction):
        for part in formula.parts:
            yield from _leaves(part)
    else:
        yield formula


def too_large(*formulas: Formula) -> bool:
    return any(len(list(islice(_leaves(f), LARGEST_FORMULA + 1))) > LARGEST_FORMULA for f in formulas)


def evaluate(
    formula: Formula, truth: Callable[[Atom], bool | None], assignment: Mapping[str, bool] | None = None
) -> bool | None:
    """Three-valued: None where the known atoms do not settle it."""
    if isinstance(formula, Truth):
        return formula.value
    if isinstance(formula, Letter):
        value = (assignment or {}).get(formula.text)
        return None if value is None else value == formula.positive
    if isinstance(formula, Atom):
        return truth(formula)
    settled: bool | None = formula.conjunctive
    for part in formula.parts:
        value = evaluate(part, truth, assignment)
        if value is None:
            settled = None
        elif value != formula.conjunctive:
            return value
    return settled
