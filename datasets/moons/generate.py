"""Two half moons that reach into each other, and the best possible guess.

    upper: (cos a, sin a)      lower: (1 − cos a, 1/2 − sin a)      the angle a uniform in 0…π, plus N(0, 0.25²)
    density of x = mean over a of the normal density around the moon's point at a

Run  python datasets/moons/generate.py            prints the number of rows and the checksum
     python datasets/moons/generate.py --best     prints the best possible scores
"""

import numpy as np
import pandas as pd
from scipy.special import expit

NOISE = 0.25
CLASSES = np.array(["upper", "lower"])
STEPS = 100  # of the mean over a; twice as many change no score's fifth digit


def moons(angle):
    """Both moons' points at each angle, of shape (2, …, 2)."""
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    return np.stack([upper, [1, 0.5] - upper])


def draw(rows, seed):
    generator = np.random.default_rng(seed)
    y = generator.integers(2, size=rows)
    x = moons(generator.uniform(0, np.pi, rows))[y, np.arange(rows)]
    return x + generator.normal(0, NOISE, (rows, 2)), y


def table(rows=1000, seed=0):
    x, y = draw(rows, seed)
    return pd.DataFrame(x, columns=["x_1", "x_2"]).assign(moon=CLASSES[y])


def best_guess(rows, seed):
    """Classes, and each row's true probability of the second one."""
    x, y = draw(rows, seed)
    points = moons((np.arange(STEPS) + 0.5) * np.pi / STEPS)
    squares = (x**2).sum(axis=1)[:, None] - 2 * x @ points.transpose(0, 2, 1) + (points**2).sum(axis=2)[:, None]
    log_density = np.log(np.exp(-squares / (2 * NOISE**2)).mean(axis=2) + 1e-300)
    return y, expit(log_density[1] - log_density[0])


if __name__ == "__main__":
    from dlfund.comparison.result import best_possible

    best_possible.main("binary", table, best_guess)
