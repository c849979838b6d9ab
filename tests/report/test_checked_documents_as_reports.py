"""A checked document as JSON, as lines for a terminal, and as a page: complete, and safe to show."""

from __future__ import annotations

import json
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from derive.check import check_document
from derive.report.check_html import report_to_html
from derive.report.check_record import report_to_json
from derive.report.check_text import report_lines

TEXT = "We have $1 + 1 = 2$, $x = y^2$, $2 + 2 = 5$ and $a = \\frac{b$.\n"


def test_the_record_has_the_fields_that_others_build_on() -> None:
    record = report_to_json(check_document(TEXT, kind="markdown"))
    assert json.loads(json.dumps(record)) == record
    assert set(record) >= {"document", "steps", "unread", "summary", "definitions"}
    step = record["steps"][1]
    assert set(step) >= {"line", "source", "left", "relation", "right", "verdict", "reason", "evidence", "diagnosis"}
    assert (step["line"], step["left"], step["relation"], step["right"], step["verdict"]) == (
        1,
        "2 + 2",
        "eq",
        "5",
        "refuted",
    )
    assert set(record["unread"][0]) >= {"line", "source", "offset", "reason"}
    assert record["summary"] == {
        "steps": 2,
        "proved": 1,
        "supported": 0,
        "refuted": 1,
        "undecided": 0,
        "unreadable": 0,
        "taken": 1,
        "unread": 1,
    }


def test_the_lines_show_the_counterexample_and_the_first_wrong_step() -> None:
    lines = "\n".join(report_lines(check_document(TEXT, kind="markdown")))
    assert "line 1  ✗ refuted    2 + 2 = 5" in lines
    assert "First wrong step of each chain:" in lines
    assert lines.endswith(
        "2 steps: 1 proved, 1 refuted; 1 equations taken as definitions, values, laws or conditions; 1 not read"
    )


def test_the_page_marks_the_mathematics_in_place() -> None:
    page = report_to_html(check_document(TEXT, kind="markdown"))
    assert (
        '<mark class="refuted"><span class="s" aria-hidden="true">✗</span>'
        '<a href="#step-2" title="line 1: refuted" aria-label="line 1: refuted">5</a></mark>'
    ) in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_every_line_has_its_number_and_every_finding_leads_back_to_it() -> None:
    page = report_to_html(check_document("One.\n\n$$\na = 2 b\n$$\n\nand $2 + 2 =\n 5$.\n", kind="markdown"))
    for number in range(1, 9):
        assert f'<tr id="L{number}"><td class="n"><a href="#L{number}">{number}</a></td>' in page
    assert '<h3><a href="#L8">line 8</a>: <span class="s" aria-hidden="true">✗</span>refuted</h3>' in page
    linked = {part.split('"', 1)[0] for part in page.split('href="#')[1:]}
    assert [anchor for anchor in sorted(linked) if f'id="{anchor}"' not in page] == []


def test_the_legend_counts_every_sort_of_mark_and_wrong_steps_come_first() -> None:
    page = report_to_html(check_document(TEXT, kind="markdown"))
    assert "refuted: there is a counterexample (1)" in page
    assert "not read (1)" in page
    assert page.index("First wrong step of each chain") < page.index("The document") < page.index("What was found")


def test_a_mark_over_several_lines_is_closed_at_each_line_end() -> None:
    page = report_to_html(check_document("$$\nx + y = 2 +\n 3 + \\frac{1}{2}\n$$ and $1 = 1 +\n 1$\n", kind="markdown"))
    for row in page.split("<tr ")[1:]:
        assert row.count("<mark") == row.count("</mark>")


def test_the_cells_of_a_notebook_are_shown_with_their_own_lines() -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "id": "a", "source": "First\n$2 + 2 = 5$"},
        {"cell_type": "code", "metadata": {}, "id": "b", "source": "x = 1", "outputs": [], "execution_count": None},
        {"cell_type": "markdown", "metadata": {}, "id": "c", "source": "$1 + 1 = 2$"},
    ]
    source = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    page = report_to_html(check_document(source, kind="notebook"))
    assert "<h3>Cell 1</h3>" in page
    assert "<h3>Cell 3</h3>" in page
    assert '<h3><a href="#c1-L2">cell 1, line 2</a>: <span class="s" aria-hidden="true">✗</span>refuted</h3>' in page
    assert '<tr id="c1-L2">' in page


def test_a_step_is_printed_as_mathematics_and_as_its_source() -> None:
    page = report_to_html(check_document(r"We have $\frac{1}{2} = \frac{2}{5}$.", kind="markdown"))
    assert "<mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac>" in page
    assert r"<code>\frac{1}{2} = \frac{2}{5}</code>" in page


def test_nothing_from_the_document_is_markup() -> None:
    text = 'Here $a = b$ <script>alert("x")</script> and $\\text{<img src=x onerror=y>} = 1$ and $c = \\frac{<b>$.'
    page = report_to_html(check_document(text, kind="markdown"))
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>$" not in page


PAGE = {
    "html",
    "head",
    "title",
    "style",
    "body",
    "h1",
    "h2",
    "h3",
    "p",
    "pre",
    "a",
    "section",
    "code",
    "table",
    "tr",
    "td",
    "ul",
    "li",
    "span",
    "div",
}
MATHEMATICS = {
    "meta",
    "main",
    "mark",
    "math",
    "mrow",
    "mi",
    "mn",
    "mo",
    "mtext",
    "mspace",
    "mfrac",
    "msqrt",
    "mroot",
    "mover",
    "munder",
    "munderover",
    "msub",
    "msup",
    "msubsup",
    "mtable",
    "mtr",
    "mtd",
}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)


@settings(derandomize=True, deadline=None, max_examples=25)
@given(st.text(alphabet="<>&\"'=$ab1\\/{}", max_size=40))
def test_whatever_the_document_says_the_page_has_only_its_own_tags(text: str) -> None:
    page = report_to_html(check_document(f"$1 = 1$ {text} $x = {text}$", kind="markdown", seconds=0.05, explain=False))
    parser = _Tags()
    parser.feed(page)
    assert {tag for tag in parser.seen if not tag.startswith("m")} <= PAGE
    assert {tag for tag in parser.seen if tag.startswith("m")} <= MATHEMATICS
