"""Steps from one line of a derivation to the next: what follows from what.

Beyond the comparison of formulas there are three steps of another kind: an unknown function under a derivative, an
integration of both sides (true up to a constant), and equating the coefficients of a polynomial identity.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations

from derive.decide.budget import Budget
from derive.decide.relations.compare import Comparison, compare, verdict_of
from derive.decide.relations.formula import (
    VAGUE,
    Atom,
    Formula,
    Junction,
    NotAStatementError,
    is_statement,
    junction,
    letters,
    to_formula,
)
from derive.decide.relations.scene import scene_for
from derive.decide.relations.witness import UNDEFINED
from derive.expression import ZERO, Expression, name, rewrite, sub
from derive.verdict import Evidence, Outcome, Verdict, proved, supported, undecided
from derive.vocabulary import Vocabulary

Ladder = Callable[..., Verdict]
GOOD = (Outcome.PROVED, Outcome.SUPPORTED)


def step(
    left: Expression, right: Expression, vocabulary: Vocabulary, budget: Budget, ladder: Ladder
) -> tuple[str, Verdict]:
    """The word for a step and the verdict on the equivalence of its two sides.

    A step may divide by what is not said to be different from zero: where the two lines differ only at points at which
    one of them has no value, they are taken for equivalent where both have one.
    """
    for method in METHODS:
        found = method(left, right, vocabulary, budget, ladder)
        if found is not None:
            return _where_defined(left, right, vocabulary, budget, ladder, found)
    return "unknown", undecided("no way to compare the two lines was found")


def _where_defined(
    left: Expression,
    right: Expression,
    vocabulary: Vocabulary,
    budget: Budget,
    ladder: Ladder,
    found: tuple[str, Verdict],
) -> tuple[str, Verdict]:
    pole = next((e for e in found[1].evidence if e.method == UNDEFINED), None)
    if not found[1].fails or pole is None:
        return found
    word, verdict = formulas(left, right, vocabulary, budget, ladder, lenient=True)
    if verdict.holds:
        return word, supported(f"both say the same where both have a value; {pole.text}", *verdict.evidence)
    return found if verdict.outcome is Outcome.UNDECIDED else (word, verdict)


def values(
    left: Expression, right: Expression, vocabulary: Vocabulary, budget: Budget, ladder: Ladder
) -> tuple[str, Verdict] | None:
    """Two values, or an equation that goes on with a value: plain equality."""
    if is_statement(right) or (right.head == "name" and is_statement(left)) or {left.head, right.head} & VAGUE:
        return None
    if is_statement(left):
        if left.head not in ("eq", "chain") or right.head in ("set", "list", "tuple", "interval", "union"):
            return None
        left = left.args[-1]
    elif left.head == right.head == "name":
        return None
    if right.head in ("set", "list", "tuple", "interval", "union", "intersection"):
        return None
    verdict = ladder(left, right, vocabulary=vocabulary, budget=budget)
    variable = _integration_variable(left, right)
    if not verdict.holds and variable is not None:
        from derive.decide.calculus import decide_antiderivative

        again = decide_antiderivative(
            left, right, variable=variable, vocabulary=vocabulary, budget=budget, ladder=ladder
        )
        if again.holds:
            verdict = again
    return ("equivalent" if verdict.holds else "neither" if verdict.fails else "unknown"), verdict


def _integration_variable(*sides: Expression) -> str | None:
    for side in sides:
        for node in side.walk():
            if node.head == "integral" and len(node.args) == 2 and node.args[1].head == "name":
                return str(node.args[1].value)
    return None


def coefficients(
    left: Expression, right: Expression, vocabulary: Vocabulary, budget: Budget, ladder: Ladder
) -> tuple[str, Verdict] | None:
    """``a x + b = 0`` for every x, and ``a = 0 and b = 0``."""
    for equation, system in ((left, right), (right, left)):
        if equation.head != "eq" or system.head != "and" or any(a.head != "eq" for a in system.args):
            continue
        for text in equation.names():
            if text in system.names():
                continue
            formula = _coefficient_equations(sub(*equation.args), text)
            if formula is None or not isinstance(formula, Junction):
                continue
            other = to_formula(system)
            scene = scene_for([equation, system], vocabulary)
            found = compare(formula, other, scene, budget)
            if verdict_of(found).holds:
                text = f"the coefficients are equated: the equation is meant to hold for every {text}"
                return "equivalent", supported(text, Evidence("proof", "coefficients", text, (), (text,)))
    return None


def _coefficient_equations(difference: Expression, text: str) -> Formula | None:
    from derive.decide.relations.algebra import algebra_for
    from derive.decide.relations.convert import convert

    try:
        algebra = algebra_for([difference], real=True)
        top = convert(algebra, difference).numerator
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    position = algebra.keys[("name", text)]
    if any(d > 0 and i != position and text in algebra.meanings[i].names() for i, d in enumerate(top.degrees())):
        return None
    powers: dict[int, dict[tuple[int, ...], object]] = {}
    for monomial, coefficient in top.to_dict().items():
        exponents = [int(d) for d in monomial]
        degree, exponents[position] = exponents[position], 0
        powers.setdefault(degree, {})[tuple(exponents)] = coefficient
    parts = tuple(
        Atom("eq", algebra.meaning(algebra.context.from_dict(powers[d])), ZERO) for d in sorted(powers, reverse=True)
    )
    return junction(True, parts)


def integration(
    left: Expression, right: Expression, vocabulary: Vocabulary, budget: Budget, ladder: Ladder
) -> tuple[str, Verdict] | None:
    """Both sides integrated (or differentiated): equal derivatives, so equal up to a constant."""
    if left.head != "eq" or right.head != "eq":
        return None
    variables = _calculus_variables(left, right)
    unknowns = unknown_functions(left, right)
    for text in variables:
        mine = tuple(y for y, x in unknowns if x == text)
        for first, second in permutations((left, right)):
            verdicts = []
            for a, b in zip(first.args, second.args):
                try:
                    slope = total_derivative(b, text, mine)
                except (ValueError, NotImplementedError, ArithmeticError):
                    break
                aim = total_expansion(a, unknowns)
                verdicts.append(ladder(plain_jets(aim), plain_jets(slope), vocabulary=vocabulary, budget=budget))
                if not verdicts[-1].holds:
                    break
            if len(verdicts) == 2 and all(v.holds for v in verdicts):
                text = f"one line is the other differentiated by {text}: equal up to a constant of integration"
                evidence = tuple(e for v in verdicts for e in v.evidence)
                return "equivalent", supported(text, *evidence)
    if any(_integration_variable(side) for side in (left, right)):
        return _same_after_differentiation(left, right, vocabulary, budget, ladder, unknowns)
    return None


def _same_after_differentiation(
    left: Expression,
    right: Expression,
    vocabulary: Vocabulary,
    budget: Budget,
    ladder: Ladder,
    unknowns: tuple[tuple[str, str], ...],
) -> tuple[str, Verdict] | None:
    """``A = integral f`` and ``A = F + c``: the same derivatives of both sides."""
    text = _integration_variable(left, right)
    if text is None:
        return None
    mine = tuple(y for y, x in unknowns if x == text)
    verdicts = []
    for a, b in zip(left.args, right.args):
        try:
            pair = [plain_jets(total_derivative(side, text, mine)) for side in (a, b)]
        except (ValueError, NotImplementedError, ArithmeticError):
            return None
        verdicts.append(ladder(pair[0], pair[1], vocabulary=vocabulary, budget=budget))
    if not all(v.holds for v in verdicts):
        return None
    reason = f"the sides have the same derivatives by {text}: equal up to a constant of integration"
    made = proved if all(v.outcome is Outcome.PROVED for v in verdicts) else supported
    return "equivalent", made(reason, *(e for v in verdicts for e in v.evidence))


def _calculus_variables(*sides: Expression) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for side in sides:
        for node in side.walk():
            if node.head in ("derivative", "integral"):
                for variable in node.args[1:2]:
                    if variable.head == "name":
                        found.setdefault(variable.value)
    return tuple(found)


def without_calculus(
    sides: tuple[Expression, Expression], vocabulary: Vocabulary, budget: Budget
) -> tuple[Expression, Expression, bool]:
    """Both sides with their sums, integrals and derivatives carried out; and whether that was exact."""
    unknowns = unknown_functions(*sides)
    if unknowns:
        sides = (plain_jets(total_expansion(sides[0], unknowns)), plain_jets(total_expansion(sides[1], unknowns)))
    found = [_carried_out(side, vocabulary, budget) for side in sides]
    return found[0][0], found[1][0], found[0][1] and found[1][1]


def _carried_out(expression: Expression, vocabulary: Vocabulary, budget: Budget) -> tuple[Expression, bool]:
    from derive.decide.calculus import has_calculus, reduce

    if not has_calculus(expression):
        return expression, True
    if is_statement(expression) or expression.head in ("set", "list", "tuple"):
        parts = [_carried_out(a, vocabulary, budget) for a in expression.args]
        return expression.with_args(tuple(p[0] for p in parts)), all(p[1] for p in parts)
    try:
        reduced = reduce(expression, vocabulary, budget)
    except (ValueError, ArithmeticError, NotImplementedError):
        return expression, True
    return reduced.expression, reduced.exact


def unknown_functions(*sides: Expression) -> tuple[tuple[str, str], ...]:
    """Names under a derivative, ``dy/dx``, with the variable that they depend on."""
    found: dict[tuple[str, str], None] = {}
    for side in sides:
        for node in side.walk():
            if node.head == "derivative" and node.args[0].head == "name" and node.args[1].head == "name":
                y, x = node.args[0].value, node.args[1].value
                if y != x:
                    found.setdefault((y, x))
    return tuple(found)


def total_derivative(expression: Expression, variable: str, dependents: tuple[str, ...]) -> Expression:
    """The derivative along a curve on which some names are functions of the variable."""
    from derive.decide.calculus import differentiate

    return differentiate(expression, name(variable), dependent=frozenset(dependents))


def total_expansion(expression: Expression, unknowns: tuple[tuple[str, str], ...]) -> Expression:
    """Derivatives of expressions in unknown functions written out; those of the functions themselves stay."""

    def rule(node: Expression) -> Expression:
        if node.head != "derivative" or len(node.args) != 2 or node.args[0].head == "name":
            return node
        text = node.args[1].value
        mine = tuple(y for y, x in unknowns if x == text and y in node.args[0].names())
        return total_derivative(node.args[0], text, mine) if mine else node

    return rewrite(expression, rule)


def plain_jets(expression: Expression) -> Expression:
    """``dy/dx`` of an unknown function as a name of its own."""

    def rule(node: Expression) -> Expression:
        if node.head == "derivative" and all(a.head == "name" for a in node.args) and node.args[0] not in node.args[1:]:
            order = "".join(a.value for a in node.args[1:])
            return name(f"d{node.args[0].value}/d{order}")
        return node

    return rewrite(expression, rule)


def formulas(
    left: Expression,
    right: Expression,
    vocabulary: Vocabulary,
    budget: Budget,
    ladder: Ladder,
    *,
    lenient: bool = False,
) -> tuple[str, Verdict]:
    """Two statements: compared as formulas, in both directions."""
    vague = _vague(left, right, vocabulary, budget, ladder)
    if vague is not None:
        return vague
    left, right, exact = without_calculus((left, right), vocabulary, budget)
    try:
        first, second = to_formula(left), to_formula(right)
    except NotAStatementError as error:
        return "unknown", undecided(str(error), Evidence("attempt", "formula", str(error)))
    scene = replace(scene_for([left, right], vocabulary, letters(first, second)), lenient=lenient)
    found = compare(first, second, scene, budget, ladder)
    word = word_for(found)
    verdict = verdict_of(found)
    if not exact and verdict.outcome is Outcome.PROVED:
        verdict = supported(verdict.reason, *verdict.evidence)
    return word, _reworded(word, verdict)


def _vague(
    left: Expression, right: Expression, vocabulary: Vocabulary, budget: Budget, ladder: Ladder
) -> tuple[str, Verdict] | None:
    """Two statements with the same vague relation (about equal, proportional, much less): the sides compared.

    Sides that differ decide nothing: ``a ~ b`` and ``a ~ c`` may both be true.
    """
    if left.head != right.head or left.head not in VAGUE or len(left.args) != 2 or len(right.args) != 2:
        return None
    same = [ladder(a, b, vocabulary=vocabulary, budget=budget) for a, b in zip(left.args, right.args)]
    if left.head == "propto" and same[0].holds and not same[1].holds:
        from derive.decide.relations.proportion import up_to_factor

        same[1] = up_to_factor(left.args[1], right.args[1], None, vocabulary, budget, ladder)
    evidence = tuple(e for v in same for e in v.evidence)
    if all(v.holds for v in same):
        made = proved if all(v.outcome is Outcome.PROVED for v in same) else supported
        return "equivalent", made("the same relation between the same sides", *evidence)
    return "unknown", undecided(f"{left.head} holds to an accuracy that is not said", *evidence)


def word_for(found: Comparison) -> str:
    forward, backward = found.forward.outcome, found.backward.outcome
    if forward in GOOD and backward in GOOD:
        return "equivalent"
    if forward in GOOD and backward is Outcome.REFUTED:
        return "implies"
    if backward in GOOD and forward is Outcome.REFUTED:
        return "implied_by"
    if forward is Outcome.REFUTED and backward is Outcome.REFUTED:
        return "neither"
    return "unknown"


def _reworded(word: str, verdict: Verdict) -> Verdict:
    opening = {
        "implies": "the step gains solutions: the second line follows from the first, but not the other way round",
        "implied_by": "the step loses solutions: the first line follows from the second, but not the other way round",
        "neither": "neither line follows from the other",
    }.get(word)
    if opening is None or not verdict.evidence:
        return verdict
    return Verdict(verdict.outcome, f"{opening}; {verdict.evidence[0].text}", verdict.evidence, verdict.diagnosis)


METHODS: tuple[Callable[..., tuple[str, Verdict] | None], ...] = (values, coefficients, integration, formulas)
