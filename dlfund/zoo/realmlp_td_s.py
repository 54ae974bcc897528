"""RealMLP-TD-S: the short list of choices that make a plain network strong on tables.

x, robustly scaled and smoothly clipped → scale → 3 × (linear in NTK form → SELU or Mish) → head from zero

The learning rate runs through four waves, each twice as long; biases learn at a tenth of it, the scale at six times it.
"""

import keras

from dlfund import layers, losses, optimizers
from dlfund.zoo.checked import check_table
from dlfund.zoo.regimen import Regimen, trained_by

WIDTH, HIDDEN_LAYERS = 256, 3
UNKNOWN_STEPS = 1000  # of a training whose length nobody said: the waves' ends then lie anywhere
BATCH_SIZES = ((65, 64), (129, 128), (193, 192), (None, 256))  # 256, or all rows of a smaller table
REGIMEN = Regimen(
    epochs=256, patience=None, batch_sizes=BATCH_SIZES, encoding="robust", whole_batches=True, clamped=True
)


@trained_by(REGIMEN)
def realmlp_td_s(task, hp):
    """A network of 256-256-256 with tuned defaults, and next to nothing that is not a dense layer.

    Rows come as `encode.robust` makes them. Where accuracy is what counts, labels are smoothed by a tenth.

    Example:
        >>> from keras_tuner import HyperParameters
        >>> from dlfund import Task
        >>> realmlp_td_s(Task(kind="regression", input_shape=(10,)), HyperParameters()).output_shape
        (None, 1)

    Reference: Holzmüller, Grinsztajn and Steinwart, 2024, Better by default (arXiv:2407.04491).
    """
    check_table("realmlp_td_s", task)
    inputs = keras.Input(task.input_shape)
    x = layers.Scale(name="scale")(inputs)
    for number in range(1, HIDDEN_LAYERS + 1):
        activation = "mish" if task.kind == "regression" else "selu"
        x = layers.NTKDense(WIDTH, activation=activation, name=f"hidden_{number}")(x)
    head = layers.NTKDense(
        task.outputs, activation=task.activation, kernel_initializer="zeros", bias_initializer="zeros", name="head"
    )
    model = keras.Model(inputs, head(x))
    best = 0.07 if task.kind == "regression" else 0.04
    learning_rate = hp.Float("learning_rate", best / 4, best * 4, sampling="log", default=best)
    schedule = optimizers.CosLog4Schedule(learning_rate, steps=task.steps or UNKNOWN_STEPS)
    optimizer = optimizers.Adam(schedule, beta_2=0.95, epsilon=1e-8)
    factors = {"^scale/": 6.0, "/bias$": 0.1}
    optimizer = optimizers.VariableFactors(optimizer, learning_rate_factors=factors)
    model.compile(optimizer=optimizer, loss=smoothed_loss(task))
    return model


def smoothed_loss(task):
    """The task's loss; with labels smoothed by 0.1 where accuracy is judged, which costs log-loss and helps there."""
    if task.metric != "accuracy" or task.kind == "regression":
        return task.loss()
    if task.kind == "binary":
        return task.loss(label_smoothing=0.1)
    return losses.SparseCategoricalCrossentropy(label_smoothing=0.1)
