r"""The gradient of the log-likelihood of a spiking neuron

A neuron fires with rate $\rho_t = \rho_0 \exp((u_t - v)/\Delta u)$ in time bins of width $\Delta$.  Its potential
$u_t = \sum_j w_j \phi_{jt}$ sums the spikes of $n$ inputs through exponential kernels,
$\phi_{jt} = \sum_{s \le t} e^{-(t-s)\Delta/\tau}\, Y_{js}$.  How does the likelihood of its spikes $X$ change with a weight?
"""

import numpy as np
from sympy import Derivative, Sum, exp, log

from derive.language import Sheet, array, chain, derived, equal, figure, index, model, param, size, variable, witness
from numeric.differences import richardson

T, n = size("T", span=(3, 6), description="number of time bins"), size("n", span=(2, 3), description="number of inputs")
t, r, j, l = index("t", T), index("r", T), index("j", n), index("l", n)
w = array("w", n, span=(-1, 1), description="weights")
X = array("X", T, domain="nonnegative integer", span=(0, 2), description="spikes of the neuron in each bin")
Y = array("Y", n, T, domain="nonnegative integer", span=(0, 2), description="spikes of the inputs in each bin")
u = variable("u", span=(-2, 2), unit="mV", description="membrane potential")
rho_0 = param("rho_0", "positive", span=("1/2", 2), default=1, unit="1/ms", description="rate at the threshold")
v = param("v", span=(-1, 1), default=0, unit="mV", description="threshold")
Deltau = param(
    "Deltau",
    "positive",
    span=("1/2", 3),
    default=2,
    unit="mV",
    latex=r"\Delta u",
    description="softness of the threshold",
)
Delta = param("Delta", "positive", span=("1/10", 1), default="1/2", unit="ms", description="width of a time bin")
tau = param("tau", "positive", span=(1, 4), default=2, unit="ms", description="time constant of the kernel")
sheet = Sheet("The gradient of the log-likelihood of a spiking neuron", model())


def phi(a, b):
    """The filtered spikes of input a at bin b."""
    return Sum(exp(-(b - r) * Delta / tau) * Y[a, r], (r, 1, b))


def rate(potential):
    return rho_0 * exp((potential - v) / Deltau)


def potential(b):
    return Sum(w[l] * phi(l, b), (l, 1, n))


def likelihood(w, X, Y, numbers):
    """The log-likelihood of binned Poisson spikes, by filtering the inputs bin after bin."""
    rho, threshold, soft, step, decay = (float(numbers[p]) for p in (rho_0, v, Deltau, Delta, tau))
    trace, total = np.zeros(Y.shape[0]), 0.0
    for b in range(Y.shape[1]):
        trace = trace * np.exp(-step / decay) + Y[:, b]
        here = rho * np.exp((w @ trace - threshold) / soft)
        total += X[b] * np.log(here * step) - here * step
    return total


@witness(seed=1)
def slope_of_likelihood(w, X, Y, j, numbers):
    """Differences of the log-likelihood of sampled spike trains by one weight."""
    found = richardson(lambda points: np.array([likelihood(p, X, Y, numbers) for p in points.T]), w)
    return float(found.gradient[j - 1]), float(found.error[j - 1]) + 1e-8


@sheet.part(marks=2, system="D2", source="Eq. 1")
def relative_slope():
    r"""The exponent holds $u/\Delta u$: its derivative brings a factor $1/\Delta u$, which the source leaves out."""
    return derived(
        chain(Derivative(rate(u), u) / rate(u), 1 / Deltau, reasons=("the exponential drops out",)),
        equal("as printed: the factor is one", Derivative(rate(u), u) / rate(u), 1, expected="refuted"),
        equal("as printed: the rate is its own derivative", Derivative(rate(u), u), rate(u), expected="refuted"),
    )


@sheet.part(marks=1, system="D2")
def potential_by_weight():
    r"""The potential is linear in the weights: the derivative is the filtered input."""
    return derived(
        phi(j, t),
        equal("the filtered input", Derivative(potential(t), w[j]), phi(j, t), expected="supported"),
        target="du_t/dw_j",
    )


@sheet.part(marks=5, system="D2", source="Eq. 2", witness=slope_of_likelihood)
def likelihood_gradient(relative_slope):
    r"""The log-likelihood of binned spikes is $\sum_t X_t \log(\rho_t \Delta) - \rho_t \Delta$.  Its derivative by $w_j$ is the
    relative slope times $\sum_t (X_t - \rho_t \Delta)\, \phi_{jt}$: the width of the bins stands beside the rate, as $X_t$ is a
    number of spikes."""
    whole = Sum(X[t] * log(rate(potential(t)) * Delta) - rate(potential(t)) * Delta, (t, 1, T))
    found = relative_slope * Sum((X[t] - rate(potential(t)) * Delta) * phi(j, t), (t, 1, T))
    printed = Sum((X[t] - rate(potential(t)) * Delta) * phi(j, t), (t, 1, T))
    bare = relative_slope * Sum((X[t] - rate(potential(t))) * phi(j, t), (t, 1, T))
    return derived(
        chain(Derivative(whole, w[j]), found, expected="supported"),
        equal("as printed, without the factor", found, printed, expected="refuted"),
        equal("as printed in the last line, without the width of the bins", found, bare, expected="refuted"),
    )


@sheet.figure(after="likelihood_gradient")
def ascent(relative_slope, numbers):
    """The log-likelihood along gradient ascent with the derived gradient and with the printed one, which steps too far
    by the factor Δu: for a soft threshold the same learning rate is another one."""
    drawing, axes = figure()
    draw = np.random.default_rng(1)
    Y, X = draw.poisson(0.3, (3, 200)), draw.poisson(0.4, 200)
    for label, factor in (("derived", float(relative_slope.subs(numbers))), ("as printed", 1.0)):
        w, course = np.zeros(3), []
        for _ in range(40):
            course.append(likelihood(w, X, Y, numbers))
            slope = richardson(lambda points: np.array([likelihood(p, X, Y, numbers) for p in points.T]), w).gradient
            w = w + 0.002 * slope / float(relative_slope.subs(numbers)) * factor
        axes.plot(course, label=label)
    axes.set(xlabel="step", ylabel="log-likelihood")
    axes.legend(frameon=False)
    return drawing
