"""How certain a difference is. Plain NumPy and SciPy; every formula with its source.

Scores of overlapping training sets are not independent: five repeats of five folds look like
25 independent measurements and are not. The plain t-test calls two equal models different in
35–40 % of such comparisons. The correction below widens the standard error by n_test / n_train.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy

from dlfund.comparison.scoring.interval import Interval


def corrected_standard_error(values: np.ndarray, n_train: float, n_test: float) -> float:
    """Standard error of the mean of k resampled scores.

        sqrt((1/k + n_test/n_train) · var)

    Reference: Nadeau & Bengio, 2003, Inference for the generalization error.
    """
    values = _several(values)
    return float(np.sqrt((1 / len(values) + n_test / n_train) * values.var(ddof=1)))


def corrected_interval(values: np.ndarray, n_train: float, n_test: float, confidence: float = 0.95) -> Interval:
    """Corrected interval of the mean of scores, or of paired differences, over folds."""
    values = _several(values)
    error = corrected_standard_error(values, n_train, n_test)
    half = float(scipy.stats.t.ppf((1 + confidence) / 2, len(values) - 1)) * error
    mean = float(values.mean())
    return Interval(mean, mean - half, mean + half)


def corrected_t_test(differences: np.ndarray, n_train: float, n_test: float) -> float:
    """Two-sided p-value of the corrected resampled t-test."""
    error = corrected_standard_error(differences, n_train, n_test)
    mean = float(np.mean(differences))
    if error == 0:
        return 1.0 if mean == 0 else 0.0
    return float(2 * scipy.stats.t.sf(abs(mean) / error, len(differences) - 1))


@dataclass(frozen=True)
class Probabilities:
    """The probabilities that the first model is worse, practically equal, or better."""

    worse: float
    equivalent: float
    better: float


def correlated_t_test(differences: np.ndarray, n_train: float, n_test: float, margin: float) -> Probabilities:
    """Bayesian correlated t-test: the probabilities of worse, equivalent (within ±margin) and better.

    The posterior of the mean difference is a Student distribution with k − 1 degrees of freedom and the corrected
    standard error, where the correlation is rho = n_test / (n_test + n_train).

    Reference: Corani & Benavoli, 2015, A Bayesian approach for comparing cross-validated algorithms;
    Benavoli et al., 2017, Time for a change (arXiv:1606.04316).
    """
    error = corrected_standard_error(differences, n_train, n_test)
    mean = float(np.mean(differences))
    if error == 0:
        worse, better = float(mean < -margin), float(mean > margin)
        return Probabilities(worse, 1.0 - worse - better, better)
    posterior = scipy.stats.t(df=len(differences) - 1, loc=mean, scale=error)
    worse, better = float(posterior.cdf(-margin)), float(posterior.sf(margin))
    return Probabilities(worse, max(0.0, 1.0 - worse - better), better)


def holm(p_values: np.ndarray) -> np.ndarray:
    """Holm-adjusted p-values: of m p-values the smallest is multiplied by m, the next by m − 1, …

    Reference: Holm, 1979, A simple sequentially rejective multiple test procedure.
    """
    p_values = np.asarray(p_values, dtype=float)
    order = np.argsort(p_values)
    weights = len(p_values) - np.arange(len(p_values))
    adjusted = np.empty_like(p_values)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(weights * p_values[order]))
    return adjusted


def _several(values: np.ndarray) -> np.ndarray:
    values = np.asarray(values, dtype=float)
    if values.ndim != 1 or len(values) < 2 or not np.isfinite(values).all():
        raise ValueError(f"Expected two or more finite scores, one per fold. Received: {values!r}.")
    return values
