r"""Hebbian learning and the covariance rule

A linear neuron with rate $r = \mathbf{w} \cdot \mathbf{u}$ sees input patterns $\mathbf{u}$, $P$ of them, equally likely; means
$\langle \cdot \rangle$ are over the patterns.  Hebb's rule and a rule with a sliding threshold both let the weights grow
without bound, at rates that can be written in the statistics of $r$ alone.
"""

import numpy as np
from sympy import Sum

from derive.language import Sheet, array, at_least, chain, derived, equal, figure, greater, index, model, param, size
from derive.language import witness
from numeric import hebbian

N, P = size("N", span=(2, 4), description="number of inputs"), size("P", span=(2, 5), description="number of patterns")
i, j, p, q = index("i", N), index("j", N), index("p", P), index("q", P)
w, u = array("w", N, description="weights"), array("u", N, P, description="input i in pattern p")
tau_w = param("tau_w", "positive", span=("1/2", 4), default=1, unit="s", description="time constant of learning")
sheet = Sheet("Hebbian learning and the covariance rule", model())


def mean(f):
    """The mean over the patterns of f(p)."""
    return Sum(f(p), (p, 1, P)) / P


def r(a):
    return Sum(w[j] * u[j, a], (j, 1, N))


def centred(a):
    """The rate less its mean."""
    return r(a) - Sum(r(q), (q, 1, P)) / P


def growth(w, u, tau_w, rule):
    """tau_w times the slope of the squared length of w along the averaged rule, over a short stretch of its flow."""
    step = 1e-4 * tau_w
    ahead, back = w.copy(), w.copy()
    for _ in range(10):
        ahead = ahead + step / tau_w * rule(ahead, u)
        back = back - step / tau_w * rule(back, u)
    slope = tau_w * (ahead @ ahead - back @ back) / (20 * step)
    return float(slope), 1e-4 * float(w @ w + 1) * float((u**2).sum() + 1) ** 2


def hebb(w, u):
    return (u * (w @ u)).mean(axis=1)


def sliding(w, u):
    rate = w @ u
    return (u * (rate - rate.mean())).mean(axis=1)


@witness(seed=1)
def hebb_growth(w, u, tau_w):
    """The growth of the squared length in a short integration of Hebb's rule, averaged over the patterns."""
    return growth(w, u, tau_w, hebb)


@witness(seed=2)
def sliding_growth(w, u, tau_w):
    """The growth of the squared length in a short integration of the rule with a sliding threshold."""
    return growth(w, u, tau_w, sliding)


@witness(seed=3)
def one_step_of_hebb(w, u, i, random):
    """The mean change of a weight over many single stochastic updates, one random pattern each."""
    drawn = u[:, random.integers(u.shape[1], size=100_000)]
    change = drawn[i - 1] * (w @ drawn)
    return float(change.mean()), float(change.std() / np.sqrt(change.size)) + 1e-12


@sheet.part(marks=2, system="C2", source="Eqs. 9 to 11", witness=one_step_of_hebb)
def averaged_rule():
    r"""Put $r = \mathbf{u}^\top \mathbf{w}$ into $\tau_w \dot{\mathbf{w}} = \langle r \mathbf{u} \rangle$: the mean falls on
    $\mathbf{u} \mathbf{u}^\top$ alone, and $\tau_w \dot{\mathbf{w}} = \mathbf{Q} \mathbf{w}$."""
    correlated = Sum(mean(lambda a: u[i, a] * u[j, a]) * w[j], (j, 1, N))
    return derived(
        mean(lambda a: r(a) * u[i, a]),
        equal("the matrix Q", mean(lambda a: r(a) * u[i, a]), correlated, expected="supported"),
        target="tau_w dw_i/dt",
    )


@sheet.part(marks=3, system="C2", source="after Eq. 11", witness=hebb_growth)
def hebb_norm(averaged_rule):
    r"""$\tau_w \frac{d}{dt} |\mathbf{w}|^2 = 2 \mathbf{w} \cdot \langle r \mathbf{u} \rangle = 2 \langle r^2 \rangle$: never
    negative, and zero only where the neuron is silent in every pattern.  The middle link of the source carries a factor
    $\tau_w$ too many."""
    middle = 2 * mean(lambda a: r(a) * Sum(w[i] * u[i, a], (i, 1, N)))
    found = 2 * mean(lambda a: r(a) ** 2)
    return derived(
        chain(2 * Sum(w[i] * averaged_rule, (i, 1, N)), middle, found, expected="supported"),
        equal("as printed, the middle link", tau_w * middle, found, expected="refuted"),
        at_least("it never shrinks", found, 0, expected="supported"),
        greater("as printed: it always grows", found, 0, expected="refuted"),
    )


@sheet.part(marks=3, system="C3", source="Eqs. 12 to 15")
def covariance_rule():
    r"""With the threshold $\theta_r = \langle r \rangle$ the matrix becomes the covariance
    $\mathbf{C} = \langle (\mathbf{u} - \langle \mathbf{u} \rangle)(\mathbf{u} - \langle \mathbf{u} \rangle)^\top \rangle$, one
    of whose two subtractions may be left out."""
    average = {a: Sum(u[a, q], (q, 1, P)) / P for a in (i, j)}
    both = mean(lambda a: (u[i, a] - average[i]) * (u[j, a] - average[j]))
    one = mean(lambda a: u[i, a] * (u[j, a] - average[j]))
    found = mean(lambda a: centred(a) * u[i, a])
    return derived(
        found,
        equal("Eq. 14", both, one, expected="supported"),
        equal("Eq. 15", found, Sum(both * w[j], (j, 1, N)), expected="supported"),
        target="tau_w dw_i/dt",
    )


@sheet.part(marks=3, system="C3", source="after Eq. 15", witness=sliding_growth)
def covariance_norm(covariance_rule):
    r"""$\tau_w \frac{d}{dt} |\mathbf{w}|^2 = 2 \langle (r - \langle r \rangle)\, r \rangle = 2 (\langle r^2 \rangle - \langle r
    \rangle^2)$, twice the variance of the rate.  The source drops the factor 2, and a rate that is the same in every
    pattern does not grow at all."""
    variance = mean(lambda a: r(a) ** 2) - mean(r) ** 2
    middle = 2 * mean(lambda a: centred(a) * Sum(w[i] * u[i, a], (i, 1, N)))
    return derived(
        chain(2 * Sum(w[i] * covariance_rule, (i, 1, N)), middle, 2 * variance, expected="supported"),
        equal("as printed, the last link", middle, variance, expected="refuted"),
        at_least("it never shrinks", 2 * variance, 0, expected="supported"),
        greater("as printed: it always grows", 2 * variance, 0, expected="refuted"),
    )


@sheet.figure(after="covariance_norm")
def length_over_time():
    """The squared length of the weights over time, for inputs with a mean: Hebb's rule, the covariance rule and Oja's
    rule (which holds it at 1) in single stochastic runs with a small step (thin) and in the mean of 50 (thick)."""
    drawing, axes = figure()
    matrix, centre = np.array([[1.0, 0.4], [0.4, 0.5]]), np.array([0.5, 0.2])
    second = matrix + np.outer(centre, centre)
    draws = hebbian.gaussian(matrix, centre)
    start = np.array([0.3, -0.1])
    for name, rule, growth_matrix in (
        ("Hebb", hebbian.hebb, second),
        ("covariance", hebbian.covariance(centre), matrix),
        ("Oja", hebbian.oja(), None),
    ):
        run = hebbian.learn(rule, draws, start, rate=0.01, steps=400, runs=50, seed=1)
        time = run.steps * 0.01
        line = axes.plot(time, (run.norms**2).mean(axis=1), label=f"{name}, mean of 50 runs")[0]
        axes.plot(time, run.norms[:, 0] ** 2, color=line.get_color(), linewidth=0.5)
        if growth_matrix is not None:
            values, vectors = np.linalg.eigh(growth_matrix)
            modes = vectors.T @ start
            axes.plot(time, [((modes * np.exp(values * s)) ** 2).sum() for s in time], "k--", linewidth=0.8)
    axes.plot([], [], "k--", linewidth=0.8, label="averaged rule")
    axes.set(xlabel="time (τ_w)", ylabel="|w|²", yscale="log")
    axes.legend(frameon=False)
    return drawing
