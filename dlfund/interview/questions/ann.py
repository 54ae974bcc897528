"""What hidden layers are for, and what depth adds."""

import numpy as np

from dlfund import activations, layers
from dlfund.interview.networks import network, predict, to_numpy, with_weights


def what_a_hidden_layer_does():
    """What does a hidden layer do?

    Short: It makes new inputs for the layer behind it, in which the question is easier: XOR, which no line
        separates, becomes separable behind two ReLU units.
    Longer: Each hidden unit is a neuron with a question of its own. The head only ever draws a line; the hidden
        layer learns the space in which a line is enough.
    Wrong: It stores the training rows, so that similar ones can be looked up.
    Why: It holds the same handful of weights whatever the number of rows. Two units answer all of XOR's points,
        also those between the corners that nobody stored.
    Cards: Dense, relu, Perceptron
    """
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], "float32")
    hidden = layers.Dense(2, activation=activations.relu, name="hidden")
    model = network(2, hidden, layers.Dense(1, name="head"))
    with_weights(model, [[1.0, 1.0], [1.0, 1.0]], [0.0, -1.0], [1.0, -2.0], 0.0)
    answers = predict(model, corners)
    yield f"two hidden units answer XOR's corners with {answers.tolist()}", answers.tolist() == [0, 1, 1, 0]
    features = to_numpy(hidden(corners))
    yield (
        f"behind them the corners lie at {features.tolist()}: a − 2b > 0.5 separates them",
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

    Short: Because it may need very many units for it. Layers multiply: folding an interval k times takes 2 units in
        each of k layers, but its 2^k pieces need 2^k − 1 units side by side.
    Longer: The theorem says that enough units exist, neither how many nor that training finds them. Depth pays
        where the function is built of parts that are used again; on a smooth function of few inputs it may not.
    Wrong: There is no reason: whatever a deep network can do, a wide one does as well.
    Why: In principle, at a price that grows exponentially. A layer of n ReLU units bends a line at most n times, so
        the width has to pay for every single piece.
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
        f"so {folded} pieces need {folded - 1} units side by side, {3 * (folded - 1) + 1} parameters",
        3 * (folded - 1) + 1 > 2 * deep.count_params(),
    )
