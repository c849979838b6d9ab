r"""LaTeX to tokens.  Letters stand alone, commands are looked up, faces and sizes vanish."""

from __future__ import annotations

import re
from collections.abc import Callable

from derive.functions import CANONICAL
from derive.read.commands import BARE, DROPPED, TABLE, TRANSPARENT
from derive.read.limits import MAX_TOKENS
from derive.read.punctuation import tidy
from derive.read.quantities import is_unit
from derive.read.refusal import Refusal
from derive.read.source import GREEK, SUBSCRIPTS, SUPERSCRIPTS, normalise
from derive.read.tokens import FRACTIONS, LOGIC_SIGNS, RELATION_SIGNS, SET_SIGNS, Token
from derive.read.words import FACES, Words

_PATTERN = re.compile(
    r"(?P<space>(?:[ \t\r\n~$]|%(?![^\n]*[}\\=])[^\n]*\n?)+)"
    r"|(?P<number>[0-9]+(?:\{,\}[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.(?!\.)[0-9]*)?|\.[0-9]+)"
    r"|(?P<command>\\[A-Za-z]+\*?)"
    r"|(?P<letters>[A-Za-z]+)"
    r"|(?P<row>\\\\(?:\s*\[[-\d.\s]*(?:em|ex|pt|mm|cm|in|mu|\\baselineskip)\s*\])?)"
    r"|(?P<escape>\\[^A-Za-z])"
    r"|(?P<relation>:=|==|!=|<=>|<=|>=|=<|->|<-|<<|>>|=>|&&|[=<>≠≤≥≈≃≅≐∝∼≪≫≡≔≜←∈⊂⊆→↦])"
    r"|(?P<other>\*\*|.)",
    re.DOTALL,
)
_GROUP_OPTION = re.compile(r"\s*(?:\[[^\]]*\]\s*)?(?:\{[^{}]*\}|(?=.))")
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
#: Short words of sentences, which nobody means as products of letters.
_PROSE = frozenset(
    ["the", "and", "for", "are", "with", "where", "then", "that", "from", "this", "have", "which", "when", "such", "each", "all", "any", "its", "has", "let"]
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
_BOARD = {"E": "Expectation", "P": "Probability", "V": "Variance", "R": "Reals", "N": "Naturals", "Z": "Integers", "C": "Complexes", "Q": "Rationals"}  # fmt: skip
_SWITCHES = frozenset(["rm", "bf", "it", "cal", "sf", "tt"])


class _Lexer:
    """One pass over a text; ``tokens`` grows, nothing else lasts."""

    __slots__ = ("pending", "position", "text", "tokens", "wide", "words")

    def __init__(self, text: str, words: Words) -> None:
        self.text, self.words = text, words
        self.tokens: list[Token] = []
        self.position, self.wide, self.pending = 0, False, ""

    def emit(self, kind: str, text: str, start: int, stop: int, mark: str = "") -> None:
        self.tokens.append(Token(kind, text, start, stop, self.wide, mark or self.pending))
        self.wide, self.pending = False, ""

    def wide_before(self, start: int) -> bool:
        return start > 0 and self.text[start - 1].isspace()

    def run(self, stop: int) -> None:
        text, match = self.text, _PATTERN.match
        while self.position < stop:
            found = match(text, self.position, stop)
            if found is None:
                raise Refusal(self.position, repr(text[self.position]), "mathematics")
            start, self.position = self.position, found.end()
            _HANDLERS[found.lastgroup or "other"](self, found.group(), start)
            if len(self.tokens) > MAX_TOKENS:
                raise Refusal(start, f"a text of more than {MAX_TOKENS} signs", "a shorter text", "split it into steps")


def _space(lexer: _Lexer, text: str, start: int) -> None:
    lexer.wide = lexer.wide or "~" in text


def _number(lexer: _Lexer, text: str, start: int) -> None:
    if text.endswith(".") and lexer.position < len(lexer.text):
        text, lexer.position = text[:-1], lexer.position - 1
    lexer.emit("number", text.replace("{,}", "").rstrip("."), start, lexer.position)


def _letters(lexer: _Lexer, text: str, start: int) -> None:
    words, at, size = lexer.words, 0, len(text)
    if size > 1:
        if text in words.names:
            return lexer.emit("name", words.names[text], start, start + size, "declared")
        if text in words.functions:
            return lexer.emit("name", text, start, start + size)
        if text in BARE and not _in_subscript(lexer):
            return lexer.emit("function", CANONICAL.get(text, text), start, start + size, "bare")
    if size >= 3 and not _in_subscript(lexer):
        before = lexer.tokens[-1] if lexer.tokens else None
        if before is not None and before.mark == "word" and lexer.text[before.stop : start].isspace():
            raise Refusal(
                before.start, f"the words {before.text + ' ' + text!r}", "mathematics", "set words with \\text{...}"
            )
        if size >= 6 or (text.lower() in _PROSE and text not in words.functions):
            return lexer.emit("name", text, start, start + size, "word")
    while at < size:
        for length in range(min(size - at, max(words.longest, 6)), 1, -1):
            piece = text[at : at + length]
            if piece in words.names or piece in words.functions:
                lexer.emit("name", words.names.get(piece, piece), start + at, start + at + length, "declared")
                break
            if (
                at + length == size
                and piece in BARE
                and not _in_subscript(lexer)
                and (length > 2 or piece == "ln")
                and _called(lexer, start + size)
            ):
                lexer.emit("function", CANONICAL.get(piece, piece), start + at, start + size, "bare")
                break
        else:
            length = 1
            lexer.emit("name", text[at], start + at, start + at + 1)
        at += length
    return None


def _in_subscript(lexer: _Lexer) -> bool:
    kinds = [t.kind for t in lexer.tokens[-2:]]
    return kinds[-1:] == ["_"] or kinds == ["_", "{"]


def _called(lexer: _Lexer, position: int) -> bool:
    return lexer.text[position : position + 8].lstrip().startswith(("(", "\\left", "\\big", "^", "\\Big"))


def _command(lexer: _Lexer, text: str, start: int) -> None:
    name = text[1:]
    if name.endswith("*"):
        if name[:-1] in ("operatorname", "hspace", "vspace", "tag", "label"):
            name = name[:-1]
        else:
            name, lexer.position = name[:-1], lexer.position - 1
    if name in FACES:
        return _face(lexer, name, start)
    if name == "not":
        return _negated(lexer, start)
    if name in DROPPED:
        for _ in range(DROPPED[name]):
            _drop_group(lexer)
        lexer.wide = True
        return None
    if name in TRANSPARENT:
        return None
    entry = TABLE.get(name)
    if entry is None:
        if name in lexer.words.names or name in lexer.words.functions:
            return lexer.emit("name", name, start, lexer.position)
        if lexer.text.startswith("{", lexer.position) or name.startswith("begin"):
            raise Refusal(start, f"the command {text}", "a command that is known here", "give its \\newcommand with it")
        raise Refusal(start, f"the command {text}", "a command that is known here", _near(name))
    kind, value, mark = entry
    if kind == "space":
        lexer.wide = True
    elif kind == "size":
        _delimiter(lexer, mark, start)
    elif kind == "command" and name in ("begin", "end"):
        _environment(lexer, name, start)
    else:
        lexer.emit(kind, value, start, lexer.position, mark)
    return None


_NEGATED = re.compile(r"\s*(=|<|>|\\(?:in|equiv|leq?|geq?|subset|subseteq|approx|to)(?![A-Za-z]))")


def _negated(lexer: _Lexer, start: int) -> None:
    r"""``\\not=``, ``\\not\\in``: the relation that does not hold."""
    found = _NEGATED.match(lexer.text, lexer.position)
    if found is None:
        raise Refusal(start, "\\not", "a relation after \\not", "write \\neq or \\not\\in")
    lexer.position = found.end()
    sign = found.group(1)
    head = RELATION_SIGNS.get(sign) or TABLE[sign[1:]][1]
    opposite = {"eq": "ne", "define": "ne", "lt": "ge", "gt": "le", "le": "gt", "ge": "lt"}.get(head)
    lexer.emit("relation", opposite or head, start, lexer.position, "" if opposite else "not")


def _near(name: str) -> str:
    import difflib

    pool = [c for c in sorted(TABLE) if c[0] == name[0] and abs(len(c) - len(name)) < 3]
    close = difflib.get_close_matches(name[:40], pool, n=1)
    return f"did you mean \\{close[0]}?" if close else ""


def _delimiter(lexer: _Lexer, mark: str, start: int) -> None:
    """``\\left(``, ``\\bigr|``, ``\\Bigg\\rvert``: the delimiter that follows gets the mark; a dot is an empty one."""
    found = re.compile(r"\s*(\\[A-Za-z]+|\\.|.)", re.DOTALL).match(lexer.text, lexer.position)
    if found is None:
        raise Refusal(start, "the end of the text", "a bracket after \\left or \\big")
    sign = found.group(1)
    if sign == "." and mark in ("left", "right"):
        lexer.position = found.end()
        lexer.emit("null" + mark, ".", start, lexer.position)
    elif sign in "([|/])<>‖" or (
        sign[0] == "\\" and TABLE.get(sign[1:], ("", "", ""))[0] not in ("", "space", "command", "name")
    ):
        lexer.position = found.end()
        if sign[0] == "\\":
            kind, value, own = TABLE[sign[1:]]
        elif sign in "<>" and mark in ("left", "right"):
            kind = value = "⟨" if mark == "left" else "⟩"
            own = ""
        elif sign in "<>":
            kind, value, own = "relation", RELATION_SIGNS[sign], ""
        else:
            kind, value, own = sign, sign, ""
        lexer.emit(kind, value, start, lexer.position, mark or own)
    elif mark in ("left", "right") and sign in "{}":
        raise Refusal(start, repr(sign), "a bracket after \\left or \\right", "write \\left\\{")


def _environment(lexer: _Lexer, name: str, start: int) -> None:
    found = re.compile(r"\s*\{([A-Za-z]+)\*?\}").match(lexer.text, lexer.position)
    if found is None:
        raise Refusal(start, f"\\{name}", "the name of an environment in braces", "write \\begin{bmatrix}")
    lexer.position = found.end()
    if name == "begin" and found.group(1) in ("array", "tabular", "alignedat", "alignat", "IEEEeqnarray", "subarray"):
        _drop_group(lexer)
    lexer.emit("command", name, start, lexer.position, found.group(1))


def _drop_group(lexer: _Lexer) -> None:
    """A bracketed option and one group, passed over."""
    option = re.compile(r"\s*\[[^\]]*\]").match(lexer.text, lexer.position)
    if option is not None:
        lexer.position = option.end()
    content = _group(lexer)
    if content is not None:
        lexer.position = content[1] + 1


def _group(lexer: _Lexer) -> tuple[int, int] | None:
    """Where the content of the group that follows begins and ends."""
    text, at = lexer.text, lexer.position
    while at < len(text) and text[at].isspace():
        at += 1
    if at >= len(text) or text[at] != "{":
        return None
    depth, begin = 0, at + 1
    while at < len(text):
        character = text[at]
        if character == "\\":
            at += 1
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                return begin, at
        at += 1
    raise Refusal(begin - 1, "a brace that is never closed", "a closing brace", "close it with }")


def _unit_behind_number(lexer: _Lexer, face: str, content: str, start: int, end: int) -> bool:
    """Words in text behind a number that are a unit."""
    before = lexer.tokens[-1].kind if lexer.tokens else ""
    if face not in _ROMAN or before != "number" or not is_unit(content.replace("\\", "").replace("~", " ")):
        return False
    lexer.position = end + 1
    lexer.emit("unit", content.strip(" ~\\,"), start, end + 1)
    return True


def _face(lexer: _Lexer, face: str, start: int) -> None:
    r"""A face command: ``\mathrm{abc}`` is one word, ``\mathbf{w}`` a letter that is marked, ``\text{if}`` text."""
    if face in _SWITCHES:
        return
    span = _group(lexer)
    if span is None:
        lexer.pending = "bold" if _is_bold(face) else face if face == "mathbb" else "roman" if face in _ROMAN else ""
        return
    begin, end = span
    content = lexer.text[begin:end]
    if _unit_behind_number(lexer, face, content, start, end):
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


def _word_in_face(lexer: _Lexer, face: str, word: str, content: str, start: int) -> None:
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
    elif _in_subscript(lexer):
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


def _escape(lexer: _Lexer, text: str, start: int) -> None:
    entry = TABLE.get(text[1:])
    if text[1] in " \n\t[]()":
        lexer.wide = True
    elif entry is None:
        raise Refusal(start, repr(text), "mathematics", "a backslash begins a command such as \\frac")
    elif entry[0] == "space":
        lexer.wide = lexer.wide or text[1] != "!"
    else:
        lexer.emit(entry[0], entry[1], start, lexer.position, entry[2])


def _row(lexer: _Lexer, text: str, start: int) -> None:
    lexer.emit("\\\\", "\\\\", start, lexer.position)


def _relation(lexer: _Lexer, text: str, start: int) -> None:
    if text == "<-" and not spaced(lexer.text, start):
        lexer.emit("relation", "lt", start, start + 1)
        lexer.emit("-", "-", start + 1, start + 2)
        return
    if text in LOGIC_SIGNS:
        lexer.emit("logic", LOGIC_SIGNS[text], start, lexer.position)
    elif text == "=>":
        lexer.emit("logic", "implies", start, lexer.position)
    else:
        lexer.emit("relation", RELATION_SIGNS[text], start, lexer.position)


def spaced(text: str, start: int) -> bool:
    """Whether ``<-`` stands by itself: an arrow, not a relation before a sign."""
    return text[start - 1 : start].isspace() and text[start + 2 : start + 3].isspace()


_PASSED = frozenset("+-*/^_{}()[]|,;:!'&±∓°%‖⟨⟩⌊⌋⌈⌉∂∇√⊤†…⋆⊙∘⊗") | {"**"}
_LARGE = {"∑": "sum", "∏": "prod", "∫": "int", "∮": "oint", "∬": "iint"}


def _other(lexer: _Lexer, text: str, start: int) -> None:
    if text == "." and (
        start + 1 >= len(lexer.text) or lexer.text[start + 1] in " \n\t\\$" or lexer.wide_before(start)
    ):
        if not lexer.text.startswith("\\frac", start + 1) and not lexer.text.startswith("\\df", start + 1):
            lexer.emit(".", ".", start, start + 1)
            return
    if text == "**":
        if lexer.tokens and lexer.tokens[-1].kind in ("^", "{"):
            lexer.emit("*", "*", start, start + 1)
            lexer.emit("*", "*", start + 1, start + 2)
        else:
            lexer.emit("^", "**", start, lexer.position)
    elif text in _PASSED:
        lexer.emit(text, text, start, lexer.position)
    else:
        sign(lexer.emit, text, start, lexer.position)


def sign(emit: Callable[..., None], text: str, start: int, stop: int) -> None:
    """One character beyond ASCII, or one that mathematics does not use.  Shared by both tokenizers."""
    if text in GREEK:
        emit("constant" if text == "π" else "name", GREEK[text], start, stop)
    elif text in RELATION_SIGNS:
        emit("relation", RELATION_SIGNS[text], start, stop)
    elif text in LOGIC_SIGNS:
        emit("logic", LOGIC_SIGNS[text], start, stop)
    elif text in SET_SIGNS:
        emit(text, SET_SIGNS[text], start, stop)
    elif text in ("×", "·"):
        emit("*", "*", start, stop, "cross" if text == "×" else "dot")
    elif text == "÷":
        emit("/", "/", start, stop)
    elif text == "∞":
        emit("constant", "oo", start, stop)
    elif text == "∅":
        emit("constant", "emptyset", start, stop)
    elif text == ".":
        emit("*", "*", start, stop, "point")
    elif text == "″":
        emit("'", "'", start, stop)
        emit("'", "'", start, stop)
    elif text == "ℓ":
        emit("name", "ell", start, stop)
    elif text in _LARGE:
        emit("command", _LARGE[text], start, stop)
    elif text in FRACTIONS:
        emit("fraction", text, start, stop)
    elif text in SUPERSCRIPTS or text in SUBSCRIPTS:
        raised = text in SUPERSCRIPTS
        character = SUPERSCRIPTS[text] if raised else SUBSCRIPTS[text]
        emit("raised" if raised else "lowered", character, start, stop)
    elif text in "ℝℕℤℂℚ":
        emit(
            "board", dict(zip("ℝℕℤℂℚ", ("Reals", "Naturals", "Integers", "Complexes", "Rationals")))[text], start, stop
        )
    elif len(text) == 1 and text.isalpha():
        emit("name", text, start, stop)
    else:
        raise Refusal(start, repr(text), "mathematics", f"{text!r} has no meaning here")


_HANDLERS: dict[str, Callable[[_Lexer, str, int], None]] = {
    "space": _space,
    "number": _number,
    "command": _command,
    "letters": _letters,
    "row": _row,
    "escape": _escape,
    "relation": _relation,
    "other": _other,
}


def latex_tokens(text: str, words: Words) -> list[Token]:
    """The tokens of a LaTeX text.  Raises :class:`Refusal` where a character or command has no meaning."""
    lexer = _Lexer(normalise(text), words)
    lexer.run(len(text))
    tokens = tidy(scripts(lexer.tokens))
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def scripts(tokens: list[Token]) -> list[Token]:
    """Raised and lowered characters become groups after ``^`` and ``_``."""
    if not any(t.kind in ("raised", "lowered") for t in tokens):
        return tokens
    result: list[Token] = []
    kind = ""
    for token in tokens:
        if token.kind != kind and kind:
            result.append(Token("}", "}", token.start, token.start))
            kind = ""
        if token.kind in ("raised", "lowered"):
            if not kind:
                kind = token.kind
                result.append(Token("^" if kind == "raised" else "_", "^", token.start, token.start))
                result.append(Token("{", "{", token.start, token.start))
            character = token.text
            if character.isdigit() and result[-1].kind == "number":
                result[-1] = result[-1]._replace(text=result[-1].text + character, stop=token.stop)
            else:
                shown = "number" if character.isdigit() else "relation" if character == "=" else "name"
                if character in "+-()":
                    shown = character
                value = "eq" if character == "=" else GREEK.get(character, character)
                result.append(Token(shown, value, token.start, token.stop))
        else:
            result.append(token)
    if kind:
        result.append(Token("}", "}", tokens[-1].stop, tokens[-1].stop))
    return result
