r"""Equilibria of a winner-take-all network

$M$ excitatory populations compete through common inhibition,
$\tau_E \dot\nu_\alpha = \phi(W_0 \nu_\alpha - W_1 \sum_\beta \nu_\beta + h_\alpha) - \nu_\alpha$.  At an equilibrium $n$ of them
are active, with slopes $\phi'$ of the gain, and $M - n$ are silent, where the gain is flat.  Is it stable?
"""

import numpy as np
from sympy import KroneckerDelta, Matrix, Sum, det, eye

import derive.language as d

n = d.size("n", span=(1, 4), description="number of active populations")
M = d.size("M", span=(4, 7), description="number of populations")
i, j, l = d.index("i", n), d.index("j", n), d.index("l", n)
v = d.array("v", n, description="a perturbation of the active populations")
W_0 = d.param("W_0", "positive", span=(1, 12), default=8, description="self-excitation less common excitation")
W_1 = d.param("W_1", "positive", span=(1, 20), default=12, description="common inhibition")
slope = d.param("slope", "positive", span=("1/20", 1), default="1/4", latex=r"\phi'", description="slope of the gain")
s_1, s_2 = d.param("s_1", "positive", latex=r"\phi'_1"), d.param("s_2", "positive", latex=r"\phi'_2")
tau_E = d.param("tau_E", "positive", span=(5, 20), default=10, unit="ms", description="time constant")
z = d.variable("z")
sheet = d.Sheet("Equilibria of a winner-take-all network", d.model())
ORDERED = W_0 < W_1


def network(numbers, active, count, gain, drive):
    """The original right-hand sides, with logistic gains; those that are not active are far below threshold."""
    a, b, tau = (float(numbers[name]) for name in (W_0, W_1, tau_E))
    h = np.where(np.arange(count) < active, drive, drive - 60 / gain)
    return lambda rates: (1 / (1 + np.exp(-gain * (a * rates - b * rates.sum() + h))) - rates) / tau


def growth_along(direction, seed):
    @d.witness(seed=seed, points=12, spans={"n": (2, 4)})
    def grows(n, M, numbers):
        """How fast a perturbation of an equilibrium grows in the original equations, with logistic gains."""
        drive = (n * float(numbers[W_1]) - float(numbers[W_0])) / 2  # puts the active ones at one half
        flow = network(numbers, n, M, 4 * float(numbers[slope]), drive)
        return d.growth(flow, np.where(np.arange(M) < n, 0.5, 0.0), direction(n, M), 0.05 * float(numbers[tau_E]))

    return grows


@sheet.part(marks=5, system="B8")
def eigenvalue_of_differences():
    r"""Inside the gain the active populations see the matrix $W_0 I - W_1 \mathbf{1} \mathbf{1}^\top$.  Take any vector and
    subtract its mean: its entries sum to zero, the inhibition does not see it, and it is an eigenvector with the
    eigenvalue $W_0$.  There are $n - 1$ such directions."""
    centred = {a: v[a] - Sum(v[l], (l, 1, n)) / n for a in (i, j)}
    acts = Sum((W_0 * KroneckerDelta(i, j) - W_1) * centred[j], (j, 1, n))
    found = d.eigenvalues(W_0, -W_1, n)[0][0]
    differences = growth_along(lambda n, M: np.r_[1.0, -1.0, np.zeros(M - 2)], seed=1)
    return d.derived(
        found,
        d.equal("inhibition does not act on differences", acts, W_0 * centred[i], expected="supported"),
        d.measured("growth of differences", (slope * found - 1) / tau_E, differences),
        target="eigenvalue on differences",
    )


@sheet.part(marks=3, system="B8")
def eigenvalue_of_sum():
    r"""The vector of ones is the other eigenvector: the inhibition of all $n$ adds up."""
    found = d.eigenvalues(W_0, -W_1, n)[1][0]
    together = growth_along(lambda n, M: np.r_[np.ones(n), np.zeros(M - n)], seed=2)
    return d.derived(
        found,
        d.equal("on the vector of ones", Sum(W_0 * KroneckerDelta(i, j) - W_1, (j, 1, n)), found),
        d.measured("growth of the sum", (slope * found - 1) / tau_E, together),
        target="eigenvalue on the vector of ones",
    )


@d.witness(seed=3, points=30)
def decays(n, numbers):
    """Whether every eigenvalue of the linearised original flow has a negative real part."""
    entries = float(numbers[slope]) * (float(numbers[W_0]) * np.eye(n) - float(numbers[W_1]))
    return bool(np.linalg.eigvalsh(entries - np.eye(n)).max() < 0)


@d.witness(seed=4, points=4, vary=("W_0",), spans={"W_0": (7, 11)})
def saturated_winners_part(numbers):
    """Whether two of four populations with gains near their upper bound drift apart in the original equations."""
    flow = network(numbers, 2, 4, 1.0, 2 * float(numbers[W_1]) - float(numbers[W_0]) / 2)
    return d.growth(flow, [1.0, 1.0, 0.0, 0.0], [1.0, -1.0, 0.0, 0.0], 20.0, settle=500.0)[0] > 0


def characteristic(active, count):
    """det(z - J) of the whole network, whose silent populations have slope zero."""
    slopes = Matrix(count, count, lambda a, b: slope if a == b and a < active else 0)
    return det((z + 1) * eye(count) - slopes * (W_0 * eye(count) - W_1 * Matrix.ones(count, count)))


@sheet.part(marks=7, system="B8", relation="region")
def stability(eigenvalue_of_differences, eigenvalue_of_sum):
    r"""In the whole network every eigenvalue is multiplied by the slope and lowered by the leak, and the silent populations
    add $-1$, $M - n$ times: they do not matter.  With more than one active population the differences grow when
    $\phi' W_0 > 1$; with one there are none, and the equilibrium is stable since $W_0 < W_1$.  That $W_0$ is positive is
    not enough: for small slopes the leak wins.  Large weights make $\phi' W_0$ large where the gain is not saturated; but
    the gain is bounded, and two winners at its bound, where it is flat, are stable."""
    grows, together = slope * eigenvalue_of_differences - 1, slope * eigenvalue_of_sum - 1
    two = Matrix([[s_1 * (W_0 - W_1), -s_1 * W_1], [-s_2 * W_1, s_2 * (W_0 - W_1)]])
    whole = [
        d.equal(
            f"all eigenvalues for n = {a} of M = {c}",
            characteristic(a, c),
            (z + 1) ** (c - a) * (z - grows) ** (a - 1) * (z - together.subs(n, a)),
            called=r"\det(z I - J)",
        )
        for a, c in ((1, 3), (2, 3), (3, 4))
    ]
    return d.derived(
        grows > 0,
        *whole,
        d.less("one winner: stable", together.subs(n, 1), 0, given=ORDERED),
        d.less("all together: never grows", together, 0, given=ORDERED, expected="supported"),
        d.measured("several winners are stable", slope * W_0 < 1, decays, given=(ORDERED, n > 1)),
        d.equal("two winners of different slopes, without the leak", two.det(), s_1 * s_2 * W_0 * (W_0 - 2 * W_1)),
        d.less("a saddle, whatever the slopes", two.det(), 0, given=ORDERED),
        d.greater("as printed: W_0 > 0 makes several winners unstable", grows, 0, given=ORDERED, expected="refuted"),
        d.measured("as printed, for a bounded gain", W_0 > 0, saturated_winners_part, expected="refuted"),
        d.concludes("with these numbers several winners are unstable", grows > 0),
    )


sheet.plot(
    "eigenvalue_of_differences",
    over=slope,
    claim="growth of differences",
    border="stability",
    after="stability",
    ylabel="growth rate of differences (1/ms)",
)
