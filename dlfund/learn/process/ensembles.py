"""Ensembles: the mean of several models varies less than each of them.

    error of the mean ≤ mean of the errors        variance of the mean = σ² (ρ + (1 − ρ) / k)

σ² is the variance of one model, ρ the correlation of two, k their number.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dlfund.learn.process.drawing import chart

MEMBERS = range(1, 21)


def ensembles() -> Iterator[str]:
    """Several models that err in different ways are averaged; what they have in common stays.

    Bagging trains each on another sample of the rows, boosting trains each on what is left of the error, deep
    ensembles start networks from other seeds. Distillation trains one model on the mean of all.

    Numbers: Variance 1, correlation 0.5: one model 1.00, ten 0.54, by the formula 0.55. Without correlation ten
        models have 0.10.
    Use: when the last bit of accuracy and honest uncertainty are worth k times the computation.
    Misconception: "Ten models are ten times better." With a correlation of 0.5 the variance cannot fall below a half,
        however many there are.
    Interview: Why do trees gain more from bagging than linear models? — Their variance is large and differs from
        sample to sample; a linear model's hardly changes.
    Drills: mean_squared_error
    Reference: Breiman, 1996, Bagging predictors (doi:10.1007/BF00058655); Lakshminarayanan, Pritzel and Blundell,
        2017, Simple and scalable predictive uncertainty estimation using deep ensembles (arXiv:1612.01474).
    """
    errors = _errors()
    half, formula = errors[0.5], 0.5 + 0.5 / 10
    yield f"Variance 1, correlation 0.5: one model {half[0]:.2f}, ten {half[9]:.2f}, by the formula {formula:.2f}."
    yield f"Without correlation ten models have {errors[0.0][9]:.2f}."


def _errors() -> dict[float, list[float]]:
    """The mean squared error of the mean of 1 to 20 models, for each correlation; 20,000 draws."""
    numbers = np.random.default_rng(0)
    shared, own = numbers.normal(size=(20_000, 1)), numbers.normal(size=(20_000, 20))
    curves = {}
    for correlation in (0.5, 0.0):
        models = np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * own
        means = np.cumsum(models, axis=1) / np.arange(1, 21)
        curves[correlation] = np.mean(means**2, axis=0).tolist()
    return curves


def picture() -> str:
    """The error of the mean over the number of models."""
    names = {0.5: "correlation 0.5", 0.0: "none"}
    lines = {names[rho]: list(zip(map(float, MEMBERS), line, strict=True)) for rho, line in _errors().items()}
    return chart("Error of the mean of k models", lines, "number of models", 0.0, 1.0)
