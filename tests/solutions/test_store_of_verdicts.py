"""Nothing verified and unchanged is repeated; what changes is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from derive.load import load
from derive.verify import fingerprint, verify

BODY = """
@witness(seed={seed})
def watch(x):
    return x * x, 1e-9

@sheet.part(witness=watch)
def a():
    return derived(x**2, equal("as a product", x * x, {right}))
"""


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DERIVE_CACHE", str(tmp_path / "store"))


def test_a_second_run_repeats_nothing(written: Callable[[str], str]) -> None:
    path = written(BODY.format(seed=1, right="x**2"))
    assert [row.cached for row in verify([path])] == [False]
    again = list(verify([path]))
    assert [row.cached for row in again] == [True]
    assert all(row.as_expected for row in again)
    assert [row.cached for row in verify([path], fresh=True)] == [False]


def test_a_row_from_the_store_says_the_same(written: Callable[[str], str]) -> None:
    path = written(BODY.format(seed=1, right="x**2"))
    first, second = ([row.record() for row in verify([path])] for _ in range(2))
    assert first == second


def test_a_claim_has_one_key_in_every_process() -> None:
    script = (
        "from derive.load import load; from derive.verify.fingerprint import key\n"
        "s = load('three_neuron_chain'); print([key(c, s) for _, c in s.claims()])"
    )
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    sheet = load("three_neuron_chain")
    fingerprint.engine.cache_clear()  # the source may have been edited since the tests began
    assert other.strip() == str([fingerprint.key(claim, sheet) for _, claim in sheet.claims()])


def test_another_number_another_key() -> None:
    sheet = load("h_current")
    other = sheet.set({"g_0": "3"})
    keys = [{fingerprint.key(c, s) for _, c in s.claims()} for s in (sheet, other)]
    assert not keys[0] & keys[1]
