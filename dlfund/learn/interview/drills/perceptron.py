"""A neuron's weighted sum, and the learning rule of the first perceptron."""

from dlfund.learn.interview.exercise import Exercise, factor, tenths, written


def weighted_sum(numbers):
    """What is a neuron's weighted sum, before its activation?

    Short: z = w₁x₁ + w₂x₂ + … + b: every input times its weight, added up, plus the bias.
    Longer: Each weight scales its input and sets its sign; the bias shifts the whole sum, so that it need not be 0
        where all inputs are 0. The activation is applied to this sum, not to the inputs one by one.
    Wrong: z = w₁x₁ + w₂x₂ + …: the bias is added after the activation.
    Why: The bias is part of the activation's input. Added after a sigmoid it would push the output out of (0, 1).
    Follow-up: What is it for a whole batch? — Z = X W + b: a matrix product, with the same bias added to every row.
    Cards: WeightedSum, Bias, Perceptron
    """
    x = [tenths(numbers, -3, 3) for _ in range(3)]
    w = [tenths(numbers, -2, 2) for _ in range(3)]
    b = tenths(numbers, -2, 2)
    products = [value * weight for value, weight in zip(x, w, strict=True)]
    z = sum(products) + b
    filled = " + ".join(f"{factor(weight)}·{factor(value)}" for value, weight in zip(x, w, strict=True))
    return Exercise(
        text=f"A neuron has the inputs x = ({', '.join(map(written, x))}), the weights w = "
        f"({', '.join(map(written, w))}) and the bias b = {written(b)}. What is its weighted sum z?",
        answer=z,
        hint="z = w₁x₁ + w₂x₂ + w₃x₃ + b",
        worked=(
            "z = w₁x₁ + w₂x₂ + w₃x₃ + b",
            f"  = {filled} + {factor(b)}",
            f"  = {' + '.join(map(factor, products))} + {factor(b)} = {written(z)}",
        ),
        given={"x": x, "w": w, "b": b},
        mistakes={
            "the bias is missing": z - b,
            "the bias was subtracted": z - 2 * b,
            "a minus sign was lost: two of them make a plus, one stays": sum(map(abs, products)) + b,
        },
    )


def perceptron_rule(numbers):
    """How does Rosenblatt's perceptron learn from one row?

    Short: If its answer is right, nothing changes; if it is wrong, w_new = w_old + learning_rate · (target −
        output) · x.
    Longer: Output and target are 0 or 1, so their difference is 0, +1 or −1. A missed 1 adds the input to the weights,
        a false 1 subtracts it; the same row then gets a higher, or lower, sum.
    Wrong: Every row moves the weights a little, right or wrong.
    Why: That is logistic regression, whose error p − y is never quite 0. A perceptron has a step function: a right
        answer has the error 0, so on separable data it stops changing altogether.
    Follow-up: How many mistakes can it make? — On separable rows at most (R / γ)², with R the longest input and γ the
        margin (Novikoff, 1962); otherwise it never stops.
    Cards: PerceptronRule, Perceptron, step
    """
    x, w = [tenths(numbers, -2, 2) for _ in range(2)], [tenths(numbers, -1, 1) for _ in range(2)]
    b, rate, target = tenths(numbers, -1, 1), numbers.choice([0.5, 1.0]), numbers.randint(0, 1)
    z = w[0] * x[0] + w[1] * x[1] + b
    if abs(z) < 0.05:  # on the border itself a rounding would decide
        return perceptron_rule(numbers)
    output = int(z >= 0)
    new = w[0] + rate * (target - output) * x[0]
    moved = rate * x[0]
    return Exercise(
        text=f"A perceptron with a step function (1 for z ≥ 0, otherwise 0) has w = ({written(w[0])}, "
        f"{written(w[1])}), b = {written(b)}. The next row is x = ({written(x[0])}, {written(x[1])}), target {target}; "
        f"learning rate {written(rate)}. What is w₁ after the perceptron rule?",
        answer=new,
        hint="First the output: 1 if w₁x₁ + w₂x₂ + b ≥ 0. Then w_new = w_old + learning_rate · (target − output) · x.",
        worked=(
            f"z = {factor(w[0])}·{factor(x[0])} + {factor(w[1])}·{factor(x[1])} + {factor(b)} = {written(z)}",
            f"output = {output}, because z {'≥' if output else '<'} 0; target − output = {written(target - output)}",
            "w₁_new = w₁ + learning_rate · (target − output) · x₁",
            f"       = {factor(w[0])} + {written(rate)} · {factor(target - output)} · {factor(x[0])} = {written(new)}",
        ),
        given={"x": x, "w": w, "b": b, "rate": rate, "target": target},
        mistakes=(
            {"the answer was right, so nothing changes": w[0] + moved, "it was right, so nothing changes": w[0] - moved}
            if target == output
            else {
                "that moves the weight away from the target": w[0] - rate * (target - output) * x[0],
                "the answer was wrong, so the weight has to move": w[0],
            }
        ),
    )
