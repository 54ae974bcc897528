"""The rows of docs/swap.md: one small network for each layer, loss and optimizer that both libraries have."""

from dataclasses import dataclass

import keras
import numpy as np
from programs.functional import FUNCTIONAL
from programs.library import DLFUND
from programs.program import Program, generator, normal

# {layer: (input shape, how it is made)}; whole numbers come in where the shape ends in "tokens"
LAYERS = {
    "Activation": ((4,), lambda layers: layers.Activation("tanh")),
    "Add": ((4,), lambda layers: lambda x: layers.Add()([x, x])),
    "AdditiveAttention": ((5, 3), lambda layers: lambda x: layers.AdditiveAttention()([x, x])),
    "AlphaDropout": ((4,), lambda layers: layers.AlphaDropout(0.3, seed=3)),
    "Average": ((4,), lambda layers: lambda x: layers.Average()([x, 2 * x])),
    "AveragePooling1D": ((6, 3), lambda layers: layers.AveragePooling1D(2)),
    "AveragePooling2D": ((6, 6, 3), lambda layers: layers.AveragePooling2D(2)),
    "BatchNormalization": ((4,), lambda layers: layers.BatchNormalization()),
    "Bidirectional": ((5, 3), lambda layers: layers.Bidirectional(layers.LSTM(4))),
    "Concatenate": ((4,), lambda layers: lambda x: layers.Concatenate()([x, 2 * x])),
    "Conv1D": ((6, 3), lambda layers: layers.Conv1D(4, 3, padding="same")),
    "Conv1DTranspose": ((6, 3), lambda layers: layers.Conv1DTranspose(4, 3, strides=2)),
    "Conv2D": ((6, 6, 3), lambda layers: layers.Conv2D(4, 3, activation="relu")),
    "Conv2DTranspose": ((4, 4, 3), lambda layers: layers.Conv2DTranspose(4, 3, strides=2)),
    "Dense": ((4,), lambda layers: layers.Dense(8, activation="relu")),
    "DepthwiseConv1D": ((6, 3), lambda layers: layers.DepthwiseConv1D(3)),
    "DepthwiseConv2D": ((6, 6, 3), lambda layers: layers.DepthwiseConv2D(3)),
    "Dropout": ((4,), lambda layers: layers.Dropout(0.3, seed=3)),
    "EinsumDense": ((5, 3), lambda layers: layers.EinsumDense("abc,cd->abd", (5, 4), bias_axes="d")),
    "Embedding": ((5, "tokens"), lambda layers: layers.Embedding(9, 4)),
    "Flatten": ((5, 3), lambda layers: layers.Flatten()),
    "GRU": ((5, 3), lambda layers: layers.GRU(4)),
    "GaussianDropout": ((4,), lambda layers: layers.GaussianDropout(0.3, seed=3)),
    "GaussianNoise": ((4,), lambda layers: layers.GaussianNoise(0.3, seed=3)),
    "GlobalAveragePooling1D": ((6, 3), lambda layers: layers.GlobalAveragePooling1D()),
    "GlobalAveragePooling2D": ((6, 6, 3), lambda layers: layers.GlobalAveragePooling2D()),
    "GlobalMaxPooling1D": ((6, 3), lambda layers: layers.GlobalMaxPooling1D()),
    "GlobalMaxPooling2D": ((6, 6, 3), lambda layers: layers.GlobalMaxPooling2D()),
    "GroupNormalization": ((6, 4), lambda layers: layers.GroupNormalization(2)),
    "GroupQueryAttention": ((5, 4), lambda layers: lambda x: layers.GroupQueryAttention(3, 4, 2)(x, x)),
    "Identity": ((4,), lambda layers: layers.Identity()),
    "LSTM": ((5, 3), lambda layers: layers.LSTM(4)),
    "LayerNormalization": ((4,), lambda layers: layers.LayerNormalization()),
    "LeakyReLU": ((4,), lambda layers: layers.LeakyReLU(0.2)),
    "Masking": ((5, 3), lambda layers: lambda x: layers.LSTM(4)(layers.Masking()(x))),
    "MaxPooling1D": ((6, 3), lambda layers: layers.MaxPooling1D(2)),
    "MaxPooling2D": ((6, 6, 3), lambda layers: layers.MaxPooling2D(2)),
    "Maximum": ((4,), lambda layers: lambda x: layers.Maximum()([x, 2 * x])),
    "Minimum": ((4,), lambda layers: lambda x: layers.Minimum()([x, 2 * x])),
    "MultiHeadAttention": ((5, 4), lambda layers: lambda x: layers.MultiHeadAttention(2, 3)(x, x)),
    "Multiply": ((4,), lambda layers: lambda x: layers.Multiply()([x, x])),
    "Permute": ((5, 3), lambda layers: layers.Permute((2, 1))),
    "RMSNormalization": ((4,), lambda layers: layers.RMSNormalization()),
    "ReLU": ((4,), lambda layers: layers.ReLU(max_value=1.0)),
    "RepeatVector": ((4,), lambda layers: layers.RepeatVector(3)),
    "Reshape": ((4,), lambda layers: layers.Reshape((2, -1))),
    "SeparableConv1D": ((6, 3), lambda layers: layers.SeparableConv1D(4, 3)),
    "SeparableConv2D": ((6, 6, 3), lambda layers: layers.SeparableConv2D(4, 3)),
    "SimpleRNN": ((5, 3), lambda layers: layers.SimpleRNN(4)),
    "Softmax": ((4,), lambda layers: layers.Softmax()),
    "SpatialDropout1D": ((5, 3), lambda layers: layers.SpatialDropout1D(0.3, seed=3)),
    "SpatialDropout2D": ((4, 4, 3), lambda layers: layers.SpatialDropout2D(0.3, seed=3)),
    "Subtract": ((4,), lambda layers: lambda x: layers.Subtract()([x, 2 * x])),
    "TimeDistributed": ((5, 3), lambda layers: layers.TimeDistributed(layers.Dense(4))),
    "UnitNormalization": ((4,), lambda layers: layers.UnitNormalization()),
    "UpSampling1D": ((5, 3), lambda layers: layers.UpSampling1D(2)),
    "UpSampling2D": ((4, 4, 3), lambda layers: layers.UpSampling2D(2)),
    "ZeroPadding1D": ((5, 3), lambda layers: layers.ZeroPadding1D(2)),
    "ZeroPadding2D": ((4, 4, 3), lambda layers: layers.ZeroPadding2D(2)),
}
NUMBERS = ("CosineSimilarity", "Huber", "LogCosh", "MeanAbsoluteError", "MeanAbsolutePercentageError")
NUMBERS += ("MeanSquaredError", "MeanSquaredLogarithmicError", "Poisson")
SIGNS = ("Hinge", "SquaredHinge")
SHARES = ("CategoricalCrossentropy", "CategoricalFocalCrossentropy", "CategoricalHinge", "KLDivergence")
EVENTS = ("BinaryCrossentropy", "BinaryFocalCrossentropy", "Dice", "Tversky")
OPTIMIZERS = ("Adadelta", "Adafactor", "Adagrad", "Adam", "AdamW", "Adamax", "Ftrl", "Lamb", "Lion", "Muon", "Nadam")
OPTIMIZERS += ("RMSprop", "SGD", "ScheduleFreeAdamW")
REPEATED = "its Embedding is asked for a row several times in a batch, as above"
OTHER_FORMULA = {  # rows whose ten steps differ in double precision, too
    "ScheduleFreeAdamW": "x is the mean of z before its step, as in Keras's own text; run eagerly on TensorFlow or "
    "PyTorch, where a variable changes in place, Keras computes it from z after its step",
    "tabular data with embeddings": REPEATED,
    "bidirectional LSTM and GRU with masks": REPEATED,
    "sequence to sequence with attention": REPEATED,
    "small GPT": REPEATED,
}
NO_ROW = {
    **dict.fromkeys(("GRUCell", "LSTMCell", "SimpleRNNCell"), "a cell is compared in its layer"),
    **dict.fromkeys(("Layer", "Loss", "Optimizer"), "Keras's own class"),
    "CTC": "its targets are sequences; tests/losses compares it",
    "LossScaleOptimizer": "it wraps another optimizer",
}


@dataclass(frozen=True)
class Swap:
    """One row: a program that is built from either library."""

    kind: str
    program: Program


def layer_program(name):
    """A network with the layer between the input and a linear head."""
    shape, make = LAYERS[name]
    tokens = shape[-1] == "tokens"
    shape = shape[:-1] if tokens else shape

    def build(library, **options):
        layers, _, _ = library.rooms
        inputs = keras.Input(shape, dtype="int32" if tokens else "float32")
        x = keras.layers.Flatten()(make(layers)(inputs))
        model = keras.Model(inputs, keras.layers.Dense(1)(x))
        model.compile(keras.optimizers.SGD(0.01), "mse")
        return model

    def rows():
        x = generator().integers(0, 9, (16, *shape)).astype("int32") if tokens else normal(16, *shape)
        return x, normal(16, 1)

    return Program(name, name, build, rows)


def dense_program(name, *, loss="MeanSquaredError", optimizer=None, activation=None, target=None):
    """A dense network of Keras's with one loss or one optimizer of either library."""

    def build(library, **options):
        _, losses, optimizers = library.rooms
        layers = [keras.Input((4,)), keras.layers.Dense(8, activation="tanh"), keras.layers.Dense(3, activation)]
        model = keras.Sequential(layers)
        chosen = getattr(optimizers, optimizer)(0.01) if optimizer else keras.optimizers.SGD(0.01)
        model.compile(chosen, getattr(losses if not optimizer else keras.losses, loss)())
        return model

    return Program(name, name, build, lambda: (normal(16, 4), target(normal(16, 3)) if target else normal(16, 3)))


def swaps():
    """All rows; a part that dlfund lacks has none."""
    layers, losses, optimizers = (room.own for room in DLFUND.rooms)
    one_of = lambda values: np.eye(3, dtype="float32")[values.argmax(1)]  # noqa: E731
    loss_rows = [(name, "softplus", np.abs) for name in NUMBERS] + [(name, None, np.sign) for name in SIGNS]
    loss_rows += [(name, "softmax", one_of) for name in SHARES]
    loss_rows += [(name, "sigmoid", lambda values: (values > 0).astype("float32")) for name in EVENTS]
    loss_rows.append(("SparseCategoricalCrossentropy", "softmax", lambda values: values.argmax(1)))
    rows = [Swap("layer", layer_program(name)) for name in LAYERS if name in layers.__all__]
    rows += [
        Swap("loss", dense_program(name, loss=name, activation=activation, target=target))
        for name, activation, target in sorted(loss_rows)
        if name in losses.__all__
    ]
    rows += [Swap("optimizer", dense_program(n, optimizer=n)) for n in OPTIMIZERS if n in optimizers.__all__]
    return rows + [Swap("program", program) for program in FUNCTIONAL]
