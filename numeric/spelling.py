"""A step of a tape as one would write it, for messages."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from numeric.tape import Step, Tape

#: Longer texts are cut in the middle.
LONGEST = 60
SUM, PRODUCT, POWER, ATOM = range(4)
OPERATORS = {"add": (" + ", SUM), "sub": (" - ", SUM), "mul": ("*", PRODUCT), "div": ("/", PRODUCT)}
RELATIONS = {"lt": " < ", "le": " <= ", "eq": " = ", "ne": " != ", "and": " and ", "or": " or "}


def spelt(tape: Tape, place: int) -> str:
    """The text of a step in the names of its tape.

    >>> from numeric.translate import tape
    >>> import sympy
    >>> x = sympy.Symbol("x")
    >>> program = tape([x], sympy.sqrt(x - 3))
    >>> spelt(program, program.outputs[0])
    'sqrt(x - 3)'
    """
    text = _written(tape, place, 12)[0]
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 25]} ... {text[-20:]}"


def _written(tape: Tape, place: int, depth: int) -> tuple[str, int]:
    """The text and how firmly it holds together."""
    step = tape.steps[place]
    if step.operation == "input":
        return tape.names[step.value], ATOM
    if step.operation == "number":
        return _number(step.value)
    if step.operation == "constant":
        return str(step.value), ATOM
    if depth == 0:
        return "...", ATOM

    def part(k: int, least: int) -> str:
        text, firm = _written(tape, step.arguments[k], depth - 1)
        return text if firm >= least else f"({text})"

    return _joined(step, part)


def _number(value: Fraction) -> tuple[str, int]:
    text = str(value) if len(str(value)) <= 12 else f"{float(value):.6g}"
    return text, SUM if value < 0 else PRODUCT if "/" in text else ATOM


def _joined(step: Step, part: Callable[[int, int], str]) -> tuple[str, int]:
    name = step.operation
    if name in OPERATORS:
        word, firm = OPERATORS[name]
        return part(0, firm) + word + part(1, firm + 1 if name in ("sub", "div") else firm), firm
    if name == "neg":
        return "-" + part(0, PRODUCT), SUM
    if name == "power":
        return f"{part(0, ATOM)}^{step.value}", POWER
    if name == "pow":
        return f"{part(0, ATOM)}^{part(1, ATOM)}", POWER
    if name in RELATIONS:
        return part(0, SUM) + RELATIONS[name] + part(1, SUM), SUM
    if name == "select":
        return f"({part(1, SUM)} if {part(0, SUM)} else {part(2, SUM)})", ATOM
    return f"{name}({', '.join(part(k, SUM) for k in range(len(step.arguments)))})", ATOM
