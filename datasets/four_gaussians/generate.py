"""Four clouds of points, each long or round in its own way, and the best possible guess.

    x = mean_k + N(0, covariance_k)        k = 1 … 4, equally often
    P(k | x) ∝ density of cloud k at x

Run  python datasets/four_gaussians/generate.py            prints the number of rows and the checksum
     python datasets/four_gaussians/generate.py --best     prints the best possible scores
"""

import numpy as np
import pandas as pd
from scipy.special import softmax

MEANS = np.array([[-1.5, 0.0], [1.5, 0.0], [0.0, 2.8], [0.0, -2.8]])
ROOTS = np.array(  # of the covariances: a standard normal point times the root lies in the cloud
    [
        [[0.5, 0.0], [0.0, 1.8]],
        [[0.5, 0.1], [-0.3, 1.75]],
        [[2.0, 0.0], [0.0, 0.45]],
        [[0.6, 0.0], [0.0, 0.6]],
    ]
)
CLASSES = np.array(["west", "east", "north", "south"])


def draw(rows, seed):
    generator = np.random.default_rng(seed)
    y = generator.integers(4, size=rows)
    return MEANS[y] + np.einsum("ri,rij->rj", generator.normal(size=(rows, 2)), ROOTS[y]), y


def table(rows=1000, seed=0):
    x, y = draw(rows, seed)
    return pd.DataFrame(x, columns=["x_1", "x_2"]).assign(cloud=CLASSES[y])


def best_guess(rows, seed):
    """Classes, and each row's true probability of every one."""
    x, y = draw(rows, seed)
    standard = np.einsum("rki,kij->rkj", x[:, None] - MEANS, np.linalg.inv(ROOTS))
    return y, softmax(-(standard**2).sum(axis=2) / 2 - np.log(np.abs(np.linalg.det(ROOTS))), axis=1)


if __name__ == "__main__":
    from dlfund.comparison.result import best_possible

    best_possible.main("multiclass", table, best_guess)
