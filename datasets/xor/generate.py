"""Exclusive or with noise, and the best possible guess.

    corner_i ~ ±1 at random       x_i = corner_i + N(0, 0.5²)        the class is whether the corner's signs differ
    P(corner_i = +1 | x_i) = sigmoid(2 x_i / 0.5²)

Run  python datasets/xor/generate.py            prints the number of rows and the checksum
     python datasets/xor/generate.py --best     prints the best possible scores
"""

import numpy as np
import pandas as pd
from scipy.special import expit

NOISE = 0.5
CLASSES = np.array(["same", "different"])


def draw(rows, seed):
    generator = np.random.default_rng(seed)
    corner = generator.choice([-1, 1], (rows, 2))
    x = corner + generator.normal(0, NOISE, (rows, 2))
    return x, (corner[:, 0] != corner[:, 1]).astype(int)


def table(rows=1000, seed=0):
    x, y = draw(rows, seed)
    return pd.DataFrame(x, columns=["x_1", "x_2"]).assign(signs=CLASSES[y])


def best_guess(rows, seed):
    """Classes, and each row's true probability of the second one."""
    x, y = draw(rows, seed)
    positive = expit(2 * x / NOISE**2)
    return y, positive[:, 0] * (1 - positive[:, 1]) + positive[:, 1] * (1 - positive[:, 0])


if __name__ == "__main__":
    from dlfund.comparison.result import best_possible

    best_possible.main("binary", table, best_guess)
