"""RealMLP-TD: RealMLP-TD-S with periodic embeddings, a learned activation, scheduled dropout and decay, and a
data-dependent start.

x, robustly scaled and smoothly clipped → [waves(x), x] → scale → 3 × (linear in NTK form → blended activation →
dropout) → linear in NTK form
"""

from dataclasses import replace
from typing import Any

import keras
import numpy as np
from keras import ops

from dlfund import activations, layers, optimizers
from dlfund.core.network_function import HyperParameters
from dlfund.core.task import Task
from dlfund.zoo.checked import check_table
from dlfund.zoo.realmlp_td_s import HIDDEN_LAYERS, REGIMEN, UNKNOWN_STEPS, WIDTH, smoothed_loss
from dlfund.zoo.regimen import trained_by

LEVELS = 8  # a feature with more columns is embedded; with its empty cells it has more than nine levels
EMBEDDED = 8  # columns of such a feature's embedding
LOOKED_AT = 4096  # training rows at which the layers start
ROWS_A_BIAS = 5  # each bias starts so that its unit bends between these


def adapt(model: keras.Model, x: np.ndarray) -> None:
    """Weights that give each unit's sum a standard deviation of 1 on the training rows, and biases that centre it on
    some of them."""
    rows = np.asarray(x)[:: -(-len(x) // LOOKED_AT)]
    for name in [*(f"hidden_{number}" for number in range(1, HIDDEN_LAYERS + 1)), "head"]:
        layer = model.get_layer(name)
        reaching = keras.Model(model.inputs[0], layer.input)(rows, training=False)
        _start_at(layer, ops.convert_to_numpy(reaching))


def _start_at(layer: keras.Layer, rows: np.ndarray) -> None:
    """Rescale the kernel by the rows' sums; put each unit's zero at a random mean of a few of them."""
    kernel = np.asarray(ops.convert_to_numpy(layer.kernel))
    sums = rows @ kernel / np.sqrt(rows.shape[1])  # (rows, units)
    deviation = sums.std(axis=0)
    factor = np.where(deviation > 1e-6, 1 / np.maximum(deviation, 1e-6), 1.0)
    layer.kernel.assign(kernel * factor)
    drawn = np.random.randint(len(rows), size=(ROWS_A_BIAS, kernel.shape[1]))
    share = np.random.exponential(size=drawn.shape)
    chosen = np.take_along_axis(sums * factor, drawn, axis=0)
    layer.bias.assign(-(chosen * share / share.sum(axis=0)).sum(axis=0))


def _features(inputs: Any, task: Task) -> Any:
    """Columns with periodic embeddings; features of many levels as learned vectors."""
    numbers = task.input_shape[0] - sum(task.blocks)
    wide, kept, first = [], list(range(numbers)), numbers
    for width in task.blocks:
        columns = list(range(first, first + width))
        if width > LEVELS:
            wide.append(columns)
        else:
            kept += columns
        first += width
    x = []
    if kept:
        columns = ops.take(inputs, kept, axis=1) if wide else inputs
        waves = layers.PBLDEmbedding(4, name="waves")(columns)  # (batch, columns, 4)
        x.append(keras.layers.Flatten()(waves))
    for number, columns in enumerate(wide, start=1):
        start = keras.initializers.RandomNormal(stddev=1.0)
        embed = layers.Dense(EMBEDDED, use_bias=False, kernel_initializer=start, name=f"levels_{number}")
        x.append(embed(ops.take(inputs, columns, axis=1)))
    return x[0] if len(x) == 1 else keras.layers.Concatenate()(x)


@trained_by(replace(REGIMEN, adapt=adapt))
def realmlp_td(task: Task, hp: HyperParameters) -> keras.Model:
    """The strongest single network of its paper, with hyperparameters that need no tuning.

    Rows come as `encode.robust` makes them; a feature of more than eight indicator columns (`task.widths`) gets a
    learned embedding instead of a periodic one.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> realmlp_td(Task(kind="regression", input_shape=(10,)), HyperParameters()).output_shape
        (None, 1)

    Reference: Holzmüller, Grinsztajn and Steinwart, 2024, Better by default (arXiv:2407.04491).
    """
    check_table("realmlp_td", task)
    steps = task.steps or UNKNOWN_STEPS
    dropout = hp.Float("dropout", 0.05, 0.4, sampling="log", default=0.15)
    rate = optimizers.FlatCosineSchedule(dropout, steps=steps, flat=0.5)
    inputs = keras.Input(task.input_shape)
    x = layers.Scale(name="scale")(_features(inputs, task))
    for number in range(1, HIDDEN_LAYERS + 1):
        x = layers.NTKDense(WIDTH, name=f"hidden_{number}")(x)
        x = activations.ParametricBlend("selu" if task.task_kind.has_classes else "mish", name=f"blend_{number}")(x)
        x = layers.Dropout(rate, name=f"dropout_{number}")(x)
    head = layers.NTKDense(task.outputs, activation=task.activation, name="head")
    model = keras.Model(inputs, head(x))
    best = 0.04 if task.task_kind.has_classes else 0.2
    learning_rate = hp.Float("learning_rate", best / 4, best * 4, sampling="log", default=best)
    decay = hp.Float("weight_decay", 2e-3, 0.2, sampling="log", default=0.02)
    optimizer = optimizers.Adam(optimizers.CosLog4Schedule(learning_rate, steps=steps), beta_2=0.95, epsilon=1e-8)
    decay = optimizers.FlatCosineSchedule(decay, steps=steps, flat=0.5)
    factors = {"^scale/": 6.0, "^blend": 0.1}
    if any(layer.name == "waves" for layer in model.layers):
        factors = {"^waves/": 0.1} | factors
    # the published program multiplies the decay by these factors twice: once here, once with the whole step
    optimizer = optimizers.ScheduledWeightDecay(optimizer, decay, factors=factors | {"bias$": 0.0})
    factors |= {"/bias$": 0.1}
    optimizer = optimizers.VariableFactors(optimizer, learning_rate_factors=factors)
    model.compile(optimizer=optimizer, loss=smoothed_loss(task))
    return model
