"""Runge-Kutta methods: each is its table."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Tableau:
    """Nodes c, rows a, weights b, and the weights of the error estimate (empty for a fixed step).

    ``first_same_as_last``: the last stage is the slope at the end of the step.
    """

    name: str
    order: int
    c: tuple[Fraction, ...]
    a: tuple[tuple[Fraction, ...], ...]
    b: tuple[Fraction, ...]
    error: tuple[Fraction, ...] = ()
    first_same_as_last: bool = False


RK4 = Tableau(
    "rk4",
    4,
    (Fraction(0), Fraction(1, 2), Fraction(1, 2), Fraction(1)),
    ((), (Fraction(1, 2),), (Fraction(0), Fraction(1, 2)), (Fraction(0), Fraction(0), Fraction(1))),
    (Fraction(1, 6), Fraction(1, 3), Fraction(1, 3), Fraction(1, 6)),
)

_B = (
    Fraction(35, 384),
    Fraction(0),
    Fraction(500, 1113),
    Fraction(125, 192),
    Fraction(-2187, 6784),
    Fraction(11, 84),
    Fraction(0),
)
_LOWER = (
    Fraction(5179, 57600),
    Fraction(0),
    Fraction(7571, 16695),
    Fraction(393, 640),
    Fraction(-92097, 339200),
    Fraction(187, 2100),
    Fraction(1, 40),
)

#: J. R. Dormand and P. J. Prince, J. Comp. Appl. Math. 6 (1980) 19.
DORMAND_PRINCE = Tableau(
    "dormand_prince",
    5,
    (Fraction(0), Fraction(1, 5), Fraction(3, 10), Fraction(4, 5), Fraction(8, 9), Fraction(1), Fraction(1)),
    (
        (),
        (Fraction(1, 5),),
        (Fraction(3, 40), Fraction(9, 40)),
        (Fraction(44, 45), Fraction(-56, 15), Fraction(32, 9)),
        (Fraction(19372, 6561), Fraction(-25360, 2187), Fraction(64448, 6561), Fraction(-212, 729)),
        (Fraction(9017, 3168), Fraction(-355, 33), Fraction(46732, 5247), Fraction(49, 176), Fraction(-5103, 18656)),
        _B[:6],
    ),
    _B,
    tuple(b - l for b, l in zip(_B, _LOWER)),
    first_same_as_last=True,
)

METHODS = {t.name: t for t in (RK4, DORMAND_PRINCE)}
