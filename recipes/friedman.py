"""Which number does a network predict, and what decides that?

Question  A bend, a product, two lines, five useless columns: which models find them, and what does a loss predict?
Data      datasets/friedman (generated; optimum on average: RMSE 1.0, the noise's standard deviation)
Concepts  regression, squared, absolute and quantile loss, mean, median and quantile, hidden layers, AdamW
Run       make recipe NAME=friedman
"""

import keras

from dlfund import Recipe, activations, baselines, layers, lessons, losses, optimizers, protocol, search


def squared_error(task, hp):
    """Trained with the squared error, a network predicts the mean."""
    return _ann(task, hp, losses.MeanSquaredError())


def absolute_error(task, hp):
    """Trained with the absolute error, it predicts the median."""
    return _ann(task, hp, losses.MeanAbsoluteError())


def quantile_90(task, hp):
    """If too low costs nine times as much as too high, it predicts the value that nine of ten targets lie below."""
    return _ann(task, hp, losses.Quantile(quantile=0.9))


def _ann(task, hp, loss):
    """One body for all three: only the loss differs."""
    x = inputs = keras.Input(task.input_shape)
    for _ in range(2):
        x = layers.Dense(32, activation=activations.silu, kernel_initializer="he_uniform")(x)
    model = keras.Model(inputs, layers.Perceptron(activation="linear")(x))
    learning_rate = hp.Float("learning_rate", 3e-3, 3e-2, sampling="log", default=0.01)
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
        lessons.better("squared_error", than="ridge", because="a linear model has neither the bend nor the product."),
        lessons.better(
            "squared_error",
            than="gradient_boosting",
            because="smooth neurons fit a smooth formula better than steps do.",
        ),
        lessons.near_best(
            "squared_error", 0.3, because="a few bends are enough, and useless columns get small weights."
        ),
        lessons.same("squared_error", "absolute_error", because="the noise is symmetric: its mean is its median."),
        lessons.stays_under(
            "quantile_90", 0.9, because="at this quantile the gradients upwards and downwards balance."
        ),
        lessons.better(
            "squared_error",
            than="quantile_90",
            because="the quantile is too high on purpose, and RMSE is lowest for the mean.",
        ),
    ],
)
