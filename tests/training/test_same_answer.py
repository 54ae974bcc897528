"""A compiled training ends where Keras's own loop ends: same start, same order of rows, same weights."""

import keras
import numpy as np
import pytest

from dlfund import optimizers, training
from dlfund.data.rows import TrainRows, ValidationRows

ROWS, BATCH, EPOCHS = 38, 16, 4  # two whole batches and one of six rows

pytestmark = pytest.mark.skipif(
    keras.backend.backend() == "torch", reason="the torch backend trains members with Keras's own loop"
)


def rows(kind, count=ROWS, seed=0, shape=(3,)):
    x = np.random.default_rng(seed).normal(size=(count, *shape)).astype("float32")
    return kind(x, (x.reshape(count, -1).sum(axis=1, keepdims=True) > 0).astype("float32"))


def both(build, train, validation=None, *, epochs=EPOCHS, seed=7, **options):
    """The same training by Keras's loop and by a compiled program."""
    keras.utils.set_random_seed(seed)
    settings = dict(epochs=epochs, seed=seed, shuffle=False, **options)
    by_keras = training.fit(build(), train, validation, batch_size=BATCH, **settings)
    member = training.Member(build, train, validation, **settings)
    compiled = training.fit_population([member], batch_size=BATCH)[0]
    assert compiled.notes == []
    return by_keras, compiled


def same_weights(by_keras, compiled, tolerance=2e-5):
    for first, other in zip(by_keras.weights, compiled.weights, strict=True):
        np.testing.assert_allclose(first, other, rtol=tolerance, atol=tolerance)


def network(optimizer, loss="binary_crossentropy"):
    def build():
        model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4, "tanh"), keras.layers.Dense(1, "sigmoid")])
        model.compile(optimizer(), loss=loss)
        return model

    return build


KERAS = {
    "Adadelta": lambda: keras.optimizers.Adadelta(1.0),
    "Adafactor": lambda: keras.optimizers.Adafactor(0.05),
    "Adagrad": lambda: keras.optimizers.Adagrad(0.1),
    "Adam": lambda: keras.optimizers.Adam(0.01),
    "Adam amsgrad": lambda: keras.optimizers.Adam(0.01, amsgrad=True),
    "AdamW": lambda: keras.optimizers.AdamW(0.01, weight_decay=0.1),
    "Adamax": lambda: keras.optimizers.Adamax(0.01),
    "Ftrl": lambda: keras.optimizers.Ftrl(0.05),
    "Lamb": lambda: keras.optimizers.Lamb(0.01),
    "Lion": lambda: keras.optimizers.Lion(0.01),
    "Muon": lambda: keras.optimizers.Muon(0.01),
    "Nadam": lambda: keras.optimizers.Nadam(0.01),
    "RMSprop": lambda: keras.optimizers.RMSprop(0.01, momentum=0.5, centered=True),
    "SGD": lambda: keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True),
    "ScheduleFreeAdamW": lambda: keras.optimizers.ScheduleFreeAdamW(0.01),
    "accumulation": lambda: keras.optimizers.SGD(0.1, momentum=0.9, gradient_accumulation_steps=2),
    "average": lambda: keras.optimizers.Adam(0.01, use_ema=True, ema_momentum=0.9),
    "average now and then": lambda: keras.optimizers.SGD(
        0.1, use_ema=True, ema_momentum=0.9, ema_overwrite_frequency=3
    ),
    "clipnorm": lambda: keras.optimizers.SGD(0.5, clipnorm=0.01),
    "clipvalue": lambda: keras.optimizers.SGD(0.5, clipvalue=0.01),
    "global_clipnorm": lambda: keras.optimizers.SGD(0.5, global_clipnorm=0.01),
    "loss scale": lambda: keras.optimizers.SGD(0.1, loss_scale_factor=8.0),
    "dynamic loss scale": lambda: keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.1)),
    "schedule": lambda: keras.optimizers.SGD(keras.optimizers.schedules.CosineDecay(0.5, 9)),
}
DLFUND = {
    "Adagrad": lambda: optimizers.Adagrad(0.1),
    "Adam": lambda: optimizers.Adam(0.01),
    "AdamW": lambda: optimizers.AdamW(0.01, weight_decay=0.1),
    "ClipByGlobalNorm": lambda: optimizers.ClipByGlobalNorm(optimizers.GradientDescent(0.5), limit=0.01),
    "ClipByNorm": lambda: optimizers.ClipByNorm(optimizers.GradientDescent(0.5), limit=0.01),
    "ClipByValue": lambda: optimizers.ClipByValue(optimizers.GradientDescent(0.5), limit=0.01),
    "GradientCentralization": lambda: optimizers.GradientCentralization(optimizers.Adam(0.01)),
    "GradientDescent": lambda: optimizers.GradientDescent(0.1),
    "Lion": lambda: optimizers.Lion(0.01),
    "Lookahead": lambda: optimizers.Lookahead(optimizers.Adam(0.01), period=5),
    "Momentum": lambda: optimizers.Momentum(0.1),
    "MovingAverage": lambda: optimizers.MovingAverage(optimizers.Adam(0.01)),
    "Nadam": lambda: optimizers.Nadam(0.01),
    "Nesterov": lambda: optimizers.Nesterov(0.1),
    "RMSprop": lambda: optimizers.RMSprop(0.01),
    "SharpnessAware": lambda: optimizers.SharpnessAware(optimizers.GradientDescent(0.1)),
    "around a Keras optimizer": lambda: optimizers.Lookahead(keras.optimizers.Adam(0.01), period=5),
}


QUICK = ("AdamW", "Nadam", "RMSprop", "SGD", "accumulation", "average", "schedule", "Lookahead")  # the rest is slow


def _each(names):
    return [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in names]


@pytest.mark.parametrize("name", _each(KERAS))
def test_every_keras_optimizer(name):
    if name == "ScheduleFreeAdamW" and keras.backend.backend() == "tensorflow":
        pytest.skip("Keras's own loop on TensorFlow reads its momentum after changing it; on JAX it does not")
    same_weights(*both(network(KERAS[name]), rows(TrainRows)))


@pytest.mark.parametrize("name", _each(DLFUND))
def test_every_dlfund_optimizer(name):
    same_weights(*both(network(DLFUND[name]), rows(TrainRows)))


def test_early_stopping_keeps_the_same_epoch():
    build = network(lambda: keras.optimizers.Adam(0.3))
    by_keras, compiled = both(
        build, rows(TrainRows), rows(ValidationRows, 21, seed=5), epochs=40, patience=2, class_weight={0: 1.0, 1: 3.0}
    )
    assert 2 < compiled.epochs_run < 40
    assert (compiled.best_epoch, compiled.epochs_run) == (by_keras.best_epoch, by_keras.epochs_run)
    assert compiled.best_score == pytest.approx(by_keras.best_score, rel=1e-4)
    for name in ("loss", "val_loss"):
        assert compiled.history[name] == pytest.approx(by_keras.history[name], rel=1e-3)
    same_weights(by_keras, compiled, 1e-3)


def test_weights_of_rows_count_as_in_fit():
    part = rows(TrainRows)
    weighted = TrainRows(part.x, part.y, np.linspace(0, 2, ROWS).astype("float32"))
    same_weights(*both(network(lambda: keras.optimizers.SGD(0.1)), weighted))


NORMALISED = [keras.layers.BatchNormalization, lambda: keras.layers.Dense(4, "relu")]


@pytest.mark.parametrize("mixes", [False, True], ids=["each row alone", "batch normalisation"])
@pytest.mark.parametrize("count", [ROWS, 2 * BATCH, BATCH - 5])
def test_whole_batches_leave_the_rest_of_an_epoch_out(count, mixes):
    build = _functional(*NORMALISED) if mixes else network(lambda: keras.optimizers.Adam(0.01))
    first, other = both(build, rows(TrainRows, count), whole_batches=True)
    same_weights(first, other, 2e-4)
    assert first.history["loss"] == pytest.approx(other.history["loss"], rel=1e-3)
    part = rows(TrainRows, count)
    kept = count // BATCH * BATCH or count
    same_weights(first, both(build, TrainRows(part.x[:kept], part.y[:kept]))[0], 1e-6)


def _functional(*layers, loss="mean_squared_error", shape=(3,), dtype=None):
    def build():
        made = [layer() for layer in layers]
        model = keras.Sequential([keras.Input(shape, dtype=dtype), *made, keras.layers.Dense(1)])
        model.compile(keras.optimizers.Adam(0.01), loss=loss)
        return model

    return build


def _attention():
    inputs = keras.Input((5, 3))
    x = keras.layers.MultiHeadAttention(2, 4)(inputs, inputs)
    model = keras.Model(inputs, keras.layers.Dense(1)(keras.layers.GlobalAveragePooling1D()(x)))
    model.compile(keras.optimizers.Adam(0.01), loss="mean_squared_error")
    return model


LAYERS = keras.layers
NETWORKS = {
    "regularisers": (_functional(lambda: LAYERS.Dense(4, kernel_regularizer="l2", activity_regularizer="l2")), (3,)),
    "batch normalisation": (_functional(LAYERS.BatchNormalization, lambda: LAYERS.Dense(4, "relu")), (3,)),
    "convolution": (_functional(lambda: LAYERS.Conv1D(4, 3), LAYERS.Flatten, shape=(8, 2)), (8, 2)),
    "gated recurrent unit": (_functional(lambda: LAYERS.GRU(4), shape=(5, 2)), (5, 2)),
    "attention": (_attention, (5, 3)),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_every_kind_of_layer(name):
    build, shape = NETWORKS[name]
    same_weights(*both(build, rows(TrainRows, shape=shape), rows(ValidationRows, 21, seed=5, shape=shape)), 2e-4)


def test_embedding_and_mask():
    x = np.random.default_rng(0).integers(0, 6, size=(ROWS, 5))

    def build():
        layers = [LAYERS.Embedding(6, 3, mask_zero=True), LAYERS.SimpleRNN(4), LAYERS.Dense(1)]
        model = keras.Sequential([keras.Input((5,), dtype="int32"), *layers])
        # Plain gradient descent: Keras's TensorFlow loop squares each occurrence of a word in a batch apart, so its
        # Adam on an embedding is not Adam on the summed gradient, which JAX and a compiled training compute.
        model.compile(keras.optimizers.SGD(0.1), loss="mean_squared_error")
        return model

    same_weights(*both(build, TrainRows(x, (x.sum(axis=1) > 12).astype("float32"))), 2e-4)
