"""The last rung: agreement at many points to many digits.  Support, and never a proof."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from flint import acb, arb

from derive.decide.ball import Value
from derive.decide.extremes import extremes
from derive.decide.probe import FLOOR, Probe, Prober
from derive.decide.question import Question
from derive.decide.refute import counterexample, stands
from derive.decide.sample import Point, sample
from derive.decide.text import ball_text
from derive.verdict import Evidence, Verdict, proved, supported

#: About a hundred digits: a difference of 1e-40 is seen.
BITS = 384
#: Points at which both sides have to be real and equal where elsewhere they are not real and differ.
REAL_POINTS = 4


def agree(question: Question, prober: Prober) -> Verdict | Evidence:
    """Supported if the sides agree at (nearly) all points where both can be evaluated; refuted where they differ."""
    if not question.names and not question.abstract:
        exact = _exactly_equal(prober)
        if exact is not None:
            return exact
    agreeing = undefined = left_open = on_cuts = real = 0
    worst = 10_000
    wanted = question.budget.points if question.names or question.abstract else 1
    bits = BITS if wanted > 1 else question.budget.bits
    seen: set[tuple[tuple[str, Value], ...]] = set()
    for index, point in enumerate(sample(question.where, wanted)):
        if question.budget.expired:
            break
        key = tuple(point.items())
        if key in seen:
            continue
        seen.add(key)
        probe = prober.at(point, bits=bits, most=max(bits, min(4 * bits, question.budget.bits)), choice=index)
        if probe is None:
            left_open += 1
        elif probe.found == "differs":
            if stands(question, prober, point, probe, index):
                return counterexample(question, prober, point, probe, index)
            on_cuts += 1
        elif probe.found == "agrees":
            agreeing += 1
            real += _is_real(probe)
            worst = min(worst, _digits(probe.left, probe.right))
        elif probe.found == "undefined":
            undefined += 1
        else:
            left_open += 1
    for index, point in enumerate(_beyond(question)):
        probe = prober.at(point, bits=bits, most=bits, choice=index)
        if probe is not None and probe.found == "differs" and stands(question, prober, point, probe, index):
            return counterexample(question, prober, point, probe, index)
        agreeing += probe is not None and probe.found == "agrees"
        real += probe is not None and probe.found == "agrees" and _is_real(probe)
    if prober.not_real is not None and real < REAL_POINTS:
        _, point, probe, index = prober.not_real
        return counterexample(question, prober, point, probe, index)
    figures = (("points", str(agreeing)), ("digits", str(worst if agreeing else 0)), ("undefined", str(undefined)))
    if prober.only_complex:
        text = f"equal at real points, but not at {prober.only_complex}: declare the names real or complex"
        return Evidence("attempt", "agreement", text, figures)
    enough = agreeing >= (min(6, wanted)) and agreeing >= 2 * left_open
    if not enough or question.by_cases:
        return Evidence("attempt", "agreement", f"agreed at {agreeing} points, which is too little to say", figures)
    places = f"{agreeing} points" if wanted > 1 else "once"
    text = (
        f"the two sides agree at {places} to {worst} digits" if wanted > 1 else f"the two sides agree to {worst} digits"
    )
    if prober.not_real is not None:
        where = prober.not_real[0]
        text = f"equal wherever both sides are real ({real} points); as complex numbers they differ, at {where}"
    elif on_cuts:
        text += f"; on a branch cut ({on_cuts} points) their values differ, which is a convention"
    return supported(text, Evidence("agreement", "ball arithmetic", text, figures))


def _beyond(question: Question) -> Iterator[Point]:
    """Points of all scales, as many as the budget of points allows twice over."""
    if question.names:
        sides = (question.left, question.right)
        yield from islice(extremes(question.where, question.names, sides), 3 * question.budget.points)


def _is_real(probe: Probe) -> bool:
    return bool(probe.left.imag.contains(0) and probe.right.imag.contains(0))


def _exactly_equal(prober: Prober) -> Verdict | None:
    """Two numbers without any rounding: the ball of their difference is the number zero."""
    probe = prober.at({}, bits=1024)
    if probe is None or probe.found != "agrees" or not (probe.left - probe.right).is_zero():
        return None
    text = f"both sides are exactly {ball_text(probe.left)}"
    return proved(text, Evidence("proof", "exact evaluation", text))


def _digits(left: acb, right: acb) -> int:
    """Decimal digits to which a difference is known to vanish, against the size of the sides."""
    gap = (left - right).abs_upper()
    if gap.is_zero():
        return 10_000
    digits = -(gap / max(left.abs_lower(), FLOOR)).log() / arb.const_log10()
    return max(0, int(digits.lower().floor().unique_fmpz() or 0))
