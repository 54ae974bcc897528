"""Programs whose network is a graph of layers: tabular data, images, text, translation, a language model, triplets."""

import keras
import numpy as np
from keras import ops
from programs.library import Library
from programs.program import ROWS, Program, generator, normal

TOKENS, LENGTH = 20, 8


def tabular(library, **options):
    layers, losses, optimizers = library.rooms
    numbers = keras.Input((5,), name="numbers")
    city, job = (keras.Input((1,), dtype="int32", name=name) for name in ("city", "job"))
    embedded = [layers.Flatten()(layers.Embedding(12, 4)(city)), layers.Flatten()(layers.Embedding(7, 3)(job))]
    x = layers.Concatenate()([numbers, *embedded])
    for units in (16, 8):
        x = layers.Dense(units, kernel_initializer="he_normal", kernel_regularizer=keras.regularizers.L2(1e-4))(x)
        x = layers.BatchNormalization(momentum=0.9)(x)
        x = layers.Activation("relu")(x)
        x = layers.Dropout(0.1, seed=3)(x)
    output = layers.Dense(1, activation="sigmoid", dtype=keras.config.floatx())(x)
    model = keras.Model([numbers, city, job], output)
    loss = losses.BinaryCrossentropy(label_smoothing=0.01)
    model.compile(optimizers.AdamW(1e-2, weight_decay=1e-3, clipnorm=1.0), loss, metrics=["accuracy"], **options)
    return model


def tabular_rows():
    numbers, draw = normal(ROWS, 5), generator()
    city, job = draw.integers(0, 12, (ROWS, 1)), draw.integers(0, 7, (ROWS, 1))
    target = (numbers[:, :1] + (city > 6) > 0.4).astype("float32")
    return {"numbers": numbers, "city": city.astype("int32"), "job": job.astype("int32")}, target


def residual_cnn(library, **options):
    layers, losses, optimizers = library.rooms

    def block(x, filters, strides):
        y = layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(x)
        y = layers.Activation("relu")(layers.BatchNormalization()(y))
        y = layers.BatchNormalization()(layers.Conv2D(filters, 3, padding="same", use_bias=False)(y))
        if strides != 1:
            x = layers.Conv2D(filters, 1, strides=strides)(x)
        return layers.Activation("relu")(layers.Add()([x, y]))

    image = keras.Input((12, 12, 3))
    x = layers.MaxPooling2D()(layers.Conv2D(4, 3, padding="same", activation="relu")(image))
    x = layers.GlobalAveragePooling2D()(block(block(x, 4, 1), 8, 2))
    model = keras.Model(image, layers.Dense(4, dtype=keras.config.floatx())(x))
    loss = losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizers.SGD(0.02, momentum=0.9, nesterov=True), loss, metrics=["accuracy"], **options)
    return model


def image_rows():
    images, kinds = normal(ROWS, 12, 12, 3), generator().integers(0, 4, ROWS)
    images[..., 0] += kinds[:, None, None]
    return images, kinds


def masked_text(library, **options):
    layers, losses, optimizers = library.rooms
    model = keras.Sequential(
        [
            keras.Input((LENGTH,), dtype="int32"),
            layers.Embedding(TOKENS, 8, mask_zero=True),
            layers.Bidirectional(layers.LSTM(6, return_sequences=True)),
            layers.Bidirectional(layers.GRU(4)),
            layers.Dense(2, activation="softmax", dtype=keras.config.floatx()),
        ]
    )
    model.compile(optimizers.Nadam(1e-2), losses.SparseCategoricalCrossentropy(), metrics=["accuracy"], **options)
    return model


def text_rows():
    draw = generator()
    tokens, lengths = draw.integers(1, TOKENS, (ROWS, LENGTH)), draw.integers(3, LENGTH + 1, ROWS)
    tokens[np.arange(LENGTH)[None] >= lengths[:, None]] = 0
    return tokens.astype("int32"), (tokens == 7).any(1).astype("int32")


def translation(library, **options):
    layers, losses, optimizers = library.rooms
    source, target = (keras.Input((LENGTH,), dtype="int32", name=name) for name in ("source", "target"))
    encoded, hidden, cell = layers.LSTM(8, return_sequences=True, return_state=True)(
        layers.Embedding(TOKENS, 8)(source)
    )
    decoder = layers.LSTM(8, return_sequences=True)
    decoded = decoder(layers.Embedding(TOKENS, 8)(target), initial_state=[hidden, cell])
    context = layers.AdditiveAttention()([decoded, encoded])
    x = layers.Concatenate()([decoded, context])
    model = keras.Model([source, target], layers.Dense(TOKENS, activation="softmax", dtype=keras.config.floatx())(x))
    model.compile(optimizers.RMSprop(1e-2), losses.SparseCategoricalCrossentropy(), **options)
    return model


def translation_rows():
    tokens = generator().integers(1, TOKENS, (ROWS, LENGTH)).astype("int32")
    backwards = tokens[:, ::-1].copy()
    shifted = np.concatenate([np.zeros((ROWS, 1), "int32"), backwards[:, :-1]], axis=1)
    return {"source": tokens, "target": shifted}, backwards


@keras.saving.register_keras_serializable("programs")
class TokenAndPosition(keras.layers.Layer):
    """A token's vector plus its position's, as Keras's example of a small GPT has it."""

    def __init__(self, library="dlfund", **options):
        super().__init__(**options)
        self.library = library
        layers, _, _ = Library(library).rooms
        self.tokens, self.positions = layers.Embedding(TOKENS, 8), layers.Embedding(LENGTH, 8)

    def call(self, tokens):
        return self.tokens(tokens) + self.positions(ops.arange(0, ops.shape(tokens)[-1]))

    def get_config(self):
        return {**super().get_config(), "library": self.library}


def language_model(library, **options):
    layers, losses, optimizers = library.rooms
    tokens = keras.Input((LENGTH,), dtype="int32")
    x = TokenAndPosition(library.name)(tokens)
    for _ in range(2):
        y = layers.LayerNormalization()(x)
        x = layers.Add()([x, layers.MultiHeadAttention(2, 4)(y, y, use_causal_mask=True)])
        y = layers.Dense(16, activation="gelu")(layers.LayerNormalization()(x))
        x = layers.Add()([x, layers.Dense(8)(y)])
    model = keras.Model(tokens, layers.Dense(TOKENS, dtype=keras.config.floatx())(layers.LayerNormalization()(x)))
    loss = losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizers.Adam(1e-2, global_clipnorm=1.0), loss, **options)
    return model


def language_rows():
    starts = generator().integers(0, TOKENS, (ROWS, 1))
    tokens = (starts + 3 * np.arange(LENGTH + 1)) % TOKENS
    return tokens[:, :-1].astype("int32"), tokens[:, 1:].astype("int32")


@keras.saving.register_keras_serializable("programs")
def triplet(_, embedded):
    """How much farther the other kind is than the same kind, up to a margin; embedded: (batch, 3, features)."""
    anchor, same, other = embedded[:, 0], embedded[:, 1], embedded[:, 2]
    farther = ops.sum(ops.square(anchor - same) - ops.square(anchor - other), axis=-1)
    return ops.maximum(farther + 1.0, 0.0)


def siamese(library, **options):
    layers, _, optimizers = library.rooms
    encoder = keras.Sequential(
        [keras.Input((6,)), layers.Dense(12, activation="relu"), layers.Dense(4), layers.LayerNormalization()]
    )
    inputs = [keras.Input((6,), name=name) for name in ("anchor", "same", "other")]
    embedded = [layers.Reshape((1, 4))(encoder(value)) for value in inputs]
    model = keras.Model(inputs, layers.Concatenate(axis=1, dtype=keras.config.floatx())(embedded))
    model.compile(optimizers.Lion(1e-3), triplet, **options)
    return model


def siamese_rows():
    values = normal(ROWS, 3, 6)
    values[:, :2, 0] += 2.0
    return {"anchor": values[:, 0], "same": values[:, 1], "other": values[:, 2]}, np.zeros((ROWS, 1), "float32")


FUNCTIONAL = (
    Program("tabular", "tabular data with embeddings", tabular, tabular_rows),
    Program("residual_cnn", "residual CNN", residual_cnn, image_rows),
    Program("masked_text", "bidirectional LSTM and GRU with masks", masked_text, text_rows),
    Program("translation", "sequence to sequence with attention", translation, translation_rows),
    Program("language_model", "small GPT", language_model, language_rows),
    Program("siamese", "Siamese network with triplets", siamese, siamese_rows),
)
