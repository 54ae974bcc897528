"""Ratings of films by people with tastes, and the best possible guess.

    rating = 3.5 + person's bias + film's bias + person's taste · film's character + N(0, 0.8²)
    biases ~ N(0, 0.42²)        taste and character: four numbers each, ~ N(0, 0.6²)

600 people, 400 films; each pair at most once. The scale is open: nothing is rounded or cut to five stars, so that the
noise is the floor. Who knows every bias, taste and character misses by 0.8; who must learn them from the ratings
misses by more.

Run  python datasets/ratings/generate.py            prints the number of rows and the checksum
     python datasets/ratings/generate.py --best     prints the best possible scores
"""

import numpy as np
import pandas as pd

from dlfund.data import DataError

PEOPLE, FILMS, TASTES = 600, 400, 4
MEAN, BIAS, TASTE, NOISE = 3.5, 0.42, 0.6, 0.8


def draw(rows, seed):
    """For each rating who and what, and the rating without its noise and with it."""
    if rows > PEOPLE * FILMS:
        raise DataError(f"Expected at most {PEOPLE * FILMS:,} ratings, one a person and film. Received: {rows:,}.")
    generator = np.random.default_rng(seed)
    person_bias, film_bias = generator.normal(0, BIAS, PEOPLE), generator.normal(0, BIAS, FILMS)
    taste, character = generator.normal(0, TASTE, (PEOPLE, TASTES)), generator.normal(0, TASTE, (FILMS, TASTES))
    person, film = np.divmod(generator.choice(PEOPLE * FILMS, rows, replace=False), FILMS)
    expected = MEAN + person_bias[person] + film_bias[film] + (taste[person] * character[film]).sum(axis=1)
    return person, film, expected, expected + generator.normal(0, NOISE, rows)


def table(rows=40_000, seed=0):
    person, film, _, rating = draw(rows, seed)
    return pd.DataFrame(
        {"person": np.char.mod("person_%d", person), "film": np.char.mod("film_%d", film), "rating": rating}
    )


def best_guess(rows, seed):
    """Ratings, and what they are without the noise."""
    *_, expected, rating = draw(rows, seed)
    return rating, expected


if __name__ == "__main__":
    from dlfund.comparison.result import best_possible

    best_possible.main("regression", table, best_guess)
