"""Forward propagation: from inputs to a prediction, layer by layer.

    z = Wᵀx + b        a = f(z)        then a is the x of the next layer

x are the inputs of a layer, W and b its weights, f its activation, a its outputs.
"""

from __future__ import annotations

from collections.abc import Iterator

from dlfund.learn.process.drawing import boxes

X, HIDDEN, BIAS, HEAD, LAST = (1.0, 2.0), ((0.5, -1.0), (0.25, 0.5)), (0.5, -0.5), (2.0, -1.0), 0.5


def forward_propagation() -> Iterator[str]:
    """Computes a prediction from a row: a weighted sum and an activation per layer, and nothing else.

    Weights and biases are the parameters, which training changes; width, depth and learning rate are
    hyperparameters, which a person or a search chooses. Predicting changes neither.

    Numbers: The inputs 1 and 2 give the hidden sums 1.5, −0.5. ReLU turns them into 1.5, 0. The head's weights 2 and
        −1 and its bias 0.5 give the prediction 3.5.
    Use: to follow a prediction by hand, and to know what the backward pass goes through again.
    Misconception: "The network learns while it predicts." A prediction is compared with no target; weights change
        only in the optimizer's step.
    Interview: Parameter or hyperparameter: the bias of a layer, its number of units? — The bias is learned, a
        parameter; the number of units is chosen before, a hyperparameter.
    Drills: neuron_output, hidden_layer_output, network_parameters
    Reference: Goodfellow, Bengio and Courville, 2016, Deep Learning, section 6.1 (MIT Press).
    """
    import numpy as np

    from dlfund import explain, layers
    from dlfund.learn.interview.exercise import written
    from dlfund.learn.interview.networks import network, with_weights

    stack = layers.Dense(2, activation="relu", name="hidden"), layers.Dense(1, name="head")
    model = with_weights(network(2, *stack), HIDDEN, BIAS, HEAD, LAST)
    traced = explain.trace(model, [list(X)], [[0.0]], loss="mse")
    sums, outputs = (
        ", ".join(written(value) for value in np.ravel(np.asarray(part)).tolist())
        for part in (traced["hidden"].preactivation, traced["hidden"].output)
    )
    yield f"The inputs 1 and 2 give the hidden sums {sums}."
    yield f"ReLU turns them into {outputs}."
    yield f"The head's weights 2 and −1 and its bias 0.5 give the prediction {float(traced.output[0, 0]):g}."


def picture() -> str:
    """The same network: sums above, outputs below."""
    sums = [sum(x * row[unit] for x, row in zip(X, HIDDEN, strict=True)) + BIAS[unit] for unit in (0, 1)]
    outputs = [max(0.0, z) for z in sums]
    head = sum(a * v for a, v in zip(outputs, HEAD, strict=True)) + LAST
    layers = [
        ("inputs", "1, 2"),
        ("sums z", f"{sums[0]:g}, {sums[1]:g}"),
        ("relu(z)", f"{outputs[0]:g}, {outputs[1]:g}"),
    ]
    return boxes("Forward propagation through two hidden units", [[*layers, ("2a − b + 0.5", f"{head:g}")]])
