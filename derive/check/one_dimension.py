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
from derive.decide.calculus.binding import definition_of, put, replaced
from derive.decide.calculus.expectation import Moments
from derive.expression import TWO, Expression, call, mul, number, power, rewrite
from derive.verdict import Diagnosis, Evidence, Verdict, refuted

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
    swinging = _swinging(one, two, moving, question)
    if swinging is not None:
        return swinging
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


def _swinging(one: Expression, two: Expression, moving: set[str], question: Question) -> Verdict | None:
    """A side that is an average against one that changes with what the average is taken over."""
    averaged, bare = (one, two) if any(map(_expects, one.walk())) else (two, one)
    if not any(map(_expects, averaged.walk())) or any(map(_expects, bare.walk())):
        return None
    if any(_expects(n) and (len(n.args) > 1 or "given" in n.functions()) for n in averaged.walk()):
        return None  # what is given may well stand outside of it
    random = (_random(question) - moving - set(_outside(averaged))) & set(bare.names())
    for text in sorted(random):
        first, second = (put(bare, {text: number(k)}) for k in (1, 2))
        names = tuple(replace(n, shape=()) for n in question.setting.vocabulary.names)
        vocabulary = replace(question.setting.vocabulary, names=names, definitions=())
        verdict = decide(first, second, vocabulary=vocabulary, budget=question.budget.part(0.3))
        if verdict.fails:
            told = f"one side is an average over {text}; the other one changes with {text}, and should be averaged too"
            slip = Diagnosis("missing average", f"the average over {text} is missing on one side")
            shown = (
                replace(e, text=e.text.replace("the two sides are", f"it is for {text} = 1 and 2"))
                for e in verdict.evidence
            )
            return refuted(told, *shown, diagnosis=slip)
    return None


def _random(question: Question) -> set[str]:
    """Names that are random for certain: those that stand alone in an average somewhere."""
    setting = question.setting
    said = [e for h in setting.hypotheses for e in (h.left, h.right)]
    said += [d.value for d in setting.vocabulary.definitions] + [question.left, question.right]
    averages = (n for e in said for n in e.walk() if _expects(n) and len(n.args) == 1)
    return {n.names()[0] for n in averages if len(n.names()) == 1}


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
        if node.head == "pow" and node.args[1] == TWO and node.args[0].head == "call" and node.args[0].value == "Abs":
            return power(node.args[0].args[0], TWO)
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
