"""Runge-Kutta methods: each is its table."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction as F


@dataclass(frozen=True, slots=True)
class Tableau:
    """Nodes c, rows a, weights b, and the weights of the error estimate (empty for a fixed step).

    ``first_same_as_last``: the last stage is the slope at the end of the step.
    """

    name: str
    order: int
    c: tuple[F, ...]
    a: tuple[tuple[F, ...], ...]
    b: tuple[F, ...]
    error: tuple[F, ...] = ()
    first_same_as_last: bool = False


RK4 = Tableau(
    "rk4",
    4,
    (F(0), F(1, 2), F(1, 2), F(1)),
    ((), (F(1, 2),), (F(0), F(1, 2)), (F(0), F(0), F(1))),
    (F(1, 6), F(1, 3), F(1, 3), F(1, 6)),
)

_B = (F(35, 384), F(0), F(500, 1113), F(125, 192), F(-2187, 6784), F(11, 84), F(0))
_LOWER = (F(5179, 57600), F(0), F(7571, 16695), F(393, 640), F(-92097, 339200), F(187, 2100), F(1, 40))

#: J. R. Dormand and P. J. Prince, J. Comp. Appl. Math. 6 (1980) 19.
DORMAND_PRINCE = Tableau(
    "dormand_prince",
    5,
    (F(0), F(1, 5), F(3, 10), F(4, 5), F(8, 9), F(1), F(1)),
    (
        (),
        (F(1, 5),),
        (F(3, 40), F(9, 40)),
        (F(44, 45), F(-56, 15), F(32, 9)),
        (F(19372, 6561), F(-25360, 2187), F(64448, 6561), F(-212, 729)),
        (F(9017, 3168), F(-355, 33), F(46732, 5247), F(49, 176), F(-5103, 18656)),
        _B[:6],
    ),
    _B,
    tuple(b - l for b, l in zip(_B, _LOWER)),
    first_same_as_last=True,
)

METHODS = {t.name: t for t in (RK4, DORMAND_PRINCE)}
