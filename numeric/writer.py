"""Writing SymPy expressions as the steps of a tape."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.simplify.cse_main import Unevaluated, opt_cse

from numeric.errors import NotReal, UnboundName, UnknownFunction, WrongArguments
from numeric.tape import TapeBuilder

#: SymPy's name of a function of one argument -> the tape's.
UNARY = {
    name: name
    for name in (
        "exp", "log", "sin", "cos", "tan", "tanh", "sinh", "cosh", "asin", "acos", "atan", "asinh", "acosh", "atanh",
        "erf", "erfc", "gamma", "loggamma", "floor", "digamma",
    )
} | {"Abs": "abs", "ceiling": "ceil", "sign": "sign"}  # fmt: skip
CONSTANTS = {sp.pi: "pi", sp.E: "e", sp.EulerGamma: "euler", sp.Catalan: "catalan", sp.I: "i"}
RECIPROCALS = {
    "sec": sp.cos, "csc": sp.sin, "cot": sp.tan, "sech": sp.cosh, "csch": sp.sinh, "coth": sp.tanh,
}  # fmt: skip
OF_RECIPROCALS = {
    "asec": sp.acos, "acsc": sp.asin, "acot": sp.atan, "asech": sp.acosh, "acsch": sp.asinh, "acoth": sp.atanh,
}  # fmt: skip
RELATIONS = {
    sp.StrictLessThan: ("lt", False),
    sp.LessThan: ("le", False),
    sp.StrictGreaterThan: ("lt", True),
    sp.GreaterThan: ("le", True),
    sp.Equality: ("eq", False),
    sp.Unequality: ("ne", False),
}


def _inverted(factor: Any) -> bool:
    return bool(isinstance(factor, sp.Pow) and factor.exp.is_Rational and factor.exp < 0)


def _reciprocals(expressions: Sequence[Any]) -> set[Any]:
    """Negative powers that occur in several products: one division, then multiplications."""
    seen: set[Any] = set()
    counts: dict[Any, int] = {}
    stack = list(expressions)
    while stack:
        e = stack.pop()
        if e in seen or not isinstance(e, sp.Basic):
            continue
        seen.add(e)
        stack.extend(e.args)
        if e.is_Mul:
            for factor in e.args:
                if _inverted(factor):
                    counts[factor] = counts.get(factor, 0) + 1
    return {factor for factor, count in counts.items() if count > 1}


class Writer:
    """Writes expressions as steps.  What is written twice is one step; sums and products are grouped so that this is
    the case for parts that several of them have in common (SymPy's ``opt_cse``, without rebuilding any expression).
    """

    def __init__(
        self, builder: TapeBuilder, values: Mapping[str, Any], imaginary: bool, expressions: Sequence[Any]
    ) -> None:
        self.builder = builder
        self.values = values
        self.imaginary = imaginary
        self.done: dict[Any, int] = {}
        self.grouped: Mapping[Any, Any] = opt_cse([e for e in expressions if isinstance(e, sp.Basic)], order="none")
        self.reciprocals = _reciprocals(expressions)

    def write(self, e: Any) -> int:
        if isinstance(e, Unevaluated):
            return self._group(e)
        place = self.done.get(e)
        if place is None:
            other = self.grouped.get(e)
            place = self.done[e] = self._write(e) if other is None else self._group(other)
        return place

    def output(self, e: Any) -> int:
        """A truth value becomes 1 or 0."""
        place = self.write(e)
        if isinstance(e, sp.logic.boolalg.Boolean) and not e.is_Symbol:
            return self.builder.step("select", place, self.builder.number(1), self.builder.number(0))
        return place

    def _group(self, e: Any) -> int:
        if not isinstance(e, Unevaluated):
            return self.write(e)
        # A part in common is such a thing again, so these nest.
        if e.func is sp.Add:
            return self._sum(e.args)
        if e.func is sp.Mul:
            return self._times(e.args)
        return self._raise(*e.args)

    def _write(self, e: sp.Basic) -> int:
        step = self.builder.step
        if isinstance(e, (sp.Symbol, AppliedUndef, sp.Indexed)):
            return self._name(e)
        if isinstance(e, sp.Rational):
            return self.builder.number(Fraction(int(e.p), int(e.q)))
        if isinstance(e, sp.Float):
            sign, man, exponent, _ = e._mpf_
            return self.builder.number(Fraction((-1) ** sign * int(man)) * Fraction(2) ** exponent)
        if e in CONSTANTS:
            if e is sp.I and not self.imaginary:
                raise NotReal("the expression holds the imaginary unit; pass imaginary=True or take re and im apart")
            return step("constant", value=CONSTANTS[e])
        if e is sp.GoldenRatio:
            return self.write((1 + sp.sqrt(5)) / 2)
        if e in (sp.true, sp.false):
            return step("true" if e is sp.true else "false")
        if e in (sp.oo, -sp.oo, sp.zoo, sp.nan):
            raise WrongArguments(f"the expression holds {e}, which is not a number; take the limit first")
        for kind, method in _METHODS:
            if isinstance(e, kind):
                return int(method(self, e))
        name = UNARY.get(type(e).__name__)
        if name is not None and len(e.args) == 1:
            return step(name, self.write(e.args[0]))
        raise UnknownFunction(
            f"{type(e).__name__} in {_short(e)} has no numerical meaning here; rewrite it by known functions"
        )

    def _name(self, e: sp.Basic) -> int:
        text = str(e)
        if text in self.builder.names:
            return self.builder.step("input", value=self.builder.names.index(text))
        if text in self.values:
            return self.write(self._value(text))
        if isinstance(e, AppliedUndef):
            raise UnknownFunction(f"the function {e.func} in {text} has no body; pass functions={{'{e.func}': ...}}")
        known = ", ".join(self.builder.names) or "none"
        raise UnboundName(f"{text} is neither an argument nor has a value (arguments: {known}); pass values={{...}}")

    def _value(self, name: str) -> sp.Expr:
        """What ``values`` gives for a name, checked."""
        given = self.values[name]
        if isinstance(given, float) and not math.isfinite(given):
            raise WrongArguments(f"values gives {name} the value {given}, which is not a finite number")
        value = exact(given)
        if value.has(sp.oo, sp.zoo, sp.nan):
            raise WrongArguments(f"values gives {name} the value {value}, which is not a finite number")
        if value.is_real is False and not self.imaginary:
            raise NotReal(f"values gives {name} the value {value}, which is not real; pass a real number")
        return value

    def _add(self, e: sp.Add) -> int:
        return self._sum(e.args)

    def _sum(self, terms: Sequence[Any]) -> int:
        step = self.builder.step
        positive: list[int] = []
        negative: list[int] = []
        for term in terms:
            if isinstance(term, Unevaluated):
                positive.append(self._group(term))
            elif (term.is_Mul and term.args[0].is_Rational and term.args[0] < 0) or (term.is_Rational and term < 0):
                negative.append(self.write(-term))
            else:
                positive.append(self.write(term))
        if positive:
            total = positive[0]
            for place in positive[1:]:
                total = step("add", total, place)
        else:
            total = step("neg", negative.pop(0))
        for place in negative:
            total = step("sub", total, place)
        return total

    def _mul(self, e: sp.Mul) -> int:
        return self._times(e.args)

    def _times(self, factors: Sequence[Any]) -> int:
        step = self.builder.step
        above: list[int] = []
        below: list[int] = []
        negative = False
        for factor in factors:
            if factor is sp.S.NegativeOne:
                negative = not negative
            elif _inverted(factor) and factor not in self.reciprocals:
                below.append(self._raise(factor.args[0], -factor.args[1]))
            else:
                above.append(self.write(factor))
        top = self._product(above) if above else self.builder.number(1)
        result = step("div", top, self._product(below)) if below else top
        return step("neg", result) if negative else result

    def _product(self, factors: list[int]) -> int:
        total = factors[0]
        for factor in factors[1:]:
            total = self.builder.step("mul", total, factor)
        return total

    def _pow(self, e: sp.Pow) -> int:
        return self._raise(*e.args)

    def _raise(self, base: Any, exponent: Any) -> int:
        exponent = sp.sympify(exponent)
        key = (base, exponent)
        if key not in self.done:
            self.done[key] = self._power(base, exponent)
        return self.done[key]

    def _power(self, base: Any, exponent: Any) -> int:
        step = self.builder.step
        if base is sp.E:
            return step("exp", self.write(exponent))
        if exponent == 1:
            return self.write(base)
        if exponent == -1 and base.is_Add and len(base.args) == 2 and base.args[0] == 1:
            logistic = base.args[1]
            if isinstance(logistic, sp.exp):  # 1/(1 + exp(u)) without overflow and to the last digit
                return step("sigmoid", self.write(-logistic.args[0]))
        if exponent.is_Rational and exponent < 0:
            return step("div", self.builder.number(1), self._raise(base, -exponent))
        if exponent.is_Integer:
            return step("power", self.write(base), value=int(exponent))
        if exponent.is_Rational and exponent.q == 2:
            root = step("sqrt", self.write(base))
            return root if exponent.p == 1 else step("power", root, value=int(exponent.p))
        return step("pow", self.write(base), self.write(exponent))

    def _extreme(self, e: sp.Max | sp.Min) -> int:
        name = "max" if isinstance(e, sp.Max) else "min"
        places = [self.write(a) for a in sorted(e.args, key=sp.default_sort_key)]
        total = places[0]
        for place in places[1:]:
            total = self.builder.step(name, total, place)
        return total

    def _piecewise(self, e: sp.Piecewise) -> int:
        pieces = list(e.args)
        value, condition = pieces.pop()
        # Where no condition holds the value is undefined: it becomes NaN, and the kernel says so.
        total = self.write(value) if condition == sp.true else self._gap(value, condition)
        for value, condition in reversed(pieces):
            total = self.builder.step("select", self.write(condition), self.write(value), total)
        return total

    def _gap(self, value: sp.Basic, condition: sp.Basic) -> int:
        return self.builder.step("select", self.write(condition), self.write(value), self.builder.step("undefined"))

    def _relation(self, e: sp.Rel) -> int:
        name, swapped = RELATIONS[type(e)]
        left, right = (self.write(a) for a in e.args)
        return self.builder.step(name, right, left) if swapped else self.builder.step(name, left, right)

    def _logic(self, e: sp.And | sp.Or) -> int:
        name = "and" if isinstance(e, sp.And) else "or"
        places = [self.write(a) for a in sorted(e.args, key=sp.default_sort_key)]
        total = places[0]
        for place in places[1:]:
            total = self.builder.step(name, total, place)
        return total

    def _not(self, e: sp.Not) -> int:
        return self.builder.step("not", self.write(e.args[0]))

    def _heaviside(self, e: sp.Heaviside) -> int:
        step, place, zero = self.builder.step, self.write(e.args[0]), self.builder.number(0)
        half = self.write(e.args[1])
        below = step("select", step("lt", place, zero), zero, half)
        return step("select", step("lt", zero, place), self.builder.number(1), below)

    def _binary(self, e: sp.Function) -> int:
        return self.builder.step(type(e).__name__, *(self.write(a) for a in e.args))

    def _mod(self, e: sp.Mod) -> int:
        step, (a, b) = self.builder.step, (self.write(x) for x in e.args)
        return step("sub", a, step("mul", b, step("floor", step("div", a, b))))

    def _factorial(self, e: sp.factorial) -> int:
        return self.builder.step("gamma", self.write(e.args[0] + 1))

    def _itself(self, e: sp.re) -> int:
        if self.imaginary:
            raise UnknownFunction(f"{_short(e)} is not analytic")
        return self.write(e.args[0])

    def _polygamma(self, e: sp.polygamma) -> int:
        order, place = e.args[0], self.write(e.args[1])
        if not (order.is_Integer and 0 <= order <= 20):
            raise UnknownFunction(f"polygamma of the order {order} has no numerical meaning here")
        return self.builder.step("polygamma", place, value=int(order)) if order else self.builder.step("digamma", place)

    def _inverse(self, e: sp.Function) -> int:
        """A reciprocal, or a function of the reciprocal."""
        name = type(e).__name__
        if name in RECIPROCALS:
            return self._raise(RECIPROCALS[name](e.args[0]), sp.S.NegativeOne)
        return self.write(OF_RECIPROCALS[name](1 / e.args[0]))

    def _by_gamma(self, e: sp.Function) -> int:
        return self.write(e.rewrite(sp.gamma))

    def _sinc(self, e: sp.sinc) -> int:
        return self.write(e.rewrite(sp.sin))

    def _frac(self, e: sp.frac) -> int:
        return self.builder.step("sub", self.write(e.args[0]), self.write(sp.floor(e.args[0])))

    def _if(self, e: sp.ITE) -> int:
        step, (condition, a, b) = self.builder.step, (self.write(x) for x in e.args)
        return step("or", step("and", condition, a), step("and", step("not", condition), b))

    def _delta(self, e: sp.KroneckerDelta) -> int:
        step, (a, b) = self.builder.step, (self.write(x) for x in e.args)
        return step("select", step("eq", a, b), self.builder.number(1), self.builder.number(0))


_METHODS: tuple[tuple[Any, Any], ...] = (
    (sp.Add, Writer._add),
    (sp.Mul, Writer._mul),
    (sp.Pow, Writer._pow),
    ((sp.Max, sp.Min), Writer._extreme),
    (sp.Piecewise, Writer._piecewise),
    (sp.core.relational.Relational, Writer._relation),
    ((sp.And, sp.Or), Writer._logic),
    (sp.Not, Writer._not),
    (sp.Heaviside, Writer._heaviside),
    (sp.Mod, Writer._mod),
    (sp.atan2, Writer._binary),
    (sp.factorial, Writer._factorial),
    (sp.re, Writer._itself),
    (sp.conjugate, Writer._itself),
    (sp.polygamma, Writer._polygamma),
    (sp.KroneckerDelta, Writer._delta),
    ((sp.sec, sp.csc, sp.cot, sp.coth, sp.sech, sp.csch), Writer._inverse),
    ((sp.asec, sp.acsc, sp.acot, sp.acoth, sp.asech, sp.acsch), Writer._inverse),
    ((sp.beta, sp.binomial), Writer._by_gamma),
    (sp.sinc, Writer._sinc),
    (sp.frac, Writer._frac),
    (sp.ITE, Writer._if),
)


def as_sympy(value: Any) -> Any:
    """A value as SymPy.  Text is refused: reading it would execute it.  Raises :class:`WrongArguments`."""
    if isinstance(value, (str, bytes)):
        raise WrongArguments(f"{value!r} is text; expressions and values are SymPy objects or numbers")
    return sp.sympify(value)


def exact(value: Any) -> sp.Expr:
    """A number as exact SymPy: floats as the binary numbers that they are."""
    if isinstance(value, Fraction):
        return sp.Rational(value.numerator, value.denominator)
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise WrongArguments(f"the value {value} is not a finite number")
        return sp.Rational(*value.as_integer_ratio())
    return as_sympy(value)


def _short(e: sp.Basic) -> str:
    text = str(e)
    return text if len(text) <= 60 else text[:57] + "..."
