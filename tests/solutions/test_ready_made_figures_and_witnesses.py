"""What the language makes of declarations: figures of parts, phase planes, witnesses of a flow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import derive.language as d
from derive.author_error import AuthorError
from derive.load import load
from derive.report.render import render
from derive.report.words import titled, worded
from derive.verify import verify

Written = Callable[..., str]
HEAD = """
import derive.language as d
t = d.variable("t", "positive", span=(1, 3), unit="s", description="time")
k = d.param("k", "positive", span=(1, 2), default=1)
x, y = d.state("x", span=(-2, 2)), d.state("y_0", span=(-2, 2))
spring = d.model(flow={x: y, y: -k * x})
sheet = d.Sheet("A spring", spring)

@d.witness(seed=1)
def square(t, k):
    "The square."
    return k * t * t, 0.01
"""
PARTS = """
@sheet.part(witness=square)
def squared():
    return d.derived(k * t**2, target=x)

@sheet.part()
def late(squared):
    return t > k + 1

@sheet.part(witness=d.standstill(spring, x, y, seed=2))
def nullcline():
    return d.derived(d.nullcline(spring, x, y), target=y)

@sheet.part(witness=d.slopes_of_flow(spring, seed=3))
def slopes():
    return d.jacobian(spring)
"""


def drawn(path: str, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The figures of a sheet, as they are drawn."""
    kept: list[Any] = []

    def remember(*args: Any) -> Any:
        kept.append(original(*args))
        return kept[-1]

    original = d.figure
    monkeypatch.setattr("derive.plot.figure", remember)
    render(load(path), "md", None)
    return [drawing for drawing, _ in kept]


def test_a_part_is_drawn_with_what_its_witness_measures(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(PARTS + 'sheet.plot("squared", over=t, border="late", log="y")\n', head=HEAD)
    axes = drawn(path, monkeypatch)[0].axes[0]
    assert (axes.get_xlabel(), axes.get_ylabel(), axes.get_yscale()) == ("time $t$ (s)", "$x$", "log")
    line, dots, border = ([np.array(part, dtype=float) for part in axes.lines[n].get_data()] for n in (0, 1, -1))
    assert np.allclose(line[1], line[0] ** 2)
    assert np.allclose(dots[1], dots[0] ** 2)
    assert list(border[0]) == [2, 2]


def test_a_phase_plane_follows_the_flow(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(PARTS + 'sheet.phase_plane("nullcline", after="nullcline", starts=[(1, 0)], time=6.3)\n', head=HEAD)
    axes = drawn(path, monkeypatch)[0].axes[0]
    assert axes.get_xlim() == (-2, 2)
    path_x, path_y = next(
        (line.get_xdata(), line.get_ydata()) for line in axes.lines if line.get_label() == "trajectories"
    )
    assert np.allclose(np.hypot(path_x, path_y), 1, atol=1e-6)


def test_ready_made_witnesses_find_a_wrong_answer(written: Written, tmp_path: Path) -> None:
    rows = list(verify([written(PARTS, head=HEAD)], fresh=True))
    assert all(row.as_expected for row in rows)
    wrong = PARTS.replace("d.nullcline(spring, x, y)", "x").replace("d.jacobian(spring)", "-d.jacobian(spring)")
    path = Path(written(wrong, head=HEAD)).rename(tmp_path / "wrong_sheet.py")
    found = {row.part: row.as_expected for row in verify([str(path)], fresh=True)}
    assert found == {"squared": True, "nullcline": False, "slopes": False}


def test_a_figure_that_fails_is_told_where_the_author_wrote_it(written: Written, tmp_path: Path) -> None:
    body = PARTS + 'sheet.plot("squared", over=t, claim="none")\n'
    path = written(body, head=HEAD)
    with pytest.raises(AuthorError) as caught:
        render(load(path), "md", None)
    line = (HEAD + body).splitlines().index('sheet.plot("squared", over=t, claim="none")') + 1
    assert str(caught.value).startswith(f"{path}:{line}: figure squared failed: ValueError: claim='none' is no claim")
    other = Path(written(PARTS + 'sheet.plot("square", over=t)\n', head=HEAD)).rename(tmp_path / "other_sheet.py")
    with pytest.raises(AuthorError, match="figure square needs square, which is no part; did you mean squared"):
        load(str(other))


def test_growth_is_the_leading_eigenvalue() -> None:
    matrix = np.array([[-1.0, 2.0], [0.0, 0.5]])
    rate, error = d.growth(lambda u: matrix @ u, [0.0, 0.0], np.linalg.eig(matrix)[1][:, 1], 0.5)
    assert abs(rate - 0.5) < error < 0.01


def test_words_get_their_names_as_formulas(written: Written) -> None:
    sheet = load(written(PARTS, head=HEAD))
    assert titled(sheet, "Y0 and T") == "$y_{0}$ and $t$"
    assert worded(sheet, "it fails at y_0 = -3/2, k = 2") == "it fails at $y_{0} = -3/2$, $k = 2$"
    assert worded(sheet, "a word is a word") == "a word is a word"


def test_a_word_that_is_not_in_the_language_is_told_with_a_suggestion() -> None:
    with pytest.raises(AttributeError, match="the language has no word 'equals'; did you mean equal"):
        _ = d.equals
