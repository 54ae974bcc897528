"""Will this student pass?

Question  From hours of study, play and sleep: does a network predict better than a weighted sum?
Data      datasets/student_pass_fail (generated; optimum on average: ROC AUC 0.868); DATA=uci320 downloads real students
Concepts  perceptron, hidden layer, sigmoid, ReLU, binary cross-entropy, gradient descent, Adam
Run       make recipe NAME=student_pass_fail
"""

import keras

from dlfund import DataVariant, Recipe, activations, baselines, layers, lessons, losses, optimizers, protocol, search


def perceptron(task, hp):
    """One neuron: weighted sum, bias, sigmoid; learns by gradient descent."""
    model = keras.Sequential([keras.Input(task.input_shape), layers.Perceptron(activation="sigmoid")])
    learning_rate = hp.Float("learning_rate", 0.03, 1.0, sampling="log", default=0.2)
    model.compile(optimizer=optimizers.GradientDescent(learning_rate), loss=losses.BinaryCrossentropy())
    return model


def ann(task, hp):
    """Hidden layers of ReLU neurons, tuned in number and width; learns by Adam."""
    x = inputs = keras.Input(task.input_shape)
    for _ in range(hp.Int("hidden_layers", 1, 2)):
        x = layers.Dense(hp.Choice("width", [8, 32]), activation=activations.relu)(x)
    model = keras.Model(inputs, layers.Perceptron(activation="sigmoid")(x))
    learning_rate = hp.Float("learning_rate", 1e-3, 5e-2, sampling="log", default=5e-3)
    model.compile(optimizer=optimizers.Adam(learning_rate), loss=losses.BinaryCrossentropy())
    return model


def contenders(rule):
    """The rule is written for the given columns; all other contenders learn from them."""
    return [
        baselines.majority_class(),
        baselines.rule(rule),
        baselines.logistic_regression(),
        baselines.random_forest(),
        baselines.gradient_boosting(),
        perceptron,
        ann,
    ]


# real students; in the second, the grades of the terms before are nearly the answer: a leak, kept as an example
REAL = {"uci320": "failures == 0 and goout <= 3", "uci320_leak": "G2 >= 10"}
recipe = Recipe(
    dataset="student_pass_fail",
    metric="roc_auc",
    protocol=protocol.repeated_k_fold(folds=5, repeats=3, seed=0),
    search=search.random(trials=20, epochs=100, patience=10, batch_size=32),
    contenders=contenders("study_hours >= 5 and sleep_hours >= 6"),
    reference="logistic_regression",
    options={
        option: DataVariant("student_pass_fail", option=option, contenders=contenders(rule))
        for option, rule in REAL.items()
    },
    lesson=[
        lessons.better(
            "logistic_regression", than="rule", because="it weights every hour instead of using two thresholds."
        ),
        lessons.same(
            "perceptron", "logistic_regression", because="one neuron is a weighted sum, fitted in another way."
        ),
        lessons.better("ann", than="logistic_regression", because="too much sleep hurts as well: a bend, not a line."),
        lessons.same("ann", "gradient_boosting", because="three columns and one bend do not need several layers."),
        lessons.near_best("ann", 0.02, because="a few bends are enough for the rule that made the rows."),
    ],
)
