"""Plain text and Unicode mathematics to tokens, as people type it into Python, Maxima or a calculator."""

from __future__ import annotations

import re

from derive.functions import CANONICAL
from derive.read.dialects import CONDITIONAL, DIALECT, UNREAD, dialect_sign, has_comma, operator_word, settled
from derive.read.limits import MAX_TOKENS, MAX_WORD
from derive.read.plain_words import BRACKETLESS, CALCULUS_WORDS, CONSTANT_WORDS, LOGIC_WORDS, MORE_SPELLINGS
from derive.read.refusal import Refusal
from derive.read.signs import scripts, sign, spaced
from derive.read.source import GREEK, GREEK_NAMES, normalise
from derive.read.tokens import LOGIC_SIGNS, RELATION_SIGNS, Token
from derive.read.words import Words, fold

_PATTERNS = (
    r"(?P<space>\s+)"
    r"|(?P<dialect>" + DIALECT + r")"
    r"|(?P<number>(?:[0-9]+(?:\.(?!\.)[0-9]*)?|\.[0-9]+)(?:[eE](?:[0-9]+(?![0-9_])|[+-][0-9]+(?!\w)))?)"
    r"|(?P<method>Interval\.(?:open|Ropen|Lopen)(?=\())"
    r"|(?P<word>π(?=[^\W\d_])|[^\W\d_](?:\w*?(?=_+[{(])|\w*))"
    r"|(?P<range>\.\.\.?)"
    r"|(?P<relation>==>|<=>|<->|:=|==|!=|<>|~=|<=|>=|=<|->|<-|<<|>>|=>|&&|\|\||[=<>])"
    r"|(?P<power>\*\*)"
    r"|(?P<other>.)"
)
_PATTERN = re.compile(_PATTERNS, re.DOTALL)
#: The same without what only other systems write, for where it means something plainer.
_PLAIN = re.compile(_PATTERNS.replace(f"|(?P<dialect>{DIALECT})", ""), re.DOTALL)
_ATOMS = re.compile(r"[^\W\d_][0-9]*")
#: Functions that may stand inside a word that nobody declared: ``xsinx``.
_INNER = re.compile("(?:arc)?(?:sin|cos|tan|cot|sec|csc|ln|log|exp|sqrt)")
#: A function and its argument as one word, where nobody says that letters side by side are a product.
_JOINED = re.compile("((?:arc|a)?(?:sin|cos|tan|cot|sec|csc)h?|ln|log|exp|sqrt)([0-9]*)([xyzθ]|theta)")
#: ``sec**2(x)``: a power between a function and its argument.
_POWER_CALL = re.compile(r"(?:\*\*|\^)[0-9]+\(")
#: A word of calculus with a sentence behind it: ``lim x -> 0``, ``integral of``, ``lim_(x -> 0)``.
_GOES_ON = re.compile(r" +[^\W\d_]|_\(")
_ENDS_IN_FUNCTION = re.compile(_INNER.pattern + "h?$")
_SUBSCRIPTED = re.compile(r"[^\W\d_]_[0-9]+(?=[^\W\d_])")
_GREEK_FACTOR = re.compile("[αβγζηθικλνξρστυφχψω][a-zA-Z]")
_DIGITS = frozenset(str(n) for n in range(2, 101))


def plain_tokens(text: str, words: Words) -> list[Token]:
    """The tokens of a plain text.  Raises :class:`Refusal` where a character has no meaning."""
    source = normalise(text)
    tokens: list[Token] = []
    wide = False

    def emit(kind: str, value: str, start: int, stop: int, mark: str = "") -> None:
        nonlocal wide
        tokens.append(Token(kind, value, start, stop, wide, mark))
        wide = False

    position, size = 0, len(source)
    while position < size:
        found = _PATTERN.match(source, position)
        assert found is not None
        group, piece, start, stop = found.lastgroup, found.group(), found.start(), found.end()
        if group == "dialect":
            taken = dialect_sign(emit, tokens, source, start, piece, words)
            if taken:
                position = taken
                continue
            found = _PLAIN.match(source, position)
            assert found is not None
            group, piece, start, stop = found.lastgroup, found.group(), found.start(), found.end()
        position = stop
        if group == "space":
            wide = True
        elif group == "number":
            emit("number", piece.rstrip(".") or piece, start, stop)
        elif group == "word":
            _word(emit, tokens, source, piece, start, words)
        elif group == "method":
            emit("calculus", piece, start, stop)
        elif group == "power":
            emit("^", "^", start, stop)
        elif group == "relation":
            if piece == "<-" and not spaced(source, start):
                emit("relation", "lt", start, start + 1)
                emit("-", "-", start + 1, stop)
            else:
                _relation(emit, tokens, piece, start, stop)
        elif group == "range":
            emit("..", piece, start, stop)
        elif piece in "+-*/^_()[],;:!'&|±∓°%‖⟨⟩⌊⌋⌈⌉∂∇√⊤†…⋆⊙∘⊗":
            emit(piece, piece, start, stop)
        elif piece in "{}":
            _brace(emit, tokens, piece, start)
        elif piece == "~":
            emit("logic", "not", start, stop)
        elif piece == '"':
            raise Refusal(start, "a quotation mark", "mathematics", "a text in quotes is not mathematics")
        else:
            sign(emit, piece, start, stop)
        if len(tokens) > MAX_TOKENS:
            raise Refusal(start, f"a text of more than {MAX_TOKENS} signs", "a shorter text", "split it into steps")
    tokens = settled(scripts(tokens), words)
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def _brace(emit, tokens: list[Token], piece: str, start: int) -> None:  # type: ignore[no-untyped-def]
    """A brace groups after ``^`` and ``_``, as in LaTeX; elsewhere it writes a set."""
    if piece == "{":
        grouping = bool(tokens) and tokens[-1].kind in ("^", "_")
        emit("{" if grouping else "set{", "{", start, start + 1)
        return None
    depth = 0
    for token in reversed(tokens):
        if token.kind in ("}", "set}"):
            depth += 1
        elif token.kind in ("{", "set{"):
            if depth == 0:
                return emit("}" if token.kind == "{" else "set}", "}", start, start + 1)
            depth -= 1
    emit("set}", "}", start, start + 1)
    return None


def _relation(emit, tokens: list[Token], piece: str, start: int, stop: int) -> None:  # type: ignore[no-untyped-def]
    if piece == "||":
        emit("|", "|", start, start + 1)
        emit("|", "|", start + 1, stop)
    elif piece == "=>":
        emit("logic", "implies", start, stop, "=>")
    elif piece in LOGIC_SIGNS:
        emit("logic", LOGIC_SIGNS[piece], start, stop)
    else:
        emit("relation", RELATION_SIGNS[piece], start, stop)


def _word(emit, tokens: list[Token], source: str, piece: str, start: int, words: Words) -> None:  # type: ignore[no-untyped-def]
    stop = start + len(piece)
    if len(piece) > MAX_WORD:
        raise Refusal(start, f"a word of {len(piece)} letters", f"a name of at most {MAX_WORD} letters")
    if not piece[0].isalpha():
        raise Refusal(start, repr(piece), "mathematics", f"{piece[0]!r} has no meaning here")
    spelled = spell(piece)
    head, _, tail = spelled.partition("_")
    key = fold(spelled)
    called = source[stop : stop + 2].lstrip()[:1] == "("
    if not called and _ENDS_IN_FUNCTION.search(piece) and _POWER_CALL.match(source, stop):
        called = True
    if words.implicit and key not in words.names and (several := _SUBSCRIPTED.match(piece)):
        cut = several.end()
        _word(emit, tokens, source, piece[:cut], start, words)
        return _word(emit, tokens, source, piece[cut:], start + cut, words)
    if key in words.names and not (called and key in words.functions):
        return emit("name", words.names[key], start, stop, "declared")
    if key in words.functions:
        return emit("name", words.functions[key], start, stop, "declared")
    if head == "int" and tail and not called and "_" not in tail and key not in words.names:
        emit("command", "int", start, start + 3)
        emit("_", "_", start + 3, start + 4)
        return emit("number" if tail.isdigit() else "name", tail, start + 4, stop)
    if piece in UNREAD and _GOES_ON.match(source, stop):
        raise Refusal(start, repr(piece), "mathematics", UNREAD[piece])
    if head == "log" and "_" not in tail and (tail if called else tail in _DIGITS or len(tail) == 1):
        emit("function", "log", start, start + 3)
        emit("_", "_", start + 3, start + 4)
        return emit("number" if tail in _DIGITS else "name", tail, start + 4, stop)
    word = operator_word(piece, tokens, called, source[stop : stop + 2])
    if word:
        return emit(word[0], word[1], start, stop)
    if piece in LOGIC_WORDS:
        return emit("logic", LOGIC_WORDS[piece], start, stop)
    if piece in ("in", "element"):
        return emit("relation", "member", start, stop)
    if piece == "U" and tokens and tokens[-1].kind in (")", "]", "set}"):
        return emit("∪", "union", start, stop)
    if piece in CONDITIONAL and not (called and has_comma(source, stop)):
        called = False
    if piece in ("if", "for", "when", "where", "otherwise", "else") and not called:
        return emit("text", piece, start, stop)
    if called and piece in CALCULUS_WORDS:
        return emit("calculus", piece, start, stop)
    known = function(piece, called)
    if known:
        return emit("function", known, start, stop)
    if spelled in CONSTANT_WORDS:
        return emit("constant", CONSTANT_WORDS[spelled], start, stop)
    if not tail and len(head) > 1 and not _ATOMS.fullmatch(piece) and not _greek_number(head) and words.implicit:
        return _split(emit, piece, start, called, words)
    joined = _JOINED.fullmatch(piece) if not called and not words.implicit else None
    if joined:
        for group in range(1, 4):
            text = joined.group(group)
            kind = ("function", "number", "name")[group - 1]
            value = function(text, False) if group == 1 else spell(text)
            if text:
                emit(kind, value, start + joined.start(group), start + joined.end(group))
        return None
    if not called and not words.implicit and _GREEK_FACTOR.fullmatch(piece):
        emit("name", spell(piece[0]), start, start + 1)
        return emit("name", piece[1:], start + 1, stop)
    if not tail and not words.implicit and not called and _of_declared(piece, words):
        return _split(emit, piece, start, called, words)
    if len(head) > 1 and tail and words.implicit and not _ATOMS.fullmatch(head) and not _greek_number(head):
        first = _prefix(piece.partition("_")[0], tail, words)
        if first:
            _split(emit, piece[:first], start, False, words)
            return _word(emit, tokens, source, piece[first:], start + first, words)
    emit("name", key, start, stop)
    return None


def _prefix(head: str, tail: str, words: Words) -> int:
    """How many letters of ``ab_c`` are names of their own: it is ``a*b_c`` where ``b_c`` is declared."""
    for cut in range(1, len(head)):
        if fold(f"{spell(head[cut:])}_{tail}") in words.names:
            return cut
    return 0


def spell(piece: str) -> str:
    """Greek letters written out."""
    return piece if piece.isascii() else "".join(GREEK.get(c, c) for c in piece)


def function(piece: str, called: bool) -> str:
    """The canonical function that a word means, or an empty text."""
    name = MORE_SPELLINGS.get(piece) or CANONICAL.get(piece)
    if name is None and piece.isupper() and len(piece) > 1:
        lower = piece.lower()
        name = MORE_SPELLINGS.get(lower) or CANONICAL.get(lower)
        if name is not None and not called and lower not in BRACKETLESS:
            return ""
        piece = lower
    if name is None:
        return ""
    if called or piece in BRACKETLESS:
        return name
    return ""


def _greek_number(head: str) -> bool:
    return head.rstrip("0123456789") in GREEK_NAMES


def _split(emit, piece: str, start: int, called: bool, words: Words) -> None:  # type: ignore[no-untyped-def]
    """A word that nobody declared, as a product: ``5mn`` is ``5*m*n``, ``xsin(`` is ``x*sin(``."""
    size = len(piece)
    tail = ""
    cut = size
    if called:
        for at in range(1, size - 1):
            known = function(piece[at:], True) if piece[at:] not in ("im", "re", "th", "sh", "ch", "li", "tr") else ""
            if known:
                if piece[:at].islower() and piece[at].islower():
                    hint = f"write {piece[:at]}*{piece[at:]}(...)"
                    raise Refusal(start, repr(piece), "a product with its sign, or one function", hint)
                tail, cut = known, at
                break
        else:
            if not _all_declared(piece, words):
                return emit("name", spell(piece), start, start + size)
    elif inner := next((at for at in range(1, size - 2) if _INNER.match(piece, at)), 0):
        raise Refusal(
            start, repr(piece), "a product with its sign, or one name", f"write {piece[:inner]}*{piece[inner:]}"
        )
    elif piece[0] in "abcdefghijklmnopqrstuvwxyz":
        for length in range(min(size - 1, 9), 1, -1):
            if piece[:length] in BRACKETLESS:
                emit("function", function(piece[:length], False), start, start + length)
                return _split(emit, piece[length:], start + length, called, words)
    at = 0
    while at < cut:
        length = _piece(piece, at, cut, words)
        text = spell(piece[at : at + length])
        constant = CONSTANT_WORDS.get(text)
        if text in words.names:
            emit("name", words.names[text], start + at, start + at + length, "declared")
        elif constant is not None and constant not in ("true", "false"):
            emit("constant", constant, start + at, start + at + length)
        elif text in "0123456789":
            length = len(piece) - at - len(piece[at:].lstrip("0123456789"))
            emit("number", piece[at : at + length], start + at, start + at + length, "digit")
        else:
            emit("name", text, start + at, start + at + length)
        at += length
    if tail:
        emit("function", tail, start + cut, start + size)
    return None


def _piece(piece: str, at: int, cut: int, words: Words) -> int:
    for length in range(min(cut - at, max(words.longest, 8)), 1, -1):
        text = spell(piece[at : at + length])
        if text in words.names or text in GREEK_NAMES or (text == "pi") or text == "infty":
            return length
    found = _ATOMS.match(piece, at, cut)
    if found is not None and found.group() in words.names:
        return found.end() - at
    return 1


def _of_declared(piece: str, words: Words) -> bool:
    """Whether a word is a declared name of several letters with one letter beside it: ``rhoL``."""
    return any(
        len(piece) == len(known) + 1 and len(known) > 1 and (piece.startswith(known) or piece.endswith(known))
        for known in words.names
    )


def _all_declared(piece: str, words: Words) -> bool:
    return bool(words.names) and all(c in words.names for c in piece)
