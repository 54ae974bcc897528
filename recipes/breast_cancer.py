"""Does a network help on 569 clean rows?

Question  Benign or malignant, from 30 measurements of cell nuclei: is anything left for a network to gain?
Data      datasets/breast_cancer (real, from scikit-learn; the best possible score is not known)
Concepts  perceptron, ANN, dropout, weight decay, RealMLP, numeric embedding, practical equality, honest defeat
Run       make recipe NAME=breast_cancer
"""

import keras

from dlfund import Recipe, activations, baselines, layers, lessons, optimizers, protocol, search, zoo


def ann(task, hp):
    """Two hidden layers, regularised by dropout and weight decay, since there are more weights than rows."""
    x = inputs = keras.Input(task.input_shape)
    rate = hp.Float("dropout", 0.05, 0.5)
    for _ in range(2):
        x = layers.Dense(32, activation=activations.relu, kernel_initializer="he_uniform")(x)
        x = layers.Dropout(rate)(x)
    model = keras.Model(inputs, task.head()(x))
    learning_rate = hp.Float("learning_rate", 1e-3, 3e-2, sampling="log", default=5e-3)
    decay = hp.Float("weight_decay", 1e-3, 1.0, sampling="log")
    model.compile(optimizer=optimizers.AdamW(learning_rate, weight_decay=decay), loss=task.loss())
    return model


recipe = Recipe(
    dataset="breast_cancer",
    metric="roc_auc",
    protocol=protocol.repeated_k_fold(folds=5, repeats=2),
    search=search.random(trials=15, epochs=100, patience=10, batch_size=32),
    contenders=[
        baselines.majority_class(),
        baselines.rule("worst_area >= 900"),
        baselines.logistic_regression(),
        baselines.support_vectors(),
        baselines.random_forest(),
        baselines.gradient_boosting(),
        zoo.perceptron,
        ann,
        zoo.realmlp,
    ],
    reference="logistic_regression",
    lesson=[
        lessons.same("perceptron", "logistic_regression", because="it is the same model, fitted by gradient descent."),
        lessons.same(
            "ann", "logistic_regression", because="a weighted sum already ranks nearly all tumours correctly."
        ),
        lessons.same(
            "realmlp", "logistic_regression", because="refinements for tables find no more in these rows, either."
        ),
        lessons.same(
            "gradient_boosting", "logistic_regression", because="nor do trees, so there is hardly more to find."
        ),
        lessons.better(
            "logistic_regression", than="rule", because="it weights thirty columns and gives a probability."
        ),
    ],
)
