"""Rows that go on with another case of a definition, told from rows that go on with a step."""

from __future__ import annotations

from dataclasses import replace

from derive.check.branches import CONDITIONS
from derive.check.inequalities import Inequalities
from derive.documents import Fragment
from derive.documents.equation import Equation
from derive.expression import Expression
from derive.read import to_plain
from derive.statement import Statement


class Branching(Inequalities):
    """A memory that follows a definition through its cases."""

    def another_case(self, equation: Equation, fragment: Fragment) -> bool:
        """A row that says what the left side is under another condition."""
        condition = self.condition(equation, fragment)
        value = self.reader.read(equation.sides[1].text, fragment)
        if self.branches is None or condition is None or not isinstance(value, Statement):
            return False
        if not self.branches.apart(condition):
            return False
        self.branches = self.branches.and_then(value.expression, condition)
        made = self.branches.defined()
        if made is not None:
            self.setting = replace(self.setting, vocabulary=self.setting.vocabulary.with_definitions(made))
        self.take(fragment, equation.sides[1], "case", f"another case of {to_plain(self.branches.left)}")
        self.last = (equation.sides[-1], fragment)
        return True

    def condition(self, equation: Equation, fragment: Fragment) -> Expression | None:
        """The one condition of an equation, where it is a relation."""
        if len(equation.conditions) != 1:
            return None
        stated = self.reader.read(equation.conditions[0].text, fragment)
        return stated.expression if isinstance(stated, Statement) and stated.expression.head in CONDITIONS else None
