"""Temperature and the epoch that members choose together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlfund.training.estimators.inner_split import inner_splits
from dlfund.training.estimators.temperature import best_temperature, sharpened
from dlfund.training.estimators.train_members import pooled_epoch


def too_sure(rows, factor=3.0, seed=0):
    """Probabilities whose logarithms are `factor` times what they should be, and classes drawn from the true ones."""
    generator = np.random.default_rng(seed)
    logits = generator.normal(size=(rows, 3))
    true = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    y = np.array([generator.choice(3, p=p) for p in true])
    return sharpened(true, 1 / factor), y


def test_a_network_that_is_three_times_too_sure_gets_a_temperature_of_three():
    assert best_temperature(*too_sure(20_000)) == pytest.approx(3.0, rel=0.05)


def test_few_rows_move_it_little():
    assert 1.0 < best_temperature(*too_sure(25)) < best_temperature(*too_sure(2_500))


@given(st.floats(0.2, 5.0))
def test_it_never_changes_the_most_probable_class(temperature):
    p, _ = too_sure(50)
    np.testing.assert_array_equal(sharpened(p, temperature).argmax(axis=1), p.argmax(axis=1))


def test_one_lucky_member_does_not_choose_the_epoch():
    curves = [[0.5, 0.4, 0.6, 0.9], [0.5, 0.4, 0.5, 0.8], [0.5, 0.4, 0.3, 0.1]]
    assert pooled_epoch(curves, [10, 10, 10]) == 2


def test_losses_that_are_no_numbers_choose_nothing():
    assert pooled_epoch([[np.nan, 0.2, 0.3]], [5]) == 2
    assert pooled_epoch([[np.nan, np.nan]], [5]) == 2


def test_every_row_chooses_once_and_never_for_a_network_that_learned_it():
    y = np.repeat([0, 1, 2], 20)
    splits = inner_splits(y, 5, 0.2, 0, classes=True)
    assert sorted(np.concatenate([choosing for _, choosing in splits]).tolist()) == list(range(60))
    for learned, choosing in splits:
        assert not set(learned) & set(choosing)
        assert np.bincount(y[choosing]).tolist() == [4, 4, 4]


def test_a_rare_class_and_few_rows_still_split():
    assert len(inner_splits(np.array([0] * 29 + [1]), 5, 0.2, 0, classes=True)) == 5
    ((learned, choosing),) = inner_splits(np.zeros(4), 1, 0.2, 0, classes=False)
    assert (len(learned), len(choosing)) == (4, 0)
