r"""Hebbian learning and the covariance rule

A linear neuron with rate $r = \mathbf{w} \cdot \mathbf{u}$ sees input patterns $\mathbf{u}$, $P$ of them, equally likely; means
$\langle \cdot \rangle$ are over the patterns.  Hebb's rule $\tau_w \dot{\mathbf{w}} = \langle r \mathbf{u} \rangle$ and the rule
with a threshold, $\tau_w \dot{\mathbf{w}} = \langle (r - \theta_r) \mathbf{u} \rangle$, let the weights grow without bound.
"""

import numpy as np
from sympy import Derivative, Sum

import derive.language as d
from numeric import hebbian

N, P = (
    d.size("N", span=(2, 4), description="number of inputs"),
    d.size("P", span=(2, 5), description="number of patterns"),
)
i, j, p, q = d.index("i", N), d.index("j", N), d.index("p", P), d.index("q", P)
w, u = d.array("w", N, description="weights"), d.array("u", N, P, description="input i in pattern p")
r, rbar = d.array("r", P, description="rate in each pattern"), d.quantity("rbar", latex=r"\langle r \rangle")
ubar = d.array("ubar", N, latex=r"\bar{u}", description="mean input")
Q, C = d.array("Q", N, N, description="correlation matrix"), d.array("C", N, N, description="covariance matrix")
length = d.quantity("length", latex=r"|\mathbf{w}|^2")
tau_w = d.param("tau_w", "positive", span=("1/2", 4), default=1, unit="s", description="time constant of learning")


def mean(f):
    """The mean over the patterns of f(p)."""
    return Sum(f(p), (p, 1, P)) / P


statistics = {
    r[p]: Sum(w[j] * u[j, p], (j, 1, N)),
    rbar: Sum(r[q], (q, 1, P)) / P,
    ubar[i]: Sum(u[i, q], (q, 1, P)) / P,
    Q[i, j]: mean(lambda a: u[i, a] * u[j, a]),
    C[i, j]: mean(lambda a: (u[i, a] - ubar[i]) * (u[j, a] - ubar[j])),
    length: Sum(w[j] ** 2, (j, 1, N)),
}
sheet = d.Sheet("Hebbian learning and the covariance rule", d.model(definitions=statistics))


def growth_of_length(threshold, seed):
    @d.witness(seed=seed)
    def grows(w, u, tau_w):
        """How fast the squared length grows in a short integration of the rule, averaged over the patterns."""

        def flow(w):
            rate = w @ u
            return (u * (rate - threshold * rate.mean())).mean(axis=1) / tau_w

        step = 1e-4 * tau_w
        ahead, back = (w + s * flow(w + s / 2 * flow(w)) for s in (step, -step))
        slope = tau_w * (ahead @ ahead - back @ back) / (2 * step)
        return float(slope), 1e-6 * float(w @ w + 1) * float((u**2).sum() + 1) ** 2

    return grows


@d.witness(seed=3)
def one_step_of_hebb(w, u, i, random):
    """The mean change of a weight over many single stochastic updates, one random pattern each."""
    drawn = u[:, random.integers(u.shape[1], size=100_000)]
    change = drawn[i - 1] * (w @ drawn)
    return float(change.mean()), float(change.std() / np.sqrt(change.size)) + 1e-12


def along_flow(quantity, rule):
    """tau_w times the rate of change of a quantity along a rule."""
    return Sum(Derivative(quantity, w[i]) * rule, (i, 1, N))


@sheet.part(marks=2, system="C2", source="Eqs. 9 to 11", witness=one_step_of_hebb)
def averaged_rule():
    r"""Put $r = \mathbf{u}^\top \mathbf{w}$ into $\tau_w \dot{\mathbf{w}} = \langle r \mathbf{u} \rangle$: the mean falls on
    $\mathbf{u} \mathbf{u}^\top$ alone, and $\tau_w \dot{\mathbf{w}} = \mathbf{Q} \mathbf{w}$."""
    found = mean(lambda a: r[a] * u[i, a])
    eq_10 = d.equal("Eqs. 10 and 11", found, Sum(Q[i, j] * w[j], (j, 1, N)), expected="supported")
    return d.derived(found, eq_10, target="tau_w dw_i/dt")


@sheet.part(marks=3, system="C2", source="after Eq. 11", witness=growth_of_length(0, seed=1))
def hebb_norm(averaged_rule):
    r"""$\tau_w \frac{d}{dt} |\mathbf{w}|^2 = 2 \mathbf{w} \cdot \langle r \mathbf{u} \rangle = 2 \langle r^2 \rangle$: never
    negative, and zero only where the neuron is silent in every pattern.  Nor does the growth ever slow down, so that it
    has no bound.  The middle of the source's chain carries a factor $\tau_w$ too many."""
    across = 2 * Sum(w[i] * averaged_rule, (i, 1, N))
    middle = 2 * mean(lambda a: r[a] * Sum(w[i] * u[i, a], (i, 1, N)))
    found = 2 * mean(lambda a: r[a] ** 2)
    squares = 4 * Sum(averaged_rule**2, (i, 1, N))
    return d.derived(
        d.chain(along_flow(length, averaged_rule), across, middle, found, expected="supported"),
        d.equal("as printed, into the middle", across, tau_w * middle, expected="refuted"),
        d.equal("as printed, out of the middle", tau_w * middle, found, expected="refuted"),
        d.at_least("it never shrinks", found, 0, expected="supported"),
        d.greater("as printed: it always grows", found, 0, expected="refuted"),
        d.equal("the growth of the growth", along_flow(found, averaged_rule), squares, expected="supported"),
        d.at_least("the growth never slows down", squares, 0, expected="supported"),
    )


@sheet.part(marks=3, system="C3", source="Eqs. 12 to 15")
def covariance_rule():
    r"""With the threshold $\theta_r = \langle r \rangle$ the matrix becomes the covariance
    $\mathbf{C} = \langle (\mathbf{u} - \langle \mathbf{u} \rangle)(\mathbf{u} - \langle \mathbf{u} \rangle)^\top \rangle$, one
    of whose two subtractions may be left out."""
    found = mean(lambda a: (r[a] - rbar) * u[i, a])
    one = mean(lambda a: u[i, a] * (u[j, a] - ubar[j]))
    both = mean(lambda a: u[i, a] * u[j, a] - u[i, a] * ubar[j])
    return d.derived(
        found,
        d.equal("Eq. 13", found, Sum(both * w[j], (j, 1, N)), expected="supported"),
        d.equal("Eq. 14", C[i, j], one),
        d.equal("Eq. 15", found, Sum(C[i, j] * w[j], (j, 1, N)), expected="supported"),
        target="tau_w dw_i/dt",
    )


@sheet.part(marks=3, system="C3", source="after Eq. 15", witness=growth_of_length(1, seed=2))
def covariance_norm(covariance_rule):
    r"""$\tau_w \frac{d}{dt} |\mathbf{w}|^2 = 2 \langle (r - \langle r \rangle)\, r \rangle = 2 (\langle r^2 \rangle - \langle r
    \rangle^2)$, twice the variance of the rate.  The source drops the factor 2, and a rate that is the same in every
    pattern does not grow at all."""
    across = 2 * Sum(w[i] * covariance_rule, (i, 1, N))
    middle = 2 * mean(lambda a: (r[a] - rbar) * Sum(w[i] * u[i, a], (i, 1, N)))
    variance = mean(lambda a: r[a] ** 2) - rbar**2
    return d.derived(
        d.chain(along_flow(length, covariance_rule), across, middle, 2 * variance, expected="supported"),
        d.equal("as printed, into the middle", across, tau_w * middle, expected="refuted"),
        d.equal("as printed, out of the middle", tau_w * middle, variance, expected="refuted"),
        d.equal("the printed end, without the factor tau_w", middle, variance, expected="refuted"),
        d.at_least("it never shrinks", 2 * variance, 0, expected="supported"),
        d.greater("as printed: it always grows", 2 * variance, 0, expected="refuted"),
    )


@sheet.figure(after="covariance_norm")
def length_over_time():
    """The squared length of the weights, for inputs with a mean: Hebb's rule, the covariance rule and Oja's rule (which
    holds it at 1), single stochastic runs (thin), the mean of 50 (thick), and the averaged rules (dashed)."""
    drawing, axes = d.figure()
    matrix, centre, start = np.array([[1.0, 0.4], [0.4, 0.5]]), np.array([0.5, 0.2]), np.array([0.3, -0.1])
    hebb, covariance = (hebbian.hebb, matrix + np.outer(centre, centre)), (hebbian.covariance(centre), matrix)
    for name, (rule, grows) in {"Hebb": hebb, "covariance": covariance, "Oja": (hebbian.oja(), None)}.items():
        run = hebbian.learn(rule, hebbian.gaussian(matrix, centre), start, rate=0.01, steps=400, runs=50, seed=1)
        time = run.steps * 0.01
        line = axes.plot(time, (run.norms**2).mean(axis=1), label=f"{name}, mean of 50 runs")[0]
        axes.plot(time, run.norms[:, 0] ** 2, color=line.get_color(), linewidth=0.5)
        if grows is not None:
            values, vectors = np.linalg.eigh(grows)
            axes.plot(
                time, ((vectors.T @ start * np.exp(np.outer(time, values))) ** 2).sum(axis=1), "k--", linewidth=0.8
            )
    axes.plot([], [], "k--", linewidth=0.8, label="averaged rule")
    axes.set(xlabel=r"time ($\tau_w$)", ylabel=r"$|\mathbf{w}|^2$", yscale="log")
    axes.legend(frameon=False)
    return drawing
