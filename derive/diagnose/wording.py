"""The sentence for a slip, as a marker would write it in the margin."""

from __future__ import annotations

from dataclasses import replace

from derive.diagnose.case import Repair
from derive.diagnose.factors import opposite
from derive.expression import Expression
from derive.verdict import Diagnosis

#: What a slip is called when the right answer was turned into the student's instead of the other way round.
_TURNED = {
    "missing factor": "extra factor",
    "extra factor": "missing factor",
    "missing inner derivative": "extra factor",
    "dropped term": "extra term",
    "doubled term": "dropped term",
    "extra term": "dropped term",
    "lost exponent": "wrong exponent",
    "extra exponent": "lost exponent",
    "lost root": "extra root",
    "extra root": "lost root",
    "product instead of quotient": "quotient instead of product",
    "quotient instead of product": "product instead of quotient",
    "extra function": "lost function",
    "lost function": "extra function",
    "lost prime": "extra prime",
    "extra prime": "lost prime",
}

_OF_TERMS = (
    "dropped term",
    "extra term",
    "doubled term",
    "sign of a term",
    "sign of several terms",
    "wrong coefficient",
    "several terms",
)
_FACTORS = ("constant factor", "missing factor", "extra factor", "missing inner derivative")


def show(e: Expression) -> str:
    """An expression in plain text between back ticks."""
    from derive.read import to_plain

    return f"`{to_plain(e)}`"


def turned(repair: Repair) -> Repair:
    """A repair of the right answer into the student's, told as one of the student's into the right answer."""
    slip = _TURNED.get(repair.slip, repair.slip)
    return replace(repair, slip=slip, wrong=repair.right, right=repair.wrong)


def diagnosis(
    repair: Repair, meant: Expression, forward: bool, student: Expression, reference: Expression
) -> Diagnosis:
    """The slip and its sentence.

    ``meant`` is the whole expression that was probably meant; it is shown where it is short, in the student's form
    unless the mended form is a heap.  ``forward`` is false for a repair that was turned: its factor is then too much
    instead of missing.
    """
    sentence = _sentence(repair, forward)
    if repair.path or repair.slip in _FACTORS:
        text = show(meant if meant.size() <= max(student.size(), reference.size()) + 2 else reference)
        if len(text) <= 120:
            sentence = f"{sentence}; probably meant: {text}"
    return Diagnosis(repair.slip, sentence)


def _sentence(repair: Repair, forward: bool) -> str:
    wrong, right = show(repair.wrong), show(repair.right)
    where = f" in {wrong}" if repair.path else ""
    detail = show(repair.detail) if repair.detail is not None else ""
    slip = repair.slip
    if slip == "sign":
        return f"the sign is wrong: it should be {right}"
    if slip == "sign of a term" and repair.detail is None:
        return f"the sign of a term is wrong: {right}, not {wrong}"
    if slip in ("constant factor", "unit prefix"):
        fault = "is missing" if forward != repair.removed else "is too much"
        prefix = " (a unit's prefix?)" if slip == "unit prefix" else ""
        return f"a constant factor {detail} {fault}{where}{prefix}"
    if slip in ("missing factor", "extra factor", "missing inner derivative"):
        return _factor_sentence(repair, forward, where)
    if slip in _OF_TERMS:
        fault = {
            "dropped term": "is missing",
            "extra term": "is too much",
            "doubled term": "is counted twice",
            "sign of a term": "has the wrong sign",
            "sign of several terms": "have the wrong sign",
            "wrong coefficient": "has the wrong coefficient",
            "several terms": "differ",
        }[slip]
        noun = "the terms" if slip in ("several terms", "sign of several terms") else "the term"
        if slip in ("dropped term", "extra term") and repair.detail is not None and repair.detail.head == "add":
            noun, fault = "the terms", fault.replace("is ", "are ")
        return f"{noun} {detail} {fault}{where}" if detail else f"{wrong} should be {right}"
    if slip == "swapped names" and repair.detail is not None:
        a, b = repair.detail.args
        return f"{show(a)} and {show(b)} are swapped"
    if slip in ("wrong name", "wrong index") and repair.detail is not None:
        a, b = repair.detail.args if forward else repair.detail.args[::-1]
        return f"{show(a)} stands where {show(b)} should"
    if slip == "additive constant" and repair.detail is not None:
        return f"an additive constant {_constant(repair, forward)}{where}"
    if slip == "wrong exponent" and repair.detail is not None and not repair.detail.names():
        return f"an exponent is wrong: {right} should stand where {wrong} stands"
    return f"{_TITLES[slip]}: {right} should stand where {wrong} stands"


def _constant(repair: Repair, forward: bool) -> str:
    """What is missing or, where it stands in the student's answer, too much."""
    detail = repair.detail
    assert detail is not None
    needed = detail if forward else opposite(detail)
    own = repair.wrong.args if repair.wrong.head == "add" else (repair.wrong,)
    if opposite(needed) in own:
        return f"{show(opposite(needed))} is too much"
    return f"{show(needed)} is missing"


_TITLES = {
    "wrong number": "a number is wrong",
    "wrong exponent": "an exponent is wrong",
    "extra exponent": "there is an exponent too many",
    "lost exponent": "an exponent was lost",
    "lost root": "a root was lost",
    "extra root": "there is a root too many",
    "inverted fraction": "the fraction is upside down",
    "product instead of quotient": "there is a product instead of a quotient",
    "quotient instead of product": "there is a quotient instead of a product",
    "wrong function": "the function is wrong",
    "lost function": "a function was lost",
    "extra function": "there is a function too many",
    "complement": "this is one minus what it should be",
    "lost prime": "the derivative's prime was lost",
    "extra prime": "there is a prime too many",
    "wrong name": "the name is wrong",
    "wrong index": "the index is wrong",
    "swapped indices": "the indices are swapped",
    "wrong piece": "a part is wrong",
    "function taken term by term": "a function of a sum is not the sum of the function's values",
    "logarithm of a product or ratio": "the logarithm's rule for products and ratios is used wrongly",
    "bound of a sum": "a bound is one off",
    "transposed matrix": "the matrix is transposed",
    "wrong entry": "an entry is wrong",
    "reversed inequality": "the inequality points the wrong way",
    "strict inequality": "the inequality is wrong about its boundary",
}


def _factor_sentence(repair: Repair, forward: bool, where: str) -> str:
    detail = repair.detail
    assert detail is not None
    negative = detail.head == "neg"
    body = detail.args[0] if negative else detail
    sign = ", and the sign is wrong" if negative else ""
    kind = ", the inner derivative," if repair.slip == "missing inner derivative" else ""
    return f"the factor {show(body)}{kind} is {'missing' if forward != repair.removed else 'too much'}{where}{sign}"
