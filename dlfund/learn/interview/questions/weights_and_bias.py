"""What the numbers of a network mean, and what they do not."""

import numpy as np

from dlfund import activations, explain, layers, optimizers
from dlfund.learn.interview.networks import accuracy, first, learn, network, predict, step, with_weights


def what_the_bias_is_for():
    """What is the bias for?

    Short: It allows the decision line (or the fitted line) to be anywhere; without it the line passes through the
        origin.
    Longer: At x = 0 a neuron without bias has the sum 0, whatever its weights. The bias is the weight of a constant
        input 1, and is learned like any other.
    Wrong: It is a small correction that speeds up training.
    Why: Without it some rules cannot be learned at all, however long the training: "yes from 2 upwards" among positive
        numbers, for example.
    Follow-up: When can a layer do without one? — Before a normalisation that has its own shift, which would cancel
        it; many large language models have none at all.
    Cards: Bias, WeightedSum
    """
    x = np.linspace(0.1, 4, 100, dtype="float32")[:, None]
    y = (x > 2).astype("float32")
    without = learn(
        network(1, layers.Dense(1, use_bias=False, activation=activations.sigmoid)), x, y, rate=1.0, steps=600
    )
    having = learn(network(1, layers.Dense(1, activation=activations.sigmoid)), x, y, rate=1.0, steps=600)
    origin = first(predict(without, [[0.0]]))
    yield f"without a bias the output at x = 0 is {origin:.2f}, whatever was learned", origin == 0.5
    lost, right = accuracy(without, x, y), accuracy(having, x, y)
    yield f"'yes above 2': accuracy {lost:.2f} without a bias, {right:.2f} with one", lost < 0.6 and right > 0.95


def large_weights_and_importance():
    """Does a larger weight mean a more important input?

    Short: Not by itself: a weight depends on the unit of its input. Only weights of inputs on the same scale can be
        compared, and not even those if the inputs are correlated.
    Longer: Measure a length in metres instead of millimetres and its weight becomes a thousand times as large,
        while every prediction stays the same.
    Wrong: Yes: the larger the weight, the more important its input.
    Why: What counts is weight times input. The network with the weight 1000 for metres and the one with the weight
        1 for millimetres are the same function of the same length.
    Follow-up: How do you measure importance then? — By what a model loses: shuffle a column in rows held out and see
        how much the score falls; correlated columns can stand in for each other.
    Cards: WeightedSum, RobustScaling
    """
    numbers = np.random.default_rng(0)
    millimetres, other = numbers.normal(500, 100, size=50), numbers.normal(size=50)
    in_millimetres = with_weights(network(2, layers.Dense(1)), [0.002, 0.5], 0.1)
    in_metres = with_weights(network(2, layers.Dense(1)), [2.0, 0.5], 0.1)
    by_millimetres = predict(in_millimetres, np.column_stack([millimetres, other]))
    by_metres = predict(in_metres, np.column_stack([millimetres / 1000, other]))
    apart = float(np.abs(by_millimetres - by_metres).max())
    yield f"weights 0.002 and 2 for the same length: predictions differ by {apart:.0e}", apart < 1e-5
    share = float(np.std(2.0 * millimetres / 1000) / np.std(0.5 * other))
    yield f"the input with the larger weight (2 instead of 0.5) changes the output {share:.2f} times as much", share < 1


def one_right_set_of_weights():
    """Is there one right set of weights for a network to find?

    Short: Not if there is a hidden layer: many sets of weights give the same function, because hidden units can be
        swapped, and a ReLU unit's incoming weights can be multiplied by a factor and its outgoing ones divided by
        it.
    Longer: The units of a layer of width n have n! orders. So two trainings may end at very different weights with
        the same predictions, and averaging their weights gives neither network; averaging weights along one training,
        or of models tuned from one pretrained network, does work. Without a hidden layer too: softmax scores may all
        be raised by a number, and collinear columns share a weight in many ways.
    Wrong: Yes: the weights of the minimum, which a good training finds whatever the start.
    Why: With hidden units a minimum is not the only one: swapping two that differ gives another minimum, equally
        good, elsewhere.
    Follow-up: When can two networks' weights be averaged? — When they come from the same start and have not gone far,
        or after their units were matched.
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
    yield f"the mean of two equally good sets of weights is another function: {between:.1f} apart", between > 0.5
    head = network(3, layers.Dense(2, activation=activations.softmax))
    plain, raised = (predict(with_weights(head, w[:, :2], b[:2] + shift), x) for shift in (0, 5))
    yield (
        f"a softmax with all biases raised by 5: {np.abs(plain - raised).max():.0e} apart",
        np.abs(plain - raised).max() < 1e-5,
    )


def input_of_zero():
    """An input is 0 in a row. What does its weight learn from this row?

    Short: From this row nothing: ∂loss/∂w = δ · x, and x is 0. The bias still learns.
    Longer: That is why rows with many zeros (one-hot words, for example) train few weights each, and why encoding a
        category as 0 and 1 differs from encoding it as −1 and 1. The weight may still move: by momentum, or Adam's
        average, from earlier rows, and by weight decay.
    Wrong: It becomes smaller, because the input was not needed.
    Why: A weight that was not used did not contribute to the error. Only a penalty such as weight decay would shrink
        it; momentum would move it on as before.
    Follow-up: What does Adam do with the embedding of a word that is absent? — With dense gradients it moves it on by
        the averages of earlier steps; lazy variants leave it alone.
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
    rows = iter((2.0, 0.0))  # a row that uses the input, then one that does not
    hill = explain.Surface("rows", lambda w, _: 0.0, lambda w, _: (next(rows), 0.0), (0.7, 0.0), ((0.0, 0.0),))
    ends = explain.optimizer_paths({"it": optimizers.Momentum(0.1, momentum=0.9)}, hill, steps=2)["it"].points
    on = float(abs(ends[2][0] - ends[1][0]))
    yield f"momentum from an earlier row still moves it by {on:.2f}", on > 0.1
