"""Why has deep learning become popular now?

Question  With 100, 1,000, 10,000, 100,000 rows: which models gain most from more data, in pictures and in tables?
Data      datasets/hidden_pattern (generated; optimum on average: accuracy 0.884), beside datasets/mixed_table (0.827)
Concepts  learning curve, sample size, weight sharing, locality, convolution, hidden layer, early stopping
Run       make recipe NAME=why_now; BUDGET=thorough adds pictures by the 100,000
"""

import keras

from dlfund import (
    DataVariant,
    QuickBudget,
    Recipe,
    activations,
    baselines,
    layers,
    lessons,
    optimizers,
    protocol,
    search,
)

TEST = 2_000  # test rows; the others are for training


def ann(task, hp):
    """Two hidden layers; every neuron is connected to every input."""
    x = inputs = keras.Input(task.input_shape)
    x = keras.layers.Flatten()(x) if len(task.input_shape) > 1 else x
    for _ in range(2):
        x = layers.Dense(64, activation=activations.relu)(x)
        x = layers.Dropout(0.1)(x)
    return finished(x, inputs, task, hp)


def cnn(task, hp):
    """Eight filters of 5 × 5, applied everywhere, and the largest output of each: 244 weights in all."""
    inputs = keras.Input(task.input_shape)
    x = layers.Conv2D(8, 5, padding="same", activation=activations.relu)(inputs)
    return finished(layers.GlobalMaxPooling2D()(x), inputs, task, hp)


def finished(x, inputs, task, hp):
    """The head, and Adam."""
    model = keras.Model(inputs, task.head()(x))
    learning_rate = hp.Float("learning_rate", 2e-3, 2e-2, sampling="log", default=5e-3)
    model.compile(optimizer=optimizers.Adam(learning_rate), loss=task.loss())
    return model


FLOOR = [baselines.majority_class(), baselines.logistic_regression(), baselines.gradient_boosting()]


def pictures(rows, **options):
    return DataVariant("hidden_pattern", rows=rows + TEST, **options)


def tables(rows, **options):
    return DataVariant("mixed_table", rows=rows + TEST, contenders=[*FLOOR, ann], **options)


recipe = Recipe(
    dataset="hidden_pattern",
    rows=10_000 + TEST,
    beside=[
        *map(pictures, (100, 1_000)),
        pictures(100_000, budget="thorough"),
        *map(tables, (100, 1_000, 10_000)),
        tables(100_000, budget="normal"),
    ],
    metric="accuracy",
    protocol=protocol.predefined_test(rows=TEST),
    search=search.random(trials=4, epochs=25, patience=5, batch_size=64),
    contenders=[*FLOOR, ann, cnn],
    reference="gradient_boosting",
    quick=QuickBudget(rows=600 + TEST, trials=2, epochs=25),
    lesson=[
        lessons.at_chance(
            "gradient_boosting", 0.25, because="it tests single pixels, and the pattern may be anywhere."
        ),
        lessons.at_chance("cnn", 0.25, on="hidden_pattern-2100", because="100 pictures are too few to learn it from."),
        lessons.better("cnn", than="gradient_boosting", because="its filters look everywhere in every picture."),
        lessons.near_best("cnn", 0.06, because="the architecture suits these pictures."),
        lessons.better("gradient_boosting", than="ann", on=tables(1_000).label, because="on small tables trees lead."),
        lessons.same(
            "ann", "gradient_boosting", on=tables(100_000).label, because="with enough rows a network catches up."
        ),
    ],
)
