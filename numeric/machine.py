"""A tape as LLVM assembly: a loop over points, several at a time, on straight-line real code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

from numeric.assembly import Assembly
from numeric.constants import rounded
from numeric.elementary import definition
from numeric.errors import UnknownFunction
from numeric.tape import Step, Tape

#: Functions that come vectorised; the others are the C library's, lane by lane.
VECTOR = ("exp", "tanh", "sigmoid", "log", "sin", "cos", "digamma")
LIBRARY = {
    "sinh": "sinh", "cosh": "cosh", "asin": "asin", "acos": "acos", "atan": "atan", "asinh": "asinh",
    "acosh": "acosh", "atanh": "atanh", "erf": "erf", "erfc": "erfc", "gamma": "tgamma", "loggamma": "lgamma",
    "atan2": "atan2", "pow": "pow",
}  # fmt: skip
ARITHMETIC = {"add": "fadd", "sub": "fsub", "mul": "fmul", "div": "fdiv"}
RELATIONS = {"lt": "olt", "le": "ole", "eq": "oeq", "ne": "une"}


def assemble(tape: Tape, width: int) -> str:
    """The module's text.  Its one function ``kernel(inputs, outputs, n)`` takes arrays of pointers to doubles and the
    number of points, a multiple of ``width``; it gives 0 where all numbers in and out were finite, else 1.
    """
    a = Assembly(width)
    loads: dict[int, str] = {}

    def load(position: int) -> str:
        if position not in loads:
            pointer = a.emit(f"getelementptr double, ptr %in{position}, i64 %i")
            loads[position] = a.emit(f"load {a.D}, ptr {pointer}, align 8")
        return loads[position]

    results = write(tape, a, load)
    # A sum is finite only where its terms are (an overflow of the sum itself costs a second look).
    total = reduce(a.add, [*loads.values(), *results], a.number(-0.0))
    # Adding 0 times a number changes nothing unless that number is infinite or NaN.
    check = a.fma(total, a.number(0.0), "%finite")
    for k, value in enumerate(results):
        pointer = a.emit(f"getelementptr double, ptr %out{k}, i64 %i")
        a.lines.append(f"  store {a.D} {value}, ptr {pointer}, align 8")
    return _module(a, len(tape.names), len(results), check)


def _module(a: Assembly, inputs: int, outputs: int, check: str) -> str:
    pointers: list[str] = []
    for kind, count in (("in", inputs), ("out", outputs)):
        for k in range(count):
            pointers.append(f"  %{kind}{k}.at = getelementptr ptr, ptr %{kind}puts, i64 {k}")
            pointers.append(f"  %{kind}{k} = load ptr, ptr %{kind}{k}.at, align 8")
    zero = a.number(0.0)
    end = a.emit(f"fcmp uno {a.D} {check}, {zero}")
    if a.width > 1:
        packed = a.emit(f"bitcast {a.B} {end} to i{a.width}")
        end = a.emit(f"icmp ne i{a.width} {packed}, 0")
    tail = a.lines[-(3 if a.width > 1 else 1) :]
    body = a.lines[: -len(tail)]
    text = [
        "define i64 @kernel(ptr noalias readonly %inputs, ptr noalias readonly %outputs, i64 %n) {",
        "entry:",
        *pointers,
        "  %some = icmp sgt i64 %n, 0",
        "  br i1 %some, label %loop, label %none",
        "none:",
        "  ret i64 0",
        "loop:",
        "  %i = phi i64 [ 0, %entry ], [ %next, %loop ]",
        f"  %finite = phi {a.D} [ {zero}, %entry ], [ {check}, %loop ]",
        *body,
        f"  %next = add i64 %i, {a.width}",
        "  %more = icmp slt i64 %next, %n",
        "  br i1 %more, label %loop, label %done",
        "done:",
        *tail,
        f"  %flag = zext i1 {end} to i64",
        "  ret i64 %flag",
        "}",
    ]
    return "\n".join([*text, *functions(a)]) + "\n"


def functions(a: Assembly) -> list[str]:
    """The definitions and declarations that a body needs."""
    lines: list[str] = []
    declared = dict(a.declared)
    for name in a.called:
        text, needs = definition(name, a.width)
        lines += text
        declared |= needs
    return lines + list(declared.values())


def write(tape: Tape, a: Assembly, load: Callable[[int], str]) -> list[str]:
    """The steps as instructions; ``load`` gives an input by position.  The outputs' names are the result."""
    fixed = tape.fixed()
    fused = _fused(tape, fixed)
    places: list[str] = []
    for position, step in enumerate(tape.steps):
        if fixed[position]:
            value = rounded(tape, position)
            places.append(_fixed(a, value))
        elif step.operation == "input":
            places.append(load(step.value))
        elif position in fused:
            places.append(_multiply_add(a, tape, position, fused[position], places))
        else:
            places.append(_write(a, step, [places[k] for k in step.arguments]))
    return [places[o] for o in tape.outputs]


def _fused(tape: Tape, fixed: Sequence[bool]) -> dict[int, int]:
    """Sums and the product in each that is used nowhere else: one instruction with one rounding.

    Not where both parts are products: the difference of two equal ones has to be zero.
    """
    uses = [0] * len(tape.steps)
    for step in tape.steps:
        for argument in step.arguments:
            uses[argument] += 1
    for output in tape.outputs:
        uses[output] += 1

    def product(place: int) -> bool:
        step = tape.steps[place]
        return not fixed[place] and (step.operation == "mul" or (step.operation == "power" and step.value == 2))

    found: dict[int, int] = {}
    for position, step in enumerate(tape.steps):
        if step.operation in ("add", "sub") and not fixed[position]:
            products = [k for k in step.arguments if product(k)]
            if len(products) == 1 and uses[products[0]] == 1:
                found[position] = products[0]
    return found


def _multiply_add(a: Assembly, tape: Tape, position: int, product: int, places: list[str]) -> str:
    step, factors = tape.steps[position], tape.steps[product]
    first, second = (places[k] for k in (*factors.arguments, *factors.arguments)[:2])
    left, right = step.arguments
    if left == product:
        rest = places[right]
        return a.fma(first, second, a.neg(rest) if step.operation == "sub" else rest)
    return a.fma(a.neg(first) if step.operation == "sub" else first, second, places[left])


def _fixed(a: Assembly, value: float | bool) -> str:
    if isinstance(value, bool):
        word = "true" if value else "false"
        return word if a.width == 1 else "<" + ", ".join([f"i1 {word}"] * a.width) + ">"
    return a.number(value)


def _write(a: Assembly, step: Step, x: list[str]) -> str:
    name = step.operation
    if name in ARITHMETIC:
        return a.two(ARITHMETIC[name], x[0], x[1])
    if name in VECTOR:
        return a.call(name, x[0])
    if name in RELATIONS:
        return a.compare(RELATIONS[name], x[0], x[1])
    if name in _WRITERS:
        return _WRITERS[name](a, step, x)
    if name in LIBRARY:
        return a.each(LIBRARY[name], *x)
    raise UnknownFunction(f"{name} has no machine code here; rewrite it by known functions")


def power(a: Assembly, base: str, exponent: int) -> str:
    """A whole power by squaring."""
    if exponent > 64:
        return a.each("pow", base, a.number(float(exponent)))
    result = ""
    square = base
    while exponent:
        if exponent & 1:
            result = a.mul(result, square) if result else square
        exponent >>= 1
        if exponent:
            square = a.mul(square, square)
    return result or a.number(1.0)


def _extreme(a: Assembly, step: Step, x: list[str]) -> str:
    # The comparison is false where the second is NaN, and then the second is taken; so is a NaN in the first kept.
    relation = "ult" if step.operation == "max" else "ugt"
    chosen = a.select(a.compare(relation, x[0], x[1]), x[1], x[0])
    return a.select(a.compare("uno", x[0], x[0]), x[0], chosen)


def _sign(a: Assembly, x: str) -> str:
    one = a.intrinsic("copysign", a.number(1.0), x)
    return a.select(a.compare("one", x, a.number(0.0)), one, x)


def _truth(word: str) -> Callable[[Assembly, Step, list[str]], str]:
    return lambda a, step, x: a.emit(f"{word} {a.B} {x[0]}, {x[1]}")


_WRITERS: dict[str, Callable[[Assembly, Step, list[str]], str]] = {
    "neg": lambda a, step, x: a.neg(x[0]),
    "power": lambda a, step, x: power(a, x[0], step.value),
    "sqrt": lambda a, step, x: a.intrinsic("sqrt", x[0]),
    "abs": lambda a, step, x: a.intrinsic("fabs", x[0]),
    "floor": lambda a, step, x: a.intrinsic("floor", x[0]),
    "ceil": lambda a, step, x: a.intrinsic("ceil", x[0]),
    "sign": lambda a, step, x: _sign(a, x[0]),
    "tan": lambda a, step, x: a.div(a.call("sin", x[0]), a.call("cos", x[0])),
    "max": _extreme,
    "min": _extreme,
    "select": lambda a, step, x: a.select(x[0], x[1], x[2]),
    "and": _truth("and"),
    "or": _truth("or"),
    "not": lambda a, step, x: a.emit(f"xor {a.B} {x[0]}, {_fixed(a, True)}"),
}
