r"""Equilibria of a winner-take-all network

$M$ excitatory populations compete through common inhibition,
$\tau_E \dot\nu_\alpha = \phi(W_0 \nu_\alpha - W_1 \sum_\beta \nu_\beta + h_\alpha) - \nu_\alpha$.  Near an equilibrium at which $n$ of
them are active with equal slopes $\phi'$, those $n$ move by a matrix $\phi' (W_0 I - W_1 \mathbf{1} \mathbf{1}^\top) - I$.
"""

import numpy as np
from sympy import KroneckerDelta, Sum, det, eye

from derive.language import Sheet, array, concludes, derived, equal, figure, greater, index, less, measured, model
from derive.language import param, size, variable, witness
from derive.moves.one_matrix import eigenvalues, matrix

n = size("n", span=(1, 6), description="number of active populations")
i, j, l = index("i", n), index("j", n), index("l", n)
d = array("d", n, description="any vector")
W_0 = param("W_0", "positive", span=(1, 12), default=8, description="self-excitation less common excitation")
W_1 = param("W_1", "positive", span=(1, 20), default=12, description="common inhibition")
slope = param("slope", "positive", span=("1/20", 1), default="1/4", latex=r"\phi'", description="slope of the gain")
tau_E = param("tau_E", "positive", span=(5, 20), default=10, unit="ms", description="time constant")
z = variable("z")
sheet = Sheet("Equilibria of a winner-take-all network", model())


@witness(seed=1, points=12, spans={"n": (2, 6)})
def growth_of_differences(n, numbers):
    """How fast two active populations drift apart in an integration of the original equations, started beside the
    symmetric equilibrium with logistic gains of the given slope."""
    gain = 4 * float(numbers[slope])
    rate = measured_growth(n, gain, numbers, np.r_[1.0, -1.0, np.zeros(n - 2)])
    return rate, 1e-3 * (abs(rate) + 0.01)


@witness(seed=2, points=12)
def growth_of_sum(n, numbers):
    """The same for a perturbation of all active populations together."""
    rate = measured_growth(n, 4 * float(numbers[slope]), numbers, np.ones(n))
    return rate, 1e-3 * (abs(rate) + 0.01)


def measured_growth(count, gain, numbers, direction):
    """The slope of the log of a small perturbation over a short stretch of the flow."""
    a, b, tau = float(numbers[W_0]), float(numbers[W_1]), float(numbers[tau_E])
    drive = -a / 2 + count * b / 2  # puts the equilibrium at rates of one half

    def flow(rates):
        return (1 / (1 + np.exp(-gain * (a * rates - b * rates.sum() + drive))) - rates) / tau

    rates, step = 0.5 + 1e-7 * direction, 1e-4 * tau
    start = direction @ (rates - 0.5)
    for _ in range(1000):
        half = rates + step / 2 * flow(rates)
        rates = rates + step * flow(half)
    return float(np.log(direction @ (rates - 0.5) / start) / (1000 * step))


@sheet.part(marks=5, system="B8")
def eigenvalue_of_differences():
    r"""Take any vector and subtract its mean: its entries sum to zero, the inhibition does not see it, and it is an
    eigenvector with the eigenvalue $W_0$.  There are $n - 1$ such directions."""
    centred = {a: d[a] - Sum(d[l], (l, 1, n)) / n for a in (i, j)}
    entry = W_0 * KroneckerDelta(i, j) - W_1
    return derived(
        eigenvalues(W_0, -W_1, n)[0][0],
        equal(
            "inhibition does not act on differences",
            Sum(entry * centred[j], (j, 1, n)),
            W_0 * centred[i],
            expected="supported",
        ),
        *(
            equal(
                f"all eigenvalues for n = {k}",
                det(z * eye(k) - matrix(W_0, -W_1, k)),
                (z - W_0) ** (k - 1) * (z - W_0 + k * W_1),
            )
            for k in (2, 3, 4)
        ),
        measured("growth of differences", (slope * W_0 - 1) / tau_E, growth_of_differences),
        target="eigenvalue on differences",
    )


@sheet.part(marks=3, system="B8")
def eigenvalue_of_sum():
    r"""The vector of ones is the other eigenvector: the inhibition of all $n$ adds up."""
    found = eigenvalues(W_0, -W_1, n)[1][0]
    return derived(
        found,
        equal("on the vector of ones", Sum(W_0 * KroneckerDelta(i, j) - W_1, (j, 1, n)), found, expected="supported"),
        measured("growth of the sum", (slope * found - 1) / tau_E, growth_of_sum),
        target="eigenvalue on the vector of ones",
    )


@witness(seed=3, points=30)
def decays(n, numbers):
    """Whether every eigenvalue of the linearised original flow has a negative real part."""
    entries = float(numbers[slope]) * (float(numbers[W_0]) * np.eye(n) - float(numbers[W_1]))
    return bool(np.linalg.eigvalsh(entries - np.eye(n)).max() < 0)


@sheet.part(marks=7, system="B8", relation="region")
def stability(eigenvalue_of_differences, eigenvalue_of_sum):
    r"""With more than one active population the differences grow when $\phi' W_0 > 1$, which large weights guarantee; with
    one there are no differences, and the equilibrium is stable since $W_0 < W_1$.  That $W_0$ is positive is not enough:
    for small slopes the leak wins, and several winners are stable."""
    grows = slope * eigenvalue_of_differences - 1
    together = slope * eigenvalue_of_sum - 1
    single = slope * (W_0 - W_1) - 1
    ordered = W_0 < W_1
    return derived(
        grows > 0,
        less("one winner: stable", single, 0, given=ordered),
        less("all together: never grows", together, 0, given=ordered, expected="supported"),
        measured("several winners, measured", slope * W_0 < 1, decays, given=(ordered, n > 1)),
        greater("as printed: W_0 > 0 makes several winners unstable", grows, 0, given=ordered, expected="refuted"),
        concludes("with these numbers several winners are unstable", slope * W_0 > 1),
    )


@sheet.figure(after="stability")
def competition(numbers):
    """Four populations from almost equal starts. Where the slope times the self-excitation exceeds one (left) the symmetric
    equilibrium breaks up; here two winners remain, as their gains saturate and the slope falls. Where it does not (right)
    all four stay together."""
    drawing, both = figure(2)
    a, b = float(numbers[W_0]), float(numbers[W_1])
    for axes, gain in zip(both, (1.0, 0.4)):
        drive = -a / 2 + 4 * b / 2

        def flow(rates, gain=gain, drive=drive):
            return 1 / (1 + np.exp(-gain * (a * rates - b * rates.sum() + drive))) - rates

        rates, course = 0.5 + 0.01 * np.array([1.0, 0.3, -0.4, -0.9]), []
        for _ in range(3000):
            course.append(rates)
            rates = rates + 0.01 * flow(rates)
        axes.plot(np.arange(3000) * 0.01, np.array(course))
        axes.set(xlabel="time (τ_E)", ylabel="rate ν", ylim=(0, 1), title=f"φ′ W₀ = {gain * a / 4:.1f}")
    return drawing
