"""What to watch tonight?

Question  600 people rated 40,000 times: what would each of them give to a film that they have not seen?
Data      datasets/ratings (generated; optimum on average: RMSE 0.8); DATA=movielens downloads real ratings
Concepts  embedding, dot product, two towers, neural collaborative filtering, biases, weight decay
Run       make recipe NAME=what_to_watch
"""

import keras
from keras import ops

from dlfund import QuickBudget, Recipe, baselines, layers, lessons, optimizers, protocol, search, zoo


def two_tower(task, hp):
    """A vector for each person and for each film: the rating is their product plus a bias of each."""
    inputs = keras.Input(task.input_shape, dtype=task.input_dtype)
    person, film = inputs[:, 0], inputs[:, 1]
    start = keras.initializers.RandomNormal(stddev=0.3)
    people, films = task.vocabulary
    width = 4
    taste = layers.Embedding(people, width, embeddings_initializer=start, name="person")(person)
    character = layers.Embedding(films, width, embeddings_initializer=start, name="film")(film)
    biases = layers.Embedding(people, 1, name="person_bias")(person) + layers.Embedding(films, 1, name="film_bias")(
        film
    )
    agreement = ops.sum(taste * character, axis=-1, keepdims=True)  # (batch, 1)
    model = keras.Model(inputs, task.head()(agreement + biases))
    learning_rate = hp.Float("learning_rate", 2e-3, 2e-2, sampling="log", default=5e-3)
    decay = hp.Float("weight_decay", 3e-2, 1.0, sampling="log")
    model.compile(optimizer=optimizers.AdamW(learning_rate, weight_decay=decay), loss=task.loss())
    return model


recipe = Recipe(
    dataset="ratings",
    metric="rmse",
    protocol=protocol.repeated_k_fold(folds=5, repeats=1),
    search=search.random(trials=10, epochs=60, patience=6, batch_size=256),
    contenders=[
        baselines.mean_value(),
        baselines.biases(),
        baselines.factorization(),
        two_tower,
        zoo.neural_collaborative_filtering,
    ],
    reference="factorization",
    quick=QuickBudget(folds=2, trials=3, epochs=40),
    lesson=[
        lessons.better("factorization", than="biases", because="people's tastes differ, which biases can't show."),
        lessons.better("two_tower", than="biases", because="a product of two vectors represents tastes."),
        lessons.same(
            "two_tower", "factorization", because="both are the same formula; only the way it is fitted differs."
        ),
        lessons.better(
            "two_tower",
            than="neural_collaborative_filtering",
            because="these ratings come from a product; a network has to learn it from data.",
        ),
        lessons.near_best("two_tower", 0.1, because="1,000 tastes can be learned from few ratings each."),
    ],
)
