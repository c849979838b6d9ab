r"""What the time of the first spike tells

A cell is silent before a stimulus.  After it the intensity of its spikes rises with a slope $g(s)$ that depends on the
stimulus $s$, for a time $\tau_1$, stays for $\tau_2$, and falls again.  Time $t$ is counted from the onset.
"""

import numpy as np
from sympy import Derivative, Integral, Piecewise, Rational, diff, exp, gamma, log, oo, pi, simplify, sqrt

import derive.language as d
from numeric.poisson import counts, first_spikes, intensity

t = d.variable("t", "positive", span=("1/10", 3), unit="s", description="time of the first spike after the onset")
u, onset = d.variable("u", "positive"), d.variable("T", span=(-2, 2), unit="s", description="time of the onset")
s = d.state("s", span=(-1, 2), description="stimulus")
tau_1 = d.param("tau_1", "positive", span=("1/2", 5), default=4, unit="s", description="duration of the rise")
tau_2 = d.param("tau_2", "positive", span=("1/2", 3), default=2, unit="s", description="duration of the plateau")
a, b = d.param("alpha", "positive", span=(1, 3)), d.param("beta", "positive", span=("1/2", 2))
n = d.size("n", description="order of a moment")
g = d.function("g", "positive", "smooth", latex="g", description="slope of the intensity, in 1/s²")
slope = d.param("slope", "positive", span=("1/50", 5), default=3, unit="1/s²", latex="g", description="slope")
sheet = d.Sheet("What the time of the first spike tells", d.model())
tuned, abstract = d.model(definitions={g(s): 2 + exp(s / 2)}), d.model()
rise, flat, fall = slope * t, slope * tau_1, slope * (2 * tau_1 + tau_2 - t)
course = Piecewise((rise, t < tau_1), (flat, t < tau_1 + tau_2), (fall, t < 2 * tau_1 + tau_2), (0, True))


def process(numbers, **changed):
    """The full course of the intensity: rise, plateau and fall."""
    values = {str(k): float(v) for k, v in numbers.items() if k in (slope, tau_1, tau_2)} | changed
    return intensity(course, t, 0.0, 2 * values["tau_1"] + values["tau_2"], values=values)


def drawn(numbers, random, count, **changed):
    """The first spikes of so many trials in which there was one."""
    found = first_spikes(process(numbers, **changed), count, seed=int(random.integers(2**31)))
    return found[np.isfinite(found)]


def steepness(stimulus):
    return 2 + np.exp(stimulus / 2)


@d.witness(seed=1, points=3, vary="slope", spans={"slope": (2, 5)})
def first_spike_times(slope, numbers, random):
    """20,000 first spikes of the inhomogeneous Poisson process with the full course of the intensity."""
    return d.Samples(drawn(numbers, random, 20_000, slope=slope))


@sheet.part(marks=10, system="B11")
def density():
    r"""No spike before $t$, and one at $t$: $p(t) = \lambda(t) \exp\left(-\int_0^t \lambda\right)$ with $\lambda = g t$, as long
    as the rise lasts.  It is a Weibull density with exponent 2 and $\beta = g/2$, and needs no further factor."""
    found = slope * t * exp(-slope * t**2 / 2)
    weibull = a * b * t ** (a - 1) * exp(-b * t**a)
    late = slope * (t - onset) * exp(-Integral(slope * (u - onset), (u, onset, t)))
    before = slope * t * exp(-Integral(slope * u, (u, 0, t)))
    steps = d.chain(before, found, reasons=("the integral of the rise",), witness=first_spike_times, variable=t)
    return d.derived(
        steps,
        d.equal("with the onset at T, as printed", late, found.subs(t, t - onset)),
        d.equal("it is normalised", Integral(found, (t, 0, oo)), 1),
        d.equal("Weibull with exponent 2 and beta = g/2", weibull.subs({a: 2, b: slope / 2}), found),
    )


sheet.plot("density", over=t, ylabel="density (1/s)", span=("1/100", 3), caption="The derived density over a histogram of "
           "20,000 first spikes of the process with the full course of the intensity.")  # fmt: skip


@d.witness(seed=2, points=4, spans={"tau_1": ("1/2", "3/2")})
def late_first_spikes(slope, tau_1, numbers, random):
    """The share of trials whose first spike comes after the rise, in the full course of the intensity."""
    found = first_spikes(process(numbers, slope=slope, tau_1=tau_1), 20_000, seed=int(random.integers(2**31)))
    return d.estimate.proportion(int(np.sum(found > tau_1)), found.size)


@sheet.part(marks=2, system="B11", graded=False, witness=late_first_spikes)
def neglected_probability(density):
    r"""The probability that the first spike comes after the rise has ended, which the density neglects."""
    beyond = d.moment(density, t, 0, tau_1, oo)
    return d.derived(beyond, d.equal("the tail", Integral(density, (t, tau_1, oo)), exp(-slope * tau_1**2 / 2)))


@d.witness(seed=3, points=4)
def weibull_moment(alpha, beta, n, random):
    """The sample moment of Weibull times, drawn as the first event of a process with intensity alpha beta t^(alpha-1)."""
    times = (random.exponential(size=400_000) / beta) ** (1 / alpha)
    return d.estimate.mean(times**n)


@sheet.part(marks=3, system="B12", witness=weibull_moment)
def weibull_moments():
    r"""The general formula: substitute $u = \beta t^\alpha$ in $\int_0^\infty t^n \alpha \beta t^{\alpha-1} e^{-\beta t^\alpha} dt$.
    It rises from 0 to infinity with $t$, and what is left is the Gamma function by its definition."""
    weibull, by = a * b * t ** (a - 1) * exp(-b * t**a), (u / b) ** (1 / a)
    found, left = b ** (-n / a) * gamma(1 + n / a), b ** (-n / a) * u ** (n / a) * exp(-u)
    order = [d.as_integral(weibull.subs(a, 2), t, k) for k in (1, 2, 4)]
    return d.derived(
        found,
        d.equal("the power of t, in the new variable", t**n, b ** (-n / a) * (b * t**a) ** (n / a)),
        d.equal("the density is the slope of u times exp(-u)", weibull / Derivative(b * t**a, t), exp(-b * t**a)),
        d.greater("the new variable rises", diff(b * t**a, t), 0),
        d.equal("any order: the integrand", d.substituted(t**n * weibull, t, by, u), left),
        d.equal("any order: the Gamma function", Integral(left, (u, 0, oo)), found),
        *(d.equal(f"order {k}, exponent 2", o, found.subs({n: k, a: 2})) for k, o in zip((1, 2, 4), order)),
    )


@d.witness(seed=4, points=3, vary="slope", spans={"slope": (2, 5)})
def mean_first_spike(slope, numbers, random):
    """The mean first spike time of the process with the full course of the intensity."""
    return d.estimate.mean(drawn(numbers, random, 100_000, slope=slope))


@sheet.part(marks=3, system="B12", witness=mean_first_spike)
def mean_latency(weibull_moments):
    r"""The first moment with exponent 2 and $\beta = g/2$; its inverse grows with the square root of $g$."""
    found = weibull_moments.subs({n: 1, a: 2, b: slope / 2})
    return d.derived(
        found,
        d.equal("as printed", found, (slope / 2) ** Rational(-1, 2) * gamma(1 + Rational(1, 2))),
        d.equal("its inverse", 1 / found, sqrt(2 * slope / pi), called=r"1 / \langle t \rangle"),
    )


sheet.plot("mean_latency", over=slope, span=(1, 8), form=lambda T: 1 / T, ylabel="1 / mean latency (1/s)")


@d.witness(seed=5, points=3, vary="s")
def variance_of_score(s, numbers, random):
    """The variance of the slope of the log likelihood, by differences, over first spikes of the original process."""
    times = drawn(numbers, random, 200_000, slope=steepness(s))
    high, low = (np.log(g) - g * times**2 / 2 for g in (steepness(s + 1e-4), steepness(s - 1e-4)))
    return d.estimate.variance((high - low) / 2e-4)


@sheet.part(marks=15, system="B13", model=tuned)
def latency_information(density, weibull_moments):
    r"""Minus the mean curvature of $\log p$.  The curvature is linear in $t^2$, so that its mean needs the second moment
    alone, $\langle t^2 \rangle = 2/g$; the terms with $g''$ then cancel, for every tuning curve $g(s)$."""
    p, any_g = density.subs(slope, g(s)), {"model": abstract}
    bent = -(diff(g(s), s, 2) / g(s) - diff(g(s), s) ** 2 / g(s) ** 2 - diff(g(s), s, 2) * t**2 / 2)
    second = weibull_moments.subs({n: 2, a: 2, b: g(s) / 2})
    averaged = d.mean(d.curvature(p, s), t, lambda order: weibull_moments.subs({n: order, a: 2, b: g(s) / 2}))
    found = diff(g(s), s) ** 2 / g(s) ** 2
    unfinished = found - diff(g(s), s, 2) / g(s) + diff(g(s), s, 2) * second / 2
    score = d.mean(d.score(p, s), t, lambda order: second)
    return d.derived(
        found,
        d.equal("the logarithm", d.log_density(p), log(g(s)) + log(t) - g(s) * t**2 / 2, called=r"\log p", **any_g),
        d.equal("its curvature", d.curvature(p, s), bent, called=r"-\frac{d^2 \log p}{ds^2}", **any_g),
        d.equal("the second moment", second, 2 / g(s) * gamma(2), called=r"\langle t^2 \rangle", **any_g),
        d.equal(
            "the mean of the curvature",
            averaged,
            unfinished,
            called=r"\langle -\tfrac{d^2}{ds^2} \log p \rangle",
            **any_g,
        ),
        d.equal("the mean of the score is zero", score, 0, called=r"\langle \tfrac{d}{ds} \log p \rangle", **any_g),
        d.equal("the variance of the score", averaged, found, witness=variance_of_score),
        target="Fisher information of the latency",
    )


@d.witness(seed=6, points=4)
def variance_of_count_score(s, numbers, random):
    """The variance of the slope of the log likelihood of the spike count, over counts from the full course."""
    number = counts(process(numbers, slope=steepness(s)), 200_000, seed=int(random.integers(2**31)))
    low, high = (process(numbers, slope=steepness(s + h)).total for h in (-1e-4, 1e-4))
    return d.estimate.variance((number * (np.log(high) - np.log(low)) - (high - low)) / 2e-4)


@d.witness(seed=7, points=4)
def mean_count(slope, numbers, random):
    """The mean number of spikes, from counts over the full course of the intensity."""
    return d.estimate.mean(counts(process(numbers, slope=slope), 200_000, seed=int(random.integers(2**31))))


@sheet.part(marks=2, system="B14", graded=False, model=tuned)
def count_information():
    r"""The count is Poisson with the mean $\mu = g \tau_1 (\tau_1 + \tau_2)$: rise and fall together are worth one more
    $\tau_1$ at full height.  Its information is $\mu'^2 / \mu$."""
    mu = slope * tau_1 * (tau_1 + tau_2)
    area = 2 * Integral(slope * u, (u, 0, tau_1)) + slope * tau_1 * tau_2
    found, at_s = diff(g(s), s) ** 2 / g(s) * tau_1 * (tau_1 + tau_2), mu.subs(slope, g(s))
    return d.derived(
        found,
        d.equal("the mean count", area, mu, witness=mean_count),
        d.equal(
            "the information", diff(at_s, s) ** 2 / at_s, found, witness=variance_of_count_score, called=r"\mu'^2 / \mu"
        ),
        target="Fisher information of the count",
    )


def about_slope(information):
    """The information about the slope itself: $g(s) = s$, so that $g' = 1$."""
    return information.subs(diff(g(s), s), 1).subs(g(s), slope)


def score_of(which, seed):
    @d.witness(seed=seed, points=2, spans={"slope": (1, 5), "tau_1": (3, 5)})
    def variance(slope, numbers, random):
        """The variance of the slope of a log likelihood by the slope of the rise, over trials with the full course."""
        whole, unit, seed = process(numbers, slope=slope), process(numbers, slope=1.0), int(random.integers(2**31))
        if which == "count":
            return d.estimate.variance(counts(whole, 50_000, seed=seed) / slope - unit.total)
        times = first_spikes(whole, 50_000, seed=seed)  # a trial without a spike has seen the whole course
        spent = np.interp(times, unit.times, unit.cumulative, right=unit.total)
        return d.estimate.variance(np.isfinite(times) / slope - spent)

    return variance


@sheet.part(marks=5, system="B14", relation="region", model=tuned)
def which_is_larger(latency_information, count_information, neglected_probability):
    r"""The latency says more where the quotient of the two is below one, $g < 1 / (\tau_1 (\tau_1 + \tau_2))$; but there the
    first spike comes after the rise with a probability above $e^{-1/2}$, so that the density of part one does not hold:
    the comparison contradicts its own assumption."""
    latency, count = about_slope(latency_information), about_slope(count_information)
    wins, large = simplify(count / latency) < 1, {"given": simplify(count / latency) < 1}
    return d.derived(
        wins,
        d.region("the latency says more", latency > count, wins),
        d.region("as a bound on the slope", wins, slope < 1 / (tau_1 * (tau_1 + tau_2))),
        d.greater("but then the neglected probability is large", neglected_probability, exp(-Rational(1, 2)), **large),
    )


@sheet.part(marks=1, system="B14", graded=False, witness=score_of("latency", 8))
def latency_about_slope(latency_information):
    r"""About the slope itself, $g' = 1$."""
    return d.derived(about_slope(latency_information), target="Fisher information of the latency")


@sheet.part(marks=1, system="B14", graded=False, witness=score_of("count", 9))
def count_about_slope(count_information):
    r"""About the slope itself, $g' = 1$."""
    return d.derived(about_slope(count_information), target="Fisher information of the count")


sheet.plot("latency_about_slope", "count_about_slope", over=slope, span=("1/100", 10), log="xy", border="which_is_larger",
           ylabel="Fisher information (s⁴)", caption="Both informations about the slope, derived (lines) and simulated "
           "(dots). Left of the border the rise is too short for the derived one of the latency.")  # fmt: skip
