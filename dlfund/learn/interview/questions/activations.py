"""What non-linear functions between layers do."""

import numpy as np

from dlfund import activations, explain, layers
from dlfund.learn.interview.networks import learn, network, predict, to_numpy, with_weights


def why_not_linear():
    """Why does a network need non-linear activations?

    Short: Because a stack of linear layers is one linear layer: W₂(W₁x) = (W₂W₁)x.
    Longer: Depth adds nothing unless there is a non-linear function in between. With a ReLU in between, each layer
        can fold the output of the one before it.
    Wrong: So that outputs lie between 0 and 1.
    Why: ReLU's outputs do not, and it works well. What matters is that the function is not a straight line, not the
        range of its values.
    Follow-up: Which functions will do? — Any continuous one that is no polynomial: then one wide enough hidden layer
        approximates every continuous function on a bounded region.
    Cards: linear, relu
    """
    numbers = np.random.default_rng(0)
    w1, b1, w2, b2 = (numbers.normal(size=shape) for shape in ((5, 7), (7,), (7, 3), (3,)))
    x = numbers.normal(size=(50, 5))

    def stacked(activation):
        return predict(
            with_weights(network(5, layers.Dense(7, activation=activation), layers.Dense(3)), w1, b1, w2, b2), x
        )

    single_layer = predict(with_weights(network(5, layers.Dense(3)), w1 @ w2, b1 @ w2 + b2), x)
    apart, bent = np.abs(stacked("linear") - single_layer).max(), np.abs(stacked("relu") - single_layer).max()
    yield f"two linear layers and the one layer W₁W₂ differ by {apart:.0e}", apart < 1e-4
    yield (
        f"with ReLU in between the same weights give another function: {bent:.1f} apart, values up to "
        f"{stacked('relu').max():.0f}",
        bent > 1,
    )


def dead_relu():
    """Can a dead ReLU unit recover?

    Short: Not by its own gradient: its sum is negative on every row, its slope (derivative) there is 0, and so its
        weights get no gradient.
    Longer: In a first layer on fixed rows it normally stays dead. It may recover if earlier layers change its inputs,
        if momentum or weight decay still moves its weights, or with other rows. Units usually die after a step that
        is too large; smaller steps, He initialisation or a leaky ReLU help to prevent it.
    Wrong: Yes: it is 0 only for the moment, and further training will switch it on again.
    Why: Further training multiplies the gradient by a slope of exactly 0. A leaky ReLU in its place gets a gradient
        and recovers.
    Follow-up: How do you see dead units? — Count the units that are 0 on every row of a large batch, layer by layer;
        a few per cent are normal, half a layer is not.
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
    first, second = [layers.Dense(units, activation="relu") for units in (1, 2)]
    later = with_weights(network(1, first, second, layers.Dense(1)), 1.0, 0.0, [1.0, 1.0], [0.0, -2.0], [1.0, 1.0], 0.0)
    x = np.linspace(0, 1, 50, dtype="float32")[:, None]
    before = float(np.mean(to_numpy(second(first(x)))[:, 1] > 0))
    learn(later, x, 20 * x, loss="mse", rate=0.01, steps=300)
    after = float(np.mean(to_numpy(second(first(x)))[:, 1] > 0))
    yield (
        f"a dead unit of a second layer, while the first one learns through another unit: positive on {before:.0%} of "
        f"the rows before, {after:.0%} after",
        before == 0 < after,
    )


def corner_of_relu():
    """ReLU has no derivative at 0. Is that a problem?

    Short: Hardly ever: a sum is rarely exactly 0, and where it is, libraries use the slope 0.
    Longer: Gradient descent needs a direction that lowers the loss almost everywhere, not a derivative everywhere. In
        very large networks and in low precision, sums of exactly 0 do occur and the convention can change the
        training; 0 has tested well. Max pooling, absolute error and the hinge loss have corners too.
    Wrong: Yes: backpropagation needs a differentiable function, so ReLU is smoothed in practice.
    Why: Nothing is smoothed. The slope at 0 is a convention, and in float32 a single unit's sum is almost never
        exactly 0.
    Follow-up: When is a sum exactly 0? — Where all inputs are 0 and there is no bias, and more often the fewer digits
        numbers have: in bfloat16 small sums round to it.
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
    yield f"of {sums.size:,} sums in float32 {met} are exactly 0", met <= 1
    kernel = to_numpy(model.get_layer("hidden").kernel)
    coarse = int(np.sum(np.round(8 * x) / 8 @ (np.round(8 * kernel) / 8) == 0))
    yield f"with inputs and weights rounded to eighths, as in low precision, {coarse:,} of them are", coarse > 100
    jump = float(np.ravel(to_numpy(activations.relu(np.array([-1e-6], "float32"))))[0])
    yield f"at −1e-6 it is {jump}, not a little below: nothing is smoothed", jump == 0


def sigmoids_are_no_distribution():
    """Why don't several sigmoids give a probability distribution over classes?

    Short: Because each depends on its own score (logit) alone: they need not add up to 1, so all classes may be
        likely at once, or none.
    Longer: That is right where several labels can be true together (tags of a picture). Where exactly one is true,
        softmax makes the classes compete: a higher probability for one means lower ones for the others.
    Wrong: They do: every sigmoid lies between 0 and 1, and the largest wins.
    Why: Each is the probability of its own yes or no, not a share of a total of 1. Here three of them add up to 2.6.
    Follow-up: Which loss belongs to several labels at once? — Binary cross-entropy for each label, added up;
        categorical cross-entropy belongs to softmax.
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

    Short: No: softmax depends only on differences between scores, so nothing changes. Multiplying the scores by a
        number above 1 makes it more certain.
    Longer: e^(z+10) = e^10 · e^z, and e^10 cancels. So libraries subtract the largest score first, which keeps the
        exponential from overflowing. A factor is different: it is the inverse of a temperature.
    Wrong: Yes: higher scores are higher probabilities.
    Why: A score is not a probability on its own; only its difference from the others counts.
    Follow-up: What does a temperature do? — It divides the logits: below 1 the distribution gets sharper, above 1
        flatter; the order of the classes stays the same.
    Cards: softmax, log_softmax
    """
    z = np.array([[1.0, 2.0, 0.5]], "float32")
    share, raised, scaled = (to_numpy(activations.softmax(scores)) for scores in (z, z + 10, z * 10))
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


def which_activation_where():
    """Which activation belongs where?

    Short: At the end what the target asks for: none for numbers, a sigmoid for yes or no and for several labels,
        softmax for one of several classes, softplus or exp for positive numbers. Between layers ReLU first; in
        transformers GELU or SwiGLU.
    Longer: Gates (LSTM, GRU, GLU) use a sigmoid, recurrent states tanh, since both are bounded. The choice at the end
        belongs to the loss; the choice between layers is a matter of a few tenths of a per cent, once initialisation
        and normalisation suit it.
    Wrong: ReLU everywhere, also at the end, because it is the best activation.
    Why: A ReLU at the end cannot give a number below 0, and where it gives 0 no gradient comes back: such a row is
        never corrected.
    Follow-up: What is SwiGLU? — silu(x W₁) times x W₃, entry by entry: a gate in place of the activation, with two
        matrices into the hidden layer.
    Cards: relu, gelu, glu, softmax, softplus
    """
    x, y = np.linspace(-1, 1, 50, dtype="float32")[:, None], np.linspace(-2, 2, 50, dtype="float32")[:, None]
    ends = {}
    for name in ("relu", "linear"):
        model = with_weights(network(1, layers.Dense(1, activation=name)), 0.5, 0.1)
        ends[name] = float(np.mean((predict(learn(model, x, y, loss="mse", rate=0.1, steps=200), x) - y.ravel()) ** 2))
    yield (
        f"y = 2x with a ReLU at the end: squared error {ends['relu']:.2f}; without {ends['linear']:.1e}",
        ends["relu"] > 0.3 > ends["linear"],
    )
    z = np.array([[-8.0, 0.5, 3.0]], "float32")
    shares, positive = to_numpy(activations.softmax(z)), to_numpy(activations.softplus(z))
    yield (
        f"softmax adds up to {shares.sum():.2f}; softplus at −8 is {positive[0, 0]:.4f}, above 0",
        bool(abs(shares.sum() - 1) < 1e-6 and positive.min() > 0),
    )
    values = {name: to_numpy(getattr(activations, name)(z))[0, 0] for name in ("gelu", "silu", "relu")}
    yield (
        f"ReLU, GELU and SiLU at −8: {values['relu']:.0f}, {values['gelu']:.0e}, {values['silu']:.4f}",
        max(map(abs, values.values())) < 0.01,
    )
