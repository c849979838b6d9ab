"""One link of a chain, judged: ``left`` relation ``right`` where certain things are known.

``EQUALITY`` is the policy for ``=``: each rung is tried in turn, and the first that finds the link true ends it.  A
link is false only where it is false with everything known put in; where something in it stays unknown (a derivative of
a name of which nothing is said, an expectation without a distribution) it is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from derive.check.applied import with_families
from derive.check.chance import Measured, complemented, is_random, said, with_probabilities
from derive.check.digits import agrees, has_decimals
from derive.check.gate import labelled, labels, says_nothing, unheard, why_open
from derive.check.integrands import same_range
from derive.check.leading import leading_order
from derive.check.setting import Hypothesis, Setting
from derive.check.unfold import unfold
from derive.decide import Budget, decide
from derive.decide.calculus.binding import put, replaced
from derive.expression import ONE, RELATIONS, Expression, call, mul, name, relation, rewrite, sub
from derive.functions import BY_NAME
from derive.statement import Statement
from derive.verdict import Outcome, Verdict, refuted, supported, undecided

INEQUALITIES = ("lt", "le", "gt", "ge", "ne")
#: Relations that say how large something is beside another: nothing in them can be computed.
VAGUE = ("ll", "gg", "to", "sim")


#: What a decider may raise on input that it was not made for; the link is open then, and the rest goes on.
GIVEN_UP = (
    ArithmeticError,
    SystemError,
    RecursionError,
    MemoryError,
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
)


@dataclass(frozen=True, slots=True)
class Link:
    """Two sides as read, every reading of each, and the relation between them."""

    left: Statement
    head: str
    right: Statement


@dataclass(frozen=True, slots=True)
class _Question:
    left: Expression
    right: Expression
    setting: Setting
    budget: Budget


def judge(link: Link, setting: Setting) -> Verdict:
    """The verdict on a link; every reading of its sides is tried, and the reason says which one made it true."""
    budget = Budget(seconds=setting.seconds).started()
    first: Verdict | None = None
    for left, right, note in _readings(link):
        one, two = (with_families(_conditioned(e, setting), setting.vocabulary) for e in (left, right))
        try:
            verdict = _one(_Question(one, two, setting, budget), link.head)
        except GIVEN_UP as error:
            verdict = undecided(f"deciding it gave up ({type(error).__name__})")
        if verdict.holds:
            reason = f"{verdict.reason} (reading {note})" if note else verdict.reason
            return replace(verdict, reason=reason)
        if first is None or (first.fails and verdict.outcome is Outcome.UNDECIDED and not note):
            first = verdict
        if budget.expired:
            break
    assert first is not None
    return first


def _conditioned(side: Expression, setting: Setting) -> Expression:
    """A side under its index conditions: equal indices are one, different ones leave no weight where they are equal."""
    for first, second in setting.same:
        side = put(side, {first: name(second)})
    for first, second in setting.apart:
        side = mul(side, sub(ONE, call("KroneckerDelta", name(first), name(second))))
    return side


def _readings(link: Link) -> Iterator[tuple[Expression, Expression, str]]:
    for left, note in link.left.alternatives()[:4]:
        for right, other in link.right.alternatives()[:4]:
            yield left, right, "; ".join(n for n in (note, other) if n)


def _one(question: _Question, head: str) -> Verdict:
    if head in ("eq", "define"):
        return _equal(question)
    if head == "approx":
        return _approximate(question)
    if head in INEQUALITIES:
        return _holds(question, head)
    if head == "propto":
        return _proportional(question)
    if head in ("implies", "iff"):
        return following(question.left, question.right, question.setting)
    return undecided(
        f"{_WORDS.get(head, head)} says how things compare, not what they are: there is nothing to compute"
    )


_WORDS = {"ll": "≪", "gg": "≫", "to": "→", "sim": "∼", "member": "∈", "subset": "⊂"}


def _equal(question: _Question) -> Verdict:
    last: Verdict | None = None
    told = False  # whether the counterexample already respects everything that is given
    for rung in EQUALITY:
        try:
            verdict = rung(question)
        except GIVEN_UP as error:
            # A link that no rung can work on is open; the rest of the chain goes on.
            verdict = undecided(f"{rung.__name__} gave up ({type(error).__name__})")
        if verdict is None:
            continue
        if verdict.holds and (why := says_nothing(verdict, question.left, question.right, question.setting)) is None:
            return verdict
        if verdict.holds:
            return undecided(why or "", *verdict.evidence)
        last = verdict if rung in KNOWING else _stronger(last, verdict)
        told = rung is with_everything and verdict.fails
        if question.budget.expired:
            break
    if last is None:
        return undecided("nothing could be computed")
    if last.fails and _shape(question.left) != _shape(question.right):
        return undecided("the two sides are not of one kind: one is a list or words", *last.evidence)
    if last.fails and told and (why := unheard(question.left, question.right, question.setting)) is not None:
        return undecided(why, *last.evidence)
    if last.fails and not told and (why := _unknown(question)) is not None:
        return undecided(why, *last.evidence)
    return last


def _shape(expression: Expression) -> str:
    return expression.head if expression.head in ("list", "tuple", "set", "text", "interval") else "quantity"


def _stronger(last: Verdict | None, verdict: Verdict) -> Verdict:
    """The later of two verdicts, which knew more; an attempt that found nothing does not undo a counterexample."""
    if last is None or verdict.fails:
        return verdict
    return verdict if not last.fails else last


def as_written(question: _Question) -> Verdict | None:
    """As an identity, knowing nothing of the names but their domains."""
    return decide(question.left, question.right, vocabulary=question.setting.plain(), budget=question.budget.part(0.3))


def through_definitions(question: _Question) -> Verdict | None:
    """With every definition in scope put in."""
    setting = question.setting
    if not setting.vocabulary.definitions:
        return None
    left, right = unfold(question.left, setting.vocabulary), unfold(question.right, setting.vocabulary)
    if (left, right) == (question.left, question.right):
        return None
    verdict = decide(left, right, vocabulary=setting.plain(), budget=question.budget.part(0.6))
    used = _used(question, setting)
    if verdict.holds and used:
        verdict = replace(verdict, reason=f"{verdict.reason}, with {used}")
    # A definition that was put in and left the question open makes a counterexample without it worthless.
    return verdict


def put_in(left: Expression, right: Expression, setting: Setting, *, seconds: float) -> Verdict:
    """The two sides with every definition put in, and nothing else tried."""
    one, two = (unfold(e, setting.vocabulary) for e in (left, right))
    return decide(one, two, vocabulary=setting.plain(), budget=Budget(seconds=seconds))


def under_the_sign(question: _Question) -> Verdict | None:
    """Integrals or sums over the same range."""
    setting = question.setting
    left, right = unfold(question.left, setting.vocabulary), unfold(question.right, setting.vocabulary)
    return same_range(left, right, setting.plain(), question.budget.part(0.6))


def up_to_a_constant(question: _Question) -> Verdict | None:
    """In a chain of integrals without bounds: the derivatives by the variable of integration agree."""
    variable = question.setting.integrates
    if not variable:
        return None
    left, right = (unfold(e, question.setting.vocabulary) for e in (question.left, question.right))
    if not any(variable in e.names() for e in (left, right)):
        return None
    return decide(
        left,
        right,
        vocabulary=question.setting.plain(),
        relation="antiderivative",
        variable=variable,
        budget=question.budget.part(0.6),
    )


def by_what_is_given(question: _Question) -> Verdict | None:
    """With the equations that are given used from left to right."""
    setting = question.setting
    left, right = question.left, question.right
    used: list[str] = []
    for hypothesis in setting.hypotheses:
        one, two = _rewritten(left, hypothesis), _rewritten(right, hypothesis)
        if (one, two) != (left, right):
            used.append(hypothesis.source)
            left, right = one, two
    if not used:
        return None
    verdict = decide(
        unfold(left, setting.vocabulary),
        unfold(right, setting.vocabulary),
        vocabulary=setting.plain(),
        budget=question.budget.part(0.6),
    )
    return replace(verdict, reason=f"{verdict.reason}, given {', '.join(used)}") if verdict.holds else None


def by_its_distribution(question: _Question) -> Verdict | None:
    """Random quantities put in by the density, mass function or tail that is given."""
    setting = question.setting
    sides = [complemented(s) for s in (question.left, question.right)]
    if not is_random((question.left, question.right)):
        return None
    law = setting.law
    if law is None:
        if sides == [question.left, question.right]:
            return None
        verdict = decide(*sides, vocabulary=setting.plain(), budget=question.budget.part(0.3))
        return verdict if verdict.holds else None
    setting = with_probabilities(setting, law)
    left, right = (unfold(Measured(law).of(s), setting.vocabulary) for s in (question.left, question.right))
    if is_random((left, right)):
        return None
    return said(decide(left, right, vocabulary=setting.plain(), budget=question.budget.part(0.7)), law)


def with_labels_apart(question: _Question) -> Verdict | None:
    """``u_o`` taken for a vector of its own beside the components ``u_k``; only good news counts."""
    verdict = _labels_apart(question)
    return verdict if verdict is not None and verdict.holds else None


def _labels_apart(question: _Question) -> Verdict | None:
    spelt = labelled(question.left, question.right)
    if not spelt:
        return None
    left, right = question.left, question.right
    for number, label in enumerate(spelt):
        left, right = (replaced(side, label, name(f"label{number}")) for side in (left, right))
    setting = question.setting
    left, right = unfold(left, setting.vocabulary), unfold(right, setting.vocabulary)
    return decide(left, right, vocabulary=setting.plain(), budget=question.budget.part(0.6))


def within_the_digits(question: _Question) -> Verdict | None:
    """A decimal that was rounded: equal to the digits printed."""
    if not (has_decimals(question.left) or has_decimals(question.right)):
        return None
    vocabulary = question.setting.vocabulary
    left, right = unfold(question.left, vocabulary), unfold(question.right, vocabulary)
    verdict = agrees(left, right, question.setting.plain(), approximate=False)
    return verdict if verdict is not None and verdict.holds else None


def with_everything(question: _Question) -> Verdict | None:
    """Definitions and given equations left to the decider, which knows the calculus of them; only good news counts."""
    setting = question.setting
    from derive.decide.calculus import has_calculus

    if not has_calculus(question.left) and not has_calculus(question.right):
        return None
    if _by_a_defined_name(question.left, setting) or _by_a_defined_name(question.right, setting):
        return None
    heads = ("call", "sum", "integral", "product")
    given = tuple(relation("eq", h.left, h.right) for h in setting.hypotheses if h.left.head in heads)
    if not given and not _mentions(question, setting):
        return None
    vocabulary = setting.vocabulary.with_assumptions(*given)
    verdict = decide(question.left, question.right, vocabulary=vocabulary, budget=question.budget.part(0.5))
    return verdict if verdict.holds or (verdict.fails and given) else None


EQUALITY: tuple[Callable[[_Question], Verdict | None], ...] = (
    under_the_sign,
    as_written,
    through_definitions,
    by_its_distribution,
    by_what_is_given,
    up_to_a_constant,
    with_labels_apart,
    within_the_digits,
    with_everything,
)


def _mentions(question: _Question, setting: Setting) -> bool:
    """Whether something that is defined stands in the link."""
    targets = {d.target for d in setting.vocabulary.definitions}
    return any(
        n.head in ("name", "call") and n.value in targets for s in (question.left, question.right) for n in s.walk()
    )


#: Rungs that put in what is known: what they leave open is open, whatever a counterexample without it said.
KNOWING = (through_definitions, by_its_distribution, up_to_a_constant)


def _by_a_defined_name(expression: Expression, setting: Setting) -> bool:
    """Whether something is integrated or differentiated by a name that is defined: that takes care of its own."""
    targets = {d.target for d in setting.vocabulary.definitions}
    return any(
        a.head == "name" and a.value in targets
        for n in expression.walk()
        if n.head in ("integral", "derivative", "evaluated", "substitute", "limit", "sum", "product")
        for a in n.args[1:]
    )


def _rewritten(expression: Expression, hypothesis: Hypothesis) -> Expression:
    known = {n.value for n in hypothesis.left.walk() if n.head == "name"}

    def bare(node: Expression) -> Expression:
        # ``ln f(x; λ)`` is what ``ln f = ...`` speaks of.
        return name(node.value) if node.head == "call" and node.value in known else node

    if known & set(expression.functions()):
        expression = rewrite(expression, bare)
    if hypothesis.left.head in ("number", "decimal", "constant"):
        return expression
    return replaced(expression, hypothesis.left, hypothesis.right)


def _used(question: _Question, setting: Setting) -> str:
    names = {n.value for e in (question.left, question.right) for n in e.walk() if n.head in ("name", "call")}
    sources = [d.source or d.target for d in setting.vocabulary.definitions if d.target in names]
    return ", ".join(dict.fromkeys(sources))


def _unknown(question: _Question) -> str | None:
    """Why a counterexample proves nothing here: what is in the link of which nothing is known."""
    setting = question.setting
    if (why := labels(question.left, question.right, setting)) is not None:
        apart = _labels_apart(question)
        if apart is None or not apart.fails:
            return why
    if (why := unheard(question.left, question.right, setting)) is not None:
        return why
    sides = (question.left, question.right)
    if setting.law is not None:
        sides = (Measured(setting.law).of(sides[0]), Measured(setting.law).of(sides[1]))
    left, right = (unfold(side, setting.vocabulary) for side in sides)
    return why_open(left, right, setting)


def _approximate(question: _Question) -> Verdict:
    vocabulary = question.setting.vocabulary
    left, right = unfold(question.left, vocabulary), unfold(question.right, vocabulary)
    exact = _equal(replace(question, budget=question.budget.part(0.4)))
    if exact.holds:
        return exact
    if has_decimals(left) or has_decimals(right) or not (left.names() or right.names()):
        verdict = agrees(left, right, question.setting.plain(), approximate=True)
        if verdict is not None:
            return verdict
        return undecided("the two sides are near to each other, but not to the digits printed: too coarse to call")
    for one, two in ((question.left, question.right), (left, right)):
        verdict = leading_order(one, two, question.setting.plain())
        if verdict is not None:
            return verdict
    return undecided("an approximation without digits: it is not true exactly, and in what limit it holds is not said")


def _holds(question: _Question, head: str) -> Verdict:
    from derive.decide.relations import holds

    setting = question.setting
    left, right = unfold(question.left, setting.vocabulary), unfold(question.right, setting.vocabulary)
    verdict = holds(relation(head, left, right), vocabulary=setting.plain(), budget=question.budget)
    if verdict.fails and (why := _unknown(question)) is not None:
        return undecided(why, *verdict.evidence)
    return verdict


def _proportional(question: _Question) -> Verdict:
    exact = _equal(replace(question, budget=question.budget.part(0.5)))
    if exact.holds:
        return exact
    setting = question.setting
    left, right = unfold(question.left, setting.vocabulary), unfold(question.right, setting.vocabulary)
    verdict = decide(left, right, vocabulary=setting.plain(), relation="factor", budget=question.budget)
    if verdict.holds:
        return verdict
    return undecided("proportional in what, and with what constant, is not said", *verdict.evidence)


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
