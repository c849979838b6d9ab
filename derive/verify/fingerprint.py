"""What a claim's verdict depends on, as a key: its sides, its witness with all that this calls, and the engine."""

from __future__ import annotations

import functools
import hashlib
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

import sympy

from derive.claim import Claim
from derive.sheet import Sheet
from derive.verify.symbolic import model_of
from derive.witness import Witness

ROOT = Path(__file__).resolve().parent.parent.parent
#: Folders whose files decide what a verdict is; printing a sheet or grading does not change one.
ENGINE = ("derive", "numeric")
DUMMY = re.compile(r"dummy_index=\d+")
APART = ("command", "report", "grade", "diagnose", "documents", "check", "read")
APART_FILES = ("answers.py", "compare.py", "drawing.py", "new.py", "pair.py", "plot.py", "strategy.py")


@functools.cache
def engine() -> str:
    """A hash of the engine's own source."""
    digest = hashlib.sha256()
    for folder in ENGINE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT).parts
            if parts[0] == "derive" and (parts[1] in APART_FILES or (len(parts) > 2 and parts[1] in APART)):
                continue
            digest.update("/".join(parts).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def key(claim: Claim, sheet: Sheet) -> str:
    """Equal keys, equal verdicts."""
    digest = hashlib.sha256(engine().encode())
    for text in _texts(claim, sheet):
        digest.update(text.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def _texts(claim: Claim, sheet: Sheet) -> Iterator[str]:
    yield from (claim.name, claim.relation, str(claim.variable), str(claim.limit))
    for side in (claim.left, claim.right, claim.measures, *claim.given, *model_of(claim, sheet).assumptions):
        yield _srepr(model_of(claim, sheet).expand(side) if isinstance(side, (sympy.Basic, sympy.MatrixBase)) else side)
    yield repr([n.declaration for n in sheet.names()])
    yield repr([f.declaration for f in sheet.functions()])
    yield repr(sorted(sheet.values.items()))
    if claim.witness is not None:
        watch = claim.witness
        yield repr((watch.seed, watch.points, watch.names, watch.vary, watch.spans, watch.sigmas))
        yield from sources(watch.function, set())


def sources(function: Callable[..., Any], seen: set[str]) -> Iterator[str]:
    """The source of a function and of every function and value of its module that it uses."""
    plain = inspect.unwrap(function)
    if not isinstance(plain, FunctionType) or plain.__qualname__ in seen:
        return
    seen.add(plain.__qualname__)
    try:
        yield inspect.getsource(plain)
    except OSError:
        yield plain.__code__.co_code.hex()
    for word in sorted(_words(plain.__code__)):
        value = plain.__globals__.get(word)
        if isinstance(value, Witness):
            yield from sources(value.function, seen)
        elif isinstance(value, FunctionType) and value.__module__ == plain.__module__:
            yield from sources(value, seen)
        elif word in plain.__globals__ and not inspect.ismodule(value):
            yield f"{word}={_srepr(value)}"
    for cell in plain.__closure__ or ():
        held = cell.cell_contents
        if isinstance(held, FunctionType):
            yield from sources(held, seen)
        else:
            yield _srepr(held)


def _words(code: Any) -> set[str]:
    found = set(code.co_names)
    for constant in code.co_consts:
        if inspect.iscode(constant):
            found |= _words(constant)
    return found


def _numbered(text: str) -> str:
    """SymPy numbers its dummies at random: here they are numbered as they appear."""
    seen: dict[str, str] = {}
    return DUMMY.sub(lambda m: seen.setdefault(m[0], f"dummy_index={len(seen)}"), text)


def _srepr(value: Any) -> str:
    if isinstance(value, (sympy.Basic, sympy.MatrixBase)):
        return _numbered(str(sympy.srepr(value)))
    if callable(value) or isinstance(value, type):
        # A kernel or a class of the engine: the engine's own hash, or the source of what built it, speaks for it.
        return f"{type(value).__module__}.{type(value).__qualname__}:{getattr(value, '__qualname__', '')}"
    return repr(value)
