"""How sure a difference is: equal to baycomp and to numbers worked out by hand, and right on fresh data."""

import baycomp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy import stats
from sklearn.model_selection import RepeatedStratifiedKFold

from dlfund.comparison.scoring.statistics import (
    corrected_interval,
    corrected_standard_error,
    corrected_t_test,
    correlated_t_test,
    holm,
)

scores = some.lists(some.floats(-1, 1, width=16), min_size=2, max_size=30).map(np.array)
sizes = some.tuples(some.integers(1, 10_000), some.integers(1, 10_000))
margins = some.floats(0, 0.5)


@pytest.mark.parametrize("repeats", [1, 2, 5])
@pytest.mark.parametrize("margin", [0.0, 0.01, 0.05])
@pytest.mark.parametrize("shift", [-0.03, 0.0, 0.01])
def test_the_three_probabilities_are_baycomps(repeats, margin, shift):
    generator = np.random.default_rng(repeats)
    ours, theirs = generator.normal([[shift], [0]], 0.03, (2, 5 * repeats)) + 0.8

    actual = correlated_t_test(ours - theirs, n_train=80, n_test=20, margin=margin)  # five folds: one part in five

    answer = baycomp.two_on_single(theirs, ours, rope=margin, runs=repeats)
    expected = answer if margin else (answer[0], 0.0, answer[1])
    np.testing.assert_allclose((actual.worse, actual.equivalent, actual.better), expected, atol=1e-9)


def test_the_corrected_interval_by_hand():
    """d = 0.01, 0.03, 0.02, 0.04 on 90 + 10 rows: mean 0.025, var 1/6000, error sqrt((1/4 + 1/9) / 6000)."""
    differences = np.array([0.01, 0.03, 0.02, 0.04])

    interval = corrected_interval(differences, n_train=90, n_test=10)

    error = 0.00775791  # sqrt(0.361111 × 0.000166667)
    assert interval.mean == pytest.approx(0.025)
    assert corrected_standard_error(differences, 90, 10) == pytest.approx(error, abs=1e-8)
    assert interval.high - interval.mean == pytest.approx(3.182446 * error, abs=1e-8)  # t for 3 degrees of freedom
    assert interval.mean - interval.low == pytest.approx(3.182446 * error, abs=1e-8)


def test_the_corrected_t_test_by_hand():
    """The same differences: t = 0.025 / 0.0077579 = 3.2225, and for 3 degrees of freedom p has a closed form."""
    actual = corrected_t_test(np.array([0.01, 0.03, 0.02, 0.04]), n_train=90, n_test=10)

    t = 0.025 / 0.00775791
    x = t / np.sqrt(3)
    closed = 1 - 2 / np.pi * (np.arctan(x) + x / (1 + x * x))
    assert actual == pytest.approx(closed, rel=1e-5)
    assert actual == pytest.approx(0.0485, abs=1e-4)


def test_without_correction_it_is_the_ordinary_t_test():
    differences = np.random.default_rng(0).normal(0.01, 0.02, 12)
    assert corrected_t_test(differences, n_train=1, n_test=0) == pytest.approx(stats.ttest_1samp(differences, 0).pvalue)


def test_holm_by_hand():
    np.testing.assert_allclose(holm(np.array([0.01, 0.04, 0.03, 0.005])), [0.03, 0.06, 0.06, 0.02])
    np.testing.assert_allclose(holm(np.array([0.5, 0.6])), [1.0, 1.0])
    assert len(holm(np.array([]))) == 0


@given(scores, sizes, margins)
def test_swapping_the_sides_mirrors_everything(differences, sizes, margin):
    here, there = corrected_interval(differences, *sizes), corrected_interval(-differences, *sizes)
    assert (here.mean, here.low, here.high) == pytest.approx((-there.mean, -there.high, -there.low), abs=1e-12)
    assert corrected_t_test(differences, *sizes) == pytest.approx(corrected_t_test(-differences, *sizes), abs=1e-12)
    ours, theirs = (correlated_t_test(side, *sizes, margin) for side in (differences, -differences))
    assert (ours.worse, ours.equivalent, ours.better) == pytest.approx(
        (theirs.better, theirs.equivalent, theirs.worse), abs=1e-12
    )


@given(scores, sizes, margins)
def test_the_probabilities_are_probabilities(differences, sizes, margin):
    actual = correlated_t_test(differences, *sizes, margin)
    parts = np.array([actual.worse, actual.equivalent, actual.better])
    assert ((parts >= 0) & (parts <= 1)).all()
    assert parts.sum() == pytest.approx(1)


@given(scores, some.integers(1, 1000), some.integers(1, 1000), some.integers(1, 1000))
def test_more_overlap_makes_it_less_sure(differences, n_train, n_test, more):
    narrow = corrected_interval(differences, n_train, n_test)
    wide = corrected_interval(differences, n_train, n_test + more)
    assert wide.low <= narrow.low <= narrow.mean <= narrow.high <= wide.high
    assert corrected_t_test(differences, n_train, n_test) <= corrected_t_test(differences, n_train, n_test + more)


@given(some.lists(some.floats(0, 1), min_size=1, max_size=25).map(np.array))
def test_holm_only_raises_and_keeps_the_order(p_values):
    adjusted = holm(p_values)
    assert (adjusted >= p_values).all()
    assert (adjusted <= 1).all()
    assert (adjusted <= np.minimum(1, len(p_values) * p_values) + 1e-12).all()  # never beyond Bonferroni
    assert (np.diff(adjusted[np.argsort(p_values)]) >= 0).all()


@given(some.floats(-1, 1, width=16), some.integers(2, 20))
def test_the_same_difference_in_every_fold_is_certain(value, folds):
    differences = np.full(folds, value)
    actual = correlated_t_test(differences, 80, 20, margin=0.25)
    assert actual.better == (value > 0.25)
    assert actual.worse == (value < -0.25)
    assert corrected_t_test(differences, 80, 20) == (value == 0)


@pytest.mark.parametrize("values", [[], [0.1], [0.1, float("nan")], [0.1, float("inf")], [[0.1, 0.2], [0.3, 0.4]]])
def test_scores_that_are_none_are_refused(values):
    with pytest.raises(ValueError, match=r"Expected two or more finite scores, one per fold. Received"):
        corrected_standard_error(np.array(values), 80, 20)


@pytest.mark.slow
def test_two_equally_good_models_are_seldom_told_apart():
    """Fresh data, two models that each see their own half of equally good inputs, 5 × 5 folds.

    The correction names a false winner in at most 6 % of the data sets; the plain paired t-test in 20 % or more,
    because it takes 25 overlapping folds for 25 experiments.
    """
    corrected, plain = [], []
    for number in range(1000):
        differences = _differences_of_equal_models(np.random.default_rng([2024, number]), rows=200)
        corrected.append(corrected_t_test(differences, n_train=160, n_test=40) < 0.05)
        plain.append(stats.ttest_1samp(differences, 0).pvalue < 0.05)

    assert np.mean(corrected) <= 0.06
    assert np.mean(plain) >= 0.20


def _differences_of_equal_models(generator, rows):
    """Accuracy of one least-squares discriminant minus the other's, fold by fold."""
    x = np.column_stack([generator.normal(size=(rows, 4)), np.ones(rows)])
    y = np.where(generator.random(rows) < 1 / (1 + np.exp(-x[:, :4].sum(axis=1))), 1, -1)
    folds = RepeatedStratifiedKFold(n_splits=5, n_repeats=5, random_state=int(generator.integers(1_000_000)))
    return np.array(
        [
            _accuracy(x[:, [0, 1, 4]], y, train, test) - _accuracy(x[:, [2, 3, 4]], y, train, test)
            for train, test in folds.split(x, y)
        ]
    )


def _accuracy(x, y, train, test):
    weights = np.linalg.lstsq(x[train], y[train], rcond=None)[0]
    return np.mean(np.sign(x[test] @ weights) == y[test])
