"""What is minimised, and what a network learns to predict by it."""

import numpy as np
from scipy import stats

from dlfund import activations, explain, layers, losses
from dlfund.learn.interview.networks import first, learn, network, predict, with_weights


def why_crossentropy():
    """Why cross-entropy and not squared error after a sigmoid?

    Short: Because a neuron that is confidently wrong should learn most. With cross-entropy its gradient is p − y; the
        squared error's has an additional factor p (1 − p), which is then nearly 0.
    Longer: Cross-entropy's own slope, (p − y) / (p (1 − p)), is what cancels the sigmoid's p (1 − p); of a linear
        model's weights it is a convex function, the squared error of a sigmoid is not. Both are lowest at the true
        probability if the model can represent it; if it cannot, they settle for different ones.
    Wrong: Because squared error is for regression only: it cannot score probabilities.
    Why: It can (it is then called the Brier score), and its minimum is at the same probabilities. What it lacks is a
        gradient where the neuron is saturated.
    Follow-up: What is cross-entropy from the view of statistics? — The negative log-likelihood of the targets:
        minimising it is maximum likelihood for a Bernoulli or categorical distribution.
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
        f"z = −8, target 1: ∂loss/∂z is {slopes['cross-entropy']:.3f} with cross-entropy",
        slopes["cross-entropy"] < -0.99,
    )
    yield f"and {slopes['squared error']:.5f} with squared error", -0.001 < slopes["squared error"] < 0
    x, y = np.ones((10, 1)), np.array([[1.0]] * 7 + [[0.0]] * 3)
    shares = [
        first(predict(learn(network(1, layers.Perceptron()), x, y, loss=loss, rate=1.0, steps=400), x))
        for loss in ("mse", "binary_crossentropy")
    ]
    yield (
        f"7 of 10 are 1: both losses lead to {shares[0]:.2f} and {shares[1]:.2f}",
        max(abs(share - 0.7) for share in shares) < 0.01,
    )


def what_a_loss_predicts():
    """A model can only predict one number for all rows. Which one does each loss choose?

    Short: Squared error chooses the mean of the targets, absolute error their median.
    Longer: For each x, a network does the same with the targets that occur there. So with skewed targets (prices,
        times) the two losses train different models, and an outlier moves only the mean.
    Wrong: Both choose the mean; absolute error only gets there more slowly.
    Why: The absolute error's gradient has the same size for every row, so the rows balance where as many targets lie
        above as below.
    Follow-up: And the loss for the 90 % quantile? — The pinball loss with q = 0.9: predictions that are too low cost
        nine times as much as those that are too high.
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

    Short: Its gradient is 0 almost everywhere: a small change of a weight changes no decision, so there is no
        direction to follow.
    Longer: Cross-entropy reacts to every small change, also on rows that are already right. It is a differentiable
        surrogate; the metric of interest is still measured as well.
    Wrong: Out of habit: raising the accuracy and lowering the cross-entropy are the same thing.
    Why: They react to different things: a small change of a weight changes the cross-entropy but no decision.
        Accuracy is flat, so gradient descent has no direction.
    Follow-up: Can a metric that has no gradient be optimised at all? — Yes: tune thresholds or hyperparameters by it
        on validation rows, or train on a smooth surrogate such as Dice for overlap.
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
    """Can the more accurate of two models have the higher cross-entropy?

    Short: Yes. Accuracy counts on which side of the threshold a row is, cross-entropy how confident the model is; one
        row that is confidently wrong can outweigh many that are right.
    Longer: So late in training, the validation loss may rise while accuracy stays the same or still improves: the
        model gets more confident, also where it is wrong. Which of the two to use for early stopping depends on
        whether probabilities are used.
    Wrong: No: the loss measures how good the predictions are, so the lower loss means the better accuracy.
    Why: They measure different things. Here a model with 9 of 10 right has a higher loss than one with 8 of 10 right.
    Follow-up: What does calibration change? — Dividing logits by a temperature lowers the cross-entropy and leaves
        every decision, and so the accuracy, as it is.
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
    Longer: With a thousand classes, class numbers need a thousandth of the memory. One-hot rows can also represent
        soft targets (label smoothing, mixed labels), which a class number cannot.
    Wrong: The sparse one ignores the classes that are not the true one; the categorical one compares all of them.
    Why: In both the target is 0 for the other classes, so their terms vanish; and in both they enter through
        softmax's sum.
    Follow-up: When do you need soft targets? — For label smoothing, mixup and distillation, where the target is a
        distribution.
    Cards: CategoricalCrossentropy, SparseCategoricalCrossentropy
    """
    numbers = np.random.default_rng(0)
    x, true = numbers.normal(size=(20, 4)).astype("float32"), numbers.integers(0, 3, size=20)
    model = network(4, layers.Dense(3, activation=activations.softmax, name="head"))
    one_hot = explain.trace(model, x, np.eye(3, dtype="float32")[true], loss=losses.CategoricalCrossentropy())
    number = explain.trace(model, x, true[:, None], loss=losses.SparseCategoricalCrossentropy())
    yield f"losses {one_hot.loss:.6f} and {number.loss:.6f}", abs(one_hot.loss - number.loss) < 1e-5
    one_hot_gradient, sparse_gradient = (traced.updates["head/kernel"].gradient for traced in (one_hot, number))
    apart = float(np.abs(one_hot_gradient - sparse_gradient).max())
    yield f"gradients differ by {apart:.0e}", apart < 1e-6
    others = float(np.abs(number["head"].delta[np.arange(3) != true[:, None]]).min())
    yield f"the sparse one moves the other classes too: by at least {others:.4f} per row", others > 0


def likelihood_behind_losses():
    """Which likelihoods stand behind squared error, absolute error and cross-entropy?

    Short: Minimising them maximises the likelihood of normal errors of constant variance, of Laplace errors, and of a
        Bernoulli or categorical target.
    Longer: A negative log-likelihood is the loss times a constant, plus a constant, so both have the same minimum.
        The pinball loss belongs to an asymmetric Laplace distribution. A penalty on the weights is a prior: L2 a
        normal one, L1 a Laplace one.
    Wrong: Squared error may only be used if the targets are normally distributed.
    Why: The assumption concerns the errors around the prediction, not the targets. And even where it fails, the
        minimum is the conditional mean; only its precision suffers.
    Follow-up: What if the variance changes from row to row? — Let the network predict it too, with the normal
        negative log-likelihood or CRPS as loss.
    Cards: MeanSquaredError, MeanAbsoluteError, BinaryCrossentropy, NormalCRPS
    """
    y, p = np.array([[1.2], [-0.7], [3.1]], "float32"), np.array([[0.4], [0.1], [2.0]], "float32")

    def given(loss, y, p):
        return np.array([float(loss(y[row : row + 1], p[row : row + 1])) for row in range(len(y))])

    apart = {
        "normal and half the squared error": -stats.norm.logpdf(y, p).ravel()
        - given(losses.MeanSquaredError(), y, p) / 2,
        "Laplace and absolute error": -stats.laplace.logpdf(y, p).ravel() - given(losses.MeanAbsoluteError(), y, p),
    }
    for name, differences in apart.items():
        yield f"{name} differ by {differences.mean():.3f} in every row", float(np.ptp(differences)) < 1e-5
    t, q = np.array([[1.0], [0.0]], "float32"), np.array([[0.8], [0.3]], "float32")
    binary = float(np.abs(-stats.bernoulli.logpmf(t, q).ravel() - given(losses.BinaryCrossentropy(), t, q)).max())
    yield f"Bernoulli and binary cross-entropy by {binary:.0e}", binary < 1e-5
    numbers = np.random.default_rng(0)
    x = numbers.integers(0, 2, size=4000)
    two_peaks = 10 * x + numbers.exponential(size=4000) - 1  # neither the targets nor the errors are normal
    slope = float(np.polyfit(x, two_peaks, 1)[0])
    yield (
        f"targets with two peaks and skewed errors: squared error finds the slope {slope:.2f} instead of 10",
        abs(slope - 10) < 0.1,
    )
