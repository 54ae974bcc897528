"""What one neuron can do."""

import numpy as np
from sklearn.linear_model import LogisticRegression

from dlfund import layers
from dlfund.learn.interview.networks import accuracy, learn, network, predict, with_weights, xor


def what_one_neuron_can_learn():
    """What can a single perceptron learn?

    Short: Only what one straight line (in general, a hyperplane) separates.
    Longer: Its decision is the sign of a weighted sum, and the points where the sum is 0 form a line. A line
        separates AND and OR. It does not separate XOR, for which a hidden layer of two units is enough.
    Wrong: Any rule, if it is trained long enough.
    Why: Training moves the line but never bends it. No line classifies more than three of XOR's four corners
        correctly.
    Follow-up: Can one neuron learn XOR if you may add an input? — Yes, with the product x₁x₂ as a third input: in
        that space a plane separates it.
    Cards: Perceptron, PerceptronRule
    """
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], "float32")
    angles = np.linspace(0, 2 * np.pi, 73)[:-1]
    lines = [
        np.cos(a) * corners[:, 0] + np.sin(a) * corners[:, 1] > b for a in angles for b in np.linspace(-1.6, 1.6, 65)
    ]
    best = {
        name: max(float(np.mean(line == np.array(truth, bool))) for line in lines)
        for name, truth in {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "XOR": [0, 1, 1, 0]}.items()
    }
    yield (
        f"of 4,680 lines the best is right on AND {best['AND']:.2f} and OR {best['OR']:.2f}",
        best["AND"] == best["OR"] == 1,
    )
    yield f"on XOR the best of them reaches {best['XOR']:.2f}", best["XOR"] == 0.75
    x, y = xor(noise=0.05)
    long = learn(network(2, layers.Perceptron()), x, y, rate=1.0, steps=1000)
    reached = accuracy(long, x, y)
    yield f"a neuron trained for 1,000 steps reaches {reached:.2f} on XOR", reached <= 0.8


def _free():
    """A sigmoid neuron of two inputs without bias or penalty."""
    return network(2, layers.Dense(1, use_bias=False, activation="sigmoid"))


def perceptron_and_logistic_regression():
    """How do a perceptron with a sigmoid and logistic regression differ?

    Short: They do not: a sigmoid neuron trained with cross-entropy is logistic regression. Rosenblatt's original
        perceptron, with a step function, is different.
    Longer: They have the same formula and the same loss, so without a penalty and on rows that no line separates the
        same minimum; only the method of finding it differs. Where a line separates the rows neither has a minimum:
        weights grow for ever. scikit-learn's logistic regression is penalised unless told otherwise. The historical
        perceptron changes its weights on mistakes only.
    Wrong: Logistic regression is statistics and the perceptron is a neural network: they find different boundaries.
    Why: The names come from different fields; the numbers are the same. Trained to convergence without a penalty,
        both have the same weights.
    Follow-up: What happens on separable rows? — The direction settles on the largest margin, the length grows for
        ever; a penalty or early stopping ends it.
    Cards: Perceptron, BinaryCrossentropy, PerceptronRule
    """
    numbers = np.random.default_rng(0)
    x = numbers.normal(size=(400, 2)).astype("float32")
    y = (x @ [1.5, -1.0] + 0.5 + numbers.logistic(size=400) > 0).astype("float32")[:, None]
    regression = LogisticRegression(C=1e9, tol=1e-9).fit(x, y.ravel())
    neuron = learn(network(2, layers.Perceptron()), x, y, rate=2.0, steps=600)
    theirs = np.append(regression.coef_, regression.intercept_)
    ours = np.concatenate([np.ravel(weight) for weight in neuron.get_weights()])
    apart = float(np.abs(theirs - ours).max())
    yield f"weights and bias differ by {apart:.4f} at most", apart < 0.005
    apart_x = np.array([[1.0, 2.0], [2.0, 1.0], [-1.0, -2.0], [-2.0, -1.5]], "float32")  # a line separates them
    separable = np.array([[1.0], [1.0], [0.0], [0.0]])
    lengths = [
        float(np.linalg.norm(learn(_free(), apart_x, separable, rate=1.0, steps=steps).get_weights()[0]))
        for steps in (100, 1000)
    ]
    yield (
        f"on separable rows the weights' length is {lengths[0]:.1f} after 100 steps and {lengths[1]:.1f} after 1,000",
        lengths[1] > lengths[0] + 0.5,
    )
    step = with_weights(network(2, layers.Perceptron(activation="step")), ours[:2], ours[2])
    answers = sorted(set(predict(step, x).tolist()))
    shown = len(set(predict(neuron, x).round(6).tolist()))
    yield (
        f"with a step function the same weights give only {answers}; the sigmoid gives {shown} different values",
        answers == [0, 1] and shown > 300,
    )


def why_threshold_one_half():
    """Why is 0.5 the usual decision threshold for a probability?

    Short: Because 0.5 makes the fewest mistakes if the probabilities are right and both kinds of mistake cost the
        same. If a miss costs more, the best threshold is lower.
    Longer: Deciding yes has the expected cost (1 − p) · cost of a false alarm, deciding no p · cost of a miss. Yes
        is cheaper if p is above false alarm / (false alarm + miss). The threshold belongs to the decision, not to
        the network.
    Wrong: Because the sigmoid is 0.5 at z = 0: 0.5 is where the network itself changes its mind.
    Why: The network predicts a probability; it does not decide what to do. If misses cost nine times as much, a
        threshold of 0.5 costs far more than one of 0.1.
    Follow-up: What if the probabilities are not calibrated? — Then the formula does not hold; calibrate first, or
        choose the threshold by cost on validation rows.
    Cards: Perceptron, sigmoid
    """
    numbers = np.random.default_rng(0)
    p = numbers.beta(0.7, 1.3, size=40_000)
    y = numbers.random(40_000) < p  # the probabilities are right
    grid = np.arange(0.02, 0.99, 0.02)

    def cost(threshold, miss):
        yes = p >= threshold
        return float(np.mean(yes & ~y) + miss * np.mean(~yes & y))

    equal, dear = (grid[np.argmin([cost(t, miss) for t in grid])] for miss in (1, 9))
    yield f"equal costs: the cheapest threshold is {equal:.2f}", abs(equal - 0.5) <= 0.06
    yield f"misses that cost nine times as much: {dear:.2f}; 1 / (1 + 9) = 0.10", abs(dear - 0.1) <= 0.04
    more = cost(0.5, 9) / cost(0.1, 9)
    yield f"a threshold of 0.5 then costs {more:.2f} times as much", more > 1.3
