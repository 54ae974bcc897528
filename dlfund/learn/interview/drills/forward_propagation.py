"""From inputs to a prediction, by hand."""

from math import exp

from dlfund.learn.interview.exercise import Exercise, factor, tenths, written


def neuron_output(numbers):
    """What does a sigmoid neuron output?

    Short: a = s(z) with z = wᵀx + b and s(z) = 1 / (1 + e^(−z)): a number between 0 and 1.
    Longer: First the weighted sum with its bias, then the activation. With a log-loss the output can be read as the
        probability of "yes".
    Wrong: a = 1 if z ≥ 0, otherwise 0.
    Why: That is a step function, which has no gradient to learn from. The sigmoid gives a probability; a threshold
        is applied afterwards, when a decision is needed.
    Follow-up: Why do frameworks prefer the logit z in the loss? — log(1 + e^z) − y z is exact where s(z) has rounded
        to 0 or 1.
    Cards: Perceptron, sigmoid, step
    """
    x, w = [tenths(numbers, -2, 2) for _ in range(2)], [tenths(numbers, -1.5, 1.5) for _ in range(2)]
    b = tenths(numbers, -1, 1)
    z = w[0] * x[0] + w[1] * x[1] + b
    a = 1 / (1 + exp(-z))
    return Exercise(
        text=f"A sigmoid neuron has w = ({written(w[0])}, {written(w[1])}) and b = {written(b)}. "
        f"What is its output for x = ({written(x[0])}, {written(x[1])})?",
        answer=a,
        hint="z = w₁x₁ + w₂x₂ + b, then a = 1 / (1 + e^(−z)).",
        worked=(
            f"z = {factor(w[0])}·{factor(x[0])} + {factor(w[1])}·{factor(x[1])} + {factor(b)} = {written(z)}",
            f"a = 1 / (1 + e^{written(-z)}) = 1 / (1 + {written(exp(-z))}) = {written(a)}",
        ),
        given={"x": x, "w": w, "b": b},
        mistakes={
            "that is the weighted sum; the sigmoid is missing": z,
            "the bias is missing": 1 / (1 + exp(-(z - b))),
            "the sign in the exponent is wrong": 1 - a,
            "that is a step function; a sigmoid is gradual": 1.0 if z >= 0 else 0.0,
        },
    )


def hidden_layer_output(numbers):
    """How does a network with a hidden layer compute its prediction?

    Short: Layer by layer: the hidden weighted sums, their activations, then the head's weighted sum of the
        activations.
    Longer: Each layer only sees the output of the one before it. A hidden ReLU unit whose sum is negative passes on
        a 0: its outgoing weight does not matter for this row.
    Wrong: The head adds up the hidden units' weighted sums; the activation is only for training.
    Why: Without the activation in between the two layers would be one linear layer, in training and in prediction.
    Follow-up: For which rows is this network linear? — For all with the same units switched on: a ReLU network is
        linear in pieces.
    Cards: Dense, relu
    """
    x = [tenths(numbers, -2, 2) for _ in range(2)]
    hidden = [[tenths(numbers, -1, 1) for _ in range(2)] for _ in range(2)]
    b = [tenths(numbers, -1, 1) for _ in range(2)]
    v, c = [tenths(numbers, -2, 2) for _ in range(2)], tenths(numbers, -1, 1)
    z = [w[0] * x[0] + w[1] * x[1] + bias for w, bias in zip(hidden, b, strict=True)]
    if min(z) > -0.1 or max(z) < 0.1:  # one unit on and one off, so that ReLU has something to do
        return hidden_layer_output(numbers)
    a = [max(weighted_sum, 0.0) for weighted_sum in z]
    y = v[0] * a[0] + v[1] * a[1] + c
    units = [
        f"z{j + 1} = {factor(w[0])}·{factor(x[0])} + {factor(w[1])}·{factor(x[1])} + {factor(b[j])} = "
        f"{written(z[j])}, "
        f"a{j + 1} = relu(z{j + 1}) = {written(a[j])}"
        for j, w in enumerate(hidden)
    ]
    return Exercise(
        text=f"Two inputs x = ({written(x[0])}, {written(x[1])}) go into two ReLU units: the first has the weights "
        f"({written(hidden[0][0])}, {written(hidden[0][1])}) and the bias {written(b[0])}, the second "
        f"({written(hidden[1][0])}, {written(hidden[1][1])}) and {written(b[1])}. A linear head has the weights "
        f"({written(v[0])}, {written(v[1])}) and the bias {written(c)}. What is the prediction?",
        answer=y,
        hint="z_j = w_jᵀx + b_j, a_j = max(0, z_j), then ŷ = v₁a₁ + v₂a₂ + c.",
        worked=(
            *units,
            f"ŷ = {factor(v[0])}·{written(a[0])} + {factor(v[1])}·{written(a[1])} + {factor(c)} = {written(y)}",
        ),
        given={"x": x, "hidden": hidden, "b": b, "v": v, "c": c},
        mistakes={
            "the ReLU is missing: a negative sum became part of the prediction": v[0] * z[0] + v[1] * z[1] + c,
            "the head's bias is missing": y - c,
            "ReLU keeps the positive sum and drops the negative one, not the other way round": (
                v[0] * min(z[0], 0.0) + v[1] * min(z[1], 0.0) + c
            ),
        },
    )
