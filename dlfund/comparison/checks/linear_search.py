"""Which few of many columns give the target by a weighted sum.

Candidates come from least squares over all columns, from the best pair (in closed form, from the correlations), and
from forward selection. A candidate is only a guess: `formulas.py` tests it on other rows.

R²(i, j) = (rᵢ² + rⱼ² − 2 rᵢ rⱼ rᵢⱼ) / (1 − rᵢⱼ²)
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

MOST = 5  # columns of a formula
ALL_AT_ONCE = 200  # columns up to which least squares over all of them is tried
ALIKE = 1e-10  # 1 − r² below which two columns are one


def candidates(x: np.ndarray, y: np.ndarray) -> Iterator[list[int]]:
    """Sets of columns, small ones first.

    Args:
        x: array of float, shape (rows, columns). NaN where empty.
        y: array of float, shape (rows,).
    """
    x, y = standardised(x), standardised(y[:, None])[:, 0]
    pair = _best_pair(x, y)
    yield pair
    for chosen in _forward(x, y, pair):
        yield list(chosen)
    for chosen in _forward(x, y, []):
        if len(chosen) > 1:
            yield list(chosen)
    if x.shape[1] <= min(ALL_AT_ONCE, len(y) // 3):
        weights = np.abs(np.linalg.lstsq(x, y, rcond=1e-12)[0])
        order = np.argsort(-weights, kind="stable")
        for number in range(2, min(MOST, x.shape[1]) + 1):
            yield order[:number].tolist()


def standardised(x: np.ndarray) -> np.ndarray:
    """Columns of mean 0 and length 1, empty cells as the mean; a constant column is all 0."""
    filled = np.isfinite(x)
    means = np.where(filled, x, 0.0).sum(axis=0) / np.maximum(filled.sum(axis=0), 1)
    centred = np.where(filled, x - means, 0.0)
    lengths = np.sqrt((centred**2).sum(axis=0))
    return np.asarray(centred / np.where(lengths > 1e-12 * (np.abs(means) + 1), lengths, np.inf))


def _best_pair(x: np.ndarray, y: np.ndarray) -> list[int]:
    with_y, between = x.T @ y, x.T @ x
    rest = 1 - between**2
    explained = with_y[:, None] ** 2 + with_y[None, :] ** 2 - 2 * with_y[:, None] * with_y[None, :] * between
    share = np.where(rest > ALIKE, explained / np.maximum(rest, ALIKE), 0.0)
    first, second = np.unravel_index(int(np.argmax(np.triu(share, k=1))), share.shape)
    return [int(first), int(second)]


def _forward(x: np.ndarray, y: np.ndarray, start: list[int]) -> Iterator[list[int]]:
    """Ever more columns, each time the one that explains the most of what is left."""
    rest, x = y.copy(), x.copy()
    chosen: list[int] = []
    while len(chosen) < min(MOST, x.shape[1]):
        lengths = np.sqrt((x**2).sum(axis=0))
        shares = np.where(lengths > 1e-7, (x.T @ rest) ** 2 / np.maximum(lengths, 1e-7) ** 2, 0.0)
        best = start[len(chosen)] if len(chosen) < len(start) else int(shares.argmax())
        if shares[best] <= 0:
            return
        direction = x[:, best] / lengths[best]
        rest = rest - direction * (direction @ rest)
        x = x - np.outer(direction, direction @ x)
        chosen.append(best)
        yield chosen
