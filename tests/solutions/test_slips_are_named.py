"""The slip behind a wrong answer is named in most of the tables' cases."""

from __future__ import annotations

import pytest

from derive.answers import answers
from derive.diagnose import diagnose
from derive.load import load
from derive.read import read
from derive.statement import Statement
from derive.symbolic import from_sympy


@pytest.mark.parametrize("name", ["three_neuron_chain", "h_current", "winner_take_all"])
def test_most_slips_are_named(name: str) -> None:
    sheet = load(name)
    solved, told = sheet.solve(), []
    for part, table in answers(sheet).items():
        reference = from_sympy(sheet.model_of(part).expand(solved[part].value))
        for _, text in table.wrong:
            said = read(text, vocabulary=sheet.vocabulary(part))
            assert isinstance(said, Statement)
            found = diagnose(sheet.base(said.expression, part), reference, vocabulary=sheet.vocabulary(part))
            told.append(found is not None)
    assert sum(told) > 0.6 * len(told), f"{sum(told)} of {len(told)}"
