"""Which wine is it: one answer out of several?

Question  Three cultivars, 13 measurements: how does a network choose one of several, and does it predict better?
Data      datasets/wine (real, from scikit-learn); beside it four_gaussians (generated; optimum on average: 0.910)
Concepts  softmax, cross-entropy over classes, one neuron per class, hidden layer, ReLU, He, dropout, AdamW
Run       make recipe NAME=which_wine
"""

import keras

from dlfund import Recipe, activations, baselines, layers, lessons, losses, optimizers, protocol, search


def softmax_neurons(task, hp):
    """One neuron per class: each computes a weighted sum, and softmax turns the sums into probabilities."""
    neurons = layers.Perceptron(task.outputs, activation=activations.softmax)
    model = keras.Sequential([keras.Input(task.input_shape), neurons])
    learning_rate = hp.Float("learning_rate", 0.01, 1.0, sampling="log", default=0.1)
    model.compile(optimizers.GradientDescent(learning_rate), losses.SparseCategoricalCrossentropy())
    return model


def ann(task, hp):
    """The same neurons after a hidden layer, so that the borders between classes can bend."""
    x = inputs = keras.Input(task.input_shape)
    x = layers.Dense(32, activation=activations.relu, kernel_initializer="he_uniform")(x)
    x = layers.Dropout(hp.Float("dropout", 0.01, 0.3, sampling="log"))(x)
    model = keras.Model(inputs, layers.Perceptron(task.outputs, activation=activations.softmax)(x))
    learning_rate = hp.Float("learning_rate", 1e-3, 3e-2, sampling="log", default=5e-3)
    model.compile(optimizers.AdamW(learning_rate), losses.SparseCategoricalCrossentropy())
    return model


recipe = Recipe(
    dataset="wine",
    beside=["four_gaussians"],
    metric="log_loss",
    margin=0.02,
    protocol=protocol.repeated_k_fold(folds=5, repeats=2),
    search=search.random(trials=15, epochs=100, patience=10, batch_size=16),
    contenders=[
        baselines.majority_class(),
        baselines.logistic_regression(),
        baselines.support_vectors(),
        baselines.random_forest(),
        baselines.gradient_boosting(),
        softmax_neurons,
        ann,
    ],
    reference="logistic_regression",
    lesson=[
        lessons.better(
            "logistic_regression", than="random_forest", because="with 178 rows, straight borders are enough."
        ),
        lessons.same("softmax_neurons", "logistic_regression", because="softmax and cross-entropy are that model."),
        lessons.same("ann", "logistic_regression", because="where straight borders are enough, bends gain nothing."),
        lessons.better(
            "ann",
            than="softmax_neurons",
            because="clusters of different shapes have curved borders.",
            on="four_gaussians",
        ),
        lessons.near_best("ann", 0.02, because="its bends follow those curves.", on="four_gaussians"),
    ],
)
