"""A ring within a ring, and the best possible guess.

    x = radius (cos a, sin a) + N(0, 0.3²)      radius 1 or 2, the angle a uniform; the class is the radius
    density of x at distance r from the centre ∝ exp(−(r² + radius²) / (2 · 0.3²)) I0(r · radius / 0.3²)

Run  python datasets/circles/generate.py            prints the number of rows and the checksum
     python datasets/circles/generate.py --best     prints the best possible scores
"""

import numpy as np
import pandas as pd
from scipy.special import expit, i0e

NOISE = 0.3
RADII = np.array([1.0, 2.0])
CLASSES = np.array(["inner", "outer"])


def draw(rows, seed):
    generator = np.random.default_rng(seed)
    y = generator.integers(2, size=rows)
    angle = generator.uniform(0, 2 * np.pi, rows)
    x = RADII[y, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return x + generator.normal(0, NOISE, (rows, 2)), y


def table(rows=1000, seed=0):
    x, y = draw(rows, seed)
    return pd.DataFrame(x, columns=["x_1", "x_2"]).assign(ring=CLASSES[y])


def best_guess(rows, seed):
    """Classes, and each row's true probability of the second one."""
    x, y = draw(rows, seed)
    r = np.hypot(*x.T)[:, None]
    # I0(z) = i0e(z) exp(z), which turns the exponents into one square
    log_density = -((r - RADII) ** 2) / (2 * NOISE**2) + np.log(i0e(r * RADII / NOISE**2))
    return y, expit(log_density[:, 1] - log_density[:, 0])


if __name__ == "__main__":
    from dlfund.comparison.result import best_possible

    best_possible.main("binary", table, best_guess)
