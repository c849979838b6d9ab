"""A step that is false as it stands, and true where some of its names are positive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from derive.check.setting import Setting
from derive.expression import Expression
from derive.functions import BY_NAME
from derive.name import Function
from derive.verdict import Diagnosis, Evidence, Verdict, supported
from derive.vocabulary import Vocabulary

_LETTERS = frozenset("abcdfghrstuvwxyz")


def under_positivity(
    verdict: Verdict, names: Sequence[str], setting: Setting, judged: Callable[[Setting], Verdict]
) -> Verdict:
    """The verdict on a step that was not found true, knowing which assumption would make it true.

    Of a scale (a Greek or capital letter, a name with a subscript) nobody says that it is positive: where that makes
    the step true it counts as true, and the report says so.  Of a variable it has to be said: the step stays refuted.
    """
    free = [n for n in names if (d := setting.vocabulary.name(n)) is not None and d.domain == "real"]
    if verdict.holds or not free or len(free) > 6:
        return verdict
    if not judged(_positive(setting, free)).holds:
        return verdict
    needed = list(free)
    for text in free:
        fewer = [n for n in needed if n != text]
        if fewer and judged(_positive(setting, fewer)).holds:
            needed = fewer
    said = ", ".join(f"{n} > 0" for n in needed)
    if not any(n in _LETTERS for n in needed):
        return supported(
            f"true where {said}", Evidence("agreement", "assumption", f"true where {said}", assumptions=(said,))
        )
    if not verdict.fails:
        return replace(verdict, reason=f"{verdict.reason}; it is true if {said}")
    return replace(verdict, diagnosis=Diagnosis("assumption", f"it is true if {said}"))


def _positive(setting: Setting, names: Sequence[str]) -> Setting:
    vocabulary: Vocabulary = setting.vocabulary
    chosen = tuple(replace(n, domain="positive") if n.text in names else n for n in vocabulary.names)
    return replace(setting, vocabulary=replace(vocabulary, names=chosen), seconds=min(setting.seconds, 0.4))


def where_real(setting: Setting, sides: Sequence[Expression]) -> Setting:
    """The setting where ``log a`` and ``√b`` are real: what stands alone under a log is positive, under a root not
    negative.

    A link between real quantities is one where both sides are real.  Of names without a sign of their own and of
    functions of which nothing is known that is all that their logarithms say.
    """
    domains: dict[str, str] = {}
    for node in (n for side in sides for n in side.walk() if n.head == "call"):
        if node.value == "log" and (text := _alone(node.args[0])):
            domains[text] = "positive"
        elif node.value == "sqrt" and (text := _alone(node.args[0])):
            domains.setdefault(text, "nonnegative")
    if not domains:
        return setting
    vocabulary = setting.vocabulary
    names = tuple(
        replace(n, domain=domains[n.text]) if n.domain == "real" and n.text in domains else n for n in vocabulary.names
    )
    defined = {d.target for d in vocabulary.definitions}
    known = {f.text for f in vocabulary.functions}
    called = {str(n.value) for side in sides for n in side.walk() if n.head == "call"}
    functions = tuple(
        replace(f, properties=(*f.properties, domains[f.text])) if f.text in domains and f.text not in defined else f
        for f in vocabulary.functions
    )
    fresh = sorted(t for t in domains if t in called and t not in known | defined and t not in BY_NAME)
    functions = (*functions, *(Function(t, properties=(domains[t],)) for t in fresh))
    return replace(setting, vocabulary=replace(vocabulary, names=names, functions=functions))


def _alone(argument: Expression) -> str:
    """The name or the function that an argument consists of."""
    if argument.head == "index":
        argument = argument.args[0]
    if argument.head == "name":
        return str(argument.value)
    return str(argument.value) if argument.head == "call" and argument.value not in BY_NAME else ""
