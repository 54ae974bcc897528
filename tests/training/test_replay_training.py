"""A training done again is the same training, seen at some of its epochs."""

import keras
import numpy as np
import pytest

from dlfund import training
from dlfund.data import TrainRows, ValidationRows

X = np.random.default_rng(0).normal(size=(70, 3)).astype("float32")
ROWS = TrainRows(X, (X[:, 0] > 0).astype("float32"))


def build():
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4, "relu"), keras.layers.Dense(1, "sigmoid")])
    model.compile("adam", "binary_crossentropy")
    return model


class Odd(keras.Model):
    """A network with a step of its own, which no program trains."""

    def train_step(self, *args):
        return super().train_step(*args)


def odd():
    inputs = keras.Input((3,))
    model = Odd(inputs, keras.layers.Dense(1, activation="sigmoid")(inputs))
    model.compile("sgd", "binary_crossentropy")
    return model


@pytest.mark.parametrize("make", [build, odd])
def test_the_last_epoch_is_where_the_training_itself_ends(make):
    member = training.Member(make, ROWS, epochs=5, seed=3)
    once = training.fit_population([member], batch_size=32)[0]
    again = training.replay(member, [1, 3, 5], batch_size=32)
    assert any("model.fit" in note for note in once.notes) == (make is odd)
    assert [epoch for epoch, _ in again] == [0, 1, 3, 5]
    for ours, theirs in zip(again[-1][1], once.weights, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    keras.utils.set_random_seed(3)
    for ours, theirs in zip(again[0][1], make().get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert not np.array_equal(again[1][1][0], again[2][1][0])


def test_validation_rows_are_refused():
    member = training.Member(build, ROWS, ValidationRows(ROWS.x, ROWS.y), epochs=2)
    with pytest.raises(ValueError, match="Expected a member without validation rows"):
        training.replay(member, [1, 2], batch_size=32)
