"""Cross-validation: every row is a test row once.

    score = mean over folds k of score(model trained without fold k, rows of fold k)

The rows are cut into folds of about the same size; every model is trained on all folds but one.
"""

from __future__ import annotations

from collections.abc import Iterator

from dlfund.learn.process.drawing import bars


def cross_validation() -> Iterator[str]:
    """Uses few rows twice: all of them score, and no model is scored on rows that trained it.

    One split's score depends on which rows were drawn; the mean over folds varies less. Tuning belongs into the
    training part of each fold (nested). Folds share training rows, so their scores depend on each other: the plain
    standard error is too small.

    Numbers: 60 draws of 100 rows: accuracy on one part of 20 rows has a standard deviation of 0.10. The mean over
        five folds has 0.04.
    Use: on tables of up to some ten thousand rows; with larger ones a single split is precise enough.
    Misconception: "The folds' spread is the standard error." Their training sets overlap by three quarters and more;
        corrected intervals are wider.
    Interview: What is nested cross-validation? — Hyperparameters are chosen by inner folds of each training part, and
        the outer fold scores the choice.
    Drills: weight_updates
    Reference: Nadeau and Bengio, 2003, Inference for the generalization error (doi:10.1023/A:1024068626366).
    """
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import KFold, cross_val_score

    single, five = [], []
    for seed in range(60):
        numbers = np.random.default_rng(seed)
        x = numbers.normal(size=(100, 3))
        y = x[:, 0] + numbers.normal(size=100) > 0
        scores = cross_val_score(LogisticRegression(), x, y, cv=KFold(5, shuffle=True, random_state=0))
        single.append(scores[0])
        five.append(scores.mean())
    yield f"60 draws of 100 rows: accuracy on one part of 20 rows has a standard deviation of {np.std(single):.2f}."
    yield f"The mean over five folds has {np.std(five):.2f}."


def picture() -> str:
    """Five folds: the test part moves through the rows."""
    rows = []
    for fold in range(5):
        parts = [("training", fold / 5)] if fold else []
        after = [("training", (4 - fold) / 5)] if fold < 4 else []
        rows.append((f"fold {fold + 1}", [*parts, ("test", 0.2), *after]))
    return bars("Five folds", rows, "each row is tested once, by a model that has not seen it")
