"""The ladder: an ordered tuple of small functions, the cheapest first.  The order is the policy."""

from __future__ import annotations

from collections.abc import Callable

from derive.decide.agree import agree
from derive.decide.budget import Budget, OutOfBudget
from derive.decide.cases import cases
from derive.decide.edges import edges
from derive.decide.hashing import hashed
from derive.decide.normal import normal
from derive.decide.probe import Prober
from derive.decide.question import Question, question
from derive.decide.refute import refute
from derive.decide.residues import residues
from derive.decide.symbolic import sympy_simplify
from derive.decide.towers import apart
from derive.decide.undefined import one_side_undefined
from derive.expression import Expression
from derive.verdict import Evidence, Verdict, undecided
from derive.vocabulary import Vocabulary

Rung = Callable[[Question, Prober], Verdict | Evidence | None]

#: Each rung answers with a verdict, with an attempt that is noted, or with nothing.
RUNGS: tuple[Rung, ...] = (refute, one_side_undefined, normal, cases, residues, edges, hashed, agree, sympy_simplify)


def climb(left: Expression, right: Expression, vocabulary: Vocabulary, budget: Budget) -> Verdict:
    """The first verdict on the way up; undecided, with what was tried, at the top."""
    asked = question(left, right, vocabulary, budget)
    prober = Prober(asked)
    tried: list[Evidence] = []
    for rung in RUNGS:
        try:
            answer = rung(asked, prober)
        except OutOfBudget as error:
            answer = Evidence("attempt", rung.__name__, str(error))
        except (ArithmeticError, TypeError, ValueError, LookupError, AssertionError) as error:
            # A rung that stumbles has not decided; the others go on.
            answer = Evidence("attempt", rung.__name__, f"failed on its own account ({type(error).__name__}: {error})")
        if isinstance(answer, Verdict):
            return answer
        if answer is not None:
            tried.append(answer)
        if budget.expired:
            tried.append(Evidence("attempt", "ladder", f"the budget of {budget.seconds:g} s was used up"))
            break
    too_large = apart(left, right)
    if too_large is not None:
        return too_large
    what = "; ".join(f"{e.method}: {e.text}" for e in tried) or "nothing applied"
    return undecided(f"neither proved nor refuted ({what})", *tried)
