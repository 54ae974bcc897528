"""Many differences at once, each with an interval, so that all intervals hold together.

    standard error of k = sqrt(U/(U−1) · Σ_u ψ_uk²)        t_k = difference_k / standard error of k
    interval of k       = difference_k ± q · standard error of k
    q = the 95 % point of max_k |t_k*|,   t_k* from Σ_u s_u ψ_uk with random signs s_u

ψ_uk is the contribution of unit u to the deviation of difference k. A unit is a row; rows of one group are one unit,
and rows in time are cut into blocks, so that dependent rows get the same sign. One set of signs serves all k, so the
intervals of correlated differences are narrower than with Holm's method. t_k* is divided by its own standard error, as
Student's t is. The same is computed with ψ_uk as deviations from 0, where random signs are exact if there is no
difference; the larger of both maxima counts.

Reference: Chernozhukov, Chetverikov & Kato, 2013, Gaussian approximations and multiplier bootstrap for maxima of sums
(arXiv:1212.6906); Westfall & Young, 1993, Resampling-based multiple testing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlfund.data import Dataset

DRAWS = 2000
AT_ONCE = 100  # draws whose signs are in memory together
CONFIDENCE = 0.95
TINY = 1e-9


@dataclass(frozen=True)
class JointIntervals:
    """Ends of the intervals and adjusted p-values, each of shape (differences,)."""

    low: np.ndarray
    high: np.ndarray
    p_adjusted: np.ndarray


def joint_intervals(differences: np.ndarray, moves: np.ndarray, shares: np.ndarray, *, seed: int) -> JointIntervals:
    """Intervals that contain all differences together in 95 % of all samples of units.

    Args:
        differences: array of shape (differences,).
        moves: array of shape (units, differences): each unit's contribution to each difference, with sum 0; 0 for units
            that take no part in it.
        shares: array of shape (units, differences) or (units, 1): each unit's share of the weight, with sum 1.
        seed: int. Of the signs.
    """
    units = np.maximum(np.broadcast_to(shares > 0, moves.shape).sum(axis=0), 2)
    error = np.sqrt((moves**2).sum(axis=0) * units / (units - 1))
    error[error < TINY * np.abs(differences)] = 0.0  # what rounding leaves
    largest = np.maximum(
        _largest(moves, units, np.random.default_rng(seed)),
        _largest(moves + shares * differences, units, np.random.default_rng(seed)),
    )
    beyond = np.quantile(largest, CONFIDENCE)
    t = np.divide(np.abs(differences), error, out=np.where(differences == 0, 0.0, np.inf), where=error > 0)
    reached = np.array([(largest >= value).sum() for value in t])
    return JointIntervals(
        differences - beyond * error, differences + beyond * error, (1 + reached) / (1 + len(largest))
    )


def _largest(moves: np.ndarray, units: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """The largest |t*| of each draw of signs; a sign's square is 1, so the standard error needs no second sum."""
    length = np.sqrt((moves**2).sum(axis=0))
    varying = length > 0
    if not varying.any():
        return np.zeros(DRAWS)
    scaled, units = (moves[:, varying] / length[varying]).astype(np.float32), units[varying]
    maxima = []
    for _ in range(DRAWS // AT_ONCE):
        signs = generator.integers(0, 2, (AT_ONCE, len(moves)), dtype=np.int8) * 2 - 1
        z = np.abs(signs.astype(np.float32) @ scaled).astype(float)
        maxima.append((z * np.sqrt((units - 1) / np.maximum(units - z**2, 1e-3))).max(axis=1))
    return np.concatenate(maxima)


def units_of(dataset: Dataset) -> np.ndarray:
    """Each row's unit as a number: its group; or a block of ∛rows successive rows in time; or the row itself."""
    rows = len(dataset)
    if dataset.group is not None:
        return np.unique(dataset.group.astype(str), return_inverse=True)[1]
    if dataset.order is None:
        return np.arange(rows)
    place = np.empty(rows, dtype=int)
    place[np.argsort(dataset.order, kind="stable")] = np.arange(rows)
    return place // max(1, round(rows ** (1 / 3)))


def by_unit(values: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Rows' values summed in each unit: (rows, differences) to (units, differences)."""
    if len(np.unique(units)) == len(units):
        return values
    sums = np.zeros((int(units.max()) + 1, values.shape[1]))
    np.add.at(sums, units, values)
    return sums[np.unique(units)]
