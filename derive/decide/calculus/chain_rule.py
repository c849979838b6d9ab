"""Derivatives of unknown things through one another: ``dL/dw = dL/dy dy/dw`` where L depends on w through y only.

Nothing says so, and nothing speaks against it: such an equation is not refuted by numbers that break the chain rule.
"""

from __future__ import annotations

from derive.decide.calculus.binding import put
from derive.decide.calculus.construct import plus, times
from derive.decide.calculus.opaque import Opaque
from derive.decide.calculus.question import Question
from derive.expression import Expression, name
from derive.verdict import Evidence, Verdict, supported, undecided

Edge = tuple[Expression, Expression]

#: Derivatives in one question, and steps on one way.
MOST, LONGEST = 24, 8


def by_chain_rule(question: Question, opaque: Opaque, left: Expression, right: Expression) -> Verdict | None:
    """What the chain rule makes of an equation that fails without it; None where it says nothing, or fails too."""
    found = _chains(opaque)
    if not found:
        return None
    values = {text: value for text, (value, _) in found.items()}
    verdict = question.ask(put(left, values), put(right, values), opaque.vocabulary)
    if verdict.fails:
        return None
    said = tuple(dict.fromkeys(text for _, (_, texts) in sorted(found.items()) for text in texts))
    if verdict.holds:
        reason = f"true by the chain rule if {' and '.join(said)}"
        return supported(reason, Evidence("agreement", "chain rule", reason, assumptions=said))
    return undecided(f"not decided by the chain rule if {' and '.join(said)}")


def _chains(opaque: Opaque) -> dict[str, tuple[Expression, tuple[str, ...]]]:
    """Every derivative that has a way through others, as the sum of the products along all ways of single steps."""
    steps: dict[tuple[Expression, Expression], str] = {}
    for node, text in opaque.names.items():
        if node.head == "derivative" and len(node.args) == 2 and _plain(node.args[0]) and _plain(node.args[1]):
            steps[node.args[0], node.args[1]] = text
    if len(steps) > MOST:
        return {}
    total = {edge for edge in steps if _ways(edge, {e for e in steps if e != edge})}
    single = set(steps) - total
    found: dict[str, tuple[Expression, tuple[str, ...]]] = {}
    for edge in (e for e in steps if e in total):
        ways = _ways(edge, {e for e in steps if e in single})
        if not ways:
            continue
        ways = sorted(ways, key=lambda way: [steps[e] for e in way])
        products = (times(*(name(steps[e]) for e in way)) for way in ways)
        through = " and ".join(dict.fromkeys(_shown(way[0][1]) for way in ways))
        said = f"{_shown(edge[0])} depends on {_shown(edge[1])} through {through} only"
        found[steps[edge]] = plus(*products), (said,)
    return found


def _ways(edge: Edge, steps: set[Edge]) -> list[tuple[Edge, ...]]:
    """All ways from the first to the second end, no thing twice."""
    start, end = edge
    found: list[tuple[Edge, ...]] = []
    stack: list[tuple[Edge, ...]] = [(e,) for e in steps if e[0] == start]
    while stack:
        way = stack.pop()
        here = way[-1][1]
        if here == end:
            found.append(way)
        elif len(way) < LONGEST:
            visited = {start, *(e[1] for e in way)}
            stack.extend((*way, e) for e in steps if e[0] == here and e[1] not in visited)
    return found


def _plain(node: Expression) -> bool:
    return node.head == "name" or (node.head == "index" and node.args[0].head == "name")


def _shown(node: Expression) -> str:
    if node.head == "name":
        return str(node.value)
    return f"{node.args[0].value}_{''.join(str(a.value) for a in node.args[1:])}"
