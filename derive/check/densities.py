r"""Densities that are joint and conditional: ``p(y|x) = p(x, y)/p(x)``, whatever they are.

One letter stands for every density of a text, told apart by its arguments.  Each is a positive function of its own
here: what holds for all of them holds for all densities.  What fails may still hold of independent ones: only good
news counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derive.check.question import Question
from derive.decide import decide
from derive.expression import ONE, Expression, call, div, mul, rewrite
from derive.functions import BY_NAME
from derive.name import Function
from derive.verdict import Verdict


def by_densities(question: Question) -> Verdict | None:
    """Conditional densities by joint ones."""
    letters = _letters(question)
    if not letters:
        return None
    defined = {d.target for d in question.setting.vocabulary.definitions}
    if letters & defined:
        return None
    plain = question.setting.plain()
    try:
        left, right = (rewrite(side, lambda n: _joint(n, letters)) for side in (question.left, question.right))
    except _NoDensityError:
        return None
    made = sorted({f for side in (left, right) for f in side.functions() if _MARK in f})
    functions = (*plain.functions, *(Function(f, 1 + f.count(_MARK, f.index(_MARK) + 1), ("positive",)) for f in made))
    vocabulary = replace(plain, functions=functions)
    verdict = decide(left, right, vocabulary=vocabulary, budget=question.budget.part(0.4))
    return verdict if verdict.holds else None


def _letters(question: Question) -> set[str]:
    return densities((question.left, question.right))


#: Letters of densities; ``H(Y|X)`` and ``KL(p || q)`` are none.
_LETTERS = frozenset(("p", "q", "f", "g", "r", "P", "Q", "pi", "rho", "mu"))


def densities(sides: Sequence[Expression]) -> set[str]:
    """The letters of densities: functions of which nothing is known, with something given, or of more and of fewer."""
    found: set[str] = set()
    lengths: dict[str, int] = {}
    for node in (n for side in sides for n in side.walk()):
        if node.head == "call" and node.value not in BY_NAME and node.args:
            text, many = str(node.value), len(node.args)
            if _is_given(node.args[-1]) or lengths.setdefault(text, many) != many:
                found.add(text)
    return {f for f in found if f.partition("_")[0] in _LETTERS}


def _is_given(argument: Expression) -> bool:
    return argument.head == "call" and argument.value == "given"


def _joint(node: Expression, letters: set[str]) -> Expression:
    """A density by joint ones, each a function of its own for the names that it is of."""
    if node.head in ("sum", "integral"):
        return _marginal(node)
    if node.head != "call" or node.value not in letters or not node.args:
        return node
    if not _is_given(node.args[-1]):
        return _function(str(node.value), node.args)
    given = node.args[-1].args
    return div(_function(str(node.value), (*node.args[:-1], *given)), _function(str(node.value), given))


def _marginal(node: Expression) -> Expression:
    """``∑_x p(x, y) c`` over all values of ``x``, ``c`` without ``x``: ``p(y) c``."""
    term, index, *bounds = node.args
    whole = [(b.head, b.value) for b in bounds] in ([], _EVERYWHERE)
    above, below = _factors(term)
    for factor in list(below):
        if factor in above:
            above.remove(factor)
            below.remove(factor)
    with_index = [f for f in above if index.head == "name" and index.value in f.names()]
    alone = len(with_index) == 1 and with_index[0].head == "call" and _MARK in str(with_index[0].value)
    if not whole or not alone or any(index.value in b.names() for b in below):
        return node
    density = with_index[0]
    left = tuple(a for a in density.args if a != index)
    marginal = _function(str(density.value).partition(_MARK)[0], left) if left else ONE
    rest = mul(*(marginal if f is density else f for f in above))
    return div(rest, mul(*below)) if below else rest


def _factors(term: Expression) -> tuple[list[Expression], list[Expression]]:
    """What stands above and below in a product of quotients."""
    if term.head == "mul":
        parts = [_factors(a) for a in term.args]
        return [f for above, _ in parts for f in above], [f for _, below in parts for f in below]
    if term.head == "div":
        (over, under), (lower, upper) = _factors(term.args[0]), _factors(term.args[1])
        return [*over, *upper], [*under, *lower]
    return [term], []


_EVERYWHERE = [("neg", None), ("constant", "oo")]


def _function(letter: str, arguments: tuple[Expression, ...]) -> Expression:
    """One order for the arguments: ``p(x, z)`` and ``p(z, x)`` are one density."""
    if any(a.head != "name" for a in arguments):
        raise _NoDensityError
    ordered = sorted(set(arguments), key=lambda a: str(a.value))
    return call(_MARK.join((letter, *(str(a.value) for a in ordered))), *ordered)


_MARK = ","


class _NoDensityError(Exception):
    """Arguments that are no names: whether two of them are the same variable is not known."""
