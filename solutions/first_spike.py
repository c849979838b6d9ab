r"""What the time of the first spike tells

A cell is silent before a stimulus.  After it the intensity of its spikes rises with a slope $g(s)$ that depends on the
stimulus $s$, for a time $\tau_1$, stays for $\tau_2$, and falls again.  Time $t$ is counted from the onset.
"""

import numpy as np
from sympy import Integral, Piecewise, Rational, diff, exp, gamma, log, oo, pi, simplify, solve, sqrt

from derive.language import Samples, Sheet, chain, derived, equal, figure, function, greater, model, param, region
from derive.language import size, state, variable, witness
from derive.moves.expectation import mean
from derive.moves.likelihood import curvature, log_density, score
from derive.moves.moments import as_integral, moment
from derive.moves.substitution import substituted
from numeric import estimate, kernel
from numeric.poisson import counts, first_spikes, intensity

t = variable("t", "positive", span=("1/10", 3), unit="s", description="time of the first spike after the onset")
u = variable("u", "positive")
s = state("s", span=(-1, 2), description="stimulus")
tau_1 = param("tau_1", "positive", span=("1/2", 5), default=4, unit="s", description="duration of the rise")
tau_2 = param("tau_2", "positive", span=("1/2", 3), default=2, unit="s", description="duration of the plateau")
a, b = param("alpha", "positive", span=(1, 3)), param("beta", "positive", span=("1/2", 2))
n = size("n", description="order of a moment")
g = function("g", "positive", "smooth", latex="g", description="slope of the intensity, in 1/s²")
slope = param("slope", "positive", span=("1/50", 5), default=3, unit="1/s²", description="a value of g(s)")
sheet = Sheet("What the time of the first spike tells", model())
tuned = model(definitions={g(s): 2 + exp(s / 2)})

course = Piecewise(
    (slope * t, t < tau_1),
    (slope * tau_1, t < tau_1 + tau_2),
    (slope * (2 * tau_1 + tau_2 - t), t < 2 * tau_1 + tau_2),
    (0, True),
)


def process(numbers, **changed):
    """The full course of the intensity: rise, plateau and fall."""
    values = {str(k): float(v) for k, v in numbers.items() if k in (slope, tau_1, tau_2)} | changed
    return intensity(course, t, 0.0, 2 * values["tau_1"] + values["tau_2"], values=values)


@witness(seed=1, points=3, vary="slope", spans={"slope": (2, 5)})
def first_spike_times(slope, numbers, random):
    """20,000 first spikes of the inhomogeneous Poisson process with the full course of the intensity."""
    found = first_spikes(process(numbers, slope=slope), 20_000, seed=int(random.integers(2**31)))
    return Samples(found[np.isfinite(found)])


@sheet.part(marks=10, system="B11")
def density():
    r"""No spike before $t$, and one at $t$: $p(t) = \lambda(t) \exp\left(-\int_0^t \lambda\right)$ with $\lambda = g t$, as long
    as the rise lasts.  It is a Weibull density with exponent 2 and $\beta = g/2$, and needs no further factor."""
    hazard = slope * t
    found = slope * t * exp(-slope * t**2 / 2)
    weibull = a * b * t ** (a - 1) * exp(-b * t**a)
    steps = chain(
        hazard * exp(-Integral(slope * u, (u, 0, t))),
        found,
        reasons=("the integral of the rise",),
        witness=first_spike_times,
        variable=t,
    )
    return derived(
        steps,
        equal("it is normalised", Integral(found, (t, 0, oo)), 1),
        equal("Weibull with exponent 2 and beta = g/2", weibull.subs({a: 2, b: slope / 2}), found),
        target=None,
    )


@witness(seed=2, points=4, spans={"tau_1": ("1/2", "3/2")})
def late_first_spikes(slope, tau_1, numbers, random):
    """The share of trials whose first spike comes after the rise, in the full course of the intensity."""
    found = first_spikes(process(numbers, slope=slope, tau_1=tau_1), 20_000, seed=int(random.integers(2**31)))
    return estimate.proportion(int(np.sum(found > tau_1)), found.size)


@sheet.part(marks=2, system="B11", graded=False, witness=late_first_spikes)
def neglected_probability(density):
    r"""The probability that the first spike comes after the rise has ended, which the density neglects."""
    beyond = moment(density, t, 0, tau_1, oo)
    return derived(beyond, equal("the tail", Integral(density, (t, tau_1, oo)), exp(-slope * tau_1**2 / 2)))


@witness(seed=3, points=4)
def weibull_moment(alpha, beta, n, random):
    """The sample moment of Weibull times, drawn as the first event of a process with intensity alpha beta t^(alpha-1)."""
    times = (random.exponential(size=400_000) / beta) ** (1 / alpha)
    return estimate.mean(times**n)


@sheet.part(marks=3, system="B12", witness=weibull_moment)
def weibull_moments():
    r"""The general formula: substitute $z = \beta t^\alpha$ in $\int_0^\infty t^n \alpha \beta t^{\alpha-1} e^{-\beta t^\alpha} dt$.
    It rises from 0 to infinity with $t$, and what is left is the Gamma function by its definition."""
    weibull = a * b * t ** (a - 1) * exp(-b * t**a)
    found = b ** (-n / a) * gamma(1 + n / a)
    by = (u / b) ** (1 / a)
    left = b ** (-n / a) * u ** (n / a) * exp(-u)
    return derived(
        found,
        equal("the substitution, put in", (b * t**a).subs(t, by), u),
        greater("it rises", diff(b * t**a, t), 0),
        equal("any order: the integrand", substituted(t**n * weibull, t, by, u), left, expected="supported"),
        equal("any order: the Gamma function", Integral(left, (u, 0, oo)), found),
        *(
            equal(f"order {k}, exponent 2", as_integral(weibull.subs(a, 2), t, k), found.subs({n: k, a: 2}))
            for k in (1, 2, 4)
        ),
    )


@witness(seed=4, points=3, vary="slope", spans={"slope": (2, 5)})
def mean_first_spike(slope, numbers, random):
    """The mean first spike time of the process with the full course of the intensity."""
    found = first_spikes(process(numbers, slope=slope), 200_000, seed=int(random.integers(2**31)))
    return estimate.mean(found[np.isfinite(found)])


@sheet.part(marks=3, system="B12", witness=mean_first_spike)
def mean_latency(weibull_moments):
    r"""The first moment with exponent 2 and $\beta = g/2$; its inverse grows with the square root of $g$."""
    found = weibull_moments.subs({n: 1, a: 2, b: slope / 2})
    return derived(
        found,
        equal("as printed", found, (slope / 2) ** Rational(-1, 2) * gamma(1 + Rational(1, 2))),
        equal("in closed form", found, sqrt(pi / (2 * slope))),
        equal("its inverse", 1 / found, sqrt(2 * slope / pi)),
    )


@witness(seed=5, points=3, vary="s")
def variance_of_score(s, numbers, random):
    """The variance of the slope of the log likelihood, by differences, over first spikes of the original process."""

    def steepness(stimulus):
        return 2 + np.exp(stimulus / 2)

    times = first_spikes(process(numbers, slope=steepness(s)), 200_000, seed=int(random.integers(2**31)))
    times = times[np.isfinite(times)]

    def log_likelihood(stimulus):
        g_ = steepness(stimulus)
        return np.log(g_ * times) - g_ * times**2 / 2

    return estimate.variance((log_likelihood(s + 1e-4) - log_likelihood(s - 1e-4)) / 2e-4)


@sheet.part(marks=15, system="B13", model=tuned)
def latency_information(density, weibull_moments):
    r"""Minus the mean curvature of $\log p$.  The curvature is linear in $t^2$, so that its mean needs the second moment
    alone, $\langle t^2 \rangle = 2/g$; the terms with $g''$ then cancel, for every tuning curve $g(s)$."""
    abstract = model()
    p = density.subs(slope, g(s))
    log_p = log(g(s)) + log(t) - g(s) * t**2 / 2
    bent = -(diff(g(s), s, 2) / g(s) - diff(g(s), s) ** 2 / g(s) ** 2 - diff(g(s), s, 2) * t**2 / 2)
    second = weibull_moments.subs({n: 2, a: 2, b: g(s) / 2})
    averaged = mean(curvature(p, s), t, lambda order: weibull_moments.subs({n: order, a: 2, b: g(s) / 2}))
    found = diff(g(s), s) ** 2 / g(s) ** 2
    unfinished = found - diff(g(s), s, 2) / g(s) + diff(g(s), s, 2) * second / 2
    return derived(
        found,
        equal("the logarithm of the density", log_density(p), log_p, model=abstract),
        equal("its curvature, before the mean", curvature(p, s), bent, model=abstract),
        equal("the second moment", second, 2 / g(s) * gamma(2), model=abstract),
        equal("the mean of the curvature", averaged, unfinished, model=abstract),
        equal("what is left", unfinished, found, model=abstract),
        equal(
            "the mean of the score is zero", mean(score(p, s), t, lambda k: second if k == 2 else 0), 0, model=abstract
        ),
        equal("the variance of the score", averaged, found, witness=variance_of_score),
        target="Fisher information of the latency",
    )


@witness(seed=6, points=4)
def variance_of_count_score(s, numbers, random):
    """The variance of the slope of the log likelihood of the spike count, over counts from the full course."""

    def course_at(stimulus):
        return process(numbers, slope=2 + np.exp(stimulus / 2))

    number = counts(course_at(s), 400_000, seed=int(random.integers(2**31)))
    low, high = (course_at(s + d).total for d in (-1e-4, 1e-4))
    return estimate.variance((number * (np.log(high) - np.log(low)) - (high - low)) / 2e-4)


@witness(seed=7, points=4)
def mean_count(slope, numbers, random):
    """The mean number of spikes, from counts over the full course of the intensity."""
    return estimate.mean(counts(process(numbers, slope=slope), 200_000, seed=int(random.integers(2**31))))


@sheet.part(marks=2, system="B14", graded=False, model=tuned)
def count_information():
    r"""The count is Poisson with the mean $\mu = g \tau_1 (\tau_1 + \tau_2)$: rise and fall together are worth one more
    $\tau_1$ at full height.  Its information is $\mu'^2 / \mu$."""
    expected = slope * tau_1 * (tau_1 + tau_2)
    mu = expected.subs(slope, g(s))
    area = Integral(slope * u, (u, 0, tau_1)) + slope * tau_1 * tau_2 + Integral(slope * u, (u, 0, tau_1))
    found = diff(g(s), s) ** 2 / g(s) * tau_1 * (tau_1 + tau_2)
    return derived(
        found,
        equal("the mean count", area, expected, witness=mean_count),
        equal("the information of the count", diff(mu, s) ** 2 / mu, found, witness=variance_of_count_score),
        target="Fisher information of the count",
    )


def about_slope(information):
    """The information about the slope itself: $g(s) = s$, so that $g' = 1$."""
    return information.subs(diff(g(s), s), 1).subs(g(s), slope)


@sheet.part(marks=5, system="B14", relation="region", model=tuned)
def which_is_larger(latency_information, count_information, neglected_probability):
    r"""The latency says more where the quotient of the two is below one, $g < 1 / (\tau_1 (\tau_1 + \tau_2))$; but there the
    first spike comes after the rise with a probability above $e^{-1/2}$, so that the density of part one does not hold:
    the comparison contradicts its own assumption."""
    latency, count = about_slope(latency_information), about_slope(count_information)
    wins = simplify(count / latency) < 1
    return derived(
        wins,
        region("the latency says more", latency > count, wins),
        region("as a bound on the slope", wins, slope < 1 / (tau_1 * (tau_1 + tau_2))),
        greater(
            "but then the neglected probability is large",
            neglected_probability,
            exp(-Rational(1, 2)),
            given=wins,
            expected="supported",
        ),
    )


@sheet.figure(after="density")
def density_over_histogram(density, numbers):
    """The derived density over first spikes of the process with the full course of the intensity."""
    drawing, axes = figure()
    times = first_spikes(process(numbers), 50_000, seed=8)
    axes.hist(times[np.isfinite(times)], bins=80, density=True, color="lightgrey", label="simulated")
    grid = np.linspace(1e-3, 3, 200)
    axes.plot(grid, kernel((t,), density.subs(numbers))(grid), label="derived")
    axes.set(xlabel="first spike time t (s)", ylabel="density (1/s)", xlim=(0, 3))
    axes.legend(frameon=False)
    return drawing


@sheet.figure(after="mean_latency")
def inverse_latency(mean_latency, numbers):
    """The inverse of the mean latency over the slope of the intensity, derived and simulated."""
    drawing, axes = figure()
    slopes = np.linspace(1, 8, 15)
    axes.plot(slopes, kernel((slope,), 1 / mean_latency)(slopes), label="derived")
    found = [first_spikes(process(numbers, slope=float(k)), 20_000, seed=9) for k in slopes]
    axes.plot(slopes, [1 / times[np.isfinite(times)].mean() for times in found], "o", label="simulated")
    axes.set(xlabel="slope g (1/s²)", ylabel="1 / mean latency (1/s)")
    axes.legend(frameon=False)
    return drawing


def simulated_informations(slope, numbers, random):
    """The variances of the slopes of the two log likelihoods by the slope of the rise, over simulated trials."""
    course = process(numbers, slope=slope)
    shape = process(numbers, slope=1.0)
    seed = int(random.integers(2**31))
    times, number = first_spikes(course, 50_000, seed=seed), counts(course, 50_000, seed=seed + 1)
    spent = np.interp(times, shape.times, shape.cumulative, right=shape.total)  # a trial without a spike used all of it
    latency = np.isfinite(times) / slope - spent
    return latency.var(), (number / slope - shape.total).var()


@sheet.figure(after="which_is_larger")
def informations(latency_information, count_information, numbers):
    """Both informations about the slope itself (g' = 1), derived (lines) and simulated with the full course of the intensity
    (dots). Left of the crossing the rise is too short for the derived one of the latency."""
    drawing, axes = figure()
    slopes, few = np.geomspace(0.01, 10, 100), np.geomspace(0.015, 8, 10)
    random = np.random.default_rng(10)
    found = np.array([simulated_informations(float(k), numbers, random) for k in few])
    both = [
        about_slope(information).subs({tau_1: numbers[tau_1], tau_2: numbers[tau_2]})
        for information in (latency_information, count_information)
    ]
    for which, (information, label) in enumerate(zip(both, ("latency", "count"))):
        line = axes.loglog(slopes, kernel((slope,), information)(slopes), label=f"{label}, derived")[0]
        axes.loglog(few, found[:, which], "o", color=line.get_color(), markersize=4, label=f"{label}, simulated")
    crossing = solve(both[0] - both[1], slope)[0]
    axes.axvline(float(crossing), linestyle="--", color="grey", label="crossing")
    axes.set(xlabel="slope g (1/s²)", ylabel="Fisher information (s⁴)")
    axes.legend(frameon=False, loc="upper right")
    return drawing
