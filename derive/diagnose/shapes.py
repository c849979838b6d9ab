"""Slips in relations, matrices, sets and lists: an inequality reversed, a matrix transposed, one entry wrong."""

from __future__ import annotations

from derive.diagnose.relations import REVERSED, Holds, Inner, diagnose_relation
from derive.diagnose.wording import show
from derive.expression import RELATIONS, Expression
from derive.verdict import Diagnosis

_COLLECTIONS = ("set", "list", "tuple")
#: In a matrix with more wrong entries than this, nobody looks for a common slip.
MOST_ENTRIES = 9


def diagnose_shape(
    student: Expression, reference: Expression, holds: Holds, inner: Inner
) -> tuple[bool, Diagnosis | None]:
    """Whether the two are of a shape of their own, and then what was found."""
    heads = (student.head, reference.head)
    if "and" in heads and "or" not in heads and all(h in RELATIONS or h in ("and", "chain") for h in heads):
        return True, _conditions(student, reference, holds, inner)
    if "chain" in heads or "and" in heads or "or" in heads:
        return True, _parts(student, reference, holds, inner)
    if all(h in RELATIONS for h in heads):
        return True, diagnose_relation(student, reference, holds, inner)
    if "matrix" in heads and heads != ("matrix", "matrix"):
        student, reference = (as_column(e) if e.head in ("tuple", "list") else e for e in (student, reference))
    if student.head == reference.head == "matrix":
        return True, _matrix(student, reference, holds, inner)
    if all(h in _COLLECTIONS for h in heads):
        return True, _collection(student, reference, holds, inner)
    if heads == ("interval", "interval"):
        return True, _interval(student, reference, holds, inner)
    if heads == ("cases", "cases"):
        return True, _parts(student, reference, holds, inner)
    return False, None


def _conditions(student: Expression, reference: Expression, holds: Holds, inner: Inner) -> Diagnosis | None:
    """Conditions joined by and: one is missing, one is too many, or one is wrong."""
    missing = list(_joined(reference))
    extra: list[Expression] = []
    for condition in _joined(student):
        match = next((m for m in missing if m == condition), None)
        if match is None:
            match = next((m for m in missing if holds(condition, m)), None)
        if match is None:
            extra.append(condition)
        else:
            missing.remove(match)
    if len(extra) == len(missing) == 1:
        return _either(extra[0], missing[0], holds, inner)[1]
    if extra and missing:
        turned = [Expression(REVERSED[e.head], e.args) if e.head in REVERSED else e for e in extra]
        if all(any(t == m or holds(t, m) for m in missing) for t in turned):
            return Diagnosis("reversed inequality", f"the inequalities {_list(extra)} point the wrong way")
        return None
    if missing:
        return Diagnosis("dropped condition", f"a condition is missing: {_list(missing)}")
    return Diagnosis("extra condition", f"a condition is too much: {_list(extra)}") if extra else None


def _list(conditions: list[Expression]) -> str:
    return ", ".join(map(show, conditions))


def _joined(e: Expression) -> tuple[Expression, ...]:
    if e.head == "and":
        return tuple(c for a in e.args for c in _joined(a))
    if e.head == "chain":
        return tuple(Expression(r, pair) for r, pair in zip(e.value, zip(e.args, e.args[1:])))
    return (e,)


def _parts(student: Expression, reference: Expression, holds: Holds, inner: Inner) -> Diagnosis | None:
    """Both are made of the same number of parts, of which one differs; and and or exchanged."""
    if student.head != reference.head:
        if {student.head, reference.head} == {"and", "or"} and holds(
            Expression(reference.head, student.args), reference
        ):
            return Diagnosis("and or or", f"the conditions are joined by {student.head} instead of {reference.head}")
        return None
    if student.value != reference.value:
        turned = Expression(student.head, student.args, reference.value)
        if holds(turned, reference):
            strict = all(a[0] == b[0] for a, b in zip(student.value or (), reference.value or ()))
            slip = "strict inequality" if strict else "reversed inequality"
            return Diagnosis(slip, f"a relation sign is wrong; probably meant: {show(turned)}")
        return None
    if len(student.args) != len(reference.args):
        return None
    differing = [(a, b) for a, b in zip(student.args, reference.args) if a != b]
    if len(differing) != 1:
        return None
    _, found = _either(*differing[0], holds, inner)
    return found


def _either(a: Expression, b: Expression, holds: Holds, inner: Inner) -> tuple[bool, Diagnosis | None]:
    if a.head == b.head == "case":
        if a.args[1] == b.args[1]:
            return True, inner(a.args[0], b.args[0])
        return _either(a.args[1], b.args[1], holds, inner) if a.args[0] == b.args[0] else (True, None)
    handled, found = diagnose_shape(a, b, holds, inner)
    return (True, found) if handled else (True, inner(a, b))


def as_column(e: Expression) -> Expression:
    """A tuple as the column that it stands for."""
    return Expression("matrix", tuple(Expression("row", (a,)) for a in e.args))


def _matrix(student: Expression, reference: Expression, holds: Holds, inner: Inner) -> Diagnosis | None:
    rows = [row.args for row in student.args]
    turned = Expression("matrix", tuple(Expression("row", tuple(column)) for column in zip(*rows)))
    right = [row.args for row in reference.args]
    shape, expected = _shape(rows), _shape(right)
    if shape[::-1] == expected and turned != student and holds(turned, reference):
        return Diagnosis("transposed matrix", "the matrix is transposed: rows and columns are exchanged")
    if shape != expected:
        return Diagnosis("wrong shape", f"the matrix is {shape[0]} by {shape[1]}; it should be {_by(expected)}")
    wrong = [
        (i, j)
        for i, row in enumerate(rows)
        for j, entry in enumerate(row)
        if entry != right[i][j] and not holds(entry, right[i][j])
    ]
    if len(wrong) == 1:
        i, j = wrong[0]
        found = inner(rows[i][j], right[i][j])
        slip, cause = (found.slip, f": {found.text}") if found else ("wrong entry", "")
        return Diagnosis(slip, f"the entry in row {i + 1}, column {j + 1} is wrong{cause}")
    return _several_entries(rows, right, wrong, holds, inner)


def _several_entries(
    rows: list[tuple[Expression, ...]],
    right: list[tuple[Expression, ...]],
    wrong: list[tuple[int, int]],
    holds: Holds,
    inner: Inner,
) -> Diagnosis | None:
    """Two entries that stand in each other's place, or the same slip in every wrong entry."""
    if len(wrong) > MOST_ENTRIES:
        return None
    if len(wrong) == 2:
        (a, b), (c, d) = wrong
        if holds(rows[a][b], right[c][d]) and holds(rows[c][d], right[a][b]):
            places = f"row {a + 1}, column {b + 1} and row {c + 1}, column {d + 1}"
            return Diagnosis("swapped entries", f"two entries stand in each other's place: {places}")
    found = [inner(rows[i][j], right[i][j]) for i, j in wrong]
    first = found[0] if found else None
    if first is None or any(f is None or f.slip != first.slip for f in found):
        return None
    return Diagnosis(first.slip, f"the same slip in {len(wrong)} entries, in the first of them: {first.text}")


def _shape(rows: list[tuple[Expression, ...]]) -> tuple[int, int]:
    return len(rows), len(rows[0]) if rows else 0


def _by(shape: tuple[int, int]) -> str:
    return f"{shape[0]} by {shape[1]}"


def _collection(student: Expression, reference: Expression, holds: Holds, inner: Inner) -> Diagnosis | None:
    """Elements that are missing, too many, in another order, or one that is wrong."""
    unmatched = list(reference.args)
    extra: list[Expression] = []
    for element in student.args:
        match = next((r for r in unmatched if r == element), None)
        if match is None:
            match = next((r for r in unmatched if holds(element, r)), None)
        if match is None:
            extra.append(element)
        else:
            unmatched.remove(match)
    if not extra and not unmatched:
        if "set" not in (student.head, reference.head) and len(student.args) == len(reference.args):
            return Diagnosis("order", "the elements are right and stand in another order")
        return None
    if unmatched and not extra:
        return Diagnosis("missing element", f"{_several(unmatched)} missing")
    if extra and not unmatched:
        return Diagnosis("extra element", f"{_several(extra)} too much")
    if len(extra) == len(unmatched) == 1:
        found = inner(extra[0], unmatched[0])
        cause = f": {found.text}" if found else ""
        return Diagnosis(found.slip if found else "wrong element", f"the element {show(extra[0])} is wrong{cause}")
    return None


def _several(elements: list[Expression]) -> str:
    verb = "is" if len(elements) == 1 else "are"
    return f"{', '.join(show(e) for e in elements)} {verb}"


def _interval(student: Expression, reference: Expression, holds: Holds, inner: Inner) -> Diagnosis | None:
    if student.value != reference.value and holds(Expression("interval", student.args, reference.value), reference):
        return Diagnosis("strict inequality", "an end of the interval is open that should be closed, or the other way")
    differing = [(a, b) for a, b in zip(student.args, reference.args) if a != b]
    return inner(*differing[0]) if len(differing) == 1 else None
