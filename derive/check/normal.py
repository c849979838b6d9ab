"""Readings put right by what stands around: which variable a bar evaluates, what a chain integrates over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derive.check.setting import Setting
from derive.expression import Expression, name, rewrite
from derive.statement import Statement


def variable_of(expression: Expression) -> str:
    """The variable of the first integral in an expression."""
    for node in expression.walk():
        if node.head == "integral" and node.args[1].head == "name":
            return str(node.args[1].value)
    return ""


def evaluated_by(statement: Statement, variable: str) -> Statement:
    r"""``F|_a^b`` after an integral over ``x`` is evaluated in ``x``, whatever other names ``F`` has."""
    if not variable:
        return statement

    def rule(node: Expression) -> Expression:
        if node.head != "evaluated" or node.args[1].value == variable or variable not in node.args[0].names():
            return node
        return node.with_args((node.args[0], name(variable), *node.args[2:]))

    changed = rewrite(statement.expression, rule)
    if changed == statement.expression:
        return statement
    readings = tuple((rewrite(e, rule), note) for e, note in statement.readings)
    return Statement(statement.source, changed, readings)


_PARAMETERS = frozenset(("n", "m", "N", "M", "p", "q", "k", "a", "b", "c"))
_GREEK = frozenset(("lambda", "mu", "sigma", "theta", "alpha", "beta", "gamma", "tau", "rho", "nu", "eta", "omega"))


def constant_mean(statement: Statement) -> Statement:
    """The expectation of a parameter is the parameter: ``E[-n/λ²]`` is ``-n/λ²``."""

    def rule(node: Expression) -> Expression:
        if node.head == "call" and node.value == "Expectation" and len(node.args) == 1:
            names = set(node.args[0].names())
            inner = node.args[0]
            quiet = not any(n.head in ("index", "derivative", "prime") or n.value == "log" for n in inner.walk())
            if names and names <= _PARAMETERS | _GREEK and names & _GREEK and quiet and not inner.functions():
                return inner
        return node

    changed = rewrite(statement.expression, rule)
    return statement if changed == statement.expression else Statement(statement.source, changed)


def counting(setting: Setting, sides: Sequence[Expression]) -> Setting:
    """Names up to which something is summed are natural numbers, unless something else is declared of them."""
    bounds = {
        str(n.args[3].value)
        for side in sides
        for n in side.walk()
        if n.head in ("sum", "product") and len(n.args) > 3 and n.args[3].head == "name"
    }
    vocabulary = setting.vocabulary
    names = tuple(
        replace(n, domain="positive integer") if n.text in bounds and n.domain in ("real", "complex") else n
        for n in vocabulary.names
    )
    return replace(setting, vocabulary=replace(vocabulary, names=names))


_VECTOR_HEADS = frozenset(("dot", "transpose", "adjoint", "norm", "outer", "cross", "grad", "inverse", "trace", "det"))


def scalar_here(setting: Setting, sides: Sequence[Expression]) -> Setting:
    """A letter that elsewhere has components and here stands alone is a scalar here: ``t`` where there are ``t_i``.

    Where the link or what it uses speaks of vectors the shapes stay.
    """
    nodes = [n for side in sides for n in side.walk()]
    if any(n.head == "matrix" or (n.head == "call" and n.value in _VECTOR_HEADS) for n in nodes):
        return setting
    indexed = {str(n.args[0].value) for n in nodes if n.head == "index" and n.args[0].head == "name"}
    bare = {str(n.value) for n in nodes if n.head == "name"} - indexed
    names = tuple(
        replace(n, shape=()) if n.text in bare and len(n.shape) == 1 and not n.text.endswith("_bold") else n
        for n in setting.vocabulary.names
    )
    if names == setting.vocabulary.names:
        return setting
    return replace(setting, vocabulary=replace(setting.vocabulary, names=names))
