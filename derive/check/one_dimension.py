"""Links between vectors, tried for vectors of one component: what fails there fails.

A scalar product is a product there, a transpose is nothing, and a norm is a modulus.  Definitions and laws of motion
are put in; expectations are expanded into moments of what is random.  A name that moves by a law, or that stands
outside of every expectation, is not random.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derive.check.question import Question
from derive.decide import decide
from derive.decide.calculus.binding import definition_of, replaced
from derive.decide.calculus.expectation import Moments
from derive.expression import Expression, call, mul, power, rewrite
from derive.verdict import Evidence, Verdict, refuted

_ALLOWED = frozenset(("add", "mul", "neg", "div", "pow", "name", "number", "decimal"))
_VECTOR = frozenset(("dot", "transpose", "norm"))


def in_one_dimension(question: Question) -> Verdict | None:
    """A refutation at vectors of one component, or None: agreement there says nothing of longer vectors."""
    sides = (question.left, question.right)
    if not any(n.head == "call" and n.value in _VECTOR for s in sides for n in s.walk()):
        return None
    setting = question.setting
    moving = {h.left.args[0].value for h in setting.hypotheses if _moves(h.left)}
    one, two = (_scalar(_written_out(s, question)) for s in sides)
    if not (_plain(one) and _plain(two)):
        return None
    first, second = set(one.names()), set(two.names())
    if (first - second and second - first) or any(map(_expects, one.walk())) != any(map(_expects, two.walk())):
        return None  # what connects the two sides is not said
    outside = set(_outside(one)) | set(_outside(two)) | moving
    inside = {n for s in (one, two) for e in s.walk() if _expects(e) for n in e.names()} - outside
    if not inside:
        return None
    names = tuple(replace(n, shape=()) for n in setting.vocabulary.names)
    vocabulary = replace(setting.vocabulary, names=names, definitions=())
    moments = Moments(frozenset(inside), vocabulary)
    one, two = moments.of(one), moments.of(two)
    if not _of_vectors(question) and (setting.partial or _expected(one) != _expected(two)):
        return None  # its distribution may say what the one moment is
    verdict = decide(one, two, vocabulary=vocabulary, budget=question.budget.part(0.5))
    if not verdict.fails:
        return None
    text = f"it fails already for vectors of one component: {verdict.reason}"
    return refuted(text, *verdict.evidence, Evidence("attempt", "one component", text))


def _of_vectors(question: Question) -> bool:
    """Whether the link is one of vectors, and not of random numbers only."""
    sides = (question.left, question.right)
    names = {n for s in sides for n in s.names()}
    heads = _VECTOR - {"Expectation"}
    return any(n.head == "call" and n.value in heads for s in sides for n in s.walk()) or any(
        n.shape for n in question.setting.vocabulary.names if n.text in names
    )


def _expected(side: Expression) -> frozenset[Expression]:
    return frozenset(n for n in side.walk() if _expects(n))


def _moves(left: Expression) -> bool:
    return left.head == "derivative" and left.args[0].head == "name"


def _expects(node: Expression) -> bool:
    return node.head == "call" and node.value == "Expectation"


def _written_out(side: Expression, question: Question) -> Expression:
    """Laws of motion and definitions put in, inside of expectations too."""
    for hypothesis in question.setting.hypotheses:
        if _moves(hypothesis.left):
            side = replaced(side, hypothesis.left, hypothesis.right)

    def rule(node: Expression) -> Expression:
        if node.head != "name":
            return node
        meant = definition_of(node, question.setting.vocabulary)
        return node if meant is None or meant.size() > 60 else meant

    for _ in range(4):
        changed = rewrite(side, rule)
        if changed == side or changed.size() > 2000:
            break
        side = changed
    return side


def _scalar(side: Expression) -> Expression:
    def rule(node: Expression) -> Expression:
        if node.head == "call" and node.value == "dot":
            return mul(*node.args)
        if node.head == "call" and node.value == "transpose":
            return node.args[0]
        if node.head == "pow" and node.args[0].head == "call" and node.args[0].value == "norm":
            return power(node.args[0].args[0], node.args[1])
        if node.head == "call" and node.value == "norm":
            return call("Abs", node.args[0])
        return node

    return rewrite(side, rule)


def _plain(side: Expression) -> bool:
    return all(n.head in _ALLOWED or _expects(n) for n in side.walk())


def _outside(side: Expression) -> Sequence[str]:
    """Names that stand outside of every expectation."""
    if _expects(side):
        return ()
    if side.head == "name":
        return (str(side.value),)
    return tuple(n for a in side.args for n in _outside(a))
