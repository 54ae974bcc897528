"""dlfund's metrics on real rows."""

import numpy as np

from dlfund import metrics


def _measured(metric, truth, scores, weights=None):
    metric.update_state(np.asarray(truth, "float32"), np.asarray(scores, "float32"), sample_weight=weights)
    return float(metric.result())


def f1_score(tp, fp, fn, tn):
    return _measured(metrics.F1(), np.repeat([1, 0, 1, 0], [tp, fp, fn, tn]), np.repeat([1, 1, 0, 0], [tp, fp, fn, tn]))


def auc_of_a_list(labels):
    return _measured(metrics.ROCAUC(), labels, np.linspace(0.9, 0.1, len(labels)))


def ppv_by_bayes(share, recall, alarms):
    """The precision of four kinds of people, each with its share as weight."""
    weights = np.array(
        [recall * share, (1 - recall) * share, alarms * (1 - share), (1 - alarms) * (1 - share)], "float32"
    )
    return _measured(metrics.Precision(), [1, 1, 0, 0], [1, 0, 1, 0], weights)
