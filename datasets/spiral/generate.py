"""Two arms of a spiral, and the best possible guess.

    arm: ±a (cos a, sin a) / π      the angle a uniform in 1…3π, plus N(0, 0.3²); the class is the sign
    density of x = mean over a of the normal density around the arm's point at a

Run  python datasets/spiral/generate.py            prints the number of rows and the checksum
     python datasets/spiral/generate.py --best     prints the best possible scores
"""

import numpy as np
import pandas as pd
from scipy.special import expit

NOISE = 0.3
TURN = (1.0, 3 * np.pi)
SIGNS = np.array([1, -1])
CLASSES = np.array(["first", "second"])
STEPS = 200  # of the mean over a; twice as many change no score's fifth digit


def arm(angle):
    return angle[:, None] / np.pi * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def draw(rows, seed):
    generator = np.random.default_rng(seed)
    y = generator.integers(2, size=rows)
    x = SIGNS[y, None] * arm(generator.uniform(*TURN, rows))
    return x + generator.normal(0, NOISE, (rows, 2)), y


def table(rows=1000, seed=0):
    x, y = draw(rows, seed)
    return pd.DataFrame(x, columns=["x_1", "x_2"]).assign(arm=CLASSES[y])


def best_guess(rows, seed):
    """Classes, and each row's true probability of the second one."""
    x, y = draw(rows, seed)
    points = arm(TURN[0] + (np.arange(STEPS) + 0.5) * (TURN[1] - TURN[0]) / STEPS)
    squares = (x**2).sum(axis=1)[:, None] + (points**2).sum(axis=1)
    densities = [np.exp(-(squares - 2 * sign * x @ points.T) / (2 * NOISE**2)).mean(axis=1) for sign in SIGNS]
    first, second = np.log(np.array(densities) + 1e-300)
    return y, expit(second - first)


if __name__ == "__main__":
    from dlfund.comparison.result import best_possible

    best_possible.main("binary", table, best_guess)
