"""Precision and recall at several thresholds, among the largest outputs, and of one class: as Keras counts them."""

import keras
import numpy as np
import pytest

from dlfund import metrics

RNG = np.random.default_rng(0)
OUTPUTS = RNG.random((20, 4)).astype("float32")
TARGETS = np.eye(4, dtype="float32")[RNG.integers(0, 4, 20)]
WEIGHTS = RNG.random(20).astype("float32")


@pytest.mark.parametrize("name", ["Precision", "Recall"])
@pytest.mark.parametrize(
    "options",
    [{}, {"thresholds": [0.2, 0.7]}, {"top_k": 2}, {"class_id": 1}, {"thresholds": 0.6, "top_k": 2}],
    ids=str,
)
def test_counts_as_keras_does(name, options):
    ours, theirs = getattr(metrics, name)(**options), getattr(keras.metrics, name)(**options)
    for metric in (ours, theirs):
        metric.update_state(TARGETS, OUTPUTS, sample_weight=WEIGHTS)
    np.testing.assert_allclose(np.asarray(ours.result()), np.asarray(theirs.result()), rtol=1e-6)
    again = type(ours).from_config(ours.get_config())
    assert again.thresholds == ours.thresholds


def test_a_class_of_single_outputs_is_refused():
    with pytest.raises(ValueError, match=r"Expected targets and outputs \(batch, classes\) with a class 2"):
        metrics.Precision(class_id=2).update_state([0, 1], [0.2, 0.7])


def test_a_config_of_an_earlier_version_says_threshold():
    assert metrics.Recall.from_config({"name": "recall", "threshold": 0.3}).thresholds == [0.3]
