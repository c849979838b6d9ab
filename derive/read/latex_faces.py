r"""Faces of letters: ``\mathrm{abc}`` is one word, ``\mathbf{w}`` a marked letter, ``\text{if}`` words."""

from __future__ import annotations

import re

from derive.functions import CANONICAL
from derive.read.latex_lexer import Lexer, group, in_subscript
from derive.read.quantities import is_unit, unit_pieces
from derive.read.refusal import Refusal
from derive.read.words import NUMBER_WORDS

_WORD = re.compile(r"\s*([A-Za-z][A-Za-z ]*[A-Za-z]|[A-Za-z])\s*\Z")
_WORDS_OF_TEXT = frozenset(
    [
        "if",
        "for",
        "when",
        "where",
        "otherwise",
        "else",
        "and",
        "or",
        "with",
        "while",
        "such",
        "that",
        "as",
        "is",
        "on",
        "all",
        "every",
        "otherwise,",
        "then",
        "elsewhere",
        "provided",
        "given",
        "let",
        "not",
        "in",
        "otherwise.",
        "const",
        "constant",
    ]
)
_ROMAN = frozenset(
    [
        "mathrm",
        "text",
        "operatorname",
        "textrm",
        "mathit",
        "mathsf",
        "mathtt",
        "textit",
        "mathnormal",
        "textnormal",
        "textsf",
        "textup",
        "textbf",
        "mathop",
    ]
)
_BOARD = {
    "E": "Expectation", "P": "Probability", "V": "Variance", "R": "Reals", "N": "Naturals", "Z": "Integers",
    "C": "Complexes", "Q": "Rationals",
}  # fmt: skip
_SWITCHES = frozenset(["rm", "bf", "it", "cal", "sf", "tt"])


def _unit_behind_number(lexer: Lexer, face: str, content: str, start: int, end: int) -> bool:
    """Words in text behind a number that are a unit, or that say what is counted."""
    if face not in _ROMAN or not _behind_number(lexer):
        return False
    pieces = unit_pieces(content)
    if pieces is None and is_unit(content.replace("\\", "").replace("~", " ")):
        pieces = [("unit", content.strip(" ~\\,"))]
    if pieces is None and not _is_counted(lexer, face, content):
        return False
    lexer.position = end + 1
    for kind, text in pieces or ():
        lexer.emit(kind, text, start, end + 1)
    lexer.wide = True
    return True


def _behind_number(lexer: Lexer) -> bool:
    """Whether a number stands before, or a power of ten."""
    kinds = [t.kind for t in lexer.tokens[-6:]]
    if kinds[-1:] == ["number"]:
        return True
    power = "^" in kinds and kinds[-1:] == ["}"] and kinds[kinds.index("^") - 1 : kinds.index("^")] == ["number"]
    return power and all(k in ("number", "-", "+", "{", "}", "^", "*") for k in kinds)


def _is_counted(lexer: Lexer, face: str, content: str) -> bool:
    """``1.5 \\text{ bits}``: a noun set apart from the number before it, and no name of the text."""
    word = content.strip(" ~")
    apart = lexer.wide or content[:1] in (" ", "~")
    known = word in lexer.words.names or word in lexer.words.functions or word in CANONICAL
    return (
        face.startswith("text")
        and apart
        and not known
        and word.lower() not in _WORDS_OF_TEXT
        and word not in NUMBER_WORDS
        and word.removesuffix("s") not in NUMBER_WORDS
        and (len(word) > 2 and word.isascii() and word.isalpha() and word.islower())
    )


def face_of_letters(lexer: Lexer, face: str, start: int) -> None:
    r"""A face command: ``\mathrm{abc}`` is one word, ``\mathbf{w}`` a letter that is marked, ``\text{if}`` text."""
    if face in _SWITCHES:
        return
    span = group(lexer)
    if span is None:
        lexer.pending = "bold" if _is_bold(face) else face if face == "mathbb" else "roman" if face in _ROMAN else ""
        return
    begin, end = span
    content = lexer.text[begin:end]
    if _unit_behind_number(lexer, face, content, start, end):
        return
    if content.strip() == "\\nabla":
        lexer.position = end + 1
        lexer.emit("∇", "∇", start, end + 1)
        return
    word = _WORD.match(content)
    if word is not None:
        lexer.position = end + 1
        _word_in_face(lexer, face, word.group(1), content, start)
        return
    if _is_bold(face) and content.strip() in ("0", "1", "11"):
        lexer.position = end + 1
        lexer.emit("number", content.strip(), start, end + 1, "bold")
        return
    stripped = content.strip()
    if face in _ROMAN and _is_prose(face, stripped):
        lexer.position = end + 1
        inner = re.fullmatch(r"\(([A-Za-z])\)", stripped)
        if inner is not None:
            lexer.emit("name", inner.group(1), start, end + 1, "text")
        else:
            lexer.emit("text", stripped, start, end + 1)
        return
    if face == "mathit" and stripped.isdigit():
        raise Refusal(begin, f"{stripped!r}", "letters", "a number is not set in italics")
    if face == "mathop" and re.fullmatch(r"\s*\\[A-Za-z]+(?:\{[A-Za-z]+\})?\s*", content):
        lexer.position = begin
        lexer.run(end)
        lexer.position = end + 1
        return
    lexer.position = begin
    mark = "bold" if _is_bold(face) else "roman"
    lexer.emit("{", "{", start, begin)
    called = re.match(r"\s*([A-Za-z]+)(?=\s*\()", content) if face in _ROMAN else None
    if called is not None:
        lexer.position = begin + called.end()
        _word_in_face(lexer, face, called.group(1), called.group(1), begin)
    first = len(lexer.tokens)
    lexer.run(end)
    for at in range(first, len(lexer.tokens)):
        token = lexer.tokens[at]
        if token.kind in ("name", "number", "constant") and mark == "bold" and not token.mark:
            lexer.tokens[at] = token._replace(mark=mark)
    lexer.position = end + 1
    lexer.emit("}", "}", end, end + 1)


def _is_bold(face: str) -> bool:
    return face in (
        "mathbf",
        "boldsymbol",
        "bm",
        "pmb",
        "vec",
        "bf",
        "bs",
        "symbf",
        "symbfit",
        "matr",
        "mat",
        "vect",
        "symbfup",
    )


def _is_prose(face: str, content: str) -> bool:
    if not content:
        return True
    if face.startswith("text") or face == "mathrm":
        return bool(re.search(r"[A-Za-z]{2,}[ ,.:]+[A-Za-z]", content)) or not re.search(
            r"[A-Za-z]\(|[\\^_$=<>+\d]", content
        )
    return False


def _word_in_face(lexer: Lexer, face: str, word: str, content: str, start: int) -> None:
    stop, words = lexer.position, lexer.words
    if face == "mathbb" and word in _BOARD:
        lexer.emit("board", _BOARD[word], start, stop, word)
    elif face in ("mathcal", "mathscr", "mathfrak") or len(word) == 1:
        for i, letter in enumerate(word.replace(" ", "")):
            mark = "bold" if _is_bold(face) else "cal" if face.startswith("math") and face not in _ROMAN else "roman"
            lexer.emit("name", letter, start if i == 0 else stop, stop, mark)
    elif " " in word or (word.lower() in _WORDS_OF_TEXT and face in _ROMAN and face != "operatorname"):
        if face == "mathit":
            lexer.emit("name", word.replace(" ", ""), start, stop, "roman")
        else:
            lexer.emit("text", content.strip(), start, stop)
    elif word in words.names:
        lexer.emit("name", words.names[word], start, stop, "declared")
    elif in_subscript(lexer):
        lexer.emit("name", word, start, stop, "roman")
    elif (
        word in CANONICAL
        and word not in words.functions
        and word not in ("beta", "gamma", "zeta", "psi", "frac", "order")
    ):
        lexer.emit("function", CANONICAL[word], start, stop, "roman")
    elif word.lower() in ("var", "cov", "sgn", "tr", "prob", "pr") and word not in words.functions:
        known = {
            "var": "Variance",
            "cov": "Covariance",
            "sgn": "sign",
            "tr": "trace",
            "prob": "Probability",
            "pr": "Probability",
        }
        lexer.emit("function", known[word.lower()], start, stop, "roman")
    elif _is_bold(face) and word not in words.functions:
        for i, letter in enumerate(word):
            lexer.emit("name", letter, start if i == 0 else stop, stop, "bold")
    else:
        lexer.emit("name", word, start, stop, "roman")
