"""What keeps a network from memorising its rows."""

from dlfund.learn.interview.exercise import Exercise, factor, tenths, written


def dropout_scaling(numbers):
    """What does dropout do to the values that it keeps?

    Short: It divides them by 1 − rate, in training; in prediction it does nothing.
    Longer: With a rate of 0.2, four fifths of the values stay; divided by 0.8 their expected sum is what it was. So
        the next layer gets the same in training and prediction, on average. This is "inverted dropout", which
        libraries use; the paper of 2014 scales the weights in prediction instead.
    Wrong: It leaves them unchanged, because they were not dropped.
    Why: The next layer's inputs would then be smaller in training than in prediction, by the factor 1 − rate on
        average.
    Follow-up: Does the variance stay the same too? — No: it grows, so a batch normalisation after dropout sees
        another variance in training than in prediction.
    Cards: Dropout
    """
    x, rate = tenths(numbers, -5, 5), numbers.choice([0.1, 0.2, 0.25, 0.3, 0.4, 0.6, 0.75, 0.8])
    kept = x / (1 - rate)
    return Exercise(
        text=f"Dropout with rate {written(rate)} keeps a value x = {written(x)} in a training step. What does the "
        f"next layer get?",
        answer=kept,
        hint="A kept value is divided by the share that is kept.",
        worked=(f"x / (1 − rate) = {factor(x)} / {written(1 - rate)} = {written(kept)}",),
        given={"x": x, "rate": rate},
        mistakes={
            "it is not left unchanged: the expected sum has to stay the same": x,
            "it is divided, not multiplied": x * (1 - rate),
            "that divides by the share that is dropped": x / rate,
        },
    )


def penalised_loss(numbers):
    """What does an L2 penalty add to the loss?

    Short: λ Σ w²: the strength times the sum of the squared weights; biases are usually left out.
    Longer: Its gradient is 2 λ w, so every step shrinks a weight in proportion to its size. A weight only stays
        large if that lowers the loss on the data enough.
    Wrong: λ times the number of weights.
    Why: That is the same whatever the weights are, so its gradient is 0, and it would change nothing.
    Follow-up: What does an L1 penalty do instead? — Its gradient has the same size for every weight, so small weights
        end at exactly 0.
    Cards: Dense, AdamW
    """
    x, w = [tenths(numbers, -2, 2) for _ in range(2)], [tenths(numbers, -2, 2) for _ in range(2)]
    y, strength = tenths(numbers, -3, 3), numbers.choice([0.05, 0.1, 0.2, 0.5])
    predicted = w[0] * x[0] + w[1] * x[1]
    data, penalty = (predicted - y) ** 2, strength * (w[0] ** 2 + w[1] ** 2)
    return Exercise(
        text=f"A linear neuron without bias has w = ({written(w[0])}, {written(w[1])}). The row is x = "
        f"({written(x[0])}, {written(x[1])}) with the target {written(y)}; the loss is (ŷ − y)² plus an L2 penalty λ Σ "
        f"w² with λ = {written(strength)}. What is the total loss?",
        answer=data + penalty,
        hint="(ŷ − y)² + λ (w₁² + w₂²)",
        worked=(
            f"ŷ = {factor(w[0])}·{factor(x[0])} + {factor(w[1])}·{factor(x[1])} = {written(predicted)}",
            f"(ŷ − y)² = ({written(predicted)} − {factor(y)})² = {written(data)}",
            f"λ Σ w² = {written(strength)} · ({written(w[0] ** 2)} + {written(w[1] ** 2)}) = {written(penalty)}",
            f"together {written(data)} + {written(penalty)} = {written(data + penalty)}",
        ),
        given={"x": x, "w": w, "y": y, "strength": strength},
        mistakes={
            "the penalty is missing": data,
            "the ½ belongs to another convention; here it is λ Σ w²": data + penalty / 2,
            "that is L1: absolute values, not squares": data + strength * (abs(w[0]) + abs(w[1])),
            "that is the square of the sum, not the sum of the squares": data + strength * (w[0] + w[1]) ** 2,
        },
    )
