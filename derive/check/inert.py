"""Functions that stand on one side only and cancel there: ``g'(u)/g(u)`` is 1 for ``g = exp``, whatever ``u`` is.

Of such a function nothing need be known.  It is looked for by putting two constants in its place: where the side is the
same for both, it is the same for every constant, and one of them stays.  Only where the function has no derivative and
stands in quotients of the side's own making is it worth the look.
"""

from __future__ import annotations

from dataclasses import replace

from derive.check.integrands import same_range
from derive.check.question import Question
from derive.check.unfold import unfold
from derive.decide import decide
from derive.expression import TWO, Expression, name, rewrite
from derive.functions import BY_NAME
from derive.vocabulary import Vocabulary

_MOST = 2


def without_inert(question: Question) -> Question:
    """The link with such functions as constants; as it is where there are none."""
    vocabulary = question.setting.vocabulary
    left, right = unfold(question.left, vocabulary), unfold(question.right, vocabulary)
    one, two = _cleared(left, right, question), _cleared(right, left, question)
    if one is left and two is right:
        return question
    return replace(question, left=one, right=two)


def _cleared(side: Expression, other: Expression, question: Question) -> Expression:
    defined = {d.target for d in question.setting.vocabulary.definitions}
    shared = set(other.functions()) | set(BY_NAME) | defined
    lone = [f for f in side.functions() if f not in shared]
    primed = {n.value[0] for n in side.walk() if n.head == "prime"}
    candidates = [f for f in lone if f not in primed and _in_quotient(f, side)]
    for function in candidates[:_MOST]:
        first, second = (_put(side, function, text) for text in (function, f"{function}_other"))
        if first.names() and _equal(first, second, question):
            side = _put(side, function, None)
    return side


def _in_quotient(function: str, side: Expression) -> bool:
    """Whether a function stands above and below a line: only there it may cancel."""
    return any(n.head == "div" and all(function in part.functions() for part in n.args) for n in side.walk())


def _put(side: Expression, function: str, constant: str | None) -> Expression:
    """The side with a constant for every value of the function; for no constant in particular it is 2."""
    value = TWO if constant is None else name(constant)
    return rewrite(side, lambda n: value if n.head == "call" and n.value == function else n)


def _equal(first: Expression, second: Expression, question: Question) -> bool:
    plain: Vocabulary = question.setting.plain()
    verdict = same_range(first, second, plain, question.budget.part(0.3))
    if verdict is None:
        verdict = decide(first, second, vocabulary=plain, budget=question.budget.part(0.2))
    return verdict.holds
