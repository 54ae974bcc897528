"""How widely initial weights are drawn."""

from math import sqrt

from dlfund.learn.interview.exercise import Exercise, written


def he_deviation(numbers):
    """With which standard deviation does He initialisation draw weights?

    Short: √(2 / fan_in), with fan_in the number of inputs of a unit.
    Longer: A sum of fan_in independent terms has fan_in times the variance of one, so 1/fan_in keeps the variance.
        ReLU then halves the mean square, and the 2 makes up for it.
    Wrong: 2 / fan_in.
    Why: That is the variance. The standard deviation is its square root.
    Follow-up: And for a leaky ReLU of slope a? — √(2 / ((1 + a²) fan_in)): it drops less of the mean square.
    Cards: HeNormal, HeUniform, relu
    """
    fan_in, fan_out = numbers.choice([8, 16, 32, 50, 64, 100, 128, 200]), numbers.choice([4, 10, 20, 40, 256])
    deviation = sqrt(2 / fan_in)
    return Exercise(
        text=f"A dense ReLU layer has {fan_in} inputs and {fan_out} units. With which standard deviation does He "
        "initialisation draw its weights?",
        answer=deviation,
        hint="variance = 2 / fan_in; the standard deviation is its square root.",
        worked=(
            "standard deviation = √(2 / fan_in)",
            f"          = √(2 / {fan_in}) = √{written(2 / fan_in)} = {written(deviation)}",
        ),
        given={"fan_in": fan_in, "fan_out": fan_out},
        mistakes={
            "that is the variance; the standard deviation is its square root": 2 / fan_in,
            "√(1 / fan_in) is LeCun's; ReLU needs the 2": sqrt(1 / fan_in),
            "√(2 / (fan_in + fan_out)) is Glorot's": sqrt(2 / (fan_in + fan_out)),
            "that counts the units; a unit's sum runs over its inputs": sqrt(2 / fan_out),
        },
    )


def glorot_limit(numbers):
    """Between which limits does Glorot's uniform initialisation draw weights?

    Short: Between −a and a with a = √(6 / (fan_in + fan_out)).
    Longer: Glorot's variance is 2 / (fan_in + fan_out), a compromise between what preserves the signal in the
        forward pass and what preserves the gradient in the backward pass. A uniform draw from (−a, a) has the
        variance a²/3; hence the 6.
    Wrong: a = √(2 / (fan_in + fan_out)).
    Why: That is the standard deviation. Drawn from (−a, a) with this a, the weights would have only a third of
        the variance.
    Follow-up: Normal or uniform draws? — At the same variance it hardly matters; the variance does.
    Cards: GlorotUniform, GlorotNormal
    """
    fan_in, fan_out = numbers.randint(4, 200), numbers.randint(4, 200)
    limit = sqrt(6 / (fan_in + fan_out))
    return Exercise(
        text=f"A dense layer has {fan_in} inputs and {fan_out} units. Glorot's uniform initialisation draws its "
        f"weights "
        "from (−a, a). What is a?",
        answer=limit,
        hint="variance = 2 / (fan_in + fan_out), and a uniform draw from (−a, a) has the variance a²/3.",
        worked=(
            "a = √(6 / (fan_in + fan_out))",
            f"  = √(6 / ({fan_in} + {fan_out})) = √{written(6 / (fan_in + fan_out))} = {written(limit)}",
        ),
        given={"fan_in": fan_in, "fan_out": fan_out},
        mistakes={
            "that is the standard deviation, not the limit": sqrt(2 / (fan_in + fan_out)),
            "that is He's limit": sqrt(6 / fan_in),
            "the square root is missing": 6 / (fan_in + fan_out),
        },
    )
