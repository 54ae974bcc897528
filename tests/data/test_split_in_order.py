"""The future is never learned from."""

import numpy as np
import pytest

from dlfund.data import DataError, time_ordered_final, time_ordered_folds

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


def test_the_first_test_part_can_be_put_off():
    made = time_ordered_folds(ORDER, folds=4, gap=0, validation=0.2, start=120)
    assert [len(fold.test) for fold in made] == [20] * 4
    assert [len(fold.development) for fold in made] == [120, 140, 160, 180]


def test_a_start_that_leaves_nothing_to_judge_by_is_refused():
    with pytest.raises(DataError, match=r"from 2 to 196 rows before the first of 4 test parts\. Received: 198"):
        time_ordered_folds(ORDER, folds=4, gap=0, validation=0.2, start=198)
