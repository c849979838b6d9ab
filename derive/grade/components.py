"""Answers of several components: a fixed point given as ``V = -54.98`` and ``x = 0.182``, or as one tuple."""

from __future__ import annotations

from derive.decide import Budget, decide
from derive.expression import Expression
from derive.grade.key import PartKey
from derive.grade.record import Passage, Side
from derive.grade.spelling import normalised, without_time
from derive.verdict import Evidence, Outcome, Verdict, refuted
from derive.vocabulary import Vocabulary

#: A decimal with fewer digits is a guess beside an exact answer.
FEWEST_DIGITS = 3


def column(e: Expression) -> tuple[Expression, ...] | None:
    """The entries of a column or row matrix, a tuple or a list; None for anything else."""
    if e.head in ("tuple", "list"):
        return e.args
    if e.head == "matrix":
        rows = [row.args for row in e.args]
        if all(len(row) == 1 for row in rows):
            return tuple(row[0] for row in rows)
        if len(rows) == 1:
            return rows[0]
    return None


def as_column(entries: tuple[Expression, ...]) -> Expression:
    return Expression("matrix", tuple(Expression("row", (entry,)) for entry in entries))


def names_of(key: PartKey) -> tuple[str, ...]:
    """The names of a part's components, or nothing where its target is no vector of names."""
    entries = column(key.target) if key.target is not None else None
    if entries is None or len(entries) < 2 or any(e.head != "name" for e in entries):
        return ()
    return tuple(str(e.value) for e in entries)


def gathered(passages: tuple[Passage, ...], key: PartKey, fit: dict[int, int], named: int) -> Passage | None:
    """One passage made of those that give the components one by one, all under the part's label or all numbers."""
    names = names_of(key)
    reference = column(key.reference) if key.reference is not None else None
    if not names or reference is None or len(reference) != len(names):
        return None
    numeric = all(not entry.names() for entry in reference)
    found: dict[str, tuple[Passage, Side]] = {}
    for passage in passages:
        for name in names:
            side = _value(passage, name)
            if side is None or not side.readings:
                continue
            if fit[passage.order] == named or (numeric and not side.readings[0][0].names()):
                found[name] = (passage, side)
    if len(found) < len(names):
        return None
    pieces = [found[name] for name in names]
    value = as_column(tuple(side.readings[0][0] for _, side in pieces))
    last = max((p for p, _ in pieces), key=lambda p: p.order)
    text = ", ".join(dict.fromkeys(p.text for p, _ in pieces))
    first = pieces[0][1]
    left = Side(", ".join(names), first.offset, first.line)
    whole = Side(text, first.offset, first.line, ((value, ""),))
    return Passage(text, first.line, (left, whole), ("eq",), last.labels, last.number, last.before, last.order)


def _value(passage: Passage, name: str) -> Side | None:
    """The other side of ``name = value``; a star for "at the fixed point" is left aside."""
    if len(passage.sides) < 2 or any(r not in ("eq", "approx", "define") for r in passage.relations):
        return None
    text = normalised(without_time(passage.sides[0].text))
    return passage.sides[-1] if text == normalised(name) else None


def is_numeric(student: Expression, reference: Expression) -> bool:
    """The right answer is a number, and one of the two is a decimal: they are compared to the digits written."""
    if reference.names() or _symbolic(reference):
        return False
    if any(n.head == "decimal" for n in reference.walk()):
        return True
    digits = [str(n.value).lower().split("e")[0] for n in student.walk() if n.head == "decimal"]
    return bool(digits) and all(len(d.replace(".", "").lstrip("0")) >= FEWEST_DIGITS for d in digits)


def _symbolic(e: Expression) -> bool:
    return any(n.head in ("prime", "index", "sum", "integral", "derivative", "limit") for n in e.walk())


def _count(size: int) -> str:
    return "one number" if size == 1 else f"{size} components"


def compare_numbers(student: Expression, reference: Expression, vocabulary: Vocabulary, budget: Budget) -> Verdict:
    """Entry by entry, each to the digits written."""
    left, right = column(student), column(reference)
    sizes = [1 if entries is None else len(entries) for entries in (left, right)]
    if sizes[0] != sizes[1]:
        return refuted(f"the answer has {_count(sizes[0])}; the right one has {_count(sizes[1])}")
    if left is None or right is None:
        return decide(student, reference, vocabulary=vocabulary, relation="number", budget=budget)
    verdicts = [decide(a, b, vocabulary=vocabulary, relation="number", budget=budget) for a, b in zip(left, right)]
    for position, verdict in enumerate(verdicts, 1):
        if not verdict.holds:
            return Verdict(
                verdict.outcome, f"component {position}: {verdict.reason}", verdict.evidence, verdict.diagnosis
            )
    evidence: tuple[Evidence, ...] = tuple(e for v in verdicts for e in v.evidence)
    proved = all(v.outcome is Outcome.PROVED for v in verdicts)
    reason = "; ".join(f"component {i}: {v.reason}" for i, v in enumerate(verdicts, 1))
    return Verdict(Outcome.PROVED if proved else Outcome.SUPPORTED, reason, evidence)
