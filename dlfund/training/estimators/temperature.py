"""Temperature: one number that calibrates a network's probabilities.

    p_T = softmax(log p / T)        T > 1 less confident, T < 1 more confident

T minimises the log-loss on rows that the network was not trained on.

Reference: Guo et al., 2017, On calibration of modern neural networks (arXiv:1706.04599).
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize_scalar

SMALLEST = 1e-7  # the probability of float32 networks below which the logarithm is rounding error
CERTAINTY = 20.0  # strength of the prior at T = 1, so that few rows don't move T far


def sharpened(probabilities: np.ndarray, temperature: float) -> np.ndarray:
    """Probabilities of shape (rows, classes) at a temperature."""
    logits = np.log(np.clip(probabilities, SMALLEST, 1)) / temperature
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def best_temperature(probabilities: np.ndarray, y: np.ndarray, weight: np.ndarray | None = None) -> float:
    """The temperature with the lowest log-loss on rows that were not trained on; with few rows it stays close to 1.

    Args:
        probabilities: array of shape (rows, classes).
        y: array of int, the rows' class numbers.
        weight: array of shape (rows,) or None.
    """
    weight = np.ones(len(y)) if weight is None else weight

    def penalised(log_temperature: float) -> float:
        p = sharpened(probabilities, float(np.exp(log_temperature)))[np.arange(len(y)), y]
        loss = -np.sum(weight * np.log(np.clip(p, SMALLEST, 1)))
        return float(loss + CERTAINTY * log_temperature**2)

    return float(np.exp(minimize_scalar(penalised, bounds=(-2.0, 2.0), method="bounded").x))
