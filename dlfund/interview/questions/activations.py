"""What non-linear functions between layers do."""

import numpy as np

from dlfund import activations, explain, layers
from dlfund.interview.networks import learn, network, predict, to_numpy, with_weights


def why_not_linear():
    """Why does a network need non-linear activations?

    Short: Because a stack of linear layers is one linear layer: W₂(W₁x) = (W₂W₁)x.
    Longer: Depth adds nothing until something bends in between. With a ReLU in between, each layer can fold what
        the one before it made.
    Wrong: So that outputs lie between 0 and 1.
    Why: ReLU's do not, and it works well. What matters is that the function is not a straight line, not where its
        values lie.
    Cards: linear, relu
    """
    numbers = np.random.default_rng(0)
    w1, b1, w2, b2 = (numbers.normal(size=shape) for shape in ((5, 7), (7,), (7, 3), (3,)))
    x = numbers.normal(size=(50, 5))

    def stacked(activation):
        return predict(
            with_weights(network(5, layers.Dense(7, activation=activation), layers.Dense(3)), w1, b1, w2, b2), x
        )

    one = predict(with_weights(network(5, layers.Dense(3)), w1 @ w2, b1 @ w2 + b2), x)
    apart, bent = np.abs(stacked("linear") - one).max(), np.abs(stacked("relu") - one).max()
    yield f"two linear layers and the one layer W₁W₂ differ by {apart:.0e}", apart < 1e-4
    yield (
        f"with ReLU in between the same weights are another function: {bent:.1f} apart, values up to "
        f"{stacked('relu').max():.0f}",
        bent > 1,
    )


def dead_relu():
    """Can a dead ReLU unit recover?

    Short: Not by its own gradient: its sum is negative on every row, its slope there is 0, and so its weights never
        move.
    Longer: It may come back if layers before it change its inputs, or if weight decay or other rows move the sum. A
        large step is what usually kills units; smaller steps, He's start, or a leaky ReLU prevent it.
    Wrong: Yes: it is 0 only for now, and further training will switch it on again.
    Why: Further training multiplies by a slope of exactly 0. A leaky ReLU in its place gets a gradient and comes
        back.
    Cards: relu, leaky_relu
    """
    x = np.random.default_rng(0).uniform(0, 1, size=(100, 2)).astype("float32")
    y = x.sum(axis=1, keepdims=True)

    def trained(activation):
        hidden = layers.Dense(1, activation=activation, name="hidden")
        model = with_weights(network(2, hidden, layers.Dense(1)), [1.0, 1.0], -2.1, 1.0, 0.0)
        dead = explain.units(model, x)["hidden"].dead
        before = model.get_layer("hidden").get_weights()
        after = learn(model, x, y, loss="mse", rate=0.1, steps=500).get_layer("hidden").get_weights()
        return dead, max(float(np.abs(a - b).max()) for a, b in zip(after, before, strict=True)), model

    dead, moved, _ = trained("relu")
    yield f"a ReLU that is negative on all 100 rows: 500 steps move its weights by {moved}", dead == (0,) and moved == 0
    _, moved, model = trained(activations.leaky_relu)
    on = float(np.mean(predict(network(2, model.get_layer("hidden")), x) > 0))
    yield (
        f"a leaky ReLU in its place moves by {moved:.1f} and is then positive on {on:.0%} of the rows",
        moved > 0.1 and on > 0.5,
    )


def corner_of_relu():
    """ReLU has no derivative at 0. Is that a problem?

    Short: No: a sum is hardly ever exactly 0, and where it is, any slope between 0 and 1 will do; libraries take 0.
    Longer: Gradient descent needs a direction that lowers the loss almost everywhere, not a derivative everywhere.
        Max pooling, absolute error and the hinge have corners too.
    Wrong: Yes: backpropagation needs a differentiable function, so ReLU is smoothed in practice.
    Why: Nothing is smoothed. The slope at 0 is a convention, and in float32 almost no row ever meets it.
    Cards: relu, softplus, Hinge
    """
    hidden = layers.Dense(1, use_bias=False, activation=activations.relu, name="hidden")
    corner = explain.trace(with_weights(network(1, hidden), 1.0), [[0.0], [-1.0], [1.0]], [[1.0]] * 3, loss="mse")
    slopes = np.ravel(corner["hidden"].derivative)
    yield f"slopes at 0, −1 and 1: {slopes[0]:.0f}, {slopes[1]:.0f}, {slopes[2]:.0f}", slopes.tolist() == [0, 0, 1]
    x = np.random.default_rng(0).normal(size=(1000, 8)).astype("float32")
    model = network(8, layers.Dense(64, activation=activations.relu, name="hidden"))
    sums = explain.trace(model, x, np.zeros((1000, 64)), loss="mse")["hidden"].preactivation
    met = int(np.sum(sums == 0))
    yield f"of {sums.size:,} sums {met} are exactly 0", met <= 1
    jump = float(np.ravel(to_numpy(activations.relu(np.array([-1e-6], "float32"))))[0])
    yield f"at −1e-6 it is {jump}, not a little below: nothing is smoothed", jump == 0


def sigmoids_are_no_distribution():
    """Why are several sigmoids no probability over classes?

    Short: Because each looks at its own score alone: they need not add up to 1, so all classes may be likely at
        once, or none.
    Longer: That is right where several labels can be true together (tags of a picture). Where exactly one is true,
        softmax makes the classes compete: more for one is less for the others.
    Wrong: They are one: every sigmoid lies between 0 and 1, and the largest wins.
    Why: Lying between 0 and 1 makes each a probability of its own yes or no, not a share of one. Here three of them
        add up to 2.6.
    Cards: sigmoid, softmax
    """
    z = np.array([[2.0, 2.0, 2.0], [-3.0, -3.0, -3.0]], "float32")
    sigmoids = to_numpy(activations.sigmoid(z)).sum(axis=1)
    softmaxes = to_numpy(activations.softmax(z)).sum(axis=1)
    yield (
        f"sigmoids of three equal scores add up to {sigmoids[0]:.2f} or {sigmoids[1]:.2f}",
        sigmoids[0] > 2.5 and sigmoids[1] < 0.2,
    )
    yield f"their softmax adds up to {softmaxes[0]:.2f} and {softmaxes[1]:.2f}", bool(np.allclose(softmaxes, 1))
    raised = np.array([[4.0, 2.0, 2.0]], "float32")
    other = float(to_numpy(activations.softmax(raised))[0, 1])
    alone = float(to_numpy(activations.sigmoid(raised))[0, 1]) - float(to_numpy(activations.sigmoid(z))[0, 1])
    yield (
        f"raising class 1 lowers class 2 to {other:.2f} by softmax, and moves its sigmoid by {alone:.0f}",
        other < 0.2 and alone == 0,
    )


def adding_to_all_logits():
    """All scores of a softmax are raised by 10. Does the network become more certain?

    Short: No: softmax only looks at differences, so nothing changes. Multiplying the scores makes it more certain.
    Longer: e^(z+10) = e^10 · e^z, and e^10 cancels. So libraries subtract the largest score first, which keeps the
        exponential from overflowing. A factor is another matter: it is the inverse of a temperature.
    Wrong: Yes: higher scores are higher probabilities.
    Why: A score is not a probability on its own; it counts only against the others.
    Cards: softmax, log_softmax
    """
    z = np.array([[1.0, 2.0, 0.5]], "float32")
    share, raised, scaled = (to_numpy(activations.softmax(one)) for one in (z, z + 10, z * 10))
    apart = float(np.abs(share - raised).max())
    yield f"10 added to all: the shares move by {apart:.0e}", apart < 1e-5
    yield (
        f"all multiplied by 10: the largest share goes from {share.max():.2f} to {scaled.max():.4f}",
        scaled.max() > 0.99 > share.max(),
    )
    huge = to_numpy(activations.softmax(z + 1000))
    with np.errstate(over="ignore", invalid="ignore"):
        naive = np.exp(z + 1000) / np.exp(z + 1000).sum()
    yield (
        f"at scores near 1000 the formula as written gives {naive[0, 0]}, softmax {huge[0, 0]:.2f}",
        bool(np.isnan(naive).all() and np.isfinite(huge).all()),
    )
