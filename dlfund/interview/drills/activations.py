"""What a sum becomes, and how steep the way there is."""

from math import exp

from dlfund.interview.exercise import Exercise, tenths, written


def softmax_share(numbers):
    """How does softmax turn scores into probabilities?

    Short: p_i = exp(z_i) / Σ_j exp(z_j): exponentials, each divided by their sum.
    Longer: The exponential makes every score positive, the division makes the shares add up to 1. Only differences
        of scores matter: adding the same number to all of them changes nothing.
    Wrong: p_i = z_i / Σ_j z_j: each score divided by the sum of the scores.
    Why: Scores may be negative or add up to 0; such shares would be below 0, above 1, or not exist.
    Cards: softmax, log_softmax
    """
    z = [tenths(numbers, -2, 3) for _ in range(3)]
    asked = numbers.randrange(3)
    powers = [exp(one) for one in z]
    share = powers[asked] / sum(powers)
    return Exercise(
        text=f"The scores (logits) of three classes are z = ({', '.join(map(written, z))}). Which probability does "
        f"softmax give to class {asked + 1}?",
        answer=share,
        hint="p_i = exp(z_i) / (exp(z₁) + exp(z₂) + exp(z₃))",
        worked=(
            "exp(z) = (" + ", ".join(f"{written(power)}" for power in powers) + f"), sum {written(sum(powers))}",
            f"p_{asked + 1} = {written(powers[asked])} / {written(sum(powers))} = {written(share)}",
        ),
        given={"z": z, "asked": asked},
        astray={
            "that is exp(z) before the division by the sum": powers[asked],
            "that is a sigmoid of this score alone; softmax compares all": 1 / (1 + exp(-z[asked])),
        }
        | ({"the exponentials are missing": z[asked] / sum(z)} if abs(sum(z)) > 0.05 else {}),
    )


def sigmoid_slope(numbers):
    """What is the slope of the sigmoid?

    Short: s'(z) = s(z) · (1 − s(z)), at most 1/4, at z = 0.
    Longer: The slope follows from the output alone, so the backward pass needs no second exponential. Far from 0
        the output is nearly 0 or 1 and one of the two factors is nearly 0: the unit is saturated and hardly learns.
    Wrong: s'(z) = 1 − s(z).
    Why: Half of the product is missing: at z = −6 that says 0.998, while the curve there is almost flat (0.0025).
    Cards: sigmoid, tanh
    """
    z = tenths(numbers, -3, 3)
    s = 1 / (1 + exp(-z))
    return Exercise(
        text=f"A sigmoid unit has the weighted sum z = {written(z)}. How steep is the sigmoid there, ∂a/∂z?",
        answer=s * (1 - s),
        hint="s(z) = 1 / (1 + e^(−z)), and s'(z) = s(z) · (1 − s(z)).",
        worked=(
            f"s(z) = 1 / (1 + e^{written(-z)}) = {written(s)}",
            f"s'(z) = s · (1 − s) = {written(s)} · {written(1 - s)} = {written(s * (1 - s))}",
        ),
        given={"z": z},
        astray={
            "that is the output, not the slope": s,
            "a factor s is missing": 1 - s,
            "the slope is 1/4 only at z = 0": 0.25,
            "1 − s² is the slope of tanh, written with its output": 1 - s * s,
        },
    )
