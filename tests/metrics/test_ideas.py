"""The idea of each metric, and what it refuses."""

import numpy as np
import pytest
from scipy.special import logit
from sklearn import metrics as sklearn

from dlfund import metrics


def judged(metric, t, p, w=None):
    metric.update_state(np.asarray(t), np.asarray(p), w)
    return float(metric.result())


def rare(rows=20_000, seed=0):
    generator = np.random.default_rng(seed)
    t = (generator.uniform(size=rows) < 0.01).astype("float32")
    return t, 1 / (1 + np.exp(-(generator.normal(size=rows) + 2 * t - 5)))


def test_saying_always_no_is_accurate_and_finds_nothing():
    t, _ = rare()
    never = np.zeros_like(t)
    assert judged(metrics.Accuracy(), t, never) > 0.98
    for make in (metrics.Precision, metrics.Recall, metrics.F1):
        assert judged(make(), t, never) == 0.0


def test_a_threshold_trades_precision_for_recall():
    t, p = rare()
    low, high = (
        [judged(make(threshold=threshold), t, p) for make in (metrics.Precision, metrics.Recall)]
        for threshold in (0.02, 0.2)
    )
    assert low[0] < high[0]
    assert low[1] > high[1]


def test_f1_is_near_the_smaller_of_the_two():
    t, p = rare()
    precision, recall, f1 = (judged(make(0.02), t, p) for make in (metrics.Precision, metrics.Recall, metrics.F1))
    assert f1 == pytest.approx(2 * precision * recall / (precision + recall), rel=1e-5)
    assert f1 < (precision + recall) / 2


@pytest.mark.parametrize(
    "make, reference",
    [(metrics.ROCAUC, sklearn.roc_auc_score), (metrics.AveragePrecision, sklearn.average_precision_score)],
)
def test_small_scores_keep_their_order(make, reference):
    """Rare yeses have scores of about a hundredth; logits are the same scores."""
    t, p = rare()
    assert judged(make(), t, p) == pytest.approx(reference(t, p), abs=2e-4)
    assert judged(make(from_logits=True), t, logit(p)) == pytest.approx(reference(t, p), abs=2e-4)


def test_ties_count_half():
    assert judged(metrics.ROCAUC(), [1, 0], [0.5, 0.5]) == 0.5
    assert judged(metrics.AveragePrecision(), [1, 0, 0, 0], [0.5] * 4) == 0.25


def test_order_is_not_calibration():
    t, p = rare()
    assert judged(metrics.ROCAUC(), t, np.sqrt(p)) == pytest.approx(judged(metrics.ROCAUC(), t, p), abs=2e-4)
    assert judged(metrics.CalibrationError(), t, np.sqrt(p)) > judged(metrics.CalibrationError(), t, p) + 0.05


def test_the_base_rate_is_calibrated_and_tells_nothing():
    t, _ = rare()
    base = np.full_like(t, t.mean())
    assert judged(metrics.CalibrationError(), t, base) == pytest.approx(0.0, abs=1e-5)
    assert judged(metrics.ROCAUC(), t, base) == 0.5
    assert judged(metrics.BrierScore(), t, base) == pytest.approx(t.mean() * (1 - t.mean()), rel=1e-4)


def test_a_sure_mistake_is_dear_for_log_loss_and_mild_for_brier():
    assert judged(metrics.LogLoss(), [1.0], [1e-6]) > 13
    assert judged(metrics.BrierScore(), [1.0], [1e-6]) <= 1


def test_r2_of_the_mean_is_zero_and_can_be_below():
    y = np.array([1.0, 2.0, 3.0])
    assert judged(metrics.R2(), y, np.full(3, 2.0)) == 0.0
    assert judged(metrics.R2(), y, y[::-1].copy()) == -3.0


def test_r2_keeps_its_digits_far_from_zero():
    y = 1e4 + np.random.default_rng(0).normal(size=1000)
    metric = metrics.R2()
    for part in np.split(y.astype("float32"), 20):
        metric.update_state(part, part + 0.1)
    assert float(metric.result()) == pytest.approx(1 - 0.01 / y.var(), abs=2e-3)


def test_what_is_refused():
    with pytest.raises(ValueError, match=r"Expected targets 0 and 1 for ROCAUC. Received: -1"):
        judged(metrics.ROCAUC(), [-1, 1], [0.1, 0.9])
    with pytest.raises(ValueError, match="from_logits=True"):
        judged(metrics.ROCAUC(), [0, 1], [-3.0, 5.0])
    with pytest.raises(ValueError, match="Expected one output a row"):
        judged(metrics.F1(), [0, 1], np.ones((2, 3)))
    with pytest.raises(ValueError, match="Expected one target for every output"):
        judged(metrics.BrierScore(), [0, 1, 1], [0.5, 0.5])
    with pytest.raises(ValueError, match="Expected a class number or a one-hot row"):
        judged(metrics.Accuracy(), np.ones((2, 4, 4)), np.ones((2, 3)))
    with pytest.raises(ValueError, match="Expected bins to be a whole number above 0"):
        metrics.CalibrationError(bins=0)


@pytest.mark.parametrize("make", [metrics.Accuracy, metrics.LogLoss])
def test_a_sequence_s_weight_is_that_of_its_steps(make):
    """Two sequences of three steps: weights of rows, as `fit` hands them on, of columns and of steps are the same."""
    p = np.array([[[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]], [[0.3, 0.7], [0.5, 0.5], [0.1, 0.9]]])
    t, w = np.array([[0, 1, 1], [1, 0, 0]]), np.array([1.0, 3.0])
    steps = np.repeat(w, 3).reshape(2, 3)
    expected = judged(make(), t.ravel(), p.reshape(6, 2), steps.ravel())
    assert [judged(make(), t, p, given) for given in (w, w[:, None], steps, steps[..., None])] == pytest.approx(
        [expected] * 4
    )


@pytest.mark.parametrize("make", [metrics.Accuracy, metrics.LogLoss, metrics.Precision])
def test_weights_of_other_rows_are_refused(make):
    p = [[0.9, 0.1], [0.2, 0.8]] if make is not metrics.Precision else [0.9, 0.2]
    with pytest.raises(ValueError, match=r"Expected a weight for every row.*Received: weights \(3,\)"):
        judged(make(), [0, 1], p, [1.0, 2.0, 3.0])
