"""Which passage answers which part: by its left-hand side, the labels above it, its number, and what it says."""

from __future__ import annotations

from dataclasses import dataclass, replace

from derive.grade.components import gathered
from derive.grade.judge import Claimed, judge, same
from derive.grade.key import AnswerKey, PartKey
from derive.grade.labels import NAMED, OTHER_PART, OTHER_SECTION, PartLabels, counted, fits, section, title_length
from derive.grade.letters import alike_in_shape, own_letters
from derive.grade.pairing import heaviest
from derive.grade.recognise import claims, join_conditions, loose_sides
from derive.grade.record import Answer, Passage, Side, Submission


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may answer a part, judged; ``fit`` is what the labels above it say of that.

    ``alike``: it is made of the functions that the right answer is made of.
    """

    claimed: Claimed
    answer: Answer
    fit: int
    alike: bool = False

    @property
    def order(self) -> int:
        return self.claimed.passage.order

    @property
    def explicit(self) -> bool:
        last = self.answer.last
        return last is not None and last.explicit

    @property
    def right(self) -> bool:
        last = self.answer.last
        return last is not None and last.explicit and last.verdict.holds


@dataclass(frozen=True, slots=True)
class Matching:
    """The passage chosen for each part (None: nothing was found) and the others that could have been."""

    chosen: dict[str, Candidate | None]
    others: dict[str, tuple[Candidate, ...]]
    used: frozenset[int]


def match(submission: Submission, answers: AnswerKey) -> Matching:
    """Passages for parts: as many parts as possible, labels before what is right before order."""
    labels = [key.labels for key in answers.parts]
    above_all = _title(submission, answers)
    fit = _fits(submission, labels, above_all, lettered=True)
    plain = _fits(submission, labels, above_all, lettered=False)
    if own_letters(submission, answers, fit, plain):
        fit = plain
    found: dict[str, list[Candidate]] = {
        key.part: _candidates(submission, key, answers, {order: row[i] for order, row in fit.items()})
        for i, key in enumerate(answers.parts)
    }
    _in_other_sections(found)
    _by_label_alone(submission, answers, found, fit)
    pairing = _pair(found, answers)
    _last_word(found, pairing, answers)
    _by_order(submission, answers, found, pairing)
    _by_content(submission, answers, found, pairing)
    used = frozenset(c.order for c in pairing.values() if c is not None)
    taken = {p: c for p, c in pairing.items() if c is not None}
    others = {
        key.part: tuple(c for c in found[key.part] if c.order not in used and key.part in taken)
        for key in answers.parts
    }
    return Matching(pairing, others, used)


def _fits(
    submission: Submission, labels: list[PartLabels], above_all: int, *, lettered: bool
) -> dict[int, tuple[int, ...]]:
    stacks = {p.order: p.labels[above_all:] for p in submission.passages}
    counting = counted(list(stacks.values()), labels)
    return {
        p.order: fits(labels, stacks[p.order], p.number, counting=counting, lettered=lettered)
        for p in submission.passages
    }


def _alike(answer: Answer, key: PartKey) -> bool:
    last = answer.last
    if last is None or last.read is None or key.reference is None:
        return False
    return set(last.read.functions()) == set(key.reference.functions())


def conjoined(found: list[Candidate], key: PartKey, answers: AnswerKey) -> list[Candidate]:
    """Conditions that stand on one line are one answer: joined by "and", or by "or" where the words between say so."""
    lines: dict[int, list[Candidate]] = {}
    for c in found:
        lines.setdefault(c.claimed.passage.line, []).append(c)
    joined = []
    for group in lines.values():
        whole = join_conditions([c.claimed for c in group])
        joined.append(
            group[-1] if whole is None else replace(group[-1], claimed=whole, answer=judge(whole, key, answers))
        )
    return joined


def _title(submission: Submission, answers: AnswerKey) -> int:
    """How many of the outermost labels stand above everything, though several parts are answered: a title."""
    stacks = [p.labels for p in submission.passages]
    answered = {key.part for key in answers.parts for p in submission.passages if claims(p, key, 0) is not None}
    if len(answered) < 2 or not stacks:
        return 0
    depth = 0
    parts = [key.labels for key in answers.parts]
    while all(len(s) > depth and s[depth] == stacks[0][depth] for s in stacks) and not _speaks(stacks[0][depth], parts):
        depth += 1
    return depth


def _speaks(label: str, parts: list[PartLabels]) -> bool:
    """A label that cannot be a mere title: it has a section's number or a part's own words."""
    return bool(section(label, parts)) or any(title_length(label, part) for part in parts)


def _in_other_sections(found: dict[str, list[Candidate]]) -> None:
    """Where headings follow the sheet's sections, a passage under one of them answers no part of another.

    Under the label of one part a passage answers another one only if it is right there.
    """
    if any(c.fit > 0 for candidates in found.values() for c in candidates):
        for part, candidates in found.items():
            found[part] = [c for c in candidates if c.fit != OTHER_SECTION]
    for part, candidates in found.items():
        found[part] = [c for c in candidates if c.fit != OTHER_PART or c.right]


def _candidates(submission: Submission, key: PartKey, answers: AnswerKey, fit: dict[int, int]) -> list[Candidate]:
    found = []
    for passage in submission.passages:
        claimed = claims(passage, key, fit[passage.order])
        if claimed is not None:
            answer = judge(claimed, key, answers)
            found.append(Candidate(claimed, answer, fit[passage.order], _alike(answer, key)))
    found = conjoined(found, key, answers) if key.relation == "region" else found
    pieced = gathered(submission.passages, key, fit, NAMED)
    if pieced is not None and not found:
        claimed = Claimed(pieced, pieced.sides[1:], same)
        found.append(Candidate(claimed, judge(claimed, key, answers), fit[pieced.order]))
    return found


def _by_label_alone(
    submission: Submission,
    answers: AnswerKey,
    found: dict[str, list[Candidate]],
    fit: dict[int, tuple[int, ...]],
) -> None:
    """Passages without a known left-hand side answer the one part that the labels above them name.

    They stand back behind a passage that has the part's left-hand side.  Of several the last that is right is taken,
    since nothing says which of them is the result.
    """
    claimed = {c.order for candidates in found.values() for c in candidates}
    loose: dict[str, list[Candidate]] = {}
    for passage in submission.passages:
        named = [key for key, f in zip(answers.parts, fit[passage.order]) if f == NAMED]
        if passage.order in claimed or len(named) != 1 or named[0].reference is None:
            continue
        key = named[0]
        sides = loose_sides(passage, answers)
        if sides and not found[key.part] and _may_answer(passage, sides, key):
            whole = Claimed(passage, sides, same)
            loose.setdefault(key.part, []).append(Candidate(whole, judge(whole, key, answers), NAMED))
    for part, candidates in loose.items():
        right = [c for c in candidates if c.right]
        found[part] = right[-1:] if right else candidates


def _may_answer(passage: Passage, sides: tuple[Side, ...], key: PartKey) -> bool:
    """A loose passage under a part's label speaks of the names that the right answer has; numbers need its title."""
    assert key.reference is not None
    wanted = set(key.reference.names())
    titled = any(title_length(text, key.labels) for text in passage.labels)
    if titled or not wanted:
        return titled
    readings = [expression for side in sides for expression, _ in side.readings]
    return not readings or any(wanted & set(e.names()) for e in readings)


def _pair(found: dict[str, list[Candidate]], answers: AnswerKey) -> dict[str, Candidate | None]:
    parts = [key.part for key in answers.parts if found[key.part]]
    orders = sorted({c.order for candidates in found.values() for c in candidates})
    column = {order: i for i, order in enumerate(orders)}
    weights = [[0.0] * len(orders) for _ in parts]
    rivals: dict[int, list[str]] = {}
    for part in parts:
        for c in found[part]:
            rivals.setdefault(c.order, []).append(part)
    for row, part in enumerate(parts):
        ranks = {c.order: i for i, c in enumerate(sorted(found[part], key=lambda c: c.order))}
        for c in found[part]:
            weights[row][column[c.order]] = _weight(c, rivals[c.order].index(part), ranks[c.order])
    pairs = heaviest(weights)
    chosen: dict[str, Candidate | None] = {key.part: None for key in answers.parts}
    for row, part in enumerate(parts):
        paired = pairs[row]
        order = None if paired is None or weights[row][paired] <= 0 else orders[paired]
        chosen[part] = next((c for c in found[part] if c.order == order), None)
    return chosen


def _weight(candidate: Candidate, part_rank: int, passage_rank: int) -> float:
    """Any passage before none; then the labels; then what is right, or at least explicit; then order.

    The ranks are those of the part among the parts that the passage may answer, and of the passage among the passages
    that may answer the part: of two parts that ask alike the first gets the first passage.
    """
    weight = 10_000 + 1_000.0 * candidate.fit
    weight += 200 if candidate.right else 20 if candidate.explicit else 0
    weight += 10 if candidate.alike else 0
    return weight - 2 * min(abs(part_rank - passage_rank), 9) - 0.1 * min(part_rank, 9)


def _last_word(found: dict[str, list[Candidate]], chosen: dict[str, Candidate | None], answers: AnswerKey) -> None:
    """Of several answers to one part the last explicit one counts: who gives two answers has not decided."""
    taken = {c.order for c in chosen.values() if c is not None}
    claims_of: dict[int, int] = {}
    for candidates in found.values():
        for c in candidates:
            claims_of[c.order] = claims_of.get(c.order, 0) + 1
    for key in answers.parts:
        current = chosen[key.part]
        if current is None:
            continue
        for c in found[key.part]:
            own = claims_of[c.order] == 1 or c.fit >= max(1, current.fit)
            if c.order > current.order and c.order not in taken and own and c.fit >= current.fit and c.explicit:
                taken.discard(current.order)
                taken.add(c.order)
                chosen[key.part] = current = c


def _stands_alone(passage: Passage) -> bool:
    """A lone expression on a line of its own; a name or a derivative alone says nothing."""
    if len(passage.sides) != 1 or not passage.displayed:
        return False
    readings = passage.sides[0].readings
    return not readings or readings[0][0].head not in ("name", "derivative", "number", "decimal")


def _by_order(
    submission: Submission,
    answers: AnswerKey,
    found: dict[str, list[Candidate]],
    chosen: dict[str, Candidate | None],
) -> None:
    """Lone expressions that nothing names: in the order of the parts where the numbers agree, else those that fit."""
    claimed = {c.order for candidates in found.values() for c in candidates}
    loose = [p for p in submission.passages if p.order not in claimed and _stands_alone(p)]
    waiting = [key for key in answers.parts if chosen[key.part] is None and key.reference is not None]
    if not loose or not waiting:
        return
    in_order = len(loose) == len(waiting)
    for position, passage in enumerate(loose):
        whole = Claimed(passage, passage.sides, same)
        keys = [waiting[position]] if in_order else waiting
        for key in keys:
            candidate = Candidate(whole, judge(whole, key, answers), 0)
            if chosen[key.part] is None and (in_order or candidate.right):
                chosen[key.part] = candidate
                found[key.part].append(candidate)
                break


def _by_content(
    submission: Submission,
    answers: AnswerKey,
    found: dict[str, list[Candidate]],
    chosen: dict[str, Candidate | None],
) -> None:
    """Parts without a left-hand side of their own: a passage with an unknown one that is right, or is such a matrix."""
    used = {c.order for candidates in found.values() for c in candidates}
    waiting = [k for k in answers.parts if chosen[k.part] is None and k.target is None and k.relation != "region"]
    for key in waiting:
        candidates = []
        for passage in submission.passages:
            sides = loose_sides(passage, answers)
            if passage.order in used or len(passage.sides) < 2 or not sides or key.reference is None:
                continue
            if not alike_in_shape(passage, key) or len(key.reference.names()) < 2:
                continue
            claimed = Claimed(passage, sides, same)
            candidate = Candidate(claimed, judge(claimed, key, answers), 0)
            if candidate.right or key.reference.head == "matrix":
                candidates.append(candidate)
        right = [c for c in candidates if c.right] or candidates
        if right and (right[0].right or len(right) == 1):
            chosen[key.part] = right[-1]
            found[key.part].append(right[-1])
            used.add(right[-1].order)
