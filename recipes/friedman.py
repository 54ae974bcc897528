"""Which number does a network say, and who decides that?

Question  A bend, a product, two straight lines, five useless columns: who finds them, and what does a loss ask for?
Data      datasets/friedman (generated; best possible RMSE 1.0, the noise's own deviation)
Concepts  regression, squared, absolute and quantile loss, mean, median and quantile, hidden layers, AdamW
Run       make recipe NAME=friedman
"""

import keras

from dlfund import Recipe, activations, baselines, layers, lessons, losses, optimizers, protocol, search


def squared_error(task, hp):
    """Asked for the smallest squared miss, a network answers with the mean."""
    return _ann(task, hp, losses.MeanSquaredError())


def absolute_error(task, hp):
    """Asked for the smallest absolute miss, it answers with the median."""
    return _ann(task, hp, losses.MeanAbsoluteError())


def quantile_90(task, hp):
    """Asked so that too low costs nine times as much as too high, it answers with what nine of ten stay under."""
    return _ann(task, hp, losses.Quantile(quantile=0.9))


def _ann(task, hp, loss):
    """One body for all three: only the loss differs."""
    x = inputs = keras.Input(task.input_shape)
    for _ in range(2):
        x = layers.Dense(32, activation=activations.silu, kernel_initializer="he_uniform")(x)
    model = keras.Model(inputs, layers.Perceptron(activation="linear")(x))
    learning_rate = hp.Float("learning_rate", 3e-3, 3e-2, sampling="log")
    decay = hp.Float("weight_decay", 1e-3, 0.3, sampling="log")
    model.compile(optimizer=optimizers.AdamW(learning_rate, weight_decay=decay), loss=loss)
    return model


recipe = Recipe(
    dataset="friedman",
    metric="rmse",
    margin=0.1,
    protocol=protocol.repeated_k_fold(folds=5, repeats=2),
    search=search.random(trials=20, epochs=100, patience=10, batch_size=32),
    contenders=[
        baselines.mean_value(),
        baselines.ridge(),
        baselines.support_vectors(),
        baselines.random_forest(),
        baselines.gradient_boosting(),
        squared_error,
        absolute_error,
        quantile_90,
    ],
    reference="gradient_boosting",
    lesson=[
        lessons.better("squared_error", than="ridge", because="a plane has neither the bend nor the product."),
        lessons.better(
            "squared_error", than="gradient_boosting", because="smooth neurons fit a smooth formula, steps don't."
        ),
        lessons.near_best("squared_error", 0.3, because="what is left is noise that nobody can foretell."),
        lessons.same("squared_error", "absolute_error", because="the noise is symmetric: its mean is its median."),
        lessons.stays_under("quantile_90", 0.9, because="nine parts of pull upwards and one down balance there."),
        lessons.better(
            "squared_error",
            than="quantile_90",
            because="the quantile is too high on purpose, and RMSE asks for the mean.",
        ),
    ],
)
