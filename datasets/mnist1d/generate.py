"""MNIST-1D: ten digits drawn as signals of 40 numbers, moved, stretched, tilted and blurred with noise.

    template of 12 points → padded with zeros to 48…72 points, stretched to 72, scaled by 1 ± 0.2, rolled by 0…47
    → the empty part filled with correlated noise, white noise and a tilt added → 40 points

The same random numbers in the same order as in the authors' package `mnist1d` (Apache-2.0), so that the rows are
theirs: 4,000 to learn from, then 1,000 to be judged by. Written anew here, because the package sets the seed of the
whole process and reads its files as pickles.

Reference  Greydanus, Kobak, 2020, Scaling down deep learning with MNIST-1D (arXiv:2011.14439).

Run  python datasets/mnist1d/generate.py            prints the number of rows and the checksum
"""

from functools import cache

import numpy as np
import pandas as pd
from scipy.ndimage import gaussian_filter1d

LENGTH, STRETCHED, SHORTEST, LONGEST = 40, 72, 36, 60
TEMPLATES = np.array(
    [
        [5, 6, 6.5, 6.75, 7, 7, 7, 7, 6.75, 6.5, 6, 5],
        [5, 3, 3, 3.4, 3.8, 4.2, 4.6, 5, 5.4, 5.8, 5, 5],
        [5, 6, 6.5, 6.5, 6, 5.25, 4.75, 4, 3.5, 3.5, 4, 5],
        [5, 6, 6.5, 6.5, 6, 5, 5, 6, 6.5, 6.5, 6, 5],
        [5, 4.4, 3.8, 3.2, 2.6, 2.6, 5, 5, 5, 5, 5, 5],
        [5, 3, 3, 3, 3, 5, 6, 6.5, 6.5, 6, 4.5, 5],
        [5, 4, 3.5, 3.25, 3, 3, 3, 3, 3.25, 3.5, 4, 5],
        [5, 7, 7, 6.6, 6.2, 5.8, 5.4, 5, 4.6, 4.2, 5, 5],
        [5, 4, 3.5, 3.5, 4, 5, 5, 4, 3.5, 3.5, 4, 5],
        [5, 4, 3.5, 3.5, 4, 5, 5, 5, 5, 4.7, 4.3, 5],
    ]
)


def templates():
    """Each digit's signal with deviation 1/6, beginning at 0."""
    x = TEMPLATES - TEMPLATES.mean(axis=1, keepdims=True)
    x /= x.std(axis=1, keepdims=True)
    return (x - x[:, :1]) / 6


def resampled(x, length):
    return np.interp(np.linspace(0, 1, length), np.linspace(0, 1, len(x)), x)


@cache
def stretched(digit, zeros):
    return resampled(np.concatenate([templates()[digit] + 1e-8, np.zeros(zeros)]), STRETCHED)


def moved(digit, generator):
    """One digit's signal with its size and place, and the noise and the tilt that go with it."""
    zeros = SHORTEST + int(generator.rand() * (LONGEST - SHORTEST + 1))
    size = 1 + 0.4 * (generator.rand() - 0.5)
    x = np.roll(stretched(digit, zeros) * size, generator.choice(48))
    return x, generator.randn(STRETCHED), generator.randn(STRETCHED), generator.rand()


def signals(rows, seed, shuffled=False):
    """Signals of mean 0 and deviation 1, and their digits; `shuffled`, with one order of positions for all rows."""
    generator = np.random.RandomState(seed)
    digits = np.arange(10).repeat(-(-rows // 10))
    x, for_blur, white, tilt = map(np.array, zip(*(moved(digit, generator) for digit in digits), strict=True))
    x = np.where(x != 0, x, gaussian_filter1d(0.25 * for_blur, 2)) + 0.02 * white
    x = x - 0.75 * (tilt[:, None] - 0.5) * np.linspace(-0.5, 0.5, STRETCHED)
    x = np.array([resampled(row, LENGTH) for row in x])
    order = generator.permutation(len(digits))
    x, digits = x[order], digits[order]
    if shuffled:
        x = x[:, generator.permutation(LENGTH)]
    return ((x - x.mean()) / x.std())[:rows], digits[:rows]


def table(rows=5000, seed=42, shuffled=False):
    x, digits = signals(rows, seed, shuffled)
    return pd.DataFrame(x, columns=[f"step_{step}" for step in range(LENGTH)]).assign(digit=digits)


if __name__ == "__main__":
    from dlfund.data import checksum

    made = table()
    print(f'rows = {len(made)}\nsha256 = "{checksum(made)}"')
