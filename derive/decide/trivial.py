"""Trivial functions in the place of abstract ones: the last resort where nothing could be evaluated.

``F(ξ) = ∫ f(x) exp(-i x ξ) dx`` cannot hold for all F and f: with f = 0 the right side is 0, and F may be 1.
"""

from __future__ import annotations

from collections.abc import Callable

from derive.decide.budget import Budget
from derive.decide.families import Concrete, abstract, instantiate
from derive.decide.named import is_meant
from derive.expression import ONE, ZERO, Expression
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
    for chosen, _ in called:
        functions = {
            text: Concrete(tuple(f"t_{k + 1}" for k in range(arity)), ONE if text == chosen else ZERO)
            for text, arity in called
        }
        budget.check()
        sides = (instantiate(left, functions), instantiate(right, functions))
        verdict = ladder(*sides, vocabulary=vocabulary, budget=budget.part(0.4))
        if verdict.fails:
            said = ", ".join(f"{text} = {1 if text == chosen else 0}" for text, _ in called)
            text = f"with the constant functions {said}: {verdict.reason}"
            figures = tuple((text, "1" if text == chosen else "0") for text, _ in called)
            shown = verdict.evidence[0].figures if verdict.evidence else ()
            return refuted(text, Evidence("counterexample", "constant functions", text, (*figures, *shown)))
    return None
