"""The future is never learned from, and nobody is on both sides."""

import numpy as np
import pytest

from dlfund.data import DataError, grouped_final, grouped_folds, time_ordered_final, time_ordered_folds

ORDER = np.random.default_rng(0).permutation(200)


@pytest.mark.parametrize("gap", [0, 5])
def test_every_part_lies_after_the_one_before_it_with_the_gap_between(gap):
    made = time_ordered_folds(ORDER, folds=4, gap=gap, validation=0.2)
    assert [fold.name for fold in made] == ["1-1", "1-2", "1-3", "1-4"]
    for fold in made:
        train, validation, test = (ORDER[rows] for rows in (fold.train, fold.validation, fold.test))
        assert train.max() + gap < validation.min()
        assert validation.max() + gap < test.min()
        assert train.min() == 0
    tested = np.concatenate([fold.test for fold in made])
    assert len(set(tested)) == len(tested) == 160


def test_the_final_fold_learns_from_the_latest_rows_too():
    fold = time_ordered_final(ORDER, gap=3, validation=0.1)
    assert ORDER[fold.validation].max() == 199
    assert len(fold.validation) == 20
    assert len(fold.train) == 177
    assert not len(fold.test)


def test_too_few_rows_for_the_folds_are_refused():
    with pytest.raises(DataError, match="Expected at least 317 rows for 5 time-ordered folds with gaps of 50 rows"):
        time_ordered_folds(ORDER, folds=5, gap=50, validation=0.2)


def test_nobody_is_on_two_sides_of_a_fold():
    group = np.random.default_rng(1).integers(0, 30, 300)
    y = np.zeros(300)
    made = [
        *grouped_folds(group, folds=5, repeats=2, validation=0.25, seed=0, y=y),
        grouped_final(group, validation=0.25, seed=0),
    ]
    for fold in made:
        sides = [set(group[rows]) for rows in (fold.train, fold.validation, fold.test)]
        assert sum(map(len, sides)) == len(set.union(*sides)) == 30
        assert len(fold.train) + len(fold.validation) + len(fold.test) == 300
    assert set(made[0].test) != set(made[5].test)


def test_too_few_groups_are_refused():
    with pytest.raises(DataError, match=r"Expected at least 6 different groups for 5 grouped folds\. Received: 3"):
        grouped_folds(np.array([1, 2, 3] * 10), folds=5, repeats=1, validation=0.2, seed=0, y=np.zeros(30))
