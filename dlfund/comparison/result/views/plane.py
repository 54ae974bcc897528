"""Rows of many numbers, shown in two: the directions in which the rows differ most (principal components)."""

from __future__ import annotations

import numpy as np


def plane(x: np.ndarray) -> tuple[np.ndarray, list[float]]:
    """Rows on the first two principal components, and the share of the variance that each component explains."""
    x = np.asarray(x, dtype=float).reshape(len(x), -1)
    centred = x - x.mean(axis=0)
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    total = float((sizes**2).sum()) or 1.0
    places = np.zeros((len(x), 2))
    width = min(2, len(sizes))
    places[:, :width] = left[:, :width] * sizes[:width]
    shares = [float(size**2 / total) for size in sizes[:2]]
    return places, shares + [0.0] * (2 - len(shares))
