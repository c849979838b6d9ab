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


@dataclass(frozen=True, slots=True)
class Rosenbrock:
    """A linearly implicit method in the variables of Hairer and Wanner II, IV.7.25.

    Stage s solves (1/(h gamma) - J) u_s = f(t + c_s h, y + sum a_sr u_r) + sum shifts_sr u_r/h + h drift_s df/dt.  The
    last row of ``a`` with the last stage is the step, and the last stage is the estimate of its error.
    """

    name: str
    order: int
    gamma: float
    c: tuple[float, ...]
    a: tuple[tuple[float, ...], ...]
    shifts: tuple[tuple[float, ...], ...]
    drift: tuple[float, ...]


_ROW = (-7.502846399306121, 2.561846144803919, -11.627539656261098, -0.18268767659942256, 0.030198172008377946)

#: G. Steinebach, BIT Numerical Mathematics 63 (2023) 27: L-stable and stiffly accurate, made for stiff and for
#: parabolic problems.
RODAS5P = Rosenbrock(
    "rodas5p",
    5,
    0.21193756319429014,
    (0.0, 0.6358126895828704, 0.4095798393397535, 0.9769306725060716, 0.4288403609558664, 1.0, 1.0, 1.0),
    (
        (),
        (3.0,),
        (2.849394379747939, 0.45842242204463923),
        (-6.954028509809101, 2.489845061869568, -10.358996098473584),
        (2.8029986275628964, 0.5072464736228206, -0.3988312541770524, -0.04721187230404641),
        _ROW,
        (*_ROW, 1.0),
        (*_ROW, 1.0, 1.0),
    ),
    (
        (),
        (-14.155112264123755,),
        (-17.97296035885952, -2.859693295451294),
        (147.12150275711716, -1.41221402718213, 71.68940251302358),
        (165.43517024871676, -0.4592823456491126, 42.90938336958603, -5.961986721573306),
        (24.854864614690072, -3.0009227002832186, 47.4931110020768, 5.5814197821558125, -0.6610691825249471),
        (
            30.91273214028599, -3.1208243349937974, 77.79954646070892, 34.28646028294783, -19.097331116725623,
            -28.087943162872662,
        ),
        (
            37.80277123390563, -3.2571969029072276, 112.26918849496327, 66.9347231244047, -40.06618937091002,
            -54.66780262877968, -9.48861652309627,
        ),
    ),
    (
        0.21193756319429014, -0.42387512638858027, -0.3384627126235924, 1.8046452872882734, 2.325825639765069, 0.0,
        0.0, 0.0,
    ),
)  # fmt: skip

METHODS: dict[str, Tableau | Rosenbrock] = {t.name: t for t in (RK4, DORMAND_PRINCE, RODAS5P)}
