"""TabM-mini: sixteen networks that share all weights except a first scaling of the features and their heads.

x → piecewise-linear embeddings, indicators → × r_i per member → 2 × (dense → ReLU → dropout) → one head per member

Every member is trained on its own error; the prediction is the mean of their probabilities.
"""

import math
from typing import Any

import keras
import numpy as np

from dlfund import activations, layers, losses, optimizers
from dlfund.core.network_function import HyperParameters
from dlfund.core.task import Task
from dlfund.zoo.checked import check_table
from dlfund.zoo.regimen import Regimen, trained_by

MEMBERS, WIDTH, EMBEDDED, DROPOUT = 16, 256, 16, 0.1
BATCH_SIZES = ((2_800, 32), (4_500, 64), (6_400, 128), (32_000, 256), (108_000, 512), (None, 1024))


def adapt(model: keras.Model, x: np.ndarray) -> None:
    """Set the bends of the piecewise-linear embeddings to the quantiles of the training rows."""
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
def tabm_mini(task: Task, hp: HyperParameters) -> keras.Model:
    """An ensemble for little more than the cost of one network; it gains because its members disagree.

    Rows come as `encode.quantiles` makes them: numbers first (`task.numeric`), then indicators in the blocks of their
    features (`task.widths`), which a member scales as one. Outside training, the network outputs the members' mean,
    so the epoch is chosen by the ensemble's loss.

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
    options = {"widths": widths, "scale_initializer": _apart(numbers), "activation": activations.relu, **_start(x)}
    x = layers.MemberDense(WIDTH, MEMBERS, **options)(x)  # (batch, members, units)
    x = layers.Dropout(DROPOUT)(x)
    for _ in range(1 if numbers else 2):
        x = layers.Dense(WIDTH, activation=activations.relu, **_start(x))(x)
        x = layers.Dropout(DROPOUT)(x)
    options = {"activation": task.activation, "mean_in_prediction": True, "name": "head"}
    model = keras.Model(inputs, layers.MemberHeads(task.outputs, MEMBERS, **options, **_start(x))(x))
    learning_rate = hp.Float("learning_rate", 3e-4, 1e-2, sampling="log", default=2e-3)
    decay = hp.Float("weight_decay", 1e-5, 1e-1, sampling="log", default=3e-4)
    optimizer = optimizers.AdamW(learning_rate, weight_decay=decay)
    optimizer.exclude_from_weight_decay(var_names=["bias"])
    model.compile(optimizer=optimizer, loss=losses.MeanOfMembers(task.loss(), mean_in_prediction=True))
    return model


def _bent(inputs: Any, numbers: int, others: int) -> Any:
    """Piecewise-linear embeddings of the first columns, and the others unchanged."""
    embed = layers.PiecewiseLinearEmbedding(EMBEDDED, bins=48)
    bent = keras.layers.Flatten()(embed(inputs[:, :numbers] if others else inputs))
    return keras.layers.Concatenate()([bent, inputs[:, numbers:]]) if others else bent


def _apart(numbers: int) -> keras.initializers.Initializer | str:
    """Random signs for plain columns; normally distributed numbers for embedded ones."""
    return keras.initializers.RandomNormal(stddev=1.0) if numbers else "random_sign"


def _start(x: Any) -> dict[str, keras.initializers.Initializer]:
    """Weights and biases between ±1/√d, as in PyTorch's linear layers."""
    bound = 1 / math.sqrt(x.shape[-1])
    return {
        "kernel_initializer": keras.initializers.RandomUniform(-bound, bound),
        "bias_initializer": keras.initializers.RandomUniform(-bound, bound),
    }
