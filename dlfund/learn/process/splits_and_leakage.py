"""Splits and leakage: rows that train, rows that choose, rows that score.

    training rows → weights        validation rows → epoch, hyperparameters        test rows → one score at the end

A leak is information about test rows, or about the target, that will not be there in use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from dlfund.learn.process.drawing import bars


def splits_and_leakage() -> Iterator[str]:
    """A score means what it says only if its rows took no part in training and in any choice.

    Whatever is fitted (scaling, encoding, selection of columns) is fitted to training rows. Rows of one person,
    place or time belong on one side. A column that is known only after the outcome is a leak even with perfect
    splits.

    Numbers: Pure noise, the best 20 of 2,000 columns chosen on all rows before the split: accuracy 0.90. Chosen on
        the training rows of each fold: 0.42.
    Use: before the first model, and again whenever a score is better than you expected.
    Misconception: "Test rows are safe as long as no weights are trained on them." Choosing by their score, or scaling
        with their mean, uses them too.
    Interview: How do you test a whole procedure for leaks? — Shuffle the targets and run all of it: the score must be
        that of chance.
    Drills: normalised_value
    Reference: Kapoor and Narayanan, 2023, Leakage and the reproducibility crisis in machine-learning-based science
        (doi:10.1016/j.patter.2023.100804).
    """
    from sklearn.linear_model import LogisticRegression

    numbers = np.random.default_rng(1)
    x, y = numbers.normal(size=(80, 2000)), numbers.integers(0, 2, size=80)

    def score(chosen_on: Callable[[np.ndarray], np.ndarray]) -> float:
        """Mean over five folds; the 20 best columns are chosen on the rows that `chosen_on` gives."""
        scores = []
        for fold in range(5):
            test = np.arange(80) % 5 == fold
            rows = chosen_on(test)
            best = np.argsort(-np.abs(((2 * y[rows] - 1)[:, None] * x[rows]).mean(axis=0)))[:20]
            scores.append(LogisticRegression().fit(x[~test][:, best], y[~test]).score(x[test][:, best], y[test]))
        return float(np.mean(scores))

    leaked = score(lambda test: np.ones(80, bool))
    yield f"Pure noise, the best 20 of 2,000 columns chosen on all rows before the split: accuracy {leaked:.2f}."
    yield f"Chosen on the training rows of each fold: {score(lambda test: ~test):.2f}."


def picture() -> str:
    """Which rows do what, with and without a time order."""
    rows = [
        ("independent", [("training", 0.6), ("validation", 0.2), ("test", 0.2)]),
        ("by person", [("A B C D", 0.6), ("E", 0.2), ("F", 0.2)]),
        ("in time", [("2021 to 2023", 0.6), ("2024", 0.2), ("2025", 0.2)]),
    ]
    return bars("Three kinds of splits", rows, "whole persons, and later rows, on the right")
