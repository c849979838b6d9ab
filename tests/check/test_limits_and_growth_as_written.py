"""Limits without brackets, growth laws and derivatives of solutions, as people write them."""

from __future__ import annotations

from derive.check import check_chain, check_document
from derive.expression import call, name
from derive.read import infer, read
from derive.statement import Statement


def verdicts(*steps: str, definitions: tuple[str, ...] = ()) -> list[str]:
    report = check_chain({"steps": list(steps), "syntax": "latex", "definitions": list(definitions)})
    return [t.outcome.value for t in report.transitions]


def test_a_limit_goes_on_over_later_terms_that_use_its_variable() -> None:
    assert "refuted" not in verdicts(r"\lim_{h \to 0} \frac{h(2+h)}{h}", r"\lim_{h \to 0} 2 + h", "2")
    assert verdicts(r"\lim_{h \to 0} 2 + h", "3") == ["refuted"]
    assert "refuted" not in verdicts(r"\lim_{h \to 0} \frac{\sin h}{h} + 1", "2")


def test_a_quantity_beside_a_bracket_that_holds_it_is_multiplied_by_the_bracket() -> None:
    growth = (r"N(t) = \frac{K}{1+Ae^{-rt}}",)
    steps = (r"\frac{dN}{dt}", r"rN\left(1-\frac{N}{K}\right)")
    assert "refuted" not in verdicts(*steps, definitions=growth)
    assert verdicts(steps[0], r"rN\left(1+\frac{N}{K}\right)", definitions=growth) == ["refuted"]


def test_a_function_of_itself_stays_a_composition() -> None:
    texts = ("f(f(x))", "f(2)")
    statement = read(texts[0], syntax="latex", vocabulary=infer(texts, syntax="latex"))
    assert isinstance(statement, Statement)
    assert statement.expression == call("f", call("f", name("x")))


def test_primes_of_a_solution_with_constants_are_taken_by_its_variable() -> None:
    trial = ("y = e^{rx}",)
    assert "refuted" not in verdicts("y''-3y'+2y", "r^2e^{rx} - 3re^{rx} + 2e^{rx}", definitions=trial)
    assert verdicts("y'", "re^{rx}", definitions=trial)[0] in ("proved", "supported")
    assert verdicts("y'", "e^{rx}", definitions=trial) == ["refuted"]


def test_sides_that_share_no_name_are_not_refuted() -> None:
    assert verdicts("Z_R + Z_C", r"R + \frac{1}{j\omega C}") == ["undecided"]
    assert verdicts("R + R", "3R") == ["refuted"]


def test_a_derivative_that_a_text_sets_to_zero_is_no_false_identity() -> None:
    text = "For the sample $$\\frac{1}{s} \\sum_{i=1}^{n} (x_i - m) = 0$$ holds at the maximum."
    outcomes = [s.verdict.outcome.value for s in check_document(text, kind="markdown").steps]
    assert "refuted" not in outcomes
