"""What hidden layers are for, and what depth adds."""

import numpy as np

from dlfund import activations, layers
from dlfund.learn.interview.networks import network, predict, to_numpy, with_weights


def what_a_hidden_layer_does():
    """What does a hidden layer do?

    Short: It computes new features for the next layer, with which the problem is easier: XOR, which no line
        separates, becomes separable after two ReLU units.
    Longer: Each hidden unit is a neuron that computes its own feature. The head only separates by a line; the
        hidden layer learns a representation in which a line is enough.
    Wrong: It stores the training rows, so that similar ones can be looked up.
    Why: It has the same few weights whatever the number of rows. Two units classify all of XOR's points, also
        those between the corners, which were never stored.
    Follow-up: Why two units for XOR and not one? — One unit's output orders the corners along one direction, in which
        the two classes alternate; the head's single threshold cannot separate that.
    Cards: Dense, relu, Perceptron
    """
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], "float32")
    hidden = layers.Dense(2, activation=activations.relu, name="hidden")
    model = network(2, hidden, layers.Dense(1, name="head"))
    with_weights(model, [[1.0, 1.0], [1.0, 1.0]], [0.0, -1.0], [1.0, -2.0], 0.0)
    answers = predict(model, corners)
    yield f"with two hidden units, XOR's corners are predicted as {answers.tolist()}", answers.tolist() == [0, 1, 1, 0]
    features = to_numpy(hidden(corners))
    yield (
        f"after them the corners lie at {features.tolist()}: a − 2b > 0.5 separates them",
        bool(((features @ [1, -2] > 0.5) == [False, True, True, False]).all()),
    )
    between = predict(model, [[0.2, 0.9], [0.9, 0.9]])
    yield (
        f"points in between: ({between[0]:.1f}, {between[1]:.1f}); {model.count_params()} weights, and no row is "
        f"stored",
        between[0] > 0.5 > between[1],
    )


def depth_or_width():
    """One hidden layer can approximate any continuous function. Why have more?

    Short: Because it may need a very large number of units. Layers multiply: folding an interval k times takes 2
        units in each of k layers, but its 2^k pieces need 2^k − 1 units in a single layer.
    Longer: The theorem holds on a bounded region and for activations that are no polynomial. It says that some number
        of units is enough, but neither how many nor that training finds the weights. Depth pays where the function is
        composed of parts that are used repeatedly; on a smooth function of few inputs it may not.
    Wrong: There is no reason: a wide network can do whatever a deep one does.
    Why: In principle it can, but the number of units grows exponentially. A layer of n ReLU units bends a line at
        most n times, so every further piece needs a further unit.
    Follow-up: What limits depth in practice? — Gradients that vanish or explode and, before residual connections,
        training errors that rose with depth; and time, since layers wait for each other.
    Cards: Dense, relu
    """

    def pieces(model):
        places = np.linspace(0, 1, 4097, dtype="float32")  # falls on every corner exactly
        slopes = np.diff(predict(model, places[:, None]).astype("float64")) * 4096
        return 1 + int(np.sum(np.abs(np.diff(slopes)) > 0.5))

    depth = 6
    tents = [layers.Dense(2, activation=activations.relu) for _ in range(depth)]
    deep = network(1, *tents, layers.Dense(1, use_bias=False))
    first, later, bends = [[1.0, 1.0]], [[2.0, 2.0], [-4.0, -4.0]], [0.0, -0.5]  # tent(x) = 2 relu(x) − 4 relu(x − ½)
    weights = [first, bends, *[part for _ in range(depth - 1) for part in (later, bends)], [2.0, -4.0]]
    with_weights(deep, *weights)
    folded = pieces(deep)
    yield (
        f"{depth} layers of 2 units: {folded} straight pieces with {deep.count_params()} parameters",
        folded == 2**depth,
    )
    numbers = np.random.default_rng(0)
    wide = network(1, layers.Dense(2 * depth, activation=activations.relu), layers.Dense(1))
    most = 0
    for _ in range(20):
        corners, slopes = numbers.choice(4095, 2 * depth, replace=False) + 1, numbers.choice([-20.0, 20.0], 2 * depth)
        most = max(most, pieces(with_weights(wide, np.ones(2 * depth), -corners / 4096, slopes, 0.0)))
    yield (
        f"the same {2 * depth} units in one layer: at most {most} pieces with {wide.count_params()} parameters",
        most == 2 * depth + 1,
    )
    yield (
        f"so {folded} pieces need {folded - 1} units in one layer, {3 * (folded - 1) + 1} parameters",
        3 * (folded - 1) + 1 > 2 * deep.count_params(),
    )
