"""TabM-mini: members that learn on their own and answer together."""

import keras
import numpy as np
from keras_tuner import HyperParameters

from dlfund import Task, zoo
from dlfund.zoo.tabm_mini import MEMBERS, adapt

X = np.random.default_rng(0).normal(size=(300, 5)).astype("float32")


def built(**options):
    keras.utils.set_random_seed(0)
    task = Task(**{"kind": "multiclass", "input_shape": (5,), "classes": ("a", "b", "c")} | options)
    return zoo.tabm_mini(task, HyperParameters())


def test_it_answers_with_the_mean_of_its_members_probabilities():
    model = built()
    every = keras.ops.convert_to_numpy(keras.Model(model.inputs[0], model.layers[-1].input)(X))
    heads = keras.ops.convert_to_numpy(model.layers[-1](every, training=True))
    assert heads.shape == (300, MEMBERS, 3)
    assert heads.std(axis=1).min() > 0  # members start apart
    np.testing.assert_allclose(keras.ops.convert_to_numpy(model(X)), heads.mean(axis=1), rtol=1e-5)


def test_its_lines_bend_at_the_quantiles_of_the_training_rows():
    model = built(numeric=4, widths=(1, 1, 1, 1, 1))
    adapt(model, X)
    edges = next(layer for layer in model.layers if hasattr(layer, "edges")).edges
    expected = np.quantile(X[:, :4], np.linspace(0, 1, 49), axis=0).T
    np.testing.assert_allclose(keras.ops.convert_to_numpy(edges), expected, rtol=1e-4, atol=1e-5)


def test_a_member_turns_a_feature_as_a_whole():
    model = built(input_shape=(5,), numeric=2, widths=(1, 1, 3))
    scale = next(layer for layer in model.layers if hasattr(layer, "r"))
    assert scale.widths == [16, 16, 3]
    assert scale.r.shape == (MEMBERS, 3)


def test_without_numbers_signs_tell_the_members_apart():
    model = built(numeric=0, widths=(2, 3))
    scale = next(layer for layer in model.layers if hasattr(layer, "r"))
    assert set(np.unique(keras.ops.convert_to_numpy(scale.r))) == {-1.0, 1.0}
