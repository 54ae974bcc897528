import keras
import pytest

from dlfund import activations


def test_nothing_means_linear():
    assert activations.get(None) is activations.linear


def test_a_word_means_dlfunds_function_first_and_keras_second():
    assert activations.get("relu") is activations.relu
    assert activations.get("softsign") is keras.activations.softsign


def test_keras_functions_come_back_as_themselves():
    config = activations.serialize(keras.activations.relu)
    assert activations.get(config) is keras.activations.relu


@pytest.mark.parametrize("wrong", ["sigmoyd", "get", 3, activations.ParametricBlend])
def test_nonsense_is_named(wrong):
    with pytest.raises(ValueError, match="Received: "):
        activations.get(wrong)


def test_the_nearest_name_is_offered():
    with pytest.raises(ValueError, match="Did you mean sigmoid"):
        activations.get("sigmoyd")


def test_a_derivative_is_asked_for_by_function():
    with pytest.raises(ValueError, match="Pass the function itself"):
        activations.derivative("relu")
