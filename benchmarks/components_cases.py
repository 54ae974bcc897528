"""What benchmarks/components.py measures: each part of dlfund in a small model, and Keras's own in the same one."""

from collections.abc import Callable
from dataclasses import dataclass

import keras
import numpy as np

from dlfund import activations, layers, losses, optimizers

CATEGORIES, CLASSES = 5000, 64
# shapes of a batch, itself included
TABLE, WIDE, TOKENS, SERIES, PICTURES = (512, 256), (512, 1024), (128, 64), (64, 32, 64), (32, 32, 32, 16)


@dataclass(frozen=True)
class Case:
    """One part: made from dlfund's module or from Keras's, put into a model, fed with a batch."""

    kind: str
    ours: Callable  # without arguments: dlfund's part
    keras: Callable  # without arguments: Keras's
    model: Callable  # part -> compiled model
    batch: Callable  # model -> (x, y)


def layer(shape, ours, theirs=None, kind="layer", below=None):
    """A layer behind a dense layer of its input's width, so that a gradient flows through it as well."""

    def model(part):
        x = inputs = keras.Input(shape[1:], batch_size=shape[0], dtype="int32" if below else "float32")
        x = x if below else keras.layers.Dense(shape[-1])(x)
        network = keras.Model(inputs, part(x))
        network.compile(optimizer=keras.optimizers.SGD(1e-4), loss="mean_squared_error")
        return network

    def batch(model):
        x = normal(shape) if below is None else whole_numbers(below, shape)
        return x, np.zeros(model.output_shape, "float32")

    return Case(kind, lambda: ours(layers), lambda: (theirs or ours)(keras.layers), model, batch)


def attention(ours, theirs):
    """A layer of two inputs: a sequence looks at itself."""
    return layer(SERIES, lambda _: lambda x: ours()([x, x]), lambda _: lambda x: theirs()([x, x]))


def activation(name, shape=WIDE):
    ours, theirs = getattr(activations, name), getattr(keras.activations, name)
    return layer(
        shape, lambda _: keras.layers.Activation(ours), lambda _: keras.layers.Activation(theirs), kind="activation"
    )


def loss(make, targets, last=None):
    """A loss behind one dense layer of many outputs."""

    def model(part):
        network = keras.Sequential([keras.Input(TABLE[1:]), keras.layers.Dense(CLASSES * 16, activation=last)])
        network.compile(optimizer=keras.optimizers.SGD(1e-4), loss=part)
        return network

    def batch(model):
        return normal(TABLE), targets((TABLE[0], CLASSES * 16))

    return Case("loss", lambda: make(losses), lambda: make(keras.losses), model, batch)


def texts(make):
    """A loss of sequences: 64 steps of 32 classes, texts of 8 labels."""

    def model(part):
        network = keras.Sequential([keras.Input(SERIES[1:]), keras.layers.Dense(32), keras.layers.UpSampling1D(2)])
        network.compile(optimizer=keras.optimizers.SGD(1e-4), loss=part)
        return network

    return Case(
        "loss",
        lambda: make(losses),
        lambda: make(keras.losses),
        model,
        lambda model: (normal(SERIES), 1 + whole_numbers(31, (SERIES[0], 8))),
    )


def optimizer(ours, theirs):
    """An optimizer of half a million weights."""

    def model(part):
        dense = [keras.layers.Dense(512, activation="relu"), keras.layers.Dense(512, activation="relu")]
        network = keras.Sequential([keras.Input(TABLE[1:]), *dense, keras.layers.Dense(CLASSES)])
        network.compile(optimizer=part, loss="mean_squared_error")
        return network

    def batch(model):
        return normal((64, TABLE[1])), normal((64, CLASSES))

    return Case("optimizer", ours, theirs, model, batch)


def normal(shape):
    return np.random.default_rng(0).normal(size=shape).astype("float32")


def whole_numbers(below, shape):
    return np.random.default_rng(0).integers(0, below, shape).astype("int32")


def signs(shape):
    return np.sign(normal(shape))


def shares(shape):
    y = np.exp(normal(shape))
    return (y / y.sum(-1, keepdims=True)).astype("float32")


def yes_or_no(shape):
    return (normal(shape) > 0).astype("float32")


def one_hot(shape):
    return np.eye(shape[1], dtype="float32")[whole_numbers(shape[1], shape[0])]


def classes(shape):
    return whole_numbers(shape[1], shape[0])


o, ko = optimizers, keras.optimizers
RATE = 1e-4
CASES = {
    **{
        name: activation(name)
        for name in (
            *("elu", "gelu", "hard_sigmoid", "leaky_relu", "linear", "log_softmax", "mish", "relu", "selu"),
            *("sigmoid", "silu", "softmax", "softplus", "tanh"),
        )
    },
    "glu": layer(  # halves the width, which keras.layers.Activation can't say of itself
        WIDE,
        lambda _: keras.layers.Lambda(activations.glu, output_shape=(WIDE[1] // 2,)),
        lambda _: keras.layers.Lambda(keras.activations.glu, output_shape=(WIDE[1] // 2,)),
        kind="activation",
    ),
    "WeightedSum": layer(TABLE, lambda m: m.WeightedSum(256), lambda m: m.Dense(256, use_bias=False)),
    "Perceptron": layer(TABLE, lambda m: m.Perceptron(), lambda m: m.Dense(1, activation="sigmoid")),
    "Dense": layer(TABLE, lambda m: m.Dense(256, activation="relu")),
    "Dropout": layer(WIDE, lambda m: m.Dropout(0.3, seed=0)),
    "BatchNormalization": layer(WIDE, lambda m: m.BatchNormalization()),
    "LayerNormalization": layer(WIDE, lambda m: m.LayerNormalization()),
    "RMSNormalization": layer(WIDE, lambda m: m.RMSNormalization()),
    "Embedding": layer(TOKENS, lambda m: m.Embedding(CATEGORIES, 64), below=CATEGORIES),
    "Residual": layer(
        TABLE,
        lambda m: m.Residual(keras.layers.Dense(256)),
        lambda m: lambda x: m.Add()([x, keras.layers.Dense(256)(x)]),
    ),
    "Conv1D": layer(SERIES, lambda m: m.Conv1D(64, 3, padding="same", activation="relu")),
    "Conv2D": layer(PICTURES, lambda m: m.Conv2D(16, 3, padding="same", activation="relu")),
    **{
        f"{name}{axes}D": layer(shape, lambda m, name=f"{name}{axes}D", size=size: getattr(m, name)(*size))
        for name, size in (
            *(("MaxPooling", (2,)), ("AveragePooling", (2,))),
            *(("GlobalMaxPooling", ()), ("GlobalAveragePooling", ())),
        )
        for axes, shape in ((1, SERIES), (2, PICTURES))
    },
    **{name: layer(SERIES, lambda m, name=name: getattr(m, name)(64)) for name in ("SimpleRNN", "GRU", "LSTM")},
    **{
        f"{name}Cell": layer(SERIES, lambda m, cell=f"{name}Cell": keras.layers.RNN(getattr(m, cell)(64)))
        for name in ("SimpleRNN", "GRU", "LSTM")
    },
    "Recurrent": layer(
        SERIES,
        lambda m: m.Recurrent(m.GRUCell(64), return_sequences=True),
        lambda m: m.RNN(m.GRUCell(64), return_sequences=True),
    ),
    "Bidirectional": layer(SERIES, lambda m: m.Bidirectional(m.LSTM(32))),
    "AdditiveAttention": attention(layers.AdditiveAttention, keras.layers.AdditiveAttention),
    "ScaledDotProductAttention": attention(layers.ScaledDotProductAttention, keras.layers.Attention),
    "MultiHeadAttention": layer(SERIES, lambda m: lambda x: m.MultiHeadAttention(4, 16)(x, x)),
    "EinsumDense": layer(SERIES, lambda m: m.EinsumDense("...d,df->...f", 64, bias_axes="f")),
    "Conv1DTranspose": layer(SERIES, lambda m: m.Conv1DTranspose(32, 3, strides=2)),
    "Conv2DTranspose": layer(PICTURES, lambda m: m.Conv2DTranspose(8, 3, strides=2)),
    "DepthwiseConv2D": layer(PICTURES, lambda m: m.DepthwiseConv2D(3)),
    "SeparableConv1D": layer(SERIES, lambda m: m.SeparableConv1D(64, 3)),
    "SeparableConv2D": layer(PICTURES, lambda m: m.SeparableConv2D(16, 3)),
    "TimeDistributed": layer(SERIES, lambda m: m.TimeDistributed(m.Dense(64))),
    "Masking": layer(SERIES, lambda m: lambda x: m.GRU(64)(m.Masking()(x))),
    "GroupNormalization": layer(WIDE, lambda m: m.GroupNormalization(32)),
    **{
        name: layer(WIDE, lambda m, name=name, settings=settings: getattr(m, name)(*settings))
        for name, settings in (
            *(("Activation", ("tanh",)), ("AlphaDropout", (0.3,)), ("GaussianNoise", (0.1,))),
            *(("Flatten", ()), ("Identity", ()), ("Reshape", ((32, 32),))),
        )
    },
    **{
        name: layer(WIDE, lambda m, name=name: lambda x: getattr(m, name)()([x, x]))
        for name in ("Add", "Concatenate", "Multiply")
    },
    **{
        f"{name}{axes}D": layer(shape, lambda m, name=f"{name}{axes}D", size=size: getattr(m, name)(size))
        for name, size in (("SpatialDropout", 0.3), ("UpSampling", 2), ("ZeroPadding", 2))
        for axes, shape in ((1, SERIES), (2, PICTURES))
    },
    "MeanSquaredError": loss(lambda m: m.MeanSquaredError(), normal),
    "MeanAbsoluteError": loss(lambda m: m.MeanAbsoluteError(), normal),
    "Huber": loss(lambda m: m.Huber(), normal),
    "LogCosh": loss(lambda m: m.LogCosh(), normal),
    "Poisson": loss(lambda m: m.Poisson(), yes_or_no, last="softplus"),
    "Hinge": loss(lambda m: m.Hinge(), signs),
    "SquaredHinge": loss(lambda m: m.SquaredHinge(), signs),
    "KLDivergence": loss(lambda m: m.KLDivergence(), shares, last="softmax"),
    "BinaryCrossentropy": loss(lambda m: m.BinaryCrossentropy(from_logits=True), yes_or_no),
    "BinaryFocalCrossentropy": loss(lambda m: m.BinaryFocalCrossentropy(from_logits=True), yes_or_no),
    "CategoricalCrossentropy": loss(lambda m: m.CategoricalCrossentropy(from_logits=True), one_hot),
    "CategoricalFocalCrossentropy": loss(lambda m: m.CategoricalFocalCrossentropy(from_logits=True), one_hot),
    "SparseCategoricalCrossentropy": loss(lambda m: m.SparseCategoricalCrossentropy(from_logits=True), classes),
    "CosineSimilarity": loss(lambda m: m.CosineSimilarity(), normal),
    "Dice": loss(lambda m: m.Dice(), yes_or_no, last="sigmoid"),
    "Tversky": loss(lambda m: m.Tversky(), yes_or_no, last="sigmoid"),
    "CTC": texts(lambda m: m.CTC()),
    "GradientDescent": optimizer(lambda: o.GradientDescent(RATE), lambda: ko.SGD(RATE)),
    "Momentum": optimizer(lambda: o.Momentum(RATE), lambda: ko.SGD(RATE, momentum=0.9)),
    "Nesterov": optimizer(lambda: o.Nesterov(RATE), lambda: ko.SGD(RATE, momentum=0.9, nesterov=True)),
    **{
        name: optimizer(lambda name=name: getattr(o, name)(RATE), lambda name=name: getattr(ko, name)(RATE))
        for name in (
            *("Adagrad", "RMSprop", "Adam", "AdamW", "Nadam", "Lion", "SGD"),
            *("Adamax", "Lamb", "Adafactor", "Muon", "ScheduleFreeAdamW"),
        )
    },
    "ClipByValue": optimizer(lambda: o.ClipByValue(ko.Adam(RATE), limit=0.5), lambda: ko.Adam(RATE, clipvalue=0.5)),
    "ClipByNorm": optimizer(lambda: o.ClipByNorm(ko.Adam(RATE), limit=0.5), lambda: ko.Adam(RATE, clipnorm=0.5)),
    "ClipByGlobalNorm": optimizer(
        lambda: o.ClipByGlobalNorm(ko.Adam(RATE), limit=0.5), lambda: ko.Adam(RATE, global_clipnorm=0.5)
    ),
    "MovingAverage": optimizer(lambda: o.MovingAverage(ko.Adam(RATE)), lambda: ko.Adam(RATE, use_ema=True)),
    "CosineSchedule": optimizer(
        lambda: ko.Adam(o.CosineSchedule(RATE, steps=1000)),
        lambda: ko.Adam(ko.schedules.CosineDecay(RATE, decay_steps=1000)),
    ),
}
