"""How far will the disease have gone in a year?

Question  A number from ten measurements of 442 patients: what does each loss predict, and does a network beat a line?
Data      datasets/diabetes (real, from scikit-learn; the best possible score is not known)
Concepts  regression, squared error and the mean, absolute error and the median, ridge, ensemble, honest defeat
Run       make recipe NAME=diabetes_progress
"""

import keras

from dlfund import Recipe, activations, baselines, ensemble, layers, lessons, losses, optimizers, protocol, search


def squared_error(task, hp):
    """Trained with the squared error, a network predicts the mean of the possible outcomes."""
    return _ann(task, hp, losses.MeanSquaredError())


def absolute_error(task, hp):
    """Trained with the absolute error, it predicts the median: outliers have no larger gradient than other patients."""
    return _ann(task, hp, losses.MeanAbsoluteError())


def _ann(task, hp, loss):
    """One body for both: only the loss differs."""
    x = inputs = keras.Input(task.input_shape)
    x = layers.Dense(32, activation=activations.relu, kernel_initializer="he_uniform")(x)
    x = layers.Dropout(hp.Float("dropout", 0.01, 0.5, sampling="log"))(x)
    model = keras.Model(inputs, layers.Perceptron(activation="linear")(x))
    learning_rate = hp.Float("learning_rate", 1e-3, 3e-2, sampling="log", default=5e-3)
    decay = hp.Float("weight_decay", 1e-3, 1.0, sampling="log")
    model.compile(optimizer=optimizers.AdamW(learning_rate, weight_decay=decay), loss=loss)
    return model


recipe = Recipe(
    dataset="diabetes",
    metric="rmse",
    margin=2.0,
    protocol=protocol.repeated_k_fold(folds=5, repeats=3),
    search=search.random(trials=20, epochs=100, patience=10, batch_size=32),
    contenders=[
        baselines.mean_value(),
        baselines.ridge(),
        baselines.support_vectors(),
        baselines.random_forest(),
        baselines.gradient_boosting(),
        squared_error,
        absolute_error,
        ensemble(squared_error),
    ],
    reference="ridge",
    lesson=[
        lessons.better(
            "ridge", than="mean_value", because="the ten measurements do contain information on the next year."
        ),
        lessons.same("squared_error", "ridge", because="442 patients are too few to show more than a straight line."),
        lessons.same(
            "squared_error_ensemble",
            "ridge",
            because="averaging networks reduces their variance; it finds nothing new.",
        ),
        lessons.better(
            "ridge", than="gradient_boosting", because="trees' steps need more rows than a line to represent the same."
        ),
        lessons.same("squared_error", "absolute_error", because="mean and median of a patient's outcome are close."),
    ],
)
