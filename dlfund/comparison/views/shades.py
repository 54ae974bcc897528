"""A picture as text: one digit a pixel, 0 for the lowest value and 9 for the highest, one word a line."""

from __future__ import annotations

import numpy as np

MOST = 32  # pixels a side; more can't be told apart at the size that they are shown


def shades(picture: np.ndarray, low: float, high: float) -> list[str]:
    """`picture` of shape (rows, columns); values outside the range take its ends."""
    every = max(1, -(-max(picture.shape) // MOST))
    share = (np.asarray(picture, dtype=float)[::every, ::every] - low) / ((high - low) or 1.0)
    digits = np.clip((share * 10).astype(int), 0, 9)
    return ["".join(map(str, line)) for line in digits.tolist()]


def greys(array: np.ndarray) -> np.ndarray:
    """Pictures of shape (..., rows, columns, channels) without their colour."""
    return np.asarray(array, dtype=float).mean(axis=-1)
