"""When a counterexample may be believed.

A counterexample chooses values for names and functions.  It refutes a link only where it may choose: where everything
is a free scalar or fully defined.  What the text constrains elsewhere, what stands for a vector of unknown shape, what
is a random quantity without a distribution, and what nothing is said of on one side only, may not be chosen.
"""

from __future__ import annotations

from derive.check.densities import densities
from derive.check.namesakes import NAMESAKES
from derive.check.recurrences import ungoverned
from derive.check.rows import partly_indexed
from derive.check.setting import Setting
from derive.check.unfold import occurs_in, unfold
from derive.expression import ZERO, Expression, bound, name
from derive.functions import BY_NAME
from derive.verdict import Verdict

RANDOM = frozenset(("Expectation", "Variance", "Covariance", "Probability"))
VECTOR = frozenset(("transpose", "adjoint", "dot", "outer", "cross", "norm", "inverse", "det", "trace", "diag", "grad"))


def why_open(
    left: Expression, right: Expression, setting: Setting, *, told: bool = False, equation: bool = True
) -> str | None:
    """Why a counterexample to ``left = right`` proves nothing, or None where it is one; all definitions are put in.

    ``told``: the counterexample respects what is given of random quantities already.
    """
    for check in CHECKS:
        if told and check in (unknown_chances, given_elsewhere):
            continue
        if not equation and check is set_to_zero:
            continue
        why = check(left, right, setting)
        if why is not None:
            return why
    return None


def says_nothing(verdict: Verdict, left: Expression, right: Expression, setting: Setting) -> str | None:
    """Why an agreement is none: sums of one term only, or derivatives that vanish because nothing connects."""
    if any(e.method == "concrete sizes" and "at 1 choices" in e.text for e in verdict.evidence):
        return "it holds where every sum has one term, which says nothing"
    if moving_arrays((left, right)) and any(e.method == "concrete sizes" for e in verdict.evidence):
        return "how the entries change that it differentiates is not said"
    return None if left == right else unconnected(left, right, setting)


def moving_arrays(sides: tuple[Expression, ...]) -> dict[str, Expression]:
    """Arrays whose entries are differentiated by a name that is no entry itself, and that name."""
    found: dict[str, Expression] = {}
    for node in (n for side in sides for n in side.walk()):
        if node.head == "derivative" and len(node.args) == 2 and node.args[1].head == "name":
            entry = node.args[0]
            if entry.head == "index" and entry.args[0].head == "name":
                found.setdefault(str(entry.args[0].value), node.args[1])
    return found


def unconnected(left: Expression, right: Expression, setting: Setting) -> str | None:
    """A derivative that vanishes only because nothing read so far connects its variable with what is differentiated."""
    for node in (n for side in (left, right) for n in side.walk()):
        if node.head == "call" and node.value == "grad" and len(node.args) == 2:
            inner = unfold(node.args[0], setting.vocabulary)
        elif node.head == "derivative" and node.args[0].head not in ("name", "index", "call"):
            inner = unfold(node, setting.vocabulary)
            if inner.head != "derivative":
                continue
            inner = inner.args[0]
        else:
            continue
        if inner.names() and not any(occurs_in(by, inner) for by in node.args[1:]):
            return "nothing read so far connects what is differentiated with what it is differentiated by"
    return None


def within_means(left: Expression, right: Expression, setting: Setting) -> str | None:
    """``∂/∂ξ ⟨log p(X, Z)⟩``: what the mean has to do with ``ξ`` stands in the text."""
    for node in (n for side in (left, right) for n in side.walk() if n.head == "derivative"):
        inner = node.args[0]
        if inner.head == "call" and inner.value in RANDOM and not any(occurs_in(by, inner) for by in node.args[1:]):
            return "nothing read so far connects the mean with what it is differentiated by"
    return None


def words(left: Expression, right: Expression, setting: Setting) -> str | None:
    if any(n.head == "text" for side in (left, right) for n in side.walk()):
        return "it contains words"
    return None


def identity(left: Expression, right: Expression, setting: Setting) -> str | None:
    """``A I A^{-1}``: beside other capital letters ``I`` may be the identity matrix."""
    names = {*left.names(), *right.names()}
    if "I" not in names or any(d.target == "I" for d in setting.vocabulary.definitions):
        return None
    if not any(len(n) == 1 and n.isupper() and n != "I" for n in names):
        return None
    inverse = any(
        (n.head == "pow" and n.args[1].head in ("neg", "number")) or (n.head == "call" and n.value in VECTOR)
        for side in (left, right)
        for n in side.walk()
    )
    return "whether I is the identity matrix is not said" if inverse else None


def transposed(left: Expression, right: Expression, setting: Setting) -> str | None:
    """``(AB)^T`` where ``T`` stands for a quantity elsewhere in the text: a power, or a transpose after all."""
    for node in (n for side in (left, right) for n in side.walk() if n.head == "pow" and n.args[1] == name("T")):
        if any(len(n.partition("_")[0]) == 1 and n[0].isupper() for n in node.args[0].names()):
            return "whether ^T is a power or a transpose is not said"
    return None


def means(left: Expression, right: Expression, setting: Setting) -> str | None:
    """``μ`` beside ``E[X]``: it may be the mean, as everywhere; so may ``σ²`` be the variance."""
    if not any(n.head == "call" and n.value in RANDOM for side in (left, right) for n in side.walk()):
        return None
    for text in sorted({*left.names(), *right.names()}):
        if text.partition("_")[0] in ("mu", "sigma") and not any(
            d.target == text for d in setting.vocabulary.definitions
        ):
            return f"whether {text} is a moment of what is random is not said"
    return None


def set_to_zero(left: Expression, right: Expression, setting: Setting) -> str | None:
    """``dl/dμ = ... = 0`` or ``f(u) ≡ A u - b = 0`` in a text: a condition, an equation to be solved."""
    if setting.strict and right == ZERO and left.names():
        return "it is set to zero: a condition to be solved, no identity"
    return None


def functions_alone(left: Expression, right: Expression, setting: Setting) -> str | None:
    """A function of which nothing is said, on one side only: it may be anything."""
    mine = {f.text for f in setting.declared}
    mine |= set(left.names()) & set(right.names())  # ``u'v + u v'`` beside ``u'v + u v``: v stands on both
    for text in sorted(set(left.functions()) ^ set(right.functions())):
        if text not in BY_NAME and text not in mine:
            return f"nothing is said of the function {text}, which stands on one side only"
    return None


def unheard(left: Expression, right: Expression, setting: Setting) -> str | None:
    """Something that is given of random quantities (that they are independent) and could not be read."""
    if setting.partial and any(n.head == "call" and n.value in RANDOM for s in (left, right) for n in s.walk()):
        return f"of what is given, {setting.partial!r} could not be read"
    return None


def not_put_in(left: Expression, right: Expression, setting: Setting) -> str | None:
    """A function that is defined and still stands there: its definition was not used, and it is not free."""
    defined = {d.target for d in setting.vocabulary.definitions}
    for text in sorted({*left.functions(), *right.functions()} & defined):
        return f"the definition of {text} could not be put in everywhere"
    return None


def _beside(side: Expression, shared: set[str]) -> tuple[str, ...]:
    """Names within a statistic beside one that both sides have: ``b`` in ``Var(aX + b)`` is free."""
    if side.head == "call" and side.value in ("Variance", "Covariance", "Expectation"):
        names = side.names()
        return tuple(names) if shared & {n for n in names if n[:1].isupper()} else ()
    return tuple(n for a in side.args for n in _beside(a, shared))


def names_alone(left: Expression, right: Expression, setting: Setting) -> str | None:
    """Names that stand on one side only: foreign ones, or one on each side, which the text may well connect."""
    one, two = set(left.names()), set(right.names())
    beside = {n for side in (left, right) for n in _beside(side, one & two)}
    foreign = sorted(((one ^ two) & setting.foreign) - beside)
    if foreign:
        return f"nothing is said of {foreign[0]}, which stands on one side only"
    if one and two and not one & two:
        return (
            f"{min(one)} stands on the left only and {min(two)} on the right only: how they are connected is not said"
        )
    if setting.strict and one - two and two - one:
        first, second = min(one - two), min(two - one)
        return f"{first} stands on the left only and {second} on the right only: how they are connected is not said"
    return None


def unknown_derivatives(left: Expression, right: Expression, setting: Setting) -> str | None:
    """Derivatives of names of which nothing is said: free only if both sides have the same ones."""
    one, two = (_heads(side, "derivative", setting) for side in (left, right))
    if one != two:
        return "it contains a derivative of something of which nothing is known"
    return None


def labelled(left: Expression, right: Expression) -> tuple[Expression, ...]:
    """What is differentiated by, where it is a labelled vector (``u_o``) beside components ``u_k`` of the same name."""
    found: dict[Expression, None] = {}
    for node in (n for side in (left, right) for n in side.walk() if n.head == "derivative"):
        inside = [n for n in node.args[0].walk() if n.head == "index" and n.args[0].head == "name"]
        arrays = {str(n.args[0].value) for n in inside}
        for by in node.args[1:]:
            spelt = by.head == "name" and str(by.value).rpartition("_")[0] in arrays
            indices = [a.value for a in by.args[1:] if a.head == "name"] if by.head == "index" else []
            literal = any(n == by for n in node.args[0].walk())
            if literal and (spelt or any(i not in _COUNTERS for i in indices)):
                found.setdefault(by)
    return tuple(found)


def labels(left: Expression, right: Expression, setting: Setting) -> str | None:
    """``∂/∂u_o`` beside a sum over ``u_k``: whether the component ``o`` is one of them is not said."""
    if labelled(left, right):
        return "whether the component that it is differentiated by is one of those summed over is not said"
    return None


_COUNTERS = frozenset((*"ijklmnpqrst", "alpha", "beta", "mu", "nu", "a", "b"))


def unknown_chances(left: Expression, right: Expression, setting: Setting) -> str | None:
    """Expectations without a distribution are free where both sides have some; beside known quantities they are not."""
    one, two = (frozenset(n for n in s.walk() if n.head == "call" and n.value in RANDOM) for s in (left, right))
    if one != two and not (one and two and _moments_only(left, right, setting)):
        return "it contains an expectation, and its distribution is not known"
    return None


def shapes(left: Expression, right: Expression, setting: Setting) -> str | None:
    """Vectors and matrices: believed where both sides speak of the same ones."""
    nodes = [n for side in (left, right) for n in side.walk()]
    if not any(
        (n.head == "call" and n.value in VECTOR) or n.head == "matrix" or _bare_vector(n, setting) for n in nodes
    ):
        return None
    if set(left.names()) != set(right.names()):
        return "it speaks of vectors or matrices whose shapes and connections are not all said"
    return None


def rows(left: Expression, right: Expression, setting: Setting) -> str | None:
    """``ξ^μ`` beside ``ξ_i^μ``: a row of an array, where a counterexample would take it for a number."""
    for side in (left, right):
        for node in partly_indexed(side, setting.vocabulary):
            return f"{node.args[0].value} stands with fewer indices here than elsewhere"
    return None


def given_elsewhere(left: Expression, right: Expression, setting: Setting) -> str | None:
    """A name that a law or condition of the text constrains may not be chosen freely."""
    if not setting.strict:
        return None
    names = set(left.names()) | set(right.names())
    for hypothesis in (*setting.hypotheses, *setting.formerly):
        # Of a sum the term is tied, not how far it runs.
        side = hypothesis.left.args[0] if hypothesis.left.head == "sum" else hypothesis.left
        tied = (set(side.names()) | set(hypothesis.right.names())) - set(bound(hypothesis.left))
        if tied and tied <= names and _algebra(hypothesis.left) and _algebra(hypothesis.right):
            return f"its names are tied by what is given ({hypothesis.source})"
    return None


def _algebra(side: Expression) -> bool:
    """Plain algebra and known functions: an equation that can tie values at one point."""
    kinds = ("number", "decimal", "constant", "name", "add", "mul", "neg", "div", "pow", "index", "sum")
    return all(
        n.head in kinds or (n.head == "call" and n.value in BY_NAME and n.value not in RANDOM) for n in side.walk()
    )


def _moments_only(left: Expression, right: Expression, setting: Setting) -> bool:
    """Statistics of what nothing is said of, on both sides, and no other quantity that may be a parameter."""
    if setting.hypotheses or setting.partial or setting.law is not None or setting.vocabulary.definitions:
        return False
    outside = {n for side in (left, right) for n in _outside(side)}
    inside = {n for side in (left, right) for n in _inside(side)}
    return outside <= inside and any(n[:1].isupper() for n in inside)


def _inside(side: Expression) -> tuple[str, ...]:
    """Names within statistics."""
    if side.head == "call" and side.value in RANDOM:
        return tuple(side.names())
    return tuple(n for a in side.args for n in _inside(a))


def _outside(side: Expression) -> tuple[str, ...]:
    """Names outside of all statistics."""
    if side.head == "call" and side.value in RANDOM:
        return ()
    if side.head == "name":
        return (str(side.value),)
    return tuple(n for a in side.args for n in _outside(a))


def overloaded(left: Expression, right: Expression, setting: Setting) -> str | None:
    """One letter for several densities: joint, conditional and marginal ones are tied to each other."""
    letters = densities((left, right)) - {d.target for d in setting.vocabulary.definitions}
    return f"how the densities that {min(letters)} stands for are tied is not all said" if letters else None


CHECKS = (
    words,
    overloaded,
    ungoverned,
    identity,
    transposed,
    means,
    set_to_zero,
    not_put_in,
    *NAMESAKES,
    functions_alone,
    names_alone,
    unknown_derivatives,
    labels,
    unknown_chances,
    within_means,
    shapes,
    rows,
    given_elsewhere,
)


def _bare_vector(node: Expression, setting: Setting) -> bool:
    """A product that holds a vector as a whole."""
    if node.head not in ("mul", "add"):
        return False
    for part in node.args:
        declared = setting.vocabulary.name(part.value) if part.head == "name" else None
        if declared is not None and declared.shape:
            return True
    return False


def _heads(side: Expression, head: str, setting: Setting) -> frozenset[Expression]:
    targets = ("name", "index", "call", "prime")
    found = (n for n in side.walk() if n.head == head and n.args[0].head in targets)
    return frozenset(n for n in found if not _told(n))


def _told(derivative: Expression) -> bool:
    """``d/dx sin(x²)``: a known function of nothing but the variable."""
    inner, variables = derivative.args[0], derivative.args[1:]
    return (
        inner.head == "call"
        and inner.value in BY_NAME
        and inner.value not in RANDOM
        and bool(inner.names())
        and set(inner.names()) <= {v.value for v in variables if v.head == "name"}
        and all(n.head != "call" or n.value in BY_NAME for n in inner.walk())
    )
