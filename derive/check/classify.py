"""What an equation is when it is no identity: a definition, an update, a law, a value, a condition, a claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from derive.check.unfold import unfold
from derive.decide.calculus.binding import replaced
from derive.expression import BINDERS, Expression, name
from derive.functions import BY_NAME
from derive.vocabulary import Definition, Vocabulary

#: Words in front of an equation that say that it was derived from what is known.
DERIVED = re.compile(
    r"\b(?:substitut\w+|re-?writ\w+|simplif\w+|expand\w+|equivalently|can be written|could be written|reduces to|"
    r"becomes|evaluat\w+|plugging|inserting)\b",
    re.IGNORECASE,
)
FOLLOWS = re.compile(
    r"\b(?:thus|hence|therefore|so|implies|imply|consequently|it follows|follows that|that is|we get|we obtain|we find|"
    r"gives|yields|which (?:in turn )?(?:implies|gives|means)|can (?:be|we) written?|equivalent(?:ly)?)\b\W*$",
    re.IGNORECASE,
)
DEFINES = re.compile(
    r"\b(?:where|let|define\w*|denot\w+|set|suppose|assume|consider|given by|choose|take|call|with|for example)\b\W*$",
    re.IGNORECASE,
)


#: Words behind which something is claimed: a reason is no supposition.
REASON = re.compile(r"\b(?:since|because)\W*$", re.IGNORECASE)


#: Words behind which a sentence comes to what follows from what was said.
ARRIVES = re.compile(
    r"\b(?:arrive\w*|we (?:have|find|get|obtain|conclude)|found that|thus|hence|therefore|it follows|chain rule\w*)\b"
    r"[^.]{0,60}$",
    re.IGNORECASE,
)


#: Words behind which the last equation is only turned round.
INVERTS = re.compile(
    r"\b(?:invert\w*|rearrang\w+|solv(?:e|ed|ing)\s+(?:this|it|that|for)|isolat\w+)\b[^.]{0,60}$", re.IGNORECASE
)


#: Units that a parameter's value may carry where they were not marked as words.
UNITS = frozenset(
    (
        *("mV", "ms", "Hz", "kHz", "mA", "nA", "pA", "nS", "mS", "pF", "nF", "um", "mm", "cm", "km", "nm", "kg", "mg"),
        *("mol", "mM", "uM", "kPa", "eV", "keV", "kJ", "min", "rad", "deg"),
    )
)


def target_of(left: Expression) -> tuple[str, tuple[str, ...], bool] | None:
    """What a left side would define: target, parameters, whether they are indices; None where it defines nothing."""
    if left.head == "name":
        return left.value, (), False
    if left.head == "call" and left.value not in BY_NAME:
        if left.args and all(a.head == "name" for a in left.args):
            names = tuple(str(a.value) for a in left.args)
            return (left.value, names, False) if len(set(names)) == len(names) else None
        return None
    if left.head == "index" and left.args[0].head == "name" and all(a.head == "name" for a in left.args[1:]):
        names = tuple(str(a.value) for a in left.args[1:])
        return (str(left.args[0].value), names, True) if len(set(names)) == len(names) else None
    return None


def applied(left: Expression, right: Expression, text: str, vocabulary: Vocabulary) -> Expression:
    """``z_j(t) = ...`` with a vector ``t``: read as a product, meant as the function of all components."""
    if left.head == "index" and left.args[0].head == "call" and left.args[0].value not in BY_NAME:
        given = left.args[0].args
        vectors = {n.args[0] for n in right.walk() if n.head == "index"}
        if given and all(a.head == "name" and a in vectors for a in given):
            return Expression("index", (name(left.args[0].value), *left.args[1:]))
        return left
    if left.head != "mul" or len(left.args) != 2 or left.args[1].head != "name" or not text.rstrip().endswith(")"):
        return left
    function, argument = left.args
    declared = vocabulary.name(str(argument.value))
    components = any(n.head == "index" and n.args[0] == argument for n in right.walk())
    if target_of(function) is None or not (components or (declared is not None and declared.shape)):
        return left
    return function


def definition(left: Expression, right: Expression, source: str) -> Definition | None:
    """The definition that an equation makes, or None."""
    found = target_of(left)
    if found is None:
        return None
    target, parameters, indexed = found
    if any(node == left for node in right.walk()):
        return None
    return Definition(target, parameters, right, indexed, source)


def pointwise(left: Expression, right: Expression, source: str) -> Definition | None:
    """``g(u_i(t)) = exp(u_i(t))`` defines ``g`` by its value at whatever ``u_i(t)`` is; None for other equations."""
    if left.head != "call" or left.value in BY_NAME or len(left.args) != 1 or right == left.args[0]:
        return None
    at = left.args[0]
    of_function = at.head == "call" and at.value not in BY_NAME
    if at.head == "index":
        of_function = at.args[0].head == "call" or any(a.head == "name" for a in at.args[1:])
    if not of_function or not any(n == at for n in right.walk()):
        return None
    free = next(f"{letter}" for letter in ("z", "x", "y", "u_0") if letter not in (*right.names(), *left.names()))
    value = replaced(right, at, name(free))
    if set(value.names()) & set(at.names()) or left.value in value.functions():
        return None
    return Definition(left.value, (free,), value, False, source)


def with_argument(made: Definition, values: Sequence[Expression]) -> Definition:
    """``V = ∫_0^{s_i} ...`` where the text writes ``V(s_i)``: a function of what it is written of."""
    if made.parameters or made.indexed:
        return made
    for node in (n for v in values for n in v.walk()):
        if node.head == "call" and node.value == made.target and len(node.args) == 1:
            at = node.args[0]
            free = next(f"{letter}" for letter in ("z", "y", "u_0", "x_0") if letter not in made.value.names())
            value = replaced(made.value, at, name(free))
            if value != made.value and not set(value.names()) & set(at.names()):
                return replace(made, parameters=(free,), value=value)
    return made


def known(left: Expression, vocabulary: Vocabulary) -> bool:
    """Whether the target of a left side is defined already."""
    found = target_of(left)
    return found is not None and any(d.target == found[0] for d in vocabulary.definitions)


def is_update(left: Expression, right: Expression) -> bool:
    """``w = w - α g``: the left side is a term of the right side itself."""
    if target_of(left) is None and left.head not in ("pow", "index", "call"):
        return False
    terms = right.args if right.head == "add" else ()
    bare = tuple(t.args[0] if t.head == "neg" else t for t in terms)
    return left in bare


def is_value(right: Expression) -> bool:
    """A number, with or without a unit: a parameter's value, no formula."""
    if right.head in ("number", "decimal", "unit", "text") or (right.head == "name" and right.value in UNITS):
        return True
    return right.head in ("neg", "mul", "div") and all(is_value(a) for a in right.args)


def is_unit(expression: Expression) -> bool:
    """Whether a value carries a unit, as given parameters do."""
    return any(n.head in ("unit", "text") or (n.head == "name" and n.value in UNITS) for n in expression.walk())


def is_constant(expression: Expression) -> bool:
    return not expression.names() and not any(n.head in ("index", "prime") for n in expression.walk())


def claims(left: Expression, right: Expression, vocabulary: Vocabulary) -> bool:
    """Whether an equation that is no identity claims to be one: it evaluates or expands its left side.

    ``d/dx (...) = ...`` and ``(a+b)² = a² + b²`` claim; ``x² = 2x``, ``Σ y_i = 1`` and ``dL/dw = 0`` are conditions.
    """
    if is_constant(right):
        inner = unfold(left, vocabulary)
        return is_constant(inner) and all(f in BY_NAME for f in inner.functions())
    if _expands_function(left, right, vocabulary):
        return True
    if _evaluates(left, vocabulary):
        return True
    return _expands(left, right) or _multiples(left, right)


def _evaluates(left: Expression, vocabulary: Vocabulary) -> bool:
    """A derivative, an integral or a limit of an expression in which every function is known."""
    heads = [n for n in left.walk() if n.head in ("derivative", "integral", "limit", "evaluated", "substitute")]
    primes = [n for n in left.walk() if n.head == "prime"]
    if not heads and not primes:
        return False
    targets = {d.target for d in vocabulary.definitions}
    indexed = {d.target for d in vocabulary.definitions if d.indexed}
    if any(_differentiates(n) for n in heads):
        return True
    for node in left.walk():
        if node.head == "call" and node.value not in BY_NAME and node.value not in targets:
            return False
        # ``β'`` alone is a name with a mark, though Beta is a function too; ``sin'(x)`` is a derivative.
        if node.head == "prime" and node.value[0] not in targets and not (node.args and node.value[0] in BY_NAME):
            return False
        if node.head == "call" and node.value in ("Expectation", "Variance", "Probability", "Covariance"):
            return False
    for node in heads:
        inside = node.args[0]
        if inside.head in ("name", "index", "call") and not _defined(
            inside, indexed if inside.head == "index" else targets
        ):
            return False
        if any(by.head == "index" and inside.head == "index" and by.args[0] == inside.args[0] for by in node.args[1:]):
            return False  # one layer by another of the same name: which is which stands in the text
    return True


def _expands_function(left: Expression, right: Expression, vocabulary: Vocabulary) -> bool:
    """``sin(2x) = sin x cos x``: a function of something composed, and a simple slip away from the right side."""
    if left.head != "call" or left.value not in _EXPANDABLE or left.args[0].head == "name":
        return False
    if not any(n.head == "call" and n.value in _EXPANDABLE for n in right.walk()):
        return False
    from derive.diagnose import diagnose

    found = diagnose(right, left, vocabulary=vocabulary)
    return found is not None and found.slip in _SIMPLE


_SIMPLE = ("constant factor", "sign", "sign of a term", "function taken term by term")
_EXPANDABLE = frozenset(("sin", "cos", "tan", "sinh", "cosh", "tanh", "log", "exp"))


def _differentiates(node: Expression) -> bool:
    """``∂/∂u (ρ exp(u))``: the derivative of an expression that shows its variable."""
    if node.head != "derivative" or node.args[0].head in ("name", "index", "call"):
        return False
    return any(n == node.args[1] for n in node.args[0].walk())


def _defined(expression: Expression, targets: set[str]) -> bool:
    if expression.head == "call" and expression.value in BY_NAME:
        return True
    base = expression.args[0] if expression.head == "index" else expression
    return base.value in targets


def _expands(left: Expression, right: Expression) -> bool:
    """A product or a power of sums against a sum of the same degree and the same leading part."""
    for one, two in ((left, right), (right, left)):
        if _factored(one) and two.head == "add" and not _factored(two) and _same_leading(one, two):
            return True
    return False


def _multiples(left: Expression, right: Expression) -> bool:
    """``N P / N² = -P / N``: as a condition it would say that everything in it vanishes, and nobody says so."""
    from derive.decide.evaluate import evaluate

    names = tuple(dict.fromkeys((*left.names(), *right.names())))
    plain = ("number", "decimal", "constant", "name", "mul", "neg", "div", "pow")
    if not names or not all(n.head in plain for side in (left, right) for n in side.walk()):
        return False
    if left.head not in ("mul", "div", "pow") or set(left.names()) != set(right.names()):
        return False
    ratios = []
    for k in range(3):
        point = {n: complex(1.3 + 0.37 * j + 0.71 * k * (j + 1)) for j, n in enumerate(names)}
        one, two = evaluate(left, point), evaluate(right, point)
        if one != one or two != two or not one or not two:
            return False
        ratios.append(one / two)
    return all(abs(r - ratios[0]) < 1e-9 * abs(ratios[0]) for r in ratios) and abs(ratios[0] - 1) > 1e-6


def _factored(expression: Expression) -> bool:
    if expression.head == "neg":
        return _factored(expression.args[0])
    if expression.head == "pow":
        return expression.args[0].head == "add"
    return expression.head == "mul" and any(a.head == "add" or _factored(a) for a in expression.args)


def _same_leading(left: Expression, right: Expression) -> bool:
    """Whether the difference grows more slowly than the sides when all names are scaled up together."""
    from derive.decide.evaluate import evaluate

    names = tuple(dict.fromkeys((*left.names(), *right.names())))
    if not names or any(n.head in BINDERS or n.head in ("index", "call") for n in (*left.walk(), *right.walk())):
        return False
    ratios = []
    for scale in (1e3, 1e6):
        point = {n: complex(scale * (1 + 0.37 * k)) for k, n in enumerate(names)}
        one, two = evaluate(left, point), evaluate(right, point)
        if one != one or two != two or abs(one) < scale**1.5:
            return False
        ratios.append(abs(one - two) / abs(one))
    homogeneous = ratios[0] < 1.0 and abs(ratios[0] - ratios[1]) < 1e-9
    return ratios[1] < 0.01 * ratios[0] + 1e-12 or homogeneous
