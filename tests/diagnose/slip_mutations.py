"""Right formulas with one slip put in: what a person gets wrong, generated for every place where it can happen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from derive.expression import Expression, add, call, div, mul, name, neg, number, power

#: Names of slips that say the same of one mutation, in the margin's words.
NAMES: dict[str, frozenset[str]] = {
    "sign": frozenset(("sign", "sign of a term")),
    "factor 2": frozenset(("constant factor", "wrong number", "doubled term", "wrong coefficient")),
    "dropped factor": frozenset(
        ("missing factor", "missing inner derivative", "constant factor", "dropped term", "wrong number")
    ),
    "extra factor": frozenset(
        ("extra factor", "wrong exponent", "lost exponent", "extra exponent", "wrong coefficient", "lost root")
    ),
    "dropped term": frozenset(("dropped term", "additive constant", "wrong exponent", "lost exponent")),
    "doubled term": frozenset(("doubled term", "constant factor", "extra term", "wrong number", "additive constant")),
    # Inside a logarithm an inverted fraction is a sign.
    "inverted fraction": frozenset(
        ("inverted fraction", "product instead of quotient", "quotient instead of product", "sign")
    ),
    "product for quotient": frozenset(("product instead of quotient", "inverted fraction", "constant factor")),
    "exponent": frozenset(
        ("wrong exponent", "lost exponent", "extra exponent", "lost root", "extra root", "missing factor")
    ),
    "wrong name": frozenset(("wrong name", "wrong index", "swapped names", "wrong piece", "swapped indices")),
    "swapped names": frozenset(
        ("swapped names", "wrong name", "wrong index", "swapped indices", "inverted fraction", "sign")
    ),
    "swapped indices": frozenset(("swapped indices", "wrong index")),
    "wrong function": frozenset(("wrong function",)),
    "lost prime": frozenset(("lost prime", "wrong function")),
    "bound of a sum": frozenset(("bound of a sum",)),
    "additive constant": frozenset(
        ("additive constant", "extra term", "wrong exponent", "wrong number", "doubled term")
    ),
}
_OTHER_FUNCTION = {
    "sin": "cos",
    "cos": "sin",
    "tanh": "tan",
    "exp": "log",
    "log": "exp",
    "cosh": "sinh",
    "sinh": "cosh",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    kind: str
    wrong: Expression
    right: Expression


def mutants(right: Expression) -> Iterator[Mutant]:
    """Every single slip of a formula."""
    yield Mutant("sign", neg(right), right)
    yield Mutant("factor 2", mul(number(2), right), right)
    yield Mutant("additive constant", add(right, number(1)), right)
    names = right.names()
    if len(names) >= 2:
        yield Mutant("swapped names", exchanged(right, names[0], names[-1]), right)
    for path, node in places(right):
        for kind, wrong in at(node, names):
            yield Mutant(kind, put(right, path, wrong), right)


def at(node: Expression, names: tuple[str, ...]) -> Iterator[tuple[str, Expression]]:
    if node.head == "add":
        for i, term in enumerate(node.args):
            rest = node.args[:i] + node.args[i + 1 :]
            flipped = term.args[0] if term.head == "neg" else neg(term)
            yield "sign", add(*node.args[:i], flipped, *node.args[i + 1 :])
            yield "dropped term", add(*rest)
            yield "doubled term", add(*node.args, term)
    if node.head == "mul":
        for i, factor in enumerate(node.args):
            rest = node.args[:i] + node.args[i + 1 :]
            yield "dropped factor", mul(*rest)
            if factor.names():
                yield "extra factor", mul(*node.args, factor)
    if node.head == "div":
        yield "inverted fraction", div(node.args[1], node.args[0])
        yield "product for quotient", mul(*node.args)
    if node.head == "pow" and node.args[1].head == "number":
        yield "exponent", node.args[0]
        yield "exponent", power(node.args[0], number(node.args[1].value + 1))
    if node.head == "name":
        other = next((n for n in names if n != node.value), None)
        if other is not None:
            yield "wrong name", name(other)
    if node.head == "call" and node.value in _OTHER_FUNCTION:
        yield "wrong function", call(_OTHER_FUNCTION[node.value], *node.args)
    if node.head == "call" and node.value == "sqrt":
        yield "exponent", node.args[0]
    if node.head == "index" and len(node.args) == 3 and node.args[1] != node.args[2]:
        yield "swapped indices", node.with_args((node.args[0], node.args[2], node.args[1]))
    if node.head == "prime":
        yield "lost prime", call(node.value[0], *node.args)
    if node.head in ("sum", "product") and len(node.args) == 4:
        term, index, low, high = node.args
        yield "bound of a sum", node.with_args((term, index, low, add(high, neg(number(1)))))
        yield "bound of a sum", node.with_args((term, index, number(low.value + 1), high))


def places(e: Expression, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Expression]]:
    """Every node, inside sums and integrals as well; bounds, indices and derivatives are left alone."""
    yield path, e
    if e.head in ("derivative", "index"):
        return
    for i, a in enumerate(e.args[:1] if e.head in ("sum", "product", "integral") else e.args):
        yield from places(a, (*path, i))


def put(e: Expression, path: tuple[int, ...], replacement: Expression) -> Expression:
    if not path:
        return replacement
    args = list(e.args)
    args[path[0]] = put(args[path[0]], path[1:], replacement)
    return e.with_args(tuple(args))


def exchanged(e: Expression, a: str, b: str) -> Expression:
    if e.head == "name":
        return name(b) if e.value == a else name(a) if e.value == b else e
    return e.with_args(tuple(exchanged(x, a, b) for x in e.args))
