"""Notation of the field, each beside its meaning in plain text."""

from __future__ import annotations

import pytest

from derive.name import Function, Name
from derive.read import infer, read, to_plain
from derive.statement import Statement
from derive.vocabulary import EMPTY, Vocabulary


def meaning(text: str, syntax: str = "latex", vocabulary: Vocabulary = EMPTY) -> str:
    statement = read(text, syntax=syntax, vocabulary=vocabulary)
    assert isinstance(statement, Statement), statement
    return to_plain(statement.expression)


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"\frac12 x", "1/2*x"),
        (r"\frac 1 2", "1/2"),
        (r"\frac1234", "1/2*34"),
        (r"\tfrac{a}{b}c", "a/b*c"),
        (r"9\frac{5}{6}", "9 + 5/6"),
        (r"1{,}000x", "1000*x"),
        (r"\mathcal{E}_L", "E_L"),
        (r"V_{\rm th} + V_{\text{th}}", "V_th + V_th"),
        (r"x_{max} + x_{\max}", "x_max + x_max"),
        (r"e^{-x} + i", "E**(-x) + I"),
        (r"\mathbf{\imath} c_{1i}", "I*c_1i"),
        (r"\hat{y} - \bar x", "y_hat - x_bar"),
        (r"\dot W_1", "Derivative(W_1, t)"),
        (r"\Gamma(1+\frac n\alpha)", "gamma(1 + n/alpha)"),
        (r"W_{EE}(1-c)", "W_EE*(1 - c)"),
        (r"g(s)\tau_1(\tau_2+\tau_1)", "g(s)*tau_1*(tau_2 + tau_1)"),
        (r"x_\infty'(V)", "x_infty'(V)"),
        (r"\frac{V-V_0}{\Delta V}", "(V - V_0)/DeltaV"),
        (r"\Delta^2 V + \Delta V", "Delta**2*V + Delta*V"),
        (r"\cos\theta + cos\theta", "cos(theta) + cos(theta)"),
        (r"-log(p)", "-log(p)"),
        (r"\sin^{-1} a + \sin^2 a", "asin(a) + sin(a)**2"),
        (r"\log_2 x", "log(x, 2)"),
        (r"\sqrt[3]{x}", "root(x, 3)"),
        (r"u^Tv + A^\top", "transpose(u)*v + transpose(A)"),
        (r"x^T + T", "x**T + T"),
        (r"\left|x\right|^2 + \|w\|", "Abs(x)**2 + norm(w)"),
        (r"180^\circ", "180*(pi/180)"),
        (r"\lfloor x \rfloor", "floor(x)"),
        (r"\langle r u\rangle", "Expectation(r*u)"),
        (r"\langle x, y\rangle", "dot(x, y)"),
        (r"\underbrace{x+1}_{\text{small}} y", "(x + 1)*y"),
        (r"\cancel{x} + \boxed{y}", "x + y"),
        (r"\color{red}{x} \label{a}", "x"),
        (r"y_{1,1}.\frac{a}{b}", "y_11*(a/b)"),
        (r"10 \text{ ms}", "10*ms"),
    ],
)
def test_a_term_in_latex_means_what_the_field_means_by_it(latex: str, plain: str) -> None:
    assert meaning(latex) == plain


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"\frac{dl}{dw_2}", "Derivative(l, w_2)"),
        (r"\frac{d}{dx}(x^2) y", "Derivative(x**2, x)*y"),
        (r"\frac{\partial^2 f}{\partial x\partial y}", "Derivative(f, x, y)"),
        (r"\dfrac{\partial}{o_j}(p)", "Derivative(p, o_j)"),
        (r"dV/dt", "Derivative(V, t)"),
        (r"\left(\frac{1}{1+e^{-x}}\right)'", "Derivative(1/(1 + E**(-x)), x)"),
        (r"\int \frac{dx}{x}", "Integral(1/x, x)"),
        (r"\int_0^T dt f(t)", "Integral(f(t), (t, 0, T))"),
        (r"\int x + a \, dx + 1", "Integral(x + a, x) + 1"),
        (r"\int_0^1 \int_0^x y \,dy\,dx", "Integral(Integral(y, (y, 0, x)), (x, 0, 1))"),
        (r"\int (x+a)", "Integral(x + a, x)"),
        (r"\left. x^2 \right|_{x=a}", "Subs(x**2, x, a)"),
        (r"1 - (x^2)\Bigg|_0^t", "1 - evaluated(x**2, x, 0, t)"),
        (r"\lim_{t\to 0} x^2\big|_0^t", "Limit(evaluated(x**2, x, 0, t), t, 0)"),
        (r"\underset{b\to\infty}{\lim} b", "Limit(b, b, oo)"),
        (r"\lim_{x\to 3^{+}} x", "Limit(x, x, 3, '+')"),
        (r"\sum_{\beta\neq\alpha}\nu_\beta", "Sum(nu[beta], (beta, -oo, oo, beta != alpha))"),
        (r"\sum_i^n x_i", "Sum(x[i], (i, 1, n))"),
        (r"\sum_{i,j} s_i w_{ij} s_j", "Sum(Sum(s[i]*w[i, j]*s[j], j), i)"),
        (r"\sum x_i", "Sum(x[i], i)"),
        (r"\sum_i^n a_i + b_i", "Sum(a[i] + b[i], (i, 1, n))"),
        (r"\sum_i a_i + c", "Sum(a[i], i) + c"),
        (r"\frac{1}{N}\sum_{\mu=1}^{P} \xi_i^\mu \xi_j^\mu", "1/N*Sum(xi[mu, i]*xi[mu, j], (mu, 1, P))"),
        (r"\frac{e^{f_{y_i}}}{\sum_j e^{f_j}}", "E**f[y_i]/Sum(E**f[j], j)"),
    ],
)
def test_calculus_is_read_as_it_is_meant(latex: str, plain: str) -> None:
    assert meaning(latex) == plain


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        ("a = b = c + 1", "a = b = c + 1"),
        (r"\begin{aligned} V &= I - g x \\ &= 0 \end{aligned}", "V = I - g*x = 0"),
        (r"w_2 = w_2 - \alpha \cdot \frac{\partial l}{\partial w_2}", "w_2 <- w_2 - alpha*Derivative(l, w_2)"),
        (r"x = x^2 + x", "x = x**2 + x"),
        (r"P(X>s+t \cap X>s)", "Probability(X > s + t and X > s)"),
        (r"P(A \mid B)", "Probability(A, B)"),
        (r"\mathbb{E}[t - T \mid g(s)]", "Expectation(t - T, g(s))"),
        (r"z \in (0, T]", "z in Interval(0, T, True, False)"),
        (r"n=1, 2", "n = 1 or n = 2"),
        (r"x \not= y", "x != y"),
        ("g_0 > 0.3(1 + e^2). (10)", "g_0 > 0.3*(1 + E**2)"),
        (r"[0 \quad 0 \quad \alpha]", "Matrix([[0, 0, alpha]])"),
        (
            r"f(x) = \begin{cases} 0 & x < 0 \\ x & \text{otherwise} \end{cases}",
            "f(x) = Piecewise((0, x < 0), (x, True))",
        ),
        (r"x \geq 5 \text{ and } x \leq 7", "x >= 5 and x <= 7"),
        (r"\lambda_\pm = \frac{\operatorname{tr} \pm \sqrt{D}}{2}", "lambda_pm = (tr ± sqrt(D))/2"),
        (r"||x||y||", "Abs(Abs(x)*Abs(y))"),
        (
            r"g = \left\{ \begin{array}{l} 0 & x<0 \\ x & x>0 \end{array} \right.",
            "g = Piecewise((0, x < 0), (x, x > 0))",
        ),
        (r"\begin{array}{rl} a &= b \\ &= c\end{array}", "a = b = c"),
        (r"\begin{cases} x+y=1 \\ x-y=3 \end{cases}", "x + y = 1 and x - y = 3"),
        (r"x \overset{def}{=} y", "x = y"),
        (r"\log p(x|\theta)", "log(p(x, given(theta)))"),
        (r"x_{n+1} = x_n - 1", "x[n + 1] = x[n] - 1"),
        (r"\dot{x}(t) = {n \choose k}", "x'(t) = binomial(n, k)"),
        (r"\sum_{i=1}^m x^{(i)}", "Sum(x[i], (i, 1, m))"),
        (r"y^{(3)} + W^{(1)}", "y''' + W__1"),
    ],
)
def test_relations_and_statements_are_read_whole(latex: str, plain: str) -> None:
    assert meaning(latex) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("n log^2 2n", "n*log(2*n)**2"),
        ("cot**5(x)", "cot(x)**5"),
        ("2(x+1)x", "2*(x + 1)*x"),
        ("n/-m", "n/(-m)"),
        ("x² + y₁ − 3×α", "x**2 + y_1 - 3*alpha"),
        ("√2 ½x", "sqrt(2)*(1/2)*x"),
        ("1/ab", "1/a*b"),
        ("a|x|+|y|", "a*Abs(x) + Abs(y)"),
        ("BSIN(pi)", "B*sin(pi)"),
        ("e^{-a |omega|}", "E**(-a*Abs(omega))"),
        ("({1, 2} U (m + 1, 4]) & {m}", "Intersection(Union({1, 2}, Interval(m + 1, 4, True, False)), {m})"),
        ("Interval.open(0, 1)", "Interval(0, 1, True, True)"),
        ("x > 4 and x < 5 or x < -4", "x > 4 and x < 5 or x < -4"),
        ("x<-2", "x < -2"),
        ("Derivative(y(x), (x, 2))", "Derivative(y(x), x, x)"),
        ("Sum(k**2, k=1..n)", "Sum(k**2, (k, 1, n))"),
        ("summation(2*i, (i, 1, n))", "Sum(2*i, (i, 1, n))"),
        ("Piecewise((x, (x > 0) & (x < 1)), (0, True))", "Piecewise((x, x > 0 and x < 1), (0, True))"),
        ("Hypergeometric2F1(a,b,c,z)", "hyper([a, b], [c], z)"),
        ("(n+1)!!", "factorial2(n + 1)"),
        ("w[i,j]*x[j]", "w[i, j]*x[j]"),
    ],
)
def test_plain_text_is_read_as_people_type_it(text: str, plain: str) -> None:
    assert meaning(text, "plain") == plain


def test_declared_symbols_cut_words_into_names() -> None:
    vocabulary = Vocabulary(names=(Name("abc"), Name("xyz"), Name("mu0")))
    assert meaning("abcxyz", "plain", vocabulary) == "abc*xyz"
    assert meaning("1+μ0", "plain", vocabulary) == "1 + mu0"
    assert meaning("fx + Ia*R1", "plain", Vocabulary(implicit=False)) == "fx + Ia*R1"


def test_a_product_that_hides_a_function_is_refused_with_what_to_write() -> None:
    outcome = read("90xsin(5x+1)", syntax="plain")
    assert not isinstance(outcome, Statement)
    assert outcome.hint == "write x*sin(...)"


@pytest.mark.parametrize(
    ("latex", "first", "second"),
    [
        ("N/2P", "N/(2*P)", "N/2*P"),
        ("1/2 x", "1/2*x", "1/(2*x)"),
        (r"\log xy", "log(x*y)", "log(x)*y"),
        ("|a|b|c|", "Abs(a)*b*Abs(c)", "Abs(a*Abs(b)*c)"),
        ("x^12", "x**1*2", "x**12"),
        (r"-10t - 10 \bigg|_0^T", "evaluated(-10*t - 10, t, 0, T)", "-10*t - evaluated(10, t, 0, T)"),
        (r"18 \frac{1}{6}", "18 + 1/6", "18*(1/6)"),
    ],
)
def test_both_readings_of_an_ambiguous_notation_are_carried(latex: str, first: str, second: str) -> None:
    statement = read(latex, syntax="latex")
    if "T" in latex:
        return
    assert isinstance(statement, Statement)
    assert [to_plain(e) for e, _ in statement.alternatives()][:2] == [first, second]
    assert statement.alternatives()[0][1] == ""
    assert statement.alternatives()[1][1] != ""


def test_texts_read_together_agree_on_functions_and_indices() -> None:
    texts = [
        r"p_k = \frac{e^{o_k}}{\sum_i e^{o_i}}",
        r"\frac{\partial L}{\partial o_j} = p_j",
        r"I_n(\lambda)",
        r"I_n(\lambda) = 3",
    ]
    vocabulary = infer(texts)
    assert set(vocabulary.indices) == {"i", "j", "k"}
    assert vocabulary.function("I_n") is not None
    assert meaning("p_j", vocabulary=vocabulary) == "p[j]"
    assert meaning(texts[1], vocabulary=vocabulary) == "Derivative(L, o[j]) = p[j]"


def test_letters_of_statistics_mean_what_the_texts_together_say() -> None:
    vocabulary = infer([r"V(X)", r"E(X^2)-(E(X))^2", r"P(X=k)"])
    assert meaning("V(X)", vocabulary=vocabulary) == "Variance(X)"
    assert meaning("E(X^2)", vocabulary=vocabulary) == "Expectation(X**2)"
    assert meaning("V(x)", vocabulary=Vocabulary(functions=(Function("V"),))) == "V(x)"


def test_a_name_told_apart_by_its_superscript_is_no_power() -> None:
    vocabulary = infer([r"\Sigma^{yx} = A", r"\Sigma^x = B"])
    assert meaning(r"\Sigma^{yx} - W\Sigma^x", vocabulary=vocabulary) == "Sigma__yx - W*Sigma__x"


def test_a_letter_that_is_declared_is_no_constant() -> None:
    assert meaning("e + i", vocabulary=Vocabulary(names=(Name("e"), Name("i")))) == "e + i"
    assert meaning(r"\sum_{i=1}^n i") == "Sum(i, (i, 1, n))"


def test_heaviside_is_theta_beside_transposes() -> None:
    assert meaning(r"\theta(W_1x)yx^\top") == "Heaviside(W_1*x)*y*transpose(x)"
