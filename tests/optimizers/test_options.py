"""What Keras's optimizers take, dlfund's take: by place and by name, to the same weights; and nothing else."""

import keras
import numpy as np
import pytest
from contracts.gradients import numbers
from contracts.optimizer_rules import KERAS, skip_where_keras_differs, train
from keras import ops

from dlfund import optimizers
from dlfund.optimizers.options import OptionsWithDecay

OPTIONS = {
    "weight_decay": {"weight_decay": 0.05},
    "clipnorm": {"clipnorm": 0.5},
    "clipvalue": {"clipvalue": 0.3},
    "global_clipnorm": {"global_clipnorm": 0.5},
    "use_ema": {"use_ema": True, "ema_momentum": 0.8, "ema_overwrite_frequency": 4},
    "loss_scale_factor": {"loss_scale_factor": 8.0},
    "gradient_accumulation_steps": {"gradient_accumulation_steps": 3},
}


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("name", KERAS)
def test_every_option_does_what_keras_does(name, option):
    skip_where_keras_differs(name)
    make, make_keras = KERAS[name]
    options = OPTIONS[option]
    ours, theirs = (
        train(m(o, **options), "float32", 12) for m, o in ((make, optimizers), (make_keras, keras.optimizers))
    )
    plain = train(make(optimizers), "float32", 12)
    for a, b in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(a, b, rtol=2e-5, atol=2e-5)
    assert option == "loss_scale_factor" or any((a != p).any() for a, p in zip(ours, plain, strict=True)), (
        "the option changed nothing"
    )


@pytest.mark.parametrize("name", KERAS)
def test_the_average_is_what_training_ends_with(name):
    skip_where_keras_differs(name)
    make, make_keras = KERAS[name]
    ends = []
    for maker, room in ((make, optimizers), (make_keras, keras.optimizers)):
        w = keras.Variable([1.0, -2.0])
        optimizer = maker(room, use_ema=True, ema_momentum=0.5)
        for _ in range(3):
            optimizer.apply([ops.convert_to_tensor([0.5, -1.0])], [w])
        optimizer.finalize_variable_values([w])
        ends.append(numbers(w))
    np.testing.assert_allclose(*ends, rtol=1e-5)


def test_every_option_of_keras_is_checked():
    assert {key for options in OPTIONS.values() for key in options} == set(OptionsWithDecay.__annotations__)


GUESSES = {
    "clip_norm": "Did you mean clipnorm",
    "lr": "Did you mean learning_rate",
    "decay": "The learning rate decays by a schedule",
    "xyz": "Every optimizer takes",
}


@pytest.mark.parametrize("name", sorted({name.partition(",")[0] for name in KERAS}))
def test_an_unknown_option_is_refused_with_the_nearest(name):
    for option, guess in GUESSES.items():
        with pytest.raises(ValueError, match=f"Expected an argument of {name}. Received: {option}=0.5. {guess}"):
            getattr(optimizers, name)(**{option: 0.5})


def test_names_are_given_as_keras_gives_them():
    keras.utils.clear_session()
    names = [optimizers.Adam().name, optimizers.Adam().name, optimizers.Lookahead(optimizers.Adam()).name]
    assert names == ["adam", "adam_1", "lookahead"]
    for name in ("RMSprop", "AdamW", "Adagrad", "Nadam", "Lion"):
        keras.utils.clear_session()
        first = getattr(optimizers, name)().name
        keras.utils.clear_session()
        assert first == getattr(keras.optimizers, name)().name
    assert optimizers.Adam(name="mine").name == "mine"


def test_a_total_of_an_earlier_version_is_read():
    config = optimizers.Adagrad(initial_accumulator_value=0.5).get_config()
    config["initial_total"] = config.pop("initial_accumulator_value")
    assert optimizers.Adagrad.from_config(config).initial_accumulator_value == 0.5


def test_amsgrad_does_not_forget_a_large_gradient():
    steps = {}
    for amsgrad in (False, True):
        w = keras.Variable([0.0])
        optimizer = optimizers.Adam(0.1, beta_1=0.0, beta_2=0.5, amsgrad=amsgrad)
        for g in [100.0] + 30 * [1.0]:
            before = numbers(w)[0]
            optimizer.apply([ops.convert_to_tensor([g])], [w])
        steps[amsgrad] = before - numbers(w)[0]
    assert steps[False] > 0.09
    assert steps[True] < 0.01
