"""The front door: which package answers which question."""

from __future__ import annotations

from collections.abc import Callable

from derive.decide.alarm import struck_by
from derive.decide.budget import Budget, OutOfBudget
from derive.decide.families import without_inverses
from derive.decide.named import unmasked
from derive.decide.plus_minus import has_plus_minus, sign_by_sign, with_both_signs
from derive.decide.readings import abstracted, special
from derive.expression import LOGIC, RELATIONS, Expression
from derive.verdict import Evidence, Outcome, Verdict, proved, undecided
from derive.vocabulary import EMPTY, Vocabulary

#: Heads that are no scalar expressions; relations, sets, logic and words are decided elsewhere.
STRUCTURED = RELATIONS | LOGIC | frozenset(
    ("chain", "set", "list", "tuple", "interval", "union", "intersection", "plus_minus", "text", "unit", "assign")
)  # fmt: skip


def decide(
    left: Expression,
    right: Expression,
    *,
    vocabulary: Vocabulary = EMPTY,
    relation: str = "equal",
    variable: str | None = None,
    limit: Expression | None = None,
    budget: Budget | None = None,
) -> Verdict:
    """Whether two expressions stand in a relation on the declared domain, with the evidence.

    ``relation`` is ``equal`` or one of the relations of :mod:`derive.decide.relations`; ``variable`` and ``limit``
    belong to some of those.  The verdict never depends on the order of hashing, and the budget bounds the time.
    """
    budget = (budget or Budget()).started()
    try:
        with struck_by(budget):
            return _dispatch(left, right, vocabulary, relation, variable, limit, budget)
    except OutOfBudget as error:
        return undecided(str(error), Evidence("attempt", "ladder", str(error)))
    except SystemError as error:
        # The alarm may strike while a library is calling back: what it raised is the cause of the library's complaint.
        stop = error.__cause__ or error.__context__
        if not isinstance(stop, OutOfBudget):
            raise
        return undecided(str(stop), Evidence("attempt", "ladder", str(stop)))
    except (RecursionError, MemoryError) as error:
        text = f"the expressions are too deep or too large to decide ({type(error).__name__})"
        return undecided(text, Evidence("attempt", "ladder", text))


def _dispatch(
    left: Expression,
    right: Expression,
    vocabulary: Vocabulary,
    relation: str,
    variable: str | None,
    limit: Expression | None,
    budget: Budget,
    own: bool = False,
) -> Verdict:
    if relation == "equal" and left == right:
        return same(left, budget)

    def ask(one: Expression, other: Expression, *, own: bool = False) -> Verdict:
        return _dispatch(one, other, vocabulary, relation, variable, limit, budget, own)

    left, right = expand_definitions(left, vocabulary), expand_definitions(right, vocabulary)
    left, right = unmasked(left, vocabulary), unmasked(right, vocabulary)
    left, right = without_inverses(left), without_inverses(right)
    readings = [special(side, vocabulary) for side in (left, right)]
    if not own and any(told for _, told in readings):
        meant = dict.fromkeys(t for _, told in readings for t in told)
        sides = (readings[0][0], readings[1][0])
        return _either(sides, (abstracted(left), abstracted(right)), tuple(meant), ask)
    left, right = abstracted(left), abstracted(right)
    if has_plus_minus(left) and has_plus_minus(right):
        matched = sign_by_sign(left, right, vocabulary, budget, ladder)
        if matched is not None:
            return matched
    left, right = with_both_signs(left), with_both_signs(right)
    if relation == "antiderivative":
        from derive.decide.calculus import decide_antiderivative

        return decide_antiderivative(left, right, variable=variable, vocabulary=vocabulary, budget=budget, ladder=plain)
    if relation != "equal" or structured(left) or structured(right):
        from derive.decide.relations import decide_relation

        return decide_relation(
            left,
            right,
            vocabulary=vocabulary,
            relation=relation,
            variable=variable,
            limit=limit,
            budget=budget,
            ladder=ladder,
        )
    from derive.decide.written import shapes_apart

    apart = shapes_apart(left, right)
    if apart is not None:
        return apart
    if _remainder(left) != _remainder(right):
        from derive.decide.relations import decide_relation

        return decide_relation(left, right, vocabulary=vocabulary, relation="asymptotic", budget=budget, ladder=ladder)
    if any(side == _IDENTITY for side in (left, right)):
        cancelled = cancelled_to_identity(left, right, vocabulary, budget)
        if cancelled is not None:
            return cancelled
    from derive.decide.families import abstract
    from derive.decide.trivial import refuted_by_trivial_functions

    calculus = _calculus(left, vocabulary) or _calculus(right, vocabulary)
    if not calculus or not abstract((left, right)):
        return ladder(left, right, vocabulary=vocabulary, budget=budget)
    verdict = ladder(left, right, vocabulary=vocabulary, budget=budget.part(0.4))
    if verdict.outcome is not Outcome.UNDECIDED:
        return verdict

    found = refuted_by_trivial_functions(left, right, vocabulary, budget, ladder)
    return verdict if found is None else found


def _remainder(expression: Expression) -> bool:
    """Whether one of the terms is ``O(h)``: the sides are then the same as far as an expansion goes."""
    if expression.head != "add" or not ("O" in expression.names() or "order" in expression.functions()):
        return False
    from derive.decide.relations.remainder import has_remainder

    return has_remainder(expression)


def _either(
    meant: tuple[Expression, Expression],
    own: tuple[Expression, Expression],
    told: tuple[str, ...],
    ask: Callable[..., Verdict],
) -> Verdict:
    """The verdict on letters that may mean special functions: what holds of these, or of any function, holds."""
    verdict = ask(*meant)
    note = "; ".join(told)
    if verdict.holds:
        return Verdict(verdict.outcome, f"{verdict.reason} ({note})", verdict.evidence)
    other = ask(*own, own=True)
    if other.holds:
        return other
    if verdict.fails and other.fails:
        return Verdict(verdict.outcome, f"{verdict.reason} ({note}; of any other function it is not true either)",
                       verdict.evidence)  # fmt: skip
    open_one = verdict if not verdict.fails else other
    return undecided(f"not decided whether {note}: {open_one.reason}", *open_one.evidence)


#: Heads whose second argument is a variable.
_VARIABLES = frozenset(("derivative", "integral", "sum", "product", "limit", "substitute", "evaluated"))


def ladder(
    left: Expression, right: Expression, *, vocabulary: Vocabulary = EMPTY, budget: Budget | None = None
) -> Verdict:
    """Equality of two expressions that are no relations or sets; calculus is handed to those who know it."""
    budget = (budget or Budget()).started()
    if left == right:
        return same(left, budget)
    if _calculus(left, vocabulary) or _calculus(right, vocabulary):
        from derive.decide.calculus import decide_calculus

        return decide_calculus(left, right, vocabulary=vocabulary, budget=budget, ladder=plain)
    return plain(left, right, vocabulary=vocabulary, budget=budget)


def same(expression: Expression, budget: Budget) -> Verdict:
    """Identical sides are equal, unless neither means anything: ``x/0`` is not equal to ``x/0``."""
    if any(n.head == "div" and not n.args[1].names() and _zero(n.args[1], budget) for n in expression.walk()):
        text = "both sides divide by zero: there is nothing to compare"
        return undecided(text, Evidence("attempt", "same", text))
    text = "the two sides are the same, term by term"
    return proved(text, Evidence("proof", "same", text))


def _zero(expression: Expression, budget: Budget) -> bool:
    """Whether a divisor without names is certainly zero."""
    if expression.head in ("number", "decimal"):
        return float(expression.value) == 0
    from derive.decide.domain import Domain
    from derive.decide.field import Field, FieldFullError, NoNormalFormError
    from derive.decide.program import program
    from derive.decide.translate import Translator

    try:
        translator = Translator(Field(32, budget), Domain({}))
        (element,) = translator.run(program((expression,)))
        return translator.field.is_zero(element)
    except (NoNormalFormError, FieldFullError):
        return False


def plain(
    left: Expression, right: Expression, *, vocabulary: Vocabulary = EMPTY, budget: Budget | None = None
) -> Verdict:
    """The ladder for scalar expressions without heads of calculus."""
    from derive.decide.extended import decide_infinite, infinite
    from derive.decide.rungs import climb

    budget = (budget or Budget()).started()
    if infinite(left) or infinite(right):
        folded = decide_infinite(left, right, vocabulary, budget)
        if isinstance(folded, Verdict):
            return folded
        left, right = folded
    return climb(left, right, vocabulary, budget)


def structured(expression: Expression) -> bool:
    """Whether an expression, or a term or factor of it, is no scalar (the conditions of ``cases`` do not count)."""
    if expression.head in STRUCTURED:
        return True
    if expression.head == "constant":
        return expression.value in ("true", "false")
    return expression.head in ("add", "mul", "neg", "div", "pow") and any(structured(a) for a in expression.args)


def _calculus(expression: Expression, vocabulary: Vocabulary) -> bool:
    from derive.decide.calculus import needs_calculus

    return needs_calculus(expression, vocabulary)


_IDENTITY = Expression("name", (), "I")


def cancelled_to_identity(
    left: Expression, right: Expression, vocabulary: Vocabulary, budget: Budget
) -> Verdict | None:
    """``A^-1 A = I``: a product of capital letters that cancels, where I can only be the identity."""
    names = frozenset(n for n in (*left.names(), *right.names()) if n[0].isupper()) - {"I"}
    inverses = any(n.head == "pow" and n.args[0].names() for side in (left, right) for n in side.walk())
    if not names or not inverses:
        return None
    from derive.decide.noncommutative import equal_words

    def ask(one: Expression, other: Expression) -> Verdict:
        return ladder(one, other, vocabulary=vocabulary, budget=budget)

    return equal_words(left, right, names, vocabulary, ask)


def expand_definitions(expression: Expression, vocabulary: Vocabulary, depth: int = 16) -> Expression:
    """Defined names and functions replaced by what they stand for.  Indexed definitions are left to the sums."""
    from derive.expression import replace, rewrite

    values = {d.target: d.value for d in vocabulary.definitions if not d.parameters and not d.indexed}
    functions = {d.target: d for d in vocabulary.definitions if d.parameters and not d.indexed}
    if not values and not functions:
        return expression

    def filled(node: Expression, hidden: frozenset[str]) -> Expression:
        """Defined names replaced, but not where a derivative or a binder uses one as its variable."""
        if node.head == "name":
            return node if node.value in hidden else values.get(node.value, node)
        if not node.args:
            return node
        if node.head not in _VARIABLES:
            return node.with_args(tuple([filled(a, hidden) for a in node.args]))
        variables = node.args[1:] if node.head == "derivative" else node.args[1:2]
        inner = hidden.union(a.value for a in variables if a.head == "name")
        inside = (0, 1, 4) if node.head != "derivative" else range(len(node.args))
        return node.with_args(tuple([filled(a, inner if k in inside else hidden) for k, a in enumerate(node.args)]))

    def apply(node: Expression) -> Expression:
        if node.head == "call" and node.value in functions:
            definition = functions[node.value]
            if len(definition.parameters) == len(node.args):
                return replace(definition.value, dict(zip(definition.parameters, node.args)))
        return node

    for _ in range(depth):
        before = expression
        expression = filled(expression, frozenset()) if values else expression
        expression = rewrite(expression, apply) if functions else expression
        if expression == before or expression.size() > 100_000:
            break
    return expression
