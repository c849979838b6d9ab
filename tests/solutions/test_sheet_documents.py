"""Sheets in every form: complete, the same twice, and with nothing of a text taken for markup."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from derive.load import load
from derive.read import read
from derive.report.mathematics import mathml, typst
from derive.report.render import PRINTERS, render
from derive.report.sheet_document import Document, Heading, Prose
from derive.report.sheet_html import page
from derive.report.sheet_md import markdown
from derive.report.sheet_tex import latex_file
from derive.report.sheet_typst import pdf, typst_file
from derive.statement import Statement

HOSTILE = 'a <script>alert(1)</script> & "quotes" #read("x") \\input{x} *stars* _under_ [link](x) 50% {braces}'
SMALL = """
@sheet.part(marks=2)
def square():
    r\"\"\"The square of $x$.\"\"\"
    return derived(x**2, equal("as a product", x**2, x * x))

@sheet.figure()
def line():
    '''A line.'''
    from derive.language import figure
    drawing, axes = figure()
    axes.plot([0, 1])
    axes.set(xlabel="x", ylabel="y")
    return drawing
"""


@pytest.mark.parametrize("form", sorted(PRINTERS))
def test_a_sheet_is_written_twice_alike(form: str, written: Callable[[str], str], tmp_path: Path) -> None:
    sheet = load(written(SMALL))
    first, second = tmp_path / f"one.{form}", tmp_path / f"one_again.{form}"
    render(sheet, form, first)
    render(sheet, form, second)
    one, two = first.read_bytes(), second.read_bytes()
    assert one == two.replace(b"one_again", b"one")
    assert len(one) > 200


def test_words_are_words_in_every_form() -> None:
    document = Document(HOSTILE, (Heading(2, HOSTILE), Prose(HOSTILE)))
    html = page(document)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "<script>" not in markdown(document)
    assert "\\input{x}" not in latex_file(document, folder="f")
    assert '#"a <script>' in typst_file(document)
    assert pdf(document).startswith(b"%PDF")


@pytest.mark.parametrize(
    "latex", ["{" * 500, r"\frac", r"\begin{matrix}", r"\left(", "^", r"\sqrt[", "}" * 9, r"\unknown{x}"]
)
def test_broken_mathematics_is_printed_somehow_and_never_raises(latex: str) -> None:
    assert mathml(latex).endswith("</math>")
    assert typst(latex)


def test_mathematics_is_escaped_in_html() -> None:
    assert "<script>" not in mathml(r"\text{<script>} < x")


def test_a_notebook_is_json_with_a_cell_for_each_part(written: Callable[[str], str]) -> None:
    record = json.loads(render(load(written(SMALL)), "ipynb", None))
    assert record["nbformat"] == 4
    assert any("The square of" in cell["source"] for cell in record["cells"])


def test_a_derivative_by_a_defined_quantity_is_taken_where_the_model_puts_it() -> None:
    sheet = load("three_neuron_chain")
    said = read(r"\frac{dl}{dx_3} \frac{dx_3}{dx_2}", vocabulary=sheet.vocabulary())
    assert isinstance(said, Statement)
    w_1, w_2, x_1, y = (sheet.symbol(n) for n in ("w_1", "w_2", "x_1", "y"))
    found = sheet.to_sympy(sheet.base(said.expression))
    assert (found - (w_1 * w_2 * x_1 - y) * w_2).expand() == 0


def test_an_earlier_slip_is_followed_through_three_sheets() -> None:
    chain, race, neuron = load("three_neuron_chain"), load("learning_race"), load("h_current")
    y, x_3, x_1, w_2 = (chain.symbol(n) for n in ("y", "x_3", "x_1", "w_2"))
    later = chain.solve({"output_gradient": y - x_3})["gradient_w1"].value
    assert (later - (y - x_3) * w_2 * x_1).expand() == 0
    Delta = race.symbol("Delta")
    assert race.solve({"critical_separation": Delta * 0 + 1})["linear_regime"].value == (Delta > 1)
    V, E_L, E_0, g_0 = (neuron.symbol(n) for n in ("V", "E_L", "E_0", "g_0"))
    wrong = (V - E_L) / (g_0 * (V - E_0))
    right, given = (neuron.solve(g)["firing_condition"].value for g in ({}, {"v_nullcline_for_x": wrong}))
    assert (right.lts + given.lts).simplify() == 0


@pytest.mark.parametrize(
    ("name", "values", "claim", "before", "after"),
    [
        ("h_current", {"g_0": "3"}, "with these numbers the neuron fires by itself", "no", "yes"),
        ("learning_race", {"Delta": "1"}, "at this separation the linear neuron wins", "no", "yes"),
        ("three_neuron_chain", {"r_0": "1"}, "from w_1 = 0 the first synapse learns", "no", "yes"),
    ],
)
def test_a_conclusion_flips_with_a_number(
    name: str, values: dict[str, str], claim: str, before: str, after: str
) -> None:
    from derive.verify.row import concluded
    from derive.verify.run import examine

    for sheet, word in ((load(name), before), (load(name).set(values), after)):
        part, found = next((p, c) for p, c in sheet.claims() if c.name == claim)
        row = examine(name, sheet, part, found, fresh=True)
        assert row.as_expected
        assert concluded(row.verdict) is (word == "yes")


def test_every_sign_of_a_tex_file_is_defined() -> None:
    text = latex_file(Document("τ ± Aᵀ 文", (Prose("10 µs → 3"),)), folder="f")
    head, _, body = text.partition("\\begin{document}")
    for sign in {c for c in body if not c.isascii()}:
        assert f"\\newunicodechar{{{sign}}}" in head
    assert "\\ensuremath{\\tau}" in head
    assert "\\texttt{U+6587}" in head
