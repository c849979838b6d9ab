"""Reads a hand-in: its equations and lone expressions, each side read, with the labels above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from derive.documents import Document, Fragment, kind_of, split
from derive.documents.equation import Equation, Piece
from derive.documents.notebook import cells
from derive.documents.rows import equations
from derive.expression import Expression, name, rewrite
from derive.expression import replace as put_in
from derive.grade.labels import Label, above, labels
from derive.grade.lines import (
    LABEL,
    MATHEMATICAL,
    WORD,
    bare_lines,
    labelled_lines,
    paragraphs,
    table_rows,
    without_remark,
)
from derive.grade.record import Passage, Side, Submission
from derive.grade.spelling import without_time
from derive.name import Name
from derive.read import Macro, expand, macros, read
from derive.statement import Statement, Unreadable
from derive.vocabulary import Vocabulary

#: A hand-in is pages of text; what is longer is a mistake, and marking it would take minutes.
LONGEST = 1_000_000
MOST_PASSAGES = 2_000
_SYMBOL = re.compile(r"\\?[A-Za-z]+(?:_(?:\w|\{[\w\s]+\}))?'?$")
_TYPED = re.compile(r"(?<![A-Za-z])(?:pi|[A-Za-z]{2,}\s*\()")
_DOTS = re.compile(r"(?:\.{2,}|…|\\(?:l|c)?dots[cbmio]?)")
_BOX = re.compile(r"\s*\\(?:boxed|fbox|framebox)\s*\{")


def read_submission(text: str, vocabulary: Vocabulary, path: str = "") -> Submission:
    """Splits and reads a text.

    Raises:
        ValueError: the text is too long; the sentence says what to do.
        Refused: a notebook that is none.
    """
    if len(text) > LONGEST:
        raise ValueError(f"{len(text)} characters are too long for a hand-in; expected at most {LONGEST}; split it")
    kind = kind_of(text, path)
    if kind == "notebook":
        # The prose of all cells as one text: labels of one cell stand above the next.
        text, kind = "\n\n".join(cell.text for cell in cells(text, path or "the hand-in")), "markdown"
    document = split(text, kind=kind, path=path)
    found = tuple(labels(text))
    reader = _Reader(vocabulary, document, found)
    for equation, fragment in _equations(document, macros("\n".join(document.macros))):
        reader.take(equation, fragment)
    for label, rest, offset in labelled_lines(document, found):
        reader.take_line(label, rest, offset)
    if document.kind in ("markdown", "text"):
        for text_line, start in bare_lines(document, reader.passages):
            reader.take_bare(text_line, start)
        for left, right, start in table_rows(document, reader.passages):
            reader.take_row(left, right, start)
    passages = sorted(reader.passages, key=lambda p: (p.line, p.order))
    ordered = tuple(replace(p, order=i) for i, p in enumerate(passages))
    damage = tuple((d.line, d.reason) for d in document.damage)
    return Submission(path, text, ordered, reader.vocabulary, tuple(paragraphs(document, found)), damage)


class _Reader:
    """Reads passages in order; a name that the hand-in defines is known from there on and written out."""

    def __init__(self, vocabulary: Vocabulary, document: Document, found: tuple[Label, ...]) -> None:
        self.vocabulary = vocabulary
        self.document = document
        self.labels = found
        self.passages: list[Passage] = []
        self.shorthands: dict[str, Expression] = {}

    def take(self, equation: Equation, fragment: Fragment) -> None:
        if len(self.passages) >= MOST_PASSAGES or not equation.sides:
            return
        if equation.continues and self.passages and not equation.sides[0].text.strip():
            last = self.passages[-1]
            more = tuple(self._side(p, fragment) for p in equation.sides[1:])
            sides, relations = (*last.sides, *more), (*last.relations, *equation.relations)
            text = f"{last.text} {_joined(equation)}"
            self.passages[-1] = replace(
                last, sides=sides, relations=relations, text=text, number=equation.label or last.number
            )
            return
        equation = _without_dots(equation)
        sides = tuple(self._side(p, fragment) for p in equation.sides)
        line = fragment.line + fragment.text.count("\n", 0, max(0, equation.offset))
        passage = Passage(
            _joined(equation),
            line,
            sides,
            equation.relations,
            above(self.labels, fragment.offset + equation.offset),
            equation.label,
            f"{fragment.before.strip()[-120:]} {equation.leading}".strip(),
            len(self.passages),
            fragment.displayed,
        )
        self.passages.append(self._defining(passage, fragment.syntax))
        for condition in equation.conditions:
            # "x > 0, w < 0": what stands behind a comma is another statement on the same line.
            for further in equations(condition.text):
                if len(further.sides) > 1:
                    pieces = tuple(replace(p, offset=p.offset + condition.offset) for p in further.sides)
                    self.take(replace(further, sides=pieces, conditions=()), replace(fragment, before=","))

    def take_line(self, label: Label, rest: str, offset: int) -> None:
        line = self.document.source.count("\n", 0, offset) + 1
        if any(p.line == line for p in self.passages):
            return
        side = self._read(rest, offset, line, "latex" if "\\" in rest else "plain")
        if side.problem is not None and (len(WORD.findall(rest)) >= 2 or not MATHEMATICAL.search(rest)):
            return
        self.passages.append(
            Passage(rest, line, (side,), (), above(self.labels, label.start), order=len(self.passages))
        )

    def take_bare(self, text: str, offset: int) -> None:
        """A line that looks like prose and is an equation in the words of the sheet: all behind its sign is read."""
        line = self.document.source.count("\n", 0, offset) + 1
        syntax = "latex" if "\\" in text else "plain"
        for equation in equations(text):
            if len(equation.sides) < 2 or equation.continues:
                continue
            equation = _without_dots(equation)
            sides = tuple(self._read(p.text.strip(), offset + p.offset, line, syntax) for p in equation.sides)
            if any(side.problem is not None for side in sides[1:]):
                continue
            if sides[0].problem is not None and len(WORD.findall(sides[0].text)) > 3:
                continue
            passage = Passage(
                _joined(equation), line, sides, equation.relations, above(self.labels, offset), order=len(self.passages)
            )
            self.passages.append(self._defining(passage, syntax))

    def take_row(self, left: str, right: str, offset: int) -> None:
        """A row of a table: what is asked in the first cell, the answer in the next one."""
        line = self.document.source.count("\n", 0, offset) + 1
        sides = tuple(self._read(t, offset, line, "latex" if "\\" in t else "plain") for t in (left, right))
        stack = (*above(self.labels, offset), left)
        passage = Passage(f"{left} = {right}", line, sides, ("eq",), stack, order=len(self.passages))
        self.passages.append(passage)

    def _side(self, piece: Piece, fragment: Fragment) -> Side:
        line = fragment.line + fragment.text.count("\n", 0, max(0, piece.offset))
        return self._read(piece.text.strip(), fragment.offset + piece.offset, line, fragment.syntax)

    def _read(self, text: str, offset: int, line: int, syntax: str) -> Side:
        result = _safely(text, syntax, self.vocabulary)
        if isinstance(result, Unreadable) and syntax == "latex" and "\\" not in text:
            again = _safely(text, "plain", self.vocabulary)  # "gamma(3/2)" between dollar signs
            result = result if isinstance(again, Unreadable) else again
        if isinstance(result, Unreadable) and (plain := without_time(text)) != text:
            second = _safely(plain, syntax, self.vocabulary)
            result = result if isinstance(second, Unreadable) else second
        if isinstance(result, Unreadable) and (bare := without_remark(text)) != text and bare:
            third = _safely(bare, syntax, self.vocabulary)
            result = result if isinstance(third, Unreadable) else third
        if isinstance(result, Unreadable) and (label := LABEL.match(text)) is not None:
            return self._read(text[label.end() :], offset + label.end(), line, syntax)
        if isinstance(result, Unreadable):
            return Side(text, offset, line, (), result)
        readings = tuple((self._plain(e), note) for e, note in result.alternatives())
        if syntax == "latex" and "\\" not in text and _TYPED.search(text) is not None:
            typed = _safely(text, "plain", self.vocabulary)  # "sqrt(pi)" between dollar signs is typed, not set
            if isinstance(typed, Statement):
                own = tuple((self._plain(e), note) for e, note in typed.alternatives())
                readings = own + tuple((e, "as LaTeX") for e, _ in readings if all(e != o for o, _ in own))
        return Side(text, offset, line, readings)

    def _plain(self, e: Expression) -> Expression:
        """Shorthands written out; the derivative of a function by what it is a function of is its prime."""

        def prime(node: Expression) -> Expression:
            if node.head != "derivative" or node.args[0].head != "name":
                return node
            function, by = node.args[0].value, node.args[1]
            known = self.vocabulary.function(function)
            if known is None or known.arity != 1 or any(a != by for a in node.args[1:]):
                return node
            return Expression("prime", (by,), (function, (len(node.args) - 1,)))

        return rewrite(put_in(e, self.shorthands), prime)

    def _defining(self, passage: Passage, syntax: str) -> Passage:
        """A new name on the left of something readable is a shorthand of this hand-in."""
        if len(passage.sides) < 2 or passage.relations[0] not in ("eq", "define"):
            return passage
        left, right = passage.sides[0], passage.sides[-1]
        if right.problem is not None or not _SYMBOL.match(left.text.strip()):
            return passage
        symbol = self._shorthand(left, syntax)
        value = right.readings[0][0]
        if symbol is None or symbol.value in value.names() or not value.names():
            return passage  # "n = 1" says where something holds, and is no shorthand
        if self.vocabulary.name(symbol.value) is None:
            names = (*self.vocabulary.names, Name(symbol.value, domain="real"))
            self.vocabulary = replace(self.vocabulary, names=names)
        self.shorthands[symbol.value] = value
        return replace(passage, sides=(replace(left, readings=((symbol, ""),), problem=None), *passage.sides[1:]))

    def _shorthand(self, left: Side, syntax: str) -> Expression | None:
        """The new name that a left-hand side is, or None: ``e`` and ``i`` are names once a hand-in defines them."""
        if left.problem is None:
            known = left.readings[0][0]
            if known.head == "constant" and known.value in ("e", "i"):
                return name(known.value)
            again = left.text.strip().lstrip("\\")
            return name(again) if again in self.shorthands else None
        result = _safely(left.text, syntax, replace(self.vocabulary, closed=False))
        if isinstance(result, Unreadable) or result.expression.head != "name":
            return None
        return result.expression


def _safely(text: str, syntax: str, vocabulary: Vocabulary) -> Statement | Unreadable:
    """Reads a text; an error inside the reader makes that text unreadable and stops nothing else."""
    try:
        return read(text, syntax=syntax, vocabulary=vocabulary)
    except Exception as error:  # one side of one equation must not stop the marking of the others
        found = f"an internal error of the reader ({type(error).__name__})"
        return Unreadable(text, 0, found, "mathematics that can be read", "write it in another way, and report this")


def _unboxed(fragment: Fragment) -> Fragment:
    r"""The fragment without a ``\boxed{...}`` around all of it."""
    match = _BOX.match(fragment.text)
    if match is None:
        return fragment
    depth = 0
    for i in range(match.end() - 1, len(fragment.text)):
        depth += {"{": 1, "}": -1}.get(fragment.text[i], 0)
        if depth == 0:
            rest = fragment.text[i + 1 :].strip(" .,;")
            inner = fragment.text[match.end() : i]
            return fragment if rest else replace(fragment, text=inner, offset=fragment.offset + match.end())
    return fragment


def _without_dots(equation: Equation) -> Equation:
    """``a = ... = b`` without the side that says nothing."""
    kept = [i for i, side in enumerate(equation.sides) if i == 0 or _DOTS.fullmatch(side.text.strip()) is None]
    if len(kept) in (1, len(equation.sides)):
        return equation
    sides = tuple(equation.sides[i] for i in kept)
    return replace(equation, sides=sides, relations=tuple(equation.relations[i - 1] for i in kept[1:]))


def _joined(equation: Equation) -> str:
    signs = {"eq": "=", "update": "<-", "define": ":=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "approx": "≈"}
    text = equation.sides[0].text.strip()
    for relation, side in zip(equation.relations, equation.sides[1:]):
        text += f" {signs.get(relation, relation)} {side.text.strip()}"
    return text.strip()


def _equations(document: Document, own: tuple[Macro, ...]) -> Iterator[tuple[Equation, Fragment]]:
    """The equations of a document, its author's macros written out (which leaves the lines as they are)."""
    for fragment in document.fragments:
        if own and fragment.syntax == "latex":
            written = expand(fragment.text, own)
            fragment = fragment if isinstance(written, Unreadable) else replace(fragment, text=written)
        if fragment.syntax == "plain":
            fragment = replace(fragment, text="\n".join(map(without_remark, fragment.text.split("\n"))))
        whole = _unboxed(fragment)
        for equation in equations(whole.text):
            yield equation, whole
