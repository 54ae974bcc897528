"""Activations' values and their derivatives."""

from math import exp

from dlfund.learn.interview.exercise import Exercise, tenths, written


def softmax_share(numbers):
    """How does softmax turn scores into probabilities?

    Short: p_i = exp(z_i) / Σ_j exp(z_j): exponentials, each divided by their sum.
    Longer: The exponential makes every score (logit) positive, the division makes the probabilities add up to 1.
        Only differences between scores matter: adding the same number to all of them changes nothing.
    Wrong: p_i = z_i / Σ_j z_j: each score divided by the sum of the scores.
    Why: Scores may be negative or add up to 0; the result could be below 0, above 1, or undefined.
    Follow-up: How do the logits of two classes relate to a sigmoid? — Softmax of two scores is the sigmoid of their
        difference.
    Cards: softmax, log_softmax
    """
    z = [tenths(numbers, -2, 3) for _ in range(3)]
    asked = numbers.randrange(3)
    powers = [exp(score) for score in z]
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
        mistakes={
            "that is exp(z) before the division by the sum": powers[asked],
            "that is a sigmoid of this score alone; softmax uses all scores": 1 / (1 + exp(-z[asked])),
        }
        | ({"the exponentials are missing": z[asked] / sum(z)} if abs(sum(z)) > 0.05 else {}),
    )


def sigmoid_slope(numbers):
    """What is the slope (derivative) of the sigmoid?

    Short: s'(z) = s(z) · (1 − s(z)), at most 1/4, at z = 0.
    Longer: The slope can be computed from the output, so the backward pass needs no second exponential. Far from 0
        the output is nearly 0 or 1 and one of the two factors is nearly 0: the unit is saturated and hardly learns.
    Wrong: s'(z) = 1 − s(z).
    Why: One factor is missing: at z = −6 this gives 0.998, although the curve is almost flat there (0.0025).
    Follow-up: And the slope of tanh in terms of its output? — 1 − a², at most 1 at z = 0: tanh is a sigmoid stretched
        by 2 in both directions.
    Cards: sigmoid, tanh
    """
    z = tenths(numbers, -3, 3)
    s = 1 / (1 + exp(-z))
    return Exercise(
        text=f"A sigmoid unit has the weighted sum z = {written(z)}. What is the sigmoid's slope there, ∂a/∂z?",
        answer=s * (1 - s),
        hint="s(z) = 1 / (1 + e^(−z)), and s'(z) = s(z) · (1 − s(z)).",
        worked=(
            f"s(z) = 1 / (1 + e^{written(-z)}) = {written(s)}",
            f"s'(z) = s · (1 − s) = {written(s)} · {written(1 - s)} = {written(s * (1 - s))}",
        ),
        given={"z": z},
        mistakes={
            "that is the output, not the slope": s,
            "a factor s is missing": 1 - s,
            "the slope is 1/4 only at z = 0": 0.25,
            "1 − s² is the slope of tanh in terms of its output": 1 - s * s,
        },
    )
