"""Answers in everyday dress: a word behind a number, a unit left out, solutions listed with commas.

``18\\text{ dollars}`` beside ``18`` and ``12\\text{ cm}`` beside ``12`` are not refuted: whether the word had to be
there is not a question of mathematics.  ``x = 1, x = 2`` lists two solutions; nobody means that both hold at once.
"""

from __future__ import annotations

import re

from derive.expression import LOGIC, ONE, PI, RELATIONS, Expression, div, name, number, rewrite
from derive.functions import CANONICAL
from derive.read.words import NUMBER_WORDS

#: A name of so many small letters is a word; shorter ones may be names with a meaning.
WORD = 4
_GREEK = frozenset(
    ("alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "theta", "vartheta", "iota", "kappa",
     "lambda", "omicron", "sigma", "varsigma", "upsilon", "varphi", "omega")
)  # fmt: skip


def is_word(expression: Expression) -> bool:
    """A name that is a word of small letters, and no Greek letter."""
    if expression.head != "name":
        return False
    text = str(expression.value)
    return len(text) >= WORD and text.isalpha() and text.islower() and text not in _GREEK and text not in CANONICAL


def bare(expression: Expression) -> Expression:
    """A number without the words and units behind it; anything else as it is."""
    if expression.head == "mul":
        kept = [a for a in expression.args if not is_word(a)]
        if not kept or len(kept) == len(expression.args):
            kept = list(expression.args)
        inner = kept[0] if len(kept) == 1 else expression.with_args(tuple(kept))
    else:
        inner = expression

    def without_unit(node: Expression) -> Expression:
        return ONE if node.head == "unit" else node

    return rewrite(inner, without_unit)


def with_degrees(expression: Expression) -> Expression:
    """The word ``degrees`` behind a number as the angle it is."""
    if expression.head != "mul" or expression.args[-1] not in (name("degrees"), name("degree")):
        return expression
    return expression.with_args((*expression.args[:-1], div(PI, number(180))))


def listed(expression: Expression) -> Expression:
    """``x = 1 and x = 2`` with different numbers, as the list of solutions that it must mean."""
    if expression.head != "and" or any(a.head != "eq" or a.args[0].head != "name" for a in expression.args):
        return expression
    names = {a.args[0].value for a in expression.args}
    values = [a.args[1] for a in expression.args]
    if len(names) > 1 or len(set(values)) < len(values) or any(v.names() for v in values):
        return expression
    return Expression("or", expression.args)


_THOUSANDS = re.compile(r"\$?-?[0-9]{1,3}(?:(?:,|\{,\})[0-9]{3})+(?:\.[0-9]+)?\$?")
_DECIMAL = re.compile(r"\$?-?[0-9]+,[0-9]+\$?")
_BEHIND = re.compile(
    r"(?:\\[ ,;:!]|~|\s)*\\(?:text|textbf|textrm|textit|mathrm|rm|mbox)\s*\{[\s~]*[A-Za-z][A-Za-z ./]*\}"
    r"(?:\^\{?[23]\}?)?\s*\$?"
)


#: Words behind a number that change it; the short ones stand within longer ones.
_COUNTS = re.compile("|".join((*NUMBER_WORDS, "per", r"no\b", r"or\b", r"and\b", "if", "base")))


def _behind(text: str) -> re.Match[str] | None:
    """The words at the very end of a text."""
    found = _BEHIND.search(text)
    return found if found is not None and found.end() == len(text.rstrip()) else None


def counting_words(text: str) -> str:
    r"""What stands behind a number and changes it, such as ``\\text{ million}``; an empty text where nothing does."""
    found = _behind(text)
    if found is None:
        return ""
    return " ".join(_COUNTS.findall(found.group().lower()))


def words_behind(text: str) -> str:
    r"""What is counted: the words behind a number in small letters, without a plural's ``s``; empty where none are."""
    found = _behind(text)
    if found is None:
        return ""
    inside = found.group().partition("{")[2].partition("}")[0]
    return " ".join(w.rstrip("s") for w in inside.lower().split())


def one_number(text: str) -> str | None:
    """``1,234,567`` and ``2,74`` as the one number that they may be, for a text that is nothing else."""
    text = text.strip()
    if _THOUSANDS.fullmatch(text):
        return text.replace("{,}", "").replace(",", "").strip("$")
    return text.replace(",", ".").strip("$") if _DECIMAL.fullmatch(text) else None


def without_words(text: str) -> str | None:
    r"""``\frac{1}{3}\text{ meters}`` without the words behind it; None where no words stand there."""
    found = _behind(text)
    if found is None or not text[: found.start()].strip("$ "):
        return None
    return text[: found.start()].strip().strip("$")


def value_of(statement: Expression, other: Expression) -> Expression | None:
    """The value in ``x = 5``, ``f'(x) = 2x`` and ``(x, y) = (1, 2)``, where the other side is a value.

    Values of several names, ``x = 1, y = 2``, are a tuple; of one numbered name, ``x_1 = 2, x_2 = 3``, a set beside a
    set.
    """
    if other.head in _STATEMENTS:
        return None
    if statement.head == "and" and all(a.head == "eq" and a.args[0].head in ("name", "index") for a in statement.args):
        values = [value_of(a, other) for a in statement.args]
        if len({a.args[0] for a in statement.args}) < len(values):
            return None
        return Expression("set" if other.head == "set" else "tuple", tuple(v for v in values if v is not None))
    if statement.head != "eq":
        return None
    target, value = statement.args
    told = _told(target)
    if not told or any(n in (*e.names(), *e.functions()) for e in (value, other) for n in told):
        return None
    return value


def _told(target: Expression) -> tuple[str, ...]:
    """What a left side gives a value to: a name, a function, its derivative, several names."""
    head = target.head
    if head in ("name", "call"):
        return (str(target.value),)
    if head == "prime":
        return (str(target.value[0]),)
    if head == "index" or (head == "derivative" and target.args[0].head in ("name", "call")):
        return (str(target.args[0].value),)
    return target.names() if head == "tuple" and all(a.head == "name" for a in target.args) else ()


_STATEMENTS = RELATIONS | LOGIC | {"chain"}


def same_words(left: Expression, right: Expression) -> bool:
    """``Yes`` and ``yes``: one word, with another first letter."""
    texts = [str(e.value) if e.head in ("name", "text") else "" for e in (left, right)]
    return len(texts[0]) > 1 and texts[0].isalpha() and texts[0].lower() == texts[1].lower()
