"""Over- and underfitting: too simple for the rule, or bent to the noise.

    expected squared error on new rows = bias² + variance + noise

Bias is the error of the average model, variance how much models of other training rows differ from it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dlfund.learn.process.drawing import chart

DEGREES = range(1, 13)


def over_and_underfitting() -> Iterator[str]:
    """The training error falls with flexibility; the error on new rows falls, and then rises.

    A model that is too simple has the same high error on both kinds of rows. One that is too flexible follows the
    noise of its rows. Far beyond the size at which all rows are fitted the error on new rows can fall again (double
    descent).

    Numbers: Degree 1: error 0.23 on its 20 rows, 0.26 on new ones. Degree 4: error 0.06 on its 20 rows, 0.13 on new
        ones. Degree 12: error 0.03 on its 20 rows, 8.67 on new ones. The noise alone is 0.09.
    Use: to decide what to do next: both errors high, a more flexible model; a gap between them, more rows,
        regularisation or a simpler model.
    Misconception: "No error on the training rows means overfitting." It may have learned the rule: only rows held out
        can tell.
    Interview: The training error is low, the validation error high: what helps? — More rows or augmentation,
        regularisation (weight decay, dropout, early stopping), a simpler model.
    Drills: penalised_loss, dropout_scaling
    Reference: Belkin, Hsu, Ma and Mandal, 2019, Reconciling modern machine-learning practice and the classical
        bias–variance trade-off (doi:10.1073/pnas.1903070116).
    """
    errors = _errors()
    for degree in (1, 4, 12):
        yield f"Degree {degree}: error {errors[degree][0]:.2f} on its 20 rows, {errors[degree][1]:.2f} on new ones."
    yield "The noise alone is 0.09."


def _errors() -> dict[int, tuple[float, float]]:
    """Polynomials through 20 noisy rows of a wave: the median errors on these and on new rows, of 40 draws."""
    drawn = {}
    for degree in DEGREES:
        pairs = []
        for seed in range(40):
            numbers = np.random.default_rng(seed)
            x = np.concatenate([numbers.uniform(-1, 1, size=20), np.linspace(-0.95, 0.95, 200)])
            y = np.sin(3 * x) + numbers.normal(scale=0.3, size=220)
            curve = np.polynomial.Polynomial.fit(x[:20], y[:20], degree, domain=[-1, 1])
            squares = (curve(x) - y) ** 2
            pairs.append((squares[:20].mean(), squares[20:].mean()))
        training, new = np.median(pairs, axis=0)
        drawn[degree] = float(training), float(new)
    return drawn


def picture() -> str:
    """Both errors over the degree of the polynomial."""
    errors = _errors()
    lines = {
        "new rows": [(float(degree), errors[degree][1]) for degree in DEGREES],
        "training rows": [(float(degree), errors[degree][0]) for degree in DEGREES],
    }
    return chart("Error on training rows and on new rows", lines, "degree of the polynomial", 0.0, 0.5)
