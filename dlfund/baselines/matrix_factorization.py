"""Matrix factorization by alternating least squares.

    rating = μ + b_user + b_item + p_user · q_item
    minimise  Σ (rating − prediction)² + penalty · (Σ |p|² + Σ |q|²) + damping · (Σ b_user² + Σ b_item²)

With the items fixed, each user is a small ridge regression, and with the users fixed, each item is one.
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted

from dlfund.baselines.levels import codes_of, levels_of


class MatrixFactorization(RegressorMixin, BaseEstimator):
    """A bias and a vector of tastes for each user, a bias and a vector of traits for each item.

    Args:
        columns: tuple of two str. The columns of users and of items.
        rank: int above 0. Length of the vectors.
        penalty: float above 0. How strongly vectors are drawn towards 0.
        damping: float above 0. How strongly biases are drawn towards 0.
        sweeps: int. How often users and items are solved in turn.
        random_state: int or None. Seed of the items' initial vectors.
    """

    def __init__(
        self,
        columns: tuple[str, ...],
        *,
        rank: int = 4,
        penalty: float = 5.0,
        damping: float = 5.0,
        sweeps: int = 20,
        random_state: int | None = None,
    ) -> None:
        self.columns = columns
        self.rank = rank
        self.penalty = penalty
        self.damping = damping
        self.sweeps = sweeps
        self.random_state = random_state

    def fit(self, X: Any, y: Any) -> Self:
        y = np.asarray(y, dtype=float)
        self.levels_ = levels_of(X, self.columns)
        users, items = codes_of(X, self.columns, self.levels_)
        self.mean_ = float(y.mean())
        start = check_random_state(self.random_state).normal(0, 0.1, (len(self.levels_[1]), self.rank))
        # each side's vectors with its bias in the last column
        user_side, item_side = np.zeros((len(self.levels_[0]), self.rank + 1)), np.pad(start, ((0, 0), (0, 1)))
        for _ in range(self.sweeps):
            user_side = self._solved(users, item_side[items], y - self.mean_, len(user_side))
            item_side = self._solved(items, user_side[users], y - self.mean_, len(item_side))
        self.factors_ = [user_side, item_side]
        return self

    def _solved(self, code: np.ndarray, others: np.ndarray, y: np.ndarray, count: int) -> np.ndarray:
        """The optimal vectors and biases of one side: `count` ridge regressions at once."""
        features = np.column_stack([others[:, :-1], np.ones(len(y))])  # (ratings, rank + 1)
        y = y - others[:, -1]  # the other side's bias
        width = features.shape[1]
        squares, sums = np.empty((count, width, width)), np.empty((count, width))
        for row in range(width):
            sums[:, row] = np.bincount(code, features[:, row] * y, minlength=count)
            for column in range(row + 1):
                entry = np.bincount(code, features[:, row] * features[:, column], minlength=count)
                squares[:, row, column] = squares[:, column, row] = entry
        squares += np.diag([self.penalty] * self.rank + [self.damping])
        return np.linalg.solve(squares, sums[:, :, None])[:, :, 0]  # (count, rank + 1)

    def predict(self, X: Any) -> np.ndarray:
        check_is_fitted(self)
        codes = codes_of(X, self.columns, self.levels_)
        unknown = np.zeros((1, self.rank + 1))
        user, item = (np.vstack([side, unknown])[code] for side, code in zip(self.factors_, codes, strict=True))
        return self.mean_ + user[:, -1] + item[:, -1] + (user[:, :-1] * item[:, :-1]).sum(axis=1)
