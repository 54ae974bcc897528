"""Measures of association are those of SciPy, and 0 where nothing goes together."""

import itertools
import math

import numpy as np
import pytest
from scipy import stats

from dlfund.comparison.checks import association
from dlfund.comparison.checks.drift import _distance, _standard_error


@pytest.fixture
def generator():
    return np.random.default_rng(0)


def test_kruskal_and_wallis_is_scipys_with_ties(generator):
    groups, values = generator.integers(0, 4, 300), generator.integers(0, 9, 300) + 0.0
    share, p_value = association.of_numbers(groups, values)
    test = stats.kruskal(*(values[groups == group] for group in range(4)))
    assert p_value == pytest.approx(test.pvalue, rel=1e-9)
    assert share == pytest.approx(max(0.0, (test.statistic - 3) / (300 - 4)), abs=1e-12)


def test_chi_squared_is_scipys_and_v_knows_its_ends(generator):
    first, second = generator.integers(0, 3, 500), generator.integers(0, 4, 500)
    table = association.counts(first, second)
    assert table.sum() == 500
    assert table[1, 2] == ((first == 1) & (second == 2)).sum()
    assert association.of_classes(first, second)[1] == pytest.approx(stats.contingency.chi2_contingency(table).pvalue)
    assert association.of_classes(first, second)[0] < 0.02
    assert association.of_classes(first, first)[0] == pytest.approx(1, abs=0.01)
    assert association.of_classes(first, np.zeros(500))[0] == 0


def test_the_bias_of_v_is_corrected(generator):
    """Twenty blocks by two classes: the plain V² of nothing is 19/400, the corrected one half of the time 0."""
    actual = [association.of_classes(np.arange(400) // 20, generator.integers(0, 2, 400))[0] for _ in range(200)]
    assert np.mean(actual) < 0.012
    assert np.median(actual) < 0.005


def test_the_chance_of_one_to_one_is_counted():
    y = [0, 0, 0, 1, 1, 2]
    stand_for_each_other = [
        len(set(zip(y, order, strict=True))) == 3 for order in set(itertools.permutations([0, 0, 0, 1, 1, 2]))
    ]
    # k! orders of the names; each leaves one arrangement, so the sum is over arrangements that match for some naming
    assert math.exp(association.chance_of_one_to_one([3, 2, 1])) == pytest.approx(
        math.factorial(3) * 1 / len(stand_for_each_other)
    )
    assert sum(stand_for_each_other) / len(stand_for_each_other) <= math.exp(
        association.chance_of_one_to_one([3, 2, 1])
    )


def test_blocks_are_equally_large_and_keep_equal_places_together():
    assert np.bincount(association.blocks(np.arange(1000))).tolist() == [50] * 20
    assert np.bincount(association.blocks(np.arange(70))).tolist() == [24, 23, 23]
    assert len(np.unique(association.blocks(np.zeros(1000)))) == 1


def test_the_distance_of_two_samples_is_scipys(generator):
    first, second = generator.normal(size=300), generator.normal(0.3, 1, 200).round(1)
    distance, p_value = _distance(first, second)
    test = stats.ks_2samp(first, second, method="asymp")
    assert distance == pytest.approx(test.statistic)
    assert p_value == pytest.approx(test.pvalue, rel=0.25)


def test_the_error_of_an_area_is_what_redrawing_shows(generator):
    from sklearn.metrics import roc_auc_score

    is_test = np.repeat([0, 1], [150, 100])
    areas = [roc_auc_score(is_test, generator.normal(size=250) + is_test) for _ in range(400)]
    assert _standard_error(float(np.mean(areas)), 100, 150) == pytest.approx(np.std(areas), rel=0.15)
