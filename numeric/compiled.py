"""Kernels: expressions as machine code over arrays."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

from numeric import native
from numeric.errors import WrongArguments
from numeric.machine import assemble
from numeric.tape import Tape

Array = npt.NDArray[np.float64]
#: Points worked on at a time where some inputs are one number for all points, and by each thread.
CHUNK = 8192
#: Up to this many points are copied into one block, which is quicker than looking at each array.
SMALL = 2048


class Kernel:
    """A compiled real function of arrays, one for each name, which broadcast against each other.

    The result has the shape of the expressions followed by that of the points: a scalar expression gives an array of
    the points' shape, a list of m expressions ``(m, ...)``, a matrix ``(rows, columns, ...)``.  Points that are all
    plain numbers give a plain float for a scalar expression.

    A kernel pickles as its tape; unpickled elsewhere it takes its machine code from the cache.
    """

    def __init__(self, tape: Tape, *, threads: int = 1, nonfinite: str = "raise") -> None:
        if nonfinite not in ("raise", "allow"):
            raise WrongArguments(f"nonfinite={nonfinite!r} is not known; expected 'raise' or 'allow'")
        self.tape = tape
        self.names = tape.names
        self.shape = tape.shape
        self.threads = threads if threads > 0 else os.cpu_count() or 1
        self.nonfinite = nonfinite
        self._width = native.width()
        self._code = native.Code(assemble(tape, self._width))
        self._run = native.KERNEL(self._code.address("kernel"))

    def __reduce__(self) -> tuple[Callable[..., Kernel], tuple[Tape, int, str]]:
        return _restored, (self.tape, self.threads, self.nonfinite)

    def __repr__(self) -> str:
        return f"Kernel({', '.join(self.names)}) -> {self.shape or 'scalar'}"

    def __call__(self, *arguments: npt.ArrayLike, out: Array | None = None) -> Any:
        """The values, into the contiguous array ``out`` where one is given.

        Raises :class:`WrongArguments`; with the point :class:`NotFinite` where a number is not finite, and
        :class:`NotReal` where a root, logarithm or the like has no real value.
        """
        if len(arguments) != len(self.names):
            raise WrongArguments(
                f"the kernel takes {len(self.names)} arrays ({', '.join(self.names)}); {len(arguments)} were given"
            )
        arrays = [self._array(n, a) for n, a in zip(self.names, arguments)]
        shape = self._shape(arrays)
        count = math.prod(shape)
        rows = len(self.tape.outputs)
        if count <= SMALL:
            values = self._run_block(arrays, shape, count)
            result = values.copy() if out is None else self._into(out, count)
            if out is not None:
                result[:] = values
        else:
            whole = [a if a.shape == shape else np.broadcast_to(a, shape) for a in arrays]
            flat = [a.reshape(1) if a.size == 1 else np.ascontiguousarray(w).reshape(-1) for a, w in zip(arrays, whole)]
            result = np.empty((rows, count)) if out is None else self._into(out, count)
            if self._fill(flat, result, count) and self.nonfinite == "raise":
                _complaint().complain(self.tape, flat, result)
        if out is not None:
            return out
        shaped = result.reshape(self.shape + shape)
        return shaped if shaped.shape else float(shaped)

    def _into(self, out: Array, count: int) -> Array:
        size = len(self.tape.outputs) * count
        if out.dtype != np.float64 or out.size != size or not out.flags.c_contiguous:
            raise WrongArguments(f"out must be a contiguous array of {size} doubles, not {out.size} of {out.dtype}")
        return out.reshape(len(self.tape.outputs), count)

    def columns(self, points: npt.ArrayLike) -> Array:
        """The outputs, shape (outputs, m), at the columns of an array (names, m): the quickest way for a few points."""
        table = np.asarray(points, dtype=np.float64)
        if table.ndim != 2 or len(table) != len(self.names):
            raise WrongArguments(f"points must have the shape ({len(self.names)}, m), not {table.shape}")
        return self._run_block(table, table.shape[1:], table.shape[1])

    def _array(self, name: str, argument: npt.ArrayLike) -> Array:
        array = np.asarray(argument)
        if array.dtype == np.float64:
            return array
        if array.dtype.kind not in "fiub":
            raise WrongArguments(f"{name} holds {array.dtype} values; a real kernel takes real numbers")
        return array.astype(np.float64)

    def _shape(self, arrays: list[Array]) -> tuple[int, ...]:
        shapes = {a.shape for a in arrays} - {()}
        if len(shapes) <= 1:
            return next(iter(shapes), ())
        try:
            return np.broadcast_shapes(*shapes)
        except ValueError:
            listed = ", ".join(f"{n} {a.shape}" for n, a in zip(self.names, arrays))
            raise WrongArguments(f"the arrays do not broadcast against each other: {listed}") from None

    def _run_block(self, arrays: list[Array] | Array, shape: tuple[int, ...], count: int) -> Array:
        """A few points: copied into one block, padded with the last of them to whole vectors."""
        inputs, outputs = len(arrays), len(self.tape.outputs)
        padded = -(-count // self._width) * self._width
        block = np.empty((inputs + outputs, padded))
        if isinstance(arrays, np.ndarray):
            block[:inputs, :count] = arrays
        else:
            for row, array in zip(block, arrays):
                if array.shape == ():
                    row[:] = array
                else:
                    row[:count].reshape(shape)[...] = array
        if count:
            block[:inputs, count:] = block[:inputs, count - 1 : count]
        base = block.__array_interface__["data"][0]
        pointers = base + 8 * padded * np.arange(inputs + outputs, dtype=np.uint64)
        first = pointers.__array_interface__["data"][0]
        values: Array = block[inputs:, :count]
        if self._run(first, first + 8 * inputs, padded) and self.nonfinite == "raise":
            _complaint().complain(self.tape, list(block[:inputs, :count]), values)
        return values

    def _fill(self, flat: list[Array], result: Array, count: int) -> bool:
        """Fill the result; True where some number was not finite."""
        alike = all(a.size == count for a in flat)
        # The last few points run once more with those before them, as a whole vector.
        full = count - count % self._width
        step = full if alike and self.threads == 1 else CHUNK
        spans = [(s, min(s + step, full)) for s in range(0, full, step)]
        if count > full:
            spans.append((count - self._width, count))
        if self.threads == 1 or len(spans) < 4:
            uniform = self._uniform(flat, count)
            return sum(self._span(flat, uniform, result, *span) for span in spans) > 0
        share = -(-len(spans) // self.threads)

        def work(first: int) -> bool:
            uniform = self._uniform(flat, count)
            return sum(self._span(flat, uniform, result, *span) for span in spans[first : first + share]) > 0

        with ThreadPoolExecutor(self.threads) as pool:
            return any(list(pool.map(work, range(0, len(spans), share))))

    def _uniform(self, flat: list[Array], count: int) -> dict[int, Array]:
        """Inputs that are one number for all points, repeated over one chunk."""
        return {
            k: np.full(min(CHUNK, count + self._width), a[0]) for k, a in enumerate(flat) if a.size == 1 and count != 1
        }

    def _span(self, flat: list[Array], uniform: dict[int, Array], result: Array, start: int, stop: int) -> bool:
        size = stop - start
        inputs = [uniform[k] if k in uniform else a[start:] for k, a in enumerate(flat)]
        ins = np.array([a.ctypes.data for a in inputs], dtype=np.uint64)
        base, stride = result.ctypes.data + 8 * start, 8 * result.shape[1]
        outs = base + stride * np.arange(result.shape[0], dtype=np.uint64)
        return bool(self._run(ins.ctypes.data, outs.ctypes.data, size))


def _complaint() -> Any:
    """Imported where it is needed: balls take a while to come."""
    from numeric import complaint

    return complaint


def _restored(tape: Tape, threads: int, nonfinite: str) -> Kernel:
    return Kernel(tape, threads=threads, nonfinite=nonfinite)


def kernel(
    names: Sequence[Any],
    expressions: Any,
    *,
    functions: Mapping[str, Callable[..., Any]] | None = None,
    values: Mapping[Any, Any] | None = None,
    threads: int = 1,
    nonfinite: str = "raise",
) -> Kernel:
    """Compile SymPy expressions (one, a sequence, or a matrix) into a function of arrays, one for each name.

    ``functions`` fills in abstract functions by SymPy callables (``{"sigma": sympy.tanh}``), ``values`` fixes names
    exactly; ``threads`` is the number of threads (0 for all cores); ``nonfinite="allow"`` lets NaN and infinity pass.

    Raises :class:`~numeric.errors.UnknownFunction`, :class:`~numeric.errors.UnboundName`,
    :class:`~numeric.errors.NotReal`, :class:`~numeric.errors.WrongArguments`.

    >>> import sympy
    >>> x = sympy.Symbol("x")
    >>> kernel([x], x**2 / 3)([1.0, 3.0]).tolist()
    [0.3333333333333333, 3.0]
    """
    from numeric.translate import tape

    return Kernel(tape(names, expressions, functions=functions, values=values), threads=threads, nonfinite=nonfinite)
