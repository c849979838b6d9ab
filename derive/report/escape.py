"""Text from outside, made safe for where it is printed.

Every place that prints has one function here; nobody escapes by hand.
"""

from __future__ import annotations

import html as _html
import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}


def terminal(text: str) -> str:
    """Control characters, escape sequences and direction marks shown as ``\\x1b`` and the like; line ends kept.

    >>> terminal("a" + chr(27) + "[2J")
    'a\\\\x1b[2J'
    """
    return _CONTROL.sub(lambda m: m[0].encode("unicode_escape").decode("ascii"), text)


def html(text: str) -> str:
    """Safe inside an element and inside a quoted attribute.

    >>> html('<script>"')
    '&lt;script&gt;&quot;'
    """
    return _html.escape(terminal(text), quote=True)


def tex(text: str) -> str:
    """Safe as running text of a TeX document.

    >>> tex("50% of x_1")
    '50\\\\% of x\\\\_1'
    """
    return "".join(_TEX.get(c, c) for c in terminal(text))


def typst(text: str) -> str:
    """A Typst string literal: the one form in which nothing is markup or code.

    >>> typst('#read("x")')
    '"#read(\\\\"x\\\\")"'
    """
    inner = terminal(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{inner}"'


def markdown(text: str) -> str:
    """Safe as running text of Markdown: no markup, no raw HTML, no mathematics.

    >>> markdown("a*b <i>")
    'a\\\\*b &lt;i&gt;'
    """
    escaped = re.sub(r"([\\`*_{}\[\]()#+!|$~-])", r"\\\1", terminal(text))
    return escaped.replace("<", "&lt;").replace(">", "&gt;")


def csv_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; quoting is the csv module's.

    >>> csv_cell("=1+1")
    "'=1+1"
    """
    clean = terminal(text)
    return "'" + clean if clean[:1] in ("=", "+", "-", "@", "\t", "\r") else clean
