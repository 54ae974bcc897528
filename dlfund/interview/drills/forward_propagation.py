"""From inputs to a prediction, by hand."""

from math import exp

from dlfund.interview.exercise import Exercise, factor, tenths, written


def neuron_output(numbers):
    """What does a sigmoid neuron answer?

    Short: a = s(z) with z = wᵀx + b and s(z) = 1 / (1 + e^(−z)): a number between 0 and 1.
    Longer: First the weighted sum with its bias, then the activation. With a log-loss the output can be read as the
        probability of "yes".
    Wrong: a = 1 if z ≥ 0, otherwise 0.
    Why: That is a step, which has no slope to learn by. The sigmoid gives the degree; a threshold comes afterwards,
        when somebody has to decide.
    Cards: Perceptron, sigmoid, step
    """
    x, w = [tenths(numbers, -2, 2) for _ in range(2)], [tenths(numbers, -1.5, 1.5) for _ in range(2)]
    b = tenths(numbers, -1, 1)
    z = w[0] * x[0] + w[1] * x[1] + b
    a = 1 / (1 + exp(-z))
    return Exercise(
        text=f"A sigmoid neuron has w = ({written(w[0])}, {written(w[1])}) and b = {written(b)}. What does it "
        f"answer to "
        f"x = ({written(x[0])}, {written(x[1])})?",
        answer=a,
        hint="z = w₁x₁ + w₂x₂ + b, then a = 1 / (1 + e^(−z)).",
        worked=(
            f"z = {factor(w[0])}·{factor(x[0])} + {factor(w[1])}·{factor(x[1])} + {factor(b)} = {written(z)}",
            f"a = 1 / (1 + e^{written(-z)}) = 1 / (1 + {written(exp(-z))}) = {written(a)}",
        ),
        given={"x": x, "w": w, "b": b},
        astray={
            "that is the weighted sum; the sigmoid is missing": z,
            "the bias is missing": 1 / (1 + exp(-(z - b))),
            "the sign in the exponent is turned round": 1 - a,
            "that is a step; a sigmoid answers by degrees": 1.0 if z >= 0 else 0.0,
        },
    )


def hidden_layer_output(numbers):
    """How does a network with a hidden layer compute its prediction?

    Short: Layer by layer: hidden sums, their activations, then the head's weighted sum of the activations.
    Longer: Each layer only sees what the one before it put out. A hidden ReLU unit whose sum is negative passes on
        a 0: its outgoing weight does not matter for this row.
    Wrong: The head adds up the hidden units' weighted sums; the activation is for training.
    Why: Without the activation in between the two layers would be one linear layer, in training and in prediction.
    Cards: Dense, relu
    """
    x = [tenths(numbers, -2, 2) for _ in range(2)]
    hidden = [[tenths(numbers, -1, 1) for _ in range(2)] for _ in range(2)]
    b = [tenths(numbers, -1, 1) for _ in range(2)]
    v, c = [tenths(numbers, -2, 2) for _ in range(2)], tenths(numbers, -1, 1)
    z = [w[0] * x[0] + w[1] * x[1] + bias for w, bias in zip(hidden, b, strict=True)]
    if min(z) > -0.1 or max(z) < 0.1:  # one unit on and one off, so that ReLU has something to do
        return hidden_layer_output(numbers)
    a = [max(one, 0.0) for one in z]
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
        astray={
            "the ReLU is missing: negative sums became part of the answer": v[0] * z[0] + v[1] * z[1] + c,
            "the head's bias is missing": y - c,
            "ReLU keeps the positive sum and drops the negative one, not the other way round": (
                v[0] * min(z[0], 0.0) + v[1] * min(z[1], 0.0) + c
            ),
        },
    )
