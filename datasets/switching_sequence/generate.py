"""Chains of ±1 that rather hold or rather switch, and the best possible guess.

    x_0 = ±1 at random        x_t = −x_(t−1) with probability 0.38 (holds) or 0.62 (switches), otherwise x_(t−1)
    logit of "switches" = (2 · number of switches − 39) log(0.62 / 0.38)

Each step by itself is ±1 with equal chances in both classes: only neighbours tell them apart.

Run  python datasets/switching_sequence/generate.py            prints the number of rows and the checksum
     python datasets/switching_sequence/generate.py --best     prints the best possible scores
"""

import numpy as np
import pandas as pd
from scipy.special import expit

LENGTH = 40
SWITCHING = np.array([0.38, 0.62])
CLASSES = np.array(["holds", "switches"])


def draw(rows, seed):
    generator = np.random.default_rng(seed)
    y = generator.integers(2, size=rows)
    turns = np.where(generator.random((rows, LENGTH)) < SWITCHING[y, None], -1, 1)
    turns[:, 0] = generator.choice([-1, 1], rows)
    return np.cumprod(turns, axis=1), y


def table(rows=4000, seed=0):
    x, y = draw(rows, seed)
    return pd.DataFrame(x, columns=[f"step_{step}" for step in range(LENGTH)]).assign(chain=CLASSES[y])


def best_guess(rows, seed):
    """Classes, and each row's true probability of the second one."""
    x, y = draw(rows, seed)
    switches = (x[:, 1:] != x[:, :-1]).sum(axis=1)
    return y, expit((2 * switches - (LENGTH - 1)) * np.log(SWITCHING[1] / SWITCHING[0]))


if __name__ == "__main__":
    from dlfund.comparison.result import best_possible

    best_possible.main("binary", table, best_guess)
