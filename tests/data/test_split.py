"""The outer test rows are kept apart, everybody gets the same folds, and every part knows every class."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from dlfund.data import DataError, final_fold, repeated_folds


def labels(*counts):
    return np.random.default_rng(0).permutation(np.repeat(np.arange(len(counts)), counts))


def folds_of(y, *, folds=5, repeats=2, validation=0.2, seed=0, stratify=True):
    return repeated_folds(y, folds=folds, repeats=repeats, validation=validation, seed=seed, stratify=stratify)


@settings(max_examples=40)
@given(
    some.lists(some.integers(12, 60), min_size=2, max_size=4),
    some.integers(2, 5),
    some.integers(1, 3),
    some.sampled_from([0.2, 0.3, 0.5]),
    some.integers(0, 1000),
)
def test_every_row_is_tested_once_a_repeat_and_never_learned_from_in_that_fold(counts, folds, repeats, share, seed):
    y = labels(*counts)
    made = folds_of(y, folds=folds, repeats=repeats, validation=share, seed=seed)

    assert len({fold.name for fold in made}) == len(made) == folds * repeats
    for repeat in range(repeats):
        tested = np.concatenate([fold.test for fold in made[repeat * folds : (repeat + 1) * folds]])
        np.testing.assert_array_equal(np.sort(tested), np.arange(len(y)))
    for fold in made:
        parts = np.concatenate([fold.train, fold.validation, fold.test])
        np.testing.assert_array_equal(np.sort(parts), np.arange(len(y)))  # disjoint, and nothing is lost
        np.testing.assert_array_equal(fold.development, np.sort(np.concatenate([fold.train, fold.validation])))
        for part in (fold.train, fold.validation, fold.test):
            assert set(y[part]) == set(y)


def test_classes_keep_their_shares():
    y = labels(300, 100)
    for fold in folds_of(y):
        for part in (fold.train, fold.validation, fold.test):
            assert y[part].mean() == pytest.approx(0.25, abs=0.01)


def test_the_same_seed_gives_the_same_folds_and_another_seed_others():
    y = labels(50, 50)
    first, again, other = folds_of(y), folds_of(y), folds_of(y, seed=1)
    for single, two in zip(first, again, strict=True):
        np.testing.assert_array_equal(single.train, two.train)
        np.testing.assert_array_equal(single.validation, two.validation)
        np.testing.assert_array_equal(single.test, two.test)
    assert any((entry.test != two.test).any() for entry, two in zip(first, other, strict=True) if len(entry.test))


def test_repeats_are_other_shuffles():
    made = folds_of(labels(50, 50))
    assert sorted(made[0].test.tolist()) != sorted(made[5].test.tolist())
    assert made[0].name == "1-1"
    assert made[9].name == "2-5"


def test_more_repeats_leave_the_first_folds_as_they_were():
    y = labels(50, 50)
    for first, two in zip(folds_of(y, repeats=1), folds_of(y, repeats=3), strict=False):
        np.testing.assert_array_equal(first.test, two.test)
        np.testing.assert_array_equal(first.validation, two.validation)


def test_the_final_fold_holds_every_row_and_tests_none():
    y = labels(50, 50)
    fold = final_fold(y, validation=0.2, seed=0, stratify=True)
    np.testing.assert_array_equal(fold.development, np.arange(100))
    assert len(fold.test) == 0
    assert len(fold.validation) == 20


@pytest.mark.parametrize("counts", [(100,), (100, 6), (3, 3), (0, 50)])
def test_too_few_rows_of_a_class_are_refused(counts):
    with pytest.raises(
        DataError,
        match=r"Expected at least 2 classes and 7 rows of each, for 5 folds.*Received: classes of [0-9, ]+ rows",
    ):
        folds_of(labels(*counts))


@pytest.mark.parametrize("stratify", [True, False])
@pytest.mark.parametrize("folds, share", [(2, 0.5), (3, 0.2), (5, 0.2), (5, 0.9), (10, 0.25)])
def test_as_many_rows_as_the_sentence_asks_for_are_enough(stratify, folds, share):
    first = labels(1, 1) if stratify else np.zeros(1)
    with pytest.raises(DataError) as error:
        folds_of(first, folds=folds, validation=share, stratify=stratify)
    texts = str(error.value)
    needed = int(texts.split(" rows")[0].rsplit(" ", 1)[1])
    enough = labels(needed, needed) if stratify else np.zeros(needed)
    for fold in folds_of(enough, folds=folds, validation=share, stratify=stratify):
        assert len(fold.train)
        assert len(fold.validation)
        assert len(fold.test)


def test_numbers_need_no_classes():
    y = np.linspace(0, 1, 30)
    tested = np.concatenate([fold.test for fold in folds_of(y, repeats=1, stratify=False)])
    np.testing.assert_array_equal(np.sort(tested), np.arange(30))


@pytest.mark.parametrize("stratify", [True, False])
def test_rows_of_weight_0_are_dealt_out_apart(stratify):
    """Six rows of a class count among 40 that don't: every part of five folds gets one to judge by."""
    y = np.repeat([0, 1], [60, 46])
    weight = np.where((y == 1) & (np.arange(106) >= 66), 0.0, 1.0)
    if not stratify:
        weight = np.where(np.arange(106) % 15, 0.0, 1.0)  # eight rows count
    made = repeated_folds(y, folds=5, repeats=2, validation=0.2, seed=0, stratify=stratify, weight=weight)
    for fold in made:
        counted = y[fold.test][weight[fold.test] > 0]
        assert set(counted) == {0, 1} if stratify else len(counted)


def test_weights_above_0_change_no_fold():
    y = np.arange(100) % 2
    texts = {"folds": 5, "repeats": 1, "validation": 0.2, "seed": 0, "stratify": True}
    plain, weighted = (repeated_folds(y, **texts, weight=weight) for weight in (None, np.linspace(0.1, 2, 100)))
    assert all(np.array_equal(entry.test, other.test) for entry, other in zip(plain, weighted, strict=True))
