"""Did they like the film?

Question  A short review in which "not" reverses some words: is it good or bad? Which models understand the "not"?
Data      datasets/reviews (generated; optimum on average: accuracy 0.800); DATA=imdb downloads real reviews
Concepts  tokens, padding, embedding, bag of words, n-grams, convolution over words, GRU
Run       make recipe NAME=good_or_bad_review
"""

import keras

from dlfund import QuickBudget, Recipe, activations, baselines, layers, lessons, optimizers, protocol, search, zoo


def cnn(task, hp):
    """Filters that read three words at a time, anywhere in the text: "not really dull" is one of them."""
    inputs = keras.Input(task.input_shape, dtype=task.input_dtype)
    x = layers.Embedding(task.vocabulary[0], 8)(inputs)  # (batch, words, 8)
    x = layers.Conv1D(32, 3, padding="same", activation=activations.relu)(x)
    x = layers.GlobalAveragePooling1D()(x)  # (batch, 32)
    return finished(x, inputs, task, hp)


def gru(task, hp):
    """Reads word by word into a memory; padding after the end of the text is skipped."""
    inputs = keras.Input(task.input_shape, dtype=task.input_dtype)
    x = layers.Embedding(task.vocabulary[0], 8, mask_zero=True)(inputs)
    x = layers.GRU(16)(x)  # (batch, 16), the last state
    return finished(x, inputs, task, hp)


def finished(x, inputs, task, hp):
    """The end of both networks: dropout, the head, and AdamW."""
    x = layers.Dropout(hp.Float("dropout", 0.05, 0.5))(x)
    model = keras.Model(inputs, task.head()(x))
    learning_rate = hp.Float("learning_rate", 3e-3, 2e-2, sampling="log", default=0.01)
    decay = hp.Float("weight_decay", 1e-2, 1.0, sampling="log")
    model.compile(optimizer=optimizers.AdamW(learning_rate, weight_decay=decay, global_clipnorm=1.0), loss=task.loss())
    return model


recipe = Recipe(
    dataset="reviews",
    metric="accuracy",
    protocol=protocol.repeated_k_fold(folds=5, repeats=1),
    search=search.random(trials=8, epochs=30, patience=6, batch_size=64),
    contenders=[
        baselines.majority_class(),
        baselines.tfidf_logistic(ngrams=1),
        baselines.tfidf_logistic(ngrams=2),
        zoo.bag_of_words,
        cnn,
        gru,
    ],
    reference="tfidf_logistic_2",
    quick=QuickBudget(rows=2_500, folds=2, trials=3, epochs=20),
    lesson=[
        lessons.better("tfidf_logistic_2", than="tfidf_logistic_1", because="pairs of words contain the “not good”."),
        lessons.same("bag_of_words", "tfidf_logistic_1", because="neither uses the order of the words."),
        lessons.better(
            "cnn", than="tfidf_logistic_2", because="its filters read three words, and words share learned vectors."
        ),
        lessons.better(
            "gru", than="tfidf_logistic_2", because="it remembers the “not” until the word that it reverses."
        ),
        lessons.near_best("cnn", 0.03, because="everything that matters is within three words."),
    ],
)
