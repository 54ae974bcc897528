"""Why has deep learning become popular now?

Question  With 100, 1,000, 10,000, 100,000 rows: who learns most from more data, in pictures and in tables?
Data      datasets/hidden_pattern (generated; best possible accuracy 0.884), beside datasets/mixed_table (0.827)
Concepts  learning curve, sample size, weight sharing, locality, convolution, hidden layer, early stopping
Run       make recipe NAME=why_now; BUDGET=thorough adds pictures by the 100,000
"""

import keras

from dlfund import Part, Quick, Recipe, activations, baselines, layers, lessons, optimizers, protocol, search

TEST = 2_000  # rows that judge; the others are learned from


def ann(task, hp):
    """Two hidden layers; every neuron looks at everything."""
    x = inputs = keras.Input(task.input_shape)
    x = keras.layers.Flatten()(x) if len(task.input_shape) > 1 else x
    for _ in range(2):
        x = layers.Dense(64, activation=activations.relu)(x)
        x = layers.Dropout(0.1)(x)
    return finished(x, inputs, task, hp)


def cnn(task, hp):
    """Eight windows of 5 × 5, everywhere, and whether one of them found its pattern: 244 weights in all."""
    inputs = keras.Input(task.input_shape)
    x = layers.Conv2D(8, 5, padding="same", activation=activations.relu)(inputs)
    return finished(layers.GlobalMaxPooling2D()(x), inputs, task, hp)


def finished(x, inputs, task, hp):
    """The head, and Adam."""
    model = keras.Model(inputs, task.head()(x))
    learning_rate = hp.Float("learning_rate", 2e-3, 2e-2, sampling="log")
    model.compile(optimizer=optimizers.Adam(learning_rate), loss=task.loss())
    return model


FLOOR = [baselines.majority_class(), baselines.logistic_regression(), baselines.gradient_boosting()]
ON_TABLES = [*FLOOR, ann]


def pictures(rows, **options):
    return Part("hidden_pattern", rows=rows + TEST, **options)


def tables(rows, **options):
    return Part("mixed_table", rows=rows + TEST, contenders=ON_TABLES, **options)


recipe = Recipe(
    dataset="hidden_pattern",
    rows=10_000 + TEST,
    beside=[
        pictures(100),
        pictures(1_000),
        pictures(100_000, budget="thorough"),
        tables(100),
        tables(1_000),
        tables(10_000),
        tables(100_000, budget="normal"),
    ],
    metric="accuracy",
    protocol=protocol.predefined_test(rows=TEST),
    search=search.random(trials=4, epochs=25, patience=5, batch_size=64),
    contenders=[*FLOOR, ann, cnn],
    reference="gradient_boosting",
    quick=Quick(rows=600 + TEST, trials=2, epochs=25),
    lesson=[
        lessons.at_chance("gradient_boosting", 0.25, because="it asks single pixels, and the pattern lies anywhere."),
        lessons.at_chance("cnn", 0.25, on="hidden_pattern-2100", because="100 pictures are too few to find it by."),
        lessons.better("cnn", than="gradient_boosting", because="its windows look everywhere in every picture."),
        lessons.near_best("cnn", 0.06, because="the right architecture turns rows into knowledge."),
        lessons.better("gradient_boosting", than="ann", on=tables(1_000).label, because="on small tables trees lead."),
        lessons.same(
            "ann", "gradient_boosting", on=tables(100_000).label, because="with rows enough a network catches up."
        ),
    ],
)
