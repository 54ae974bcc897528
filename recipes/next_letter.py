"""Which letter comes next?

Question  What does a tiny language model know of a text that counts of letters (n-grams) do not?
Data      datasets/letters (generated; optimum on average: log-loss 0.254, a perplexity of exp(0.254) = 1.29)
Concepts  language model, next token, embedding, positions, causal attention, n-gram, log-loss, perplexity
Run       make recipe NAME=next_letter
"""

import keras

from dlfund import QuickBudget, Recipe, baselines, layers, lessons, optimizers, protocol, search


def language_model(task, hp):
    """Letters and their positions as vectors, a causal transformer block, and a softmax after the last letter."""
    inputs = keras.Input(task.input_shape, dtype=task.input_dtype)
    x = layers.Embedding(task.vocabulary[0], 32)(inputs)  # (batch, letters, 32)
    x = layers.LearnedPositions(task.input_shape[0])(x)
    x = layers.TransformerBlock(2, 64, causal=True, dropout=hp.Float("dropout", 0.0, 0.1))(x)
    last = layers.LayerNormalization()(x)[:, -1]  # (batch, 32): it has seen all letters before
    model = keras.Model(inputs, task.head()(last))
    learning_rate = hp.Float("learning_rate", 3e-3, 1e-2, sampling="log", default=5e-3)
    model.compile(optimizer=optimizers.AdamW(learning_rate, weight_decay=0.01, clipnorm=1.0), loss=task.loss())
    return model


recipe = Recipe(
    dataset="letters",
    metric="log_loss",
    protocol=protocol.predefined_test(rows=2_000),
    search=search.random(trials=3, epochs=20, patience=5, batch_size=64),
    contenders=[
        baselines.majority_class(),
        baselines.tfidf_logistic(ngrams=2),
        baselines.n_gram(),
        language_model,
    ],
    reference="n_gram",
    quick=QuickBudget(rows=4_000, trials=2, epochs=12),
    lesson=[
        lessons.better("n_gram", than="tfidf_logistic_2", because="what comes next depends on how the text ends."),
        lessons.better(
            "language_model", than="n_gram", because="attention looks up the name, which no short ending contains."
        ),
    ],
)
