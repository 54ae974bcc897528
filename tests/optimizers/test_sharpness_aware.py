from contextlib import nullcontext

import keras
import numpy as np
import pytest
from contracts.gradients import numbers
from keras import ops

from dlfund.losses import MeanSquaredError
from dlfund.optimizers import Adam, EveryBatchTwice, GradientDescent, Lookahead, ReturnHome, SharpnessAware

RATE, RADIUS = 0.1, 0.2


def rows():
    random = np.random.default_rng(3)
    x = random.normal(size=(20, 2)).astype("float32")
    return x, (x @ np.array([[1.0], [-2.0]]) + 0.3).astype("float32")


def slope(w, b, x, y):
    error = x @ w + b - y
    return 2 * x.T @ error / len(x), 2 * error.mean(0)


def sam_by_hand(x, y, batch_size, epochs):
    """Foret et al.'s algorithm 1 around plain gradient descent, in NumPy."""
    w, b = np.zeros((2, 1)), np.zeros(1)
    for start in [*range(0, len(x), batch_size)] * epochs:
        batch = x[start : start + batch_size], y[start : start + batch_size]
        up_w, up_b = slope(w, b, *batch)
        length = np.sqrt(np.sum(up_w**2) + np.sum(up_b**2))
        g_w, g_b = slope(w + RADIUS * up_w / length, b + RADIUS * up_b / length, *batch)
        w, b = w - RATE * g_w, b - RATE * g_b
    return w, b


def linear():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, kernel_initializer="zeros")])
    model.compile(SharpnessAware(GradientDescent(RATE), radius=RADIUS), MeanSquaredError())
    return model


def test_with_every_batch_twice_it_is_the_papers_algorithm():
    x, y = rows()
    model = linear()
    model.fit(EveryBatchTwice(x, y, batch_size=8, seed=None), shuffle=False, epochs=4, verbose=0)
    w, b = sam_by_hand(x, y, 8, 4)
    np.testing.assert_allclose(numbers(model.weights[0]), w, rtol=2e-5)
    np.testing.assert_allclose(numbers(model.weights[1]), b, rtol=2e-5)
    assert int(model.optimizer.iterations) == 12


def test_fit_ends_at_home_even_after_an_odd_number_of_batches():
    x, y = rows()
    model = linear()
    model.fit(x, y, batch_size=20, shuffle=False, verbose=0)  # one climb, no descent
    np.testing.assert_array_equal(numbers(model.weights[0]), np.zeros((2, 1)))


def test_the_climb_has_the_radius_as_its_length_and_leaves_the_inner_optimizer_alone():
    a, b = keras.Variable([3.0, 0.0]), keras.Variable([4.0])
    optimizer = SharpnessAware(Adam(RATE), radius=RADIUS)
    optimizer.build([a, b])
    before = [numbers(v) for v in optimizer.inner.variables]
    optimizer.apply([ops.convert_to_tensor([3.0, 0.0]), ops.convert_to_tensor([4.0])], [a, b])
    moved = np.concatenate([numbers(a) - [3.0, 0.0], numbers(b) - [4.0]])
    np.testing.assert_allclose(moved, RADIUS * np.array([3.0, 0.0, 4.0]) / 5.0, atol=1e-6)
    for old, new in zip(before, optimizer.inner.variables, strict=True):
        np.testing.assert_array_equal(numbers(new), old)


def test_it_walks_along_a_valley_to_where_it_is_flat():
    """(w₁ w₂ − 1)² is zero on a whole curve, flattest at (1, 1): descent stops on it anywhere, SAM goes on."""
    sizes = []
    for optimizer, calls in ((GradientDescent(0.02), 1), (SharpnessAware(GradientDescent(0.02), radius=0.2), 2)):
        w = keras.Variable([3.0, 0.2])
        for _ in range(400 * calls):
            a, b = numbers(w)
            optimizer.apply([ops.convert_to_tensor(2 * (a * b - 1) * np.array([b, a], "float32"))], [w])
        assert numbers(w).prod() == pytest.approx(1.0, abs=0.05)
        sizes.append(float(np.sum(numbers(w) ** 2)))  # half of the curvature across the valley
    assert sizes[0] > 9.0
    assert sizes[1] < 3.5


def test_a_radius_of_zero_is_refused():
    with pytest.raises(ValueError, match=r"Expected radius above 0\. Received: radius=0"):
        SharpnessAware(GradientDescent(RATE), radius=0)


def test_every_batch_twice_notices_that_its_batches_are_shuffled_apart():
    batches = EveryBatchTwice(*rows(), batch_size=4)
    batches[0], batches[1]
    with pytest.raises(ValueError, match="Pass shuffle=False to fit"):
        batches[5]


def test_every_batch_twice_serves_every_row_twice_in_a_new_order_each_epoch():
    x = np.arange(10)
    batches = EveryBatchTwice(x, x, x, batch_size=4)
    orders = []
    for _ in range(2):
        served = [batches[i] for i in range(len(batches))]
        assert all(np.array_equal(served[i][0], served[i + 1][0]) for i in range(0, len(served), 2))
        orders.append(np.concatenate([batch[0] for batch in served[::2]]))
        assert sorted(orders[-1]) == list(range(10))
        batches.on_epoch_end()
    assert not np.array_equal(*orders)


def test_every_batch_twice_wants_arrays_of_one_length():
    with pytest.raises(ValueError, match=r"Received: lengths \[3, 2\]"):
        EveryBatchTwice(np.zeros(3), np.zeros(2))


@pytest.mark.parametrize("weights_only", [False, True])
def test_a_checkpoint_after_an_odd_number_of_batches_holds_the_weights_below_the_climb(tmp_path, weights_only):
    x, y = rows()
    model, again = linear(), linear()
    path = tmp_path / ("some.weights.h5" if weights_only else "some.keras")
    keep = keras.callbacks.ModelCheckpoint(path, save_weights_only=weights_only)
    warned = pytest.warns(UserWarning, match=r"pass optimizers.ReturnHome\(\)") if weights_only else nullcontext()
    with warned:
        model.fit(x, y, batch_size=20, shuffle=False, verbose=0, callbacks=[keep])  # one climb, no descent
    if weights_only:
        again.optimizer.build(again.trainable_variables)
        again.load_weights(path)
    else:
        again = keras.models.load_model(path)
    np.testing.assert_array_equal(numbers(again.weights[0]), np.zeros((2, 1)))
    again.fit(x, y, batch_size=20, epochs=2, shuffle=False, verbose=0)
    w, _ = sam_by_hand(x, y, 20, 1)
    np.testing.assert_allclose(numbers(again.weights[0]), w, rtol=2e-5)


def test_return_home_lets_callbacks_see_the_weights_below_the_climb():
    x, y = rows()
    model, seen = linear(), []
    read = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: seen.append(model.get_weights()[0]))
    callbacks = [read, ReturnHome()]  # also behind the others
    history = model.fit(x, y, batch_size=20, verbose=0, validation_data=(x, y), callbacks=callbacks).history
    np.testing.assert_array_equal(seen[0], np.zeros((2, 1)))
    assert history["val_loss"][0] == pytest.approx(float(np.mean(y**2)), rel=1e-5)


def test_with_return_home_a_file_of_weights_alone_serves_a_model_without_the_optimizer(tmp_path):
    x, y = rows()
    model, plain = linear(), keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    keep = keras.callbacks.ModelCheckpoint(tmp_path / "some.weights.h5", save_weights_only=True)
    model.fit(x, y, batch_size=20, verbose=0, callbacks=[keep, ReturnHome()])
    plain.build((None, 2))
    plain.load_weights(tmp_path / "some.weights.h5")
    np.testing.assert_array_equal(numbers(plain.weights[0]), np.zeros((2, 1)))


def test_with_return_home_early_stopping_restores_what_it_judged():
    x, y = rows()
    model = linear()
    wrapped = Lookahead(model.optimizer)
    model.compile(wrapped, MeanSquaredError())
    stop = keras.callbacks.EarlyStopping("val_loss", patience=1, restore_best_weights=True)
    data = {"validation_data": (x, y), "batch_size": 7, "shuffle": False, "verbose": 0}
    history = model.fit(x, y, epochs=5, callbacks=[stop, ReturnHome()], **data).history
    kept = float(np.mean((x @ numbers(model.weights[0]) + numbers(model.weights[1]) - y) ** 2))
    assert kept == pytest.approx(min(history["val_loss"]), rel=1e-4)


def test_return_home_wants_the_optimizer_itself_or_a_model_that_has_one():
    with pytest.raises(TypeError, match="Expected optimizer to be a SharpnessAware"):
        ReturnHome(Adam())
    model = linear()
    model.compile(Adam(), MeanSquaredError())
    with pytest.raises(ValueError, match="Expected a model compiled with SharpnessAware"):
        model.fit(*rows(), verbose=0, callbacks=[ReturnHome()])
