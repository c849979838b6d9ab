"""Equal up to a constant: antiderivatives, energies, integrals without bounds.

Two real functions whose derivatives agree differ by a constant on every interval on which both are smooth.  Arguments
of logarithms and roots are taken where the functions are real, as in the real calculus of one variable: on ``x > 0``
for ``log(x)``, so that ``log(c/x)**2`` and ``(log(c) - log(x))**2`` are the same there.
"""

from __future__ import annotations

from dataclasses import replace

from derive.decide.calculus.binding import definition_of, expanded, occurs, put, with_domain
from derive.decide.calculus.construct import minus, rational, times
from derive.decide.calculus.derivative import differentiate
from derive.decide.calculus.question import Question, resting_on
from derive.decide.calculus.recognize import has_calculus, indefinite_variables, is_indefinite
from derive.decide.calculus.reduce import reduce
from derive.expression import ONE, ZERO, Expression, name, relation
from derive.verdict import Evidence, Outcome, Verdict, proved, undecided
from derive.vocabulary import Vocabulary

#: Candidates for an unwritten substitution.
SUBSTITUTIONS = 12

#: Functions that are real only on a part of the line: the condition on their argument.
REAL_WHERE = {
    "log": lambda u: relation("gt", u, ZERO),
    "lg": lambda u: relation("gt", u, ZERO),
    "sqrt": lambda u: relation("gt", u, ZERO),
    "asin": lambda u: relation("lt", times(u, u), ONE),
    "acos": lambda u: relation("lt", times(u, u), ONE),
    "atanh": lambda u: relation("lt", times(u, u), ONE),
    "acoth": lambda u: relation("gt", times(u, u), ONE),
    "acosh": lambda u: relation("gt", u, ONE),
}


def same_up_to_constant(question: Question, variable: Expression) -> Verdict:
    """Whether the derivatives by the variable agree."""
    others = [v for v in indefinite_variables(question.left, question.right) if v != variable.value]
    if others:
        return undecided(f"nothing connects {variable.value} with {' and '.join(others)}")
    real = real_domain(question)
    left, right = question.left, question.right
    difference = differentiate(minus(left, right), variable, vocabulary=question.vocabulary)
    if difference == ZERO:
        return proved(
            f"the two sides differ by {'nothing' if left == right else 'a constant'} in {variable.value}",
            Evidence("proof", "derivative", f"the derivative of the difference by {variable.value} is zero"),
        )
    one = reduce(Expression("derivative", (left, variable)), real.vocabulary, question.budget)
    two = reduce(Expression("derivative", (right, variable)), real.vocabulary, question.budget)
    verdict = _plain(real, one.expression, two.expression)
    if verdict.outcome is Outcome.UNDECIDED and real.vocabulary is not question.vocabulary:
        # Where the functions are complex the derivatives may differ without a meaning for real antiderivatives.
        wider = _plain(question.with_real(one.real + two.real), one.expression, two.expression)
        verdict = wider if wider.holds else verdict
    return worded(resting_on(verdict, one, two), variable.value)


def worded(verdict: Verdict, variable: str) -> Verdict:
    """The verdict on the derivatives said of the functions."""
    reasons = {
        Outcome.PROVED: f"the derivatives by {variable} are equal: the two differ by a constant on each interval",
        Outcome.SUPPORTED: f"the derivatives by {variable} agree: the two seem to differ by a constant",
        Outcome.REFUTED: f"the derivatives by {variable} differ, so that no constant makes the two equal",
    }
    return replace(verdict, reason=reasons.get(verdict.outcome, verdict.reason))


def same_class(question: Question, variables: tuple[str, ...]) -> Verdict | None:
    """Integrals without bounds on either side: equal as classes of functions that differ by a constant."""
    left = with_definitions(question.left, question.vocabulary)
    right = with_definitions(question.right, question.vocabulary)
    variables = tuple(v for v in variables if any(_integrates(e, v) for e in (left, right)))
    left = expanded(left, question.vocabulary, frozenset(variables))
    right = expanded(right, question.vocabulary, frozenset(variables))
    if len(variables) == 2:
        return by_substitution(question.about(left, right), variables)
    if len(variables) != 1:
        return None
    return same_up_to_constant(question.about(left, right), name(variables[0]))


def by_substitution(question: Question, variables: tuple[str, ...]) -> Verdict | None:
    """``∫ ln(x + 5) dx = ∫ ln(u) du``: true for the substitution u = x + 5, which is looked for in the integrand."""
    for old, new in (variables, variables[::-1]):
        known = [e for e in (question.left, question.right) if _integrates(e, old) and not occurs(new, e)]
        other = [e for e in (question.left, question.right) if _integrates(e, new) and not occurs(old, e)]
        if len(known) != 1 or len(other) != 1:
            continue
        for inner in _parts(known[0], old)[:SUBSTITUTIONS]:
            moved = put(_moved(other[0], new, old, inner), {new: inner})
            verdict = same_up_to_constant(question.about(known[0], moved), name(old))
            if verdict.outcome is Outcome.PROVED:
                from derive.read import to_plain

                reason = f"{verdict.reason}, for {new} = {to_plain(inner)}"
                return replace(verdict, outcome=Outcome.SUPPORTED, reason=reason)
    return undecided(f"nothing connects {variables[0]} with {variables[1]}")


def _parts(expression: Expression, variable: str) -> list[Expression]:
    """Parts of an integrand that may have been given a name."""
    heads = ("add", "mul", "call", "pow", "div", "neg")
    found = {
        node: None
        for node in expression.walk()
        if node.head in heads and occurs(variable, node) and not any(is_indefinite(n) for n in node.walk())
    }
    return list(found)


def _moved(node: Expression, new: str, old: str, inner: Expression) -> Expression:
    """Integrals over the new name as integrals over the old one."""
    if is_indefinite(node) and node.args[1] == name(new):
        rate = differentiate(inner, name(old))
        return Expression("integral", (times(put(node.args[0], {new: inner}), rate), name(old)))
    return node.with_args(tuple(_moved(a, new, old, inner) for a in node.args))


def with_definitions(expression: Expression, vocabulary: Vocabulary) -> Expression:
    """``∫ f du`` with ``u`` defined by ``x`` as ``∫ f u'(x) dx``."""
    args = tuple(with_definitions(a, vocabulary) for a in expression.args)
    expression = expression.with_args(args)
    if not is_indefinite(expression) or expression.args[1].head != "name":
        return expression
    integrand, by = expression.args
    meant = definition_of(by, vocabulary)
    if meant is None:
        return expression
    names = [n for n in expanded(meant, vocabulary).names() if n != by.value]
    if not names:
        return expression
    # The name that the rest of the integrand knows, else the first of the definition.
    variable = name(next((n for n in names if occurs(n, integrand)), names[0]))
    rate = differentiate(by, variable, vocabulary=vocabulary)
    return expression.with_args((times(expanded(integrand, vocabulary), rate), variable))


def _integrates(expression: Expression, variable: str) -> bool:
    return any(is_indefinite(n) and n.args[1].value == variable for n in expression.walk())


def _plain(question: Question, left: Expression, right: Expression) -> Verdict:
    left, right = expanded(left, question.vocabulary), expanded(right, question.vocabulary)
    if not has_calculus(left) and not has_calculus(right):
        return question.ask(left, right)
    from derive.decide.calculus.decision import decide_calculus

    return decide_calculus(left, right, vocabulary=question.vocabulary, budget=question.budget, ladder=question.ladder)


def real_domain(question: Question) -> Question:
    """The question on the real points at which both sides are real functions."""
    vocabulary = question.vocabulary
    nodes = list(dict.fromkeys((*question.left.walk(), *question.right.walk())))
    if any(n.head == "constant" and n.value == "i" for n in nodes):
        return question
    names = [n.value for n in nodes if n.head == "name"]
    for text in dict.fromkeys(names):
        declared = vocabulary.name(text)
        if declared is None or declared.domain == "complex":
            vocabulary = with_domain(vocabulary, text, "real")
    conditions = []
    for node in nodes:
        condition = _real_where(node)
        if condition is None:
            continue
        subject = condition.args[0]
        if subject.head == "name" and condition.head in ("gt", "ge") and condition.args[1] == ZERO:
            vocabulary = with_domain(vocabulary, subject.value, "positive")
        elif subject.names() and not (subject.head == "call" and subject.value == "Abs"):
            conditions.append(condition)
    return replace(question, vocabulary=vocabulary.with_assumptions(*dict.fromkeys(conditions)))


def _real_where(node: Expression) -> Expression | None:
    if node.head == "call" and len(node.args) == 1 and node.value in REAL_WHERE:
        return REAL_WHERE[node.value](node.args[0])
    if node.head == "pow":
        exponent = rational(node.args[1])
        if exponent is not None and exponent.denominator % 2 == 0:
            return relation("gt", node.args[0], ZERO)
        if exponent is None and node.args[1].names() and node.args[0].head == "name":
            return relation("gt", node.args[0], ZERO)
    return None
