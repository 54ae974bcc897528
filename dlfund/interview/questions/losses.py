"""What is minimised, and what that makes of a network."""

import numpy as np

from dlfund import activations, explain, layers, losses
from dlfund.interview.networks import first, learn, network, predict, with_weights


def why_crossentropy():
    """Why cross-entropy and not squared error behind a sigmoid?

    Short: Because a neuron that is surely wrong must learn most. With cross-entropy its gradient is p − y; the
        squared error's has a further factor p (1 − p), which is then nearly 0.
    Longer: Cross-entropy's own slope, (p − y) / (p (1 − p)), is what cancels the sigmoid's p (1 − p). Both losses
        have their minimum at the true probability; only the way there differs.
    Wrong: Because squared error is for regression only: it cannot rate probabilities.
    Why: It can (it is then called the Brier score), and its minimum is at the same probabilities. What it lacks is
        a slope where the neuron is saturated.
    Cards: BinaryCrossentropy, MeanSquaredError, sigmoid
    """
    neuron = with_weights(network(1, layers.Perceptron(name="neuron")), 1.0, 0.0)
    rows = [[-8.0]], [[1.0]]
    slopes = {
        name: first(explain.trace(neuron, *rows, loss=loss)["neuron"].delta)
        for name, loss in {
            "cross-entropy": losses.BinaryCrossentropy(),
            "squared error": losses.MeanSquaredError(),
        }.items()
    }
    yield (
        f"z = −8, target 1: ∂loss/∂z is {slopes['cross-entropy']:.3f} by cross-entropy",
        slopes["cross-entropy"] < -0.99,
    )
    yield f"and {slopes['squared error']:.5f} by squared error", -0.001 < slopes["squared error"] < 0
    x, y = np.ones((10, 1)), np.array([[1.0]] * 7 + [[0.0]] * 3)
    shares = [
        first(predict(learn(network(1, layers.Perceptron()), x, y, loss=loss, rate=1.0, steps=400), x))
        for loss in ("mse", "binary_crossentropy")
    ]
    yield (
        f"7 of 10 are 1: both losses lead to {shares[0]:.2f} and {shares[1]:.2f}",
        max(abs(one - 0.7) for one in shares) < 0.01,
    )


def what_a_loss_predicts():
    """A regression can only answer one number for all rows. Which one does each loss choose?

    Short: Squared error chooses the mean of the targets, absolute error their median.
    Longer: Given x, a network does the same with the targets that occur there. So with skewed targets (prices,
        times) the two losses train different models, and an outlier moves only the mean.
    Wrong: Both choose the mean; absolute error only gets there more slowly.
    Why: The absolute error's pulls are all equally strong, so they balance where as many targets lie above as
        below.
    Cards: MeanSquaredError, MeanAbsoluteError, Quantile
    """
    y = np.array([[1.0], [2.0], [3.0], [4.0], [90.0]])
    places = np.arange(0.0, 60.0, 0.5)

    def chosen(loss):
        costs = [float(loss(y, np.full((5, 1), place))) for place in places]
        return float(places[int(np.argmin(costs))])

    square, absolute = chosen(losses.MeanSquaredError()), chosen(losses.MeanAbsoluteError())
    yield f"targets 1, 2, 3, 4, 90: squared error chooses {square:g}, their mean {y.mean():g}", square == y.mean() == 20
    yield f"absolute error chooses {absolute:g}, their median {np.median(y):g}", absolute == np.median(y) == 3


def accuracy_as_a_loss():
    """Why is accuracy not used as the loss?

    Short: Its gradient is 0 almost everywhere: a small change of a weight changes no decision, so there is nothing
        to follow.
    Longer: Cross-entropy answers to every small change, also of rows that are right already. It is a stand-in that
        can be followed; what one cares about is still measured beside it.
    Wrong: Out of habit: raising the accuracy and lowering the cross-entropy are the same thing.
    Why: They answer to different things: a weight that moves a little changes the cross-entropy and no decision.
        Accuracy is flat, so there is nothing to descend.
    Cards: step, BinaryCrossentropy
    """
    numbers = np.random.default_rng(0)
    x = numbers.normal(size=(200, 2)).astype("float32")
    y = (x[:, :1] > 0.2).astype("float32")
    decided = with_weights(network(2, layers.Dense(1, activation=activations.step, name="neuron")), [1.0, 0.5], 0.1)
    missed = explain.trace(decided, x, y, loss="mse")  # of zeros and ones, this is the share of misses
    largest = float(np.abs(missed.updates["neuron/kernel"].gradient).max())
    yield f"{missed.loss:.1%} of the rows are missed, and the gradient of that is {largest}", largest == 0 < missed.loss
    moved = with_weights(network(2, layers.Dense(1, activation=activations.step)), [1.0001, 0.5], 0.1)
    yield "a weight moved by 0.0001 changes no decision", bool(np.array_equal(predict(decided, x), predict(moved, x)))
    smooth = with_weights(network(2, layers.Perceptron(name="neuron")), [1.0, 0.5], 0.1)
    slope = float(
        np.abs(explain.trace(smooth, x, y, loss="binary_crossentropy").updates["neuron/kernel"].gradient).max()
    )
    yield f"cross-entropy's gradient on the same rows is {slope:.2f}", slope > 0.01


def accuracy_and_loss():
    """Can a model be more accurate and have the higher cross-entropy?

    Short: Yes. Accuracy counts on which side of the threshold a row is, cross-entropy how sure the model was; one
        row that is surely wrong can outweigh many that are right.
    Longer: So late in training validation loss may rise while accuracy stands still or still improves: the model
        gets surer, also where it is wrong. Which of the two to stop by depends on whether probabilities are used.
    Wrong: No: the loss measures how good the answers are, so the lower loss has the better accuracy.
    Why: They measure different things. Here 9 of 10 right costs more than 8 of 10 right.
    Cards: BinaryCrossentropy
    """
    y = np.ones((10, 1))
    bold = np.array([[0.99]] * 9 + [[1e-6]])  # right nine times, once surely wrong
    careful = np.array([[0.7]] * 8 + [[0.45]] * 2)  # right eight times, never sure
    loss = losses.BinaryCrossentropy()
    accuracies = [float(np.mean(p > 0.5)) for p in (bold, careful)]
    costs = [float(loss(y, p)) for p in (bold, careful)]
    yield f"accuracy {accuracies[0]} against {accuracies[1]}", accuracies[0] > accuracies[1]
    yield f"cross-entropy {costs[0]:.2f} against {costs[1]:.2f}", costs[0] > costs[1]


def sparse_and_one_hot():
    """What is the difference between categorical and sparse categorical cross-entropy?

    Short: Only how the target is written: one-hot rows, or class numbers. The loss and the gradient are the same.
    Longer: Class numbers need a thousandth of the memory with a thousand classes. One-hot rows can also hold soft
        targets (label smoothing, mixed labels), which a number cannot.
    Wrong: The sparse one ignores the classes that are not the true one; the categorical one compares all of them.
    Why: In both the target is 0 for the other classes, so their terms vanish; and in both they enter through
        softmax's sum.
    Cards: CategoricalCrossentropy, SparseCategoricalCrossentropy
    """
    numbers = np.random.default_rng(0)
    x, true = numbers.normal(size=(20, 4)).astype("float32"), numbers.integers(0, 3, size=20)
    model = network(4, layers.Dense(3, activation=activations.softmax, name="head"))
    one_hot = explain.trace(model, x, np.eye(3, dtype="float32")[true], loss=losses.CategoricalCrossentropy())
    number = explain.trace(model, x, true[:, None], loss=losses.SparseCategoricalCrossentropy())
    yield f"losses {one_hot.loss:.6f} and {number.loss:.6f}", abs(one_hot.loss - number.loss) < 1e-5
    one, other = (traced.updates["head/kernel"].gradient for traced in (one_hot, number))
    yield f"gradients differ by {np.abs(one - other).max():.0e}", float(np.abs(one - other).max()) < 1e-6
    others = float(np.abs(number["head"].delta[np.arange(3) != true[:, None]]).min())
    yield f"the sparse one moves the other classes too: by at least {others:.4f} a row", others > 0
