"""Random work on several processes or threads: the same result with any number of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import TypeVar

import numpy as np

from numeric.errors import WrongArguments

T = TypeVar("T")


def generators(seed: int, count: int) -> list[np.random.Generator]:
    """Independent generators, one for each piece of work (never one for each worker)."""
    return [np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(count)]


def run_seeded(
    work: Callable[[np.random.Generator, int], T], pieces: int, *, seed: int, executor: Executor | None = None
) -> Sequence[T]:
    """``[work(generator_k, k) for k in range(pieces)]``, in order, on an executor where one is given.

    Each piece has its own generator, spawned from the seed, so the result does not depend on who did it or when.
    """
    if pieces < 0:
        raise WrongArguments(f"pieces={pieces} must not be negative")
    sources = generators(seed, pieces)
    if executor is None:
        return [work(g, k) for k, g in enumerate(sources)]
    return list(executor.map(work, sources, range(pieces)))
