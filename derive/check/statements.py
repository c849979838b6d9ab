"""Lines that are statements, not quantities: whether one says the same as the one before."""

from __future__ import annotations

from derive.check.question import GIVEN_UP
from derive.check.setting import Setting
from derive.decide import Budget
from derive.expression import RELATIONS, Expression
from derive.functions import BY_NAME
from derive.verdict import Verdict, refuted, supported, undecided


def comparable(expression: Expression) -> bool:
    """Whether an equation may be compared with another one by their solutions: plain algebra and known functions."""
    plain = (
        "number",
        "decimal",
        "constant",
        "name",
        "add",
        "mul",
        "neg",
        "div",
        "pow",
        "eq",
        "lt",
        "le",
        "gt",
        "ge",
        "ne",
    )
    return expression.size() <= 120 and all(
        n.head in plain or (n.head == "call" and n.value in BY_NAME) for n in expression.walk()
    )


def implication(left: Expression, right: Expression, setting: Setting) -> tuple[str, Verdict]:
    """How two statements are related (``equivalent implies implied_by neither unknown``), and the verdict on it."""
    from derive.decide.relations import implication as implied

    budget = Budget(seconds=setting.seconds).started()
    try:
        return implied(left, right, vocabulary=setting.vocabulary, budget=budget)
    except GIVEN_UP as error:
        return "unknown", undecided(f"comparing the two lines gave up ({type(error).__name__})")


def following(left: Expression, right: Expression, setting: Setting) -> Verdict:
    """A line of equivalent statements: it should say the same as the line before.

    Of two single equations the second may say less (both sides squared); cases of a solution may not be added or lost.
    """
    word, verdict = implication(left, right, setting)
    if word != "equivalent" and any(n.head in ("derivative", "integral") for n in (*left.walk(), *right.walk())):
        return undecided("differential equations: whether one follows from the other was not found", *verdict.evidence)
    if word in ("implies", "implied_by") and set(left.names()) != set(right.names()):
        return undecided("it says something of fewer names: for which values of the others is not said")
    single = left.head in ("eq", "ne") and right.head in ("eq", "ne")
    if word == "implies":
        text = "it follows from the line before; the converse does not hold"
        return (supported if single else refuted)(text, *verdict.evidence)
    if word == "implied_by":
        text = "the line before follows from this one, but not the other way round: cases are lost"
        return (undecided if single else refuted)(text, *verdict.evidence)
    if word == "neither":
        return verdict if verdict.fails else refuted("neither line follows from the other", *verdict.evidence)
    return verdict


def is_truth(left: Expression, right: Expression) -> bool:
    """Two truth values, one of them a bare name that stands among the other's: ``(A or B) and ...`` and ``B``."""
    for one, two in ((left, right), (right, left)):
        if one.head in ("and", "or", "not", "implies", "iff", "xor") and two.head == "name":
            return any(n == two for n in one.walk())
    return False


def is_statement(expression: Expression) -> bool:
    """A relation, a combination of relations, a truth value or a set of solutions: no quantity."""
    if expression.head in RELATIONS or expression.head in ("chain", "and", "or", "not", "implies", "iff", "xor"):
        return True
    if expression.head == "constant" and expression.value in ("true", "false"):
        return True
    return expression.head in ("set", "union", "intersection", "interval")
