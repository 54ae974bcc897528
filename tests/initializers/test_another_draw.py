"""A second weight of the same shape starts with other numbers."""

import keras
import numpy as np
import pytest
from contracts.gradients import numbers

from dlfund import initializers
from dlfund.initializers.another_draw import another_draw

STARTS = [
    initializers.GlorotUniform(),
    initializers.GlorotUniform(seed=3),
    keras.initializers.HeNormal(seed=3),
    initializers.HeNormal(seed=keras.random.SeedGenerator(3)),
]


@pytest.mark.parametrize("start", STARTS)
def test_the_numbers_differ_and_the_kind_stays(start):
    again = another_draw(start)
    assert type(again) is type(start)
    assert not np.allclose(numbers(start((4, 3))), numbers(again((4, 3))))


def test_what_takes_no_seed_stays():
    ones = keras.ops.ones
    assert another_draw(ones) is ones
    assert numbers(another_draw(initializers.Constant(2.0))((2,))).tolist() == [2.0, 2.0]
