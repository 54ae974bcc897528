"""What the backward pass computes, and what it does not do."""

import keras
import numpy as np

from dlfund import activations, explain, layers, optimizers
from dlfund.interview.networks import network, with_weights, xor


def _small(seed=0):
    keras.utils.set_random_seed(seed)
    return network(2, layers.Dense(4, activation=activations.tanh, name="hidden"), layers.Dense(1, name="head"))


def what_backpropagation_does():
    """What does backpropagation do?

    Short: It computes the gradient of the loss by every weight, with the chain rule, from the last layer to the
        first. Nothing else.
    Longer: What to do with the gradient is the optimizer's business. The gradient is exact up to rounding, but it
        only says which way is down from here; a step may still be too long.
    Wrong: It finds the weights with the lowest loss.
    Why: It changes no weight at all. The optimizer's step does, and with too large a learning rate that step raises
        the loss.
    Cards: GradientDescent
    """
    x, y = xor(40)
    checked = explain.gradient_check(_small(), x, y, loss="mse")
    worst = checked.worst
    yield (
        f"worst weight: {worst.analytic:.6f} by backpropagation, {worst.numeric:.6f} by finite differences",
        checked.passed,
    )
    model = _small()
    before = [weight.copy() for weight in model.get_weights()]
    for rate in (0.1, 30.0):
        traced = explain.trace(model, x, y, loss="mse", optimizer=optimizers.GradientDescent(rate))
        kept = all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))
        moved = with_weights(_small(), *[update.after for update in traced.updates.values()])
        after = explain.trace(moved, x, y, loss="mse").loss
        lower = after < traced.loss
        yield (
            f"rate {rate}: the pass left the weights alone; a step takes the loss from {traced.loss:.2f} to "
            f"{after:.2g}",
            (kept and lower == (rate < 1)),
        )


def layer_used_twice():
    """A layer is used twice in a network. Which gradient does it get?

    Short: The sum of both: each use adds what it contributes to the loss.
    Longer: This is the whole of weight sharing. A recurrent layer adds up all time steps, a convolution all places,
        and twin networks both branches.
    Wrong: That of its last use, which overwrites the first.
    Why: The loss changes through both uses. A finite difference, which knows nothing of uses, gives the sum.
    Cards: SimpleRNN, Conv2D
    """
    keras.utils.set_random_seed(0)
    shared = layers.Dense(3, activation=activations.tanh, use_bias=False, name="shared")
    inputs = keras.Input((3,))
    model = keras.Model(inputs, layers.Dense(1, name="head")(shared(shared(inputs))))
    x = np.random.default_rng(0).normal(size=(6, 3)).astype("float32")
    traced = explain.trace(model, x, np.ones((6, 1)), loss="mse")
    first, second = (traced[f"shared:{use}"].weight_gradients["kernel"] for use in (1, 2))
    whole = traced.updates["shared/kernel"].gradient
    apart = float(np.abs(first + second - whole).max() / np.abs(whole).max())
    yield f"first use + second use against the weight's gradient: {apart:.0e} apart", apart < 1e-5
    alone = float(np.abs(second - whole).max() / np.abs(whole).max())
    yield f"the last use alone is {alone:.0%} off", alone > 0.05
    worst = (checked := explain.gradient_check(model, x, np.ones((6, 1)), loss="mse")).worst
    yield f"finite differences agree with the sum: {worst.numeric:.6f} and {worst.analytic:.6f}", checked.passed


def two_backward_passes():
    """Two halves of a batch are passed backward one after the other and their gradients added. Is that the batch's
    gradient?

    Short: It is twice the batch's gradient, if the loss is a mean over rows: divide by the number of parts.
    Longer: Each half's loss is a mean over half the rows. Frameworks that add gradients until they are reset
        (PyTorch does) make this a way to train with large batches in little memory, and a mistake where the reset
        is forgotten.
    Wrong: Yes: adding up the parts gives the whole.
    Why: Means do not add up; sums do. In gradient descent a forgotten division acts like twice the learning rate.
    Cards: GradientDescent, MeanSquaredError
    """
    x, y = xor(40)
    model = _small()

    def gradient(rows):
        return explain.trace(model, x[rows], y[rows], loss="mse").updates["hidden/kernel"].gradient

    whole, added = gradient(slice(None)), gradient(slice(20)) + gradient(slice(20, None))
    times = float(np.linalg.norm(added) / np.linalg.norm(whole))
    yield f"the sum of both halves is {times:.4f} times the batch's gradient", abs(times - 2) < 1e-4
    apart = float(np.abs(added / 2 - whole).max())
    yield f"divided by 2 it is the same, up to {apart:.0e}", apart < 1e-6


def frozen_head():
    """The last layer is frozen. Do the layers before it still get gradients?

    Short: Yes. Freezing keeps a layer's own weights from moving; the gradient passes through it all the same.
    Longer: ∂loss/∂x of a layer needs its weights, not its weights' gradients. So one can train an input, an
        embedding or the first layers through a fixed network. Detaching (stop_gradient) is what cuts the flow.
    Wrong: No: a frozen layer stops the backward pass.
    Why: Its weights are constants in the formula, and the derivative of a·x by x is a, constant or not.
    Cards: Dense, Embedding
    """
    x, y = xor(40)
    free, frozen = _small(), _small()
    frozen.get_layer("head").trainable = False
    theirs, ours = (explain.trace(model, x, y, loss="mse") for model in (free, frozen))
    apart = float(np.abs(theirs.updates["hidden/kernel"].gradient - ours.updates["hidden/kernel"].gradient).max())
    size = float(np.abs(ours.updates["hidden/kernel"].gradient).max())
    yield f"the hidden layer's gradient is as before: {apart:.0e} apart, up to {size:.2f} in size", apart < 1e-6 < size
    moving = ", ".join(ours.updates)
    yield f"{len(ours.updates)} of 4 weights would move: {moving}", moving == "hidden/kernel, hidden/bias"


def why_not_finite_differences():
    """Why not find the gradient by nudging each weight and looking at the loss?

    Short: Because that takes a forward pass or two for every weight, while backpropagation gets all of them from
        one backward pass; and in float32 rounding spoils the differences.
    Longer: For a million weights that is a million passes a step instead of about three passes' worth of work. As a
        check of a gradient, on few weights and in float64, it is the best there is.
    Wrong: It would be the same work, and backpropagation is only the more elegant of the two.
    Why: The backward pass costs about as much as two forward passes whatever the number of weights; nudging costs
        one for each weight.
    Cards: WeightedSum
    """
    numbers = np.random.default_rng(0)
    x, y = numbers.normal(size=(50, 20)), numbers.normal(size=50)
    passes = {"forward": 0}

    def loss(w, kind):
        passes["forward"] += 1
        return np.mean((x.astype(kind) @ w.astype(kind) - y.astype(kind)) ** 2, dtype=kind)

    def nudged(kind, epsilon):
        w = np.ones(20, kind)
        steps = epsilon * np.eye(20, dtype=kind)
        return np.array([(loss(w + one, kind) - loss(w - one, kind)) / (2 * epsilon) for one in steps])

    exact = 2 * x.T @ (x @ np.ones(20) - y) / 50
    errors = {
        kind: float(np.abs(nudged(kind, 1e-5) - exact).max() / np.abs(exact).max()) for kind in ("float64", "float32")
    }
    yield (
        f"20 weights, nudged up and down: {passes['forward'] // 2} forward passes for one gradient",
        passes["forward"] == 80,
    )
    yield (
        f"worst error in float64 {errors['float64']:.0e}, in float32 {errors['float32']:.0e}",
        errors["float64"] < 1e-8 and errors["float32"] > 1e-3,
    )
    wide = network(20, layers.Dense(1, use_bias=False, name="neuron"))
    with_weights(wide, np.ones(20))
    traced = explain.trace(wide, x.astype("float32"), y[:, None].astype("float32"), loss="mse")
    apart = float(np.abs(np.ravel(traced.updates["neuron/kernel"].gradient) - exact).max() / np.abs(exact).max())
    yield f"backpropagation in float32, all weights at once: {apart:.0e} off", apart < 1e-5
