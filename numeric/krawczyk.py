"""Krawczyk's operator: it contracts onto a root, or shows that there is none."""

from __future__ import annotations

from typing import Any

import flint

from numeric.adjoint import Gradients

arb = flint.arb
Box = list[Any]
#: How much a box is blown up before uniqueness is tried, so that a root on its edge is met as well.
BLOWN = arb(9) / 8


def width(x: flint.arb) -> flint.arb:
    return 2 * x.rad()


def split(box: Box, smear: list[float]) -> list[Box]:
    """Halved where the equations vary most over it."""
    sizes = [s if s == s else float("inf") for s in smear] or [float(width(x)) for x in box]
    at = max(range(len(box)), key=lambda k: (sizes[k] * (box[k].rad() > 0), float(box[k].rad())))
    middle = box[at].mid()
    low, high = box[at].lower(), box[at].upper()
    return [[*box[:at], middle.union(high), *box[at + 1 :]], [*box[:at], low.union(middle), *box[at + 1 :]]]


class Krawczyk:
    """The operator of one system; ``smear`` is the last box's variation by each name."""

    def __init__(self, gradients: Gradients) -> None:
        self.gradients = gradients
        self.smear: list[float] = []

    def examine(self, box: Box) -> tuple[str, Box, Box]:
        """``empty``; ``root`` with its enclosure and the box in which it is unique; or ``open`` with what is left."""
        values, _ = self._plain(box)
        if any(v.is_finite() and not v.contains(0) for v in values):
            return "empty", box, box
        blown = [_around(x.mid(), x.rad() * BLOWN) for x in box]
        values, rows = self.gradients(blown)
        self.smear = [max(float(abs(row[k]).upper()) for row in rows) * float(x.rad()) for k, x in enumerate(blown)]
        if not all(d.is_finite() for row in rows for d in row):
            return "open", box, box
        middle = [x.mid() for x in blown]
        at, _ = self._plain(middle)
        if not all(v.is_finite() for v in at):
            return "open", box, box
        offsets = [x - m for x, m in zip(blown, middle)]
        for v, row in zip(at, rows):
            # The mean value form is narrower than the plain one where the box is small.
            if not (v + sum((d * o for d, o in zip(row, offsets)), arb(0))).contains(0):
                return "empty", box, box
        inverse = _inverse([[d.mid() for d in row] for row in rows])
        if inverse is None:
            return "open", box, box
        image = _image(inverse, rows, at, middle, offsets)
        if all(x.contains_interior(k) for x, k in zip(blown, image)):
            return "root", image, blown
        met = _meet(box, image)
        if met is None:
            return "empty", box, box
        return "open", met, box

    def refined(self, enclosure: Box, digits: int) -> Box:
        """The same root, as narrow as asked for where the present precision allows it."""
        goal = arb(10) ** (-digits - 1)
        box = list(enclosure)
        for _ in range(60):
            if all(x.rad() <= goal * max(arb(1) * abs(x.mid()), arb("1e-30")) for x in box):
                break
            middle = [x.mid() for x in box]
            _, rows = self.gradients(box)
            at, _ = self._plain(middle)
            inverse = _inverse([[d.mid() for d in row] for row in rows])
            if inverse is None or not all(d.is_finite() for row in rows for d in row):
                break
            image = _image(inverse, rows, at, middle, [x - m for x, m in zip(box, middle)])
            met = _meet(box, image)
            if met is None or not any(m.rad() < x.rad() * arb("0.9") for m, x in zip(met, box)):
                break
            box = met
        return box

    def _plain(self, point: Box) -> tuple[list[Any], None]:
        return self.gradients.balls(point), None


def _around(middle: flint.arb, radius: flint.arb) -> flint.arb:
    return middle + arb(0, radius)


def _image(inverse: list[Box], rows: list[Box], at: Box, middle: Box, offsets: Box) -> Box:
    """M - Y f(m) + (1 - Y J)(X - m)."""
    n = len(middle)
    image = []
    for i in range(n):
        total = middle[i]
        for k in range(n):
            total = total - inverse[i][k] * at[k]
        for j in range(n):
            entry = arb(1 if i == j else 0)
            for k in range(n):
                entry = entry - inverse[i][k] * rows[k][j]
            total = total + entry * offsets[j]
        image.append(total)
    return image


def _meet(box: Box, image: Box) -> Box | None:
    met = []
    for x, k in zip(box, image):
        if not x.overlaps(k):
            return None
        met.append(x.intersection(k))
    return met


def _inverse(matrix: list[Box]) -> list[Box] | None:
    """An approximate inverse (its error does not matter), or None where the matrix is singular."""
    n = len(matrix)
    if n == 1:
        return None if matrix[0][0].contains(0) else [[(1 / matrix[0][0]).mid()]]
    if n == 2:
        (a, b), (c, d) = matrix
        determinant = (a * d - b * c).mid()
        if determinant == 0:
            return None
        scale = (1 / determinant).mid()
        return [[(d * scale).mid(), (-b * scale).mid()], [(-c * scale).mid(), (a * scale).mid()]]
    try:
        solved = flint.arb_mat(matrix).inv()
    except ZeroDivisionError:
        return None
    return [[solved[i, j].mid() for j in range(n)] for i in range(n)]
