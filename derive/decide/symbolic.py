"""The last rung: SymPy, where nothing of ours could even evaluate a side.

What SymPy's simplify does is no proof on the declared domain: a zero counts as support, and anything else as nothing.
It is asked only about expressions with functions that have no ball arithmetic here, never about mere size.
"""

from __future__ import annotations

from derive.decide.alarm import unhurried
from derive.decide.budget import OutOfBudget
from derive.decide.probe import Prober
from derive.decide.question import Question
from derive.verdict import Evidence, Verdict, supported

#: Larger programs are not worth the wait.
MOST = 200


def sympy_simplify(question: Question, prober: Prober) -> Verdict | Evidence | None:
    """Supported where SymPy reduces the difference to zero."""
    if not prober.unsupported or len(question.code.instructions) > MOST:
        return None
    with unhurried():
        import sympy

        from derive.symbolic import to_sympy

    try:
        left = to_sympy(question.left, question.vocabulary)
        right = to_sympy(question.right, question.vocabulary)
        question.budget.check()
        difference = sympy.simplify(left - right)
    except OutOfBudget:
        raise
    except Exception as error:  # SymPy raises whatever it likes; all of it means that it does not know
        question.budget.check()
        return Evidence("attempt", "SymPy", f"SymPy could not say ({type(error).__name__})")
    if difference == 0:
        text = "SymPy reduces the difference to zero, by rules whose domain was not checked"
        return supported(text, Evidence("agreement", "SymPy", text))
    return Evidence("attempt", "SymPy", "SymPy does not reduce the difference to zero")
