import keras
import numpy as np
import pytest
from contracts.gradients import gradient, numbers

from dlfund.losses import CategoricalCrossentropy, CosineSimilarity, InfoNCE, Triplet

LABELS = np.array([0, 0, 1, 1, 2, 2])


def train(loss, steps=150, rate=0.05):
    """Six free embeddings, moved by the loss alone."""
    embeddings = np.random.default_rng(0).normal(size=(6, 2)).astype("float32")
    for _ in range(steps):
        embeddings = embeddings - rate * gradient(lambda e: loss(LABELS, e), embeddings, 1.0)
    return embeddings


def test_triplets_end_apart_by_the_margin():
    embeddings = train(Triplet(margin=1.0))
    d = ((embeddings[:, None] - embeddings[None]) ** 2).sum(-1)
    same = LABELS[:, None] == LABELS[None]
    assert d[same].max() + 0.9 < d[~same].min()


def test_contrast_turns_what_belongs_together_into_one_direction():
    embeddings = train(InfoNCE(temperature=0.2), steps=400)
    u = embeddings / np.linalg.norm(embeddings, axis=1, keepdims=True)
    cosines, same = u @ u.T, LABELS[:, None] == LABELS[None]
    assert cosines[same].min() > 0.95
    assert cosines[~same].max() < 0.2


def test_two_views_are_a_cross_entropy_over_the_other_rows():
    """SimCLR's NT-Xent: row i's other view among all rows but i."""
    u = np.random.default_rng(0).normal(size=(4, 3)).astype("float32")
    u /= np.linalg.norm(u, axis=1, keepdims=True)
    expected = []
    for i, j in ((0, 1), (1, 0), (2, 3), (3, 2)):
        others = [k for k in range(4) if k != i]
        s = u[i] @ u[others].T / 0.5
        expected.append(float(CategoricalCrossentropy(from_logits=True)(np.eye(4)[j][others][None], s[None])))
    loss = InfoNCE(temperature=0.5, reduction=None)(np.array([0, 0, 1, 1]), u)
    np.testing.assert_allclose(numbers(loss), expected, rtol=1e-5)


def test_a_row_alone_has_nothing_to_be_near_to():
    assert numbers(InfoNCE(reduction=None)(np.array([0, 1, 1]), np.eye(3)))[0] == 0.0
    assert float(InfoNCE()(np.array([0]), np.ones((1, 2)))) == 0.0
    assert float(Triplet()(np.array([0, 0]), np.array([[0.0], [5.0]]))) == 0.0  # no other class in the batch


def test_length_does_not_matter_to_a_direction():
    t, p = np.array([[1.0, 2.0]]), np.array([[-3.0, 0.5]])
    assert float(CosineSimilarity()(t, p)) == pytest.approx(float(CosineSimilarity()(10 * t, 0.1 * p)), rel=1e-5)
    axis = [float(room.CosineSimilarity(axis=1)(t[..., None], p[..., None])) for room in (keras.losses,)]
    assert axis == pytest.approx([float(CosineSimilarity(axis=1)(t[..., None], p[..., None]))], rel=1e-5)


@pytest.mark.parametrize("make", [Triplet, InfoNCE])
def test_pairs_on_an_axis_of_their_own_are_refused(make):
    with pytest.raises(ValueError, match="Two views of one row are two rows"):
        make()(np.zeros((4,)), np.ones((4, 2, 3)))


def test_no_margin_and_no_temperature_are_refused():
    with pytest.raises(ValueError, match="Expected margin above 0"):
        Triplet(margin=0)
    with pytest.raises(ValueError, match="Expected temperature above 0"):
        InfoNCE(temperature=0)
