"""Loss and metric: what training lowers, and what the decision is judged by.

    accuracy = (TP + TN) / rows        precision = TP / (TP + FP)        recall = TP / (TP + FN)
    log-loss = −mean of log p(true class)

TP and TN count yeses and noes that are predicted as such, FP false alarms, FN misses.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dlfund.learn.process.drawing import boxes

COUNTS = {"TP": 8, "FP": 30, "FN": 2, "TN": 960}


def loss_and_metric() -> Iterator[str]:
    """A loss has a gradient and is minimised; a metric says what matters and is reported.

    Metrics of decisions need a threshold, log-loss and Brier score judge the probabilities themselves, ROC AUC and
    average precision the ranking. For numbers RMSE has the target's unit, and R² is the share of the variance that
    is explained.

    Numbers: 8 of 10 yeses are found, with 30 false alarms among 990 noes: accuracy 0.97, precision 0.21, recall 0.80,
        F1 0.33. Saying always no has an accuracy of 0.99 and a recall of 0.
    Use: before training: choose the metric by the decision that follows, and the loss by the metric.
    Misconception: "The loss is the metric." Cross-entropy can rise while accuracy rises too: more rows are right, and
        a few are confidently wrong.
    Interview: Why is accuracy no loss? — Its gradient is 0 wherever there is one: a small change of a weight changes
        no decision.
    Drills: precision, recall, f1_score, auc_of_a_list, ppv_by_bayes, binary_crossentropy
    Reference: Saito and Rehmsmeier, 2015, The precision-recall plot is more informative than the ROC plot
        (doi:10.1371/journal.pone.0118432).
    """
    import keras

    from dlfund import metrics

    truth = np.repeat([1.0, 0.0, 1.0, 0.0], list(COUNTS.values()))
    decided = np.repeat([1.0, 1.0, 0.0, 0.0], list(COUNTS.values()))
    values = {}
    kinds: dict[str, keras.Metric] = {
        "accuracy": metrics.Accuracy(),
        "precision": metrics.Precision(),
        "recall": metrics.Recall(),
        "F1": metrics.F1(),
    }
    for name, metric in kinds.items():
        metric.update_state(truth, decided)
        values[name] = float(metric.result())
    listing = ", ".join(f"{name} {value:.2f}" for name, value in values.items())
    yield f"8 of 10 yeses are found, with 30 false alarms among 990 noes: {listing}."
    yield f"Saying always no has an accuracy of {np.mean(truth == 0):.2f} and a recall of 0."


def picture() -> str:
    """The confusion matrix of these rows."""
    rows = [
        [("true yes", "10 rows"), ("predicted yes", f"TP {COUNTS['TP']}"), ("predicted no", f"FN {COUNTS['FN']}")],
        [("true no", "990 rows"), ("predicted yes", f"FP {COUNTS['FP']}"), ("predicted no", f"TN {COUNTS['TN']}")],
    ]
    notes = ["recall: 8 of 10, along the upper row", "precision: 8 of 38, down the middle column"]
    return boxes("Confusion matrix of 1,000 rows", rows, notes, linked=0)
