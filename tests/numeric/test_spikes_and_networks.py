"""Spikes, potentials, memories and learning rules against what is known of them exactly."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import numeric
from numeric import estimate, hebbian, hopfield, layers, poisson, potentials, spiking_network
from numeric.errors import NotFinite, WrongArguments

t, g = sp.symbols("t g")
RISE = sp.Piecewise((g * t, t < 1), (g, t < 3), (0, True))


def test_an_intensity_is_integrated_and_inverted() -> None:
    process = poisson.intensity(RISE, t, 0, 5, values={g: 3})
    assert process.total == pytest.approx(7.5, rel=1e-12)
    u = np.array([0.0, 1e-9, 0.1, 1.0, 1.5, 4.5, 7.4999, 7.6])
    truth = np.where(u <= 1.5, np.sqrt(2 * u / 3), 1 + (u - 1.5) / 3)
    truth[-1] = np.inf
    assert np.allclose(process.inverse(u), truth, rtol=1e-9, atol=1e-12)


def test_first_spikes_have_their_distribution_for_any_number_of_threads() -> None:
    process = poisson.intensity(RISE, t, 0, 5, values={g: 2})
    first = poisson.first_spikes(process, 200_000, seed=4)
    assert np.array_equal(first, poisson.first_spikes(process, 200_000, seed=4, threads=1))
    silent = estimate.proportion(int(np.isinf(first).sum()), first.size)
    assert silent.agrees(math.exp(-5.0))
    early = first[first < 1]
    assert numeric.kolmogorov_smirnov(early, lambda x: -np.expm1(-(x**2)) / -np.expm1(-1.0)).accepted
    assert not numeric.kolmogorov_smirnov(early, lambda x: -np.expm1(-1.05 * x**2) / -np.expm1(-1.05)).accepted


def test_first_spikes_by_a_compiled_inverse_agree_with_the_table() -> None:
    inverse = numeric.kernel([t], sp.sqrt(2 * t / 3))
    compiled = poisson.first_spikes(inverse, 50_000, seed=4)
    table = poisson.first_spikes(poisson.intensity(3 * t, t, 0, 10), 50_000, seed=4)
    assert np.allclose(compiled, table, rtol=1e-9, atol=1e-10)


def test_counts_and_trains_are_poisson() -> None:
    process = poisson.intensity(2 + sp.sin(t), t, 0, 4)
    counts = poisson.counts(process, 20_000, seed=1)
    expected = stats.poisson.pmf(np.arange(40), 8 + 1 - math.cos(4))
    assert numeric.chi_square(np.bincount(counts, minlength=40)[:40], expected).accepted
    trains = poisson.spike_trains(process, 3000, seed=2)
    assert all((np.diff(s) >= 0).all() for s in trains)
    assert numeric.chi_square(np.bincount([len(s) for s in trains], minlength=40)[:40], expected).accepted
    # Rescaled by the integral of the rate, the times are uniform.
    rescaled = np.concatenate([2 * s + 1 - np.cos(s) for s in trains]) / process.total
    assert numeric.kolmogorov_smirnov(rescaled, lambda x: x).accepted


def test_a_negative_intensity_is_refused() -> None:
    with pytest.raises(WrongArguments, match="a rate is not negative"):
        poisson.intensity(sp.sin(t), t, 0, 6)
    with pytest.raises(WrongArguments, match="is empty"):
        poisson.intensity(t, t, 1, 1)


@given(st.lists(st.floats(0, 10), max_size=12), st.floats(0.1, 5))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_the_sum_of_exponential_kernels_is_the_sum(times: list[float], tau: float) -> None:
    points = np.linspace(-1, 12, 29)
    direct = [sum(math.exp(-(p - s) / tau) for s in times if s < p) for p in points]
    assert np.allclose(potentials.summed(times, tau, points), direct, rtol=1e-12, atol=1e-13)


def test_the_recursion_is_the_discrete_sum() -> None:
    spikes = np.random.default_rng(2).random((30, 3)) < 0.3
    trace = potentials.filtered(spikes, tau=2.5, step=0.4)
    decay = math.exp(-0.4 / 2.5)
    for k in range(30):
        direct = sum((spikes[m] * decay ** (k - 1 - m) for m in range(k)), np.zeros(3))
        assert np.allclose(trace[k], direct, rtol=1e-12, atol=1e-14)
    with pytest.raises(WrongArguments, match="must be positive"):
        potentials.filtered(spikes, tau=0.0, step=1.0)


def test_the_gram_form_gives_the_fields_of_the_dense_weights() -> None:
    x = hopfield.random_patterns(np.random.default_rng(1), 12, 150)
    assert set(np.unique(x)) == {-1.0, 1.0}
    dense = x.astype(float).T @ x / 150
    assert np.allclose(hopfield.fields(x, self_coupling=True), x @ dense, atol=1e-5)
    np.fill_diagonal(dense, 0.0)
    assert np.allclose(hopfield.fields(x), x @ dense, atol=1e-5)
    assert np.allclose(hopfield.crosstalk(x), x * (x @ dense) - 149 / 150, atol=1e-5)


def test_crosstalk_has_mean_zero_and_its_exact_variance() -> None:
    values = np.concatenate(
        [hopfield.crosstalk(hopfield.random_patterns(np.random.default_rng(s), 9, 40))[0, :1] for s in range(6000)]
    )
    assert estimate.mean(values).agrees(0.0)
    assert estimate.variance(values).agrees(39 * 8 / 40**2)


@pytest.mark.parametrize(("neurons", "patterns"), [(60, 20), (101, 15)])
def test_the_recall_error_is_the_exact_binomial_tail(neurons: int, patterns: int) -> None:
    exact = hopfield.exact_error(neurons, patterns)
    assert hopfield.recall_error(neurons, patterns, 600, seed=3).agrees(float(exact))


def test_the_exact_error_is_that_of_enumeration() -> None:
    # Three neurons, three patterns: the first bit of the first pattern, over all signs of the rest.
    wrong = 0
    for signs in itertools.product((-1, 1), repeat=4):
        wrong += sum(signs) + 2 < 0
    assert float(hopfield.exact_error(3, 3)) == wrong / 16


def test_asynchronous_updates_never_raise_the_energy_without_self_coupling() -> None:
    generator = np.random.default_rng(7)
    x = hopfield.random_patterns(generator, 10, 120)
    noisy = np.where(generator.random(120) < 0.15, -x[0], x[0])
    for coupling in (False, True):
        found = hopfield.recall(x, noisy, seed=1, updates=3000, self_coupling=coupling)
        assert (np.diff(found.energy) <= 1e-12).all()
        assert found.energy[-1] == pytest.approx(hopfield.energy(x, found.state, self_coupling=coupling), rel=1e-12)
        assert found.stable
        assert found.flips > 0
    assert hopfield.recall(x, noisy, seed=1, updates=3000).state @ x[0] > 110
    with pytest.raises(WrongArguments, match="120 values"):
        hopfield.recall(x, noisy[:-1], seed=1, updates=1)


def test_hebbian_rules_follow_their_averages() -> None:
    q = np.array([[2.0, 0.6], [0.6, 1.0]])
    values, vectors = np.linalg.eigh(q)
    start = np.array([0.4, -0.1])
    rate, steps = 0.002, 400
    grown = hebbian.learn(
        hebbian.hebb, hebbian.gaussian(q), start, rate=rate, steps=steps, runs=1500, seed=2, every=steps
    )
    average = vectors @ (((1 + rate * values) ** steps) * (vectors.T @ start))
    for k in range(2):
        assert estimate.mean(grown.weights[-1][:, k]).agrees(float(average[k]))
    oja = hebbian.learn(
        hebbian.oja(0.5), hebbian.gaussian(q), start, rate=0.004, steps=3000, runs=40, seed=2, every=1000
    )
    assert oja.norms[-1].mean() == pytest.approx(math.sqrt(2), rel=0.03)
    assert oja.alignment(vectors[:, 1])[-1].mean() > 0.99
    assert not oja.diverged.any()


def test_the_covariance_rule_takes_the_mean_away() -> None:
    centre = np.array([3.0, 0.0])
    draw = hebbian.gaussian(np.eye(2), centre)
    learned = hebbian.learn(
        hebbian.covariance(centre), draw, [1.0, 1.0], rate=1e-3, steps=200, runs=2000, seed=5, every=200
    )
    for k in range(2):
        assert estimate.mean(learned.weights[-1][:, k]).agrees((1 + 1e-3) ** 200)


def test_hebbian_growth_without_end_stops_at_a_flag() -> None:
    found = hebbian.learn(hebbian.hebb, hebbian.gaussian(np.eye(2)), [1.0, 1.0], rate=50.0, steps=200, runs=3, seed=5)
    assert found.diverged.all()
    assert np.isfinite(found.weights).all()
    with pytest.raises(WrongArguments, match="negative eigenvalue"):
        hebbian.gaussian([[1, 2], [2, 1]])


def test_all_spike_trains_together_have_probability_one() -> None:
    network = spiking_network.SpikingNetwork(np.array([[0, 0.5], [-0.7, 0.2]]), np.array([-0.5, 0.1]), kappa=0.3)
    trains = spiking_network.all_trains(2, 5)
    assert trains.shape == (1024, 5, 2)
    assert np.exp(network.log_likelihood(trains)).sum() == pytest.approx(1.0, rel=1e-12)
    exact = spiking_network.expectation(network, trains[:, :, 1].sum(axis=1), trains)
    sampled = network.sample(50_000, 5, seed=3)
    assert spiking_network.sampled(sampled[:, :, 1].sum(axis=1), 3).agrees(exact)
    with pytest.raises(WrongArguments, match="enumerate at most"):
        spiking_network.all_trains(5, 5)


def test_back_propagation_is_the_derivative() -> None:
    generator = np.random.default_rng(1)
    x, y = generator.normal(size=(3, 6)), generator.normal(size=(2, 6))
    network = layers.Layers((layers.TANH, layers.LOGISTIC, layers.LINEAR))
    weights = layers.initial_weights([3, 4, 5, 2], 1.0, seed=4)
    gradient = network.gradient(weights, x, y)
    for k, index in ((0, (2, 1)), (1, (4, 0)), (2, (1, 3))):
        sides = []
        for h in (1e-5, -1e-5):
            moved = [w.copy() for w in weights]
            moved[k][index] += h
            sides.append(network.loss(tuple(moved), x, y))
        assert gradient[k][index] == pytest.approx((sides[0] - sides[1]) / 2e-5, rel=1e-7)


def test_descent_and_flow_learn_exclusive_or() -> None:
    x, y = np.array([[0, 0, 1, 1], [0, 1, 0, 1.0]]), np.array([[0, 1, 1, 0.0]])
    network = layers.Layers((layers.relu(), layers.LINEAR))
    weights = layers.initial_weights([2, 8, 1], 1.0, seed=0)
    assert layers.descend(network, weights, x, y, rate=0.5, steps=2000, every=1000).loss[-1] < 1e-20
    small = layers.descend(network, weights, x, y, rate=1e-3, steps=2000, every=2000)
    flowing = layers.flow(network, weights, x, y, step=0.02, steps=100, every=100)
    assert small.loss[-1] == pytest.approx(flowing.loss[-1], rel=1e-3)
    assert layers.relu(1.0).slope(np.zeros(1)) == 1.0
    with np.errstate(over="ignore", invalid="ignore"), pytest.raises(NotFinite, match="take smaller ones"):
        layers.descend(layers.Layers((layers.LINEAR, layers.LINEAR)), weights, x, y, rate=50.0, steps=2000)
    with pytest.raises(WrongArguments, match="4 inputs but 3 targets"):
        layers.descend(network, weights, x, y[:, :3], rate=0.1, steps=1)
