r"""The energy of a continuous rate network

Rates follow $\tau_r \dot{\mathbf{v}} = -\mathbf{v} + F(\mathbf{h} + \mathbf{M} \mathbf{v})$ with an increasing $F$.  For a symmetric
$\mathbf{M}$ the energy $E = -\frac12 \mathbf{s}^\top \mathbf{M} \mathbf{s} - \mathbf{h}^\top \mathbf{s} + \sum_i \int_0^{s_i} F^{-1}$ of the
steady-state rates $\mathbf{s} = F(\mathbf{h} + \mathbf{M} \mathbf{v})$ never rises.
"""

import numpy as np
from sympy import Derivative, Sum, tanh

from derive.language import Sheet, array, at_most, derived, equal, figure, index, measured, model, param, size, witness

N = size("N", span=(2, 4), description="number of neurons")
i, j, k = index("i", N), index("j", N), index("k", N)
A = array("A", N, N, span=(-1, 1), description="half of the weights: M = A + Aᵀ is symmetric")
B = array("B", N, N, span=(-1, 1), description="weights that need not be symmetric")
a = array("a", N, span=(-1, 1), description="weights of rank one: M = a aᵀ")
s, v = array("s", N, description="steady-state rates"), array("v", N, span=(-1, 1), description="rates")
h = array("h", N, span=(-1, 1), description="external input")
c = array("c", N, domain="positive", description="slope of F at each neuron's input")
tau_r = param("tau_r", "positive", span=(5, 20), default=10, unit="ms", description="time constant")
sheet = Sheet("The energy of a continuous rate network", model())


def symmetric(p, q):
    return A[p, q] + A[q, p]


def free(p, q):
    return B[p, q]


def rank_one(p, q):
    return a[p] * a[q]


def slope_of_energy(M, rate=lambda p: s[p]):
    """dE/dt as the sum over neurons of dE/ds_i ds_i/dt, with F^-1(s_i) = h_i + sum M v."""

    def by_rate(p):
        quadratic = -Sum((M(p, k) + M(k, p)) * rate(k), (k, 1, N)) / 2
        return quadratic - h[p] + h[p] + Sum(M(p, k) * v[k], (k, 1, N))

    def moves(p):
        return c[p] * Sum(M(p, k) * (rate(k) - v[k]), (k, 1, N)) / tau_r

    return Sum(by_rate(i) * moves(i), (i, 1, N))


def square(M):
    """Minus a sum of squares, weighted by the slopes."""
    return -Sum(c[i] * Sum(M(i, j) * (s[j] - v[j]), (j, 1, N)) ** 2, (i, 1, N)) / tau_r


def energy_slope(M, h, v, tau_r):
    """dE/dt by differences of the energy along a short integration of the original equations, F = tanh."""

    def energy(v):
        s = np.tanh(h + M @ v)
        area = s * np.arctanh(s) + np.log(1 - s**2) / 2  # the integral of artanh from 0
        return -s @ M @ s / 2 - h @ s + area.sum()

    def moved(time):
        u, step = v.copy(), time / 20
        for _ in range(20):
            middle = u + step / 2 * (-u + np.tanh(h + M @ u)) / tau_r
            u = u + step * (-middle + np.tanh(h + M @ middle)) / tau_r
        return u

    time = 1e-3 * tau_r
    return float((energy(moved(time)) - energy(moved(-time))) / (2 * time)), 1e-5


@witness(seed=1)
def slope_along_flow(A, h, v, tau_r):
    """The change of the energy along the integrated network, for sampled symmetric weights."""
    return energy_slope(A + A.T, h, v, tau_r)


def with_tanh(M):
    """The derived slope for F = tanh, in the original names."""

    def current(p):
        return h[p] + Sum(M(p, k) * v[k], (k, 1, N))

    inner = [(1 - tanh(current(i)) ** 2), Sum(M(i, j) * (tanh(current(j)) - v[j]), (j, 1, N))]
    return -Sum(inner[0] * inner[1] ** 2, (i, 1, N)) / tau_r


@sheet.part(marks=3, system="C10", source="before Eq. 30")
def gradient_of_energy():
    r"""The quadratic form gives each neuron the mean of its row and its column, $\frac12 (\mathbf{M} + \mathbf{M}^\top)
    \mathbf{s}$: only for symmetric weights is that $\mathbf{M} \mathbf{s}$."""
    quadratic = {M: -Sum(Sum(s[i] * M(i, j) * s[j], (i, 1, N)), (j, 1, N)) / 2 for M in (symmetric, free)}
    found = {M: -Sum(M(k, j) * s[j], (j, 1, N)) for M in (symmetric, free)}
    return derived(
        found[symmetric],
        equal("for symmetric weights", Derivative(quadratic[symmetric], s[k]), found[symmetric], expected="supported"),
        equal("for any weights", Derivative(quadratic[free], s[k]), found[free], expected="refuted"),
        target="gradient of the quadratic part of E",
    )


@sheet.part(marks=5, system="C10", source="Eq. 30")
def energy_falls():
    r"""Put $\tau_r \dot s_i = F'_i \sum_j M_{ij} (s_j - v_j)$ into $\dot E = \sum_i \partial_i E\, \dot s_i$.  The bracket is the
    same sum with the opposite sign, and what comes out is minus a sum of squares, each with the slope $F'_i$ of its own
    neuron.  The weights need not be invertible: $\mathbf{v}$ never has to be eliminated.  They do have to be symmetric."""
    found = square(symmetric)
    return derived(
        found,
        equal("each line of the derivation", slope_of_energy(symmetric), found, expected="supported"),
        at_most("it never rises", found, 0, expected="supported"),
        equal(
            "singular weights of rank one do as well", slope_of_energy(rank_one), square(rank_one), expected="supported"
        ),
        equal("for any weights", slope_of_energy(free), square(free), expected="refuted"),
        at_most("without symmetry it never rises", slope_of_energy(free), 0, expected="refuted"),
        measured("with F = tanh", with_tanh(symmetric), slope_along_flow),
        target="dE/dt",
    )


@sheet.figure(after="energy_falls")
def energy_over_time():
    """The energy along the original equations for symmetric weights (solid) and for weights with an antisymmetric part
    (dashed), each from four starts."""
    drawing, axes = figure()
    draw = np.random.default_rng(2)
    half = draw.normal(size=(6, 6)) / 2
    for M, style in ((half + half.T, "-"), (half + half.T + 1.5 * (half - half.T), "--")):
        for _ in range(4):
            v, course = draw.uniform(-1, 1, 6), []
            for _ in range(600):
                s = np.tanh(M @ v)
                course.append(-s @ M @ s / 2 + (s * np.arctanh(s) + np.log(1 - s**2) / 2).sum())
                v = v + 0.02 * (-v + s)
            axes.plot(np.arange(600) * 0.02, course, style, color="C0" if style == "-" else "C1", linewidth=1)
    axes.plot([], [], "C0-", label="symmetric weights")
    axes.plot([], [], "C1--", label="not symmetric")
    axes.set(xlabel="time (τ_r)", ylabel="energy E")
    axes.legend(frameon=False)
    return drawing
