"""What was probably meant: an ordered tuple of small rules, each verified before anything is said.

Every rule proposes repairs from one shared sample in double precision.  A repair is told only when the mended
expression is *decided* to be right: the sample filters, the decision judges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from derive.decide import Budget, decide
from derive.diagnose import bounds, edits, factors, monomials, powers, special, swaps, terms
from derive.diagnose.antiderivative import antiderivative
from derive.diagnose.case import Case, Repair, agree
from derive.diagnose.fold import folded
from derive.diagnose.numbers import decimal, diagnose_numbers, other_number
from derive.diagnose.peel import key, peeled
from derive.diagnose.places import places
from derive.diagnose.points import draw
from derive.diagnose.ranking import ALIKE, KINDS, MOST, cost
from derive.diagnose.values import Values
from derive.diagnose.wording import diagnosis, show, turned
from derive.expression import ZERO, Expression, name, replace
from derive.verdict import Diagnosis
from derive.vocabulary import EMPTY, Vocabulary

Rule = Callable[[Case], Iterator[Repair]]
Holds = Callable[[Expression, Expression], bool]
#: Where a stage looks: at the root, where the needed values are known, or inside sums and the like.
Scope = Literal["root", "known", "inside"]

#: What is looked at first, at the root only: most wrong answers are explained by it.
WHOLE: tuple[Rule, ...] = (factors.sign, powers.inverted, powers.root_of_number, factors.constant_factor)
#: One small change somewhere.
LOCAL: tuple[Rule, ...] = (
    factors.sign,
    terms.doubled_term,
    powers.inverted,
    factors.constant_factor,
    powers.exponent,
    factors.wrong_number,
    edits.edits,
    swaps.wrong_function,
    swaps.wrong_name,
    bounds.bound_of_sum,
    terms.extra_term,
    swaps.term_by_term,
    terms.complement,
)
#: Changes that are fitted: products of powers, pieces, combinations of terms.
FITTED: tuple[Rule, ...] = (
    monomials.monomial_factor,
    factors.piece_factor,
    terms.dropped_term,
    terms.lost_terms,
    terms.combination,
    swaps.swapped_names,
    monomials.monomial_ratio,
    terms.additive_constant,
    factors.inner_derivative,
    swaps.wrong_piece,
)
#: A stage is looked at only where nothing as simple as its bound was found before it.
STAGES: tuple[tuple[float, Scope, tuple[Rule, ...]], ...] = (
    (0.0, "root", WHOLE),
    (1.35, "known", LOCAL),
    (1.95, "inside", LOCAL),
    (1.95, "known", FITTED),
)
_LARGEST = 400
#: Processor time for one explanation; of large trees half of it, since each look at them is dear as well.
SECONDS = 0.4
_LARGE = 100
#: An explanation is no verdict: on a very busy machine it is left out rather than waited for.
PATIENCE = 10.0
_MOST_DECISIONS = 24


class _Judge:
    """Decides proposed repairs, within a number of decisions and a processor time."""

    __slots__ = ("_also", "_clock", "_left", "_seen", "vocabulary")

    def __init__(self, vocabulary: Vocabulary, seconds: float, also: Holds | None) -> None:
        self.vocabulary = vocabulary
        self._also = also
        self._left = _MOST_DECISIONS
        self._clock = Budget(seconds=seconds, patience=PATIENCE).started()
        self._seen: set[tuple[Expression, Expression]] = set()

    def late(self) -> bool:
        return self._clock.expired

    def holds(self, left: Expression, right: Expression, vocabulary: Vocabulary | None = None) -> bool:
        if decimal(left) and not right.names():
            return self.matches(left, right)
        remaining = self._clock.left
        if self._left <= 0 or remaining <= 0 or (left, right) in self._seen:
            return False
        self._seen.add((left, right))
        self._left -= 1
        budget = Budget(seconds=min(0.3, remaining))
        try:
            if decide(left, right, vocabulary=vocabulary or self.vocabulary, budget=budget).holds:
                return True
        except (ArithmeticError, ValueError):
            return False  # a repair that cannot be decided is not said
        return self._also is not None and vocabulary is None and self._also(left, right)

    def matches(self, left: Expression, right: Expression) -> bool:
        """Two numbers agree to the digits written."""
        try:
            return decide(left, right, vocabulary=self.vocabulary, relation="number", budget=Budget(seconds=0.2)).holds
        except (ArithmeticError, ValueError):
            return False


def diagnose(
    student: Expression,
    reference: Expression,
    *,
    vocabulary: Vocabulary = EMPTY,
    seconds: float = SECONDS,
    also: Holds | None = None,
) -> Diagnosis | None:
    """The slip that turned the reference into the student's answer, or None where no single one does.

    Works on expressions, relations, matrices, sets and lists.  Nothing is said that was not decided: with the repair
    made, the answer equals the reference.  ``also`` decides where the ladder alone leaves it open: a document knows
    more of its names than a vocabulary says.
    """
    found = ranked(student, reference, vocabulary=vocabulary, seconds=seconds, also=also)
    return None if found is None else found[1]


def ranked(
    student: Expression,
    reference: Expression,
    *,
    vocabulary: Vocabulary = EMPTY,
    seconds: float = SECONDS,
    also: Holds | None = None,
) -> tuple[float, Diagnosis] | None:
    """The slip with its rank: the lower, the simpler.  Of two explanations the simpler one is the likelier."""
    from derive.diagnose.shapes import diagnose_shape

    if student.size() > _LARGEST or reference.size() > _LARGEST:
        return None
    if student.size() + reference.size() > _LARGE:
        seconds = seconds / 2
    judge = _Judge(vocabulary, seconds, also)
    student, reference = folded(student), folded(reference)

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


def _scalar(student: Expression, reference: Expression, judge: _Judge) -> tuple[float, Diagnosis] | None:
    mine, theirs, noun = peeled(student, reference)
    if (mine, theirs) != (student, reference) and mine != theirs:
        found = _explained(mine, theirs, judge)
        if found is not None:
            rank, slip = found
            return rank, Diagnosis(slip.slip, f"inside the {noun}, {slip.text}") if noun else slip
    return _explained(student, reference, judge)


def _explained(student: Expression, reference: Expression, judge: _Judge) -> tuple[float, Diagnosis] | None:
    if not student.names() and not reference.names():
        if decimal(student) or decimal(reference):
            found = diagnose_numbers(student, reference, judge.matches)
        else:
            exact = _of_names(student, reference, judge) if student.size() + reference.size() > 2 else None
            found = exact[1] if exact is not None else other_number(student, reference)
        return None if found is None else (0.0, found)
    return _of_names(student, reference, judge)


def _of_names(student: Expression, reference: Expression, judge: _Judge) -> tuple[float, Diagnosis] | None:
    vocabulary = judge.vocabulary
    if student == ZERO:
        return None  # nothing of the answer is left to say anything of
    if reference == ZERO:
        return 0, Diagnosis(
            "should vanish", f"everything cancels: {show(reference)} should stand where {show(student)} stands"
        )
    values = Values(draw((student, reference), vocabulary), vocabulary)
    found = _under_assumption(student, reference, values, judge)
    if found is not None:
        return 0, found
    for repair in antiderivative(student, reference, values):
        if judge.holds(repair.right, reference):
            return KINDS[repair.slip], diagnosis(repair, repair.right, True, student, repair.right)
    forward = Case(student, reference, values, places(student, values.of(reference), values), judge.late)
    backward = Case(reference, student, values, places(reference, values.of(student), values), judge.late)
    found_repair = _simplest(forward, backward, judge)
    if found_repair is not None:
        return found_repair
    found = _special(student, reference, values, judge)
    return None if found is None else (3.0, found)


def _simplest(forward: Case, backward: Case, judge: _Judge) -> tuple[float, Diagnosis] | None:
    """The simplest repair that is decided to be right, stage by stage."""
    # Nothing but a name (x - x for x - y) makes an answer vanish altogether.
    vanishes = any(
        all(abs(v) < 1e-12 for v in case.values.of(case.source)[: case.tame]) for case in (forward, backward)
    )
    best: tuple[float, Diagnosis] | None = None
    for bound, scope, rules in STAGES:
        if best is not None and best[0] <= bound:
            return best
        if forward.of_numbers and scope != "root":
            return best or _among_numbers(forward, backward, judge)
        if vanishes and scope == "root":
            continue
        cases = tuple((c.seen(scope), ahead) for c, ahead in ((forward, True), (backward, False)))
        offers = []
        for rule in (edits.edits, swaps.wrong_name) if vanishes else rules:
            for case, ahead in cases:
                for repair in () if judge.late() else rule(case):
                    if judge.late():
                        break
                    price = cost(repair if ahead else turned(repair), repair, case, ahead)
                    offers.append((price, ahead, repair, case))
        if len(offers) > 1:
            offers = [(price - (ALIKE if _alike(r, case) else 0.0), ahead, r, case) for price, ahead, r, case in offers]
        for price, ahead, repair, case in sorted(offers, key=lambda o: o[0]):
            if price > MOST or (best is not None and best[0] <= price):
                break
            told = _confirmed(repair, case, ahead, judge)
            if told is not None:
                best = price, told
                break
    return best


def _among_numbers(forward: Case, backward: Case, judge: _Judge) -> tuple[float, Diagnosis] | None:
    """Numbers without names have many accidental relations: a change counts where it makes the two the same in form."""
    for case, ahead in ((forward, True), (backward, False)):
        for repair in edits.edits(case):
            if _alike(repair, case):
                told = _confirmed(repair, case, ahead, judge)
                if told is not None:
                    return cost(repair if ahead else turned(repair), repair, case, ahead), told
    return None


def _alike(repair: Repair, case: Case) -> bool:
    """With the change made the two are the same but for the order of terms and factors."""
    return key(repair.applied(case.source)) == key(case.target)


def _confirmed(repair: Repair, case: Case, ahead: bool, judge: _Judge) -> Diagnosis | None:
    """What is said of a repair, where it is decided to be right."""
    mended = repair.applied(case.source)
    if not agree(case.values.of(mended), case.values.of(case.target), case.tame):
        return None  # a root's branch went astray at some of the points
    if not judge.holds(mended, case.target):
        return None
    student, reference = (case.source, case.target) if ahead else (case.target, case.source)
    told = factors.named_by_chain_rule(repair if ahead else turned(repair), case)
    return diagnosis(told, mended if ahead else reference, ahead, student, reference)


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
    for text in special.small_names(student, reference, values):
        slopes = [Expression("derivative", (e, name(text))) for e in (student, reference)]
        one, two = (Expression("substitute", (slope, name(text), ZERO)) for slope in slopes)
        at_zero = {text: ZERO}
        if judge.holds(replace(student, at_zero), replace(reference, at_zero)) and judge.holds(one, two):
            return Diagnosis("leading order", f"this is right only to first order in `{text}`")
    return None
