"""Calculus heads that stay, taken as unknown quantities.

An equation that holds whatever the value of an integral is holds.  One that fails so need not fail: the quantities may
depend on each other.  Only indexed things and derivatives of unknown functions are independent by their nature.
"""

from __future__ import annotations

from derive.decide.calculus.binding import with_domain
from derive.decide.calculus.recognize import is_calculus
from derive.expression import TWO, ZERO, Expression, name, power, relation
from derive.vocabulary import EMPTY, Vocabulary

#: How moments are written in reports.
SHORT = {"Expectation": "E", "Variance": "Var", "Covariance": "Cov"}


class Opaque:
    """Replaces heads by names, equal heads by the same name."""

    def __init__(self, taken: tuple[str, ...], vocabulary: Vocabulary = EMPTY) -> None:
        self.vocabulary = vocabulary
        self.taken = set(taken)
        self.names: dict[Expression, str] = {}
        self.independent = True

    def of(self, node: Expression) -> Expression:
        if is_calculus(node):
            known = self.names.get(node)
            if known is None:
                known = self.names[node] = self.spelling(node)
                self.independent = self.independent and free_by_nature(node)
                self.vocabulary = inheriting(self.vocabulary, node, known)
            return name(known)
        if not node.args:
            return node
        return node.with_args(tuple(self.of(a) for a in node.args))

    def possible(self) -> Vocabulary:
        """The vocabulary in which moments are those of some distribution: a second moment exceeds the squared first."""
        vocabulary = self.vocabulary
        for node, text in self.names.items():
            if node.head != "call" or node.value != "Expectation" or node.args[0].head != "pow":
                continue
            base, exponent = node.args[0].args
            if exponent != TWO:
                continue
            first = self.names.get(node.with_args((base, *node.args[1:])))
            least = power(name(first), TWO) if first is not None else ZERO
            vocabulary = vocabulary.with_assumptions(relation("gt", name(text), least))
        return vocabulary

    def spelling(self, node: Expression) -> str:
        text = described(node)
        base, count = text, 1
        while text in self.taken:
            count += 1
            text = f"{base}#{count}"
        self.taken.add(text)
        return text


def _monomial(expression: Expression) -> bool:
    """A product of powers of random names: moments of different monomials are independent numbers."""
    return all(
        node.head in ("name", "index", "mul", "number") or (node.head == "pow" and node.args[1].head == "number")
        for node in expression.walk()
    )


def inheriting(vocabulary: Vocabulary, node: Expression, text: str) -> Vocabulary:
    """An entry has the domain of what it is an entry of; a derivative and a moment of real things are real."""
    base = node.args[0] if node.args else node
    while base.head in ("index", "pow", "mul") and base.args:
        base = base.args[0]
    declared = vocabulary.name(base.value) if base.head == "name" else None
    if declared is None or declared.domain == "complex":
        return vocabulary
    domain = declared.domain if node.head == "index" else "real"
    return with_domain(vocabulary, text, domain)


def free_by_nature(node: Expression) -> bool:
    """Whether a head may take any value at a point, whatever values its like take."""
    if node.head == "index":
        return node.args[0].head == "name" and all(a.head in ("number", "name") for a in node.args[1:])
    if node.head == "prime":
        return not node.args
    if node.head == "call" and node.value == "Expectation":
        return len(node.args) == 1 and _monomial(node.args[0])
    if node.head == "derivative":
        target = node.args[0]
        return target.head == "name" or (target.head == "index" and free_by_nature(target))
    return False


def described(node: Expression) -> str:
    """A short spelling for reports."""
    if node.head == "name":
        return str(node.value)
    if node.head == "number":
        return str(node.value)
    if node.head == "index":
        return f"{described(node.args[0])}_{''.join(described(a) for a in node.args[1:])}"
    if node.head == "derivative":
        below = "d".join(("", *(described(a) for a in node.args[1:])))
        order = "" if len(node.args) == 2 else f"^{len(node.args) - 1}"
        return f"d{order}{described(node.args[0])}/{below}"
    if node.head == "mul":
        return " ".join(described(a) for a in node.args)
    if node.head == "pow":
        return f"{described(node.args[0])}^{described(node.args[1])}"
    if node.head == "call" and node.value in SHORT:
        return f"{SHORT[node.value]}[{', '.join(described(a) for a in node.args)}]"
    if node.head in ("sum", "product", "integral") and len(node.args) > 1:
        return f"{node.head} over {described(node.args[1])}"
    if node.head == "prime":
        return f"{node.value[0]}{chr(39) * sum(node.value[1])}"
    return f"<{node.value if node.head == 'call' else node.head}>"
