"""Reading one text: tokens, bars, the parser, every reading of what is ambiguous."""

from __future__ import annotations

import re
from collections.abc import Sequence

from derive.expression import Expression
from derive.read.bars import bars
from derive.read.grammar.constructions import GRAMMAR
from derive.read.grammar.parser import Parser
from derive.read.grammar.statements import statement
from derive.read.latex_tokens import latex_tokens
from derive.read.limits import MAX_CHARACTERS, MAX_DEPTH, MAX_READINGS
from derive.read.plain_tokens import plain_tokens
from derive.read.refusal import Refusal
from derive.read.settle import Context, context
from derive.read.tokens import Token
from derive.read.words import Words, words
from derive.statement import Statement, Unreadable
from derive.vocabulary import EMPTY, Vocabulary

_LATEX = re.compile(r"\\[A-Za-z\\{|,]|[_^]\{|\$")


def is_latex(text: str) -> bool:
    r"""Whether a text is LaTeX: it has a command, a group after ``_`` or ``^``, or dollar signs."""
    return _LATEX.search(text) is not None


def tokenize(text: str, latex: bool, known: Words) -> list[Token]:
    """The tokens of a text that is not too long."""
    if len(text) > MAX_CHARACTERS:
        raise Refusal(
            MAX_CHARACTERS,
            f"a text of {len(text)} characters",
            f"a text of at most {MAX_CHARACTERS} characters",
            "split it into steps",
        )
    return latex_tokens(text, known) if latex else plain_tokens(text, known)


def read(text: str, *, syntax: str = "auto", vocabulary: Vocabulary = EMPTY) -> Statement | Unreadable:
    """What a text says, or where and why it cannot be read.  Nothing in the text is ever computed or executed.

    >>> read("2 sin x").expression
    mul(number(Fraction(2, 1)), call('sin', name('x')))
    """
    if syntax not in ("auto", "latex", "plain"):
        raise ValueError(f"syntax={syntax!r} is not known; expected auto, latex or plain")
    latex = syntax == "latex" or (syntax == "auto" and is_latex(text))
    try:
        return _read(text, latex, vocabulary)
    except Refusal as refusal:
        return refusal.unreadable(text)
    except RecursionError:
        return Unreadable(text, 0, "a text nested too deeply", "a flatter text", "give inner parts names of their own")


def _read(text: str, latex: bool, vocabulary: Vocabulary) -> Statement:
    known = words(vocabulary)
    tokens = tokenize(text, latex, known)
    seen = context([tokens], known, latex)
    pairings = bars(tokens, latex)
    first, expression = _parse(tokens, known, seen, latex, frozenset(), pairings[0])
    readings: list[tuple[Expression, str]] = [(expression, "")]
    for choice in sorted(first.met):
        _alternative(readings, tokens, known, seen, latex, frozenset((choice,)), pairings[0], first.met[choice])
    if len(first.met) > 1:
        note = "; ".join(first.met[c] for c in sorted(first.met))
        _alternative(readings, tokens, known, seen, latex, frozenset(first.met), pairings[0], note)
    for other in pairings[1:]:
        _alternative(readings, tokens, known, seen, latex, frozenset(), other, "the bars paired in another way")
    note = "; ".join(n for n in first.notes if n not in ("and", "or"))
    if note:
        readings[0] = (expression, note)
    return Statement(text, expression, tuple(readings) if len(readings) > 1 or note else ())


def _alternative(
    readings: list[tuple[Expression, str]], tokens: list[Token], known: Words, seen: Context, latex: bool,
    choices: frozenset[str], pairing: dict[int, str], note: str,
) -> None:  # fmt: skip
    if len(readings) >= MAX_READINGS:
        return
    try:
        _, expression = _parse(tokens, known, seen, latex, choices, pairing)
    except Refusal:
        return
    if all(expression != other for other, _ in readings):
        readings.append((expression, note))


def _parse(
    tokens: list[Token], known: Words, seen: Context, latex: bool, choices: frozenset[str], pairing: dict[int, str]
) -> tuple[Parser, Expression]:  # fmt: skip
    parser = Parser(list(tokens), known, seen, latex, choices, dict(pairing), GRAMMAR)
    expression = statement(parser)
    check(expression, tokens)
    return parser, expression


def check(expression: Expression, tokens: Sequence[Token]) -> None:
    """Refuses a tree that is too deep to walk, and arithmetic on what has none."""
    level: list[Expression] = [expression]
    depth = 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise Refusal(
                tokens[-1].start,
                f"operations more than {MAX_DEPTH} deep",
                "a flatter text",
                "give inner parts names of their own",
            )
        following: list[Expression] = []
        for node in level:
            if node.args:
                if node.head in _ARITHMETIC:
                    _arithmetic(node, tokens)
                following.extend(node.args)
        level = following


_ARITHMETIC = frozenset(("add", "mul", "div", "pow", "neg"))


def _arithmetic(node: Expression, tokens: Sequence[Token]) -> None:
    for argument in node.args:
        if argument.head == "tuple" and node.head in ("div", "pow"):
            comma = next((t for t in tokens if t.kind == ","), tokens[-1])
            raise Refusal(
                comma.start,
                "a comma",
                "one number or term between the brackets",
                "write a decimal point, 0.5, for a decimal comma",
            )
