"""One of four patterns, hidden anywhere in a noisy picture, and the best possible guess.

    picture = one of four random 5 × 5 patterns of ±1 at a random place of a 16 × 16 torus + N(0, 1.15²)
    P(pattern k | picture) ∝ Σ over places of exp(picture · pattern k at the place / 1.15²)

The borders are glued together, so that every place is as likely as every other and no pixel knows more than its
neighbour.

Run  python datasets/hidden_pattern/generate.py            prints the number of rows and the checksum
     python datasets/hidden_pattern/generate.py --best     prints the best possible scores
"""

import numpy as np
import pandas as pd
from scipy.special import logsumexp, softmax

SIDE, PATTERN_SIDE, KINDS = 16, 5, 4
NOISE = 1.15
CLASSES = np.array([f"pattern_{number}" for number in range(KINDS)])
PATTERNS = np.random.default_rng(2).choice([-1.0, 1.0], (KINDS, PATTERN_SIDE, PATTERN_SIDE))


def draw(rows, seed):
    generator = np.random.default_rng(seed)
    y = generator.integers(KINDS, size=rows)
    top, left = generator.integers(SIDE, size=(2, rows))
    pictures = generator.normal(0, NOISE, (rows, SIDE, SIDE))
    down = (top[:, None] + np.arange(PATTERN_SIDE)) % SIDE
    right = (left[:, None] + np.arange(PATTERN_SIDE)) % SIDE
    pictures[np.arange(rows)[:, None, None], down[:, :, None], right[:, None, :]] += PATTERNS[y]
    return pictures, y


def table(rows=4000, seed=0):
    pictures, y = draw(rows, seed)
    columns = [f"pixel_{number}" for number in range(SIDE * SIDE)]
    return pd.DataFrame(pictures.reshape(rows, -1), columns=columns).assign(pattern=CLASSES[y])


def best_guess(rows, seed):
    """Classes, and each row's true probability of every one."""
    pictures, y = draw(rows, seed)
    # the scalar product with a pattern at every place of a torus is a product of Fourier transforms
    spectrum = np.fft.rfft2(pictures)
    log_likelihood = [
        logsumexp(np.fft.irfft2(spectrum * np.fft.rfft2(pattern, (SIDE, SIDE)).conj()) / NOISE**2, axis=(1, 2))
        for pattern in PATTERNS
    ]
    return y, softmax(np.stack(log_likelihood, axis=1), axis=1)


if __name__ == "__main__":
    from dlfund.comparison.result import best_possible

    best_possible.main("multiclass", table, best_guess)
