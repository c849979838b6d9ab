"""Equality of things with structure: statements, sets, lists, tuples, intervals, words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from derive.decide.budget import Budget
from derive.decide.relations.compare import compare, verdict_of
from derive.decide.relations.formula import (
    VAGUE,
    Formula,
    NotAStatementError,
    is_statement,
    letters,
    membership,
    to_formula,
)
from derive.decide.relations.quantity import has_units, same_quantity
from derive.decide.relations.scene import scene_for
from derive.expression import INFINITY, Expression, name, neg
from derive.verdict import Evidence, Outcome, Verdict, proved, refuted, supported, undecided
from derive.vocabulary import Vocabulary

Ladder = Callable[..., Verdict]
SEQUENCES = frozenset(("list", "tuple"))
SETS = frozenset(("set", "interval", "union", "intersection", "plus_minus"))
ELEMENT = "element of both sets"
REALS = Expression("interval", (neg(INFINITY), INFINITY), (True, True))


def same_structure(
    left: Expression, right: Expression, vocabulary: Vocabulary, budget: Budget, ladder: Ladder
) -> Verdict:
    """Whether two expressions of any kind mean the same."""
    if has_units(left) or has_units(right):
        return same_quantity(left, right)
    left, right = (REALS if e == name("Reals") else e for e in (left, right))
    left, right = as_interval(left, right), as_interval(right, left)
    kinds = kind(left), kind(right)
    if kinds == ("scalar", "scalar"):
        return ladder(left, right, vocabulary=vocabulary, budget=budget)
    if "text" in kinds:
        return _texts(left, right)
    if set(kinds) == {"statement", "set"}:
        return _statement_and_set(left, right, vocabulary, budget, ladder)
    if kinds[0] != kinds[1]:
        return _unlike(left, right, kinds, vocabulary, budget, ladder)
    if kinds[0] == "statement":
        return statements(left, right, vocabulary, budget, ladder)
    if kinds[0] == "sequence":
        return _sequences(left, right, vocabulary, budget, ladder)
    return _sets(left, right, vocabulary, budget, ladder)


def as_interval(pair: Expression, other: Expression) -> Expression:
    """``[a, b]`` and ``(a, b)`` beside a set or ``x in ...``: the closed and the open interval."""
    if pair.head not in SEQUENCES or len(pair.args) != 2 or any(kind(a) != "scalar" for a in pair.args):
        return pair
    ordered = other.head in ("lt", "le", "gt", "ge", "member", "chain", "and", "or") and len(other.names()) == 1
    if ordered or (kind(other) == "set" and other.head != "set"):
        return Expression("interval", pair.args, (pair.head == "tuple",) * 2)
    return pair


def as_solutions(values: Expression, other: Expression) -> Expression:
    """``2, -2`` or ``2`` beside an equation in one name, or beside a set: the set of its solutions."""
    beside = kind(other)
    if beside == "set" and other.head == "set" and values.head == "list":
        return Expression("set", values.args)
    if beside != "statement" or len([n for n in other.names() if n not in values.names()]) != 1:
        return values
    if values.head in SEQUENCES and all(kind(a) == "scalar" for a in values.args):
        return Expression("set", values.args)
    return Expression("set", (values,)) if kind(values) == "scalar" else values


def kind(expression: Expression) -> str:
    """Statement, set, sequence, text or scalar."""
    if is_statement(expression) or expression.head in VAGUE:
        return "statement"
    if expression.head == "text":
        return "text"
    if expression.head in SEQUENCES:
        return "sequence"
    if expression.head in SETS:
        return "set"
    if expression.head == "add" and any(kind(a.args[0] if a.head == "neg" else a) == "set" for a in expression.args):
        return "set"
    return "scalar"


def _kinds(kinds: tuple[str, str]) -> Verdict:
    words = {"statement": "a relation", "set": "a set", "sequence": "a list", "scalar": "an expression", "text": "text"}
    text = f"one side is {words[kinds[0]]}, the other {words[kinds[1]]}"
    return refuted(text, Evidence("counterexample", "kind", text))


def _unlike(
    left: Expression,
    right: Expression,
    kinds: tuple[str, str],
    vocabulary: Vocabulary,
    budget: Budget,
    ladder: Ladder,
) -> Verdict:
    """Different kinds of things are different, but what may be the same thing in another dress is left open.

    ``x = 5`` beside ``5``, ``(x, y) = (1, 2)`` beside ``(1, 2)``, and the set ``{1, 2}`` beside the list ``1, 2``.
    """
    verdict = _kinds(kinds)
    if set(kinds) == {"sequence", "scalar"}:
        listed, number = (left, right) if kinds[0] == "sequence" else (right, left)
        if any(_same_value(d, number) for d in _digits(listed)):
            return undecided(f"{verdict.reason}, unless its commas stand within a number")
    for one, other in ((left, right), (right, left)):
        same: Verdict | None = None
        if one.head == "eq" and one.args[0].head in ("name", "tuple", "call") and not is_statement(other):
            same = same_structure(one.args[1], other, vocabulary, budget, ladder)
        elif kind(one) == "sequence" and other.head == "set":
            same = same_structure(Expression("set", one.args), other, vocabulary, budget, ladder)
        if same is not None and same.holds:
            return undecided(f"{verdict.reason}, which may stand for the same", *same.evidence)
    return verdict


def _digits(listed: Expression) -> tuple[str, ...]:
    """``1,234,567`` with commas between thousands, ``1,22`` with a decimal comma."""
    items = [a.value for a in listed.args if a.head in ("number", "decimal")]
    parts = [str(v) for v in items]
    if len(parts) != len(listed.args) or not all(p.isdigit() for p in parts[:-1]):
        return ()
    thousands = all(len(p.split(".")[0]) == 3 for p in parts[1:]) and len(parts[0]) <= 3
    return (*(("".join(parts),) if thousands else ()), *((".".join(parts),) if len(parts) == 2 else ()))


def _same_value(digits: str, other: Expression) -> bool:
    from fractions import Fraction

    try:
        return other.head in ("number", "decimal") and Fraction(digits) == Fraction(other.value)
    except ValueError:
        return False


def _texts(left: Expression, right: Expression) -> Verdict:
    if left == right:
        return proved("the same words", Evidence("proof", "same", "the same words"))
    first, second = _word(left), _word(right)
    if first is not None and first == second:
        return proved("the same words", Evidence("proof", "same", "the same words"))
    if first is not None and second is not None:
        text = f"{first!r} and {second!r} are different words"
        return refuted(text, Evidence("counterexample", "words", text))
    return _kinds((kind(left), kind(right)))


def _word(expression: Expression) -> str | None:
    if expression.head in ("text", "name", "constant"):
        return str(expression.value).strip().strip("()").strip().lower() or None
    return None


def statements(left: Expression, right: Expression, vocabulary: Vocabulary, budget: Budget, ladder: Ladder) -> Verdict:
    """Two relations, systems or propositions: true at the same points?"""
    from derive.decide.relations.steps import formulas as compared

    found = compared(left, right, vocabulary, budget, ladder)
    return found[1]


def formulas(
    first: Formula, second: Formula, sides: Sequence[Expression], vocabulary: Vocabulary, budget: Budget
) -> Verdict:
    scene = scene_for(sides, vocabulary, letters(first, second))
    return verdict_of(compare(first, second, scene, budget))


def _statement_and_set(
    left: Expression, right: Expression, vocabulary: Vocabulary, budget: Budget, ladder: Ladder
) -> Verdict:
    """``x in [-2, 7]`` and ``[-2, 7]``: the set of values of the only name."""
    statement, collection = (left, right) if kind(left) == "statement" else (right, left)
    names = [n for n in statement.names() if n not in collection.names()]
    if not collection.args and collection.head == "set":
        return statements(left, right, vocabulary, budget, ladder)
    if len(names) != 1:
        return _kinds((kind(left), kind(right)))
    try:
        first, second = to_formula(statement), membership(name(names[0]), collection)
    except NotAStatementError as error:
        return undecided(str(error), Evidence("attempt", "formula", str(error)))
    return formulas(first, second, (left, right), vocabulary, budget)


def _sequences(left: Expression, right: Expression, vocabulary: Vocabulary, budget: Budget, ladder: Ladder) -> Verdict:
    if len(left.args) != len(right.args):
        text = f"{len(left.args)} entries on one side, {len(right.args)} on the other"
        return refuted(text, Evidence("counterexample", "length", text))
    found = []
    for position, (a, b) in enumerate(zip(left.args, right.args), 1):
        verdict = same_structure(a, b, vocabulary, budget, ladder)
        if verdict.fails:
            return refuted(f"entry {position} differs: {verdict.reason}", *verdict.evidence)
        found.append(verdict)
    if left.head != right.head and len(left.args) == 2 and all(kind(a) == "scalar" for a in left.args):
        return undecided("the entries are the same, but as intervals (a, b) is open and [a, b] is closed")
    return together(found, "every entry is the same")


def together(found: Sequence[Verdict], reason: str) -> Verdict:
    """All of several verdicts that do not fail."""
    evidence = tuple(e for v in found for e in v.evidence)
    open_ones = [v for v in found if not v.holds]
    if open_ones:
        return undecided(open_ones[0].reason, *evidence)
    if all(v.outcome is Outcome.PROVED for v in found):
        return proved(reason, *(evidence or (Evidence("proof", "entries", reason),)))
    return supported(reason, *evidence)


def _sets(left: Expression, right: Expression, vocabulary: Vocabulary, budget: Budget, ladder: Ladder) -> Verdict:
    if left.head == right.head == "set" and (_structured(left) or _structured(right)):
        return _matched(left, right, vocabulary, budget, ladder)
    element = name(ELEMENT)
    try:
        first, second = membership(element, left), membership(element, right)
    except NotAStatementError as error:
        return undecided(str(error), Evidence("attempt", "formula", str(error)))
    sides = (left, right, element)
    return formulas(first, second, sides, vocabulary, budget)


def _structured(expression: Expression) -> bool:
    return any(kind(a) != "scalar" for a in expression.args)


def _matched(left: Expression, right: Expression, vocabulary: Vocabulary, budget: Budget, ladder: Ladder) -> Verdict:
    """Sets of structured elements: each element of either has an equal one in the other."""
    found: list[Verdict] = []
    for ours, theirs in ((left.args, right.args), (right.args, left.args)):
        for element in ours:
            answers = [same_structure(element, other, vocabulary, budget, ladder) for other in theirs]
            best = next((a for a in answers if a.holds), None)
            if best is not None:
                found.append(best)
            elif all(a.fails for a in answers):
                from derive.decide.relations.wording import plain

                text = f"{plain(element)} is in one of the sets only"
                return refuted(text, *((*answers[0].evidence,) if answers else (_only(text),)))
            else:
                return undecided("an element may be in one of the sets only", *(e for a in answers for e in a.evidence))
    return together(found, "the same elements")


def _only(text: str) -> Evidence:
    return Evidence("counterexample", "elements", text)
