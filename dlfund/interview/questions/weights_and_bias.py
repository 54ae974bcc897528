"""What the numbers of a network mean, and what they do not."""

import numpy as np

from dlfund import activations, layers
from dlfund.interview.networks import accuracy, first, learn, network, predict, step, with_weights


def what_the_bias_is_for():
    """What is the bias for?

    Short: It lets the decision line (or the fitted line) lie anywhere; without it the line passes through the
        origin.
    Longer: At x = 0 a neuron without bias has the sum 0, whatever its weights. The bias is the weight of a constant
        input 1, and is learned like any other.
    Wrong: It is a small correction that speeds up training.
    Why: Without it some rules cannot be learned at all, however long one trains: "yes from 2 upwards" among
        positive numbers, for example.
    Cards: Bias, WeightedSum
    """
    x = np.linspace(0.1, 4, 100, dtype="float32")[:, None]
    y = (x > 2).astype("float32")
    without = learn(
        network(1, layers.Dense(1, use_bias=False, activation=activations.sigmoid)), x, y, rate=1.0, steps=600
    )
    having = learn(network(1, layers.Dense(1, activation=activations.sigmoid)), x, y, rate=1.0, steps=600)
    origin = first(predict(without, [[0.0]]))
    yield f"without a bias the answer at x = 0 is {origin:.2f}, whatever was learned", origin == 0.5
    lost, right = accuracy(without, x, y), accuracy(having, x, y)
    yield f"'yes above 2': accuracy {lost:.2f} without a bias, {right:.2f} with one", lost < 0.6 and right > 0.95


def large_weights_and_importance():
    """Does a larger weight mean a more important input?

    Short: Not by itself: a weight carries the unit of its input. Only inputs on the same scale can be compared, and
        correlated ones not even then.
    Longer: Measure a length in metres instead of millimetres and its weight becomes a thousand times as large,
        while every prediction stays the same.
    Wrong: Yes: the weight says how much the input counts.
    Why: What counts is weight times input. The network with the weight 1000 and the one with the weight 1 are the
        same function of the same thing.
    Cards: WeightedSum, RobustScaling
    """
    numbers = np.random.default_rng(0)
    millimetres, other = numbers.normal(500, 100, size=50), numbers.normal(size=50)
    in_millimetres = with_weights(network(2, layers.Dense(1)), [0.002, 0.5], 0.1)
    in_metres = with_weights(network(2, layers.Dense(1)), [2.0, 0.5], 0.1)
    one = predict(in_millimetres, np.column_stack([millimetres, other]))
    two = predict(in_metres, np.column_stack([millimetres / 1000, other]))
    apart = float(np.abs(one - two).max())
    yield f"weights 0.002 and 2 for the same length: predictions differ by {apart:.0e}", apart < 1e-5
    share = float(np.std(2.0 * millimetres / 1000) / np.std(0.5 * other))
    yield f"the input with the larger weight (2 against 0.5) moves the answer {share:.2f} times as much", share < 1


def one_right_set_of_weights():
    """Is there one right set of weights for a network to find?

    Short: No, as soon as there is a hidden layer: many sets of weights are the same function, because hidden units
        can change places, and a ReLU unit can be scaled against the weight behind it.
    Longer: A layer of n units has n! orders alone. So two trainings may end at very different weights with the same
        predictions, and averaging their weights gives neither.
    Wrong: Yes: the weights of the minimum, which a good training finds whatever the start.
    Why: With hidden units a minimum never comes alone: change two hidden units' places and you have another one,
        equally good, elsewhere.
    Cards: Dense, relu
    """
    numbers = np.random.default_rng(0)
    w, b, v = numbers.normal(size=(3, 4)), numbers.normal(size=4), numbers.normal(size=(4, 1))
    x = numbers.normal(size=(100, 3))

    def made(w, b, v):
        hidden = layers.Dense(4, activation=activations.relu)
        return predict(with_weights(network(3, hidden, layers.Dense(1, use_bias=False)), w, b, v), x)

    order = np.array([2, 0, 3, 1])
    same, moved = np.abs(made(w, b, v) - made(w[:, order], b[order], v[order])).max(), np.linalg.norm(w - w[:, order])
    yield f"units in another order: weights {moved:.1f} apart, predictions {same:.0e}", same < 1e-5 and moved > 1
    scaled = np.abs(made(w, b, v) - made(10 * w, 10 * b, v / 10)).max()
    yield f"hidden weights times 10, outgoing ones divided by 10: predictions {scaled:.0e} apart", scaled < 1e-4
    between = np.abs(made(w, b, v) - made((w + w[:, order]) / 2, (b + b[order]) / 2, (v + v[order]) / 2)).max()
    yield f"the mean of two equally right sets of weights is another function: {between:.1f} apart", between > 0.5


def input_of_zero():
    """An input is 0 in a row. What does the row teach its weight?

    Short: Nothing: ∂loss/∂w = δ · x, and x is 0. The bias still learns.
    Longer: That is why rows with many zeros (one-hot words, say) train few weights each, and why coding a category
        as 0 and 1 differs from coding it as −1 and 1.
    Wrong: To become smaller, because the input was not needed.
    Why: A weight that was not used had no part in the error. Only a penalty such as weight decay would shrink it.
    Cards: WeightedSum, Bias
    """
    traced = step(
        with_weights(network(2, layers.Dense(1, name="neuron")), [0.7, -0.3], 0.2), [0.0, 2.0], y=1.0, rate=0.1
    )
    unused, used = np.abs(np.ravel(traced["neuron"].weight_gradients["kernel"]))
    yield f"size of the gradient where the input is 0: {unused}; where it is 2: {used:.2f}", unused == 0 and used != 0
    kept = first(traced.updates["neuron/kernel"].after)
    yield f"the weight stays at {kept:.1f}", abs(kept - 0.7) < 1e-7
    bias = first(traced.updates["neuron/bias"].gradient)
    yield f"the bias learns: its gradient is {bias:.2f}", bias != 0
