"""Where convolutions are most of the work, a training is the backend's own graph; its answers stay what they are."""

import keras
import numpy as np
import pytest

from dlfund import layers, training
from dlfund.data.rows import TrainRows, ValidationRows
from dlfund.training.compiled.convolutions import XLA_LIMIT, products_of_a_step

pytestmark = pytest.mark.skipif(
    keras.backend.backend() == "torch", reason="the torch backend trains members with Keras's own loop"
)
BATCH = 16


def rows(kind, count, seed=0):
    x = np.random.default_rng(seed).normal(size=(count, 12, 12, 2)).astype("float32")
    return kind(x, (x[:, 3, 3, :1] > 0).astype("float32"))


TRAIN, VALIDATION = rows(TrainRows, 40), rows(ValidationRows, 12, seed=1)


def wide(rate=0.0, learning_rate=0.01):
    inputs = keras.Input((12, 12, 2))
    x = layers.Conv2D(32, 5, padding="same", activation="relu")(inputs)
    x = layers.Dropout(rate)(x) if rate else x
    model = keras.Model(inputs, keras.layers.Dense(1, "sigmoid")(layers.GlobalMaxPooling2D()(x)))
    model.compile(keras.optimizers.Adam(learning_rate), "binary_crossentropy")
    return model


def test_the_products_of_a_convolution_are_counted():
    assert products_of_a_step(wide(), BATCH) == BATCH * 12 * 12 * 5 * 5 * 2 * 32 > XLA_LIMIT
    narrow = keras.Sequential([keras.Input((8, 2)), keras.layers.Conv1D(4, 3), keras.layers.Dense(1)])
    assert products_of_a_step(narrow, BATCH) == BATCH * 6 * 3 * 2 * 4


def test_a_kernel_of_three_axes_is_no_convolution():
    embedded = layers.PBLDEmbedding(4)
    model = keras.Sequential([keras.Input((3,)), embedded, keras.layers.Flatten(), keras.layers.Dense(1)])
    assert len(embedded.kernel.shape) == 3
    assert products_of_a_step(model, BATCH) == 0


def test_many_convolutions_end_where_fit_ends():
    settings = {"epochs": 3, "seed": 7, "shuffle": False}
    keras.utils.set_random_seed(7)
    by_keras = training.fit(wide(), TRAIN, VALIDATION, batch_size=BATCH, **settings)
    (compiled,) = training.fit_population([training.Member(wide, TRAIN, VALIDATION, **settings)], batch_size=BATCH)
    assert compiled.notes == []
    for first, other in zip(by_keras.weights, compiled.weights, strict=True):
        np.testing.assert_allclose(first, other, rtol=1e-4, atol=1e-4)


def test_alone_and_in_company_the_bits_are_the_same():
    crowd = [
        training.Member(
            lambda n=n: wide(0.1 + 0.1 * n, 0.01 * (n + 1)), TRAIN, VALIDATION, epochs=3, patience=2, seed=n
        )
        for n in range(3)
    ]
    together = training.fit_population(crowd, batch_size=BATCH, workers=3)
    (alone,) = training.fit_population(crowd[1:2], batch_size=BATCH)
    assert together[1].history == alone.history
    for first, other in zip(together[1].weights, alone.weights, strict=True):
        np.testing.assert_array_equal(first, other)
    assert together[0].history != together[1].history
