"""An activation that learns, inside a layer: the layer's config and file carry it."""

import keras
import numpy as np
import pytest
from contracts.gradients import numbers

from dlfund import activations, layers


@pytest.mark.parametrize("make", [layers.Dense, layers.Perceptron, layers.NTKDense])
def test_building_leaves_the_config_alone(make):
    layer = make(3, activation=activations.ParametricBlend("mish"))
    before = layer.get_config()
    layer.build((None, 4))
    assert layer.get_config() == before


def test_a_saved_network_comes_back_with_what_its_activation_learned(tmp_path):
    model = keras.Sequential([keras.Input((4,)), layers.Dense(3, activation=activations.ParametricBlend("mish"))])
    model.layers[0].activation.a.assign([0.1, 0.5, 0.9])
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras")
    x = np.random.default_rng(0).normal(size=(5, 4)).astype("float32")
    np.testing.assert_allclose(numbers(again(x)), numbers(model(x)), rtol=1e-6)


@pytest.mark.parametrize("units", [3, 5])
def test_one_instance_for_two_layers_is_refused(units):
    """Keras saves what two layers share only once, and the second would come back without its weights."""
    blend = activations.ParametricBlend("mish")
    network = keras.Sequential([keras.Input((4,)), layers.Dense(3, activation=blend)])
    with pytest.raises(ValueError, match="Give every layer an instance of its own"):
        network.add(layers.Dense(units, activation=blend))


def test_between_layers_it_may_be_called_twice(tmp_path):
    """There it is a layer like any other: one in the model, with the same weights at both places."""
    blend, inputs = activations.ParametricBlend("mish"), keras.Input((3,))
    model = keras.Model(inputs, blend(layers.Dense(3)(blend(inputs))))
    blend.a.assign([0.1, 0.5, 0.9])
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras")
    x = np.random.default_rng(0).normal(size=(5, 3)).astype("float32")
    np.testing.assert_allclose(numbers(again(x)), numbers(model(x)), rtol=1e-6)
    assert len(again.weights) == 3
