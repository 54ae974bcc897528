"""The recorder keeps the very numbers of the chosen updates, in any kind of training loop, and changes nothing."""

import keras
import numpy as np
import pytest
from contracts.gradients import gradients_of, numbers

from dlfund import optimizers


def data():
    generator = np.random.default_rng(0)
    x = generator.normal(size=(32, 3)).astype("float32")
    return x, (x[:, :1] > 0).astype("float32")


def model_with(optimizer, **options):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4, "tanh"), keras.layers.Dense(1)])
    model.compile(optimizer, "mse", **options)
    return model


@pytest.mark.parametrize("jit_compile", [False, True])
def test_records_weight_gradient_and_step_of_a_fit(jit_compile):
    if jit_compile and keras.backend.backend() == "torch":
        pytest.skip("torch compiles with another compiler, which Keras leaves off by default")
    x, y = data()
    recorder = optimizers.Recorder(optimizers.GradientDescent(0.1), steps=[0, 3])
    model = model_with(recorder, jit_compile=jit_compile)
    by_hand = gradients_of(
        model, x[:8], objective=lambda output: keras.ops.mean((output - keras.ops.convert_to_tensor(y[:8])) ** 2)
    )
    before = [numbers(w) for w in model.trainable_variables]
    model.fit(x, y, batch_size=8, epochs=2, shuffle=False, verbose=0)
    updates = recorder.updates()
    assert [(u.iteration, u.variable) for u in updates] == [
        (i, w.path) for i in (0, 3) for w in model.trainable_variables
    ]
    for update, weight, gradient in zip(updates, before, by_hand.values(), strict=False):
        np.testing.assert_array_equal(update.old_weight, weight)
        np.testing.assert_allclose(update.gradient, gradient, rtol=1e-4, atol=1e-6)
    for update in updates:
        np.testing.assert_allclose(update.step, -0.1 * update.gradient, rtol=1e-3, atol=1e-6)
        np.testing.assert_allclose(update.old_weight + update.step, update.new_weight, rtol=1e-5)


def test_changes_no_update():
    x, y = data()
    ends = []
    for optimizer in (optimizers.Adam(0.01), optimizers.Recorder(optimizers.Adam(0.01), steps=[1])):
        model = model_with(optimizer)
        model.fit(x, y, batch_size=8, epochs=2, shuffle=False, verbose=0)
        ends.append([numbers(w) for w in model.trainable_variables])
    for plain, recorded in zip(*ends, strict=True):
        np.testing.assert_array_equal(plain, recorded)


def test_the_record_survives_saving(tmp_path):
    x, y = data()
    model = model_with(optimizers.Recorder(optimizers.Adam(0.01), steps=[2]))
    model.fit(x, y, batch_size=8, epochs=1, shuffle=False, verbose=0)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    for ours, theirs in zip(model.optimizer.updates(), loaded.optimizer.updates(), strict=True):
        assert ours.iteration == theirs.iteration
        assert ours.variable.endswith(theirs.variable)  # Keras leaves the model's name out of a loaded path
        np.testing.assert_array_equal(ours.gradient, theirs.gradient)


def test_under_mixed_precision_the_gradient_is_unscaled():
    x, y = data()
    recorder = optimizers.Recorder(optimizers.GradientDescent(0.5), steps=[0])
    keras.config.set_dtype_policy("mixed_float16")
    try:
        model = model_with(recorder)
        model.fit(x, y, batch_size=32, epochs=1, verbose=0)
    finally:
        keras.config.set_dtype_policy("float32")
    assert isinstance(model.optimizer, keras.optimizers.LossScaleOptimizer)
    for update in recorder.updates():
        np.testing.assert_allclose(update.step, -0.5 * update.gradient, rtol=1e-3, atol=1e-6)


def test_a_step_not_reached_is_not_reported():
    w = keras.Variable([1.0])
    recorder = optimizers.Recorder(optimizers.GradientDescent(0.1), steps=[0, 7])
    assert recorder.updates() == []
    recorder.apply([keras.ops.ones(1)], [w])
    assert [update.iteration for update in recorder.updates()] == [0]


@pytest.mark.parametrize("steps", [[], [-1], [2, 2]])
def test_steps_that_make_no_sense_are_refused(steps):
    with pytest.raises(ValueError, match=r"Use steps=range\(3\)"):
        optimizers.Recorder(optimizers.GradientDescent(), steps=steps)


def test_a_class_in_place_of_an_instance_is_named():
    with pytest.raises(TypeError, match="Pass an instance, not a class"):
        optimizers.Recorder(optimizers.Adam, steps=[0])
