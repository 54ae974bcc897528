"""A whole dense network in one number."""

from itertools import pairwise

from dlfund.interview.exercise import Exercise


def network_parameters(numbers):
    """How many parameters has a dense network?

    Short: For every layer (inputs + 1) · units, added up; a layer's inputs are the units of the layer before.
    Longer: The +1 is the bias. Most parameters lie between the two widest neighbours, so doubling all hidden widths
        about quadruples a deep network.
    Wrong: The number of its neurons.
    Why: Parameters belong to the connections: every neuron has a weight for every one of its inputs, and a bias.
    Cards: Dense
    """
    widths = [numbers.randint(2, 20), numbers.randint(4, 64), numbers.randint(4, 64), numbers.randint(1, 10)]
    pairs = list(pairwise(widths))
    counts = [(a + 1) * b for a, b in pairs]
    total = sum(counts)
    return Exercise(
        text=f"A dense network has {widths[0]} inputs, two hidden layers of {widths[1]} and {widths[2]} units, and "
        f"{widths[3]} "
        f"output{'s' * (widths[3] > 1)}, all with biases. How many parameters does it learn?",
        answer=total,
        hint="Every layer has (inputs + 1) · units.",
        worked=(
            *(f"layer {i + 1}: ({a} + 1) · {b} = {(a + 1) * b:,}" for i, (a, b) in enumerate(pairs)),
            f"together {' + '.join(f'{count:,}' for count in counts)} = {total:,}",
        ),
        given={"widths": widths},
        astray={
            "the biases are missing": sum(a * b for a, b in pairs),
            "that counts neurons; parameters belong to their connections": sum(widths[1:]),
            "one bias a layer; every unit has its own": sum(a * b + 1 for a, b in pairs),
            "the last layer is missing": sum(counts[:-1]),
        },
    )
