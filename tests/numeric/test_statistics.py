"""Estimates state their error, tests their level, slopes their interval, thresholds their bracket."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

import numeric
from numeric import estimate
from numeric.errors import NoSignChange, NotFinite, WrongArguments
from numeric.workers import generators, run_seeded

Array = npt.NDArray[np.float64]


def test_standard_errors_are_what_repetition_shows() -> None:
    generator = np.random.default_rng(5)
    samples = generator.exponential(2.0, (4000, 60))
    for function, truth in ((estimate.mean, 2.0), (estimate.variance, 4.0)):
        found = [function(row) for row in samples]
        values = np.array([f.value for f in found])
        errors = np.array([f.standard_error for f in found])
        assert abs(values.mean() - truth) < 5 * values.std() / np.sqrt(len(values))
        assert np.median(errors) == pytest.approx(values.std(), rel=0.35)


def test_agreement_is_within_so_many_standard_errors() -> None:
    found = numeric.Estimate(1.03, 0.01, 400, 7)
    assert found.agrees(1.0)
    assert not found.agrees(1.0, within=2)
    assert found.deviation(1.0) == pytest.approx(3.0)
    assert found.agrees(numeric.Estimate(1.08, 0.02, 10))
    assert numeric.Estimate(2.0, 0.0, 1).agrees(2.0)
    assert not numeric.Estimate(2.0, 0.0, 1).agrees(2.001)
    assert str(found) == "1.03 ± 0.01 (400 runs, seed 7)"


def test_a_proportion_of_nothing_still_has_an_error() -> None:
    none = estimate.proportion(0, 1000)
    assert none.value == 0.0
    assert 1e-4 < none.standard_error < 2e-3
    with pytest.raises(WrongArguments, match="is not a proportion"):
        estimate.proportion(3, 2)


def test_a_simulation_says_how_many_runs_it_needed() -> None:
    found = estimate.until(lambda g, n: g.normal(3.0, 2.0, n), seed=1, error=0.02, batch=500)
    assert found.standard_error <= 0.02
    assert found.runs == pytest.approx((2.0 / 0.02) ** 2, rel=0.2)
    assert found.agrees(3.0)
    short = estimate.until(lambda g, n: g.normal(3.0, 2.0, n), seed=1, error=1e-9, limit=2000)
    assert short.runs == 2000
    assert short.standard_error > 0.01


def test_samples_that_are_no_numbers_are_named() -> None:
    with pytest.raises(NotFinite, match="sample 1 is not finite"):
        estimate.mean([1.0, np.nan, 2.0])
    with pytest.raises(WrongArguments, match="too few"):
        estimate.mean([1.0])


def test_the_same_result_with_any_number_of_workers() -> None:
    from concurrent.futures import ThreadPoolExecutor

    def work(generator: np.random.Generator, piece: int) -> float:
        return float(generator.normal()) + piece

    alone = run_seeded(work, 20, seed=9)
    with ThreadPoolExecutor(3) as pool:
        assert list(run_seeded(work, 20, seed=9, executor=pool)) == alone
    assert run_seeded(work, 20, seed=10) != alone
    assert [g.integers(10**9) for g in generators(9, 3)] == [g.integers(10**9) for g in generators(9, 5)][:3]


def test_a_true_distribution_is_rejected_as_often_as_the_level_says() -> None:
    generator = np.random.default_rng(3)
    for size in (50, 400):
        p = [numeric.kolmogorov_smirnov(generator.exponential(size=size), stats.expon.cdf).p for _ in range(400)]
        assert stats.kstest(p, "uniform").pvalue > 1e-3
    p = [
        numeric.chi_square(
            np.bincount(generator.poisson(3.0, 500), minlength=20)[:20], stats.poisson.pmf(np.arange(20), 3)
        ).p
        for _ in range(300)
    ]
    assert stats.kstest(p, "uniform").pvalue > 1e-3


def test_a_wrong_distribution_is_rejected() -> None:
    samples = np.random.default_rng(3).weibull(2.0, 5000)
    found = numeric.kolmogorov_smirnov(samples, stats.expon.cdf)
    assert not found.accepted
    assert "rejected at level 0.001" in str(found)
    counts = np.bincount(np.random.default_rng(3).poisson(3.2, 5000), minlength=20)
    assert not numeric.chi_square(counts[:20], stats.poisson.pmf(np.arange(20), 3.0)).accepted
    own = stats.kstest(samples, "expon")
    assert found.statistic == pytest.approx(own.statistic, rel=1e-12)


def test_a_distribution_that_is_none_is_refused() -> None:
    with pytest.raises(WrongArguments, match="decreases somewhere"):
        numeric.kolmogorov_smirnov([1.0, 2.0], lambda x: 1 - x / 10)
    with pytest.raises(WrongArguments, match="not a function from arrays to probabilities"):
        numeric.kolmogorov_smirnov([1.0, 2.0], lambda x: x)
    with pytest.raises(WrongArguments, match="too few"):
        numeric.chi_square([3.0, 2.0], [1.0, 1.0])
    with pytest.raises(WrongArguments, match="level=2"):
        numeric.chi_square([30.0, 20.0], [1.0, 1.0], level=2)


def test_the_interval_of_a_slope_covers_the_truth_as_often_as_it_says() -> None:
    generator = np.random.default_rng(8)
    x = np.geomspace(1, 100, 12)
    covered = 0
    for _ in range(500):
        covered += numeric.log_log_slope(x, x**-0.5 * np.exp(0.1 * generator.normal(size=12))).contains(-0.5)
    assert abs(covered / 500 - 0.95) < 0.04


def test_a_power_law_is_told_from_what_is_none() -> None:
    x = np.geomspace(1, 100, 12)
    exact = numeric.log_log_slope(x, 3 * x**1.5)
    assert exact.value == pytest.approx(1.5, abs=1e-12)
    assert np.exp(exact.intercept) == pytest.approx(3.0)
    noise = np.exp(0.01 * np.random.default_rng(1).normal(size=12))
    assert abs(numeric.log_log_slope(x, x**2 * noise).curvature) < 5
    assert numeric.log_log_slope(x, (x + x**2) * noise).curvature > 5
    with pytest.raises(NotFinite, match=r"y\[1\] = 0.0 has no logarithm"):
        numeric.log_log_slope([1, 2, 3], [1, 0, 2])
    with pytest.raises(WrongArguments, match="three pairs"):
        numeric.log_log_slope([1, 2], [1, 2])
    with pytest.raises(WrongArguments, match="all x are equal"):
        numeric.log_log_slope([2, 2, 2], [1, 2, 3])


def test_known_errors_weigh_a_slope() -> None:
    x = np.array([1.0, 2.0, 4.0, 8.0, 16.0])
    y = np.array([1.0, 2.0, 4.0, 8.0, 40.0])
    loose = numeric.log_log_slope(x, y, errors=[0.01, 0.02, 0.04, 0.08, 40.0])
    assert loose.value == pytest.approx(1.0, abs=0.01)
    assert numeric.log_log_slope(x, y).value > 1.1


def test_a_threshold_is_bracketed() -> None:
    found = numeric.threshold(lambda v: v > np.pi / 3, 0, 2, tolerance=1e-10)
    assert found.low <= np.pi / 3 <= found.high
    assert found.high - found.low <= 1e-10
    assert (found.rising, found.monotone) == (True, True)
    falling = numeric.threshold(lambda v: v < 0.3, 0, 2)
    assert not falling.rising
    assert falling.contains(0.3)
    twice = numeric.threshold(lambda v: (v > 0.4) & (v < 1.2), 0, 2)
    assert not twice.monotone
    assert twice.contains(0.4)


def test_a_threshold_that_is_not_there_is_an_error() -> None:
    with pytest.raises(NoSignChange, match="the behaviour is false at all 9 values from 0 to 1"):
        numeric.threshold(lambda v: v > 5, 0, 1)
    with pytest.raises(WrongArguments, match="expected low < high"):
        numeric.threshold(lambda v: v > 5, 1, 0)
    with pytest.raises(WrongArguments, match="the answer has the shape"):
        numeric.threshold(lambda v: True, 0, 1)
