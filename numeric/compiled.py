"""Kernels: expressions as machine code over arrays."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

from numeric import native
from numeric.errors import NotFinite, WrongArguments
from numeric.machine import assemble
from numeric.tape import Tape

Array = npt.NDArray[np.float64]
#: Points worked on at a time where some inputs are one number for all points, and by each thread.
CHUNK = 8192


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

    def __call__(self, *arguments: npt.ArrayLike) -> Any:
        """The values.  Raises :class:`WrongArguments`, and :class:`NotFinite` with the point where a number is not."""
        if len(arguments) != len(self.names):
            raise WrongArguments(
                f"the kernel takes {len(self.names)} arrays ({', '.join(self.names)}); {len(arguments)} were given"
            )
        arrays = [self._array(n, a) for n, a in zip(self.names, arguments)]
        try:
            shape = np.broadcast_shapes(*(a.shape for a in arrays))
        except ValueError:
            shapes = ", ".join(f"{n} {a.shape}" for n, a in zip(self.names, arrays))
            raise WrongArguments(f"the arrays do not broadcast against each other: {shapes}") from None
        count = int(np.prod(shape, dtype=np.int64))
        flat = [
            a.reshape(1) if a.size == 1 else np.ascontiguousarray(np.broadcast_to(a, shape)).reshape(-1) for a in arrays
        ]
        result = np.empty((len(self.tape.outputs), count))
        if self._fill(flat, result, count) and self.nonfinite == "raise":
            self._complain(flat, result)
        out = result.reshape(self.shape + shape)
        return out if out.shape else float(out)

    def _array(self, name: str, argument: npt.ArrayLike) -> Array:
        array = np.asarray(argument)
        if array.dtype == np.float64:
            return array
        if array.dtype.kind not in "fiub":
            raise WrongArguments(f"{name} holds {array.dtype} values; a real kernel takes real numbers")
        return array.astype(np.float64)

    def _fill(self, flat: list[Array], result: Array, count: int) -> bool:
        """Fill the result; True where some number was not finite."""
        alike = all(a.size == count for a in flat)
        full = count - count % self._width
        step = full if alike and self.threads == 1 else CHUNK
        spans = [(s, min(s + step, full)) for s in range(0, full, step)] if full else []
        if count > full:
            spans.append((full, count))
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
        if size % self._width:
            return self._rest(flat, result, start, stop)
        inputs = [uniform[k] if k in uniform else a[start:] for k, a in enumerate(flat)]
        ins = np.array([a.ctypes.data for a in inputs], dtype=np.uint64)
        base, stride = result.ctypes.data + 8 * start, 8 * result.shape[1]
        outs = base + stride * np.arange(result.shape[0], dtype=np.uint64)
        return bool(self._run(ins.ctypes.data, outs.ctypes.data, size))

    def _rest(self, flat: list[Array], result: Array, start: int, stop: int) -> bool:
        """The last few points, padded with the last of them to a whole vector."""
        size, width = stop - start, self._width
        block = np.empty((len(flat) + result.shape[0], width))
        for k, a in enumerate(flat):
            if a.size == 1:
                block[k] = a[0]
            else:
                block[k, :size] = a[start:stop]
                block[k, size:] = a[stop - 1]
        pointers = block.ctypes.data + 8 * width * np.arange(len(block), dtype=np.uint64)
        wrong = self._run(pointers.ctypes.data, pointers.ctypes.data + 8 * len(flat), width)
        result[:, start:stop] = block[len(flat) :, :size]
        return bool(wrong)

    def _complain(self, flat: list[Array], result: Array) -> None:
        count = result.shape[1]
        whole = [np.broadcast_to(a, (count,)) for a in flat]
        for name, values in zip(self.names, whole):
            bad = np.flatnonzero(~np.isfinite(values))
            if bad.size:
                raise NotFinite(
                    f"{name} is {values[bad[0]]} at point {bad[0]}; the arguments of a kernel are finite numbers"
                )
        bad = np.flatnonzero(~np.isfinite(result).all(axis=0))
        if bad.size:
            at = int(bad[0])
            output = int(np.flatnonzero(~np.isfinite(result[:, at]))[0])
            place = ", ".join(f"{n} = {v[at]:.17g}" for n, v in zip(self.names, whole))
            which = f"expression {output}" if len(result) > 1 else "the expression"
            raise NotFinite(
                f"{which} is {result[output, at]} at {place or 'every point'} ({bad.size} of {count} points are not "
                "finite); stay inside its domain or pass nonfinite='allow'"
            )


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
