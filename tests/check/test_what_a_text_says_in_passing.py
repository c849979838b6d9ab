"""Definitions made in passing, letters with two meanings, words, given sums, averages: what stands around a step."""

from __future__ import annotations

from derive.check import check_document
from derive.check.record import Report
from derive.verdict import Outcome


def report(text: str) -> Report:
    return check_document(text, kind="markdown", explain=False)


def outcomes(text: str) -> list[str]:
    return [s.verdict.outcome.value for s in report(text).steps]


def roles(text: str) -> list[str]:
    return [d.role for d in report(text).definitions]


def test_a_sigmoid_beside_a_variance_is_a_function() -> None:
    found = report(
        r"The variance is $\sigma^2$."
        "\n\n"
        r"$$y = \sigma(z) = \frac{1}{1+e^{-z}}$$"
        "\n\n"
        r"$$1 - \sigma(z) = \sigma(-z)$$"
    )
    assert not found.refuted
    assert found.steps[-1].verdict.outcome is Outcome.PROVED


def test_a_letter_before_one_name_in_brackets_is_not_refuted_as_a_product() -> None:
    text = r"The number is $k^2$ and $k = 3$." "\n\n" r"$$y = k(a) = \frac{1}{1+a}$$"
    assert not report(text).refuted


def test_a_product_with_one_name_in_brackets_is_still_refuted_where_no_reading_holds() -> None:
    assert outcomes(r"$$A = q^2 + q(b) + 2 q(b) = q^2 + 2 q(b)$$") == ["refuted"]


def test_conditions_and_defining_equations_are_not_refuted() -> None:
    for text in (r"$$A x = \lambda x$$", r"$$x^2 + 3x = 2x + 5$$", r"$$\det(A - \lambda I) = 0$$", r"$$v^T v = 1$$"):
        assert not report(text).refuted, text


def test_a_function_is_defined_by_its_value_at_another_one() -> None:
    text = (
        r"$$g(u_i(t)) = \exp(u_i(t))$$"
        "\n\n"
        r"$$A = \int_0^T \frac{g'(u_i(t))}{g(u_i(t))} X(t) dt = \int_0^T X(t) dt$$"
    )
    assert roles(text)[0] == "definition"
    assert outcomes(text)[-1] == "proved"


def test_a_function_that_cancels_needs_no_explanation() -> None:
    text = (
        r"$$g(z) = \exp(z)$$"
        "\n\n"
        r"$$A = \int_0^T \frac{g'(v(t))}{g(v(t))} X(t) dt = \int_0^T \frac{1}{\Delta} X(t) dt$$"
    )
    assert outcomes(text)[-1] == "refuted"


def test_functions_become_something_on_the_way_and_stay_so() -> None:
    text = (
        r"$$u_i(t) = \sum_j w_{ij} \phi_j(t) + b_i = \sum_j w_{ij} \int_0^t X_j(s) ds + b_i$$"
        "\n\n"
        r"$$\int_0^T \phi_j(t) dt = \int_0^T \int_0^t X_j(s) ds dt$$"
    )
    found = report(text)
    assert "said on the way" in " ".join(d.reason for d in found.definitions)
    assert [s.verdict.holds for s in found.steps] == [True]


def test_an_index_outside_of_its_sum_is_found() -> None:
    text = (
        r"$$u_i(t) = \sum_j w_{ij} \phi_j(t) + \eta_i(t) "
        r"= \sum_j w_{ij} \int_0^t X_j(s) ds - \eta_0 \int_0^t e^{-s} X_j(s) ds$$"
    )
    (step,) = report(text).refuted
    assert step.verdict.diagnosis is not None
    assert "`i` should stand where `j` stands" in step.verdict.diagnosis.text
    right = text.replace("e^{-s} X_j(s)", "e^{-s} X_i(s)")
    assert not report(right).refuted


def test_lists_with_dots_are_declarations() -> None:
    assert roles(r"where $\mathbf{t} = [t_1, \dots, t_k, \dots]^T$ is the target.") == ["declaration"]


def test_a_term_in_words_is_no_mathematics_and_no_refusal() -> None:
    found = report(r"$$\sum_j w_{ij} x_j = \frac{1}{2}(a_i + b_i) + \text{crosstalk term}$$")
    assert not found.unread
    assert [d.role for d in found.definitions] == ["approximation"]
    assert "crosstalk term" in found.definitions[0].reason


def test_a_given_sum_is_used_and_obeyed_by_counterexamples() -> None:
    given = r"choose labels such that $\sum_{i=1}^k y_i = 1$" "\n\n"
    sides = r"$$A = -\frac{y_i}{z_i} z_i + \sum_{j=1}^k \frac{y_j}{z_j} z_j z_i = %s$$"
    assert report(given + sides % "z_i - y_i").steps[-1].verdict.holds
    (wrong,) = report(given + sides % "z_i + y_i").refuted
    assert "given line 1" in wrong.verdict.reason


def test_a_sum_given_in_an_earlier_section_makes_no_true_step_false() -> None:
    text = (
        "# One\n\n"
        r"such that $\sum_{i=1}^k y_i = 1$"
        "\n\n# Two\n\n"
        r"$$A = \sum_{j=1}^k y_j z_i = z_i$$"
    )
    assert not report(text).refuted


def test_the_product_with_a_transposed_matrix_is_a_sum_over_its_rows() -> None:
    sides = r"$$A = \sum_{j=1}^k (z_j w_j - y_j w_j) = W^T (\vec{z} %s \vec{y})$$"
    assert report(sides % "-").steps[-1].verdict.holds
    assert report(sides % "+").refuted


_OJA = (
    r"$$\mathbf{Q} = \langle \mathbf{u} \mathbf{u}^T \rangle$$"
    "\n\n"
    r"$r = \mathbf{w}^T \mathbf{u}$"
    "\n\n"
    r"$$\tau \frac{d\mathbf{w}}{dt} = \langle r\mathbf{u} - \alpha r^2 \mathbf{w} \rangle$$"
    "\n\n"
    r"$$\tau \frac{d\|\mathbf{w}\|^2}{dt} = 2\tau \mathbf{w} \cdot \frac{d\mathbf{w}}{dt} = %s$$"
)


def test_an_average_is_no_random_quantity() -> None:
    (wrong,) = report(_OJA % r"2 r^2 (1 - \alpha \|\mathbf{w}\|^2)").refuted
    assert wrong.verdict.diagnosis is not None
    assert wrong.verdict.diagnosis.slip == "missing average"
    assert not report(_OJA % r"2 \langle r^2 \rangle (1 - \alpha \|\mathbf{w}\|^2)").refuted
    assert report(_OJA % r"2 \langle r^2 \rangle (1 + \alpha \|\mathbf{w}\|^2)").refuted


def test_scalar_products_that_both_sides_have_need_not_be_opened() -> None:
    step = report(_OJA % "A").steps[0]
    assert step.verdict.outcome is Outcome.PROVED


_ENERGY = (
    r"$$w_{ij} = \frac{1}{N} \sum_{\mu=1}^P \xi_i^\mu \xi_j^\mu$$"
    "\n\n"
    r"$$E = -\frac{1}{2} \sum_{i,j} s_i w_{ij} s_j - \sum_i h_i s_i$$"
    "\n\nNow by substituting\n\n"
    r"$$E = -\frac{1}{2N} \sum_{ij} s_i \left(\sum_{\mu=1}^P \xi_i^\mu \xi_j^\mu \right) s_j$$"
    "\n\nThis could be rewritten as\n\n"
    r"$$E = -\frac{1}{2N} \sum_{\mu=1}^P (\xi \cdot \mathbf{s})^2$$"
)


def test_a_lost_index_is_found_beside_the_last_form() -> None:
    lines = [s.line for s in report(_ENERGY).refuted]
    assert lines == [7, 11]
    slip = report(_ENERGY).refuted[-1].verdict.diagnosis
    assert slip is not None
    assert slip.text == "`xi` has lost the index `mu` that it is summed over"


def test_a_name_declared_anew_is_another_one() -> None:
    text = (
        "# One\n\n"
        r"$$W = a + b$$"
        "\n\n# Two\n\n"
        r"$W \in R^{3 \times 1}$"
        "\n\n"
        r"$$2 W - W = a + b$$"
    )
    assert not report(text).steps
    alone = report("$$W = a + b$$\n\n$$2 W - W = a + b$$")
    assert [step.verdict.outcome.value for step in alone.steps] == ["proved"]


def test_a_matrix_that_moves_keeps_its_form_at_all_times() -> None:
    text = (
        r"Initially $W(0) = \begin{bmatrix} 0 & 1 \end{bmatrix}$;"
        "\n"
        r"that is, $W(t) = \begin{bmatrix} 0 & \alpha(t) \end{bmatrix}$ for all t."
        "\n\n"
        r"$$A = 2 W = \begin{bmatrix} 0 & 2\alpha \end{bmatrix}$$"
    )
    assert report(text).steps[-1].verdict.holds


def test_linearised_dynamics_are_a_law() -> None:
    state = r"\begin{pmatrix} V \\ x \end{pmatrix}"
    text = rf"$$\frac{{d}}{{dt}} {state} = \begin{{pmatrix}} -a & b \\ c & -d \end{{pmatrix}} {state}$$"
    assert roles(text) == ["law"]


def test_a_line_that_nothing_satisfies_does_not_solve_the_one_before() -> None:
    text = r"$$a b = c$$" "\n\n" r"$$1 - a b = - a b$$"
    assert not any(s.verdict.holds for s in report(text).steps)


_FIELD = (
    r"$$E = -\frac{1}{2} \sum_{ij} s_i M_{ij} s_j - \sum_i h_i s_i + \sum_i V(s_i)$$"
    "\n\n"
    r"$$V = \int_0^{s_i} F^{-1}(x) dx$$"
    "\n\n"
    r"$$\frac{dE}{dt} = %s$$"
)
_RATE = (
    r"-\frac{%d}{2} \left(\sum_i \sum_j M_{ij} s_j \frac{\partial s_i}{\partial t} "
    r"+ \sum_j \sum_i s_i M_{ij} \frac{\partial s_j}{\partial t} \right) "
    r"- \sum_i h_i \frac{\partial s_i}{\partial t} + \sum_i F^{-1}(s_i) \frac{\partial s_i}{\partial t}"
)
_ONCE = r"\sum_i \frac{\partial E}{\partial s_i} \frac{\partial s_i}{\partial t}"


def test_entries_that_move_are_no_constants() -> None:
    assert report(_FIELD % (_RATE % 1)).steps[-1].verdict.holds
    assert report(_FIELD % (_RATE % 3)).steps[-1].verdict.fails


def test_a_chain_rule_counts_every_entry_once() -> None:
    assert not report(_FIELD % _ONCE).refuted
    assert report(_FIELD % (_ONCE + " + " + _ONCE.replace("_i", "_j"))).refuted


def test_a_right_line_behind_a_wrong_one_is_not_refuted() -> None:
    text = (
        _ENERGY[: _ENERGY.rindex("$$E")]
        + r"$$E = -\frac{1}{2N} \sum_{\mu=1}^P (\xi^\mu \cdot \mathbf{s})^2 - \mathbf{h} \cdot \mathbf{s}$$"
    )
    assert [s.line for s in report(text).refuted] == [7]


_RAY = (
    r"where $\alpha > 0$ and $\Delta > 0$. Now consider the ray where $\alpha %s 0$, "
    r"since $\frac{1}{2}\Delta\alpha > 0$."
)


def test_a_condition_said_anew_takes_the_place_of_the_former_one() -> None:
    assert report(_RAY % ">").steps[-1].verdict.holds
    (wrong,) = report(_RAY % r"\geq").refuted
    assert "alpha = 0" in wrong.verdict.reason


def test_a_range_is_no_claim() -> None:
    text = r"for $0 \le \Delta < \sqrt{2/3}$ the one dominates while for $\Delta > \sqrt{2/3}$ the other one does."
    assert not report(text).refuted


def test_an_equation_is_inverted_or_not() -> None:
    text = (
        r"$$V = \frac{E + I}{1 + x g}$$"
        "\n\nwhich we can invert to find x in terms of V,\n\n"
        r"$$x = \frac{%s/V - 1}{g}$$"
    )
    assert report(text % "(E + I)").steps[-1].verdict.holds
    (wrong,) = report(text % "(E + J)").refuted
    assert "J does not stand there" in wrong.verdict.reason


def test_a_solution_solves_the_equation_before_it() -> None:
    text = r"$$2x + 3 = 7$$" "\n\n" r"$$2x = 4$$" "\n\n" r"$$x = %s$$"
    assert report(text % "2").steps[-1].verdict.holds
    assert report(text % "3").refuted


def test_each_of_several_solutions_solves() -> None:
    text = r"$$x^2 = 4$$" "\n\n" r"$$x = 2$$" "\n\nor\n\n" r"$$x = -2$$"
    assert [s.verdict.holds for s in report(text).steps] == [True, True]


def test_a_value_with_a_unit_is_given_and_solves_nothing() -> None:
    text = r"$$\tau - 5 = 0$$" "\n\n" r"$$\tau = 10 \text{ ms}$$"
    assert not report(text).refuted


def test_two_exercises_do_not_contradict_each_other() -> None:
    assert not report(r"$$x(1-x) = x^2 - 2$$" "\n\n" r"$$(x-1)(x+1) = x$$").refuted


def test_a_normalised_density_is_a_condition() -> None:
    assert roles(r"$$\int_0^1 f(x) dx = 1$$") == ["condition"]


_NETWORK = r"$$x_3 = w_2 x_2$$" "\n\n" r"$$l(y, x_3) = \frac{1}{2} (y - x_3)^2$$" "\n\n"


def test_what_is_differentiated_by_is_not_put_in() -> None:
    assert report(_NETWORK + r"$$\frac{dl}{dx_3} = x_3 - y$$").steps[-1].verdict.holds
    assert not report(_NETWORK + r"$$\frac{dl}{dx_3} = y - y$$").steps[-1].verdict.holds
    chain = r"$$\frac{dl}{dx_2} = \frac{dl}{dx_%d} \cdot \frac{dx_3}{dx_2}$$"
    assert report(_NETWORK + chain % 3).steps[-1].verdict.holds
    assert not any(s.verdict.holds for s in report(_NETWORK + chain % 2).steps)


def test_a_value_under_a_condition_that_is_obeyed_can_be_wrong() -> None:
    text = r"Let $\sigma(x) = \max(0, x)$. Then $\sigma'(x) = %s$ if $x > 0$."
    assert report(text % "1").steps[-1].verdict.holds
    assert report(text % "-1").refuted
    assert not report(r"Let $f(x) = x^2$. Then $f'(x) = 2$ if $x^2 = 1$.").refuted


def test_an_equation_between_multiples_is_a_claim() -> None:
    assert report(r"has variance $NP/N^2 = -P/N$.").refuted
    assert not report(r"We need $x^2 = 2 x$ and $a x = b x$.").refuted


def test_a_scalar_product_knows_no_order_but_its_sign() -> None:
    text = r"$$A = \mathbf{w}^T \mathbf{u} = %s\left(\mathbf{u}^T \mathbf{w}\right)$$"
    assert report(text % "").steps[-1].verdict.holds
    assert report(text % "-").refuted


def test_what_is_known_said_again_with_a_factor_is_a_slip_and_a_new_law_is_none() -> None:
    known = r"$$w_{ij} = \frac{1}{N} \sum_{\mu=1}^P \xi_i^\mu \xi_j^\mu$$" "\n\n"
    sides = r"$$\sum_j w_{ij} x_j = \frac{%d}{N} \sum_j \sum_{\mu=1}^P \xi_i^\mu \xi_j^\mu x_j$$"
    assert report(known + sides % 1).steps[-1].verdict.holds
    (wrong,) = report(known + sides % 2).refuted
    assert wrong.verdict.diagnosis is not None
    assert wrong.verdict.diagnosis.text == "a factor 2 does not belong"
    law = (
        r"$$\tau \frac{dV}{dt} = -V + I$$"
        "\n\nIf the input is doubled, the law is\n\n"
        r"$$\tau \frac{dV}{dt} = 2(-V + I)$$"
    )
    assert not report(law).refuted


def test_a_term_lost_from_one_line_to_the_next_is_found() -> None:
    text = r"$$\Delta^2/4 = \frac{1}{8} + \frac{\Delta^2}{16}$$" "\n\n" r"$$4\Delta^2 = %s$$"
    assert report(text % r"2 + \Delta^2").steps[-1].verdict.holds
    assert report(text % "2").refuted


def test_a_link_of_a_chain_is_no_new_law() -> None:
    given = r"$$r_j = F(I_j)$$" "\n\n"
    chain = r"$$A = \sum_j w_{kj} r_j = %s\left(\sum_j w_{kj} F(I_j)\right)$$"
    assert report(given + chain % "").steps[-1].verdict.holds
    assert report(given + chain % "-").refuted


def test_what_is_averaged_is_no_constant() -> None:
    text = (
        r"$$\tau \frac{d\mathbf{w}}{dt} = \langle (r - \theta) \mathbf{u} \rangle$$"
        "\n\n"
        r"$$A = 2\tau \langle (r - \langle r \rangle) \mathbf{w} \cdot \mathbf{u} \rangle "
        r"= \langle r^2 \rangle - \langle r \rangle^2$$"
    )
    assert not any(s.verdict.holds for s in report("where $r = \\mathbf{w}^T \\mathbf{u}$.\n\n" + text).steps)
