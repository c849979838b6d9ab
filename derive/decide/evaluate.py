"""Expressions in double precision: fast, and never evidence by itself."""

from __future__ import annotations

import cmath
import math
from collections.abc import Mapping
from typing import Any

from derive.decide.program import Program, program
from derive.expression import Expression

NAN = complex(math.nan, math.nan)


def evaluate(
    expression: Expression, values: Mapping[str, complex], functions: Mapping[str, Any] | None = None
) -> complex:
    """The value in double precision; NaN where it is undefined, overflows or cannot be evaluated.

    The branches are those of :mod:`derive.decide.special`.  ``functions`` gives abstract functions concrete ones.
    """
    if functions:
        from derive.decide.families import instantiate

        expression = instantiate(expression, functions)
    return run(program((expression,)), values)[0]


def run(code: Program, values: Mapping[str, complex]) -> list[complex]:
    """Values of all roots of a program at one point."""
    results: list[Any] = []
    push = results.append
    for head, value, kids in code.instructions:
        try:
            if head == "mul":
                product = results[kids[0]]
                for k in kids[1:]:
                    product = product * results[k]
                push(product)
            elif head == "add":
                total = results[kids[0]]
                for k in kids[1:]:
                    total = total + results[k]
                push(total)
            elif head == "name":
                push(complex(values[value]))
            elif head == "number":
                push(complex(value.numerator / value.denominator))
            elif head == "pow":
                push(_power(results[kids[0]], results[kids[1]]))
            elif head == "div":
                push(results[kids[0]] / results[kids[1]])
            elif head == "neg":
                push(-results[kids[0]])
            elif head == "call" and value in _CALLS:
                push(_CALLS[value](*[_upper(results[k]) for k in kids]))
            else:
                push(_other(code, results, head, value, kids, values))
        except (ValueError, ZeroDivisionError, OverflowError, TypeError, KeyError):
            push(NAN)
    return [r if isinstance(r, complex) else NAN for r in (results[k] for k in code.roots)]


def _upper(z: complex) -> complex:
    """A negative zero imaginary part would choose the lower side of a branch cut: take the upper one."""
    return complex(z.real, 0.0) if isinstance(z, complex) and z.imag == 0 else z


def _power(base: complex, exponent: complex) -> complex:
    if exponent.imag == 0 and exponent.real == round(exponent.real) and abs(exponent.real) < 1024:
        return base ** int(exponent.real)
    return complex(_upper(base) ** exponent)


def _real(function: Any) -> Any:
    def over_reals(*arguments: complex) -> complex:
        if any(a.imag for a in arguments):
            return NAN
        return complex(function(*[a.real for a in arguments]))

    return over_reals


def _sign(z: complex) -> complex:
    return z / abs(z) if z else 0j


def _cot(z: complex) -> complex:
    return 1 / cmath.tan(z)


_CALLS: dict[str, Any] = {
    "exp": cmath.exp,
    "log": lambda z, base=None: cmath.log(z) if base is None else cmath.log(z) / cmath.log(base),
    "lg": cmath.log10,
    "sqrt": cmath.sqrt,
    "cbrt": lambda z: z ** (1 / 3),
    "sin": cmath.sin,
    "cos": cmath.cos,
    "tan": cmath.tan,
    "cot": _cot,
    "sec": lambda z: 1 / cmath.cos(z),
    "csc": lambda z: 1 / cmath.sin(z),
    "sinh": cmath.sinh,
    "cosh": cmath.cosh,
    "tanh": cmath.tanh,
    "atan": cmath.atan,
    "asinh": cmath.asinh,
    "Abs": lambda z: complex(abs(z)),
    "sign": _sign,
    "Max": _real(max),
    "Min": _real(min),
    "re": lambda z: complex(z.real),
    "im": lambda z: complex(z.imag),
    "conjugate": lambda z: z.conjugate(),
}


def _other(
    code: Program, results: list[Any], head: str, value: Any, kids: tuple[int, ...], values: Mapping[str, complex]
) -> Any:
    """Everything else is looked up in ball arithmetic, at the midpoint."""
    if head == "constant":
        known = {"pi": math.pi, "e": math.e, "i": 1j, "euler": 0.5772156649015329}
        if value in known:
            return complex(known[value])
    from flint import acb

    from derive.decide import ball as balls

    arguments = [acb(r.real, r.imag) if isinstance(r, complex) else r for r in (results[k] for k in kids)]
    try:
        if head == "call":
            found = balls._call(value, tuple(arguments), False)
        else:
            instruction = Program(
                (*[("given", a, ()) for a in arguments], (head, value, tuple(range(len(arguments))))), (len(arguments),)
            )
            found = balls._other(
                instruction,
                arguments,
                head,
                value,
                tuple(range(len(arguments))),
                {k: acb(v.real, v.imag) for k, v in values.items()},
                64,
                False,
            )
    except balls.Unsupported:
        return NAN
    if isinstance(found, acb):
        return complex(float(found.real.mid()), float(found.imag.mid())) if found.is_finite() else NAN
    return found
