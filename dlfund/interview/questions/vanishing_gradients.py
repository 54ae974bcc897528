"""Why depth was hard, and what made it possible."""

import keras
import numpy as np

from dlfund import activations, explain, initializers, layers, optimizers
from dlfund.interview.networks import deep, network


def _rows():
    x = np.random.default_rng(0).normal(size=(32, 64)).astype("float32")
    return x, x[:, :1]


def _ratio(activation, initializer, wrap=lambda layer: layer):
    """First layer's gradient over the last's, 20 layers deep."""
    return explain.gradient_flow(deep(20, 64, activation, initializer, wrap), *_rows(), loss="mse").ratio


def what_vanishing_is():
    """What are vanishing gradients, and where do they come from?

    Short: Towards the first layers the gradient becomes tiny, because it is a product with one factor (weight times
        slope) for each layer, and these are below 1.
    Longer: The sigmoid's slope is at most 1/4, so with usual weights each layer costs a large part. ReLU's slope is
        1 where it is on, and He's start keeps the product near 1. It is the first layers that hardly learn.
    Wrong: The learning rate is too small, so the steps vanish.
    Why: The learning rate is the same for all layers and does not enter the gradient. Raising it moves the last
        layers too far before the first have moved at all.
    Cards: sigmoid, relu, HeNormal, GlorotUniform
    """
    dying, living = (
        _ratio(activations.sigmoid, initializers.GlorotUniform),
        _ratio(activations.relu, initializers.HeNormal),
    )
    yield f"20 sigmoid layers: the first layer's gradient is {dying:.0e} of the last's", dying < 1e-8
    yield f"20 ReLU layers with He's start: {living:.2f}", 0.01 < living < 10
    model = deep(20, 64, activations.sigmoid, initializers.GlorotUniform)
    steps = [
        explain.trace(model, *_rows(), loss="mse", optimizer=optimizers.GradientDescent(rate)) for rate in (0.01, 10.0)
    ]
    names = [name for name in steps[0].updates if name.endswith("kernel")]

    def moves(step):
        return np.linalg.norm(step.updates[names[0]].gradient) / np.linalg.norm(step.updates[names[-1]].gradient)

    small, large = map(moves, steps)
    yield (
        f"at a learning rate of 0.01 and of 10 the ratio is the same: {small:.0e}, {large:.0e}",
        bool(np.isclose(small, large, rtol=1e-3)),
    )


def residual_connections():
    """Why do residual connections help a deep network to learn?

    Short: y = x + f(x) has the slope 1 + f'(x): the gradient always has a way on which nothing multiplies it.
    Longer: Each block then only learns what to change of its input, and doing nothing is easy to say. The number of
        weights is the same as without.
    Wrong: They add weights, so the network can say more.
    Why: An addition has no weights. What changes is the product of slopes: sums in place of factors.
    Cards: Residual
    """
    plain = _ratio(activations.sigmoid, initializers.GlorotUniform)
    around = _ratio(activations.sigmoid, initializers.GlorotUniform, layers.Residual)
    yield (
        f"20 sigmoid layers: first/last gradient {plain:.0e}; each with a way around it: {around:.2f}",
        plain < 1e-8 and 1e-3 < around < 1e3,
    )
    counts = [
        deep(20, 64, activations.sigmoid, initializers.GlorotUniform, wrap).count_params()
        for wrap in (lambda layer: layer, layers.Residual)
    ]
    yield f"parameters without and with: {counts[0]:,} and {counts[1]:,}", counts[0] == counts[1]


def exploding_gradients():
    """Gradients explode. What does clipping by the global norm do, and what does it not do?

    Short: It shortens the whole gradient to a limit and keeps its direction, so a wild step does less harm. It
        leaves the cause, factors above 1, as it is.
    Longer: Clipping each number at a limit turns the direction; clipping by the norm of all weights together does
        not. The cause is cured by the start, by normalisation, by gates or by a smaller rate.
    Wrong: It sets too large numbers of the gradient to the limit.
    Why: That is clipping by value. With it, at a limit of 0.1, a gradient of (30, 0.1) is turned by 45°.
    Cards: ClipByGlobalNorm, ClipByValue, ClipByNorm
    """
    model = deep(20, 64, activations.relu, lambda seed: initializers.RandomNormal(deviation=0.4, seed=seed))
    flow = explain.gradient_flow(model, *_rows(), loss="mse")
    largest = max(one.weight_norm for one in flow.layers if one.weight_norm is not None)
    yield f"20 ReLU layers drawn with deviation 0.4: a gradient of length {largest:.0e}", largest > 1e6
    gradient = np.array([30.0, 0.1])

    def step(optimizer):
        hill = explain.Surface(
            "slope", lambda x, y: 30 * x + 0.1 * y, lambda x, y: tuple(gradient), (0.0, 0.0), ((0, 0),)
        )
        return -explain.optimizer_paths({"it": optimizer}, hill, steps=1)["it"].points[-1]

    def turned(clipped):
        cosine = clipped @ gradient / (np.linalg.norm(clipped) * np.linalg.norm(gradient))
        return float(np.degrees(np.arccos(min(cosine, 1.0))))

    plain = optimizers.GradientDescent(1.0)
    norm, value = (
        step(optimizers.ClipByGlobalNorm(plain, 1.0)),
        step(optimizers.ClipByValue(optimizers.GradientDescent(1.0), 0.1)),
    )
    yield (
        f"by the norm: (30, 0.1) becomes ({norm[0]:.2f}, {norm[1]:.4f}), turned by {turned(norm):.2f}°",
        turned(norm) < 0.1,
    )
    yield f"by value at 0.1: ({value[0]:.1f}, {value[1]:.1f}), turned by {turned(value):.0f}°", turned(value) > 40


def normalisation_and_depth():
    """Can a deep sigmoid network be trained after all?

    Short: Better, with a normalisation that keeps each layer's sums where the sigmoid is steep, and a start that
        suits it. The slope of 1/4 remains, so other activations took its place.
    Longer: Batch normalisation divides by the sums' deviation: it lets small signals pass enlarged, and the
        gradient with them. That works for any activation, and makes the start less of an art.
    Wrong: No: vanishing gradients are a property of depth itself.
    Why: They are a property of the factors. With the same 20 layers and other factors the first layer learns as
        much as the last.
    Cards: BatchNormalization, sigmoid, tanh
    """

    def stack(normalised):
        blocks = []
        for place in range(20):
            blocks.append(layers.Dense(64, kernel_initializer=initializers.GlorotUniform(seed=place)))
            blocks += [layers.BatchNormalization()] if normalised else []
            blocks.append(keras.layers.Activation(activations.sigmoid))
        return explain.gradient_flow(network(64, *blocks, layers.Dense(1)), *_rows(), loss="mse").ratio

    plain, normalised = stack(False), stack(True)
    yield f"20 sigmoid layers: {plain:.0e}", plain < 1e-8
    yield f"with batch normalisation: {normalised:.2g}", normalised > 1e-4
    tanh = _ratio(activations.tanh, initializers.GlorotUniform)
    yield f"20 tanh layers with Glorot's start and no normalisation: {tanh:.1f}", 0.1 < tanh < 10
