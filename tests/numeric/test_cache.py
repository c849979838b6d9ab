"""The cache of machine code: shared by processes, bounded, forgiving, and one for each kind of processor."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm
import numpy as np
import pytest
import sympy as sp
from numba import njit

import numeric
from numeric import cache, jit, native

x = sp.Symbol("x")


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DERIVE_CACHE", str(tmp_path))
    return tmp_path / "kernels"


def test_machine_code_is_kept_by_content_and_can_be_deleted(empty_cache: Path) -> None:
    numeric.kernel([x], x**3 + 17)
    numeric.kernel([x], x**3 + 17)
    assert len(list(empty_cache.glob("*.code"))) == 1
    numeric.kernel([x], x**3 + 18)
    assert cache.clear() == 2
    assert not list(empty_cache.glob("*.code"))
    assert numeric.kernel([x], x**3 + 17)(1.0) == 18.0


def test_a_damaged_file_is_compiled_anew(empty_cache: Path) -> None:
    numeric.kernel([x], x**3 + 19)
    (file,) = empty_cache.glob("*.code")
    file.write_bytes(file.read_bytes()[:-50])
    assert numeric.kernel([x], x**3 + 19)(1.0) == 20.0
    file.write_bytes(b"")
    assert numeric.kernel([x], x**3 + 19)(1.0) == 20.0


def test_the_cache_is_bounded(empty_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LIMIT", 3000)
    for k in range(8):
        cache.write(f"key{k}", bytes(1000))
    assert sum(f.stat().st_size for f in empty_cache.iterdir()) <= 3000


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("DERIVE_CACHE", str(tmp_path / "file"))
    assert numeric.kernel([x], x**3 + 23)(1.0) == 24.0


def test_several_processes_may_fill_the_cache_at_once(empty_cache: Path, tmp_path: Path) -> None:
    compiled = numeric.kernel([x], sp.exp(x) + sp.sin(x))
    cache.clear()
    (tmp_path / "kernel.pickle").write_bytes(pickle.dumps(compiled))
    code = (
        f"import pickle, sys; k = pickle.load(open({str(tmp_path / 'kernel.pickle')!r}, 'rb')); print(repr(k(0.5)));"
        "assert not {'numba', 'sympy'} & set(sys.modules)"
    )
    running = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [p.communicate(timeout=60)[0].strip() for p in running]
    assert said == [repr(compiled(0.5))] * 3
    assert len(list(empty_cache.glob("*.code"))) == 1
    assert not list(empty_cache.glob("*.part"))


def _hammer(folder: str, worker: int) -> int:
    """Writes and reads that get in each other's way; the number of contents that were not what was written."""
    os.environ["DERIVE_CACHE"] = folder
    cache.LIMIT = 20_000
    wrong = 0
    for turn in range(150):
        key = f"key{(turn + worker) % 7}"
        cache.write(key, key.encode() * 1000)
        found = cache.read(f"key{turn % 7}")
        wrong += found is not None and found != f"key{turn % 7}".encode() * 1000
    return wrong


def test_processes_that_write_read_and_prune_at_once_see_whole_files_only(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        wrong = pool.starmap(_hammer, [(str(tmp_path), k) for k in range(2)])
    assert wrong == [0, 0]
    left = list((tmp_path / "kernels").iterdir())
    assert sum(f.stat().st_size for f in left) <= 20_000 + 4000
    assert all(f.suffix == ".code" for f in left)


@pytest.mark.parametrize("change", ["cut", "flipped", "empty", "foreign"])
def test_whatever_happened_to_a_file_the_kernel_is_right(empty_cache: Path, change: str) -> None:
    numeric.kernel([x], x**3 + 29)
    (file,) = empty_cache.glob("*.code")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(
        {"cut": bytes(content[:40]), "flipped": bytes(content), "empty": b"", "foreign": b"\x7fELF" * 100}[change]
    )
    assert numeric.kernel([x], x**3 + 29)(1.0) == 30.0
    # The damaged file has been replaced by a whole one.
    whole = file.read_bytes()
    assert len(whole) == len(content)
    assert whole != bytes(content)


def test_a_folder_that_can_only_be_read_is_read(empty_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numeric.kernel([x], x**3 + 31)
    before = {f: f.read_bytes() for f in empty_cache.iterdir()}

    def refuse(*_: Any, **__: Any) -> Any:
        raise PermissionError("read-only file system")

    monkeypatch.setattr("numeric.cache.tempfile.mkstemp", refuse)
    monkeypatch.setattr("numeric.cache.os.utime", refuse)
    monkeypatch.setattr("numeric.cache.os.replace", refuse)
    assert numeric.kernel([x], x**3 + 31)(1.0) == 32.0
    assert numeric.kernel([x], x**3 + 37)(1.0) == 38.0
    assert {f: f.read_bytes() for f in empty_cache.iterdir()} == before


def test_a_disk_that_is_full_leaves_no_rest(empty_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("numeric.cache.os.replace", full)
    assert numeric.kernel([x], x**3 + 41)(1.0) == 42.0
    assert list(empty_cache.iterdir()) == []


def test_another_processor_has_machine_code_of_its_own(empty_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numeric.kernel([x], x**3 + 43)
    machine, description = native._target()
    assert llvm.get_host_cpu_name() in description
    assert native._features().flatten() in description
    monkeypatch.setattr(native, "_target", lambda: (machine, description.replace("+fma", "-fma") + " other"))
    numeric.kernel([x], x**3 + 43)
    assert len(list(empty_cache.glob("*.code"))) == 2


def test_the_oldest_unused_files_go_first(empty_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LIMIT", 3500)
    for k in range(3):
        cache.write(f"key{k}", bytes(1000))
        os.utime(empty_cache / f"key{k}.code", (1000.0 + k, 1000.0 + k))
    assert cache.read("key0") is not None  # used just now
    cache.write("key3", bytes(1000))
    assert sorted(f.stem for f in empty_cache.iterdir()) == ["key0", "key2", "key3"]


def test_a_loop_is_compiled_where_nothing_can_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*arguments: Any, **options: Any) -> Any:
        if options.pop("cache", False):
            raise RuntimeError("cannot cache function: no locator available for file")
        return njit(*arguments, **options)

    monkeypatch.setattr("numeric.jit.njit", nowhere)

    def total(values: Any) -> float:
        found = 0.0
        for v in values:
            found += v
        return found

    assert jit.kept(total)(np.arange(4.0)) == 6.0


def test_a_changed_source_changes_the_fingerprint(tmp_path: Path) -> None:
    class Module:
        __name__ = "made_up"
        __file__ = str(tmp_path / "made_up.py")

    missing = jit.fingerprint(Module)
    Path(Module.__file__).write_text("a = 1")
    first = jit.fingerprint(Module)
    Path(Module.__file__).write_text("a = 2")
    assert len({missing, first, jit.fingerprint(Module)}) == 3
    assert jit.fingerprint(cache, native) == jit.fingerprint(cache, native)
