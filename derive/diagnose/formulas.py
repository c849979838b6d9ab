"""Concrete functions: the known ones, and the one that stands for an abstract function."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable
from random import Random


def real(value: complex) -> float:
    """The real number that a value is; raises ValueError where it is none."""
    if abs(value.imag) > 1e-9 * (1 + abs(value.real)):
        raise ValueError("not real")
    return value.real


def inverse_erf(z: complex) -> complex:
    """The argument at which the error function has a real value between -1 and 1; by Newton's method."""
    y = real(z)
    if not -1 < y < 1:
        raise ValueError("no value of the error function")
    x = math.copysign(math.sqrt(max(0.0, -math.log(1 - abs(y)))) * 0.9, y)
    for _ in range(60):
        step = (math.erf(x) - y) * math.sqrt(math.pi) / 2 * math.exp(x * x)
        x -= max(-0.5, min(0.5, step))
        if abs(step) < 1e-14 * (1 + abs(x)):
            break
    return complex(x)


def _sign(z: complex) -> complex:
    return z / abs(z) if z else 0j


FORMULAS: dict[str, Callable[..., complex]] = {
    "exp": cmath.exp,
    "log": lambda z, base=None: cmath.log(z) if base is None else cmath.log(z) / cmath.log(base),
    "lg": cmath.log10,
    "sqrt": cmath.sqrt,
    "cbrt": lambda z: complex(math.cbrt(real(z))),
    "root": lambda z, n: z ** (1 / n),
    "sin": cmath.sin,
    "cos": cmath.cos,
    "tan": cmath.tan,
    "cot": lambda z: 1 / cmath.tan(z),
    "sec": lambda z: 1 / cmath.cos(z),
    "csc": lambda z: 1 / cmath.sin(z),
    "asin": cmath.asin,
    "acos": cmath.acos,
    "atan": cmath.atan,
    "acot": lambda z: cmath.atan(1 / z),
    "sinh": cmath.sinh,
    "cosh": cmath.cosh,
    "tanh": cmath.tanh,
    "coth": lambda z: 1 / cmath.tanh(z),
    "sech": lambda z: 1 / cmath.cosh(z),
    "csch": lambda z: 1 / cmath.sinh(z),
    "asinh": cmath.asinh,
    "acosh": cmath.acosh,
    "atanh": cmath.atanh,
    "sinc": lambda z: cmath.sin(z) / z,
    "erf": lambda z: complex(math.erf(real(z))),
    "erfc": lambda z: complex(math.erfc(real(z))),
    "gamma": lambda z: complex(math.gamma(real(z))),
    "loggamma": lambda z: complex(math.lgamma(real(z))),
    "factorial": lambda z: complex(math.gamma(real(z) + 1)),
    "binomial": lambda n, k: complex(
        math.gamma(real(n) + 1) / (math.gamma(real(k) + 1) * math.gamma(real(n) - real(k) + 1))
    ),
    "Abs": lambda z: complex(abs(z)),
    "sign": _sign,
    "floor": lambda z: complex(math.floor(real(z))),
    "ceiling": lambda z: complex(math.ceil(real(z))),
    "Max": lambda *zs: complex(max(real(z) for z in zs)),
    "Min": lambda *zs: complex(min(real(z) for z in zs)),
    "Heaviside": lambda z, *_: complex(0.5 * (1 + (real(z) > 0) - (real(z) < 0))),
    "KroneckerDelta": lambda i, j: complex(abs(i - j) < 1e-9),
    "re": lambda z: complex(z.real),
    "im": lambda z: complex(z.imag),
    "conjugate": lambda z: z.conjugate(),
    "arg": lambda z: complex(cmath.phase(z)),
    # Vectors and matrices by name are looked at as if they were numbers, a mean as if its variable were certain: the
    # sample proposes only, and what it proposes is decided for what they are.
    "transpose": lambda z: z,
    "norm": lambda z, *_: complex(abs(z)),
    "dot": lambda a, b: a * b,
    "outer": lambda a, b: a * b,
    "inverse": lambda z: 1 / z,
    "det": lambda z: z,
    "trace": lambda z: z,
    "diag": lambda z: z,
    "Expectation": lambda z, *_: z,
}


def stand_in(function: str, arity: int) -> tuple[float, float, tuple[float, ...]]:
    """The constants a, b, c of the concrete function that an abstract one stands for."""
    random = Random(f"function {function}")
    a, b = random.uniform(0.3, 1.1), random.uniform(0.4, 1.3)
    return a, b, tuple(random.uniform(0.35, 1.2) for _ in range(arity))
