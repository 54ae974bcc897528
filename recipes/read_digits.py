"""Why convolution?

Question  Which digit is it? Classical models and an ANN see a list of pixels, a CNN sees a picture: does that help?
Data      datasets/digits (real, 8 × 8); beside it 2,000 of MNIST (28 × 28); DATA=fashion_mnist downloads clothes
Concepts  convolution, weight sharing, stride, max pooling, flattening, softmax, dropout
Run       make recipe NAME=read_digits
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


def ann(task, hp):
    """A list of pixels: the network would have to learn which of them are neighbours."""
    inputs = keras.Input(task.input_shape)
    x = layers.Dense(64, activation=activations.relu, kernel_initializer="he_uniform")(keras.layers.Flatten()(inputs))
    return learning(inputs, x, task, hp)


def cnn(task, hp):
    """Strokes of 3 × 3 pixels, then combinations of strokes; each is looked for at every position."""
    inputs = keras.Input(task.input_shape)
    x = layers.Conv2D(8, 3, padding="same", activation=activations.relu)(inputs)
    x = layers.MaxPooling2D(2)(x)  # half the resolution: a stroke may be shifted by a pixel
    x = layers.Conv2D(16, 3, strides=2, padding="same", activation=activations.relu)(x)
    return learning(inputs, keras.layers.Flatten()(x), task, hp)


def learning(inputs, x, task, hp):
    """The end of both networks, and their training."""
    x = layers.Dropout(hp.Float("dropout", 0.05, 0.5))(x)
    model = keras.Model(inputs, task.head()(x))
    learning_rate = hp.Float("learning_rate", 1e-3, 2e-2, sampling="log", default=5e-3)
    model.compile(optimizer=optimizers.Adam(learning_rate), loss=task.loss())
    return model


PICTURES = [baselines.nearest_neighbors(), baselines.support_vectors(), baselines.random_forest(), ann, cnn]

recipe = Recipe(
    dataset="digits",
    beside=[DataVariant("mnist_5000", rows=2_000, contenders=PICTURES, budget="normal")],
    options={"fashion_mnist": DataVariant("mnist_5000", option="fashion_mnist", rows=2_000, contenders=PICTURES)},
    metric="accuracy",
    protocol=protocol.repeated_k_fold(folds=4, repeats=1),
    search=search.random(trials=8, epochs=40, patience=8, batch_size=32),
    contenders=[baselines.majority_class(), *PICTURES, baselines.gradient_boosting()],
    reference="support_vectors",
    quick=QuickBudget(rows=900, trials=3, epochs=30),
    lesson=[
        lessons.better("cnn", than="ann", because="neighbourhood is built into it."),
        lessons.better("cnn", than="random_forest", because="trees test single pixels, and a stroke has several."),
        lessons.same("cnn", "support_vectors", because="with only 64 pixels, whole pictures can be compared."),
        lessons.better(
            "cnn",
            than="support_vectors",
            on="mnist_5000-2000",
            because="with 784 pixels it pays to learn a stroke once and to look for it everywhere.",
        ),
    ],
)
