"""Trivial functions in the place of abstract ones: the last resort where nothing could be evaluated.

``F(ξ) = ∫ f(x) exp(-i x ξ) dx`` cannot hold for all F and f: with f = 0 the right side is 0, and F may be 1.
"""

from __future__ import annotations

from collections.abc import Callable

from derive.decide.budget import Budget
from derive.decide.families import Concrete, abstract, instantiate
from derive.decide.named import is_meant
from derive.expression import ONE, TWO, ZERO, Expression
from derive.name import Function
from derive.verdict import Evidence, Verdict, refuted
from derive.vocabulary import Vocabulary

#: More functions than this are not tried one by one.
MOST = 4


def refuted_by_trivial_functions(
    left: Expression,
    right: Expression,
    vocabulary: Vocabulary,
    budget: Budget,
    ladder: Callable[..., Verdict],
) -> Verdict | None:
    """A counterexample with each function in turn 1 and the others 0; only for functions of no declared property."""
    called = abstract((left, right))
    if not called or len(called) > MOST:
        return None
    if any(is_meant(f, vocabulary) or (vocabulary.function(f) or Function(f)).properties for f, _ in called):
        return None
    if any(text in a.functions() for a in vocabulary.assumptions for text, _ in called):
        return None  # what is assumed of a function need not hold for a constant
    divisors = _dividing(left) | _dividing(right)
    for chosen, _ in called:
        functions = {
            text: Concrete(tuple(f"t_{k + 1}" for k in range(arity)), _constant(text, chosen, divisors))
            for text, arity in called
        }
        budget.check()
        sides = (instantiate(left, functions), instantiate(right, functions))
        verdict = ladder(*sides, vocabulary=vocabulary, budget=budget.part(0.4))
        if verdict.fails:
            figures = tuple((text, str(_constant(text, chosen, divisors).value)) for text, _ in called)
            said = ", ".join(f"{text} = {value}" for text, value in figures)
            text = f"with the constant functions {said}: {verdict.reason}"
            shown = verdict.evidence[0].figures if verdict.evidence else ()
            return refuted(text, Evidence("counterexample", "constant functions", text, (*figures, *shown)))
    return None


def _constant(text: str, chosen: str, divisors: frozenset[str]) -> Expression:
    """1 for the chosen function, 0 for the others; 2 for one that must not vanish."""
    if text == chosen:
        return ONE
    return TWO if text in divisors else ZERO


def _dividing(expression: Expression) -> frozenset[str]:
    """Functions below a fraction line, in a logarithm or in a power: nothing is said of where they vanish."""
    parts: list[Expression] = []
    for node in expression.walk():
        whole = node.head == "pow" and node.args[1].head == "number" and node.args[1].value > 0
        if node.head == "div":
            parts.append(node.args[1])
        elif (node.head == "pow" and not whole) or (node.head == "call" and node.value in ("log", "lg")):
            parts.extend(node.args)
    return frozenset(text for part in parts for text in part.functions())
