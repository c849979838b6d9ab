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
    assert 'class="refuted" title="✗ refuted"><a href="#step-2">5</a></mark>' in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_nothing_from_the_document_is_markup() -> None:
    text = 'Here $a = b$ <script>alert("x")</script> and $\\text{<img src=x onerror=y>} = 1$ and $c = \\frac{<b>$.'
    page = report_to_html(check_document(text, kind="markdown"))
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>$" not in page


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
    own = {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "p",
        "pre",
        "mark",
        "a",
        "section",
        "b",
        "br",
        "code",
    }
    assert parser.seen <= own
