import keras
import numpy as np
import pytest
from contracts.gradients import numbers
from keras import ops

from dlfund.losses import MeanSquaredError
from dlfund.optimizers import Adam, EvaluateAverage, GradientDescent, Lookahead, MovingAverage


def rows():
    x = np.random.default_rng(0).normal(size=(32, 3)).astype("float32")
    return x, x.sum(1, keepdims=True)


def model_with(optimizer):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4, activation="tanh"), keras.layers.Dense(1)])
    model.compile(optimizer, MeanSquaredError())
    return model


def fit(model, epochs=2, **options):
    return model.fit(*rows(), batch_size=8, epochs=epochs, shuffle=False, verbose=0, **options)


def test_the_average_is_keras_own():
    ours = model_with(MovingAverage(GradientDescent(0.1), momentum=0.8))
    fit(ours)
    kerass = model_with(keras.optimizers.SGD(0.1, use_ema=True, ema_momentum=0.8))
    fit(kerass)  # puts the average into the weights at the end
    with ours.optimizer.averaged():
        for a, b in zip(ours.trainable_weights, kerass.trainable_weights, strict=True):
            np.testing.assert_allclose(numbers(a), numbers(b), rtol=1e-5, atol=1e-6)


def test_by_hand():
    w = keras.Variable([0.0])
    optimizer = MovingAverage(GradientDescent(1.0), momentum=0.9)
    for _ in range(3):  # w: −1, −2, −3
        optimizer.apply([ops.convert_to_tensor([1.0])], [w])
    with optimizer.averaged():
        assert numbers(w)[0] == pytest.approx(0.9 * (0.9 * -1 + 0.1 * -2) + 0.1 * -3)


def test_training_goes_on_as_if_nothing_had_been_lent():
    plain = model_with(Adam(0.01))
    fit(plain, 2)
    fit(plain, 2)
    lent = model_with(MovingAverage(Adam(0.01)))
    fit(lent, 2)
    with lent.optimizer.averaged():
        lent.predict(rows()[0], verbose=0)
    fit(lent, 2)  # on JAX: the lent arrays are copies, so nothing is donated twice
    for a, b in zip(plain.weights, lent.weights, strict=True):
        np.testing.assert_array_equal(numbers(a), numbers(b))


def test_the_weights_come_back_after_an_error():
    model = model_with(MovingAverage(GradientDescent(0.1)))
    fit(model)
    before = [numbers(w) for w in model.weights]
    with pytest.raises(KeyError), model.optimizer.averaged():
        raise KeyError(float(np.sum(numbers(model.weights[0]) != before[0])))
    for old, now in zip(before, model.weights, strict=True):
        np.testing.assert_array_equal(numbers(now), old)


def test_fit_can_validate_with_the_average():
    average = MovingAverage(Adam(0.05), momentum=0.5)
    model = model_with(Lookahead(average, period=3))
    history = fit(model, 2, validation_data=rows(), callbacks=[EvaluateAverage(average)]).history
    own = model.evaluate(*rows(), verbose=0)
    with average.averaged():
        lent = model.evaluate(*rows(), verbose=0)
    assert history["val_loss"][-1] == pytest.approx(lent, rel=1e-5)
    assert history["val_loss"][-1] != pytest.approx(own, rel=1e-3)
    without = model_with(Lookahead(MovingAverage(Adam(0.05), momentum=0.5), period=3))
    fit(without, 2)
    for a, b in zip(without.weights, model.weights, strict=True):
        np.testing.assert_array_equal(numbers(a), numbers(b))


def test_steps_that_only_accumulate_are_not_averaged():
    a, b = keras.Variable([0.0]), keras.Variable([0.0])
    plain = MovingAverage(GradientDescent(1.0), momentum=0.9)
    accumulating = MovingAverage(GradientDescent(1.0, gradient_accumulation_steps=2), momentum=0.9)
    for step in range(6):
        accumulating.apply([ops.convert_to_tensor([1.0])], [b])
        if step % 2:
            plain.apply([ops.convert_to_tensor([1.0])], [a])
    np.testing.assert_allclose(numbers(accumulating.averages[0]), numbers(plain.averages[0]), rtol=1e-6)


def test_nothing_to_lend_before_the_first_step():
    optimizer = MovingAverage(Adam())
    with pytest.raises(ValueError, match=r"Call model\.fit first"), optimizer.averaged():
        pass


def test_a_wrong_momentum_is_refused():
    with pytest.raises(ValueError, match=r"Expected momentum in \[0, 1\)"):
        MovingAverage(Adam(), momentum=1.0)


def test_the_callback_wants_the_average_itself():
    with pytest.raises(TypeError, match="Expected optimizer to be a MovingAverage"):
        EvaluateAverage(Adam())


@pytest.mark.parametrize("first", [True, False])
def test_early_stopping_restores_the_weights_that_were_judged(first):
    average = MovingAverage(Adam(0.3), momentum=0.8)
    model = model_with(average)
    callbacks = [EvaluateAverage(average), keras.callbacks.EarlyStopping(patience=9, restore_best_weights=True)]
    losses = fit(model, 6, validation_data=rows(), callbacks=callbacks if first else callbacks[::-1]).history[
        "val_loss"
    ]
    assert model.evaluate(*rows(), verbose=0) == pytest.approx(min(losses), rel=1e-5)


def test_a_checkpoint_predicts_with_the_average_and_trains_on_from_its_own_weights(tmp_path):
    path = tmp_path / "best.keras"
    average = MovingAverage(Adam(0.05), momentum=0.8)
    model = model_with(average)
    callbacks = [EvaluateAverage(average), keras.callbacks.ModelCheckpoint(path)]
    losses = fit(model, 2, validation_data=rows(), callbacks=callbacks).history["val_loss"]
    loaded = keras.models.load_model(path)
    assert loaded.evaluate(*rows(), verbose=0) == pytest.approx(losses[-1], rel=1e-5)
    fit(loaded, 1, callbacks=[EvaluateAverage(loaded.optimizer)])
    fit(model, 1)
    for a, b in zip(
        model.weights + model.optimizer.variables, loaded.weights + loaded.optimizer.variables, strict=True
    ):
        np.testing.assert_array_equal(numbers(a), numbers(b))
