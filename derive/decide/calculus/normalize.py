"""Small differences of notation evened out before anything is decided."""

from __future__ import annotations

from dataclasses import replace

from derive.decide.calculus.binding import occurs, replaced
from derive.decide.calculus.construct import negate
from derive.decide.calculus.recognize import bare_names, has_calculus
from derive.expression import BINDERS, INFINITY, ZERO, Expression, bound, call, name, rewrite
from derive.functions import BY_NAME
from derive.name import Function
from derive.vocabulary import Definition, Vocabulary


def normalized(expression: Expression) -> Expression:
    """``-oo`` in one spelling, ``δ_ij`` as Kronecker's."""

    def rule(node: Expression) -> Expression:
        if node.head == "constant" and node.value == "-oo":
            return negate(INFINITY)
        if node.head in BINDERS and len(node.args) > 1 and node.args[1].head == "prime" and not node.args[1].args:
            # x' as a variable of integration is a name like any other.
            function, orders = node.args[1].value
            other = name(f"{function}_prime{sum(orders)}")
            return replaced(node, node.args[1], other)
        if node.head == "mul":
            return _gradient_of_product(node)
        if node.head == "pow" and node.args[1] == negate(name("T")) and _capital(node.args[0]):
            return call("transpose", call("inverse", node.args[0]))
        if node.head == "index" and node.args[0] == name("delta") and len(node.args) == 3:
            return Expression("call", node.args[1:], "KroneckerDelta")
        return node

    return rewrite(expression, rule)


def _capital(node: Expression) -> bool:
    """Whether a name looks like a matrix: then ``^{-T}`` is its inverse, transposed."""
    return node.head == "name" and bool(node.value[0].isupper())


def _gradient_of_product(node: Expression) -> Expression:
    r"""``\nabla_w \frac12 f`` is the gradient of the product, not of one half."""
    for k, factor in enumerate(node.args[:-1]):
        if factor.head == "call" and factor.value == "grad" and not factor.args[0].names():
            inside = Expression("mul", (factor.args[0], *node.args[k + 1 :]))
            gradient = factor.with_args((inside, *factor.args[1:]))
            return Expression("mul", (*node.args[:k], gradient)) if k else gradient
    return node


def with_both_indices(left: Expression, right: Expression) -> tuple[Expression, Expression]:
    """``sum_{i != j} a_i a_j`` runs over both indices where j means nothing outside of the sum."""
    outside = _free_outside(left) | _free_outside(right)
    return _summed_over(left, outside), _summed_over(right, outside)


def _free_outside(expression: Expression) -> frozenset[str]:
    """Names that stand free outside of sums with a condition."""
    found: set[str] = set()

    def visit(node: Expression, hidden: frozenset[str]) -> None:
        if node.head == "name":
            if node.value not in hidden:
                found.add(node.value)
            return
        if _unequal(node) is not None:
            other = _unequal(node)
            assert other is not None
            hidden = hidden | {other.value}
        inner = hidden.union(bound(node))
        for k, a in enumerate(node.args):
            visit(a, inner if k in (0, 1, 4) else hidden)

    visit(expression, frozenset())
    return frozenset(found)


def _unequal(node: Expression) -> Expression | None:
    """The other index of ``sum_{i != j}``, where the range of i is not written."""
    if node.head != "sum" or len(node.args) != 5 or node.args[2] != negate(INFINITY):
        return None
    condition = node.args[4]
    if condition.head != "ne" or condition.args[0] != node.args[1] or condition.args[1].head != "name":
        return None
    return condition.args[1]


def _summed_over(node: Expression, outside: frozenset[str]) -> Expression:
    node = node.with_args(tuple(_summed_over(a, outside) for a in node.args))
    other = _unequal(node)
    if other is None or other.value in outside:
        return node
    return Expression("sum", (node, name(other.value)))


def index_letters(*expressions: Expression) -> frozenset[str]:
    """Letters that stand as an index, bound or free."""
    found: set[str] = set()
    for expression in expressions:
        for node in expression.walk():
            if node.head == "index":
                found.update(a.value for a in node.args[1:] if a.head == "name")
            elif node.head in ("sum", "product") and node.args[1].head == "name":
                found.add(node.args[1].value)
    bases = {n.args[0].value for e in expressions for n in e.walk() if n.head == "index" and n.args[0].head == "name"}
    # x_j read as one name under a sum over j: the x_i beside it is an entry of the same x.
    names = {n.value for e in expressions for n in e.walk() if n.head == "name"}
    bases.update(parts[0] for parts in (split_name(text, frozenset(found)) for text in names) if parts is not None)
    for expression in expressions:
        for node in expression.walk():
            if node.head == "name":
                base, _, last = node.value.rpartition("_")
                if base in bases and len(last) == 1 and last.isalpha():
                    found.add(last)
    return frozenset(found)


def with_indices(expression: Expression, letters: frozenset[str]) -> Expression:
    """``p_k`` read as one name is the entry k of p where k is an index elsewhere."""

    def rule(node: Expression) -> Expression:
        if node.head == "name":
            parts = split_name(node.value, letters)
            if parts is not None:
                return Expression("index", (name(parts[0]), name(parts[1])))
        return node

    return rewrite(expression, rule)


def split_name(text: str, letters: frozenset[str]) -> tuple[str, str] | None:
    base, _, last = text.rpartition("_")
    return (base, last) if base and last in letters else None


def indexed_names(vocabulary: Vocabulary, letters: frozenset[str], *sides: Expression) -> Vocabulary:
    """What is declared of ``p_k`` is declared of every entry of p, unless p itself means something."""
    bare = {text for side in sides for text in bare_names(side)}
    for declared in vocabulary.names:
        parts = split_name(declared.text, letters)
        if parts is None or declared.domain == "complex" or parts[0] in bare:
            continue
        base = vocabulary.name(parts[0])
        if base is None:
            entries = replace(declared, text=parts[0], spellings=(), latex="", description="")
            vocabulary = replace(vocabulary, names=(*vocabulary.names, entries))
        elif base.domain == "complex":
            entries = replace(base, domain=declared.domain, span=base.span or declared.span)
            vocabulary = replace(vocabulary, names=tuple(entries if n is base else n for n in vocabulary.names))
    return vocabulary


def given_definitions(vocabulary: Vocabulary) -> Vocabulary:
    r"""``\bar x = \frac1N \sum_i x_i``, if assumed, is the definition of its left side: no point is searched for it."""
    taken = {d.target for d in vocabulary.definitions}
    kept: list[Expression] = []
    found: list[Definition] = []
    for assumption in vocabulary.assumptions:
        target, value = assumption.args if len(assumption.args) == 2 else (assumption, assumption)
        named = assumption.head in ("eq", "define") and target.head == "name" and target.value not in taken
        if named and has_calculus(value) and not occurs(target.value, value):
            taken.add(target.value)
            found.append(Definition(target.value, (), value))
        else:
            kept.append(assumption)
    return replace(vocabulary, assumptions=tuple(kept)).with_definitions(*found) if found else vocabulary


#: What ``f(x) > 0`` says of f where x is no name of the question.
PROPERTIES = {"gt": "positive", "ge": "nonnegative"}


def given_properties(vocabulary: Vocabulary, *sides: Expression) -> Vocabulary:
    """``p(x) > 0`` is said of every x where x stands free nowhere: p is a positive function."""
    free = {text for side in sides for text in side.names()}
    kept: list[Expression] = []
    for assumption in vocabulary.assumptions:
        said = assumption
        if said.head in ("lt", "le") and said.args[0] == ZERO:
            said = Expression({"lt": "gt", "le": "ge"}[said.head], said.args[::-1])
        target = said.args[0] if said.head in PROPERTIES and said.args[1] == ZERO else None
        universal = (
            target is not None
            and target.head == "call"
            and target.value not in BY_NAME
            and all(a.head == "name" and a.value not in free for a in target.args)
        )
        if target is None or not universal:
            kept.append(assumption)
            continue
        known = vocabulary.function(target.value) or Function(target.value, len(target.args))
        changed = replace(known, properties=tuple(dict.fromkeys((*known.properties, PROPERTIES[said.head]))))
        others = tuple(f for f in vocabulary.functions if f.text != target.value)
        vocabulary = replace(vocabulary, functions=(*others, changed))
    return replace(vocabulary, assumptions=tuple(kept))


def indexed_definitions(vocabulary: Vocabulary, letters: frozenset[str]) -> Vocabulary:
    """``p_k = ...`` as the definition of every entry of p, and the entries inside of definitions."""
    if not vocabulary.definitions or not letters:
        return vocabulary
    changed = []
    for definition in vocabulary.definitions:
        value = with_indices(definition.value, letters)
        parts = None if definition.parameters else split_name(definition.target, letters)
        if parts is not None and occurs(parts[1], value):
            changed.append(replace(definition, target=parts[0], parameters=(parts[1],), value=value, indexed=True))
        else:
            changed.append(replace(definition, value=value))
    return replace(vocabulary, definitions=tuple(changed))
