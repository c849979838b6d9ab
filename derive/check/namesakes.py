"""Names that look alike: ``z`` and ``z̄``, ``z_i`` and a defined ``z_j``, ``X`` and ``X_1, X_2``.

Read as names of their own they would be free; the text around may well connect them.
"""

from __future__ import annotations

from derive.check.setting import Setting
from derive.expression import Expression


def bars(left: Expression, right: Expression, setting: Setting) -> str | None:
    """``z`` beside ``z̄``: a mean, or the conjugate."""
    names = {*left.names(), *right.names()}
    known = names | {d.target for d in setting.vocabulary.definitions if not d.parameters}
    for text in sorted(names):
        if text.endswith("_bar") and text.removesuffix("_bar") in known:
            return f"whether {text} is a name of its own or the conjugate is not said"
    return None


def long_bars(left: Expression, right: Expression, setting: Setting) -> str | None:
    r"""``\overline{log f(x_i)}`` where nothing is complex: a mean, most likely."""
    nodes = [n for side in (left, right) for n in side.walk()]
    over = any(n.head == "call" and n.value == "conjugate" and n.args[0].head != "name" for n in nodes)
    if over and not any(n.head == "constant" and n.value == "i" for n in nodes):
        return "whether a bar over an expression is a mean or the conjugate is not said"
    return None


def rows_of_arrays(left: Expression, right: Expression, setting: Setting) -> str | None:
    """``x_{bi}`` beside ``x_{bid}``: a row of an array beside its entries."""
    found: dict[str, int] = {}
    for node in (n for side in (left, right) for n in side.walk() if n.head == "index" and n.args[0].head == "name"):
        text, count = str(node.args[0].value), len(node.args) - 1
        if found.setdefault(text, count) != count:
            return (
                f"{text} stands with {found[text]} indices and with {count}: which of them is a whole row is not said"
            )
    return None


def families(left: Expression, right: Expression, setting: Setting) -> str | None:
    """``z_i`` beside a defined ``z_j``: one family, though it was read as two names."""
    bases = {d.target.rpartition("_")[0]: d.target for d in setting.vocabulary.definitions if len(d.target) > 2}
    for text in sorted({*left.names(), *right.names()}):
        base, _, index = text.rpartition("_")
        if base.endswith("_"):
            continue  # a superscript that tells names apart
        if base in bases and index.isalpha() and len(index) == 1 and text != bases[base]:
            other = bases[base].rpartition("_")[2]
            if other.isalpha() and len(other) == 1:
                return f"{text} and {bases[base]} look like components of one thing"
    return None


def marks(left: Expression, right: Expression, setting: Setting) -> str | None:
    """``μ'`` on one side and ``μ`` on the other, neither applied to anything: raw and central moments, say."""
    for one, two in ((left, right), (right, left)):
        marked = {str(n.value[0]) for n in one.walk() if n.head == "prime" and not n.args}
        also = {str(n.value[0]) for n in two.walk() if n.head == "prime" and not n.args}
        bare = {str(n.value) for n in two.walk() if n.head == "name"}
        here = {str(n.value) for n in one.walk() if n.head == "name"}
        for text in sorted((marked - also) & (bare - here)):
            return f"how {text}' and {text} are connected is not said"
    return None


def stacked(left: Expression, right: Expression, setting: Setting) -> str | None:
    """``X_1 β_1 + X_2 β_2`` beside ``X β``: the parts of one thing."""
    one, two = set(left.names()), set(right.names())
    for parts, whole in ((one - two, two - one), (two - one, one - two)):
        for text in sorted(whole):
            members = sorted(n for n in parts if n.startswith(f"{text}_"))
            if len(members) > 1:
                return f"whether {text} is made of {members[0]} and {members[1]} is not said"
    return None


NAMESAKES = (bars, long_bars, rows_of_arrays, families, marks, stacked)
