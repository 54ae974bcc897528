"""Friedman's first problem, and the best possible guess.

    y = 10 sin(π x0 x1) + 20 (x2 − 1/2)² + 10 x3 + 5 x4 + N(0, 1)        x0 … x9 uniform in 0…1, the last five useless

Run  python datasets/friedman/generate.py            prints the number of rows and the checksum
     python datasets/friedman/generate.py --best     prints the best possible scores
"""

import numpy as np
import pandas as pd
from sklearn.datasets import make_friedman1


def table(rows=1000, seed=0):
    x, y = make_friedman1(rows, noise=1.0, random_state=seed)
    return pd.DataFrame(x, columns=[f"x_{number}" for number in range(10)]).assign(y=y)


def best_guess(rows, seed):
    """Targets, and what they are without the noise."""
    made = table(rows, seed)
    x = made.drop(columns="y").to_numpy()
    bend = 10 * np.sin(np.pi * x[:, 0] * x[:, 1]) + 20 * (x[:, 2] - 0.5) ** 2
    return made["y"].to_numpy(), bend + 10 * x[:, 3] + 5 * x[:, 4]


if __name__ == "__main__":
    from dlfund.comparison.result import best_possible

    best_possible.main("regression", table, best_guess)
