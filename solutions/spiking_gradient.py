r"""The gradient of the log-likelihood of a spiking neuron

A neuron fires with rate $\rho_t = \rho_0 \exp((u_t - v)/\Delta u)$ in time bins of width $\Delta$.  Its potential
$u_t = \sum_j w_j \phi_{jt} + \eta_t$ sums the spikes $Y$ of $n$ inputs through exponential kernels,
$\phi_{jt} = \sum_{s \le t} e^{-(t-s)\Delta/\tau}\, Y_{js}$, and an adaptation $\eta_t$ that does not depend on the weights.  The
log-likelihood of its own spikes $X$ is $\ell = \sum_t X_t \log(\rho_t \Delta) - \rho_t \Delta$.
"""

import numpy as np
from sympy import Derivative, Sum, exp, log

import derive.language as d

T, n = d.size("T", span=(3, 6), description="number of time bins"), d.size("n", span=(2, 3), description="inputs")
t, s, j, l = d.index("t", T), d.index("s", T), d.index("j", n), d.index("l", n)
w = d.array("w", n, span=(-1, 1), description="weights")
X = d.array("X", T, domain="nonnegative integer", span=(0, 2), description="spikes of the neuron in each bin")
Y = d.array("Y", n, T, domain="nonnegative integer", span=(0, 2), description="spikes of the inputs in each bin")
eta = d.array("eta", T, span=(-1, 0), latex=r"\eta", description="adaptation", unit="mV")
phi = d.array("phi", n, T, latex=r"\phi", description="filtered spikes of the inputs")
u = d.array("u", T, description="membrane potential", unit="mV")
rho = d.array("rho", T, domain="positive", latex=r"\rho", description="rate", unit="1/ms")
ell = d.quantity("ell", latex=r"\ell", description="log-likelihood")
U = d.variable("U", span=(-2, 2), unit="mV", description="a value of the potential")
rho_0 = d.param("rho_0", "positive", span=("1/2", 2), default=1, unit="1/ms", description="rate at the threshold")
v = d.param("v", span=(-1, 1), default=0, unit="mV", description="threshold")
Deltau = d.param("Deltau", "positive", span=("1/2", 3), default=2, unit="mV", latex=r"\Delta u", description="softness")
Delta = d.param("Delta", "positive", span=("1/10", 1), default="1/2", unit="ms", description="width of a time bin")
tau = d.param("tau", "positive", span=(1, 4), default=2, unit="ms", description="time constant of the kernel")


def rate(potential):
    return rho_0 * exp((potential - v) / Deltau)


neuron = d.model(
    definitions={
        phi[j, t]: Sum(exp(-(t - s) * Delta / tau) * Y[j, s], (s, 1, t)),
        u[t]: Sum(w[l] * phi[l, t], (l, 1, n)) + eta[t],
        rho[t]: rate(u[t]),
        ell: Sum(X[t] * log(rho[t] * Delta) - rho[t] * Delta, (t, 1, T)),
    }
)
sheet = d.Sheet("The gradient of the log-likelihood of a spiking neuron", neuron)


def likelihood(w, X, Y, eta, numbers):
    """The log-likelihood of sampled spike trains, by filtering the inputs bin after bin"""
    rho, threshold, soft, step, decay = (float(numbers[p]) for p in (rho_0, v, Deltau, Delta, tau))
    trace, total = np.zeros(Y.shape[0]), 0.0
    for spikes, inputs, adapted in zip(X, Y.T, eta):
        trace = trace * np.exp(-step / decay) + inputs
        here = rho * np.exp((w @ trace + adapted - threshold) / soft)
        total += spikes * np.log(here * step) - here * step
    return total


@sheet.part(marks=2, system="D2", source="Eq. 1")
def relative_slope():
    r"""The exponent holds $u/\Delta u$: its derivative brings a factor $1/\Delta u$, which the source leaves out.  For the
    link $g = e^u$ with which the source begins, there is none."""
    slope = Derivative(rate(U), U)
    return d.derived(
        d.chain(slope / rate(U), 1 / Deltau, reasons=("the exponential drops out",)),
        d.equal("for the link exp(u)", Derivative(exp(U), U) / exp(U), 1),
        d.equal("as printed: the factor is one", slope / rate(U), 1, expected="refuted"),
        d.equal("as printed: the rate is its own derivative", slope, rate(U), expected="refuted"),
    )


@sheet.part(marks=1, system="D2")
def potential_by_weight():
    r"""The potential is linear in the weights: the derivative is the filtered input."""
    return d.chain(Derivative(u[t], w[j]), phi[j, t], expected="supported")


@sheet.part(marks=5, system="D2", source="Eq. 2", witness=d.slope_by_entry(likelihood, "w", "j", seed=1))
def likelihood_gradient(relative_slope, potential_by_weight):
    r"""The derivative by $w_j$ is the relative slope times $\sum_t (X_t - \rho_t \Delta)\, \phi_{jt}$: the width of the bins
    stands beside the rate, as $X_t$ is a number of spikes.  The source's last line but one counts in spikes per time,
    $X/\Delta$ and $Y/\Delta$, and has a factor $\Delta$ for each sum: that is the same."""
    missed = X[t] - rho[t] * Delta
    found = relative_slope * Sum(missed * potential_by_weight, (t, 1, T))
    by_time = relative_slope * Sum((X[t] / Delta - rho[t]) * phi[j, t] / Delta * Delta * Delta, (t, 1, T))
    return d.derived(
        d.chain(Derivative(ell, w[j]), found, expected="supported"),
        d.equal("Eq. 2, in spikes per time, with the factor", by_time, found),
        d.equal("as printed, without the factor", found, found / relative_slope, expected="refuted"),
        d.equal(
            "as printed for the Q-network, without the width of the bins",
            found,
            relative_slope * Sum((X[t] - rho[t]) * phi[j, t], (t, 1, T)),
            expected="refuted",
        ),
    )
