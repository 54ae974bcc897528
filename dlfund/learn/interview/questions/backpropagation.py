"""What the backward pass computes, and what it does not do."""

import keras
import numpy as np

from dlfund import activations, explain, layers, optimizers
from dlfund.learn.interview.networks import network, with_weights, xor


def _small(seed=0):
    keras.utils.set_random_seed(seed)
    return network(2, layers.Dense(4, activation=activations.tanh, name="hidden"), layers.Dense(1, name="head"))


def what_backpropagation_does():
    """What does backpropagation do?

    Short: It computes the gradient of the loss with respect to every weight, by the chain rule, from the last layer
        to the first. Nothing else.
    Longer: The optimizer decides what to do with the gradient. The gradient is exact up to rounding, but it only
        gives the direction of descent at this point; a step may still be too long.
    Wrong: It finds the weights with the lowest loss.
    Why: It changes no weight at all. The optimizer's step does, and with too large a learning rate that step raises
        the loss.
    Follow-up: What does it cost? — About two forward passes in time, and the memory of all activations, which the
        backward pass needs.
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
    Longer: This is how weight sharing works. A recurrent layer adds up the gradients of all time steps, a
        convolution those of all positions, and twin networks those of both branches.
    Wrong: That of its last use, which overwrites the first.
    Why: The loss depends on the weight through both uses. A finite difference, which does not distinguish uses,
        gives the sum.
    Follow-up: Where does this happen in language models? — Where the embedding's table is also the output layer (tied
        weights): its gradient is the sum of both uses.
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
    """The gradients of the two halves of a batch are computed one after the other and added. Is the sum the
    batch's gradient?

    Short: It is twice the batch's gradient, if the loss is a mean over rows: weight each part by its share of the
        rows (for two equal parts, by a half).
    Longer: Each half's loss is a mean over half the rows. Frameworks that add gradients until they are reset (PyTorch
        does) use this to train with large batches in little memory. Where the loss is a mean over tokens, the shares
        are shares of tokens; dividing unequal parts by their number gives another gradient. Forgetting the reset is a
        common mistake.
    Wrong: Yes: adding up the parts gives the whole.
    Why: Means do not add up; sums do. In gradient descent, forgetting to divide acts like doubling the learning
        rate.
    Follow-up: What still differs from the large batch? — Layers that see the batch, such as batch normalisation, and
        losses that compare its rows.
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
    few, many = gradient(slice(4)), gradient(slice(4, None))
    halved, shared = ((few + many) / 2, (4 * few + 36 * many) / 40)
    wrong, right = (float(np.abs(parts - whole).max() / np.abs(whole).max()) for parts in (halved, shared))
    yield (
        f"parts of 4 and 36 rows: weighted by their rows {right:.0e} off, divided by 2 {wrong:.0%}",
        right < 1e-5 < 0.02 < wrong,
    )


def frozen_head():
    """The last layer is frozen. Do the layers before it still get gradients?

    Short: Yes. Freezing keeps a layer's own weights from changing; the gradient still passes through the layer.
    Longer: ∂loss/∂x of a layer needs its weights, not its weights' gradients. So an input, an embedding or the first
        layers can be trained through a fixed network. Detaching (stop_gradient) is what stops the gradient.
    Wrong: No: a frozen layer stops the backward pass.
    Why: Its weights are constants in the formula, and the derivative of a·x with respect to x is a, constant or not.
    Follow-up: What does freezing save then? — The gradients of the frozen weights and the optimizer's memory for
        them; if only the first layers are frozen, the backward pass can stop before them as well.
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
    """Why not compute the gradient by changing each weight a little and measuring the change in the
    loss?

    Short: Because that takes a forward pass or two for every weight, while backpropagation gets all of them from
        one backward pass; and in float32 rounding spoils the differences.
    Longer: For a million weights that means a million passes per step instead of the work of about three. As a
        check of a gradient, on few weights and in float64, it is the best method there is.
    Wrong: It would be the same work; backpropagation is only more elegant.
    Why: The backward pass costs about as much as two forward passes whatever the number of weights; finite
        differences need at least one for each weight.
    Follow-up: What is forward-mode differentiation good for? — For few inputs and many outputs: its cost grows with
        the inputs, that of backpropagation with the outputs, and a loss is a single one.
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
        return np.array([(loss(w + nudge, kind) - loss(w - nudge, kind)) / (2 * epsilon) for nudge in steps])

    exact = 2 * x.T @ (x @ np.ones(20) - y) / 50
    errors = {
        kind: float(np.abs(nudged(kind, 1e-5) - exact).max() / np.abs(exact).max()) for kind in ("float64", "float32")
    }
    yield (
        f"20 weights, each changed up and down: {passes['forward'] // 2} forward passes for one gradient",
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
