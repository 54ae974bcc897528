"""Does it matter where the weights start?

Question  Zeros, a constant, too small, too large, Glorot, He, orthogonal: which initial weights learn, how deep?
Data      datasets/xor (generated; optimum on average: accuracy 0.956), beside it digits (real)
Concepts  symmetry, equal units, vanishing and exploding signals, fan-in, Glorot, He, orthogonal weights, depth, tanh
Run       make recipe NAME=start_matters
"""

import keras

from dlfund import (
    DataVariant,
    QuickBudget,
    Recipe,
    activations,
    initializers,
    layers,
    lessons,
    optimizers,
    protocol,
    search,
)


def start(name, how, initializer):
    """A contender: layers of 32 tanh neurons, 1 to 30 of them, whose weights start like this."""

    def network(task, hp):
        x = inputs = keras.Input(task.input_shape)
        x = keras.layers.Flatten()(x) if len(task.input_shape) > 1 else x
        for _ in range(hp.Choice("depth", [1, 3, 10, 30])):
            x = layers.Dense(32, activation=activations.tanh, kernel_initializer=initializer())(x)
        activation = {"binary": activations.sigmoid, "multiclass": activations.softmax}[task.kind]
        x = layers.Dense(task.outputs, activation=activation, kernel_initializer=initializer())(x)
        model = keras.Model(inputs, x)
        learning_rate = hp.Float("learning_rate", 3e-4, 1e-2, sampling="log", default=2e-3)
        model.compile(optimizer=optimizers.Adam(learning_rate), loss=task.loss())
        return model

    network.__name__, network.__doc__ = name, f"1 to 30 layers of 32 tanh neurons, whose weights start {how}."
    return network


recipe = Recipe(
    dataset="xor",
    beside=[DataVariant("digits", rows=900, budget="normal")],
    metric="accuracy",
    protocol=protocol.repeated_k_fold(folds=4, repeats=1),
    search=search.random(trials=12, epochs=40, patience=10, batch_size=64),
    contenders=[
        start("zeros", "at 0", initializers.Zeros),
        start("constant", "all at 0.5", lambda: initializers.Constant(0.5)),
        start("too_small", "at random, deviation 0.01", lambda: initializers.RandomNormal(deviation=0.01)),
        start("too_large", "at random, deviation 1", lambda: initializers.RandomNormal(deviation=1.0)),
        start("glorot", "at random, with Glorot's deviation", initializers.GlorotUniform),
        start("he", "at random, with He's deviation", initializers.HeNormal),
        start("orthogonal", "as an orthogonal matrix, which changes no length", initializers.Orthogonal),
    ],
    reference="glorot",
    quick=QuickBudget(rows=600, trials=5, epochs=30),
    lesson=[
        lessons.at_chance("zeros", 0.5, because="every hidden gradient is exactly 0; only the last bias changes."),
        lessons.cannot(
            "constant", below=0.8, because="neurons that start equal stay equal: each layer is worth one neuron."
        ),
        lessons.hyperparameter_matters(
            "too_small", "depth", because="each layer shrinks the signal until almost nothing is left."
        ),
        lessons.hyperparameter_matters(
            "too_large", "depth", because="saturated neurons have almost no slope, and each layer saturates more."
        ),
        lessons.hyperparameter_matters(
            "glorot", "depth", because="a signal that keeps its size can still lose information."
        ),
        lessons.same(
            "orthogonal", "glorot", because="both keep the signal's size, and at the best depth that is enough."
        ),
        lessons.near_best(
            "glorot",
            0.02,
            because="its neurons start different and with the right size, and at some depth that is enough.",
        ),
    ],
)
