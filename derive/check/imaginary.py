r"""The imaginary unit of engineers, ``j\omega``, and the real parts of what is defined as ``z = a + bi``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from derive.check.setting import Setting
from derive.expression import Expression, I
from derive.vocabulary import Definition

_UNIT = re.compile(
    r"(?<![A-Za-z\\_{,])j\s*(?:\\omega|\\Omega|2\s*\\pi|\\pi)(?![A-Za-z])|e\^\{\s*-?\s*j(?![A-Za-z])|(?<![A-Za-z])e\^j"
)
_INDEX = re.compile(r"_\s*(?:j|\{[^{}]*(?<![A-Za-z\\])j(?![A-Za-z])[^{}]*\})|\^\{?\(j\)")


def with_units_of_engineers(setting: Setting, texts: Sequence[str]) -> Setting:
    """``j`` is the imaginary unit where it multiplies a frequency and is no index."""
    if not any(_UNIT.search(t) for t in texts) or any(_INDEX.search(t) for t in texts):
        return setting
    if any(d.target == "j" for d in setting.vocabulary.definitions):
        return setting
    return replace(
        setting, vocabulary=setting.vocabulary.with_definitions(Definition("j", (), I, False, "j the imaginary unit"))
    )


def with_real_parts(setting: Setting) -> Setting:
    """The names in ``z = a + bi`` and in ``z = r e^{iθ}`` are real: that is what they are written for."""
    vocabulary = setting.vocabulary
    parts: set[str] = set()
    for made in vocabulary.definitions:
        if not made.parameters and not made.indexed and I in made.value.walk() and _is_apart(made.value):
            parts.update(made.value.names())
    parts -= {d.target for d in vocabulary.definitions}
    if not parts:
        return setting
    names = tuple(
        replace(n, domain="real") if n.text in parts and n.domain == "complex" else n for n in vocabulary.names
    )
    return replace(setting, vocabulary=replace(vocabulary, names=names))


def _is_apart(value: Expression) -> bool:
    """Sums, products and exponentials of names and of the unit."""
    plain = ("add", "mul", "neg", "div", "name", "number", "decimal", "constant", "pow")
    return all(n.head in plain or (n.head == "call" and n.value in ("exp", "cos", "sin", "sqrt")) for n in value.walk())
