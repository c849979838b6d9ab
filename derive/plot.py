"""Figures made of what a sheet has declared: parts over a name with their witnesses' measurements, and phase planes.

An author says what is drawn over what; the labels, units, lines and dots follow from the declarations.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy

from derive.claim import Claim
from derive.declare import Declared, exact
from derive.drawing import figure
from derive.model import Model
from derive.part import Derived
from derive.report.formula import latex

if TYPE_CHECKING:
    from derive.sheet import Sheet

Drawn = Callable[..., Any]
#: Points of a derived line, and bins of a histogram.
LINE, BINS = 300, 80


def label(name: Any) -> str:
    """What stands at an axis: the description, the name and its unit.

    >>> from derive.declare import param
    >>> label(param("tau", unit="ms", description="time constant"))
    'time constant $\\\\tau$ (ms)'
    """
    d = name.declaration
    return f"{d.description} ${latex(name)}$".strip() + (f" ({d.unit})" if d.unit else "")


def over(
    sheet: Sheet,
    parts: Sequence[str],
    name: Declared,
    *,
    span: tuple[Any, Any] | None = None,
    points: int = 12,
    log: str = "",
    form: Callable[[Any], Any] = lambda value: value,
    ylabel: str = "",
    border: str = "",
    claim: str = "",
    at: Mapping[Any, Any] | None = None,
) -> Drawn:
    """Parts over one name: each a line, and dots with error bars where its witness measured.

    ``form`` is what is drawn of a value (``lambda T: 1 / T``), ``log`` the axes that are logarithmic (``"x"``, ``"y"``,
    ``"xy"``), ``border`` a part that is a condition or a number: a dashed line where it stands on the axis.  ``claim``
    names a claim of the part that is drawn in the place of its answer: what it says is measured.  ``at`` holds values
    of other names; one that has none there and none on the sheet stands in the middle of its span.
    """

    def draw(numbers: Mapping[Any, Any], **answers: Any) -> Any:
        drawing, axes = figure()
        numbers = {**_middles(sheet), **numbers, **{n: _exactly(value) for n, value in (at or {}).items()}}
        low, high = (float(exact(end)) for end in (span or name.declaration.span or (0, 1)))
        spaced = np.geomspace if "x" in log else np.linspace
        grid, few = spaced(low, high, LINE), spaced(low, high, points + 2)[1:-1]
        solved = sheet.solve()
        for one in parts:
            held = _claim(solved[one], claim)
            value = held.measured() if held is not None and claim else answers[one]
            line = _line(sheet, one, value, name, numbers)
            shown = axes.plot(grid, form(line(grid)), label=_told(sheet, one, parts, "derived"))[0]
            if held is not None:
                _dots(axes, sheet, held, name, numbers, few, form, shown.get_color(), _told(sheet, one, parts, ""))
        if border:
            edge = _edge(sheet.model_of(border).expand(answers[border]), name, numbers)
            if edge is not None:
                axes.axvline(edge, linestyle="--", color="grey", label=_title(sheet, border).lower())
        target = solved[parts[0]].target
        words = target if isinstance(target, str) else _title(sheet, parts[0])
        named = label(target) if isinstance(target, Declared) else words
        axes.set(xlabel=label(name), ylabel=ylabel or named)
        axes.set(**{f"{axis}scale": "log" for axis in log})
        axes.legend(frameon=False)
        return drawing

    return draw


def plane(
    sheet: Sheet,
    lines: Sequence[str],
    *,
    model: Model,
    at: str = "",
    starts: Sequence[tuple[Any, Any]] = (),
    time: float = 100.0,
    follow: Callable[..., Any] | None = None,
    spans: Mapping[Any, tuple[Any, Any]] | None = None,
) -> Drawn:
    """The plane of the first two states: the flow's directions, curves that parts derive, fixed points, trajectories.

    A curve is a part whose answer is one state in the other.  ``at`` is a part that derives a fixed point.
    ``follow(start, numbers)`` gives a trajectory as two arrays; without it the model's flow is integrated for ``time``.
    """

    def draw(numbers: Mapping[Any, Any], **answers: Any) -> Any:
        from numeric import kernel

        across, up = model.states()[:2]
        drawing, axes = figure()
        ends = [_ends(state, spans or {}) for state in (across, up)]
        grid = np.meshgrid(*(np.linspace(*end, 17)[1:-1] for end in ends))
        rates = [kernel((across, up), model.expand(model.rate(s)).subs(numbers))(*grid) for s in (across, up)]
        scaled = [rate / (high - low) for rate, (low, high) in zip(rates, ends)]
        speed = np.maximum(np.hypot(*scaled), 1e-300)
        axes.quiver(*grid, *(rate / speed for rate in scaled), color="grey", alpha=0.45, width=0.003)
        for one in lines:
            curve = model.expand(answers[one]).subs(numbers)
            free, end = (up, ends[1]) if up in curve.free_symbols else (across, ends[0])
            along = np.linspace(*end, LINE)
            values = kernel((free,), curve, nonfinite="allow")(along)
            values = np.where(np.abs(values) < 1e3 * max(map(abs, ends[0] + ends[1])), values, np.nan)
            axes.plot(*((along, values) if free == across else (values, along)), label=_title(sheet, one))
        for count, start in enumerate(starts):
            path = (follow or _integrated(model, time))(start, numbers)
            axes.plot(*path, "k", linewidth=0.9, label="" if count else "trajectories")
            axes.plot(*(float(end) for end in start), "k.", markersize=5)
        if at:
            place = sympy.Matrix(answers[at])
            axes.plot([float(place[0])], [float(place[1])], "ko", label=_title(sheet, at).lower())
        axes.set(xlabel=label(across), ylabel=label(up), xlim=ends[0], ylim=ends[1])
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.16), ncols=2, frameon=False)
        return drawing

    return draw


def _claim(answer: Derived, name: str) -> Claim | None:
    """The claim of a name, or the one whose witness measures the answer, if there is one.

    Raises:
        ValueError: no claim of that name has a witness.
    """
    watched = [c for c in answer.claims if c.witness is not None]
    if name and name not in (c.name for c in watched):
        raise ValueError(f"claim={name!r} is no claim with a witness; expected one of {[c.name for c in watched]}")
    return next((c for c in watched if (c.name == name if name else c.measured() == answer.value)), None)


def _middles(sheet: Sheet) -> dict[Any, Any]:
    """Every name of the sheet in the middle of its span."""
    from derive.point import STEPS, on_grid

    return {n: _exactly(on_grid(n.declaration, STEPS // 2)) for n in sheet.names() if n.role != "index"}


def _exactly(value: Any) -> Any:
    number = exact(float(value) if isinstance(value, np.floating) else value)
    return sympy.Rational(number.numerator, number.denominator)


def _title(sheet: Sheet, part: str) -> str:
    from derive.report.words import titled

    return titled(sheet, next(p.title for p in sheet.parts if p.name == part))


def _told(sheet: Sheet, part: str, parts: Sequence[str], word: str) -> str:
    """The word alone where one part is drawn; with the part's title where there are several."""
    if len(parts) == 1:
        return word or "measured"
    return f"{_title(sheet, part)}, {word}" if word else ""


def _line(sheet: Sheet, part: str, answer: Any, name: Declared, numbers: Mapping[Any, Any]) -> Any:
    from numeric import kernel

    held = {n: v for n, v in numbers.items() if n != name}
    return kernel((name,), sheet.model_of(part).expand(answer).subs(held), nonfinite="allow")


def _dots(
    axes: Any,
    sheet: Sheet,
    claim: Claim,
    name: Declared,
    numbers: Mapping[Any, Any],
    places: Any,
    form: Callable[[Any], Any],
    color: str,
    told: str,
) -> None:
    from derive.verify.witnessed import arguments, estimates
    from derive.witness import Samples

    watch = claim.witness
    assert watch is not None
    found = []
    for number, place in enumerate(places):
        point = _point(sheet, claim, {**numbers, name: _exactly(float(place))})
        result = watch.function(**arguments(claim, watch, point, sheet, number))
        if isinstance(result, Samples):
            axes.hist(result.values, bins=BINS, density=True, color="lightgrey", label=told, zorder=0)
            return
        value, error = next(iter(estimates(result, watch)))
        low, high = form(value - error), form(value + error)
        found.append((place, form(value), abs(high - low) / 2))
    at, values, errors = zip(*found)
    axes.errorbar(at, values, errors, fmt="o", markersize=4, color=color, label=told)


def _point(sheet: Sheet, claim: Claim, numbers: Mapping[Any, Any]) -> dict[Any, Any]:
    """Every name that the witness needs: its number, or one that is drawn where it has none."""
    from derive.point import draw
    from derive.verify.witnessed import names_of

    assert claim.witness is not None
    wanted = names_of(claim, claim.witness, sheet)
    fixed = {n: v for n, v in numbers.items() if n in wanted}
    return {**numbers, **draw(wanted, random.Random(claim.witness.seed), fixed=fixed)}


def _edge(value: Any, name: Declared, numbers: Mapping[Any, Any]) -> float | None:
    """Where a condition on one name changes, or the number itself; None where there is no such place."""
    put = sympy.sympify(value).subs({n: v for n, v in numbers.items() if n != name})
    if isinstance(put, sympy.core.relational.Relational):
        put = next(iter(sympy.solve(put.lhs - put.rhs, name)), sympy.nan)
    return float(put) if put.is_number and put.is_real else None


def _ends(state: Declared, spans: Mapping[Any, tuple[Any, Any]]) -> tuple[float, float]:
    low, high = spans.get(state) or state.declaration.span or (-2, 2)
    return float(exact(low)), float(exact(high))


def _integrated(model: Model, time: float) -> Callable[..., Any]:
    from numeric import integrate

    def follow(start: tuple[Any, Any], numbers: Mapping[Any, Any]) -> Any:
        flow = {s: model.expand(r).subs(numbers) for s, r in model.flow}
        states = model.states()
        run = integrate(flow, dict(zip(states, map(float, start))), time, samples=2001)
        return run[states[0].name], run[states[1].name]

    return follow
