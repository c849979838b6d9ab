r"""The energy of a continuous rate network

Rates follow $\tau_r \dot{\mathbf{v}} = -\mathbf{v} + \mathbf{s}$ with $\mathbf{s} = F(\mathbf{x})$, $\mathbf{x} = \mathbf{h} +
\mathbf{M} \mathbf{v}$ and an increasing $F$.  The energy is $E = -\frac12 \mathbf{s}^\top \mathbf{M} \mathbf{s} -
\mathbf{h}^\top \mathbf{s} + \sum_i \int_0^{s_i} F^{-1}$.  When does it fall, and when is it bounded?
"""

import numpy as np
from sympy import Abs, And, Derivative, Integral, Matrix, Ne, Sum, atanh, log, tanh

import derive.language as d

N = d.size("N", span=(2, 4), description="number of neurons")
i, j, k = d.index("i", N), d.index("j", N), d.index("k", N)
A = d.array("A", N, N, span=(-1, 1), description=r"half of the weights: $A + A^\top$ is symmetric")
B = d.array("B", N, N, span=(-3, 3), description="weights that need not be symmetric")
b = d.array("b", N, span=(-1, 1), description=r"weights of rank one are $b b^\top$, singular for $N > 1$")
M = d.array("M", N, N, description="the weights")
s, v = (
    d.array("s", N, span=("1/4", 1), description="steady-state rates"),
    d.array("v", N, span=("1/4", 1), description="rates"),
)
h, x = d.array("h", N, span=(-1, 1), description="external input"), d.array("x", N, description="total input")
c = d.array("c", N, domain="positive", latex="F'", description="slope of F at each neuron's input")
sdot, by = d.array("sdot", N, latex=r"\dot s"), d.array("by", N, latex=r"\partial E")
G = d.function("G", "smooth", latex="F^{-1}")
pairs = d.quantity("pairs", latex=r"\left(-\tfrac12 \mathbf{s}^\top \mathbf{M} \mathbf{s}\right)")
tau_r = d.param("tau_r", "positive", span=(5, 20), default=10, unit="ms", description="time constant")
z, u = d.variable("z"), d.variable("u", span=("-9/10", "9/10"))
a, C = d.param("a", span=(-2, 2), description="a single weight"), d.param("C", "positive", span=(1, 50))
m_1, m_2, m_3 = d.param("m_1"), d.param("m_2"), d.param("m_3")


def network(weights, **more):
    """The model with certain weights.  The slope of E by a rate is called by, with $F^{-1}(s_i)$ being the input x_i."""
    return d.model(
        definitions={
            M[i, j]: weights(i, j),
            x[i]: h[i] + Sum(M[i, j] * v[j], (j, 1, N)),
            **({s[i]: tanh(x[i]), c[i]: 1 - tanh(x[i]) ** 2} if more.get("tanh") else {}),
            by[i]: -Sum((M[i, j] + M[j, i]) * s[j], (j, 1, N)) / 2 - h[i] + x[i],
            sdot[i]: c[i] * Sum(M[i, j] * (s[j] - v[j]), (j, 1, N)) / tau_r,
            pairs: -Sum(Sum(s[i] * M[i, j] * s[j], (i, 1, N)), (j, 1, N)) / 2,
        }
    )


def symmetric(p, q):
    return A[p, q] + A[q, p]


free, rank_one = network(lambda p, q: B[p, q]), network(lambda p, q: b[p] * b[q])
sheet = d.Sheet("The energy of a continuous rate network", network(symmetric))


@d.witness(seed=1)
def slope_along_flow(A, h, v, tau_r):
    """The slope of the energy along the integrated network with F = tanh, for sampled symmetric weights."""
    M, step = A + A.T, 1e-4 * tau_r

    def energy(v):
        s = np.tanh(h + M @ v)
        return -s @ M @ s / 2 - h @ s + (s * np.arctanh(s) + np.log(1 - s**2) / 2).sum()

    def flow(v):
        return (np.tanh(h + M @ v) - v) / tau_r

    ahead, back = (v + t * flow(v + t / 2 * flow(v)) for t in (step, -step))
    return float((energy(ahead) - energy(back)) / (2 * step)), 1e-5


@sheet.part(marks=3, system="C10", source="before Eq. 30")
def gradient_of_energy():
    r"""The quadratic form gives each neuron the mean of its row and its column, $\frac12 (\mathbf{M} + \mathbf{M}^\top)
    \mathbf{s}$: only for symmetric weights is that $\mathbf{M} \mathbf{s}$.  The integral gives $F^{-1}(s_k)$."""
    found = -Sum(M[k, j] * s[j], (j, 1, N))
    return d.derived(
        d.chain(Derivative(pairs, s[k]), found, expected="supported"),
        d.equal("without symmetry", Derivative(pairs, s[k]), found, model=free, expected="refuted"),
        d.equal("the integral, for any F", Derivative(Integral(G(z), (z, 0, u)), u), G(u)),
    )


@sheet.part(marks=2, system="C10", graded=False, source="before Eq. 30")
def rate_of_rates():
    r"""$\dot{\mathbf{s}} = F' \mathbf{M} \dot{\mathbf{v}}$ and $\tau_r \dot{\mathbf{v}} = -\mathbf{v} + \mathbf{s}$.  The source
    eliminates $\mathbf{v} = \mathbf{M}^{-1} (F^{-1}(\mathbf{s}) - \mathbf{h})$ and needs an invertible $\mathbf{M}$ for that; but
    $\mathbf{v}$ stands behind $\mathbf{M}$ wherever it stands, and $\mathbf{M} \mathbf{v} = F^{-1}(\mathbf{s}) - \mathbf{h}$ is enough."""
    invertible, singular = Matrix([[m_1, m_2], [m_2, m_3]]), Matrix([[m_1**2, m_1 * m_2], [m_1 * m_2, m_2**2]])
    rates = Matrix([u, z])
    found = c[i] * (-x[i] + h[i] + Sum(M[i, j] * s[j], (j, 1, N))) / tau_r
    return d.derived(
        d.chain(sdot[i], found, reasons=("M v = F^-1(s) - h",)),
        d.equal(
            "the chain rule, F = tanh",
            Derivative(tanh(x[i]), v[k]),
            (1 - tanh(x[i]) ** 2) * M[i, k],
            expected="supported",
        ),
        d.equal(
            "two neurons: v from the inputs",
            invertible.inv() * (invertible * rates),
            rates,
            given=Ne(invertible.det(), 0),
        ),
        d.equal(
            "singular weights: another v, the same inputs", singular * (rates + Matrix([-m_2, m_1])), singular * rates
        ),
    )


@sheet.part(marks=5, system="C10", source="Eq. 30")
def energy_falls(rate_of_rates):
    r"""Put $\dot{\mathbf{s}}$ into $\dot E = \sum_i \partial_i E\, \dot s_i$.  For symmetric weights the bracket is the same
    sum with the opposite sign, and what comes out is minus a sum of squares, each with the slope $F'_i$ of its own neuron.
    The weights need not be invertible.  They do have to be symmetric."""
    slope = Sum(by[i] * sdot[i], (i, 1, N))
    found = -Sum(c[i] * Sum(M[i, j] * (s[j] - v[j]), (j, 1, N)) ** 2, (i, 1, N)) / tau_r
    norm = Sum((h[i] + Sum(M[i, j] * s[j], (j, 1, N)) - x[i]) ** 2, (i, 1, N))
    halves = (
        Sum(Sum(M[i, j] * s[j] * sdot[i], (j, 1, N)), (i, 1, N)),
        Sum(Sum(s[i] * M[i, j] * sdot[j], (j, 1, N)), (i, 1, N)),
    )
    rest = Sum((x[i] - h[i]) * sdot[i], (i, 1, N))
    bracket = Sum((-Sum(M[i, j] * s[j], (j, 1, N)) - h[i] + x[i]) * sdot[i], (i, 1, N))
    eq_30 = -Sum(c[i] * (h[i] + Sum(M[i, j] * s[j], (j, 1, N)) - x[i]) ** 2, (i, 1, N)) / tau_r
    more = {"expected": "supported"}
    return d.derived(
        found,
        d.equal("as printed: a sum over i and one over j", slope + slope.subs(i, j), found, expected="refuted"),
        d.equal("E put in, for any weights", slope, -(halves[0] + halves[1]) / 2 + rest, model=free, **more),
        d.equal("for symmetric weights", -(halves[0] + halves[1]) / 2 + rest, bracket, **more),
        d.equal("the rates put in", bracket, eq_30, **more),
        d.equal("Eq. 30, each neuron with its own slope", eq_30, found, **more),
        d.equal("as printed: one slope for all", found, -c[1] * norm / tau_r, expected="refuted"),
        d.at_most("it never rises", found, 0, **more),
        d.equal("singular weights of rank one do as well", slope, found, model=rank_one, **more),
        d.equal("without symmetry", slope, found, model=free, expected="refuted"),
        d.at_most("without symmetry it never rises", slope, 0, model=free, expected="refuted"),
        d.measured("with F = tanh", found, slope_along_flow, model=network(symmetric, tanh=True)),
        target="dE/dt",
    )


@sheet.part(marks=2, system="C10", graded=False)
def lower_bound():
    r"""Where $F$ is bounded, $|s_i| < 1$ say, and $F(0) = 0$, no integral is negative, and the rest of the energy is at least
    $-\frac12 \sum_{ij} |M_{ij}| - \sum_i |h_i|$.  For an $F$ without bounds the energy may have none: $F(x) = x$ and a single
    weight above one."""
    found = -Sum(Sum(Abs(M[i, j]), (i, 1, N)), (j, 1, N)) / 2 - Sum(Abs(h[i]), (i, 1, N))
    area = u * log((1 + u) / (1 - u)) / 2 + log(1 - u**2) / 2
    inside = And(u > -1, u < 1)
    return d.derived(
        found,
        d.equal("the integral for F = tanh", Integral(atanh(z), (z, 0, u)), area, given=inside, expected="supported"),
        d.at_least("it is not negative", area, 0, given=inside, expected="supported"),
        d.at_least("the rest, rates below one", pairs - Sum(h[i] * s[i], (i, 1, N)), found, expected="supported"),
        d.at_least("as printed, for F(x) = x", z**2 / 2 - a * z**2 / 2, -C, expected="refuted"),
        d.at_least("F(x) = x and a weight below one", z**2 / 2 - a * z**2 / 2, 0, given=a < 1),
        target="lower bound of E",
    )


@sheet.figure(after="lower_bound")
def energy_over_time(lower_bound):
    """The energy along the original equations for symmetric weights (solid) and for weights with an antisymmetric part
    (dashed), each from four starts. The dotted line is the derived lower bound for the symmetric ones."""
    drawing, axes = d.figure()
    draw = np.random.default_rng(2)
    half = draw.normal(size=(6, 6)) / 2
    for M, style in ((half + half.T, "C0-"), (half + half.T + 1.5 * (half - half.T), "C1--")):
        v, course = draw.uniform(-1, 1, (6, 4)), []
        for _ in range(600):
            s = np.tanh(M @ v)
            course.append(-(s * (M @ s)).sum(axis=0) / 2 + (s * np.arctanh(s) + np.log(1 - s**2) / 2).sum(axis=0))
            v = v + 0.02 * (s - v)
        axes.plot(
            np.arange(600) * 0.02,
            course,
            style,
            linewidth=1,
            label=["symmetric weights" if "0" in style else "not symmetric", "", "", ""],
        )
    axes.axhline(-np.abs(half + half.T).sum() / 2, color="C0", linestyle=":", label="derived lower bound")
    axes.set(xlabel=r"time ($\tau_r$)", ylabel="energy E")
    axes.legend(frameon=False)
    return drawing
