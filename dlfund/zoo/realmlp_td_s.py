"""RealMLP-TD-S: a plain network with the few changes that help most on tables.

x, robustly scaled and smoothly clipped → scale → 3 × (linear in NTK form → SELU or Mish) → head,
initially 0

The learning rate runs through four cycles, each twice as long; biases learn at a tenth of it, the scale at six times
it.
"""

import keras

from dlfund import layers, losses, optimizers
from dlfund.core.network_function import HyperParameters
from dlfund.core.task import Task
from dlfund.zoo.checked import check_table
from dlfund.zoo.regimen import Regimen, trained_by

WIDTH, HIDDEN_LAYERS = 256, 3
UNKNOWN_STEPS = 1000  # of a training whose length nobody said: the waves' ends then lie anywhere
BATCH_SIZES = ((65, 64), (129, 128), (193, 192), (None, 256))  # 256, or all rows of a smaller table
REGIMEN = Regimen(
    epochs=256, patience=None, batch_sizes=BATCH_SIZES, encoding="robust", whole_batches=True, clamped=True
)


@trained_by(REGIMEN)
def realmlp_td_s(task: Task, hp: HyperParameters) -> keras.Model:
    """A network of 256-256-256 units with tuned defaults, made almost entirely of dense layers.

    Rows come as `encode.robust` makes them. Where accuracy is the metric, labels are smoothed by a tenth.

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
        activation = "selu" if task.task_kind.has_classes else "mish"
        x = layers.NTKDense(WIDTH, activation=activation, name=f"hidden_{number}")(x)
    head = layers.NTKDense(
        task.outputs, activation=task.activation, kernel_initializer="zeros", bias_initializer="zeros", name="head"
    )
    model = keras.Model(inputs, head(x))
    best = 0.04 if task.task_kind.has_classes else 0.07
    learning_rate = hp.Float("learning_rate", best / 4, best * 4, sampling="log", default=best)
    schedule = optimizers.CosLog4Schedule(learning_rate, steps=task.steps or UNKNOWN_STEPS)
    optimizer = optimizers.Adam(schedule, beta_2=0.95, epsilon=1e-8)
    factors = {"^scale/": 6.0, "/bias$": 0.1}
    optimizer = optimizers.VariableFactors(optimizer, learning_rate_factors=factors)
    model.compile(optimizer=optimizer, loss=smoothed_loss(task))
    return model


def smoothed_loss(task: Task) -> keras.losses.Loss:
    """The task's loss; with labels smoothed by 0.1 where accuracy is the metric, which raises log-loss but helps
    accuracy."""
    if task.metric != task.task_kind.decisions_metric:
        return task.loss()
    if task.outputs == 1:
        return task.loss(label_smoothing=0.1)
    return losses.SparseCategoricalCrossentropy(label_smoothing=0.1)
