"""Calibration: whether 70 % means 70 %.

    share of yes among rows with p near 0.7 = 0.7        after temperature scaling: p = sigmoid(z / T)

z is the logit, T a temperature fitted by log-loss on validation rows.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dlfund.learn.process.drawing import chart

TOO_LARGE = 3.0  # how much too large the logits are


def calibration() -> Iterator[str]:
    """Probabilities that can be multiplied by costs, because they are as often right as they say.

    Networks trained for long are often too sure: their logits go on growing after all training rows are right. A
    temperature above 1 takes that back without changing a single decision at 0.5. A reliability diagram shows it:
    bins of p against shares of yes.

    Numbers: Logits three times too large; calibration error of 20,000 rows: as they are 0.154, divided by 3 0.008.
    Use: before a probability is shown, multiplied by a cost or compared with a threshold that has a meaning.
    Misconception: "A softmax output is a probability." It is positive and sums to 1; whether it is calibrated has to
        be measured.
    Interview: What does temperature scaling leave as it is? — The ranking and each decision at one half, so accuracy
        and ROC AUC.
    Drills: binary_crossentropy, categorical_crossentropy
    Reference: Guo, Pleiss, Sun and Weinberger, 2017, On calibration of modern neural networks (arXiv:1706.04599).
    """
    from dlfund import metrics

    z, y = _drawn()
    errors = {}
    for name, temperature in {"as they are": 1.0, "divided by 3": TOO_LARGE}.items():
        metric = metrics.CalibrationError()
        metric.update_state(y.astype("float32"), (1 / (1 + np.exp(-z / temperature))).astype("float32"))
        errors[name] = float(metric.result())
    listing = ", ".join(f"{name} {error:.3f}" for name, error in errors.items())
    yield f"Logits three times too large; calibration error of 20,000 rows: {listing}."


def _drawn() -> tuple[np.ndarray, np.ndarray]:
    """Logits that are three times too large, and what happened."""
    numbers = np.random.default_rng(0)
    z = numbers.normal(scale=1.5, size=20_000)
    return TOO_LARGE * z, numbers.random(20_000) < 1 / (1 + np.exp(-z))


def picture() -> str:
    """The reliability diagram before and after."""
    z, y = _drawn()
    lines = {}
    for name, temperature in {"as they are": 1.0, "divided by 3": TOO_LARGE}.items():
        p = 1 / (1 + np.exp(-z / temperature))
        places = np.minimum((10 * p).astype(int), 9)
        lines[name] = [(float(p[places == k].mean()), float(y[places == k].mean())) for k in range(10)]
    return chart("Share of yes over the predicted probability", {**lines, "ideal": [(0.0, 0.0), (1.0, 1.0)]}, "p")
