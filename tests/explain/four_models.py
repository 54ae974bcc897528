"""Four models that know nothing of dlfund, with rows to trace them on."""

import keras
import numpy as np
from keras import layers, ops


def two_inputs():
    """Two inputs, one tower used for both, a penalty, dropout."""
    tower = layers.Dense(5, activation="tanh", kernel_regularizer=keras.regularizers.L2(0.01), name="tower")
    left, right = keras.Input((4,), name="left"), keras.Input((4,), name="right")
    both = layers.Concatenate(name="both")([tower(left), tower(right)])
    both = layers.Dropout(0.3, seed=1)(both)
    return keras.Model({"left": left, "right": right}, layers.Dense(3, activation="softmax", name="head")(both))


def residual_cnn():
    """A convolution, a residual block with batch normalisation, a pooled head."""
    image = keras.Input((6, 6, 2))
    x = layers.Conv2D(4, 3, padding="same", activation="relu", name="first")(image)
    y = layers.Conv2D(4, 3, padding="same", use_bias=False, name="second")(x)
    y = layers.ReLU(name="hinge")(layers.BatchNormalization(name="norm")(y))
    x = layers.Add(name="sum")([x, y])
    x = layers.Conv2D(3, 3, strides=2, activation="elu", name="third")(x)
    return keras.Model(image, layers.Dense(1, name="head")(layers.GlobalAveragePooling2D()(x)))


def bidirectional_lstm():
    """Word codes with padding, an embedding, an LSTM in both directions."""
    texts = keras.Input((5,), dtype="int32")
    x = layers.Embedding(10, 3, mask_zero=True, name="words")(texts)
    x = layers.Bidirectional(layers.LSTM(4, return_sequences=True), name="both_ways")(x)
    x = layers.GRU(3, name="gru")(x)
    return keras.Model(texts, layers.Dense(1, activation="sigmoid", name="head")(x))


class Subclassed(keras.Model):
    """Layers called in a loop, one of them twice, with a loss of its own."""

    def __init__(self):
        super().__init__(name="subclassed")
        self.again = layers.Dense(4, activation="gelu", name="again")
        self.norm = layers.LayerNormalization(name="norm")
        self.head = layers.Dense(2, name="head")

    def call(self, x, training=False):
        for _ in range(2):
            x = self.norm(self.again(x))
        self.add_loss(0.1 * ops.mean(ops.square(x)))
        return self.head(x) * 2.0


def specimens(name):
    """(model, x, y, loss) of one of the four."""
    rng, rows = np.random.default_rng(0), 6
    keras.utils.set_random_seed(3)
    if name == "two inputs":
        pair = {"left": rng.normal(size=(rows, 4)), "right": rng.normal(size=(rows, 4))}
        return two_inputs(), pair, rng.integers(0, 3, rows), "sparse_categorical_crossentropy"
    if name == "residual cnn":
        return residual_cnn(), rng.normal(size=(rows, 6, 6, 2)), rng.normal(size=(rows, 1)), "mse"
    if name == "bidirectional lstm":
        texts = rng.integers(1, 10, size=(rows, 5))
        texts[:3, 3:] = 0
        return bidirectional_lstm(), texts, rng.integers(0, 2, (rows, 1)), "binary_crossentropy"
    return Subclassed(), rng.normal(size=(rows, 4)), rng.normal(size=(rows, 2)), "mse"
