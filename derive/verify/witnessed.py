"""A claim against its witness: what was derived, evaluated where the original system was measured."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import mpmath
import numpy as np
import sympy

from derive.author_error import mistake
from derive.claim import Claim
from derive.declare import Declared, DeclaredArray
from derive.point import draw, draw_arrays
from derive.sheet import Sheet
from derive.verdict import Evidence, Verdict, refuted, supported
from derive.verify.at_point import numerically
from derive.verify.symbolic import model_of
from derive.witness import Samples, Witness

#: Rounding of a double precision measurement, relative.
ROUNDING = 1e-9
#: How many names of a point a sentence holds.
NAMED = 5
SIGNS = {
    "less": lambda d, e: d < e,
    "at_most": lambda d, e: d <= e,
    "greater": lambda d, e: d > -e,
    "at_least": lambda d, e: d >= -e,
}


def witnessed(claim: Claim, sheet: Sheet) -> Verdict | None:
    """Measure at every point, compare at every point; None for a claim without a witness."""
    if claim.witness is None:
        return None
    watch = claim.witness
    worst, count = 0.0, 0
    evaluator = Evaluator(claim, sheet)
    for number, point in enumerate(points(claim, watch, sheet)):
        found = watch.function(**arguments(claim, watch, point, sheet, number))
        for deviation, ok, shown in compared(claim, watch, evaluator, point, found):
            count += 1
            worst = max(worst, deviation)
            if not ok:
                where = tuple((n.name, str(v)) for n, v in point.items())
                sentence = f"measured ({watch.says}){_place(point, sheet)}: {shown}"
                return refuted(sentence, Evidence("counterexample", f"witness {watch.name}", sentence, where))
    figures = (
        ("measurements", str(count)),
        ("points", str(watch.points)),
        ("largest deviation in errors", f"{worst:.2g}"),
        ("seed", str(watch.seed)),
    )
    asked = f"{watch.points} point{'' if watch.points == 1 else 's'}"
    agreed = f"agrees at {asked}" if count == watch.points else f"{count} figures at {asked} agree"
    sentence = f"measured ({watch.says}): {agreed}"
    return supported(sentence, Evidence("witness", watch.name, sentence, figures))


def _place(point: Mapping[Any, Any], sheet: Sheet) -> str:
    """The first names of a point that have not the sheet's number there, to three digits."""
    defaults = sheet.defaults()
    drawn = [n for n, v in point.items() if isinstance(n, Declared) and defaults.get(n) != v]
    return f" at {', '.join(f'{n} = {float(point[n]):.3g}' for n in drawn[:NAMED])}" if drawn else ""


def points(claim: Claim, watch: Witness, sheet: Sheet) -> Iterator[dict[Declared, Any]]:
    """The points of a witness: drawn where it varies names, at the sheet's numbers otherwise."""
    generator = random.Random(watch.seed)
    wanted = names_of(claim, watch, sheet)
    fixed = dict(sheet.settings())
    if watch.vary is not None:
        vary = set(watch.vary)
        fixed = {n: v for n, v in sheet.defaults().items() if n.name not in vary or n in fixed}
    if claim.relation == "concludes":
        fixed = dict(sheet.defaults())
    arrays = arrays_of(claim, watch, sheet)
    wanted = (*dict.fromkeys((*_sizes(arrays), *wanted)),)
    for _ in range(watch.points):
        point = draw(
            wanted,
            generator,
            fixed={n: v for n, v in fixed.items() if n in wanted},
            spans=dict(watch.spans),
            conditions=[model_of(claim, sheet).expand(c) for c in (*claim.given, *model_of(claim, sheet).assumptions)],
        )
        yield {**point, **draw_arrays(arrays, point, generator)}


def arrays_of(claim: Claim, watch: Witness, sheet: Sheet) -> tuple[DeclaredArray, ...]:
    """The vectors and matrices that the claim or the witness needs."""
    needed: set[str] = set(watch.names)
    for side in (claim.left, claim.right, claim.measured()):
        if isinstance(side, (sympy.Basic, sympy.MatrixBase)):
            needed |= {str(a.label) for a in model_of(claim, sheet).expand(side).atoms(sympy.IndexedBase)}
    return tuple(a for a in sheet.arrays() if a.name in needed)


def _sizes(arrays: Iterable[DeclaredArray]) -> Iterator[Declared]:
    for one in arrays:
        yield from (s for s in one.sizes if isinstance(s, Declared))


def names_of(claim: Claim, watch: Witness, sheet: Sheet) -> tuple[Declared, ...]:
    """The base names that the claim or the witness needs, in the order of the sheet."""
    needed: set[Any] = set()
    sides = (claim.left, claim.right, claim.measured(), *claim.given, *model_of(claim, sheet).assumptions)
    for side in sides:
        if isinstance(side, (sympy.Basic, sympy.MatrixBase)):
            needed |= model_of(claim, sheet).expand(side).free_symbols
    arrays = {a.name for a in sheet.arrays()}
    for text in (*watch.names, *(watch.vary or ()), *(name for name, _ in watch.spans)):
        if text in arrays:
            continue
        symbol = sheet.symbol(text)
        needed |= model_of(claim, sheet).expand(symbol).free_symbols
    return tuple(n for n in sheet.names() if n in needed)


def arguments(claim: Claim, watch: Witness, point: Mapping[Declared, Any], sheet: Sheet, number: int) -> dict[str, Any]:
    values: dict[str, Any] = {}
    arrays = {a.name: a for a in sheet.arrays()}
    for text in watch.names:
        if text in arrays:
            values[text] = np.array(point[arrays[text]].tolist(), dtype=float)
            continue
        symbol = sheet.symbol(text)
        value = point[symbol] if symbol in point else model_of(claim, sheet).expand(symbol).subs(point)
        values[text] = int(value) if symbol.is_integer else float(value)
    if watch.numeric:
        drawn = {n: v for n, v in point.items() if isinstance(n, Declared) and n.role in ("param", "size")}
        values["numbers"] = {**sheet.defaults(), **drawn}
    if watch.random:
        values["random"] = np.random.default_rng([watch.seed, number])
    return values


def compared(
    claim: Claim, watch: Witness, evaluator: Evaluator, point: Mapping[Declared, Any], found: Any
) -> Iterator[tuple[float, bool, str]]:
    """Each measurement with what was derived: (deviation in errors, agrees, sentence)."""
    if isinstance(found, Samples):
        yield evaluator.fit(found, point)
        return
    results = list(estimates(found, watch))
    if len(results) == 1 and isinstance(results[0], bool):
        truth = evaluator.truth(point)
        said, meant = ("yes" if t else "no" for t in (results[0], truth))
        yield 0.0, results[0] == truth, f"{said}, derived {meant}"
        return
    expected = evaluator.measured(point)
    if len(results) != len(expected):
        raise mistake(
            watch.function, f"witness {watch.name} returned {len(results)} figures for an answer of {len(expected)}"
        )
    for (value, error), derived in zip(results, expected):
        slack = watch.sigmas * error + ROUNDING * (1 + abs(derived))
        gap = abs(value - derived)
        shown = f"{value:.8g} ± {error:.2g}, derived {derived:.8g}"
        agrees = bool(gap <= slack)
        if agrees and claim.relation in SIGNS and claim.measures is None:
            bound = evaluator.right(point)
            agrees = SIGNS[claim.relation](value - bound, slack)
            shown = f"{value:.8g} ± {error:.2g}, which is not {claim.relation.replace('_', ' ')} {bound:.8g}"
        yield gap / slack * watch.sigmas, agrees, shown


class Evaluator:
    """What a claim says in numbers, at thirty digits, at any point."""

    def __init__(self, claim: Claim, sheet: Sheet) -> None:
        self.claim = claim
        model = model_of(claim, sheet)
        self.names = sheet.names()
        self._measured = self._run(model.expand(sympy.sympify(claim.measured())))
        self.density = model.expand(sympy.sympify(claim.measured())) if claim.variable is not None else None
        self._right = None if claim.right is None else self._run(model.expand(sympy.sympify(claim.right)))

    def _run(self, side: Any) -> Callable[..., Any]:
        if isinstance(side, sympy.Basic) and side.has(sympy.IndexedBase):
            return lambda point: numerically(side, point)
        side = side.doit() if hasattr(side, "doit") else side
        if isinstance(side, sympy.FiniteSet):
            side = sympy.Tuple(*side)
        free = [n for n in self.names if n in getattr(side, "free_symbols", ())]
        run = sympy.lambdify(free, side, "mpmath")

        def at(point: Mapping[Declared, Any]) -> Any:
            with mpmath.workdps(30):
                return run(*(mpmath.mpf(point[n].p) / point[n].q for n in free))

        return at

    def measured(self, point: Mapping[Declared, Any]) -> list[float]:
        """What the witness is held against: one number, or the entries of a matrix, a tuple or a set (in order)."""
        found = flat(self._measured(point))
        return sorted(found) if isinstance(self.claim.measured(), sympy.FiniteSet) else found

    def fit(self, samples: Samples, point: Mapping[Declared, Any]) -> tuple[float, bool, str]:
        """A Kolmogorov-Smirnov test of samples against the derived density in the claim's variable."""
        from scipy.integrate import cumulative_simpson

        from numeric.goodness import kolmogorov_smirnov

        assert self.density is not None
        free = [n for n in self.names if n in self.density.free_symbols and n != self.claim.variable]
        density = sympy.lambdify([self.claim.variable], self.density.subs({n: point[n] for n in free}), "numpy")
        values = np.asarray(samples.values, dtype=float)
        grid = np.linspace(samples.start, float(values.max()), 20_001)
        cumulative = cumulative_simpson(density(grid), x=grid, initial=0)
        found = kolmogorov_smirnov(values, lambda t: np.interp(t, grid, cumulative).clip(0, 1), level=samples.level)
        return 0.0, found.accepted, str(found)

    def right(self, point: Mapping[Declared, Any]) -> float:
        assert self._right is not None
        return flat(self._right(point))[0]

    def truth(self, point: Mapping[Declared, Any]) -> bool:
        """Whether the condition that a claim states is true at a point.

        An inequality is claimed of every point: the witness says whether the system does as claimed.
        """
        if self.claim.relation in SIGNS and self.claim.measures is None:
            return True
        return bool(self._measured(point))


def flat(value: Any) -> list[float]:
    """A number, a matrix or a tuple as a list of numbers."""
    if isinstance(value, (mpmath.matrix, tuple, list)):
        return [float(v) for v in value]
    return [float(value)]


def estimates(found: Any, watch: Witness) -> Iterable[Any]:
    """What a witness returned, as truths or pairs (value, error)."""
    if isinstance(found, (bool, np.bool_)):
        return [bool(found)]
    if hasattr(found, "standard_error"):
        return [(float(found.value), float(found.standard_error))]
    if hasattr(found, "gradient"):
        return list(zip(map(float, found.gradient), map(float, found.error)))
    if isinstance(found, tuple) and len(found) == 2 and all(isinstance(f, (int, float, np.floating)) for f in found):
        value, error = float(found[0]), float(found[1])
        if not (math.isfinite(value) and error >= 0):
            raise mistake(
                watch.function, f"witness {watch.name} returned {found}; expected a finite value and its error"
            )
        return [(value, error)]
    if isinstance(found, (list, tuple)):
        return [pair for item in found for pair in estimates(item, watch)]
    raise mistake(
        watch.function,
        f"witness {watch.name} returned {type(found).__name__} without an error; "
        "expected an Estimate, (value, error), several of them, or True or False",
    )
