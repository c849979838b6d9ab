"""All roots of a system in a box, each proved to exist and to be the only one in its neighbourhood.

Krawczyk's operator in ball arithmetic, with bisection.  R. Krawczyk, Computing 4 (1969) 187; A. Neumaier, Interval
Methods for Systems of Equations (1990), chapter 5.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint

from numeric.adjoint import Gradients
from numeric.balls import Balls, ball
from numeric.domain import outside
from numeric.errors import WrongArguments
from numeric.krawczyk import Box, Krawczyk, split, width

arb = flint.arb


@dataclass(frozen=True, slots=True)
class Root:
    """One root: for each name a ball that encloses it."""

    names: tuple[str, ...]
    balls: tuple[flint.arb, ...]

    def __getitem__(self, name: object) -> float:
        """The coordinate to double precision."""
        return float(self.balls[self.names.index(str(name))].mid())

    def enclosure(self, name: object) -> flint.arb:
        return self.balls[self.names.index(str(name))]

    def digits(self, name: object, count: int = 15) -> str:
        """The coordinate in decimal, as many digits as are proved up to ``count``."""
        text = str(self.enclosure(name).str(count, radius=False))
        return "0" if text.startswith("0e-") else text

    def __str__(self) -> str:
        return ", ".join(f"{n} = {self.digits(n)}" for n in self.names)


@dataclass(frozen=True, slots=True)
class Roots:
    """The roots found.  ``complete``: it is proved that there are no others in the box.

    Otherwise ``left`` holds the boxes (low and high by name) in which nothing could be proved, and ``text`` says why.
    """

    roots: tuple[Root, ...]
    complete: bool
    left: tuple[Mapping[str, tuple[float, float]], ...]
    boxes: int
    text: str

    def __len__(self) -> int:
        return len(self.roots)

    def __iter__(self) -> Any:
        return iter(self.roots)


def isolate_roots(
    equations: Any,
    box: Mapping[Any, tuple[Any, Any]],
    *,
    values: Mapping[Any, Any] | None = None,
    functions: Mapping[str, Callable[..., Any]] | None = None,
    digits: int = 30,
    limit: int = 20_000,
    seconds: float = 20.0,
) -> Roots:
    """The certified roots of ``equations`` (expressions that vanish, or equalities) in the closed box
    ``{name: (low, high)}``.

    As many equations as names.  Ends are exact: numbers, fractions, or constant SymPy expressions.  A multiple root, a
    curve of roots, a root on the edge, or a jump cannot be certified; the result then is not ``complete`` and says so.
    ``digits`` are those of the enclosures; ``limit`` bounds the number of boxes looked at, ``seconds`` the processor
    time of the search.

    Raises the errors of :func:`numeric.kernel`.

    >>> import sympy
    >>> x = sympy.Symbol("x")
    >>> str(isolate_roots(x**2 - 2, {x: (0, 2)}).roots[0])
    'x = 1.41421356237310'
    """
    import sympy as sp

    from numeric.translate import as_sympy, tape

    rows = list(equations) if isinstance(equations, (Sequence, sp.MatrixBase, sp.Tuple)) else [equations]
    rows = [e.lhs - e.rhs if isinstance(e, sp.Equality) else e for e in map(as_sympy, rows)]
    names = tuple(str(n) for n in box)
    if len(rows) != len(names):
        raise WrongArguments(f"{len(rows)} equations for the {len(names)} names {', '.join(names)}; give one for each")
    ends = [exact_ends(n, e) for n, e in zip(names, box.values())]
    system = tape(names, rows, values=values, functions=functions)
    empty = [k for k, row in enumerate(rows) if row == 0]
    if empty:
        boxes = ({n: (float(low), float(high)) for n, (low, high) in zip(names, ends)},)
        text = f"equation {empty[0]} is 0 = 0, which every point of the box solves: infinitely many roots, or none"
        return Roots((), False, boxes, 0, text)
    before = flint.ctx.prec
    try:
        flint.ctx.prec = 64
        return _Search(system, names, ends, limit, digits, seconds).result()
    finally:
        flint.ctx.prec = before


def exact_ends(name: str, ends: tuple[Any, Any]) -> tuple[Any, Any]:
    """Both ends as fractions where they are rational, else as exact constants."""
    from numeric.translate import exact

    low, high = (exact(e) for e in ends)
    if not (low.is_finite and high.is_finite and low.is_real and high.is_real):
        raise WrongArguments(f"the box of {name} is ({low}, {high}); its ends must be finite real numbers")
    if not low < high:
        raise WrongArguments(f"the box of {name} is ({low}, {high}), which is empty; expected low < high")
    return low, high


def end_ball(end: Any) -> flint.arb:
    if end.is_Rational:
        return ball(Fraction(int(end.p), int(end.q)))
    from numeric.translate import tape

    return Balls(tape([], end))([])[0]


#: Roots found lately that a box is compared with.
RECENT = 16


class _Search:
    def __init__(
        self,
        system: Any,
        names: tuple[str, ...],
        ends: list[tuple[Any, Any]],
        limit: int,
        digits: int,
        seconds: float,
    ) -> None:
        self.system = system
        self.names = names
        self.ends = ends
        self.limit = limit
        self.digits = digits
        self.seconds = seconds
        self.why = ""
        self.operator = Krawczyk(Gradients(system, hull=True))
        self.found: list[tuple[Box, Box]] = []  # where it is unique, and its enclosure
        self.left: list[Box] = []
        self.boxes = 0

    def result(self) -> Roots:
        whole = [end_ball(a).union(end_ball(b)) for a, b in self.ends]
        smallest = [float(width(x)) * 2.0**-44 for x in whole]
        work: list[tuple[Box, int]] = [(whole, 0)]
        start = time.process_time()
        while work:
            box, depth = work.pop()
            self.boxes += 1
            if self.boxes > self.limit:
                self.why = f"after {self.limit} boxes"
            elif self.boxes % 64 == 0 and time.process_time() - start > self.seconds:
                self.why = f"after {self.seconds:g} s of processor time"
            if self.why:
                self.left += [box, *(b for b, _ in work)]
                break
            for part in self._examine(box, smallest):
                work.append((part, depth + 1))
        roots, edge = self._inside()
        return self._told(roots, edge)

    def _examine(self, box: Box, smallest: list[float]) -> list[Box]:
        """The boxes that remain to be looked at."""
        # Neighbours are looked at one after the other; a root met again from afar is dropped at the end.
        for unique, _ in self.found[-RECENT:]:
            if all(u.contains(x) for u, x in zip(unique, box)):
                return []
        if outside(self.operator.gradients.balls, box):
            return []
        outcome, narrowed, unique = self.operator.examine(box)
        if outcome == "empty":
            return []
        if outcome == "root":
            self._keep(unique, narrowed)
            # The box of uniqueness covers the whole box that was asked for.
            return []
        if all(float(width(x)) <= s for x, s in zip(narrowed, smallest)):
            self.left.append(narrowed)
            return []
        return split(narrowed, self.operator.smear)

    def _keep(self, unique: Box, enclosure: Box) -> None:
        for other, root in self.found[-RECENT:]:
            if all(o.contains(e) for o, e in zip(other, enclosure)):
                return
            if all(u.contains(r) for u, r in zip(unique, root)):
                return
        self.found.append((unique, enclosure))

    def _inside(self) -> tuple[list[Root], list[Box]]:
        """Roots refined; those outside the box asked for are dropped, those on its edge (if not exactly) are listed."""
        roots: list[Root] = []
        edge: list[Box] = []
        bits = max(64, int(self.digits * 3.33) + 24)
        known: list[Box] = []
        reach: list[tuple[float, float]] = []
        for unique, enclosure in self.found:
            flint.ctx.prec = bits
            fine = self.operator.refined(enclosure, self.digits)
            at = float(fine[0].mid())
            near = [other for other, (low, high) in zip(known, reach) if low <= at <= high]
            if any(all(k.contains(x) for k, x in zip(other, fine)) for other in near):
                continue  # the same root, met from two neighbouring boxes
            known.append(unique)
            low, high = float(unique[0].lower()), float(unique[0].upper())
            reach.append((2 * low - high, 2 * high - low))
            where = [self._place(x, low, high) for x, (low, high) in zip(fine, self.ends)]
            flint.ctx.prec = 64
            if "out" in where:
                continue
            if "edge" in where and not self._exactly(fine, where):
                edge.append(fine)
                continue
            roots.append(Root(self.names, tuple(fine)))
        return sorted(roots, key=lambda r: tuple(float(b.mid()) for b in r.balls)), edge

    def _place(self, x: flint.arb, low: Any, high: Any) -> str:
        a, b = end_ball(low), end_ball(high)
        if x < a or x > b:
            return "out"
        return "in" if x >= a and x <= b else "edge"

    def _exactly(self, fine: Box, where: list[str]) -> bool:
        """A root on the edge belongs to the closed box where it is exactly there: in one dimension the residue
        tells.
        """
        if len(fine) > 1:
            return False
        balls = Balls(self.system)
        for end in self.ends[0]:
            at = end_ball(end)
            if fine[0].contains(at):
                value = balls([at])[0]
                return bool(value.is_exact() and value.is_zero())
        return False

    def _told(self, roots: list[Root], edge: list[Box]) -> Roots:
        left = [*self.left, *edge]
        boxes = tuple({n: (float(x.lower()), float(x.upper())) for n, x in zip(self.names, b)} for b in _merged(left))
        count = "no root" if not roots else "one root" if len(roots) == 1 else f"{len(roots)} roots"
        if not left:
            return Roots(tuple(roots), True, (), self.boxes, f"exactly {count} in the box (proved)")
        if self.why:
            why = f"{self.why}: the roots may be infinitely many, or the box is too wide"
        elif edge and not self.left:
            why = "a root lies on the edge of the box, or too near to it to tell"
        else:
            why = "a multiple root, a jump, or the edge of the domain lies there"
        text = f"{count} proved; {len(boxes)} place{'s' if len(boxes) > 1 else ''} left undecided ({why})"
        return Roots(tuple(roots), False, boxes, self.boxes, text)


def _merged(boxes: list[Box], most: int = 64) -> list[Box]:
    """Neighbouring boxes put together, so that one undecided place counts once."""
    places: list[Box] = []
    for box in boxes:
        for k, other in enumerate(places):
            if all(a.overlaps(b) for a, b in zip(box, other)):
                places[k] = [a.union(b) for a, b in zip(box, other)]
                break
        else:
            places.append(box)
        if len(places) > most:
            return places
    return places if len(places) == len(boxes) else _merged(places, most)
