"""Nobody is on both sides, and every part holds every class where that can be."""

import numpy as np
import pytest

from dlfund.data import DataError, grouped_final, grouped_folds

PATIENT = np.repeat(np.arange(16), 10)
ILL = np.isin(PATIENT, [1, 4, 5, 8, 9, 12]).astype(int)


def test_nobody_is_on_two_sides_of_a_fold():
    group = np.random.default_rng(1).integers(0, 30, 300)
    made = [
        *grouped_folds(group, folds=5, repeats=2, validation=0.25, seed=0),
        grouped_final(group, validation=0.25, seed=0),
    ]
    for fold in made:
        sides = [set(group[rows]) for rows in (fold.train, fold.validation, fold.test)]
        assert sum(map(len, sides)) == len(set.union(*sides)) == 30
        assert len(fold.train) + len(fold.validation) + len(fold.test) == 300
    assert set(made[0].test) != set(made[5].test)


def test_too_few_groups_are_refused():
    with pytest.raises(DataError, match=r"Expected at least 6 different groups for 5 grouped folds\. Received: 3"):
        grouped_folds(np.array([1, 2, 3] * 10), folds=5, repeats=1, validation=0.2, seed=0)


@pytest.mark.parametrize("seed", range(12))
def test_one_label_a_patient_gives_both_classes_in_every_part(seed):
    made = grouped_folds(PATIENT, folds=5, repeats=3, validation=0.2, seed=seed, y=ILL)
    for fold in [*made, grouped_final(PATIENT, validation=0.2, seed=seed, y=ILL)]:
        for rows in (fold.train, fold.validation, fold.test):
            assert not len(rows) or set(ILL[rows]) == {0, 1}


def test_where_classes_are_plenty_labels_change_no_fold():
    generator = np.random.default_rng(0)
    group, y = generator.integers(0, 40, 400), generator.integers(0, 2, 400)
    blind, seeing = (grouped_folds(group, folds=5, repeats=2, validation=0.2, seed=3, y=labels) for labels in (None, y))
    assert all(np.array_equal(entry.test, other.test) for entry, other in zip(blind, seeing, strict=True))
    assert all(np.array_equal(entry.train, other.train) for entry, other in zip(blind, seeing, strict=True))


def test_rare_events_in_many_groups_are_stratified():
    group = np.repeat(np.arange(300), 3)
    y = np.isin(group, [7, 50, 120, 200, 280]).astype(int)  # 50 draws at random hardly ever part five into five
    for fold in grouped_folds(group, folds=5, repeats=2, validation=0.2, seed=0, y=y):
        assert {tuple(sorted(set(y[rows]))) for rows in (fold.train, fold.validation, fold.test)} == {(0, 1)}


def test_a_row_of_weight_0_brings_no_class():
    weight = np.where(np.isin(PATIENT, [4, 5, 8]), 0.0, 1.0)  # three of the six who are ill
    for fold in grouped_folds(PATIENT, folds=3, repeats=2, validation=0.3, seed=0, y=ILL, weight=weight):
        for rows in (fold.train, fold.validation, fold.test):
            assert set(ILL[rows][weight[rows] > 0]) == {0, 1}


def test_a_class_of_one_group_is_still_cut_and_quickly():
    y = (PATIENT == 3).astype(int)
    made = grouped_folds(PATIENT, folds=5, repeats=3, validation=0.2, seed=0, y=y)
    assert sum(y[fold.test].any() for fold in made) == 3
