"""Losses by hand."""

from math import exp, log

from dlfund.learn.interview.exercise import Exercise, factor, tenths, written


def mean_squared_error(numbers):
    """How is the mean squared error computed?

    Short: (1/n) Σ (ŷ − y)²: square every error, then take the mean.
    Longer: Squaring makes large errors count more than small ones: one error of 10 weighs as much as a hundred of 1.
        Its unit is the target's unit squared; its square root (RMSE) is in the target's unit again.
    Wrong: Take the mean of the errors, then square it.
    Why: Errors of opposite sign would cancel: +5 and −5 would cost nothing.
    Follow-up: Which noise makes it the maximum-likelihood loss? — Normal noise of constant variance; absolute error
        belongs to Laplace noise.
    Cards: MeanSquaredError, MeanAbsoluteError
    """
    y = [tenths(numbers, -3, 3) for _ in range(3)]
    predicted = [tenths(numbers, -3, 3) for _ in range(3)]
    misses = [prediction - target for prediction, target in zip(predicted, y, strict=True)]
    loss = sum(miss**2 for miss in misses) / 3
    return Exercise(
        text=f"The targets are ({', '.join(map(written, y))}), the predictions "
        f"({', '.join(map(written, predicted))}). "
        "What is the mean squared error?",
        answer=loss,
        hint="(1/n) Σ (ŷ − y)²",
        worked=(
            f"misses ŷ − y = ({', '.join(map(written, misses))})",
            f"squares      = ({', '.join(written(miss**2) for miss in misses)})",
            f"mean         = {written(3 * loss)} / 3 = {written(loss)}",
        ),
        given={"y": y, "predicted": predicted},
        mistakes={
            "the division by the number of rows is missing": 3 * loss,
            "square first, then take the mean": (sum(misses) / 3) ** 2,
            "that is the mean absolute error": sum(map(abs, misses)) / 3,
            "that is its square root, the RMSE": loss**0.5,
            "½ belongs to another convention; the mean squared error has none": loss / 2,
        },
    )


def binary_crossentropy(numbers):
    """What is the binary cross-entropy of one row?

    Short: −log p if the target is 1, −log(1 − p) if it is 0: minus the logarithm of the probability that was given to
        the true class.
    Longer: A certain and right prediction costs 0, a prediction of 0.5 costs log 2 = 0.693, and the cost of a certain
        and wrong one has no limit. The logarithm is the natural one.
    Wrong: 1 minus the probability that was given to the true class.
    Why: That is the absolute error. It is never more than 1, so being confidently wrong would be hardly worse than
        being unsure.
    Follow-up: What does a constant prediction of the base rate cost? — The entropy of the base rate: 0.325 for 10 %
        of ones; a useful model is below it.
    Cards: BinaryCrossentropy
    """
    p, y = numbers.randint(3, 97) / 100, numbers.randint(0, 1)
    given = p if y else 1 - p
    return Exercise(
        text=f"The predicted probability of class 1 is {written(p)}, the target is {y}. What is the binary "
        f"cross-entropy "
        "(natural logarithm)?",
        answer=-log(given),
        hint="loss = −(y log p + (1 − y) log(1 − p)); one of the two terms is 0.",
        worked=(
            "loss = −(y log p + (1 − y) log(1 − p))",
            f"     = −log {written(given)} = {written(-log(given))}",
        ),
        given={"p": p, "y": y},
        mistakes={
            "that is the other class's term": -log(1 - given),
            "that is 1 − p of the true class; the logarithm is missing": 1 - given,
            "that is the logarithm to base 2": -log(given) / log(2),
            "that is the logarithm to base 10": -log(given) / log(10),
            "the minus is missing; a loss is not negative": log(given),
        },
    )


def categorical_crossentropy(numbers):
    """What is the cross-entropy of one row with several classes, given logits?

    Short: −log p of the true class, with p from softmax: log Σ exp(z_j) − z_true.
    Longer: The other classes matter only through the sum. With equal scores for k classes the loss is log k, a useful
        number to know: an untrained classifier should start near it.
    Wrong: −Σ log p_j over all classes.
    Why: Only the true class has the target 1; the terms of all others are multiplied by 0.
    Follow-up: What does perplexity add? — It is exp of the mean cross-entropy: the number of equally likely classes
        that would be as uncertain.
    Cards: CategoricalCrossentropy, SparseCategoricalCrossentropy, softmax
    """
    z, true = [tenths(numbers, -2, 3) for _ in range(3)], numbers.randrange(3)
    powers = [exp(score) for score in z]
    shares = [power / sum(powers) for power in powers]
    loss = -log(shares[true])
    return Exercise(
        text=f"The logits of three classes are ({', '.join(map(written, z))}); class {true + 1} is the true one. "
        f"What is the "
        "cross-entropy (natural logarithm)?",
        answer=loss,
        hint="p = softmax(z); loss = −log p of the true class.",
        worked=(
            f"exp(z) = ({', '.join(map(written, powers))}), sum {written(sum(powers))}",
            f"p_{true + 1} = {written(powers[true])} / {written(sum(powers))} = {written(shares[true])}",
            f"loss = −log {written(shares[true])} = {written(loss)}",
        ),
        given={"z": z, "true": true},
        mistakes={
            "that is the probability; the logarithm is missing": shares[true],
            "that adds up all classes; only the true one counts": -sum(map(log, shares)),
            "that is the logarithm to base 2": loss / log(2),
            "that is the sigmoid's loss of this logit alone": log(1 + exp(-z[true])),
        },
    )


def huber_loss(numbers):
    """What is the Huber loss of one error?

    Short: ½ e² if |e| ≤ δ, and δ (|e| − ½ δ) beyond: a parabola with straight arms.
    Longer: Near the target its slope goes to 0 like the squared error's, far away it is bounded like the absolute
        error's, so the gradient of an outlier is at most δ. The two pieces meet at |e| = δ with the same value and
        the same slope.
    Wrong: e² if |e| ≤ δ, and |e| beyond.
    Why: These pieces do not meet: with δ = 2 the loss would fall from 4 to 2 as the error grows past 2.
    Follow-up: What do you do to the target first? — Standardise it, so that δ has the same meaning whatever its unit.
    Cards: Huber, MeanSquaredError, MeanAbsoluteError
    """
    delta, y = numbers.choice([0.5, 1.0, 1.5, 2.0]), tenths(numbers, -3, 3)
    predicted = tenths(numbers, -6, 6)
    e = predicted - y
    if abs(abs(e) - delta) < 0.05 or abs(e) < 0.1:
        return huber_loss(numbers)
    small = abs(e) <= delta
    loss = e * e / 2 if small else delta * (abs(e) - delta / 2)
    filled = (
        f"½ · {factor(e)}² = {written(loss)}"
        if small
        else f"δ (|e| − ½ δ) = {written(delta)} · ({written(abs(e))} − {written(delta / 2)}) = {written(loss)}"
    )
    return Exercise(
        text=f"The prediction is {written(predicted)}, the target {written(y)}. What is the Huber loss with δ = "
        f"{written(delta)}?",
        answer=loss,
        hint="e = ŷ − y. ½ e² while |e| ≤ δ, otherwise δ (|e| − ½ δ).",
        worked=(
            f"e = ŷ − y = {factor(predicted)} − {factor(y)} = {written(e)}",
            f"|e| {'≤' if small else '>'} δ: loss = {filled}",
        ),
        given={"predicted": predicted, "y": y, "delta": delta},
        mistakes={
            "that is the squared error": e * e,
            "that is the absolute error": abs(e),
            "that is the other branch": delta * (abs(e) - delta / 2) if small else e * e / 2,
        },
    )


def softmax_gradient(numbers):
    """What is the gradient of softmax and cross-entropy with respect to a logit?

    Short: p_i − y_i: the probability minus the target, 1 for the true class and 0 for the others.
    Longer: The derivatives of the logarithm and of softmax cancel to this difference, so the gradients of all logits
        add up to 0: what the true class gains, the others lose.
    Wrong: Only the true class gets a gradient, since only its probability is in the loss.
    Why: The others are in softmax's sum. Each of them is pushed down in proportion to its probability.
    Follow-up: Where is this gradient zero? — Where p equals y; with one-hot targets only in the limit, so logits keep
        growing.
    Cards: softmax, CategoricalCrossentropy, SparseCategoricalCrossentropy
    """
    z, true, asked = [tenths(numbers, -2, 3) for _ in range(3)], numbers.randrange(3), numbers.randrange(3)
    powers = [exp(score) for score in z]
    share = powers[asked] / sum(powers)
    target = int(true == asked)
    return Exercise(
        text=f"The logits of three classes are ({', '.join(map(written, z))}); class {true + 1} is the true one. "
        f"What is the derivative of the cross-entropy with respect to logit {asked + 1}?",
        answer=share - target,
        hint="p = softmax(z); ∂loss/∂z_i = p_i − y_i",
        worked=(
            f"p_{asked + 1} = {written(powers[asked])} / {written(sum(powers))} = {written(share)}",
            f"y_{asked + 1} = {target}, so the derivative is {written(share)} − {target} = {written(share - target)}",
        ),
        given={"z": z, "true": true, "asked": asked},
        mistakes={
            "the sign is wrong: it is p − y": target - share,
            "that is softmax's own derivative, p (1 − p)": share * (1 - share),
        }
        | (
            {"that is the probability; subtract the target": share}
            if target
            else {"the other classes have a gradient too": 0.0}
        ),
    )
