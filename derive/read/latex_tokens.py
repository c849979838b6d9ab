r"""LaTeX to tokens.  Letters stand alone, commands are looked up, faces and sizes vanish."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable

from derive.functions import CANONICAL
from derive.read.commands import ACRONYMS, BARE, DROPPED, TABLE, TRANSPARENT
from derive.read.latex_faces import face_of_letters
from derive.read.latex_lexer import GROUPING, Lexer, drop_group, in_subscript
from derive.read.punctuation import tidy
from derive.read.refusal import Refusal
from derive.read.signs import scripts, sign, spaced
from derive.read.source import normalise
from derive.read.tokens import LOGIC_SIGNS, RELATION_SIGNS, Token
from derive.read.words import FACES, Words

#: Short words of sentences, which nobody means as products of letters.
_PROSE = frozenset(
    [
        "the",
        "and",
        "for",
        "are",
        "with",
        "where",
        "then",
        "that",
        "from",
        "this",
        "have",
        "which",
        "when",
        "such",
        "each",
        "all",
        "any",
        "its",
        "has",
        "let",
    ]
)


def _space(lexer: Lexer, text: str, start: int) -> None:
    lexer.wide = lexer.wide or "~" in text


#: The digits under a line; one dot would stand for one digit, and a period with two dots is refused.
_PERIOD = re.compile(r"\\overline\s*\{([0-9]{1,40})\}(?![0-9]|\\dot)")


def _number(lexer: Lexer, text: str, start: int) -> None:
    if lexer.text.startswith(("\\overline", "\\dot{", "\\bar{"), lexer.position) and "." in text:
        period = _PERIOD.match(lexer.text, lexer.position)
        if period is not None:
            lexer.position = period.end()
            lexer.emit("number", f"{text}({period.group(1)})", start, lexer.position, "repeating")
            return
        raise Refusal(start, "a decimal that repeats", "a fraction or a decimal that ends", "write it as a fraction")
    if "." in text and lexer.text.startswith(("..", "\\ldots", "\\dots", "\\cdots"), lexer.position):
        raise Refusal(start, "a decimal that goes on", "a fraction or a decimal that ends", "write it as a fraction")
    if text.endswith(".") and lexer.position < len(lexer.text):
        text, lexer.position = text[:-1], lexer.position - 1
    digits = GROUPING.sub("", text)
    lexer.emit("number", digits.rstrip("."), start, lexer.position)


def _letters(lexer: Lexer, text: str, start: int) -> None:
    words, at, size = lexer.words, 0, len(text)
    if size > 1:
        if text in words.names:
            return lexer.emit("name", words.names[text], start, start + size, "declared")
        if text in words.functions:
            return lexer.emit("name", text, start, start + size)
        if text in ACRONYMS and not in_subscript(lexer) and (size > 2 or _called(lexer, start + size)):
            return lexer.emit("name", text, start, start + size, "word")
        if text in BARE and not in_subscript(lexer):
            return lexer.emit(
                "function", CANONICAL.get(text, text), start, start + size, "ln" if text == "ln" else "bare"
            )
    if size >= 3 and not in_subscript(lexer):
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
                and not in_subscript(lexer)
                and (length > 2 or piece == "ln")
                and _called(lexer, start + size)
            ):
                lexer.emit(
                    "function", CANONICAL.get(piece, piece), start + at, start + size, "ln" if piece == "ln" else "bare"
                )
                break
        else:
            length = 1
            lexer.emit("name", text[at], start + at, start + at + 1)
        at += length
    return None


def _called(lexer: Lexer, position: int) -> bool:
    return lexer.text[position : position + 8].lstrip().startswith(("(", "\\left", "\\big", "^", "\\Big"))


def _command(lexer: Lexer, text: str, start: int) -> None:
    name = text[1:]
    if name.endswith("*"):
        if name[:-1] in ("operatorname", "hspace", "vspace", "tag", "label"):
            name = name[:-1]
        else:
            name, lexer.position = name[:-1], lexer.position - 1
    if name in FACES:
        return face_of_letters(lexer, name, start)
    if name == "not":
        return _negated(lexer, start)
    if name in DROPPED:
        for _ in range(DROPPED[name]):
            drop_group(lexer)
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


def _negated(lexer: Lexer, start: int) -> None:
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
    pool = [c for c in sorted(TABLE) if c[0] == name[0] and abs(len(c) - len(name)) < 3]
    close = difflib.get_close_matches(name[:40], pool, n=1)
    return f"did you mean \\{close[0]}?" if close else ""


def _delimiter(lexer: Lexer, mark: str, start: int) -> None:
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


def _environment(lexer: Lexer, name: str, start: int) -> None:
    found = re.compile(r"\s*\{([A-Za-z]+)\*?\}").match(lexer.text, lexer.position)
    if found is None:
        raise Refusal(start, f"\\{name}", "the name of an environment in braces", "write \\begin{bmatrix}")
    lexer.position = found.end()
    if name == "begin" and found.group(1) in ("array", "tabular", "alignedat", "alignat", "IEEEeqnarray", "subarray"):
        drop_group(lexer)
    lexer.emit("command", name, start, lexer.position, found.group(1))


def _escape(lexer: Lexer, text: str, start: int) -> None:
    entry = TABLE.get(text[1:])
    if text[1] in " \n\t[]()":
        lexer.wide = True
    elif entry is None:
        raise Refusal(start, repr(text), "mathematics", "a backslash begins a command such as \\frac")
    elif entry[0] == "space":
        lexer.wide = lexer.wide or text[1] != "!"
    else:
        lexer.emit(entry[0], entry[1], start, lexer.position, entry[2])


def _row(lexer: Lexer, text: str, start: int) -> None:
    lexer.emit("\\\\", "\\\\", start, lexer.position)


def _relation(lexer: Lexer, text: str, start: int) -> None:
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


_PASSED = frozenset("+-*/^_{}()[]|,;:!'&±∓°%‖⟨⟩⌊⌋⌈⌉∂∇√⊤†…⋆⊙∘⊗") | {"**"}


def _is_full_stop(lexer: Lexer, start: int) -> bool:
    """A dot with blank space or nothing beside it; ``y.\\frac{a}{b}`` writes a product."""
    text = lexer.text
    loose = start + 1 >= len(text) or text[start + 1] in " \n\t\\$" or lexer.wide_before(start)
    return loose and not text.startswith(("\\frac", "\\df"), start + 1)


def _other(lexer: Lexer, text: str, start: int) -> None:
    if text == "." and _is_full_stop(lexer, start):
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


_HANDLERS: dict[str, Callable[[Lexer, str, int], None]] = {
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
    lexer = Lexer(normalise(text), words, _HANDLERS)
    lexer.run(len(text))
    tokens = tidy(scripts(lexer.tokens))
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens
