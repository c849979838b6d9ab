r"""Recall errors and the capacity of a Hopfield network

In a network of $N$ neurons that stores $P$ random patterns, the field of a neuron in a stored pattern is its own bit plus a
crosstalk.  Taken as Gaussian with variance $P/N$, it flips the bit with a probability that sets the capacity.
"""

import numpy as np
from sympy import Integral, Limit, Rational, Sum, binomial, erf, erfc, exp, floor, log, oo, pi, sqrt

from derive.language import Sheet, at_least, claim, derived, equal, figure, less, measured, model, param, size
from derive.language import variable, witness
from derive.moves.asymptotics import ratio
from numeric import hopfield, kernel

N = param("N", "positive", span=(20, 400), default=200, description="number of neurons")
P = param("P", "positive", span=(4, 40), default=20, description="number of patterns")
N_bits = size("N_bits", span=(10, 24), description="number of neurons, where the count is exact")
P_bits = size("P_bits", span=(3, 8), description="number of patterns, where the count is exact")
m = size("m")
k = size("k", domain="nonnegative integer")
x = variable("x", "positive", span=("1/2", 4))
sigma = param("sigma", "positive", span=("1/5", 2), description="standard deviation of the crosstalk")
p = param("p", "positive", span=("1/1000", "1/5"), description="probability of an error")
sheet = Sheet("Recall errors and the capacity of a Hopfield network", model())


@witness(seed=1, points=6)
def gaussian_tail(sigma, random):
    """The share of Gaussian crosstalks that exceed one, from ten million draws."""
    from numeric import estimate

    return estimate.proportion(int((random.standard_normal(2_000_000) * sigma > 1).sum()), 2_000_000)


@sheet.part(marks=4, system="C8", source="Eq. 23", witness=gaussian_tail)
def error_probability():
    r"""The bit flips when the crosstalk exceeds one against it: a Gaussian tail, written with the error function."""
    density = exp(-(x**2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma)
    found = (1 - erf(1 / (sqrt(2) * sigma))) / 2
    return derived(
        found,
        equal("the tail", Integral(density, (x, 1, oo)), found),
        equal("with the variance P/N", found.subs(sigma, sqrt(P / N)), (1 - erf(sqrt(N / (2 * P)))) / 2),
    )


@witness(seed=2, points=4)
def stored_bits_unstable(N_bits, P_bits, random):
    """The share of unstable bits in Hopfield networks with fresh random patterns, without self-coupling."""
    return hopfield.recall_error(N_bits, P_bits, 4000, seed=int(random.integers(2**31)))


@witness(seed=3, points=1, spans={"N_bits": (10, 11), "P_bits": (3, 4)})
def small_networks(N_bits, P_bits, random):
    """The same in very small networks."""
    return hopfield.recall_error(N_bits, P_bits, 20_000, seed=int(random.integers(2**31)))


@sheet.part(marks=4, system="C8", graded=False, witness=stored_bits_unstable)
def exact_error():
    r"""The crosstalk is a sum of $(N-1)(P-1)$ fair signs, so that the probability is exactly a binomial tail; a bit whose
    field is zero keeps its value.  The Gaussian formula is its limit for large networks, not an identity."""
    total = (N_bits - 1) * (P_bits - 1)
    below = floor((total - N_bits) / 2)
    found = Sum(binomial(total, k), (k, 0, below)) / 2**total
    gaussian = (1 - erf(sqrt(N_bits / (2 * P_bits)))) / 2
    return derived(
        found,
        measured("as printed, Eq. 23 in a small network", gaussian, small_networks, expected="refuted"),
    )


@sheet.part(marks=4, system="C8", source="before Eq. 24")
def asymptotic_error(error_probability):
    r"""For a large argument $1 - \operatorname{erf}(x) \sim e^{-x^2} / (\sqrt\pi x)$.  With $x^2 = N/2P$ the logarithm of the
    error is $-\log 2 - N/2P - \frac12 \log \pi - \frac12 \log(N/2P)$."""
    tail = exp(-(x**2)) / (sqrt(pi) * x)
    found = tail.subs(x, sqrt(N / (2 * P))) / 2
    logarithm = -log(2) - N / (2 * P) - log(pi) / 2 - log(N / (2 * P)) / 2
    return derived(
        found,
        claim(
            "the tail of the error function", "asymptotic", 1 - erf(x), tail, variable=x, limit=oo, expected="supported"
        ),
        less("it is an upper bound", erfc(x), tail, expected="supported"),
        equal("the logarithm", log(found), logarithm),
    )


@sheet.part(marks=4, system="C8", source="Eq. 24", relation="region", given=N > 2)
def capacity(asymptotic_error):
    r"""With $N/2P = c \log N$ the expected number of wrong bits is $N^{1-c} / (2 \sqrt{\pi c \log N})$: it vanishes for large
    $N$ when $c \ge 1$ and grows without bound when $c < 1$.  So $N/2P > \log N$ is the condition to leading order.  As an
    exact condition for $N P_{error} < 0.01$ it is far from enough at any real size."""
    border = N * asymptotic_error.subs(P, N / (2 * log(N)))
    inside, outside = (N * asymptotic_error.subs(P, N / (2 * c * log(N))) for c in (2, Rational(1, 2)))
    return derived(
        N / (2 * P) > log(N),
        equal("wrong bits on the border", border, 1 / (2 * sqrt(pi * log(N))), expected="supported"),
        equal("they vanish on the border", Limit(1 / (2 * sqrt(pi * log(N))), N, oo), 0, expected="supported"),
        equal("inside", inside, 1 / (2 * N * sqrt(2 * pi * log(N))), expected="supported"),
        equal("outside", outside, sqrt(N) / (2 * sqrt(pi * log(N) / 2)), expected="supported"),
        equal("there they grow without bound", ratio(1, sqrt(N) / (2 * sqrt(pi * log(N) / 2)), N, oo), 0),
        less(
            "as printed, taken as exact: N P_error < 0.01 on the border",
            border,
            Rational(1, 100),
            expected="refuted",
        ),
    )


@witness(seed=4, points=6, spans={"m": (2, 30)})
def all_bits_right(m, p, random):
    """The share of trials in which none of m bits is wrong."""
    from numeric import estimate

    wrong = random.random((100_000, m)) < p
    return estimate.proportion(int((~wrong.any(axis=1)).sum()), 100_000)


@sheet.part(marks=2, system="C8", witness=all_bits_right)
def error_free_recall():
    r"""All bits are right with probability $(1 - p)^N$, if they err independently; for a small $p$ that is nearly $1 - N p$,
    which is always a lower bound."""
    found = (1 - p) ** m
    return derived(
        found,
        claim("for a small p", "asymptotic", 1 - (1 - p) ** 12, 12 * p, variable=p, limit=0),
        at_least("Bernoulli's bound", found, 1 - m * p, given=p < 1, expected="supported"),
    )


@sheet.figure(after="exact_error")
def error_over_load():
    """Share of unstable bits over the load P/N: the Gaussian formula (line), the exact binomial for N = 50 (crosses) and
    simulations with N = 400 (dots with standard errors)."""
    drawing, axes = figure()
    loads = np.linspace(0.08, 0.6, 60)
    axes.semilogy(loads, kernel((x,), (1 - erf(sqrt(1 / (2 * x)))) / 2)(loads), label="Gaussian")
    exact = [(q / 50, float(hopfield.exact_error(50, q))) for q in range(5, 31, 3)]
    axes.semilogy(*zip(*exact), "x", label="exact, N = 50")
    found = [hopfield.recall_error(400, int(400 * load), 8, seed=5) for load in loads[4::8]]
    axes.errorbar(
        loads[4::8],
        [e.value for e in found],
        [e.standard_error for e in found],
        fmt="o",
        markersize=4,
        label="simulated, N = 400",
    )
    axes.set(xlabel="load P/N", ylabel="probability of a wrong bit")
    axes.legend(frameon=False)
    return drawing
