"""Networks to look at, with rows: every activation, loss and optimizer that the page computes stands in one of them."""

import keras
import numpy as np

from dlfund import activations, layers, losses, optimizers

ROWS = 30


def rows(width=3, seed=0):
    return np.random.default_rng(seed).normal(size=(ROWS, width)).astype("float32")


def made(hidden, head, loss, optimizer, *, units=4, seed=1, dense=keras.layers.Dense):
    """Two hidden layers and a head, compiled."""
    keras.utils.set_random_seed(seed)
    first, second = hidden
    widths, activation = head
    model = keras.Sequential(
        [
            keras.Input((3,)),
            dense(units, activation=first, bias_initializer="random_normal"),
            dense(units, activation=second),
            dense(widths, activation=activation, name="head"),
        ]
    )
    model.compile(optimizer=optimizer, loss=loss)
    return model


def yes_no(seed=0):
    return (rows(seed=seed)[:, 0] > 0).astype("float32")


def numbers(outputs=1):
    return np.random.default_rng(2).normal(size=(ROWS, outputs)).astype("float32")


def classes():
    return np.random.default_rng(3).integers(0, 3, ROWS)


def specimens():
    """name -> function that makes (model, x, y)"""
    sgd, adam = keras.optimizers.SGD, keras.optimizers.Adam
    binary, sparse = keras.losses.BinaryCrossentropy, keras.losses.SparseCategoricalCrossentropy
    ours = {"dense": layers.Dense}
    one_hot = np.eye(3, dtype="float32")
    crossentropy = "categorical_crossentropy"
    smoothed = losses.SparseCategoricalCrossentropy(label_smoothing=0.1)
    settings = {
        "sigmoid": (("relu", "tanh"), (1, "sigmoid"), binary(), sgd(0.1), yes_no()),
        "smooth": (("elu", "selu"), (1, "sigmoid"), binary(label_smoothing=0.1), adam(0.01), yes_no()),
        "logits": (("gelu", "silu"), (1, None), binary(from_logits=True), sgd(0.1, 0.9), yes_no()),
        "softmax": (("mish", "softplus"), (3, "softmax"), sparse(), adam(0.01), classes()),
        "class logits": (("relu", "relu"), (3, None), sparse(from_logits=True), adam(0.01), classes()),
        "one hot": (("leaky_relu", "softmax"), (3, "softmax"), crossentropy, "adamw", one_hot[classes()]),
        "two numbers": (("hard_sigmoid", "linear"), (2, None), "mse", sgd(0.1, 0.9, True), numbers(2)),
        "far off": (("exponential", "tanh"), (1, None), keras.losses.Huber(0.5), "sgd", numbers()),
        "absolute": (("tanh", "tanh"), (1, None), "mae", "adam", numbers()),
        "hinge": (("relu", "relu"), (1, None), "hinge", optimizers.Nesterov(0.1), yes_no()),
    }
    own = {
        "ours": (
            (activations.relu, activations.sigmoid),
            (1, "sigmoid"),
            losses.BinaryCrossentropy(),
            optimizers.Adam(0.02),
            yes_no(),
        ),
        "our classes": (
            (activations.tanh, activations.gelu),
            (3, activations.softmax),
            smoothed,
            optimizers.AdamW(0.02, weight_decay=0.1),
            classes(),
        ),
        "quantile": (("relu", "relu"), (1, None), losses.Quantile(quantile=0.9), optimizers.Momentum(0.1), numbers()),
    }
    return {
        name: lambda entry=entry, options=options: (made(*entry[:4], **options), rows(), entry[4])
        for networks, options in ((settings, {}), (own, ours))
        for name, entry in networks.items()
    }


def penalised():
    """A network whose weights pay for being large, with a layer that is silent when it predicts."""
    keras.utils.set_random_seed(5)
    dense = keras.layers.Dense(4, "relu", kernel_regularizer=keras.regularizers.L1L2(0.01, 0.02))
    model = keras.Sequential([keras.Input((3,)), dense, keras.layers.Dense(1, "sigmoid")])
    model.compile("sgd", "binary_crossentropy")
    return model, rows(), yes_no()
