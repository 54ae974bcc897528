"""A distribution that includes a library's own default, which lies outside the rest of the range.

value = default with probability 1/5, else drawn from the range
"""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.utils import check_random_state

SHARE = 0.2  # probability of the default


class DefaultOr:
    """A distribution for scikit-learn's samplers, such as a penalty that is 0 or drawn on a log scale.

    Args:
        default: the library's default.
        others: distribution or list from which other values are drawn.
    """

    def __init__(self, default: Any, others: Any) -> None:
        self.default = default
        self.others = others

    def rvs(self, random_state: Any = None) -> Any:
        """One value."""
        stream = check_random_state(random_state)
        if stream.uniform() < SHARE:
            return self.default
        if hasattr(self.others, "rvs"):
            return self.others.rvs(random_state=stream)
        return self.others[stream.randint(len(self.others))]


def holds(distribution: Any, value: Any) -> bool:
    """Whether a distribution or a list of values contains a value.

    Example:
        >>> holds([1, 2, 3], 2), holds(DefaultOr(None, [1, 2]), None), holds([1, 2], None)
        (True, True, False)
    """
    if isinstance(distribution, DefaultOr):
        return distribution.default == value or holds(distribution.others, value)
    if hasattr(distribution, "rvs"):
        low, high = distribution.support()
        return isinstance(value, (int, float, np.number)) and bool(low <= value <= high)
    return value in distribution
