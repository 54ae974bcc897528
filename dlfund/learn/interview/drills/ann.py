"""The size of a whole dense network."""

from itertools import pairwise

from dlfund.learn.interview.exercise import Exercise


def network_parameters(numbers):
    """How many parameters does a dense network have?

    Short: (inputs + 1) · units for every layer, added up; a layer's inputs are the units of the layer before.
    Longer: The +1 is the bias. Most parameters are between the widest neighbouring layers, so doubling all hidden
        widths about quadruples the parameters of a deep network.
    Wrong: The number of its neurons.
    Why: Most parameters belong to connections: every neuron has a weight for each of its inputs, and a bias.
    Follow-up: How much memory does that take in training with Adam? — Four numbers per parameter in float32: weight,
        gradient and two averages, 16 bytes; activations come on top.
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
        mistakes={
            "the biases are missing": sum(a * b for a, b in pairs),
            "that counts neurons; parameters belong to their connections": sum(widths[1:]),
            "that is one bias per layer; every unit has its own": sum(a * b + 1 for a, b in pairs),
            "the last layer is missing": sum(counts[:-1]),
        },
    )
