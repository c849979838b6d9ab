"""SymPy to a tree: what an author writes becomes what everybody else reads."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import sympy
from sympy.core.function import AppliedUndef

from derive.expression import INFINITY, TRUE, Expression, add, call, constant, div, mul, name, neg, number, power
from derive.symbolic.to_sympy import UntranslatableError


def from_sympy(value: Any) -> Expression:
    """The tree of a SymPy expression, relation or matrix; numbers stay exact.

    Raises:
        UntranslatableError: an object with no head of ours.
    """
    if isinstance(value, sympy.MatrixBase):
        rows = (tuple(from_sympy(value[i, j]) for j in range(value.cols)) for i in range(value.rows))
        return Expression("matrix", tuple(Expression("row", row) for row in rows))
    value = sympy.sympify(value)
    for kind, translate in BACK:
        if isinstance(value, kind):
            return translate(value)
    raise UntranslatableError(
        f"{type(value).__name__} {value} has no head; expected an expression, a relation or a matrix"
    )


def _from_add(value: Any) -> Expression:
    return add(*(from_sympy(a) for a in value.as_ordered_terms()))


def _from_mul(value: Any) -> Expression:
    coefficient, rest = value.as_coeff_Mul()
    above: list[Expression] = []
    below: list[Expression] = []
    for factor in sympy.Mul.make_args(rest):
        base, exponent = factor.as_base_exp()
        if exponent.could_extract_minus_sign() and base is not sympy.E and factor is not sympy.S.One:
            below.append(from_sympy(base**-exponent))
        elif factor is not sympy.S.One:
            above.append(from_sympy(factor))
    sign = coefficient.could_extract_minus_sign()
    size = -coefficient if sign else coefficient
    if size.is_Rational:
        if size.p != 1 or not above:
            above.insert(0, number(int(size.p)))
        if size.q != 1:
            below.insert(0, number(int(size.q)))
    else:
        above.insert(0, from_sympy(size))
    tree = mul(*above)
    tree = div(tree, mul(*below)) if below else tree
    return neg(tree) if sign else tree


def _from_pow(value: Any) -> Expression:
    base, exponent = value.as_base_exp()
    if value.base is sympy.E:
        return call("exp", from_sympy(value.exp))
    if exponent == sympy.Rational(1, 2):
        return call("sqrt", from_sympy(base))
    if exponent.could_extract_minus_sign():
        return div(number(1), from_sympy(base**-exponent))
    return power(from_sympy(base), from_sympy(exponent))


def _from_function(value: Any) -> Expression:
    return call(value.func.__name__, *(from_sympy(a) for a in value.args))


def _from_derivative(value: Any) -> Expression:
    body = value.expr
    if isinstance(body, AppliedUndef) and all(a.is_Symbol for a in body.args) and len(set(body.args)) == len(body.args):
        orders = dict(value.variable_count)
        counts = tuple(int(orders.get(a, 0)) for a in body.args)
        return Expression("prime", tuple(from_sympy(a) for a in body.args), (body.func.__name__, counts))
    return Expression("derivative", (from_sympy(body), *(from_sympy(v) for v in value.variables)))


def _from_subs(value: Any) -> Expression:
    inner = from_sympy(value.expr)
    replacement = {v: from_sympy(p) for v, p in zip(value.variables, value.point)}
    if inner.head == "prime":
        names = {from_sympy(v): p for v, p in replacement.items()}
        return inner.with_args(tuple(names.get(a, a) for a in inner.args))
    for variable, point in replacement.items():
        inner = Expression("substitute", (inner, from_sympy(variable), point))
    return inner


def _from_bound(head: str) -> Callable[[Any], Expression]:
    def translate(value: Any) -> Expression:
        body = from_sympy(value.function)
        for limits in value.limits:
            body = Expression(head, (body, *(from_sympy(part) for part in limits)))
        return body

    return translate


def _from_limit(value: Any) -> Expression:
    body, variable, point, side = value.args
    sides = {"+": "+", "-": "-"}
    # Infinity has one side only.
    way = "+-" if point.is_infinite else sides.get(str(side), "+-")
    return Expression("limit", (from_sympy(body), from_sympy(variable), from_sympy(point)), way)


def _from_piecewise(value: Any) -> Expression:
    cases = (Expression("case", (from_sympy(v), from_sympy(c))) for v, c in value.args)
    return Expression("cases", tuple(cases))


def _from_relation(value: Any) -> Expression:
    heads = {sympy.Eq: "eq", sympy.Ne: "ne", sympy.Lt: "lt", sympy.Le: "le", sympy.Gt: "gt", sympy.Ge: "ge"}
    return Expression(heads[value.func], (from_sympy(value.lhs), from_sympy(value.rhs)))


def _from_logic(value: Any) -> Expression:
    heads = {
        sympy.And: "and",
        sympy.Or: "or",
        sympy.Not: "not",
        sympy.Implies: "implies",
        sympy.Equivalent: "iff",
        sympy.Xor: "xor",
    }
    args = sorted(value.args, key=sympy.default_sort_key)
    return Expression(heads[value.func], tuple(from_sympy(a) for a in args))


def _from_indexed(value: Any) -> Expression:
    return Expression("index", (name(str(value.base.label)), *(from_sympy(i) for i in value.indices)))


def _from_rational(value: Any) -> Expression:
    if value < 0:
        return neg(_from_rational(-value))
    return number(int(value.p)) if value.q == 1 else div(number(int(value.p)), number(int(value.q)))


def _from_float(value: Any) -> Expression:
    exact = Fraction(str(value))
    return neg(Expression("decimal", (), str(-value))) if exact < 0 else Expression("decimal", (), str(value))


def _from_interval(value: Any) -> Expression:
    ends = (from_sympy(value.start), from_sympy(value.end))
    return Expression("interval", ends, (bool(value.left_open), bool(value.right_open)))


#: Kinds in the order in which they are tried: a subclass stands before its base.
BACK: tuple[tuple[Any, Callable[[Any], Expression]], ...] = (
    (sympy.Rational, _from_rational),
    (sympy.Float, _from_float),
    (type(sympy.pi), lambda v: constant("pi")),
    (type(sympy.E), lambda v: constant("e")),
    (type(sympy.I), lambda v: constant("i")),
    (type(sympy.oo), lambda v: INFINITY),
    (type(-sympy.oo), lambda v: neg(INFINITY)),
    (type(sympy.zoo), lambda v: constant("zoo")),
    (type(sympy.EulerGamma), lambda v: constant("euler")),
    (type(sympy.GoldenRatio), lambda v: from_sympy((1 + sympy.sqrt(5)) / 2)),
    (type(sympy.true), lambda v: TRUE),
    (type(sympy.false), lambda v: constant("false")),
    (sympy.Symbol, lambda v: name(v.name)),
    (sympy.Indexed, _from_indexed),
    (sympy.Add, _from_add),
    (sympy.Mul, _from_mul),
    (sympy.exp, lambda v: call("exp", from_sympy(v.args[0]))),
    (sympy.Pow, _from_pow),
    (sympy.Derivative, _from_derivative),
    (sympy.Subs, _from_subs),
    (sympy.Integral, _from_bound("integral")),
    (sympy.Sum, _from_bound("sum")),
    (sympy.Product, _from_bound("product")),
    (sympy.Limit, _from_limit),
    (sympy.Piecewise, _from_piecewise),
    (sympy.core.relational.Relational, _from_relation),
    (sympy.logic.boolalg.BooleanFunction, _from_logic),
    (sympy.Interval, _from_interval),
    (sympy.FiniteSet, lambda v: Expression("set", tuple(from_sympy(a) for a in v.args))),
    (type(sympy.S.EmptySet), lambda v: Expression("set", ())),
    (sympy.Union, lambda v: Expression("union", tuple(from_sympy(a) for a in v.args))),
    (sympy.Tuple, lambda v: Expression("tuple", tuple(from_sympy(a) for a in v.args))),
    (sympy.Function, _from_function),
    (sympy.Expr, lambda v: _from_function(v) if v.args else _unknown(v)),
)


def _unknown(value: Any) -> Expression:
    raise UntranslatableError(f"{value!r} has no head; expected a number, a name or a function of them")
