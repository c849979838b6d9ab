"""Multi-layer networks on arrays: forward, back-propagation, gradient descent and gradient flow.

Weights are a tuple of matrices (outputs, inputs), data are columns: ``x`` has the shape (inputs, samples).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from numeric.errors import NotFinite, WrongArguments

Array = npt.NDArray[np.float64]
Weights = tuple[Array, ...]


@dataclass(frozen=True, slots=True)
class Activation:
    """A function of arrays and its derivative."""

    name: str
    value: Callable[[Array], Array]
    slope: Callable[[Array], Array]


def relu(slope_at_zero: float = 0.0) -> Activation:
    """max(0, u); what its derivative is at 0 is a convention, and explicit."""
    return Activation(
        "relu",
        lambda u: np.maximum(u, 0.0),
        lambda u: np.where(u > 0, 1.0, np.where(u < 0, 0.0, slope_at_zero)),
    )


def _logistic(u: Array) -> Array:
    z = np.exp(-np.abs(u))
    return np.where(u < 0, z, 1.0) / (1.0 + z)


LINEAR = Activation("linear", lambda u: u, np.ones_like)
TANH = Activation("tanh", np.tanh, lambda u: 1.0 - np.tanh(u) ** 2)
LOGISTIC = Activation("logistic", _logistic, lambda u: _logistic(u) * _logistic(-u))


@dataclass(frozen=True, slots=True)
class Layers:
    """A network: one activation for each layer of weights; the loss is half the mean squared error over the samples."""

    activations: tuple[Activation, ...]

    def forward(self, weights: Weights, x: Array) -> Array:
        for w, activation in zip(weights, self.activations):
            x = activation.value(w @ x)
        return x

    def loss(self, weights: Weights, x: Array, y: Array) -> float:
        return float(0.5 * ((y - self.forward(weights, x)) ** 2).sum() / x.shape[1])

    def gradient(self, weights: Weights, x: Array, y: Array) -> Weights:
        """The loss's derivative by each matrix, by back-propagation."""
        signals, sums = [x], []
        for w, activation in zip(weights, self.activations):
            sums.append(w @ signals[-1])
            signals.append(activation.value(sums[-1]))
        delta = (signals[-1] - y) / x.shape[1]
        rows: list[Array] = []
        for k in range(len(weights) - 1, -1, -1):
            delta = delta * self.activations[k].slope(sums[k])
            rows.append(delta @ signals[k].T)
            delta = weights[k].T @ delta
        return tuple(reversed(rows))


@dataclass(frozen=True, slots=True)
class Training:
    """Weights at the recorded steps, the loss at each of them, the steps' numbers (or times), and the last weights."""

    times: Array
    loss: Array
    weights: tuple[Weights, ...]

    @property
    def final(self) -> Weights:
        return self.weights[-1]


def initial_weights(sizes: Sequence[int], scale: float, *, seed: int) -> Weights:
    """Independent normal weights of standard deviation ``scale/sqrt(inputs)`` between layers of these sizes."""
    if len(sizes) < 2 or min(sizes) < 1:
        raise WrongArguments(f"sizes={list(sizes)} must be at least two positive numbers")
    generator = np.random.default_rng(seed)
    return tuple(generator.standard_normal((o, i)) * (scale / np.sqrt(i)) for i, o in pairwise(sizes))


def descend(
    network: Layers, weights: Weights, x: npt.ArrayLike, y: npt.ArrayLike, *, rate: float, steps: int, every: int = 1
) -> Training:
    """Gradient descent on all samples at once."""
    return _train(network, weights, x, y, rate, steps, every, _descent_step)


def flow(
    network: Layers, weights: Weights, x: npt.ArrayLike, y: npt.ArrayLike, *, step: float, steps: int, every: int = 1
) -> Training:
    """Gradient flow ``dw/dt = -dL/dw`` by Runge and Kutta's fourth-order rule."""
    return _train(network, weights, x, y, step, steps, every, _flow_step)


Gradient = Callable[[Weights], Weights]


def _descent_step(gradient: Gradient, w: Weights, h: float) -> Weights:
    return _moved(w, gradient(w), -h)


def _flow_step(gradient: Gradient, w: Weights, h: float) -> Weights:
    a = gradient(w)
    b = gradient(_moved(w, a, -h / 2))
    c = gradient(_moved(w, b, -h / 2))
    d = gradient(_moved(w, c, -h))
    return tuple(v - h / 6 * (p + 2 * q + 2 * r + s) for v, p, q, r, s in zip(w, a, b, c, d))


def _moved(w: Weights, g: Weights, h: float) -> Weights:
    return tuple(a + h * b for a, b in zip(w, g))


def _train(
    network: Layers,
    weights: Weights,
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    h: float,
    steps: int,
    every: int,
    step: Callable[[Gradient, Weights, float], Weights],
) -> Training:
    inputs, targets = (np.atleast_2d(np.asarray(v, dtype=np.float64)) for v in (x, y))
    if inputs.shape[1] != targets.shape[1]:
        raise WrongArguments(f"{inputs.shape[1]} inputs but {targets.shape[1]} targets; give one for each")
    if len(weights) != len(network.activations):
        raise WrongArguments(f"{len(weights)} matrices for {len(network.activations)} layers")
    if not (h > 0 and steps >= 0 and every >= 1):
        raise WrongArguments(f"step={h}, steps={steps}, every={every} must be positive")
    current: Weights = tuple(np.array(w, dtype=np.float64) for w in weights)
    times, losses, kept = [0.0], [network.loss(current, inputs, targets)], [current]
    for k in range(1, steps + 1):
        current = step(lambda w: network.gradient(w, inputs, targets), current, h)
        if k % every == 0 or k == steps:
            loss = network.loss(current, inputs, targets)
            if not np.isfinite(loss):
                raise NotFinite(f"the loss is {loss} after {k} steps of {h:g}; take smaller ones")
            times.append(k * h)
            losses.append(loss)
            kept.append(current)
    return Training(np.array(times), np.array(losses), tuple(kept))
