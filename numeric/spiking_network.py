"""Small stochastic spiking networks in discrete time, enumerated exactly or sampled.

In bin k neuron i spikes with probability ``1 - exp(-rho dt)``, ``rho = rho_0 exp((u - threshold)/width)``.  Its
potential is ``u = bias + sum_j w_ij phi_j - kappa eta_i``: phi is the exponential trace of all earlier spikes with time
constant ``tau``, eta that of its own with ``tau_own`` (the refractory kernel).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from numeric.errors import WrongArguments
from numeric.estimate import Estimate, mean
from numeric.potentials import filtered

Array = npt.NDArray[np.float64]
Trains = npt.NDArray[np.int8]
#: More bits than this are not enumerated.
MOST = 22


def all_trains(neurons: int, bins: int) -> Trains:
    """Every set of spike trains, shape (2^(neurons bins), bins, neurons)."""
    bits = neurons * bins
    if neurons < 1 or bins < 1 or bits > MOST:
        raise WrongArguments(f"{neurons} neurons in {bins} bins have 2^{bits} spike trains; enumerate at most 2^{MOST}")
    numbers = np.arange(2**bits, dtype=np.int64)[:, None]
    return ((numbers >> np.arange(bits)) & 1).astype(np.int8).reshape(-1, bins, neurons)


@dataclass(frozen=True, slots=True)
class SpikingNetwork:
    """Weights (n, n), biases (n,), and the constants of the escape rate, kernels and bins."""

    weights: Array
    bias: Array
    rho_0: float = 1.0
    threshold: float = 0.0
    width: float = 1.0
    tau: float = 2.0
    tau_own: float = 2.0
    kappa: float = 0.0
    step: float = 1.0

    def traces(self, trains: Trains) -> tuple[Array, Array]:
        """Phi and eta before each bin, shape (..., bins, n)."""
        first = np.moveaxis(np.asarray(trains, dtype=np.float64), -2, 0)
        phi, eta = (filtered(first, tau, self.step) for tau in (self.tau, self.tau_own))
        return np.moveaxis(phi, 0, -2), np.moveaxis(eta, 0, -2)

    def potentials(self, trains: Trains) -> Array:
        phi, eta = self.traces(trains)
        return np.asarray(self.bias + phi @ np.asarray(self.weights).T - self.kappa * eta)

    def rates(self, trains: Trains) -> Array:
        return np.asarray(self.rho_0 * np.exp((self.potentials(trains) - self.threshold) / self.width))

    def log_likelihood(self, trains: Trains) -> Array:
        """The log probability of each set of trains, shape (...)."""
        hazard = self.rates(trains) * self.step
        spikes = np.asarray(trains, dtype=bool)
        return np.asarray(np.where(spikes, np.log(-np.expm1(-hazard)), -hazard).sum(axis=(-2, -1)))

    def sample(self, count: int, bins: int, *, seed: int) -> Trains:
        """Independent sets of trains, shape (count, bins, n)."""
        generator = np.random.default_rng(seed)
        weights, n = np.asarray(self.weights), len(self.bias)
        trains = np.zeros((count, bins, n), dtype=np.int8)
        phi, eta = np.zeros((count, n)), np.zeros((count, n))
        for k in range(bins):
            u = self.bias + phi @ weights.T - self.kappa * eta
            hazard = self.rho_0 * np.exp((u - self.threshold) / self.width) * self.step
            trains[:, k] = generator.random((count, n)) < -np.expm1(-hazard)
            phi = phi * np.exp(-self.step / self.tau) + trains[:, k]
            eta = eta * np.exp(-self.step / self.tau_own) + trains[:, k]
        return trains


def expectation(network: SpikingNetwork, values: npt.ArrayLike, trains: Trains) -> float:
    """The exact mean of ``values`` (one for each of all trains)."""
    return float(np.exp(network.log_likelihood(trains)) @ np.asarray(values, dtype=np.float64))


def sampled(values: npt.ArrayLike, seed: int) -> Estimate:
    """The mean of values over sampled trains, with its standard error."""
    return mean(values, seed)
