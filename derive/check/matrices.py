r"""Capital letters that are inverted in a product: matrices, though nobody said so.

``(AB)^{-1} = A^{-1} B^{-1}`` holds for numbers and fails for matrices.  Who writes ``A^{-1}`` beside a product of
capital letters, and no fraction anywhere, means matrices; a rule that needs numbers to commute does not count there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derive.check.question import Question
from derive.check.setting import Setting
from derive.decide import decide
from derive.expression import ONE, Expression, call, mul, name, neg, number, rewrite
from derive.name import Name
from derive.statement import Statement
from derive.verdict import Verdict, undecided
from derive.vocabulary import Definition, Vocabulary

#: Letters that stand for matrices and for little else.
MATRICES = frozenset("ABMPQSUXYW")
_MINUS_ONE = neg(ONE)


def inverted_capitals(sides: Sequence[Expression], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The capital letters of a link in which products of them are inverted; none where there is a fraction."""
    nodes = [n for side in sides for n in side.walk()]
    if any(n.head in ("div", "matrix") or (n.head == "call" and n.value == "inverse") for n in nodes):
        return ()
    capitals = tuple(dict.fromkeys(str(n.value) for n in nodes if _is_capital(n)))
    if len(capitals) < 2 or any(_declared(c, vocabulary) for c in capitals):
        return ()
    inverted = any(n.head == "pow" and n.args[1] == _MINUS_ONE and _of_capitals(n.args[0]) for n in nodes)
    products = any(n.head == "mul" and sum(_has_capital(a) for a in n.args) > 1 for n in nodes)
    return capitals if inverted and products else ()


def as_matrices(question: Question, capitals: Sequence[str]) -> Verdict:
    """The link with its capital letters as square matrices."""
    vocabulary = question.setting.plain()
    known = {n.text: n for n in vocabulary.names}
    shaped = [replace(known.get(c, Name(c)), shape=("n", "n")) for c in capitals]
    names = (*(n for n in vocabulary.names if n.text not in capitals), *shaped)
    left, right = (_inverses(side) for side in (question.left, question.right))
    verdict = decide(left, right, vocabulary=replace(vocabulary, names=names), budget=question.budget.part(0.5))
    if verdict.holds or (verdict.fails and set(capitals) <= MATRICES):
        return replace(verdict, reason=f"{verdict.reason}, with {', '.join(capitals)} as matrices")
    text = f"it holds for numbers; whether {', '.join(capitals)} are matrices, which do not commute, is not said"
    return undecided(text, *verdict.evidence)


def _inverses(node: Expression) -> Expression:
    args = tuple(_inverses(a) for a in node.args)
    if node.head == "pow" and node.args[1] == _MINUS_ONE:
        return call("inverse", args[0])
    return node.with_args(args)


def _is_capital(node: Expression) -> bool:
    return node.head == "name" and len(node.value) == 1 and bool(node.value.isupper())


def _of_capitals(node: Expression) -> bool:
    return all(_is_capital(n) or n.head in ("mul", "add", "neg", "pow", "number") for n in node.walk())


def _has_capital(node: Expression) -> bool:
    return any(_is_capital(n) for n in node.walk())


def _declared(text: str, vocabulary: Vocabulary) -> bool:
    declared = vocabulary.name(text)
    return (declared is not None and bool(declared.shape)) or any(d.target == text for d in vocabulary.definitions)


def with_identity(setting: Setting, sides: Sequence[Expression]) -> Setting:
    """``I`` beside square matrices of one size is the identity: ``sI - A``, ``A - λI``."""
    vocabulary = setting.vocabulary
    texts = [*sides, *(d.value for d in vocabulary.definitions)]
    nodes = [n for e in texts for n in e.walk()]
    one = name("I")
    if one in sides[:1] or not any(n == one for n in nodes) or any(d.target == "I" for d in vocabulary.definitions):
        return setting
    sizes = {len(n.args) for n in nodes if n.head == "matrix" and len(n.args) == len(n.args[0].args)}
    sums = any(n.head == "add" and any(_term_of(a, one) for a in n.args) for n in nodes)
    whole = one in sides
    if len(sizes) != 1 or not (sums or whole) or any(one in n.args for n in nodes if n.head not in _LINEAR):
        return setting
    value = call("eye", number(sizes.pop()))
    made = Definition("I", (), value, False, "I the identity")
    return replace(setting, vocabulary=vocabulary.with_definitions(made))


_LINEAR = ("add", "mul", "neg")


def _term_of(term: Expression, one: Expression) -> bool:
    """``I``, ``-I``, ``λI``."""
    term = term.args[0] if term.head == "neg" else term
    return term == one or (term.head == "mul" and one in term.args)


def with_determinants(statement: Statement, vocabulary: Vocabulary) -> Statement:
    """Bars around what is a square matrix by its definition: ``|A - λI|`` is a determinant."""
    square = {d.target for d in vocabulary.definitions if _is_square(d.value)}

    def rule(node: Expression) -> Expression:
        if node.head == "call" and node.value == "Abs" and _is_sum_of(node.args[0], square):
            return call("det", *node.args)
        return node

    if not square:
        return statement
    readings = tuple((rewrite(e, rule), note) for e, note in statement.readings)
    return replace(statement, expression=rewrite(statement.expression, rule), readings=readings)


def _is_square(value: Expression) -> bool:
    if value.head == "call":
        return bool(value.value == "eye")
    return value.head == "matrix" and len(value.args) == len(value.args[0].args) > 1


def _is_sum_of(node: Expression, square: set[str]) -> bool:
    """Whether sums and products of numbers and square matrices are a matrix: one is in every term."""
    if node.head == "name":
        return node.value in square
    if node.head in ("add", "neg"):
        return all(_is_sum_of(a, square) for a in node.args)
    return node.head == "mul" and any(_is_sum_of(a, square) for a in node.args)


def within_products(expression: Expression, old: Expression, new: Expression) -> Expression:
    """Neighbouring factors replaced: ``V S^T U^T U S V^T`` with ``U^T U = I``."""
    args = tuple(within_products(a, old, new) for a in expression.args)
    node = expression.with_args(args) if args else expression
    if node.head != "mul" or old.head != "mul":
        return node
    factors, wanted = _flat(node), _flat(old)
    put_in = [] if new in (name("I"), ONE) or (new.head == "call" and new.value == "eye") else [new]
    at = 0
    while at + len(wanted) <= len(factors):
        if factors[at : at + len(wanted)] == wanted:
            factors[at : at + len(wanted)] = put_in
        else:
            at += 1
    return mul(*factors) if factors else new


def _flat(node: Expression) -> list[Expression]:
    """Factors of products in products, and of the transpose of one in its own order."""
    if node.head == "mul":
        return [f for a in node.args for f in _flat(a)]
    if node.head == "call" and node.value == "transpose" and node.args[0].head == "mul":
        return [_turned(f) for f in reversed(_flat(node.args[0]))]
    return [node]


def _turned(factor: Expression) -> Expression:
    if factor.head == "call" and factor.value == "transpose":
        return factor.args[0]
    return factor if factor.head == "number" else call("transpose", factor)
