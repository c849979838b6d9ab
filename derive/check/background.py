r"""What the text around a chain says, read: declarations, definitions, laws, the author's macros."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from derive.check.cases import Case, case_of, with_cases
from derive.check.imaginary import with_real_parts, with_units_of_engineers
from derive.check.setting import Hypothesis, Setting
from derive.check.solve import solved
from derive.check.spelt import spelt
from derive.documents.rows import equations
from derive.name import Function, Name
from derive.read import Macro, declare, define, expand, infer, read
from derive.statement import Statement, Unreadable
from derive.vocabulary import EMPTY, Vocabulary

_MACRO = re.compile(
    r"^\s*\\(?P<name>[A-Za-z]+)\s*(?P<arguments>(?:\{\s*\\?[A-Za-z]+\s*\})+|[A-Z]?)\s*:=\s*(?P<body>.+)$", re.DOTALL
)
_COMPLEX = re.compile(
    r"\\imath|\\Re\b|\\Im\b|\\bar\b|\\overline|\\mathrm\{i\}|(?<![A-Za-z])I(?![A-Za-z_(])|\bconj|\bre\(|\bim\("
)


@dataclass(frozen=True, slots=True)
class Background:
    """The setting of a chain, and its texts with the author's macros put in.

    ``unread`` are definitions that were neither readable as definitions nor as equations.
    """

    setting: Setting
    texts: tuple[str, ...]
    unread: tuple[tuple[str, str], ...] = ()


def background(
    texts: Sequence[str],
    *,
    definitions: Sequence[str] = (),
    assumptions: Sequence[str] = (),
    functions: Sequence[str] = (),
    symbols: Sequence[str] = (),
    syntax: str = "auto",
    log: str = "e",
    assume: str = "",
    latex: str = "",
    vocabulary: Vocabulary = EMPTY,
) -> Background:
    """Everything known of a chain before its first step."""
    macros = [m for m in (_macro(d) for d in definitions) if m is not None]
    rest = [d for d in definitions if _macro(d) is None]
    texts, rest = [_cleaned(t) for t in _expanded(texts, macros)], list(_expanded(rest, macros))
    texts, given = spelt(texts, rest)
    rest = list(given)
    functions = (*functions, *_with_parameters(texts))
    vocabulary = replace(
        vocabulary,
        names=(*vocabulary.names, *(Name(s) for s in dict.fromkeys(symbols))),
        functions=(*vocabulary.functions, *(Function(f) for f in dict.fromkeys(functions))),
        log_base=log,
    )
    vocabulary = infer((*texts, *rest), syntax=syntax, vocabulary=vocabulary)
    vocabulary = _with_domains(vocabulary, assume or ("complex" if _looks_complex(texts) else "real"))
    unread: list[tuple[str, str]] = []
    for assumption in assumptions:
        declared = declare((assumption,), syntax=syntax, vocabulary=vocabulary)
        if isinstance(declared, Unreadable):
            unread.append((assumption, declared.sentence()))
        else:
            vocabulary = declared
    setting = Setting(vocabulary, declared=tuple(Function(f) for f in functions))
    cases: list[Case] = []
    for text in rest:
        setting = _with_definition(setting, text, syntax, unread, cases)
    setting = with_units_of_engineers(setting, (*texts, *rest))
    setting = with_real_parts(_with_solved(with_cases(setting, cases), texts, syntax))
    if unread:
        setting = replace(setting, partial=unread[0][0])
    return Background(setting, tuple(texts), tuple(unread))


def _with_definition(
    setting: Setting, text: str, syntax: str, unread: list[tuple[str, str]], cases: list[Case]
) -> Setting:
    """A definition where its left side can be defined, else an equation that is given."""
    found = [e for e in equations(text) if len(e.sides) >= 2 and e.sides[0].text]
    if not found or any("sim" in e.relations for e in found):
        unread.append((text, "it is no equation"))
    for equation in found:
        value = equation.sides[-1].text
        for side in equation.sides[:-1]:
            if equation.relations[-1] not in ("eq", "define"):
                continue
            case = case_of(side.text, value, equation.conditions, syntax, setting.vocabulary)
            if case is not None:
                cases.append(case)
                continue
            if equation.conditions:
                unread.append((text, "a definition under a condition"))
                continue
            single = f"{side.text} = {value}"
            defined = define((single,), syntax=syntax, vocabulary=setting.vocabulary)
            if isinstance(defined, Vocabulary):
                setting = replace(setting, vocabulary=defined)
                continue
            left = read(side.text, syntax=syntax, vocabulary=setting.vocabulary)
            right = read(value, syntax=syntax, vocabulary=setting.vocabulary)
            if isinstance(left, Statement) and isinstance(right, Statement):
                setting = setting.knowing(Hypothesis(left.expression, right.expression, single))
            else:
                why = left if isinstance(left, Unreadable) else right
                assert isinstance(why, Unreadable)
                unread.append((single, why.sentence()))
    return setting


def _with_parameters(texts: Sequence[str]) -> tuple[str, ...]:
    """``f(x; p)`` is the value of a function: a semicolon parts its arguments from its parameters."""
    pattern = re.compile(r"(?<![A-Za-z\\])([A-Za-z])\s*(?:\\left)?\(((?:[^()]|\([^()]*\))*);")
    return tuple(dict.fromkeys(m.group(1) for t in texts for m in pattern.finditer(t)))


def _with_solved(setting: Setting, texts: Sequence[str], syntax: str) -> Setting:
    """Equations that are given, solved for the one name of theirs that the chain uses and nothing else defines."""
    read_ones = [read(t, syntax=syntax, vocabulary=setting.vocabulary) for t in texts]
    used = {n for r in read_ones if isinstance(r, Statement) for n in r.expression.names()}
    for hypothesis in setting.hypotheses:
        targets = {d.target for d in setting.vocabulary.definitions}
        free = {*hypothesis.left.names(), *hypothesis.right.names()} - targets
        if len(free) != 1 or not free <= used:
            continue
        found = solved(hypothesis.left, hypothesis.right, min(free), hypothesis.source, setting.vocabulary)
        if found is not None:
            setting = replace(setting, vocabulary=setting.vocabulary.with_definitions(found))
    return setting


def _with_domains(vocabulary: Vocabulary, domain: str) -> Vocabulary:
    """Names without a domain of their own get this one: a person who writes ``x`` means a real number."""
    names = tuple(replace(n, domain=domain) if n.domain == "complex" else n for n in vocabulary.names)
    return replace(vocabulary, names=names)


def _looks_complex(texts: Sequence[str]) -> bool:
    return any(_COMPLEX.search(t) is not None for t in texts)


def _cleaned(text: str) -> str:
    r"""A side without remarks: ``\\text{Convergent}; 1`` is 1.  What is no single side stays as it is."""
    if "\\text" not in text and "\\intertext" not in text and "\\shortintertext" not in text:
        return text
    sides = [e.sides[0].text for e in equations(text) if len(e.sides) == 1 and e.sides[0].text]
    return sides[0] if len(sides) == 1 else text


def _macro(definition: str) -> Macro | None:
    r"""``\\plugin{a}{b} := ((a)-(b))`` as a macro with numbered arguments."""
    match = _MACRO.match(definition)
    if match is None:
        return None
    parameters = re.findall(r"[A-Za-z]+", match.group("arguments"))
    body = re.sub(r"\\text\s*\{\s*\([^{}]*\)\s*\}", "", match.group("body"))
    for number, parameter in enumerate(parameters, 1):
        # In braces: the limit of ``\\int_a`` may become more than one sign.
        body = re.sub(rf"(?<![A-Za-z\\]){re.escape(parameter)}(?![A-Za-z])", f"{{#{number}}}", body)
    return Macro(match.group("name"), body.strip(), len(parameters))


def _expanded(texts: Sequence[str], macros: Sequence[Macro]) -> tuple[str, ...]:
    found = (expand(t, macros) for t in texts)
    return tuple(text if isinstance(new, Unreadable) else new for text, new in zip(texts, found))
