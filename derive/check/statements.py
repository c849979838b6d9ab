"""Lines that are statements, not quantities: whether one says the same as the one before."""

from __future__ import annotations

from dataclasses import replace

from derive.check.question import GIVEN_UP
from derive.check.rates import in_rates, in_words, with_rates
from derive.check.setting import Setting
from derive.decide import Budget, decide
from derive.decide.calculus import differentiate
from derive.expression import RELATIONS, ZERO, Expression, mul, name, relation, sub
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


def following(left: Expression, right: Expression, setting: Setting, head: str = "eq") -> Verdict:
    """A line of equivalent statements: it should say the same as the line before.

    Of two single equations the second may say less (both sides squared); cases of a solution may not be added or lost.
    An arrow that stands between them (``head`` is ``implies`` or ``iff``) means what it says.
    """
    rates = in_rates((left, right), setting.vocabulary)
    if rates is not None and rates != (left, right):
        moved = _moved_on(
            rates[0], rates[1], replace(setting, vocabulary=with_rates(setting.vocabulary, rates)), left, right
        )
        if moved is not None:
            return moved
    word, verdict = implication(left, right, setting)
    if word != "equivalent" and any(n.head in ("derivative", "integral") for n in (*left.walk(), *right.walk())):
        return undecided("differential equations: whether one follows from the other was not found", *verdict.evidence)
    if word in ("implies", "implied_by") and set(left.names()) != set(right.names()):
        return undecided("it says something of fewer names: for which values of the others is not said")
    single = left.head in ("eq", "ne") and right.head in ("eq", "ne")
    if word == "implies":
        text = "it follows from the line before; the converse does not hold"
        good = head == "implies" or (single and head != "iff")
        return (supported if good else refuted)(text, *verdict.evidence)
    if word == "implied_by":
        text = "the line before follows from this one, but not the other way round: cases are lost"
        open_ = single and head not in ("implies", "iff")
        return (undecided if open_ else refuted)(text, *verdict.evidence)
    if word == "neither":
        return verdict if verdict.fails else refuted("neither line follows from the other", *verdict.evidence)
    return verdict


def _moved_on(
    one: Expression, two: Expression, setting: Setting, left: Expression, right: Expression
) -> Verdict | None:
    """An equation differentiated on both sides, or solved for a rate; rates are names in ``one`` and ``two``."""
    if one.head != "eq" or two.head != "eq":
        return None
    if not any(n.head in ("derivative", "prime") for n in left.walk()):
        changed = in_rates((Expression("derivative", (sub(*one.args), _by(right))), right), setting.vocabulary)
        if changed is not None:
            verdict = decide(changed[0], sub(*two.args), vocabulary=setting.vocabulary, budget=Budget(seconds=0.5))
            if verdict.holds:
                return supported("both sides of the line before are differentiated", *verdict.evidence)
            one = relation("eq", changed[0], ZERO)
    rate = next((n for n in two.names() if "@" in n), None)
    if rate is not None and _solved_alike(sub(*one.args), sub(*two.args), name(rate), setting):
        return supported(f"both are linear in {in_words(rate, (left, right))}, and give the same value for it")
    word, verdict = implication(one, two, setting)
    if word in ("equivalent", "implies"):
        return verdict if verdict.holds else supported("it follows from the line before", *verdict.evidence)
    return None


def _solved_alike(one: Expression, two: Expression, rate: Expression, setting: Setting) -> bool:
    """Two equations ``a r + b = 0`` that give the same ``r``."""
    first, second = differentiate(one, rate), differentiate(two, rate)
    if first == ZERO or second == ZERO or any(str(rate.value) in e.names() for e in (first, second)):
        return False
    across = decide(mul(one, second), mul(two, first), vocabulary=setting.vocabulary, budget=Budget(seconds=0.5))
    alone = decide(first, ZERO, vocabulary=setting.vocabulary, budget=Budget(seconds=0.2))
    return across.holds and alone.fails


def _by(right: Expression) -> Expression:
    """What an equation is differentiated by."""
    node = next((n for n in right.walk() if n.head == "derivative" and n.args[1].head == "name"), None)
    return node.args[1] if node is not None else name("x")


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
