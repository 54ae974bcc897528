"""How contenders are compared, and what a budget changes about it."""

from dataclasses import replace

import numpy as np
import pytest
from small_data import small_dataset

from dlfund.comparison.protocol import Protocol, grouped_k_fold, predefined_test, repeated_k_fold, time_ordered
from dlfund.data import DataError


def test_budgets_change_folds_and_nothing_else():
    normal = repeated_k_fold(5, 3, seed=7, validation=0.3)
    assert normal.with_budget("normal") == normal
    assert normal.with_budget("quick") == Protocol(3, 1, 7, 0.3)
    assert normal.with_budget("thorough") == Protocol(5, 9, 7, 0.3)
    assert repeated_k_fold(2, 1).with_budget("quick").folds == 2


@pytest.mark.parametrize("wrong", [{"folds": 1}, {"repeats": 0}, {"validation": 0}, {"validation": 1.0}])
def test_what_can_not_be_split_is_refused(wrong):
    with pytest.raises(
        ValueError, match=r"Expected at least 2 folds, 1 repeat and a validation share.*Received: folds="
    ):
        repeated_k_fold(**wrong)


def test_a_protocol_asks_for_the_mark_that_it_splits_by():
    dataset = small_dataset()
    with pytest.raises(DataError, match=r'Expected a column with role = "order" in the schema of .small.'):
        time_ordered(3).splits(dataset, stratify=True)
    with pytest.raises(DataError, match='role = "group"'):
        grouped_k_fold(3).final(dataset, stratify=True)


def test_the_last_rows_are_the_predefined_test():
    dataset = small_dataset()
    (fold,) = predefined_test(20).splits(dataset, stratify=True)
    assert fold.test.tolist() == list(range(70, 90))
    assert (
        predefined_test(20).with_budget("thorough") == predefined_test(20).with_budget("quick") == predefined_test(20)
    )
    with pytest.raises(DataError, match="Expected from 1 to 88 test rows"):
        predefined_test(90).splits(dataset, stratify=True)


def test_time_is_cut_by_its_own_order():
    dataset = replace(small_dataset(), order=np.arange(90)[::-1], group=np.arange(90) % 9)
    first, *_ = time_ordered(3, gap=2).splits(dataset, stratify=True)
    assert first.test.min() > 0  # the latest rows stand first in this table
    assert first.development.min() > first.test.max()
    assert len(grouped_k_fold(3, 2).splits(dataset, stratify=True)) == 6
    assert grouped_k_fold(3).with_budget("thorough").repeats == 3
    assert time_ordered(3).with_budget("thorough") == time_ordered(3)
