r"""Recall errors and the capacity of a Hopfield network

In a network of $N$ neurons that stores $P$ random patterns, the field of a neuron in a stored pattern is its own bit plus a
crosstalk.  Taken as Gaussian with variance $\sigma^2 = P/N$, it flips the bit with a probability that sets the capacity.
"""

from sympy import Integral, Limit, Rational, Sum, binomial, erf, erfc, exp, floor, log, oo, pi, sqrt

import derive.language as d
from numeric import hopfield

N = d.param("N", "positive", span=(20, 400), default=200, description="number of neurons")
P = d.param("P", "positive", span=(4, 40), default=20, description="number of patterns")
N_bits = d.size("N_bits", span=(10, 24), description="number of neurons, where the count is exact")
P_bits = d.size("P_bits", span=(3, 8), description="number of patterns, where the count is exact")
k, m = d.size("k", domain="nonnegative integer"), d.size("m", span=(2, 30), description="number of bits")
x = d.variable("x", "positive", span=("1/2", 4))
sigma = d.param("sigma", "positive", span=("1/5", 2), description="standard deviation of the crosstalk")
p = d.param("p", "positive", span=("1/1000", "1/5"), description="probability of an error")
c = d.param("c", "positive", span=("1/4", 3), description="load: N/2P over log N")
load = d.param("load", "positive", span=("1/12", "3/5"), description="load", latex="P/N")
sheet = d.Sheet("Recall errors and the capacity of a Hopfield network", d.model())


@d.witness(seed=1, points=6)
def gaussian_tail(sigma, random):
    """The share of two million Gaussian crosstalks that exceed one."""
    return d.estimate.proportion(int((random.standard_normal(2_000_000) * sigma > 1).sum()), 2_000_000)


@d.witness(seed=2, points=3, spans={"N_bits": (10, 20), "P_bits": (3, 6)})
def unstable_bits(N_bits, P_bits, random):
    """The share of unstable bits in small Hopfield networks with random patterns, without self-coupling."""
    return hopfield.recall_error(N_bits, P_bits, 2000, seed=int(random.integers(2**31)))


@d.witness(seed=3, points=1, spans={"N_bits": (40, 41), "P_bits": (5, 6)})
def whole_patterns(N_bits, P_bits, random):
    """The share of stored patterns of which every bit is stable in simulated networks."""
    shares = []
    for _ in range(3000):
        stored = hopfield.random_patterns(random, P_bits, N_bits)
        shares.append((hopfield.fields(stored) * stored >= 0).all(axis=1).mean())
    return d.estimate.mean(shares)


@sheet.part(marks=4, system="C8", source="Eq. 23", witness=gaussian_tail)
def error_probability():
    r"""The bit flips when the crosstalk exceeds one against it: a Gaussian tail, written with the error function."""
    found = (1 - erf(1 / (sqrt(2) * sigma))) / 2
    density = exp(-(x**2) / (2 * sigma**2)) / (sqrt(2 * pi) * sigma)
    return d.derived(
        found,
        d.equal("Eq. 23, the integral", Integral(density, (x, 1, oo)), found),
        d.equal("Eq. 23, with the variance P/N", found.subs(sigma, sqrt(P / N)), (1 - erf(sqrt(N / (2 * P)))) / 2),
    )


@sheet.part(marks=4, system="C8", graded=False, witness=unstable_bits)
def exact_error(error_probability):
    r"""The crosstalk is a sum of $(N-1)(P-1)$ fair signs, so that the probability is exactly a binomial tail; a bit whose
    field is zero keeps its value.  The Gaussian formula is its limit for large networks, not an identity."""
    total = (N_bits - 1) * (P_bits - 1)
    found = Sum(binomial(total, k), (k, 0, floor((total - N_bits) / 2))) / 2**total
    gaussian = error_probability.subs(sigma, sqrt(P_bits / N_bits))
    return d.derived(
        found, d.measured("as printed, Eq. 23 in a small network", gaussian, unstable_bits, expected="refuted")
    )


@sheet.part(marks=4, system="C8", source="before Eq. 24")
def asymptotic_error(error_probability):
    r"""For a large argument $1 - \operatorname{erf}(x) \sim e^{-x^2} / (\sqrt\pi x)$.  With $x^2 = N/2P$ the logarithm of the
    error is $-\log 2 - N/2P - \frac12 \log \pi - \frac12 \log(N/2P)$."""
    tail = exp(-(x**2)) / (sqrt(pi) * x)
    found = tail.subs(x, sqrt(N / (2 * P))) / 2
    logarithm = -log(2) - N / (2 * P) - log(pi) / 2 - log(N / (2 * P)) / 2
    as_tail = {"variable": x, "limit": oo, "expected": "supported"}
    return d.derived(
        found,
        d.claim("the tail of the error function", "asymptotic", 1 - erf(x), tail, **as_tail),
        d.less("it is an upper bound", erfc(x), tail, expected="supported"),
        d.equal("the logarithm", log(found), logarithm),
    )


@sheet.part(marks=4, system="C8", source="Eq. 24", relation="region", given=N > 2)
def capacity(asymptotic_error):
    r"""With $N/2P = c \log N$ the expected number of wrong bits is $N^{1-c} / (2 \sqrt{\pi c \log N})$: it vanishes for large
    $N$ when $c \ge 1$ and grows without bound when $c < 1$.  So $N/2P > \log N$ is the condition to leading order.  As an
    exact condition for $N P_\mathrm{error} < 0.01$ it is far from enough at any real size."""
    wrong = N * asymptotic_error.subs(P, N / (2 * c * log(N)))
    found = N ** (1 - c) / (2 * sqrt(pi * c * log(N)))
    return d.derived(
        N / (2 * P) > log(N),
        d.equal("wrong bits", wrong, found, expected="supported"),
        d.equal("they vanish on the border, c = 1", Limit(found.subs(c, 1), N, oo), 0, expected="supported"),
        d.equal("and inside, c = 2", Limit(found.subs(c, 2), N, oo), 0, expected="supported"),
        d.equal(
            "outside, c = 1/2, one over them", Limit(1 / found.subs(c, Rational(1, 2)), N, oo), 0, expected="supported"
        ),
        d.less("as printed, taken as exact", wrong.subs(c, 1), Rational(1, 100), expected="refuted"),
    )


@d.witness(seed=4, points=6)
def all_bits_right(m, p, random):
    """The share of trials in which none of m bits is wrong, where they err independently."""
    wrong = random.random((100_000, m)) < p
    return d.estimate.proportion(int((~wrong.any(axis=1)).sum()), 100_000)


@sheet.part(marks=2, system="C8", witness=all_bits_right)
def error_free_recall(exact_error):
    r"""All bits are right with probability $(1 - p)^m$ if they err independently; for a small $p$ that is nearly $1 - m p$,
    which is always a lower bound.  In a network the bits share their patterns and do not err independently: whole
    patterns are stable more often than that at light loads."""
    found = (1 - p) ** m
    network = found.subs({m: N_bits, p: exact_error})
    return d.derived(
        found,
        d.claim("for a small p", "asymptotic", 1 - found.subs(m, 12), 12 * p, variable=p, limit=0),
        d.at_least("Bernoulli's bound", found, 1 - m * p, given=p < 1, expected="supported"),
        d.measured("as printed, of a network's bits", network, whole_patterns, expected="refuted"),
    )


@d.witness(seed=5, points=3)
def large_networks(load, random):
    """The share of unstable bits in Hopfield networks of 2000 neurons."""
    return hopfield.recall_error(2000, round(2000 * load), 2, seed=int(random.integers(2**31)))


@sheet.part(marks=1, system="C8", graded=False, witness=large_networks)
def error_over_load(error_probability):
    r"""The same as a function of the load $P/N$, for large networks."""
    found = error_probability.subs(sigma, sqrt(load))
    return d.derived(found, target="probability of a wrong bit")


sheet.plot("error_over_load", over=load, log="y", ylabel="probability of a wrong bit")
