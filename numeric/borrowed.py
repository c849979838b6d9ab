"""Arrays that are borrowed: views whose owner is known to live on, so that Numba counts no references to them.

Counting takes longer than a short function; the owner has to be kept by whoever called the compiled code.
"""

from __future__ import annotations

from typing import Any

from numba import carray, types
from numba.extending import intrinsic

from numeric.jit import inner


@intrinsic
def _numbers(typing: Any, address: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return builder.inttoptr(values[0], context.get_value_type(signature.return_type))

    return types.CPointer(types.float64)(types.intp), code


@intrinsic
def _integers(typing: Any, address: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return builder.inttoptr(values[0], context.get_value_type(signature.return_type))

    return types.CPointer(types.int64)(types.intp), code


@inner
def numbers_of(array: Any) -> Any:
    """The same contiguous array of doubles, borrowed."""
    return carray(_numbers(array.ctypes.data), array.shape)


@inner
def integers_of(array: Any) -> Any:
    """The same contiguous array of 64-bit integers, borrowed."""
    return carray(_integers(array.ctypes.data), array.shape)
