"""What can one neuron not do?

Question  Two numbers, and whether their signs differ: what can one neuron learn, and what can several?
Data      datasets/xor, and beside it circles, moons and spiral (generated; optimum on average: accuracy 0.956 on xor)
Concepts  perceptron, Rosenblatt's rule, gradient descent, hidden layer, tanh, straight line and bent border
Run       make recipe NAME=xor_and_friends
"""

import keras

from dlfund import Recipe, activations, baselines, layers, lessons, losses, optimizers, protocol, search


def rosenblatt(task, hp):
    """One neuron with a step function, trained by Rosenblatt's rule of 1958: it changes only when it is wrong."""
    neuron = layers.Perceptron(activation=activations.straight_through_step)
    model = keras.Sequential([keras.Input(task.input_shape), neuron])
    rule = optimizers.PerceptronRule(hp.Float("learning_rate", 1e-3, 1.0, sampling="log", default=0.03))
    model.compile(optimizer=rule, loss=losses.MeanSquaredError(reduction="sum"))
    return model


def perceptron(task, hp):
    """The same neuron with a sigmoid, trained by gradient descent: every row counts, by how wrong its prediction is."""
    model = keras.Sequential([keras.Input(task.input_shape), layers.Perceptron(activation="sigmoid")])
    learning_rate = hp.Float("learning_rate", 0.03, 1.0, sampling="log", default=0.2)
    model.compile(optimizer=optimizers.GradientDescent(learning_rate), loss=losses.BinaryCrossentropy())
    return model


def ann(task, hp):
    """Hidden neurons, each with its own line, and one neuron after them that combines the lines."""
    x = inputs = keras.Input(task.input_shape)
    for _ in range(hp.Int("hidden_layers", 1, 2)):
        x = layers.Dense(32, activation=activations.tanh)(x)
    model = keras.Model(inputs, layers.Perceptron(activation="sigmoid")(x))
    learning_rate = hp.Float("learning_rate", 3e-3, 0.1, sampling="log", default=0.02)
    model.compile(optimizer=optimizers.Adam(learning_rate), loss=losses.BinaryCrossentropy())
    return model


recipe = Recipe(
    dataset="xor",
    beside=["circles", "moons", "spiral"],
    metric="accuracy",
    protocol=protocol.repeated_k_fold(folds=5, repeats=1),
    search=search.random(trials=20, epochs=150, patience=20, batch_size=32),
    contenders=[
        baselines.majority_class(),
        baselines.logistic_regression(),
        baselines.support_vectors(),
        rosenblatt,
        perceptron,
        ann,
    ],
    reference="logistic_regression",
    lesson=[
        lessons.cannot("rosenblatt", below=0.8, because="one line leaves at least one of the four corners wrong."),
        lessons.cannot("perceptron", below=0.8, because="training can't add a second line."),
        lessons.near_best("ann", 0.02, because="each hidden neuron draws a line, and the last one combines them."),
        lessons.same("ann", "support_vectors", because="curved borders are possible without a network, too."),
        lessons.cannot(
            "perceptron", below=0.8, because="no line separates a ring from the ring around it.", on="circles"
        ),
        lessons.better(
            "ann",
            than="perceptron",
            because="a curve gains a little; a line already gets most points right.",
            on="moons",
        ),
        lessons.near_best("ann", 0.03, because="enough lines make any curve, even a spiral.", on="spiral"),
    ],
)
