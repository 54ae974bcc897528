"""Backpropagation: the chain rule from the loss back to every weight.

    δ = ∂loss/∂z        ∂loss/∂W = x δᵀ        ∂loss/∂x = W δ, which is passed on to the layer before

z = Wᵀx + b are the sums of a layer, x its inputs; the layer before multiplies by its activation's slope.
"""

from __future__ import annotations

from collections.abc import Iterator

from dlfund.learn.process.drawing import boxes

X, W, B, V, C, Y = 2.0, 0.5, -0.5, 3.0, 0.5, 3.0


def backpropagation() -> Iterator[str]:
    """Computes the gradient with respect to every weight in one backward pass.

    The forward pass keeps what each operation needs. The backward pass multiplies derivatives along each path from
    the loss to a weight, and adds up the paths. It costs about two forward passes, whatever the number of weights.

    Numbers: Forward: x = 2 gives z = 0.5, a = 0.5 and the prediction 2; the loss (ŷ − 3)² is 1. Backward: ∂loss/∂ŷ =
        −2; times a, the head's weight gets −1. Times the head's weight 3 it is −6 at the hidden unit, and times x −12
        at the first weight.
    Use: wherever weights are learned by gradient descent: a framework does it; by hand to understand where gradients
        get lost.
    Misconception: "Backpropagation is how the network learns." It only computes the gradient; the optimizer's step is
        what changes weights.
    Interview: Why backwards and not forwards? — There is one loss and there are many weights: going backwards, one
        pass gives the derivatives of the one output with respect to all of them.
    Drills: weight_gradient, sigmoid_gradient, hidden_gradient, weight_used_twice, new_weight
    Reference: Linnainmaa, 1976, Taylor expansion of the accumulated rounding error (doi:10.1007/BF01931367);
        Rumelhart, Hinton and Williams, 1986, Learning representations by back-propagating errors
        (doi:10.1038/323533a0).
    """
    from dlfund import explain, layers
    from dlfund.learn.interview.exercise import written
    from dlfund.learn.interview.networks import first, network, with_weights

    stack = layers.Dense(1, activation="relu", name="hidden"), layers.Dense(1, name="head")
    model = with_weights(network(1, *stack), W, B, V, C)
    traced = explain.trace(model, [[X]], [[Y]], loss="mse")
    gradients = {name: first(update.gradient) for name, update in traced.updates.items()}
    unit = traced["hidden"]
    z, a, predicted = (written(first(part)) for part in (unit.preactivation, unit.output, traced.output))
    yield f"Forward: x = 2 gives z = {z}, a = {a} and the prediction {predicted}; the loss (ŷ − 3)² is {traced.loss:g}."
    error, hidden = (written(first(traced[layer].delta)) for layer in ("head", "hidden"))
    head, kernel = (written(gradients[f"{layer}/kernel"]) for layer in ("head", "hidden"))
    yield f"Backward: ∂loss/∂ŷ = {error}; times a, the head's weight gets {head}."
    yield f"Times the head's weight 3 it is {hidden} at the hidden unit, and times x {kernel} at the first weight."


def picture() -> str:
    """Values above, derivatives of the loss below."""
    z = W * X + B
    a = max(0.0, z)
    predicted = V * a + C
    error = 2 * (predicted - Y)
    forward = [
        (f"x = {X:g}", f"∂ = {error * V * W:g}"),
        (f"z = {z:g}", f"∂ = {error * V:g}"),
        (f"a = {a:g}", f"∂ = {error * V:g}"),
    ]
    last = [(f"ŷ = {predicted:g}", f"∂ = {error:g}"), (f"loss {(predicted - Y) ** 2:g}", "∂ = 1")]
    weights = [(f"w = {W:g}", f"∂ = {error * V * X:g}"), (f"v = {V:g}", f"∂ = {error * a:g}")]
    notes = ["above: values, computed from left to right", "∂: derivatives of the loss, from right to left"]
    return boxes("A worked graph of backpropagation", [[*forward, *last], weights], notes)
