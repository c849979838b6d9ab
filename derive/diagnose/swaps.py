"""Slips of exchange: a wrong or swapped name or index, a wrong function, a lost prime, a function term by term."""

from __future__ import annotations

from collections.abc import Iterator

from derive.diagnose.case import Case, Repair, agree
from derive.diagnose.formulas import FORMULAS
from derive.diagnose.places import Place
from derive.diagnose.terms import terms
from derive.expression import Expression, add, call, div, mul, name, neg, power, replace

_GROUPS: tuple[tuple[str, ...], ...] = (
    ("sin", "cos", "tan", "cot", "sec", "csc", "asin", "acos", "atan", "sinh", "cosh", "tanh"),
    ("sinh", "cosh", "tanh", "coth", "sech", "csch", "asinh", "acosh", "atanh", "sin", "cos", "tan"),
    ("exp", "log", "sqrt", "lg"),
    ("asin", "acos", "atan", "asinh", "acosh", "atanh", "sin", "cos", "tan"),
    ("erf", "erfc"),
    ("gamma", "factorial", "loggamma"),
    ("Max", "Min"),
    ("floor", "ceiling"),
    ("re", "im", "conjugate", "Abs"),
)
_MOST_PAIRS = 60


def wrong_function(case: Case) -> Iterator[Repair]:
    called = tuple(dict.fromkeys((*case.target.functions(), *case.source.functions())))
    abstract = tuple(f for f in called if f not in FORMULAS)
    for place in case.everywhere:
        node = place.node
        if node.head not in ("call", "prime"):
            continue
        own = node.value if node.head == "call" else node.value[0]
        group = [g for names in _GROUPS if own in names for g in names]
        options = [call(f, *node.args) for f in dict.fromkeys((*called, *group)) if f != own or node.head == "prime"]
        if len(node.args) == 1:
            options += [Expression("prime", node.args, (f, (k,))) for f in abstract for k in (1, 2)]
        for option in options:
            if option == node:
                continue
            for right in (option, neg(option)):
                if case.mends(place, right):
                    yield Repair(_function_slip(node, option), place.path, node, right)


def _function_slip(wrong: Expression, right: Expression) -> str:
    if wrong.head == "call" and right.head == "prime" and right.value[0] == wrong.value:
        return "lost prime"
    if wrong.head == "prime" and right.head == "call" and wrong.value[0] == right.value:
        return "extra prime"
    return "wrong function"


def wrong_name(case: Case) -> Iterator[Repair]:
    """One name, entry or call that stands where another of the two answers belongs."""
    words = list(dict.fromkeys(n for tree in (case.target, case.source) for n in tree.walk() if n.head == "name"))
    entries = [n for n in case.target.walk() if n.head == "index"]
    for place in case.everywhere:
        node = place.node
        if node.head == "name":
            options = [w for w in words if w != node]
        elif node.head == "index":
            options = [e for e in entries if e != node]
            if len(node.args) == 3:
                options.append(node.with_args((node.args[0], node.args[2], node.args[1])))
        else:
            continue
        for option in options:
            if case.mends(place, option):
                yield Repair(_name_slip(node, option), place.path, node, option)


def _name_slip(wrong: Expression, right: Expression) -> str:
    if wrong.head == "index":
        if wrong.args[0] != right.args[0]:
            return "wrong name"
        swapped = sorted(map(repr, wrong.args)) == sorted(map(repr, right.args))
        return "swapped indices" if swapped else "wrong index"
    stem = str(wrong.value).split("_")[0] == str(right.value).split("_")[0]
    return "wrong index" if stem and "_" in str(wrong.value) else "wrong name"


def swapped_names(case: Case) -> Iterator[Repair]:
    """Two names exchanged throughout, or one used for another throughout."""
    here, there = case.source.names(), case.target.names()
    target = case.values.of(case.target)
    pairs = [(a, b) for i, a in enumerate(here) for b in here[i + 1 :]]
    for a, b in pairs[:_MOST_PAIRS]:
        right = replace(case.source, {a: name(b), b: name(a)})
        if agree(case.values.of(right), target, case.tame):
            yield Repair("swapped names", (), case.source, right, Expression("tuple", (name(a), name(b))))
    renamed = [(a, b) for a in here for b in there if a != b]
    for a, b in renamed[:_MOST_PAIRS]:
        right = replace(case.source, {a: name(b)})
        if agree(case.values.of(right), target, case.tame):
            slip = _name_slip(name(a), name(b))
            yield Repair(slip, (), case.source, right, Expression("tuple", (name(a), name(b))))


def wrong_piece(case: Case) -> Iterator[Repair]:
    """Something small that stands where another piece of the right answer belongs."""
    for place in case.places:
        if place.parent is None or place.node.head in ("number", "decimal") or place.node.size() > 5:
            continue
        piece = case.find(place.needed)
        if piece is not None and piece in case.target_pieces and piece.size() <= 8:
            yield Repair("wrong piece", place.path, place.node, piece)


def term_by_term(case: Case) -> Iterator[Repair]:
    """A function of a sum taken as the sum of its values, or the reverse; logarithms of quotients likewise."""
    for place in case.everywhere:
        for right in _rewritten(place):
            if case.mends(place, right):
                logs = any(n.head == "call" and n.value in ("log", "lg") for n in place.node.walk())
                slip = "logarithm of a product or ratio" if logs else "function taken term by term"
                yield Repair(slip, place.path, place.node, right)


def _summed(node: Expression) -> Iterator[Expression]:
    """The power or function of a sum over an index, and the sum of the powers or values."""
    if not node.args:
        return
    inner = node.args[0]
    if node.head in ("pow", "call") and inner.head == "sum" and (node.head == "pow" or len(node.args) == 1):
        yield inner.with_args((node.with_args((inner.args[0], *node.args[1:])), *inner.args[1:]))
    if node.head == "sum" and (inner.head == "pow" or (inner.head == "call" and len(inner.args) == 1)):
        yield inner.with_args((node.with_args((inner.args[0], *node.args[1:])), *inner.args[1:]))


def _rewritten(place: Place) -> Iterator[Expression]:
    node = place.node
    if node.head == "call" and len(node.args) == 1:
        inner = node.args[0]
        if inner.head == "add" and (node.value not in ("log", "lg") or all(t.names() for t in inner.args)):
            yield add(*(call(node.value, t) for t in terms(inner)))
        if inner.head == "mul":
            yield mul(*(call(node.value, t) for t in inner.args))
        if inner.head == "div":
            yield div(*(call(node.value, t) for t in inner.args))
    yield from _summed(node)
    if node.head == "pow" and node.args[0].head == "add":
        yield add(*(power(t, node.args[1]) for t in node.args[0].args))
    if node.head == "div" and node.args[1].head == "add":
        yield add(*(div(node.args[0], t) for t in node.args[1].args))
    if node.head in ("add", "mul", "div") and len(node.args) <= 6:
        inside = [a.args[0] for a in node.args if a.head == "call" and len(a.args) == 1]
        functions = {a.value for a in node.args if a.head == "call"}
        if len(inside) == len(node.args) and len(functions) == 1:
            yield call(functions.pop(), Expression(node.head, tuple(inside)))
    if node.head == "add":
        powers = [a for a in node.args if a.head == "pow"]
        if len(powers) == len(node.args) and len({a.args[1] for a in powers}) == 1:
            yield power(add(*(a.args[0] for a in powers)), powers[0].args[1])
        quotients = [a for a in node.args if a.head == "div"]
        if len(quotients) == len(node.args) and len({a.args[0] for a in quotients}) == 1:
            yield div(quotients[0].args[0], add(*(a.args[1] for a in quotients)))
