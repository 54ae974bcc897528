import keras
import numpy as np
import pytest
from contracts.equality import assert_same_layer
from contracts.gradients import gradients_of, numbers

from dlfund import layers


@pytest.mark.parametrize("shape", [(4,), (4, 5)])
def test_equals_keras(shape):
    i = np.random.default_rng(0).integers(0, 7, shape).astype("int32")
    assert_same_layer(layers.Embedding(7, 3), keras.layers.Embedding(7, 3), i)


def test_is_one_hot_times_the_table():
    layer = layers.Embedding(5, 2)
    i = np.array([[3, 0, 3]], "int32")
    np.testing.assert_allclose(numbers(layer(i)), np.eye(5, dtype="float32")[i] @ numbers(layer.embeddings), rtol=1e-6)


def test_only_the_rows_that_occurred_learn():
    (slope,) = gradients_of(layers.Embedding(4, 2), np.array([[1, 3, 3]], "int32"), weights=1.0).values()
    np.testing.assert_array_equal(slope[:, 0], [0, 1, 0, 2])


def test_zero_is_masked_on_request():
    i = np.array([[1, 0]], "int32")
    assert layers.Embedding(4, 2).compute_mask(i) is None
    np.testing.assert_array_equal(numbers(layers.Embedding(4, 2, mask_zero=True).compute_mask(i)), [[True, False]])


def test_sizes_are_whole_numbers():
    with pytest.raises(ValueError, match="Received: output_dim=0"):
        layers.Embedding(4, 0)


def test_the_length_of_older_programs_has_no_effect():
    with pytest.warns(UserWarning, match="leave it out"):
        layer = layers.Embedding(5, 2, input_length=3)
    assert layer(np.zeros((1, 4), "int32")).shape == (1, 4, 2)
    assert "input_length" not in layer.get_config()


@pytest.mark.skipif(keras.backend.backend() != "tensorflow", reason="the other backends have no ragged tensors")
def test_sentences_of_different_lengths_stay_so():
    import tensorflow as tf

    layer = layers.Embedding(5, 2)
    assert layer(keras.KerasTensor((None, None), dtype="int32", ragged=True)).ragged
    y = layer(tf.ragged.constant([[1, 2], [3]]))
    assert [len(sentence) for sentence in y.to_list()] == [2, 1]
