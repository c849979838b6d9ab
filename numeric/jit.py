"""Numba's compiler as this package uses it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from numba import njit

#: For functions that are compiled into those that call them: no wrappers for Python, no calls.
inner = njit(nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, forceinline=True)


def kept(function: Callable[..., Any]) -> Any:
    """A function whose machine code Numba keeps on disk, where it finds a folder that can be written."""
    try:
        return njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:  # no such folder: compiled anew in each process
        return njit(nogil=True, error_model="numpy")(function)


def fingerprint(*modules: Any) -> int:
    """A number that changes with the sources of these modules.

    Numba looks at the file of the function that it keeps, not at those of the functions called in it; a function that
    refers to this number from an enclosing scope is compiled anew when any of them has changed.
    """
    digest = hashlib.sha256()
    for module in modules:
        try:
            digest.update(Path(module.__file__).read_bytes())
        except OSError:  # inside an archive, whose files do not change
            digest.update(module.__name__.encode())
    return int.from_bytes(digest.digest()[:7], "big")
