"""Symbolic sizes: the question asked at several concrete ones.

Names in the bounds of sums are sizes; names that only stand as indices are placed at every position; names that are
transposed, traced or declared with a shape are vectors and matrices.  At each choice the expressions are written out
and the plain ladder decides.  Agreement at all of them supports the claim; one certified difference refutes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import replace as replace_fields
from itertools import product

from derive.decide.calculus.binding import with_domain
from derive.decide.calculus.construct import negate
from derive.decide.calculus.dimensions import with_identities
from derive.decide.calculus.ground import Ground, NotGroundError, Setting
from derive.decide.calculus.question import Question
from derive.decide.calculus.recognize import TENSOR_CALLS, dependent_names, has_calculus, has_tensors
from derive.decide.calculus.reduce import value_of
from derive.decide.calculus.shapes import Shaping, lower_entries, shapings, size_symbols
from derive.decide.calculus.tensors import Grid, ShapeError, Tensor
from derive.expression import INFINITY, Expression, bound, number, replace
from derive.verdict import Evidence, Outcome, Verdict, refuted, supported, undecided

#: Concrete sizes, by how many there are.
SIZES: dict[int, tuple[tuple[int, ...], ...]] = {
    0: ((),),
    1: ((2,), (3,), (1,), (4,), (5,)),
    2: ((2, 3), (3, 2), (2, 2), (1, 2)),
    3: ((2, 3, 2), (3, 2, 2), (2, 2, 3)),
    4: ((2, 3, 2, 3), (3, 2, 2, 3)),
}
SPANS = (2, 3)
#: Placements of the free indices at one choice of sizes.
PLACEMENTS = 12


@dataclass(frozen=True, slots=True)
class Symbols:
    """What has to be made concrete: sizes, free indices, whether there are sums without bounds, and tensors."""

    sizes: tuple[str, ...]
    indices: tuple[str, ...]
    open_sums: bool
    tensors: bool

    @property
    def any(self) -> bool:
        return bool(self.sizes or self.indices or self.open_sums or self.tensors)


def symbols(left: Expression, right: Expression) -> Symbols:
    """The sizes, free indices and tensors of two expressions."""
    sizes: dict[str, None] = {}
    indices: dict[str, None] = {}
    other: dict[str, None] = {}
    found = {"open": False, "tensors": False}

    def visit(node: Expression, hidden: frozenset[str], position: str) -> None:
        if node.head == "name":
            if node.value not in hidden:
                {"size": sizes, "index": indices, "other": other}[position].setdefault(node.value)
            return
        if node.head in ("sum", "product"):
            inner = hidden | {a.value for a in node.args[1:2] if a.head == "name"}
            unbounded = len(node.args) < 4 or node.args[2] == negate(INFINITY)
            found["open"] = found["open"] or unbounded
            visit(node.args[0], inner, "other")
            for extra in node.args[2:4]:
                if len(node.args) >= 4:
                    visit(extra, hidden, "size")
            if len(node.args) in (3, 5):
                visit(node.args[-1], inner, "index")
            return
        if node.head == "index":
            visit(node.args[0], hidden, "other")
            for a in node.args[1:]:
                visit(a, hidden, "index")
            return
        if node.head == "call" and node.value == "KroneckerDelta":
            for a in node.args:
                visit(a, hidden, "index")
            return
        if node.head == "matrix" or (node.head == "call" and node.value in TENSOR_CALLS):
            found["tensors"] = True
        inner = hidden.union(bound(node))
        for k, a in enumerate(node.args):
            if node.head == "member" and k == 1:
                continue
            visit(a, inner if k in (0, 1, 4) else hidden, "other" if position == "size" else position)

    def bounds(node: Expression) -> None:
        # A size may stand inside an expression such as n - 1.
        for a in node.walk():
            if a.head in ("sum", "product") and len(a.args) >= 4:
                for end in a.args[2:4]:
                    for text in end.names():
                        sizes.setdefault(text)

    for side in (left, right):
        visit(side, frozenset(), "other")
        bounds(side)
    hidden_anywhere = {b for side in (left, right) for n in side.walk() for b in bound(n)}
    sizes_found = tuple(s for s in sizes if s not in hidden_anywhere)
    free = tuple(i for i in indices if i not in sizes and i not in hidden_anywhere)
    return Symbols(sizes_found, free, found["open"], found["tensors"])


def index_limits(question: Question) -> tuple[tuple[str, str | int], ...]:
    """Free indices with the size of what they are indices of."""
    found: dict[tuple[str, str | int], None] = {}
    for side in (question.left, question.right):
        for node in side.walk():
            if node.head != "index" or node.args[0].head != "name":
                continue
            declared = question.vocabulary.name(node.args[0].value)
            shape = declared.shape if declared is not None else ()
            for place, size in zip(node.args[1:], shape):
                if place.head == "name":
                    found.setdefault((place.value, size))
    return tuple(found)


def settings(question: Question, found: Symbols) -> Iterator[Setting]:
    """Concrete sizes and placements, the likeliest to tell apart first."""
    choices = SIZES.get(len(found.sizes), ())
    choices = choices[:3] if found.tensors else choices
    limits = index_limits(question)
    if found.open_sums:
        choices = tuple(c for c in choices if min(c, default=2) > 1)  # undeclared arrays have two entries or more
    if found.open_sums and len(found.sizes) > 1:
        choices = tuple((n,) * len(found.sizes) for n in SPANS)
    for sizes in choices:
        values = dict(zip(found.sizes, sizes))
        # A sum without bounds runs over the one range there is.
        spans = (max(sizes),) if sizes else SPANS
        if not admissible(question, values):
            continue
        for span in spans:
            top = max(sizes, default=span) if sizes else span
            count = 0
            for place in product(range(1, top + 1), repeat=len(found.indices)):
                placed = {**values, **dict(zip(found.indices, place))}
                if not admissible(question, placed) or any(
                    index in placed and placed[index] > (size if isinstance(size, int) else placed.get(size, span))
                    for index, size in limits
                ):
                    continue
                yield Setting(placed, span)
                count += 1
                if count >= PLACEMENTS:
                    break


def admissible(question: Question, values: dict[str, int]) -> bool:
    """Whether concrete sizes keep to the assumptions that speak of them alone."""
    from derive.decide.calculus.reduce import decided

    given = {k: number(v) if v >= 0 else negate(number(-v)) for k, v in values.items()}
    for assumption in question.vocabulary.assumptions:
        if set(assumption.names()) <= set(values) and decided(replace(assumption, given)) is False:
            return False
    for text, value in values.items():
        declared = question.vocabulary.name(text)
        if declared is not None and declared.domain.startswith("negative") and value >= 0:
            return False
    return True


@dataclass(frozen=True, slots=True)
class Instance:
    setting: Setting
    verdict: Verdict


def inside_only(question: Question, found: Symbols, apart: list[Instance]) -> Verdict | None:
    """Support where the sides differ at the ends of a range only, which shifted indices leave."""
    from derive.decide.calculus.interior import interior, reach

    choices = tuple(interior(question, found))
    if not choices:
        return None
    done, _ = instances(question, found, choices)
    if not done or not all(i.verdict.holds for i in done):
        return None
    shift, where = reach(question.left, question.right), " and ".join(found.indices)
    reason = f"true where {where} keep {shift} from the ends of the sums, not at the ends ({apart[0].setting.text()})"
    return supported(reason, Evidence("agreement", "concrete sizes", reason, (), (f"{where} inside",)))


def instances(
    question: Question, found: Symbols, choices: Iterable[Setting] | None = None
) -> tuple[list[Instance], list[str]]:
    """The verdicts at the concrete choices that could be written out, and why others could not."""
    done: list[Instance] = []
    failures: list[str] = []
    shaped = shapings(question.left, question.right, question.vocabulary)
    dependent = dependent_names(question.left, question.right)
    entries = lower_entries(question.left, question.right)
    for plain in settings(question, found) if choices is None else choices:
        setting = replace_fields(plain, dependent=dependent, entries=entries)
        if question.budget.expired or len(done) >= 24:
            break
        instance = _instance(question, setting, shaped, failures)
        if instance is not None:
            done.append(instance)
            if instance.verdict.outcome is Outcome.REFUTED and not found.indices:
                break
    return done, failures


def _instance(
    question: Question, setting: Setting, shaped: tuple[Shaping, ...], failures: list[str]
) -> Instance | None:
    """The verdict under the likeliest shapes that fit.

    A refutation under guessed shapes stands only if no other shapes make the sides equal.
    """
    first: Instance | None = None
    heavy = _inverts(question.left) or _inverts(question.right)
    for shapes in shaped:
        given = shapes(setting)
        numeric = heavy and any(max(shape) > 2 for shape in given.values())
        chosen = replace_fields(setting, shapes=given, numeric=numeric)
        try:
            ground = Ground(chosen)
            left, right = ground.of(question.left, {}), ground.of(question.right, {})
            verdict = compared(with_entries(question, ground.bases), left, right)
        except (NotGroundError, ShapeError) as error:
            failures.append(str(error))
            continue
        if first is None:
            first = Instance(chosen, verdict)
            if verdict.outcome is not Outcome.REFUTED:
                return first
        elif verdict.holds:
            return Instance(chosen, undecided("it depends on what is a vector and what is a matrix"))
    return first


def with_entries(question: Question, bases: Mapping[str, str]) -> Question:
    """Entries have the domain of what they are entries of, or what is assumed of each (``x_i > 0``)."""
    vocabulary = question.vocabulary
    assumed = {}
    for assumption in vocabulary.assumptions:
        if assumption.head in ("gt", "ge", "lt", "le") and len(assumption.args) == 2:
            low, high = assumption.args if assumption.head in ("lt", "le") else assumption.args[::-1]
            if high.head == "index" and high.args[0].head == "name" and value_of(low) == 0:
                assumed[high.args[0].value] = "positive" if assumption.head in ("lt", "gt") else "nonnegative"
    for text, base in bases.items():
        declared = vocabulary.name(base)
        domain = assumed.get(base, declared.domain if declared is not None else "complex")
        if domain != "complex" and vocabulary.name(text) is None:
            vocabulary = with_domain(vocabulary, text, domain)
    return replace_fields(question, vocabulary=vocabulary)


def _inverts(expression: Expression) -> bool:
    """Whether inverses or determinants occur: with letters they grow too large beyond 2 by 2."""
    for node in expression.walk():
        if node.head == "call" and node.value in ("inverse", "det", "adjugate"):
            return True
        if node.head == "pow" and (value_of(node.args[1]) or 0) < 0:
            return True
    return False


def compared(question: Question, left: Tensor, right: Tensor) -> Verdict:
    """Two written-out tensors, entry by entry."""
    if isinstance(left, Grid) and isinstance(right, Grid):
        if left.shape != right.shape:
            if left.shape == right.transposed.shape and 1 in left.shape and gradients(question):
                right = right.transposed
            else:
                raise ShapeError(f"the sides have the shapes {left.shape} and {right.shape}")
        pairs = list(zip(left.entries(), right.entries()))
    elif isinstance(left, Grid) or isinstance(right, Grid):
        matrix, other = (left, right) if isinstance(left, Grid) else (right, left)
        assert isinstance(matrix, Grid)
        if matrix.shape == (1, 1):
            pairs = [(matrix.rows[0][0], other)]  # type: ignore[list-item]
        elif value_of(other) == 0:  # type: ignore[arg-type]
            pairs = [(e, other) for e in matrix.entries()]  # type: ignore[misc]
        else:
            raise ShapeError("one side is a matrix and the other a number")
    else:
        pairs = [(left, right)]
    worst: Verdict | None = None
    for a, b in pairs:
        verdict = asked(question, a, b)
        if verdict.outcome is Outcome.REFUTED:
            return verdict
        if worst is None or not verdict.holds or (worst.outcome is Outcome.PROVED is not verdict.outcome):
            worst = verdict
    assert worst is not None
    return worst


def gradients(question: Question) -> bool:
    """Whether a gradient occurs, which may be written as a row or as a column."""
    return any(
        node.head == "derivative" or (node.head == "call" and node.value == "grad")
        for side in (question.left, question.right)
        for node in side.walk()
    )


def speaks_of_equal(question: Question, found: Symbols) -> bool:
    """Whether a delta of two free indices stands in the question: then their being equal is meant as well."""
    free = frozenset(found.indices)
    return any(
        node.head == "call" and node.value == "KroneckerDelta" and free.issuperset(a.value for a in node.args)
        for side in (question.left, question.right)
        for node in side.walk()
    )


def by_entries(question: Question) -> bool:
    """Whether something is differentiated by an indexed thing."""
    return any(
        node.head == "derivative" and any(by.head == "index" for by in node.args[1:])
        for side in (question.left, question.right)
        for node in side.walk()
    )


def asked(question: Question, left: Expression, right: Expression) -> Verdict:
    if left == right:
        return Verdict(Outcome.PROVED, "both sides read the same")
    if has_calculus(left) or has_calculus(right):
        from derive.decide.calculus.decision import decide_calculus

        return decide_calculus(
            left, right, vocabulary=question.vocabulary, budget=question.budget.part(0.5), ladder=question.ladder
        )
    return question.ask(left, right)


def at_sizes(question: Question) -> Verdict | None:
    """The question at concrete sizes."""
    question = question.about(*with_identities(question.left, question.right))
    found = symbols(question.left, question.right)
    extra = size_symbols(question.left, question.right, question.vocabulary)
    if extra:
        sizes = tuple(dict.fromkeys((*found.sizes, *extra)))
        found = replace_fields(found, sizes=sizes, tensors=True)
    if any(has_tensors(side, question.vocabulary) for side in (question.left, question.right)):
        found = replace_fields(found, tensors=True)
    if not found.any:
        return None
    done, failures = instances(question, found)
    if not done:
        return undecided(f"not written out at any size: {failures[0]}") if failures else None
    apart = [i for i in done if i.verdict.outcome is Outcome.REFUTED]
    distinct = [i for i in done if _distinct(i, found)]
    if apart:
        unsaid = len(found.indices) > 1 and not speaks_of_equal(question, found)
        if unsaid and not any(i in distinct for i in apart):
            # Where the budget ended before indices that differ were tried, nothing is refuted either.
            different = " and ".join(found.indices)
            if distinct and by_entries(question) and all(i.verdict.holds for i in distinct):
                # The derivative by x_j of what holds x_k: different letters mean different entries.
                reason = f"true where {different} differ (at {len(distinct)} choices), as different letters say"
                return supported(reason, Evidence("agreement", "concrete sizes", reason, (), (f"{different} differ",)))
            return undecided(f"true where {different} differ, false where they are equal")
        inside = inside_only(question, found, apart)
        if inside is not None:
            return inside
        first = apart[0]
        reason = f"at {first.setting.text()} the two differ: {first.verdict.reason}"
        return refuted(reason, *first.verdict.evidence)
    if not all(i.verdict.holds for i in done):
        return undecided("not decided at every size that was tried")
    shown = "; ".join(dict.fromkeys(i.setting.text() for i in done[:6]))
    if not _telling(done, found):
        return undecided("written out at trivial sizes only")
    everywhere = all(i.verdict.outcome is Outcome.PROVED for i in done)
    how = "proved" if everywhere else "supported"
    general = not found.sizes and not found.open_sums and not found.indices and not any(i.setting.shapes for i in done)
    if general and everywhere:
        return Verdict(Outcome.PROVED, "equal entry by entry", done[0].verdict.evidence)
    text = f"{how} at {len(done)} choices of sizes and indices ({shown})"
    return supported(text, Evidence("agreement", "concrete sizes", text))


def _telling(done: list[Instance], found: Symbols) -> bool:
    """Whether every size was at least 2 once, and a symbolic size had two values."""
    for size in found.sizes:
        values = {i.setting.values[size] for i in done}
        if max(values) < 2 or len({tuple(sorted(i.setting.values.items())) for i in done}) < 2:
            return False
    return not found.open_sums or max(i.setting.span for i in done) >= 2


def _distinct(instance: Instance, found: Symbols) -> bool:
    values = [instance.setting.values[i] for i in found.indices]
    return len(set(values)) == len(values)
