"""How strongly two variables are associated, from 0 to 1, and how improbable that is by chance.

V² = max(0, φ² − (r−1)(c−1)/(n−1)) / min(r', c')     classes, bias-corrected (Bergsma, 2013)
ε² = (H − k + 1) / (n − k)                           numbers, by their ranks (Kruskal & Wallis, 1952)
"""

from __future__ import annotations

import numpy as np
from scipy import stats
from scipy.special import gammaln


def counts(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Rows of each pair of codes; codes that no row has are left out."""
    rows, columns = np.unique(first, return_inverse=True), np.unique(second, return_inverse=True)
    shape = len(rows[0]), len(columns[0])
    return np.bincount(rows[1] * shape[1] + columns[1], minlength=shape[0] * shape[1]).reshape(shape)


def of_classes(first: np.ndarray, second: np.ndarray) -> tuple[float, float]:
    """Squared Cramér's V, corrected for its bias, and the p-value of the chi-squared test."""
    table = counts(first, second)
    rows, columns, n = *table.shape, table.sum()
    if min(rows, columns) < 2:
        return 0.0, 1.0
    test = stats.chi2_contingency(table, correction=False)
    phi = max(0.0, test.statistic / n - (rows - 1) * (columns - 1) / (n - 1))
    least = min(rows - (rows - 1) ** 2 / (n - 1), columns - (columns - 1) ** 2 / (n - 1)) - 1
    return float(min(1.0, phi / least)) if least > 0 else 0.0, float(test.pvalue)


def of_numbers(groups: np.ndarray, values: np.ndarray) -> tuple[float, float]:
    """Share of the ranks' variance that lies between the groups, and the p-value of Kruskal and Wallis."""
    group = np.unique(groups, return_inverse=True)[1]
    n, k = len(values), int(group.max()) + 1
    ranks = stats.rankdata(values)
    if k < 2 or n <= k or ranks.std() == 0:
        return 0.0, 1.0
    sizes = np.bincount(group)
    means = np.bincount(group, weights=ranks) / sizes
    between = float((sizes * (means - ranks.mean()) ** 2).sum())
    h = between / float(ranks.var(ddof=1))  # the variance of tied ranks is Kruskal and Wallis's correction
    return max(0.0, (h - k + 1) / (n - k)), float(stats.chi2.sf(h, k - 1))


def with_target(groups: np.ndarray, y: np.ndarray, has_classes: bool) -> tuple[float, float]:
    """Share of the target that the groups explain, and its p-value."""
    return of_classes(groups, y) if has_classes else of_numbers(groups, y)


def chance_of_one_to_one(sizes: np.ndarray) -> float:
    """Logarithm of the chance that shuffled values stand for classes of these sizes one to one: k! Π n_j! / n!"""
    return float(gammaln(len(sizes) + 1) + gammaln(np.asarray(sizes) + 1.0).sum() - gammaln(np.sum(sizes) + 1.0))


def blocks(places: np.ndarray, most: int = 20) -> np.ndarray:
    """Neighbouring places as up to `most` equally large blocks of at least 20 rows; equal places stay together."""
    number = int(np.clip(len(places) // 20, 1, most))
    ranks = stats.rankdata(places, method="max") - 1
    return np.asarray(ranks * number // len(places)).astype(int)
