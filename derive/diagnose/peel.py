"""What two expressions share is taken off: the slip is looked for where they differ.

Only around sums, products, integrals and limits, which are dear to evaluate: an inner difference that is mended makes
the whole right, whatever stands around it.
"""

from __future__ import annotations

from derive.expression import ONE, E, Expression, call, name, replace

BINDERS = {"sum": "sum", "product": "product", "integral": "integral", "limit": "limit"}


def peeled(student: Expression, reference: Expression) -> tuple[Expression, Expression, str]:
    """The innermost differing pair, and the kind of the last binder that was taken off (empty for none)."""
    noun = ""
    while _binds(student) and _binds(reference):
        pair = _next(student, reference)
        if pair is None:
            break
        if student.head == reference.head and student.head in BINDERS:
            noun = BINDERS[student.head]
        student, reference = pair
    return student, reference, noun


def _next(student: Expression, reference: Expression) -> tuple[Expression, Expression] | None:
    if student.head == reference.head == "neg":
        return student.args[0], reference.args[0]
    if student.head == reference.head and student.head in BINDERS:
        return _bodies(student, reference)
    if student.head == reference.head == "add":
        return _rest(student.args, reference.args)
    if {student.head, reference.head} <= {"mul", "div"}:
        (above, below), (top, bottom) = factors(student), factors(reference)
        pair, other = _rest(above, top), _rest(below, bottom)
        if pair is not None and _same_all(below, bottom):
            return pair
        return other if other is not None and _same_all(above, top) else None
    if student.head == reference.head == "pow" and key(student.args[1]) == key(reference.args[1]):
        return student.args[0], reference.args[0]
    return None


def _bodies(student: Expression, reference: Expression) -> tuple[Expression, Expression] | None:
    """The terms of two sums over the same range, the index of one named as in the other."""
    if len(student.args) != len(reference.args) or student.args[1].head != "name" or student.value != reference.value:
        return None
    index, other = student.args[1], reference.args[1]
    if other.head != "name" or (index != other and index.value in reference.args[0].names()):
        return None
    if any(key(a) != key(b) for a, b in zip(student.args[2:], reference.args[2:])):
        return None
    term = reference.args[0] if index == other else replace(reference.args[0], {other.value: index})
    return student.args[0], term


def factors(e: Expression) -> tuple[tuple[Expression, ...], tuple[Expression, ...]]:
    """The factors above and below the bar."""
    if e.head == "mul":
        pairs = [factors(a) for a in e.args]
        return tuple(f for p in pairs for f in p[0]), tuple(f for p in pairs for f in p[1])
    if e.head == "div":
        (a, b), (c, d) = factors(e.args[0]), factors(e.args[1])
        return (*a, *d), (*b, *c)
    return ((e,), ()) if e != ONE else ((), ())


def _rest(mine: tuple[Expression, ...], theirs: tuple[Expression, ...]) -> tuple[Expression, Expression] | None:
    """The one argument of each that the other does not have."""
    right = [(key(r), r) for r in theirs]
    left = []
    for argument in mine:
        own = key(argument)
        match = next((pair for pair in right if pair[0] == own), None)
        if match is None:
            left.append(argument)
        else:
            right.remove(match)
    return (left[0], right[0][1]) if len(left) == len(right) == 1 else None


def _same_all(mine: tuple[Expression, ...], theirs: tuple[Expression, ...]) -> bool:
    return sorted(map(key, mine)) == sorted(map(key, theirs))


def _binds(e: Expression) -> bool:
    return any(n.head in BINDERS for n in e.walk())


def key(e: Expression) -> str:
    """Equal for expressions that differ in the order of terms and factors only, or in how a quotient is written."""
    if e.head in ("mul", "div"):
        above, below = factors(e)
        return f"{sorted(map(key, above))}/{sorted(map(key, below))}"
    if e.head == "add":
        return f"+{sorted(map(key, e.args))}"
    if e.head == "pow" and e.args[0] == E:
        return key(call("exp", e.args[1]))
    if not e.args:
        return repr(e)
    if e.head in BINDERS and e.args[1].head == "name":
        return _bound_key(e)
    return f"{e.head} {e.value!r} {[key(a) for a in e.args]}"


def _bound_key(e: Expression) -> str:
    """The name of an index does not matter."""
    depth = sum(1 for n in e.args[0].walk() if n.head in BINDERS)
    body = replace(e.args[0], {e.args[1].value: name(f"bound {depth}")})
    return f"{e.head} {key(body)} {[key(a) for a in e.args[2:]]}"
