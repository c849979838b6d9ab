"""Arithmetic with infinity: ``oo + 99`` is ``oo``, ``exp(-oo)`` is 0, ``oo - oo`` is nothing.

Names stand for finite numbers.  A sign is taken from the declared domain, so ``x*oo`` is ``oo`` for x > 0 and nothing
for x without a declaration.
"""

from __future__ import annotations

from derive.decide.budget import Budget
from derive.decide.domain import Domain, domain
from derive.decide.field import Field, FieldFullError, NoNormalFormError
from derive.decide.program import program
from derive.decide.translate import Translator
from derive.expression import INFINITY, ONE, PI, TWO, ZERO, Expression, constant, div, neg
from derive.verdict import Evidence, Verdict, proved, refuted, undecided
from derive.vocabulary import EMPTY, Vocabulary

_MINUS = neg(INFINITY)
_UNDEFINED = constant("nan")
_ENDS = {
    "exp": (INFINITY, ZERO),
    "log": (INFINITY, None),
    "sqrt": (INFINITY, None),
    "atan": (div(PI, TWO), neg(div(PI, TWO))),
    "tanh": (ONE, neg(ONE)),
    "sinh": (INFINITY, _MINUS),
    "cosh": (INFINITY, INFINITY),
    "asinh": (INFINITY, _MINUS),
    "erf": (ONE, neg(ONE)),
    "Abs": (INFINITY, INFINITY),
    "sign": (ONE, neg(ONE)),
    "gamma": (INFINITY, None),
    "factorial": (INFINITY, None),
}


def infinite(expression: Expression) -> bool:
    """Whether infinity stands in an expression as a number (not as a bound of a sum or an integral)."""
    if expression.head == "constant":
        return expression.value in ("oo", "zoo")
    return expression.head in ("add", "mul", "neg", "div", "pow", "call") and any(infinite(a) for a in expression.args)


def folded(e: Expression, where: Domain, budget: Budget) -> Expression:
    """The expression with infinity carried to the top; ``nan`` where it is undefined."""
    if not infinite(e) or e.head == "constant":
        return e
    args = tuple(folded(a, where, budget) for a in e.args)
    if any(a == _UNDEFINED for a in args):
        return _UNDEFINED
    signs = [_infinite_sign(a) for a in args]
    if e.head == "neg":
        return _MINUS if signs[0] == 1 else INFINITY if signs[0] == -1 else neg(args[0])
    if e.head == "add":
        kinds = {s for s in signs if s}
        if len(kinds) > 1 or (0 in signs and kinds):
            return _UNDEFINED if len(kinds) > 1 else INFINITY
        found = [s for s in signs if s is not None]
        return e.with_args(args) if not found else _of_sign(found[0]) if len(set(found)) == 1 else _UNDEFINED
    if e.head == "mul":
        return _product(e.with_args(args), args, signs, where, budget)
    if e.head == "div":
        if signs[0] is not None and signs[1] is not None:
            return _UNDEFINED
        if signs[1] is not None:
            return ZERO
        return _product(e.with_args(args), args, signs, where, budget)
    if e.head == "pow":
        return _power(args, signs, where, budget)
    if e.head == "call" and len(args) == 1 and signs[0] in (1, -1) and e.value in _ENDS:
        end = _ENDS[e.value][0 if signs[0] == 1 else 1]
        return _UNDEFINED if end is None else end
    if e.head == "call" and e.value in ("Max", "Min") and any(s is not None for s in signs):
        wins = 1 if e.value == "Max" else -1
        if wins in signs:
            return _of_sign(wins)
        rest = tuple(a for a, s in zip(args, signs) if s is None)
        return e.with_args(rest) if rest else _of_sign(-wins)
    return e.with_args(args) if all(s is None for s in signs) else _UNDEFINED


def _infinite_sign(e: Expression) -> int | None:
    """1 and -1 for the two infinities, None for anything finite."""
    if e == INFINITY:
        return 1
    return -1 if e == _MINUS else None


def _of_sign(sign: int) -> Expression:
    return INFINITY if sign > 0 else _MINUS


def _sign(e: Expression, where: Domain, budget: Budget) -> int | None:
    try:
        t = Translator(Field(32, budget), where)
        (element,) = t.run(program((e,)))
        return 0 if t.field.is_zero(element) else t.signs.element(element)
    except (NoNormalFormError, FieldFullError):
        return None


def _product(
    e: Expression, args: tuple[Expression, ...], signs: list[int | None], where: Domain, budget: Budget
) -> Expression:
    if all(s is None for s in signs):
        return e
    total = 1
    for a, s in zip(args, signs):
        factor = s if s is not None else _sign(a, where, budget)
        if factor not in (1, -1):
            return _UNDEFINED
        total *= factor
    return _of_sign(total)


def _power(args: tuple[Expression, ...], signs: list[int | None], where: Domain, budget: Budget) -> Expression:
    base, exponent = args
    if signs[0] is None and signs[1] is None:
        return Expression("pow", args)
    if signs[0] == 1 and signs[1] is None:
        s = _sign(exponent, where, budget)
        return INFINITY if s == 1 else ZERO if s == -1 else _UNDEFINED
    if signs[0] is None and signs[1] is not None:
        above_one = _sign(Expression("add", (base, neg(ONE))), where, budget)
        positive = _sign(base, where, budget)
        if above_one == 1:
            return INFINITY if signs[1] == 1 else ZERO
        if above_one == -1 and positive == 1:
            return ZERO if signs[1] == 1 else INFINITY
    if signs[0] == 1 and signs[1] == 1:
        return INFINITY
    return _UNDEFINED


def _finite_somewhere(side: Expression, where: Domain) -> bool:
    """Whether a ball around the value is finite at some point of the domain."""
    from derive.decide.ball import Unsupported, enclose
    from derive.decide.families import abstract, choose, instantiate
    from derive.decide.sample import sample

    functions = choose(abstract((side,)), EMPTY, 0)
    if functions is None:
        return False
    side = instantiate(side, functions)
    try:
        return any(enclose(side, point, 128).is_finite() for point in sample(where, 4))
    except Unsupported:
        return False


def decide_infinite(
    left: Expression, right: Expression, vocabulary: Vocabulary, budget: Budget
) -> Verdict | tuple[Expression, Expression]:
    """The verdict where infinity is left at the top of a side; the two folded sides if both turned out finite."""
    names = tuple(dict.fromkeys((*left.names(), *right.names())))
    where = domain(vocabulary, names)
    a, b = folded(left, where, budget), folded(right, where, budget)
    if _UNDEFINED in (a, b):
        text = "infinity stands where it has no meaning, such as oo - oo or 0*oo"
        return undecided(text, Evidence("attempt", "infinity", text))
    kinds = (_infinite_sign(a), _infinite_sign(b))
    if kinds == (None, None):
        return a, b
    if kinds[0] == kinds[1]:
        text = f"both sides are {'oo' if kinds[0] == 1 else '-oo'}"
        return proved(text, Evidence("proof", "infinity", text))
    finite = next((side for side, k in zip((a, b), kinds) if k is None), None)
    if finite is not None and not _finite_somewhere(finite, where):
        text = "one side is infinite, and the other was not seen to be finite"
        return undecided(text, Evidence("attempt", "infinity", text))
    said = ["finite" if k is None else "oo" if k == 1 else "-oo" for k in kinds]
    text = f"one side is {said[0]}, the other {said[1]}"
    return refuted(text, Evidence("counterexample", "infinity", text, (("left", said[0]), ("right", said[1]))))
