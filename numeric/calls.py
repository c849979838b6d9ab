"""Calling the machine code of a flow by its address from within Numba."""

from __future__ import annotations

from typing import Any

from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from numeric.jit import inner
from numeric.lanes import (
    CALL_CRUISE,
    CALL_EVENTS,
    CALL_SLOPE,
    CALL_STEP,
    SIGNS,
    SLOPE,
    STATE,
    TAKEN,
    TIME,
    Lanes,
    Rules,
)


@intrinsic
def _call(typing: Any, address: Any, arguments: Any) -> Any:
    """Call a function of eight pointers by its address."""
    from llvmlite import ir

    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        pointer = ir.IntType(8).as_pointer()
        kind = ir.FunctionType(ir.VoidType(), [pointer] * 8)
        function = builder.inttoptr(values[0], kind.as_pointer())
        items = cgutils.unpack_tuple(builder, values[1], 8)
        builder.call(function, [builder.inttoptr(i, pointer) for i in items])
        return context.get_dummy_value()

    return types.void(types.intp, types.UniTuple(types.intp, 8)), code


@intrinsic
def _cruise(typing: Any, address: Any, arguments: Any, count: Any) -> Any:
    """Call the function that takes many steps, of five pointers and a count, and gives how many it took."""
    from llvmlite import ir

    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        pointer, whole = ir.IntType(8).as_pointer(), ir.IntType(64)
        kind = ir.FunctionType(whole, [pointer] * 5 + [whole])
        function = builder.inttoptr(values[0], kind.as_pointer())
        items = cgutils.unpack_tuple(builder, values[1], 5)
        return builder.call(function, [*(builder.inttoptr(i, pointer) for i in items), values[2]])

    return types.int64(types.intp, types.UniTuple(types.intp, 5), types.int64), code


@inner
def evaluate(rules: Rules, function: int, clock: Any, state: Any, lanes: Lanes, out: Any) -> None:
    """A function of time and state: the slope, the events, the Jacobian matrix, or a reset."""
    here = out.ctypes.data
    _call(
        rules.code[function],
        (clock.ctypes.data, here, state.ctypes.data, lanes.parameters.ctypes.data, here, here, here, here),
    )


@inner
def slopes(rules: Rules, clock: Any, state: Any, lanes: Lanes, out: Any) -> None:
    evaluate(rules, CALL_SLOPE, clock, state, lanes, out)


@inner
def watched(rules: Rules, clock: Any, state: Any, lanes: Lanes, out: Any) -> None:
    evaluate(rules, CALL_EVENTS, clock, state, lanes, out)


@inner
def explicit_step(rules: Rules, lanes: Lanes, span: Any, out: Any, last: Any) -> None:
    """One step of each lane, of its own length ``span``, from the present state."""
    numbers, vectors = lanes.numbers, lanes.vectors
    _call(
        rules.code[CALL_STEP],
        (
            numbers[TIME].ctypes.data, span.ctypes.data, vectors[STATE].ctypes.data, lanes.parameters.ctypes.data,
            vectors[SLOPE].ctypes.data, out.ctypes.data, last.ctypes.data, lanes.error.ctypes.data,
        ),
    )  # fmt: skip


@inner
def cruise(rules: Rules, lanes: Lanes, most: int) -> int:
    """Up to ``most`` whole steps of all lanes as long as nothing happens; the number of steps taken."""
    numbers, vectors, marks = lanes.numbers, lanes.vectors, lanes.marks
    return int(
        _cruise(
            rules.code[CALL_CRUISE],
            (
                numbers[TIME].ctypes.data, numbers[TAKEN].ctypes.data, vectors[STATE].ctypes.data,
                lanes.parameters.ctypes.data, marks[SIGNS].ctypes.data,
            ),
            most,
        )
    )  # fmt: skip
