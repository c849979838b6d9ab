"""A sheet: title, model, parts with marks, figures."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from derive.author_error import AuthorError, meant, mistake, raised
from derive.claim import Claim
from derive.declare import (
    Declared,
    DeclaredArray,
    DeclaredFunction,
    Number,
    arrays_in,
    declared_in,
    exact,
    functions_in,
)
from derive.expression import Expression, rewrite
from derive.model import Model
from derive.part import Derived, Part
from derive.symbolic import from_sympy, to_sympy
from derive.vocabulary import Definition, Vocabulary
from derive.witness import Witness


@dataclass(frozen=True, slots=True)
class Figure:
    """A function that draws: it returns a matplotlib figure; ``after`` is the part under which it stands."""

    name: str
    function: Callable[..., Any]
    after: str
    builds_on: tuple[str, ...]
    caption: str
    numeric: bool = False
    place: tuple[str, int] = ("", 0)

    def mistake(self, sentence: str) -> AuthorError:
        """A mistake in it, told where the author wrote it."""
        return AuthorError(sentence, *self.place) if self.place[0] else mistake(self.function, sentence)


class Sheet:
    """What an author fills in, part by part, in one file.

    A sheet is found by where it stands: the attribute ``sheet`` of a module.  Parts are functions whose parameters name
    earlier parts; the model is in reach as a name of the module.
    """

    def __init__(self, title: str, model: Model | None = None, *, source: str = "", log_base: str = "e") -> None:
        self.title = title
        self.model = model or Model()
        self.source = source
        self.log_base = log_base
        self.parts: list[Part] = []
        self.figures: list[Figure] = []
        self.values: dict[str, Fraction] = {}
        self._solved: dict[tuple[Any, ...], dict[str, Derived]] = {}

    def part(
        self,
        *,
        marks: float = 1,
        system: str = "",
        witness: Witness | None = None,
        title: str = "",
        model: Model | None = None,
        source: str = "",
        graded: bool = True,
        relation: str = "equal",
        section: str = "",
        spellings: tuple[str, ...] = (),
        given: Any = (),
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Make a function a part.  The function stays what it is, so that other code can call it."""

        def add(function: Callable[..., Any]) -> Callable[..., Any]:
            name = function.__name__
            if any(p.name == name for p in self.parts):
                raise mistake(function, f"part {name} stands on the sheet twice; expected another name")
            if witness is not None and not isinstance(witness, Witness):
                raise mistake(function, f"the witness of part {name} is no witness; write @witness(seed=1) above it")
            parameters = tuple(inspect.signature(function).parameters)
            needs = tuple(p for p in parameters if p != "numbers")
            words = name.replace("_", " ")
            # A letter that stands alone is a name of the model, and keeps its case: "x nullcline".
            heading = title or (words if words[1:2] in ("", " ") else words.capitalize())
            details: dict[str, Any] = {"source": source, "graded": graded, "relation": relation, "section": section}
            conditions = tuple(given) if isinstance(given, (tuple, list)) else (given,)
            details |= {"spellings": spellings, "numeric": "numbers" in parameters, "given": conditions}
            own = model or self.model
            self.parts.append(Part(name, function, marks, system, witness, needs, heading, own, **details))
            return function

        return add

    def figure(self, after: str = "", caption: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Make a function a figure.  Its docstring is the caption unless one is given."""

        def add(function: Callable[..., Any]) -> Callable[..., Any]:
            text = caption or inspect.cleandoc(function.__doc__ or "")
            parameters = tuple(inspect.signature(function).parameters)
            needs = tuple(p for p in parameters if p != "numbers")
            place = after or (self.parts[-1].name if self.parts else "")
            self.figures.append(Figure(function.__name__, function, place, needs, text, "numbers" in parameters))
            return function

        return add

    def plot(self, *parts: str, over: Declared, after: str = "", caption: str = "", **how: Any) -> None:
        """Draw parts over a name: lines for what was derived, dots for what their witnesses measure.

        The further arguments are those of :func:`derive.plot.over`.
        """
        drawn = (*parts, how["border"]) if how.get("border") else parts
        words = f"Derived (lines) and measured (dots), over the {over.declaration.description or over.name}."
        self._draw("over", parts[0], drawn, after or parts[-1], caption or words, self, parts, over, **how)

    def phase_plane(
        self, *lines: str, after: str, at: str = "", caption: str = "", model: Model | None = None, **how: Any
    ) -> None:
        """Draw the plane of the first two states: directions of the flow, curves that parts derive, trajectories.

        The further arguments are those of :func:`derive.plot.plane`.
        """
        drawn, how = (*lines, *((at,) if at else ())), {**how, "at": at, "model": model or self.model}
        words = "The original flow: its directions and trajectories; the curves are derived."
        self._draw("plane", "phase_plane", drawn, after, caption or words, self, lines, **how)

    def _draw(
        self, kind: str, name: str, needs: tuple[str, ...], after: str, caption: str, *what: Any, **how: Any
    ) -> None:
        import sys

        from derive import plot

        frame = sys._getframe(2)
        made = getattr(plot, kind)(*what, **how)
        taken = sum(f.name.startswith(name) for f in self.figures)
        title = f"{name}_{taken + 1}" if taken else name
        place = (frame.f_code.co_filename, frame.f_lineno)
        self.figures.append(Figure(title, made, after, needs, caption, True, place))

    @property
    def module(self) -> Mapping[str, Any]:
        """The names of the module in which the sheet stands."""
        if not self.parts:
            raise AuthorError(f"the sheet {self.title!r} has no part; write @sheet.part() above a function")
        return self.parts[0].function.__globals__

    @property
    def path(self) -> str:
        return self.parts[0].function.__code__.co_filename if self.parts else ""

    @property
    def introduction(self) -> str:
        """The docstring of the module."""
        return inspect.cleandoc(self.module.get("__doc__") or "")

    def names(self) -> tuple[Declared, ...]:
        return declared_in(self.module)

    def arrays(self) -> tuple[DeclaredArray, ...]:
        return arrays_in(self.module)

    def functions(self) -> tuple[DeclaredFunction, ...]:
        return functions_in(self.module)

    def symbol(self, text: str) -> Declared:
        """The declared symbol of a canonical spelling.

        Raises:
            AuthorError: no such name; the nearest one is suggested.
        """
        for declared in self.names():
            if declared.name == text:
                return declared
        raise AuthorError(
            f"{text} is not declared on this sheet{meant(text, (n.name for n in self.names()))}", self.path
        )

    def defaults(self) -> dict[Declared, Any]:
        """The sheet's numbers: every default, and what was set instead."""
        numbers = {n: n.declaration.default for n in self.names() if n.declaration.default is not None}
        numbers.update({self.symbol(text): value for text, value in self.values.items()})
        return {n: sympy.Rational(v.numerator, v.denominator) for n, v in numbers.items()}

    def settings(self) -> dict[Declared, Any]:
        """Only what was set."""
        return {self.symbol(t): sympy.Rational(v.numerator, v.denominator) for t, v in self.values.items()}

    def set(self, values: Mapping[str, Number]) -> Sheet:
        """The same sheet with other numbers: parts are derived as before, and what is set is put into the results.

        Raises:
            AuthorError: a name that is not declared, or a value outside the name's domain.
        """
        other = Sheet(self.title, self.model, source=self.source, log_base=self.log_base)
        other.parts, other.figures = self.parts, self.figures
        for text, value in values.items():
            declared = self.symbol(text)
            try:
                number = exact(value)
            except AuthorError as error:
                raise AuthorError(f"{text}={value}: {error.sentence}") from None
            if sympy.Rational(number.numerator, number.denominator).is_positive is not True and declared.is_positive:
                raise AuthorError(
                    f"{text}={value} is outside the domain of {text}, which is {declared.declaration.domain}"
                )
            if declared.is_integer and number.denominator != 1:
                raise AuthorError(f"{text}={value} is no integer; expected a {declared.declaration.domain}")
            if declared.role == "quantity":
                raise AuthorError(f"{text} is defined by the model and cannot be set; set what it is made of")
            other.values = {**self.values, **other.values, text: number}
        return other

    def order(self) -> tuple[Part, ...]:
        """The parts, each after those that it builds on.

        Raises:
            AuthorError: a part that names an unknown part, or a cycle.
        """
        known = {p.name: p for p in self.parts}
        for figure in self.figures:
            for need in (*figure.builds_on, figure.after):
                if need not in known:
                    raise figure.mistake(f"figure {figure.name} needs {need}, which is no part{meant(need, known)}")
        done: dict[str, Part] = {}
        for part in self.parts:
            _visit(part, known, done, ())
        return tuple(done.values())

    def solve(self, given: Mapping[str, Any] | None = None) -> dict[str, Derived]:
        """The answer of every part.

        ``given`` holds values in the place of parts' answers, such as a student's: a part of which it holds the value
        is still derived, but those that build on it receive the given value.
        """
        given = dict(given or {})
        key = tuple((name, sympy.srepr(sympy.sympify(value))) for name, value in sorted(given.items()))
        if key not in self._solved:
            self._solved[key] = self._solve(given)
        return self._solved[key]

    def _solve(self, given: Mapping[str, Any]) -> dict[str, Derived]:
        answers: dict[str, Derived] = {}
        values: dict[str, Any] = {}
        numbers = self.defaults()
        for part in self.order():
            try:
                answers[part.name] = part.derive(values, numbers)
            except AuthorError:
                raise
            except Exception as error:
                raise raised(part.function, f"part {part.name} failed", error) from error
            if answers[part.name].value is None:
                raise mistake(part.function, f"part {part.name} returned nothing; expected return derived(answer, ...)")
            values[part.name] = given.get(part.name, answers[part.name].value)
        return {p.name: answers[p.name] for p in self.parts}

    def claims(self) -> tuple[tuple[Part, Claim], ...]:
        """Every claim with its part, in the order of the sheet; its sides in base names, with what was set put in."""
        answers = self.solve()
        found = []
        for part in self.parts:
            seen: set[str] = set()
            self._refuse_undeclared(part, answers[part.name].value)
            for claim in answers[part.name].claims:
                if claim.name in seen:
                    raise mistake(part.function, f"part {part.name} makes the claim {claim.name!r} twice")
                seen.add(claim.name)
                self._refuse_undeclared(part, claim.left, claim.right, *claim.given)
                self._refuse_unknown_points(claim.witness)
                found.append((part, claim))
        return tuple(found)

    def _refuse_unknown_points(self, watch: Witness | None) -> None:
        """What a witness varies or narrows has to be a name of the sheet."""
        known = {n.name for n in self.names()} | {a.name for a in self.arrays()}
        for text in () if watch is None else (*(watch.vary or ()), *(name for name, _ in watch.spans)):
            if watch is not None and text not in known:
                hint = meant(text, sorted(known))
                raise mistake(
                    watch.function, f"witness {watch.name} varies {text}, which is not declared on this sheet{hint}"
                )

    def _refuse_undeclared(self, part: Part, *sides: Any) -> None:
        labels = {str(a.label) for a in self.arrays()}
        for side in sides:
            if not isinstance(side, (sympy.Basic, sympy.MatrixBase)):
                continue
            for symbol in sorted(side.free_symbols, key=str):
                known = isinstance(symbol, (Declared, sympy.Indexed, sympy.IndexedBase)) or str(symbol) in labels
                if not known:
                    advice = "declare it with param or state"
                    raise mistake(
                        part.function, f"part {part.name} uses {symbol}, which is not declared on this sheet; {advice}"
                    )

    def model_of(self, part: str | None = None) -> Model:
        """The model of a part, or the sheet's."""
        return next((p.model for p in self.parts if p.name == part), self.model)

    def to_sympy(self, expression: Expression) -> Any:
        """A tree in this sheet's own symbols and functions, so that it can take the place of a part's answer.

        Raises:
            UntranslatableError: a head that SymPy has no word for.
        """
        value = to_sympy(rewrite(expression, _linked), self.vocabulary())
        own = {n.name: n for n in self.names()}
        functions = {f.declaration.text: f for f in self.functions()}
        if not isinstance(value, (sympy.Basic, sympy.MatrixBase)):
            return value
        value = value.xreplace({s: own[s.name] for s in value.atoms(sympy.Symbol) if s.name in own})
        return value.replace(
            lambda e: isinstance(e, sympy.core.function.AppliedUndef) and e.func.__name__ in functions,
            lambda e: functions[e.func.__name__](*e.args),
        )

    def base(self, expression: Expression, part: str | None = None) -> Expression:
        """A tree in base names: the model's definitions written out, derivatives by a defined quantity taken."""
        return from_sympy(self.model_of(part).expand(self.to_sympy(expression)))

    def vocabulary(self, part: str | None = None, *, closed: bool = True) -> Vocabulary:
        """What may appear in an answer to this sheet, or to a part of it."""
        names = tuple(n.declaration for n in self.names()) + tuple(a.declaration for a in self.arrays())
        functions = tuple(f.declaration for f in self.functions())
        definitions = tuple(_definition(t, v) for t, v in self.model_of(part).definitions)
        given = next((p.given for p in self.parts if p.name == part), ())
        ranges = (n <= n.over for n in self.names() if n.role == "index")
        assumptions = tuple(from_sympy(a) for a in (*self.model_of(part).assumptions, *given, *ranges))
        indices = tuple(n.name for n in self.names() if n.role == "index")
        return Vocabulary(names, functions, definitions, assumptions, indices, closed=closed, log_base=self.log_base)


def _linked(expression: Expression) -> Expression:
    """A chain ``a < b < c`` as the conjunction of its links."""
    if expression.head != "chain":
        return expression
    sides = expression.args
    links = (Expression(r, (a, b)) for r, a, b in zip(expression.value, sides, sides[1:]))
    return Expression("and", tuple(links))


def _definition(target: Any, value: Any) -> Definition:
    if isinstance(target, sympy.Symbol):
        return Definition(target.name, (), from_sympy(value))
    if isinstance(target, sympy.Indexed):
        return Definition(
            str(target.base.label), tuple(i.name for i in target.indices), from_sympy(value), indexed=True
        )
    return Definition(target.func.__name__, tuple(a.name for a in target.args), from_sympy(value))


def _visit(part: Part, known: Mapping[str, Part], done: dict[str, Part], above: Sequence[str]) -> None:
    if part.name in done:
        return
    if part.name in above:
        circle = " -> ".join([*above[above.index(part.name) :], part.name])
        raise mistake(part.function, f"the parts build on each other in a circle: {circle}")
    for need in part.builds_on:
        if need not in known:
            raise mistake(
                part.function, f"part {part.name} builds on {need}, which is no part of this sheet{meant(need, known)}"
            )
        _visit(known[need], known, done, (*above, part.name))
    done[part.name] = part
