"""What keeps a network from learning its rows by heart."""

from dlfund.interview.exercise import Exercise, factor, tenths, written


def dropout_scaling(numbers):
    """What does dropout do to the values that it keeps?

    Short: It divides them by 1 − rate, in training; in prediction it does nothing.
    Longer: With rate 0.2 four fifths of the values stay; divided by 0.8 their expected sum is what it was. So the
        next layer gets the same in training and prediction, on average.
    Wrong: It leaves them as they are: they were not dropped.
    Why: The next layer would then get less in training than in prediction, by the factor 1 − rate.
    Cards: Dropout
    """
    x, rate = tenths(numbers, -5, 5), numbers.choice([0.1, 0.2, 0.25, 0.3, 0.4, 0.6, 0.75, 0.8])
    kept = x / (1 - rate)
    return Exercise(
        text=f"Dropout with rate {written(rate)} keeps a value x = {written(x)} in a training step. What does the "
        f"next layer get?",
        answer=kept,
        hint="What is kept is divided by the share that is kept.",
        worked=(f"x / (1 − rate) = {factor(x)} / {written(1 - rate)} = {written(kept)}",),
        given={"x": x, "rate": rate},
        astray={
            "it is not left as it was: the expected sum has to stay": x,
            "it is divided, not multiplied": x * (1 - rate),
            "that divides by the share that is dropped": x / rate,
        },
    )


def penalised_loss(numbers):
    """What does an L2 penalty add to the loss?

    Short: λ Σ w²: the strength times the sum of the squared weights; biases are usually left out.
    Longer: Its gradient is 2 λ w, so every step pulls a weight back in proportion to its size. A weight has to earn
        its size by lowering the loss of the data.
    Wrong: λ times the number of weights.
    Why: That is the same whatever the weights are: its gradient is 0, and it would change nothing.
    Cards: Dense, AdamW
    """
    x, w = [tenths(numbers, -2, 2) for _ in range(2)], [tenths(numbers, -2, 2) for _ in range(2)]
    y, strength = tenths(numbers, -3, 3), numbers.choice([0.05, 0.1, 0.2, 0.5])
    predicted = w[0] * x[0] + w[1] * x[1]
    data, penalty = (predicted - y) ** 2, strength * (w[0] ** 2 + w[1] ** 2)
    return Exercise(
        text=f"A linear neuron without bias has w = ({written(w[0])}, {written(w[1])}). The row is x = "
        f"({written(x[0])}, "
        f"{written(x[1])}) with the target {written(y)}; the loss is (ŷ − y)² plus an L2 penalty λ Σ w² with λ = "
        f"{written(strength)}. What is the whole loss?",
        answer=data + penalty,
        hint="(ŷ − y)² + λ (w₁² + w₂²)",
        worked=(
            f"ŷ = {factor(w[0])}·{factor(x[0])} + {factor(w[1])}·{factor(x[1])} = {written(predicted)}",
            f"(ŷ − y)² = ({written(predicted)} − {factor(y)})² = {written(data)}",
            f"λ Σ w² = {written(strength)} · ({written(w[0] ** 2)} + {written(w[1] ** 2)}) = {written(penalty)}",
            f"together {written(data)} + {written(penalty)} = {written(data + penalty)}",
        ),
        given={"x": x, "w": w, "y": y, "strength": strength},
        astray={
            "the penalty is missing": data,
            "the ½ belongs to another convention; here it is λ Σ w²": data + penalty / 2,
            "that is L1: absolute values, not squares": data + strength * (abs(w[0]) + abs(w[1])),
            "that is the square of the sum, not the sum of the squares": data + strength * (w[0] + w[1]) ** 2,
        },
    )
