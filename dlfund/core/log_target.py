"""A target whose logarithm is learned, such as a price, so that a miss counts by its ratio; predicted is the target.

    log: z = ln(y), y = exp(z)             where every target is above 0
    log1p: z = ln(1 + y), y = exp(z) − 1   where some are 0

Predicted is then about the median of the target, not its mean, which is higher where the target is skewed.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np

TargetLog: TypeAlias = Literal["", "log", "log1p"]
FUNCTIONS = {"log": (np.log, np.exp), "log1p": (np.log1p, np.expm1)}  # what is learned, and the way back
SKEWED = 2.0  # skewness from which the logarithm is offered: an exponential distribution has this much


def log_for(y: np.ndarray) -> TargetLog:
    """The logarithm that fits these targets; empty where some are below 0.

    Example:
        >>> log_for(np.array([1.0, 2.0])), log_for(np.array([0.0, 2.0])), log_for(np.array([-1.0, 2.0]))
        ('log', 'log1p', '')
    """
    lowest = float(np.min(y))
    return "log" if lowest > 0 else "log1p" if lowest == 0 else ""


def logged(y: np.ndarray, name: TargetLog) -> np.ndarray:
    """What is learned instead of these targets: shape (rows,); without a name they are returned as they are."""
    return FUNCTIONS[name][0](y) if name else y


def is_skewed(y: np.ndarray) -> bool:
    """Whether the logarithm of these targets is much more symmetric than they are."""
    name = log_for(y)
    return bool(name) and skewness(y) > SKEWED and abs(skewness(logged(y, name))) < skewness(y) / 2


def skewness(y: np.ndarray) -> float:
    """The mean cube of the standardised targets; 0 where all are the same."""
    deviation = float(np.std(y))
    return float(np.mean(((y - np.mean(y)) / deviation) ** 3)) if deviation else 0.0
