"""How many parameters a layer has."""

from dlfund.learn.interview.exercise import Exercise


def dense_parameters(numbers):
    """How many parameters does a dense layer have?

    Short: features · units + units: a weight for every pair of input and unit, and a bias for every unit.
    Longer: Each unit is a neuron with one weight for every feature and one bias. The number of rows and the size of
        the batches do not matter.
    Wrong: features · units: the size of the weight matrix.
    Why: That is the size of the matrix alone. With use_bias=True, the default, every unit learns a bias too.
    Follow-up: How many multiplications does one row take? — features · units, as many as there are weights; a
        convolution uses each weight many times.
    Cards: Dense
    """
    features, units, batch = numbers.randint(3, 200), numbers.randint(2, 128), numbers.choice([16, 32, 64])
    total = features * units + units
    return Exercise(
        text=f"A dense layer with {units} units gets batches of {batch} rows with {features} features each. How many "
        "parameters does it learn?",
        answer=total,
        hint="A weight for every pair of feature and unit, a bias for every unit.",
        worked=(
            f"weights = features · units = {features} · {units} = {features * units:,}",
            f"biases  = units = {units}",
            f"together {features * units:,} + {units} = {total:,}; the {batch} rows of a batch share them",
        ),
        given={"features": features, "units": units, "batch": batch},
        mistakes={
            "the biases are missing": features * units,
            "that is one bias per layer; every unit has its own": features * units + 1,
            "that is a bias for every feature; there is one for every unit": features * units + features,
            "parameters do not depend on the batch": total * batch,
        },
    )
