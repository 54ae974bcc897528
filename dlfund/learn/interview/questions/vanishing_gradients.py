"""Why deep networks were hard to train, and what made it possible."""

import keras
import numpy as np

from dlfund import activations, explain, initializers, layers, optimizers
from dlfund.learn.interview.networks import deep, network, to_numpy


def _rows():
    x = np.random.default_rng(0).normal(size=(32, 64)).astype("float32")
    return x, x[:, :1]


def _ratio(activation, initializer, wrap=lambda layer: layer):
    """The first layer's gradient divided by the last's, 20 layers deep."""
    return explain.gradient_flow(deep(20, 64, activation, initializer, wrap), *_rows(), loss="mse").ratio


def _through(stack, x):
    for layer in stack:
        x = layer(x)
    return to_numpy(x)


def what_vanishing_is():
    """What are vanishing gradients, and where do they come from?

    Short: Towards the first layers the gradient becomes tiny, because it is a product with one factor (weight times
        slope of the activation) for each layer, and these factors are below 1.
    Longer: The sigmoid's slope is at most 1/4, so with usual weights each layer loses a large part of the gradient.
        ReLU's slope is 1 where the unit is active, and He initialisation keeps the product near 1. It is the first
        layers that hardly learn.
    Wrong: The learning rate is too small, so the steps vanish.
    Why: The learning rate is the same for all layers and does not enter the gradient. Raising it changes the last
        layers too much before the first have changed at all.
    Follow-up: How do you see it? — Plot the norm of each layer's gradient: a straight fall on a logarithmic axis
        towards the first layers is the sign.
    Cards: sigmoid, relu, HeNormal, GlorotUniform
    """
    dying, living = (
        _ratio(activations.sigmoid, initializers.GlorotUniform),
        _ratio(activations.relu, initializers.HeNormal),
    )
    yield f"20 sigmoid layers: the first layer's gradient is {dying:.0e} of the last's", dying < 1e-8
    yield f"20 ReLU layers with He initialisation: {living:.2f}", 0.01 < living < 10
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

    Short: y = x + f(x) has the derivative 1 + f'(x): there is a path along which the gradient is not multiplied, and
        a block that changes nothing is easy to learn.
    Longer: They were made for another trouble than vanishing: plain networks with batch normalisation got a higher
        training error with more layers (degradation), because a stack of layers does not easily learn the identity.
        The path is clean only if nothing but sums lies on it (pre-activation); where shapes differ, the shortcut is a
        projection with weights.
    Wrong: They add weights, so the network can represent more.
    Why: An addition has no weights (a projection does). What changes is the gradient, whose factors are 1 + f'(x)
        instead of f'(x), and how easy the identity is.
    Follow-up: How was it shown that this is not overfitting? — The deeper plain network had the higher error on its
        training rows as well.
    Cards: Residual
    """
    plain = _ratio(activations.sigmoid, initializers.GlorotUniform)
    around = _ratio(activations.sigmoid, initializers.GlorotUniform, layers.Residual)
    yield (
        f"20 sigmoid layers: first/last gradient {plain:.0e}; each with a residual connection: {around:.2f}",
        plain < 1e-8 and 1e-3 < around < 1e3,
    )
    counts = [
        deep(20, 64, activations.sigmoid, initializers.GlorotUniform, wrap).count_params()
        for wrap in (lambda layer: layer, layers.Residual)
    ]
    yield f"parameters without and with: {counts[0]:,} and {counts[1]:,}", counts[0] == counts[1]
    x, _ = _rows()
    still = {
        name: deep(20, 64, activations.tanh, lambda seed: initializers.Zeros(), wrap).layers[:-1]
        for name, wrap in {"plain": lambda layer: layer, "residual": layers.Residual}.items()
    }
    passed = {name: float(np.abs(_through(stack, x) - x).max()) for name, stack in still.items()}
    yield (
        f"with all kernels at 0 a residual stack is the identity: {passed['residual']} off, a plain one "
        f"{passed['plain']:.1f}",
        passed["residual"] == 0 < passed["plain"],
    )
    after = to_numpy(activations.relu(x + 0.0 * x))  # f = 0, and a ReLU after the sum, as first published
    yield (
        f"a ReLU after the sum closes the path for {np.mean(after == 0):.0%} of the numbers",
        0.4 < np.mean(after == 0) < 0.6,
    )


def exploding_gradients():
    """Gradients explode. What does clipping by the global norm do, and what does it not do?

    Short: It shortens the whole gradient to a limit and keeps its direction, so an extreme step does less harm.
        It does not remove the cause, factors above 1.
    Longer: Clipping each component at a limit changes the direction; clipping by the norm of all weights together
        does not. Initialisation, normalisation and orthogonal recurrent matrices act on the cause; a smaller learning
        rate, like clipping, only limits the damage. Gates are a remedy for vanishing, not for exploding.
    Wrong: It cuts every component of the gradient that exceeds the limit.
    Why: That is clipping by value. With it, at a limit of 0.1, a gradient of (30, 0.1) is turned by 45°.
    Follow-up: Which limit? — Log the norm for some hundred steps and clip at about its usual size; 1.0 is the habit
        for transformers.
    Cards: ClipByGlobalNorm, ClipByValue, ClipByNorm
    """
    model = deep(20, 64, activations.relu, lambda seed: initializers.RandomNormal(deviation=0.4, seed=seed))
    flow = explain.gradient_flow(model, *_rows(), loss="mse")
    largest = max(layer.weight_norm for layer in flow.layers if layer.weight_norm is not None)
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
    """Can a deep sigmoid network be trained?

    Short: Better, with a normalisation that keeps each layer's sums where the sigmoid is steep, and a suitable
        initialisation. The slope of at most 1/4 remains, so other activations have replaced it.
    Longer: Batch normalisation divides by the sums' standard deviation: it enlarges small signals, and the
        gradient with them. That works for any activation, and makes the initialisation less critical.
    Wrong: No: vanishing gradients are a property of depth itself.
    Why: They are a property of the factors. With the same 20 layers and other factors, the first layer's
        gradient is as large as the last's.
    Follow-up: Does batch normalisation alone keep gradients from exploding? — No: at the start of a very deep plain
        network with batch normalisation they grow towards the first layers; residual connections end that.
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
    yield f"20 tanh layers with Glorot initialisation and no normalisation: {tanh:.1f}", 0.1 < tanh < 10
