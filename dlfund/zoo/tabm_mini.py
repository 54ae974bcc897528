"""TabM-mini: sixteen networks that share all but the first glance at a row and the last word on it.

x → broken lines of each number, indicators → × r_i, a member's own → 2 × (dense → ReLU → dropout) → a head a member

Every member is trained on its own error; the answer is the mean of their probabilities.
"""

import math

import keras
import numpy as np

from dlfund import activations, layers, losses, optimizers
from dlfund.zoo.checked import check_table
from dlfund.zoo.regimen import Regimen, trained_by

MEMBERS, WIDTH, EMBEDDED, DROPOUT = 16, 256, 16, 0.1
BATCH_SIZES = ((2_800, 32), (4_500, 64), (6_400, 128), (32_000, 256), (108_000, 512), (None, 1024))


def adapt(model, x):
    """The broken lines bend at the quantiles of the training rows."""
    for layer in model.layers:
        if isinstance(layer, layers.PiecewiseLinearEmbedding):
            layer.adapt(np.asarray(x)[:, : layer.input.shape[1]])


@trained_by(
    Regimen(
        epochs=400,
        patience=17,  # the published program stops after more than 16 epochs without a better one
        batch_sizes=BATCH_SIZES,
        encoding="quantiles",
        adapt=adapt,
        clamped=True,
    )
)
def tabm_mini(task, hp):
    """An ensemble for little more than one network's price: what it gains over one is what its members disagree in.

    Rows come as `encode.quantiles` makes them: numbers first (`task.numeric`), then indicators in the blocks of their
    features (`task.widths`), which a member sees as one. While it predicts, the network answers with
    the members' mean, so the epoch is chosen by the ensemble's loss.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> tabm_mini(Task(kind="regression", input_shape=(10,)), HyperParameters()).output_shape
        (None, 1)

    Reference: Gorishniy et al., 2025, TabM (arXiv:2410.24210).
    """
    check_table("tabm_mini", task)
    numbers = task.input_shape[0] - sum(task.blocks)
    x = inputs = keras.Input(task.input_shape)
    if numbers:
        x = _bent(inputs, numbers, len(task.blocks))  # (batch, numbers · 16 + indicators)
    widths = [EMBEDDED] * numbers + list(task.blocks)
    words = {"widths": widths, "scale_initializer": _apart(numbers), "activation": activations.relu, **_start(x)}
    x = layers.MemberDense(WIDTH, MEMBERS, **words)(x)  # (batch, members, units)
    x = layers.Dropout(DROPOUT)(x)
    for _ in range(1 if numbers else 2):
        x = layers.Dense(WIDTH, activation=activations.relu, **_start(x))(x)
        x = layers.Dropout(DROPOUT)(x)
    words = {"activation": task.activation, "mean_in_prediction": True, "name": "head"}
    model = keras.Model(inputs, layers.MemberHeads(task.outputs, MEMBERS, **words, **_start(x))(x))
    learning_rate = hp.Float("learning_rate", 3e-4, 1e-2, sampling="log", default=2e-3)
    decay = hp.Float("weight_decay", 1e-5, 1e-1, sampling="log", default=3e-4)
    optimizer = optimizers.AdamW(learning_rate, weight_decay=decay)
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    model.compile(optimizer=optimizer, loss=losses.MeanOfMembers(task.loss(), mean_in_prediction=True))
    return model


def _bent(inputs, numbers, others):
    """The first columns as broken lines, the others as they are."""
    embed = layers.PiecewiseLinearEmbedding(EMBEDDED, bins=48)
    bent = keras.layers.Flatten()(embed(inputs[:, :numbers] if others else inputs))
    return keras.layers.Concatenate()([bent, inputs[:, numbers:]]) if others else bent


def _apart(numbers):
    """Signs tell members apart where columns are plain; a broken line is turned by any number."""
    return keras.initializers.RandomNormal(stddev=1.0) if numbers else "random_sign"


def _start(x):
    """Weights and biases between ±1/√d, as PyTorch's linear layers start."""
    bound = 1 / math.sqrt(x.shape[-1])
    return {
        "kernel_initializer": keras.initializers.RandomUniform(-bound, bound),
        "bias_initializer": keras.initializers.RandomUniform(-bound, bound),
    }
