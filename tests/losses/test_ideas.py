"""What each loss is for, as an assertion; a number worked out by hand; the message for the usual mistake."""

import numpy as np
import pytest
from contracts.gradients import gradient, numbers

from dlfund import losses

TARGETS = np.array([0.0, 1.0, 2.0, 3.0, 100.0])  # one wild target


def best_constant(loss, candidates):
    """The constant output with the smallest loss."""
    costs = [float(loss(TARGETS[:, None], np.full((5, 1), c))) for c in candidates]
    return candidates[int(np.argmin(costs))]


@pytest.mark.parametrize(
    ("loss", "best"),
    [
        (losses.MeanSquaredError(), np.mean(TARGETS)),
        (losses.MeanAbsoluteError(), np.median(TARGETS)),
        (losses.Quantile(quantile=0.7), np.quantile(TARGETS, 0.7, method="higher")),
        (losses.Poisson(), np.mean(TARGETS)),
    ],
    ids=["squared: mean", "absolute: median", "pinball: quantile", "poisson: mean"],
)
def test_the_best_constant_is_the_statistic_the_card_names(loss, best):
    assert best_constant(loss, np.linspace(0.1, 60, 600)) == pytest.approx(best, abs=0.11)


def test_huber_and_log_cosh_hardly_follow_a_wild_target():
    for loss in (losses.Huber(), losses.LogCosh()):
        assert 1.0 < best_constant(loss, np.linspace(0.0, 60, 601)) < 4.0


def test_numbers_worked_out_by_hand():
    def value(loss, t, p):
        return float(loss(np.array([[t]]), np.array([[p]])))

    assert value(losses.Huber(delta=2.0), 0.0, 5.0) == 8.0  # 2 · 5 − ½ · 4
    assert value(losses.Hinge(), 0.0, 0.5) == 1.5  # label 0 is −1: 1 + 0.5
    assert value(losses.SquaredHinge(), 1.0, -2.0) == 9.0  # (1 + 2)²
    assert value(losses.Quantile(quantile=0.25), 4.0, 0.0) == 1.0  # ¼ · 4
    assert value(losses.BinaryCrossentropy(label_smoothing=0.5), 1.0, 0.5) == pytest.approx(np.log(2))


def test_the_pinball_loss_equals_scikit_learns():
    from sklearn.metrics import mean_pinball_loss

    generator = np.random.default_rng(0)
    t, p = generator.normal(size=(2, 50, 1)).astype("float32")
    ours = float(losses.Quantile(quantile=0.8)(t, p))
    assert ours == pytest.approx(mean_pinball_loss(t, p, alpha=0.8), rel=1e-6)


def test_sparse_and_one_hot_targets_give_the_same_loss():
    generator = np.random.default_rng(0)
    z, classes = generator.normal(size=(6, 4)).astype("float32"), generator.integers(0, 4, 6)
    for options in ({"from_logits": True}, {"from_logits": True, "label_smoothing": 0.2}):
        sparse = numbers(losses.SparseCategoricalCrossentropy(reduction=None, **options)(classes, z))
        one_hot = numbers(losses.CategoricalCrossentropy(reduction=None, **options)(np.eye(4)[classes], z))
        np.testing.assert_allclose(sparse, one_hot, rtol=1e-6)


def test_a_class_ruled_out_by_its_logit_costs_nothing():
    z = np.array([[0.0, -np.inf, 0.0]], "float32")
    loss = losses.SparseCategoricalCrossentropy(from_logits=True)
    assert float(loss(np.array([0]), z)) == pytest.approx(np.log(2), rel=1e-6)
    assert np.isfinite(gradient(lambda z: loss(np.array([0]), z), z, 1.0)).all()


def test_focal_without_focus_is_cross_entropy():
    t, p = np.array([[1.0, 0.0]]), np.array([[0.3, 0.6]])
    plain, focal = losses.BinaryCrossentropy(), losses.BinaryFocalCrossentropy(gamma=0.0)
    assert float(focal(t, p)) == pytest.approx(float(plain(t, p)), rel=1e-6)


def test_focal_looks_away_from_easy_rows():
    loss, plain = losses.BinaryFocalCrossentropy(gamma=2.0), losses.BinaryCrossentropy()
    first, easy = np.array([[1.0]]), np.array([[0.9]])
    assert float(loss(first, easy)) == pytest.approx(0.01 * float(plain(first, easy)), rel=1e-4)


def test_divergence_is_cross_entropy_minus_entropy():
    t, p = np.array([[0.2, 0.8]]), np.array([[0.6, 0.4]])
    entropy = -np.sum(t * np.log(t))
    crossentropy = float(losses.CategoricalCrossentropy()(t, p))
    assert float(losses.KLDivergence()(t, p)) == pytest.approx(crossentropy - entropy, rel=1e-5)


def test_the_loss_of_members_is_never_the_loss_of_their_mean():
    t, p = np.zeros((1, 1)), np.array([[[3.0], [-3.0]]])  # wrong both, right on average
    assert float(losses.MeanOfMembers(losses.MeanSquaredError())(t, p)) == 9.0
    assert float(losses.MeanSquaredError()(t, p.mean(1))) == 0.0


@pytest.mark.parametrize("targets", [np.array([0, 2]), np.array([[0], [2]])], ids=["flat", "column"])
def test_members_share_the_targets(targets):
    z = np.random.default_rng(0).normal(size=(2, 3, 4)).astype("float32")
    inner = losses.SparseCategoricalCrossentropy(from_logits=True)
    by_hand = np.mean([float(inner(targets, z[:, i])) for i in range(3)])
    assert float(losses.MeanOfMembers(inner)(targets, z)) == pytest.approx(by_hand, rel=1e-6)


FLAT = [
    losses.BinaryCrossentropy,
    losses.BinaryFocalCrossentropy,
    losses.Hinge,
    losses.Huber,
    losses.LogCosh,
    losses.MeanAbsoluteError,
    losses.MeanSquaredError,
    losses.PerceptronLoss,
    losses.Poisson,
    losses.Quantile,
    losses.SquaredHinge,
]


@pytest.mark.parametrize("cls", FLAT)
def test_a_flat_column_of_targets_means_the_same(cls):
    """(batch,) against (batch, 1) must not become (batch, batch)."""
    t, p = np.array([0.0, 1.0, 1.0]), np.array([[0.2], [0.4], [0.9]])
    loss = cls(reduction=None)
    np.testing.assert_allclose(numbers(loss(t, p)), numbers(loss(t[:, None], p)), rtol=1e-6)
    assert numbers(loss(t, p)).shape == (3,)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: losses.Quantile(quantile=90), ValueError, "Use 0.9 for the value"),
        (lambda: losses.Huber(delta=0), ValueError, "Received: delta=0"),
        (lambda: losses.BinaryCrossentropy(label_smoothing=2), ValueError, "Received: label_smoothing=2"),
        (lambda: losses.CategoricalCrossentropy(label_smoothing=-1), ValueError, "Received: label_smoothing=-1"),
        (lambda: losses.SparseCategoricalCrossentropy(label_smoothing=2), ValueError, "label_smoothing=2"),
        (lambda: losses.BinaryFocalCrossentropy(gamma=-1), ValueError, "Received: gamma=-1"),
        (lambda: losses.CategoricalFocalCrossentropy(gamma=-1), ValueError, "Received: gamma=-1"),
        (lambda: losses.MeanOfMembers(losses.MeanSquaredError), TypeError, "not a class or a name"),
        (
            lambda: losses.MeanOfMembers(losses.Poisson())(np.ones(2), np.ones((2, 1))),
            ValueError,
            "members",
        ),
    ],
)
def test_the_usual_mistake_gets_a_sentence(make, error, message):
    with pytest.raises(error, match=message):
        make()


def test_the_members_mean_is_judged_by_the_inner_loss():
    loss = losses.MeanOfMembers(losses.MeanSquaredError(), mean_in_prediction=True)
    t, p = np.zeros((1, 1)), np.array([[[3.0], [-1.0]]])
    assert float(loss(t, p)) == 5.0  # while training: (9 + 1) / 2
    assert float(loss(t, p.mean(axis=1))) == 1.0
