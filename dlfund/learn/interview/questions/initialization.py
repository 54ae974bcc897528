"""The initial weights, and why they matter."""

import keras
import numpy as np

from dlfund import activations, explain, initializers, layers
from dlfund.learn.interview.networks import accuracy, deep, learn, network, xor


def zero_start():
    """Is it always wrong to start all weights at zero?

    Short: No. A single neuron learns from zero. In a hidden layer it is wrong: its units stay equal, and with ReLU or
        tanh no kernel gets a gradient.
    Longer: A single neuron's gradient is δ · x, which is not 0 at w = 0, and there is no other unit that it has to
        differ from. A hidden unit's gradient passes back through its outgoing weight, which is 0; and units with
        equal weights, incoming and outgoing, get equal gradients, as long as no dropout tells them apart.
    Wrong: Yes: from zero, nothing ever learns.
    Why: A neuron that starts at zero learns to separate whatever a line can separate. The problem is the symmetry
        between several units with equal outgoing weights, so a constant 0.5 in all layers is no better.
    Follow-up: Can one layer start at zero? — Yes, between random ones and with tanh or no activation: its own
        gradient is not 0. The last layer of a residual branch often starts so.
    Cards: Zeros, Constant, GlorotUniform
    """
    x, y = xor()
    line = (x.sum(axis=1) > 0.5).astype("float32")[:, None]
    neuron = learn(network(2, layers.Perceptron(kernel_initializer="zeros")), x, line, rate=1.0, steps=300)
    reached = accuracy(neuron, x, line)
    yield f"one neuron from zero, on points that a line separates: accuracy {reached:.3f}", reached > 0.95
    for activation in ("relu", "tanh"):
        hidden = layers.Dense(8, activation=activation, kernel_initializer="zeros", name="hidden")
        model = network(2, hidden, layers.Dense(1, kernel_initializer="zeros", activation="sigmoid", name="head"))
        flow = explain.trace(learn(model, x, y, steps=100), x, y, loss="binary_crossentropy")
        largest = max(float(np.abs(flow.updates[name].gradient).max()) for name in ("hidden/kernel", "head/kernel"))
        yield f"hidden {activation} from zero, after 100 steps on XOR: largest kernel gradient {largest}", largest == 0
    stack = [
        layers.Dense(8, activation="tanh", kernel_initializer=kind, name=name)
        for name, kind in (("first", "glorot_uniform"), ("middle", "zeros"))
    ]
    between = explain.trace(network(2, *stack, layers.Perceptron()), x, y, loss="binary_crossentropy")
    alone = float(np.abs(between.updates["middle/kernel"].gradient).max())
    yield f"one layer of tanh at zero between random ones: its kernel's gradient is up to {alone:.3f}", alone > 1e-4
    for start, initializer in {
        "constant": initializers.Constant(0.5),
        "Glorot": initializers.GlorotUniform(seed=0),
    }.items():
        hidden = layers.Dense(8, activation=activations.tanh, kernel_initializer=initializer, name="hidden")
        model = network(2, hidden, layers.Dense(1, kernel_initializer=initializer, activation="sigmoid"))
        distinct = explain.units(learn(model, x, y, rate=1.0, steps=100), x)["hidden"].distinct
        yield (
            f"{start} start, trained: {distinct} of 8 hidden units differ",
            distinct == (1 if start == "constant" else 8),
        )


def how_wide_a_start():
    """If the initial weights are random, does their standard deviation matter?

    Short: Very much in a deep network: every layer multiplies the signal's size by about deviation · √(fan_in) (for
        ReLU: times √½), so the signal explodes if the deviation is too large and vanishes if it is too small.
    Longer: With 64 ReLU units and a deviation of 0.4 a layer multiplies the signal by 0.4 · √32 ≈ 2.3; after twenty
        layers that is a factor of ten million. With He's deviation √(2/64) = 0.18 it is 1.
    Wrong: No: random weights break the symmetry, and training then finds the right size.
    Why: Training needs gradients of a usable size. At 1e7 the first step of plain gradient descent destroys the
        weights, at 1e-9 nothing changes.
    Follow-up: Would Adam make up for it? — For the size of gradients, mostly; not for signals that overflow, or that
        no longer distinguish rows.
    Cards: HeNormal, RandomNormal, relu
    """
    x, y = np.random.default_rng(0).normal(size=(64, 64)).astype("float32"), np.ones((64, 1))

    def growth(deviation):
        def drawn(seed):
            return initializers.RandomNormal(deviation=deviation, seed=seed)

        calls = explain.trace(deep(20, 64, activations.relu, drawn), x, y, loss="mse").calls
        sizes = [float(np.sqrt(np.mean(np.square(call.output)))) for call in calls[:-1]]
        return sizes[-1] / float(np.sqrt(np.mean(x**2)))

    wide, right, narrow = growth(0.4), growth(np.sqrt(2 / 64)), growth(0.05)
    yield f"deviation 0.4: after 20 layers the signal is {wide:.0e} times as large", wide > 1e6
    yield f"deviation √(2/64): {right:.2f} times", 0.1 < right < 10
    yield f"deviation 0.05: {narrow:.0e} times", narrow < 1e-6


def glorot_for_relu():
    """Is Glorot initialisation as good for ReLU as He initialisation?

    Short: Not in deep networks: ReLU halves the mean square, so with Glorot initialisation the signal loses half
        of its power (its mean square) in every layer.
    Longer: Glorot's variance 1/n (for equal widths) preserves the signal of a symmetric activation. He's 2/n
        makes up for the half that ReLU drops. In a network of two or three layers the difference does not matter.
    Wrong: Yes: both are random and scaled by the layer's width.
    Why: The factor 2 is missing in every layer, and factors multiply: after 20 layers a millionth of the power is
        left.
    Follow-up: Which initialisation suits a sigmoid in hidden layers? — About four times Glorot's standard deviation,
        because its slope at 0 is 1/4; with Glorot's, ten layers make all rows alike.
    Cards: GlorotNormal, HeNormal, relu
    """
    x, y = np.random.default_rng(0).normal(size=(64, 128)).astype("float32"), np.ones((64, 1))
    power = {}
    for name, initializer in {"Glorot": initializers.GlorotNormal, "He": initializers.HeNormal}.items():
        calls = explain.trace(deep(20, 128, activations.relu, initializer), x, y, loss="mse").calls
        power[name] = float(np.mean(np.square(calls[-2].output)) / np.mean(np.square(calls[0].output)))
    a_layer = power["Glorot"] ** (1 / 19)
    yield (
        f"Glorot: after 20 ReLU layers {power['Glorot']:.0e} of the power is left, {a_layer:.2f} per layer",
        0.4 < a_layer < 0.6,
    )
    yield f"He: {power['He']:.2f} of it", 0.1 < power["He"] < 10


def random_biases():
    """Must biases be initialised at random too?

    Short: No. Random weights already make the units different; biases usually start at zero.
    Longer: Symmetry has to be broken only once. The exceptions are chosen deliberately, not at random: 1 for
        an LSTM's forget gate, the log-odds of a rare class for the last bias.
    Wrong: Yes: equal biases would keep the units equal, as equal weights do.
    Why: Units with different weights have different sums and get different gradients, also for their biases.
    Follow-up: Which value does the last bias get for a rare class? — The logarithm of its odds: then the first
        prediction is its share, and training need not learn that first.
    Cards: Bias, Zeros, LSTM
    """
    x, y = xor()
    keras.utils.set_random_seed(0)
    model = network(2, layers.Dense(8, activation=activations.tanh, name="hidden"), layers.Perceptron())
    started = model.get_layer("hidden").get_weights()[1]
    distinct = explain.units(model, x)["hidden"].distinct
    yield (
        f"biases start at {np.abs(started).max():.0f}, and {distinct} of 8 units differ",
        not started.any() and distinct == 8,
    )
    ended = learn(model, x, y, rate=1.0, steps=100).get_layer("hidden").get_weights()[1]
    yield (
        f"after 100 steps there are {len(set(ended.round(5).tolist()))} different biases",
        len(set(ended.round(5).tolist())) == 8,
    )
