"""What every initializer promises, checked on every row of the table."""

import json

import keras
import numpy as np
import pytest
from contracts.checks import skip_where_it_does_not_apply
from contracts.gradients import numbers
from contracts.specimens import INITIALIZERS

from dlfund import initializers, layers

ROWS = [pytest.param(ours, theirs, id=name) for name, (ours, theirs) in INITIALIZERS.items()]
every_initializer = pytest.mark.parametrize("ours, theirs", ROWS)


@every_initializer
@pytest.mark.parametrize("shape", [(3, 5), (5, 3), (3, 3, 2, 4)])
@pytest.mark.parametrize("dtype", ["float32", "float16", "bfloat16"])
def test_equals_keras_number_for_number(ours, theirs, shape, dtype):
    if dtype != "float32" and isinstance(ours, initializers.Orthogonal):
        pytest.skip("no backend decomposes half precision everywhere")
    if len(shape) != 2 and isinstance(ours, initializers.IdentityMatrix):
        pytest.skip("only a matrix has a diagonal")
    weights = ours(shape, dtype=dtype)
    assert keras.backend.standardize_dtype(weights.dtype) == dtype
    assert tuple(weights.shape) == shape
    if theirs is not None:
        np.testing.assert_array_equal(numbers(weights), numbers(theirs(shape, dtype=dtype)))


@every_initializer
def test_the_same_config_gives_the_same_numbers(ours, theirs):
    config = json.loads(json.dumps(initializers.serialize(ours)))
    again = initializers.get(config)
    assert type(again) is type(ours)
    np.testing.assert_array_equal(numbers(again((4, 6))), numbers(ours((4, 6))))


@every_initializer
def test_serves_a_layer_by_name(ours, theirs):
    name = type(ours).__name__
    for word in (name, "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")):
        layer = layers.Dense(2, kernel_initializer=word)
        assert type(layer.kernel_initializer) is type(ours)


@every_initializer
def test_another_seed_gives_other_numbers(request, ours, theirs):
    skip_where_it_does_not_apply(request, (ours, theirs))
    config = ours.get_config()
    other = type(ours).from_config({**config, "seed": 2})
    assert np.any(numbers(other((4, 6))) != numbers(ours((4, 6))))


@every_initializer
def test_set_random_seed_fixes_what_has_no_seed(request, ours, theirs):
    skip_where_it_does_not_apply(request, (ours, theirs))
    config = ours.get_config()
    drawn = []
    for _ in range(2):
        keras.utils.set_random_seed(7)
        drawn.append(numbers(type(ours).from_config({**config, "seed": None})((4, 6))))
    np.testing.assert_array_equal(*drawn)
