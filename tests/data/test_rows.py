"""Rows of one purpose, all of one length."""

import numpy as np
import pytest

from dlfund.data import Rows, TestRows, TrainRows, ValidationRows


def test_the_three_purposes_are_three_types():
    assert not issubclass(TestRows, TrainRows)
    assert not issubclass(ValidationRows, TrainRows)
    assert not issubclass(TrainRows, ValidationRows)


@pytest.mark.parametrize(
    "x",
    [np.ones((4, 2)), [np.ones((4, 2)), np.ones((3, 1))], {"a": np.ones((3, 2)), "b": np.ones((4, 1))}],
)
def test_parts_of_different_length_are_refused(x):
    with pytest.raises(ValueError, match=r"the same number of rows. Received: \[3, 4\]"):
        Rows(x, np.ones(3))


def test_weights_are_counted_too():
    with pytest.raises(ValueError, match=r"Received: \[2, 3\]"):
        TrainRows(np.ones((3, 1)), np.ones(3), sample_weight=np.ones(2))
    assert len(TrainRows(np.ones((3, 1)), np.ones(3), sample_weight=np.ones(3))) == 3
