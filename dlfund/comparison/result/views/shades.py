"""A picture as text: one digit per pixel, 0 for the lowest value and 9 for the highest, one string per line."""

from __future__ import annotations

import numpy as np

MOST = 32  # pixels on a side; more can't be distinguished at the size at which they are shown


def shades(picture: np.ndarray, low: float, high: float) -> list[str]:
    """`picture` of shape (rows, columns); values outside the range from `low` to `high` are clipped to it."""
    every = max(1, -(-max(picture.shape) // MOST))
    share = (np.asarray(picture, dtype=float)[::every, ::every] - low) / ((high - low) or 1.0)
    digits = np.clip((share * 10).astype(int), 0, 9)
    return ["".join(map(str, line)) for line in digits.tolist()]


def greys(array: np.ndarray) -> np.ndarray:
    """Pictures of shape (..., rows, columns, channels) without their colour."""
    return np.asarray(array, dtype=float).mean(axis=-1)
