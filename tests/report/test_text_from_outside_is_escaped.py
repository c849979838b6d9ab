"""Escaping: whatever is printed stays text where it is printed."""

import csv
import html.parser
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from derive.report import escape

TEXTS = st.text(max_size=60)


@settings(derandomize=True, deadline=None)
@given(TEXTS)
@example("\x1b]0;title\x07\x1b[2J")
@example("abc\u202egnp.exe")
def test_a_terminal_gets_no_control_character(text: str) -> None:
    printed = escape.terminal(text)
    assert all(c in "\n\t" or c.isprintable() or ord(c) >= 0xA0 for c in printed)
    assert "\x1b" not in printed
    assert "\u202e" not in printed


class Tags(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


@settings(derandomize=True, deadline=None)
@given(TEXTS)
@example("<script>alert(1)</script>")
@example('"><img src=x onerror=alert(1)>')
def test_html_holds_no_tag_and_no_open_quote_from_outside(text: str) -> None:
    reader = Tags()
    reader.feed(f'<p title="{escape.html(text)}">{escape.html(text)}</p>')
    assert reader.tags == ["p"]


@settings(derandomize=True, deadline=None)
@given(TEXTS)
@example('"; #read("secret")')
@example("\\")
def test_a_typst_literal_ends_where_it_should(text: str) -> None:
    literal = escape.typst(text)
    inner = literal[1:-1]
    assert literal[0] == literal[-1] == '"'
    unescaped = inner.replace("\\\\", "")
    assert '"' not in unescaped.replace('\\"', "")
    assert not unescaped.replace('\\"', "").endswith("\\")


@settings(derandomize=True, deadline=None)
@given(TEXTS)
@example(r"\input{/etc/passwd}")
@example(r"\write18{ls}")
def test_tex_gets_no_command_from_outside(text: str) -> None:
    escaped = escape.tex(text)
    for word in (r"\textbackslash{}", r"\textasciicircum{}", r"\textasciitilde{}"):
        escaped = escaped.replace(word, "")
    for word in (r"\{", r"\}", r"\$", r"\&", r"\#", r"\%", r"\_"):
        escaped = escaped.replace(word, "")
    assert not set(escaped) & set("\\{}$&#%_^~")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_cell_is_no_formula(text: str) -> None:
    sheet = io.StringIO()
    csv.writer(sheet).writerow([escape.csv_cell(text)])
    (row,) = csv.reader(io.StringIO(sheet.getvalue()))
    assert row[0][0] == "'"


@pytest.mark.parametrize("text", ["<b>", "[a](javascript:1)", "![x](y)", "`code`", "$x$", "# head"])
def test_markdown_gets_no_markup_from_outside(text: str) -> None:
    from markdown_it import MarkdownIt

    rendered = MarkdownIt().render(escape.markdown(text))
    assert not any(f"<{tag}" in rendered for tag in ("b>", "a ", "img", "code", "h1"))
