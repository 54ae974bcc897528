"""Which optimizer wins, and how much does its learning rate matter?

Question  One network, ten optimizers: which is best, and which tolerates a badly chosen learning rate?
Data      datasets/digits (real, 8 × 8); on test surfaces: `explain.optimizer_paths`
Concepts  gradient descent, momentum, adaptive steps, sign steps, weight decay, lookahead, learning rate, sensitivity
Run       make recipe NAME=optimizers_race
"""

import keras

from dlfund import DataVariant, QuickBudget, Recipe, activations, layers, lessons, optimizers, protocol, search


def ann(inputs):
    """A hidden layer of 32."""
    return layers.Dense(32, activation=activations.relu)(keras.layers.Flatten()(inputs))


def cnn(inputs):
    """Eight filters of 3 × 3."""
    return keras.layers.Flatten()(layers.Conv2D(8, 3, strides=2, padding="same", activation=activations.relu)(inputs))


def racer(name, optimizer, body):
    """A contender: the same network for all, trained with this optimizer."""

    def network(task, hp):
        inputs = keras.Input(task.input_shape)
        model = keras.Model(inputs, task.head()(body(inputs)))
        learning_rate = hp.Float("learning_rate", 1e-4, 3.0, sampling="log", default=0.02)
        model.compile(optimizer=optimizer(learning_rate), loss=task.loss())
        return model

    network.__name__, network.__doc__ = name, f"{body.__doc__[:-1]}, trained with {name}."
    return network


OPTIMIZERS = {
    "gradient_descent": optimizers.GradientDescent,
    "momentum": optimizers.Momentum,
    "nesterov": optimizers.Nesterov,
    "adagrad": optimizers.Adagrad,
    "rmsprop": optimizers.RMSprop,
    "adam": optimizers.Adam,
    "adamw": optimizers.AdamW,
    "nadam": optimizers.Nadam,
    "lion": optimizers.Lion,
    "lookahead": lambda learning_rate: optimizers.Lookahead(optimizers.Adam(learning_rate)),
}

recipe = Recipe(
    dataset="digits",
    beside=[
        DataVariant("digits", contenders=[racer(*optimizer, cnn) for optimizer in OPTIMIZERS.items()], budget="normal")
    ],
    metric="accuracy",
    margin=0.02,
    protocol=protocol.repeated_k_fold(folds=4, repeats=2),
    search=search.random(trials=8, epochs=40, patience=10, batch_size=32),
    contenders=[racer(*optimizer, ann) for optimizer in OPTIMIZERS.items()],
    reference="gradient_descent",
    quick=QuickBudget(rows=900, trials=5, epochs=25),
    lesson=[
        lessons.same(
            "adam", "gradient_descent", because="with a learning rate tuned for each, both reach the same score."
        ),
        lessons.same("momentum", "nesterov", because="reacting one step earlier is a small correction."),
        lessons.hyperparameter_matters(
            "gradient_descent", "learning_rate", because="its step is proportional to the gradient."
        ),
        lessons.hyperparameter_matters(
            "adam", "learning_rate", because="its steps are about as long as the learning rate, whatever the gradient."
        ),
        lessons.hyperparameter_matters(
            "lion", "learning_rate", because="it uses the sign only, so every step has the full length."
        ),
        lessons.hyperparameter_matters(
            "adagrad", "learning_rate", because="its steps only get shorter, so the first ones decide."
        ),
    ],
)
