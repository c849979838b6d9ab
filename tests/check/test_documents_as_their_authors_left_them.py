"""Whole documents: every equation decided, taken as what it is, or listed as unread, at its own line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derive.check import Report, Step, Taken, Unread, assemble, check_document, document_steps

FOLDER = Path(__file__).parent.parent / "corpus" / "documents"


def found(report: Report) -> list[tuple[int, str, str]]:
    words = {"proved": "true", "supported": "true", "refuted": "false"}
    return [(s.line, s.right, words.get(s.verdict.outcome.value, "open")) for s in report.steps]


def roles(report: Report) -> list[tuple[int, str]]:
    return [(t.line, t.role) for t in report.definitions]


def test_markdown_with_a_network_a_chain_rule_and_a_missing_inner_derivative() -> None:
    report = check_document(FOLDER / "two_layers.md", seconds=2.0)
    assert found(report) == [
        (15, "h - d", "true"),
        (16, r"\frac{d\ell}{dh} \frac{dh}{dv}", "true"),
        (16, r"(h - d) \phi(w x)", "true"),
        (17, r"\frac{d\ell}{dh} \frac{dh}{dw}", "true"),
        (17, r"(h - d) v\, \phi'(w x)", "false"),
        (23, r"v - \eta (h - d) \phi(w x)", "true"),
        (30, "4", "true"),
    ]
    assert roles(report) == [(5, "definition"), (9, "definition"), (23, "update"), (29, "condition")]
    assert report.unread == ()
    diagnosis = report.refuted[0].verdict.diagnosis
    assert diagnosis is not None
    assert "inner derivative" in diagnosis.slip


def test_latex_source_with_macros_comments_and_old_alignments() -> None:
    report = check_document(FOLDER / "membrane.tex", seconds=2.0)
    assert report.kind == "latex"
    assert found(report) == [
        (11, "a q", "true"),
        (12, "q^2", "false"),
        (15, r"\left[ t + t^2 \right]_0^1", "true"),
        (16, "2", "true"),
        (17, "3", "false"),
        (20, "7.39", "true"),
        (20, "1.51", "false"),
        (21, "p^2 + q^2", "false"),
    ]
    assert roles(report) == [(7, "condition"), (8, "definition"), (22, "definition"), (22, "condition")]
    assert [s.line for s in report.first_wrong] == [12, 17, 20, 21]


def test_plain_text_with_unicode() -> None:
    report = check_document(FOLDER / "notes.txt", seconds=2.0)
    assert found(report) == [
        (4, "σ(x)*(1 - σ(x))", "true"),
        (5, "σ(x)*(1 + σ(x))", "false"),
        (6, "4", "true"),
        (6, "5", "false"),
    ]


def test_a_notebook_speaks_of_its_cells_and_knows_earlier_ones() -> None:
    report = check_document(FOLDER / "geometry.ipynb", seconds=2.0)
    assert [(s.cell, s.line, s.verdict.outcome.value) for s in report.steps] == [
        (1, 5, "proved"),
        (3, 3, "proved"),
        (3, 3, "refuted"),
    ]


def only(text: str, *assume: str) -> Step:
    (step,) = check_document(text, kind="markdown", assume=assume, seconds=2.0).steps
    return step


def test_the_report_says_which_assumption_would_make_a_step_true() -> None:
    step = only(r"So $\sqrt{x^2} = x$.")
    assert step.verdict.fails
    assert step.verdict.diagnosis is not None
    assert step.verdict.diagnosis.text == "it is true if x > 0"
    assert only(r"So $\sqrt{x^2} = x$.", "x > 0").verdict.holds
    assert only(r"So $\sqrt{x^2} = x$.", "all constants are positive").verdict.holds


def test_an_assumption_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="the assumption 'x >' could not be read"):
        check_document("$x = x$", assume=("x >",))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("$$w = w - a g$$", "update"),
        (r"$$w \leftarrow w - a g$$", "update"),
        (r"$$x \in R$$", "declaration"),
        (r"$$a \ll b$$", "comparison"),
        ("$$x^2 = 2x$$", "law"),
        (r"$$\sum_{i=1}^n p_i = 1$$", "condition"),
        (r"$$\tau \frac{dV}{dt} = -V + I$$", "law"),
        (r"$$g_0 = 3$$", "value"),
        (r"$$x > 3$$", "condition"),
        (r"$$\alpha + 1$$", "expression"),
    ],
)
def test_what_is_no_identity_is_taken_as_what_it_is(text: str, role: str) -> None:
    report = check_document(text, kind="markdown")
    assert (report.steps, [t.role for t in report.definitions]) == ((), [role])


@pytest.mark.parametrize(
    "text",
    [
        r"$$\frac{d}{dx} x^3 = 3 x^3$$",
        r"$$\sin(2x) = \sin x \cos x$$",
        r"$$(a + b)^2 = a^2 + b^2$$",
        r"$$f(x) = x^2, \quad f''(x) = 3$$",
        r"$$2 + 2 = 5$$",
    ],
)
def test_what_claims_to_be_an_identity_and_is_none_is_refuted(text: str) -> None:
    assert [s.verdict.outcome.value for s in check_document(text, kind="markdown", seconds=2.0).steps] == ["refuted"]


def test_a_step_on_the_way_of_a_definition_defines_what_it_needs() -> None:
    text = "$$z = b u = b a x$$\n\n$$\\frac{dz}{da} = b x$$"
    report = check_document(text, kind="markdown", seconds=2.0)
    assert [t.role for t in report.definitions] == ["definition", "definition"]
    assert [s.verdict.outcome.value for s in report.steps] == ["proved"]


def test_a_name_may_mean_something_else_in_another_section() -> None:
    text = "# One\n\n$$y = x^2$$\n\n# Two\n\n$$y = x^3$$\n\n$$\\frac{dy}{dx} = 3x^2$$"
    report = check_document(text, kind="markdown", seconds=2.0)
    assert [t.role for t in report.definitions] == ["definition", "redefinition"]
    assert [s.verdict.outcome.value for s in report.steps] == ["proved"]


def test_index_conditions_belong_to_their_step() -> None:
    text = (
        r"$$z_j = \frac{e^{t_j}}{\sum_i e^{t_i}}$$"
        + "\n\n"
        + r"$$\frac{\partial z_j}{\partial t_i} = -z_j z_i \quad i \neq j$$"
    )
    report = check_document(text, kind="markdown", seconds=4.0)
    assert [s.verdict.holds for s in report.steps] == [True]


def test_an_equation_that_follows_from_the_line_before_is_a_true_step() -> None:
    report = check_document("$$2x + 4 = 10$$\n$$x + 2 = 5$$\n$$x = 3$$", kind="markdown", seconds=2.0)
    assert [s.verdict.holds for s in report.steps] == [True, True]
    assert [t.role for t in report.definitions] == ["condition"]


def test_what_cannot_be_read_is_listed_with_its_reason_and_the_rest_goes_on() -> None:
    report = check_document("$a = \\frac{b$ and $1 + 1 = 2$ and $= 3$", kind="markdown")
    assert [(u.line, bool(u.reason)) for u in report.unread] == [(1, True), (1, True)]
    assert [s.verdict.outcome.value for s in report.steps] == ["proved"]


def test_a_finding_that_was_to_be_left_out_is_open_and_the_others_stand() -> None:
    text = "$1 + 1 = 2$ and $2 + 2 = 4$"
    records = list(document_steps(text, kind="markdown", skip=frozenset((0,))))
    report = assemble("name", "markdown", text, records)
    assert [s.verdict.outcome.value for s in report.steps] == ["undecided", "proved"]


PIECES = st.sampled_from(
    ("a", "x_1", r"\frac{a}{b}", "f(x)", "2", "x^2", r"\sqrt{a}", "=", "<", "+", "&", r"\\", "{", ",")
)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.lists(PIECES, min_size=1, max_size=9))
def test_every_display_with_a_relation_leaves_a_record(pieces: list[str]) -> None:
    text = "$$" + " ".join(pieces) + "$$"
    records = list(document_steps(text, kind="markdown", seconds=0.05, explain=False))
    assert all(isinstance(r, Step | Taken | Unread) for r in records)
    inside = [p for p in pieces if p not in ("&", r"\\", ",", "{")]
    if len(inside) > 1 and any(p in ("=", "<") for p in inside[1:]) and any(p not in ("=", "<") for p in inside):
        assert records
