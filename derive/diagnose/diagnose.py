"""What was probably meant: an ordered tuple of small rules, each verified before anything is said.

Every rule proposes repairs from one shared sample in double precision.  A repair is told only when the mended
expression is *decided* to be right: the sample filters, the decision judges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import process_time

from derive.decide import Budget, decide
from derive.diagnose import bounds, factors, monomials, powers, special, swaps, terms
from derive.diagnose.case import Case, Repair, agree
from derive.diagnose.places import places
from derive.diagnose.points import draw
from derive.diagnose.values import Values
from derive.diagnose.wording import diagnosis, show, turned
from derive.expression import ZERO, Expression, replace
from derive.verdict import Diagnosis
from derive.vocabulary import EMPTY, Vocabulary

Rule = Callable[[Case], Iterator[Repair]]

#: The order is the policy: what is said first is what a marker would say first.
#: A rule that is marked early looks at the student's answer only, and comes again later for both directions.
EARLY = swaps.wrong_name
RULES: tuple[Rule, ...] = (
    factors.sign,
    terms.doubled_term,
    powers.inverted,
    factors.constant_factor,
    powers.exponent,
    factors.wrong_number,
    swaps.wrong_function,
    swaps.wrong_name,
    bounds.bound_of_sum,
    monomials.monomial_factor,
    terms.extra_term,
    swaps.term_by_term,
    factors.piece_factor,
    terms.dropped_term,
    terms.combination,
    swaps.wrong_name,
    swaps.swapped_names,
    monomials.monomial_ratio,
    terms.additive_constant,
    factors.inner_derivative,
    swaps.wrong_piece,
    powers.root_of_number,
)
#: What can be said of two numbers.
OF_NUMBERS: tuple[Rule, ...] = (factors.sign, powers.inverted, powers.root_of_number, factors.constant_factor)
_LARGEST = 400
_MOST_DECISIONS = 24


class _Judge:
    """Decides proposed repairs, within a number of decisions and a processor time."""

    __slots__ = ("_deadline", "_left", "_seen", "vocabulary")

    def __init__(self, vocabulary: Vocabulary, seconds: float) -> None:
        self.vocabulary = vocabulary
        self._left = _MOST_DECISIONS
        self._deadline = process_time() + seconds
        self._seen: set[tuple[Expression, Expression]] = set()

    def holds(self, left: Expression, right: Expression, vocabulary: Vocabulary | None = None) -> bool:
        remaining = self._deadline - process_time()
        if self._left <= 0 or remaining <= 0 or (left, right) in self._seen:
            return False
        self._seen.add((left, right))
        self._left -= 1
        budget = Budget(seconds=min(0.5, remaining))
        try:
            return decide(left, right, vocabulary=vocabulary or self.vocabulary, budget=budget).holds
        except (ArithmeticError, ValueError):
            return False  # a repair that cannot be decided is not said


def diagnose(
    student: Expression, reference: Expression, *, vocabulary: Vocabulary = EMPTY, seconds: float = 1.0
) -> Diagnosis | None:
    """The slip that turned the reference into the student's answer, or None where no single one does.

    Works on expressions, relations, matrices, sets and lists.  Nothing is said that was not decided: with the repair
    made, the answer equals the reference.
    """
    found = ranked(student, reference, vocabulary=vocabulary, seconds=seconds)
    return None if found is None else found[1]


def ranked(
    student: Expression, reference: Expression, *, vocabulary: Vocabulary = EMPTY, seconds: float = 1.0
) -> tuple[int, Diagnosis] | None:
    """The slip with its rank: the lower, the simpler.  Of two explanations the simpler one is the likelier."""
    from derive.diagnose.shapes import diagnose_shape

    if student.size() > _LARGEST or reference.size() > _LARGEST:
        return None
    judge = _Judge(vocabulary, seconds)

    def inner(a: Expression, b: Expression) -> Diagnosis | None:
        found = _scalar(a, b, judge)
        return None if found is None else found[1]

    try:
        handled, found = diagnose_shape(student, reference, judge.holds, inner)
        if handled:
            return None if found is None else (0, found)
        return _scalar(student, reference, judge)
    except ArithmeticError:
        # The sample's values are doubles: where one is beyond them nothing is said, and the verdict stands without it.
        return None


def _scalar(student: Expression, reference: Expression, judge: _Judge) -> tuple[int, Diagnosis] | None:
    vocabulary = judge.vocabulary
    if not student.names() and not reference.names() and student.size() + reference.size() <= 4:
        return 0, Diagnosis("wrong number", f"{show(reference)} should stand where {show(student)} stands")
    if reference == ZERO:
        return 0, Diagnosis(
            "should vanish", f"everything cancels: {show(reference)} should stand where {show(student)} stands"
        )
    values = Values(draw((student, reference), vocabulary), vocabulary)
    found = _under_assumption(student, reference, values, judge)
    if found is not None:
        return 0, found
    # Numbers without names have many accidental relations: only the whole is looked at.
    depth = 1 if not student.names() and not reference.names() else None
    forward = Case(student, reference, values, places(student, values.of(reference), values)[:depth])
    backward = Case(reference, student, values, places(reference, values.of(student), values)[:depth])
    # Nothing but a name (x - x for x - y) makes an answer vanish altogether.
    vanishes = any(all(abs(v) < 1e-12 for v in values.of(e)[: forward.tame]) for e in (student, reference))
    for position, rule in enumerate(RULES):
        if (vanishes and rule is not EARLY) or (depth == 1 and rule not in OF_NUMBERS):
            continue
        for case, ahead in ((forward, True), (backward, False)):
            if rule is EARLY and not ahead and rule in RULES[position + 1 :]:
                continue
            for repair in rule(case):
                mended = repair.applied(case.source)
                if not agree(values.of(mended), values.of(case.target), case.tame):
                    continue  # a root's branch went astray at some of the points
                if judge.holds(mended, case.target):
                    told = repair if ahead else turned(repair)
                    return position, diagnosis(told, mended if ahead else reference, ahead)
    inside = _inside_binder(student, reference, judge)
    if inside is not None:
        return inside
    found = _special(student, reference, values, judge)
    return None if found is None else (len(RULES), found)


def _under_assumption(student: Expression, reference: Expression, values: Values, judge: _Judge) -> Diagnosis | None:
    for assumption, vocabulary in special.assumptions(student, reference, values):
        if judge.holds(student, reference, vocabulary):
            return Diagnosis("needs an assumption", f"this is true only under an assumption such as {show(assumption)}")
    return None


def _special(student: Expression, reference: Expression, values: Values, judge: _Judge) -> Diagnosis | None:
    for text, value in special.special_values(student, reference, values):
        point = {text: value}
        if judge.holds(replace(student, point), replace(reference, point)):
            condition = f"`{text} = {show(value).strip('`')}`"
            return Diagnosis("special value", f"this is true only for the special value {condition}")
    return None


def _inside_binder(student: Expression, reference: Expression, judge: _Judge) -> tuple[int, Diagnosis] | None:
    """The same sum, product, integral or limit of another term: the slip is looked for in the term."""
    same_head = student.head == reference.head and student.head in ("sum", "product", "integral", "limit", "derivative")
    if not same_head or len(student.args) != len(reference.args):
        return None
    differing = [i for i, (a, b) in enumerate(zip(student.args, reference.args)) if a != b]
    if len(differing) != 1:
        return None
    found = _scalar(student.args[differing[0]], reference.args[differing[0]], judge)
    if found is None:
        return None
    noun = {"sum": "sum", "product": "product", "integral": "integral", "limit": "limit"}.get(
        student.head, "derivative"
    )
    rank, slip = found
    return rank, Diagnosis(slip.slip, f"inside the {noun}, {slip.text}")
