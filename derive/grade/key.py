"""The answer key: what marking needs of every part, derived once for a sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from derive.expression import RELATIONS, Expression, neg
from derive.grade.bounded import bounded
from derive.grade.labels import PartLabels, title_words
from derive.grade.spelling import normalised, target_spellings
from derive.vocabulary import Vocabulary

if TYPE_CHECKING:
    from derive.sheet import Sheet

#: Heads of answers that are conditions: two of them are compared as regions.
_CONDITIONS = RELATIONS | {"and", "or", "not", "chain"}

#: What an answer of such a kind says when it is put in words.
_IN_WORDS = {
    "positive_factor": "sign positive negative increase decrease opposite",
    "region": "sign positive negative greater smaller larger always never opposite",
}


_NUMBERED = re.compile(r"[A-Za-z]+_\d")


@dataclass(frozen=True, slots=True)
class PartKey:
    """The right answer of a part and how an answer to it is recognised.

    ``reference`` is the answer as a tree (None for an answer in words, which is then in ``words``).  ``target`` is its
    left-hand side, ``spellings`` the normalised texts that name it.  ``update``: the target stands for its own new
    value (``w <- w - ...``).  ``ancestors`` are the parts that the answer builds on, directly or not.
    """

    part: str
    title: str
    maximum: Fraction
    target: Expression | None
    spellings: frozenset[str]
    update: bool
    reference: Expression | None
    words: str
    relation: str
    vocabulary: Vocabulary
    labels: PartLabels
    ancestors: tuple[str, ...] = ()
    prose: str = ""

    @property
    def names_target(self) -> str:
        """The updated name, or empty."""
        return str(self.target.value) if self.update and self.target is not None else ""


@dataclass(frozen=True)
class AnswerKey:
    """The keys of the graded parts of a sheet, in its order; ``vocabulary`` is what a hand-in is read with."""

    sheet: Sheet
    name: str
    parts: tuple[PartKey, ...]
    vocabulary: Vocabulary

    def part(self, name: str) -> PartKey:
        return next(p for p in self.parts if p.part == name)

    def given(self, answers: dict[str, Expression], part: str) -> Expression | None:
        """The answer of a part that follows from other answers to earlier parts; None where nothing follows."""
        from derive.symbolic import from_sympy

        if not all(bounded(answer) for answer in answers.values()):
            return None
        try:
            values = {name: self.sheet.to_sympy(answer) for name, answer in answers.items()}
            return from_sympy(self.sheet.solve(given=values)[part].value)
        except Exception:  # a part's function is the author's: a strange answer may be more than it can take
            return None


def answer_key(sheet: Sheet, name: str = "") -> AnswerKey:
    """Derives the right answers of a sheet.

    Raises:
        AuthorError: the sheet's parts cannot be derived.
    """
    solved = sheet.solve()
    graded = [p for p in sheet.parts if p.graded]
    within: dict[str, int] = {}
    parts = []
    for number, part in enumerate(graded, 1):
        within[part.section] = within.get(part.section, 0) + 1
        titles = tuple(dict.fromkeys((title_words(part.title), title_words(part.name))))
        labels = PartLabels(number, part.section, within[part.section], titles, part.source)
        derived = solved[part.name]
        vocabulary = sheet.vocabulary(part.name)
        reference, words = _reference(derived.value)
        said = derived.target if isinstance(derived.target, str) else ""
        target = None if said else _tree(derived.target)
        update = target is not None and target.head == "name" and vocabulary.name(target.value) is not None
        update = update and reference is not None and target is not None and target.value in reference.names()
        spellings = set(target_spellings(target)) if target is not None else set()
        spellings.update(normalised(s) for s in (said, *part.spellings) if s)
        relation = part.relation
        if relation == "equal" and reference is not None and reference.head in _CONDITIONS:
            relation = "region"
        if relation == "equal" and reference is not None and reference.head == "set":
            relation = "solutions"
        ancestors = _ancestors(part.name, {p.name: p.builds_on for p in sheet.parts})
        parts.append(
            PartKey(
                part.name,
                part.title,
                Fraction(str(part.marks)),
                target,
                frozenset(spellings),
                update,
                reference,
                words,
                relation,
                vocabulary,
                labels,
                ancestors,
                f"{part.title}. {part.prose} {_IN_WORDS.get(relation, '')}",
            )
        )
    own = sheet.vocabulary()
    return AnswerKey(sheet, name or sheet.title, tuple(parts), as_typed(replace(own, definitions=())))


def as_typed(vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary with the spellings of a keyboard: ``x3`` for ``x_3``, where that is no other name."""
    taken = {text for n in vocabulary.names for text in (n.text, *n.spellings)}
    taken.update(f.text for f in vocabulary.functions)
    names = []
    for declared in vocabulary.names:
        typed = declared.text.replace("_", "", 1) if _NUMBERED.fullmatch(declared.text) else ""
        if typed and typed not in taken:
            declared = replace(declared, spellings=(*declared.spellings, typed))
        names.append(declared)
    return replace(vocabulary, names=tuple(names))


def _reference(value: Any) -> tuple[Expression | None, str]:
    """The answer as a tree, or in words."""
    if isinstance(value, str):
        return None, value
    if isinstance(value, bool):
        return None, "yes" if value else "no"
    tree = _tree(value)
    if tree is not None and tree.head == "constant" and tree.value in ("true", "false"):
        return None, "yes" if tree.value == "true" else "no"
    return tree, ""


def _tree(value: Any) -> Expression | None:
    from derive.symbolic import from_sympy

    if value is None:
        return None
    tree = from_sympy(value)
    if tree.head == "mul" and tree.args[0].head == "neg" and len(tree.args) == 2:
        return neg(tree.args[1]) if repr(tree.args[0].args[0]) == "number(Fraction(1, 1))" else tree
    return tree


def _ancestors(part: str, builds_on: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    todo = list(builds_on.get(part, ()))
    while todo:
        name = todo.pop(0)
        if name not in found:
            found[name] = None
            todo.extend(builds_on.get(name, ()))
    return tuple(found)
