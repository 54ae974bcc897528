"""Every hyperparameter of a network is found before the search begins, and what is no network is refused."""

import pytest

from dlfund import Task

TASK = Task(kind="binary", input_shape=(3,), classes=("no", "yes"))


def dense(widths):
    import keras

    return keras.Sequential([keras.Input((3,)), *(keras.layers.Dense(width) for width in widths), TASK.head()])


def names(network):
    from dlfund.training.tuning.space import explored

    return [hyperparameter.name for hyperparameter in explored(network, TASK).space]


def test_a_dial_of_every_layer_is_found_though_one_layer_is_the_default():
    def network(task, hp):
        return dense([hp.Int(f"width_{number}", 4, 8) for number in range(hp.Int("hidden_layers", 1, 3))])

    assert names(network) == ["hidden_layers", "width_0", "learning_rate", "width_1", "width_2"]


def test_a_dial_behind_a_choice_behind_a_switch_is_found():
    def network(task, hp):
        if hp.Boolean("deep") and hp.Choice("kind", ["plain", "wide", "odd"]) == "odd":
            return dense([hp.Int("odd_width", 4, 8)])
        return dense([4])

    assert set(names(network)) == {"deep", "kind", "odd_width", "learning_rate"}


def test_a_setting_that_can_not_be_built_does_not_end_the_search():
    def network(task, hp):
        if hp.Choice("width", [4, 0]) == 0:
            raise ValueError("no layer of width 0")
        return dense([4])

    assert names(network) == ["width", "learning_rate"]


def test_a_network_that_compiled_itself_keeps_its_optimizer():
    def network(task, hp):
        model = dense([4])
        model.compile(optimizer="sgd", loss="mse")
        return model

    assert names(network) == []


def test_a_network_that_returns_nothing_is_refused():
    def network(task, hp):
        dense([4])

    with pytest.raises(TypeError, match=r"Expected network to return a keras.Model. Received: None. Does it end in"):
        names(network)
