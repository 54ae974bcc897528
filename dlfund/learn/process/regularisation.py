"""Regularisation: a preference for simple weights, beside the fit.

    loss + λ Σ w²  (L2)        loss + λ Σ |w|  (L1)        dropout, early stopping, augmentation, noise

λ is the strength; 0 is no regularisation.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dlfund.learn.process.drawing import chart

STRENGTHS = [10 ** (power / 4) for power in range(-8, 13)]


def regularisation() -> Iterator[str]:
    """Anything that makes a model fit its training rows less well, so that it predicts new rows better.

    Too little lets the model follow noise, too much hides the rule. The strength is chosen on validation rows. L2
    shrinks all weights, L1 sets small ones to exactly 0.

    Numbers: λ = 0.01: error 0.33 on 30 training rows, 3.18 on new ones. λ = 10: error 0.58 on 30 training rows, 1.70
        on new ones. λ = 1e+03: error 2.56 on 30 training rows, 2.68 on new ones.
    Use: where the error on new rows is clearly above that on training rows; weight decay with AdamW first, then dropout
        or augmentation. As of 2026; evidence that another order helps on data like yours would change it.
    Misconception: "More regularisation is safer." Beyond the best strength both errors rise: the model underfits.
    Interview: Which of L1 and L2 selects inputs, and why? — L1: its gradient does not shrink with the weight, so it
        pushes small weights all the way to 0.
    Drills: penalised_loss, dropout_scaling
    Reference: Hastie, Tibshirani and Friedman, 2009, The elements of statistical learning, section 3.4
        (doi:10.1007/978-0-387-84858-7).
    """
    errors = _errors()
    best = int(np.argmin([test for _, test in errors]))
    for place in (0, best, len(STRENGTHS) - 1):
        train, test = errors[place]
        yield f"λ = {STRENGTHS[place]:.2g}: error {train:.2f} on 30 training rows, {test:.2f} on new ones."


def _errors() -> list[tuple[float, float]]:
    """Ridge regression of 20 columns, of which 5 matter: the mean errors of 40 draws for each strength."""
    sums = np.zeros((len(STRENGTHS), 2))
    for seed in range(40):
        numbers = np.random.default_rng(seed)
        x, w = numbers.normal(size=(530, 20)), np.r_[np.ones(5), np.zeros(15)] * 0.6
        y = x @ w + numbers.normal(size=530)
        known, new = slice(30), slice(30, None)
        for place, strength in enumerate(STRENGTHS):
            fitted = np.linalg.solve(x[known].T @ x[known] + strength * np.eye(20), x[known].T @ y[known])
            sums[place] += [np.mean((x[rows] @ fitted - y[rows]) ** 2) for rows in (known, new)]
    return [(float(train), float(test)) for train, test in sums / 40]


def picture() -> str:
    """Both errors over the strength of the penalty."""
    errors, powers = _errors(), np.log10(STRENGTHS)
    lines = {
        "new rows": [(float(power), test) for power, (_, test) in zip(powers, errors, strict=True)],
        "training rows": [(float(power), train) for power, (train, _) in zip(powers, errors, strict=True)],
    }
    return chart("Error on training rows and on new rows", lines, "log₁₀ of the strength λ", 0.0, 4.0)
