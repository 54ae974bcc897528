"""What a prediction is, and what it leaves unchanged."""

import numpy as np

from dlfund import activations, layers
from dlfund.learn.interview.networks import network, predict, to_numpy


def does_predicting_change_weights():
    """Does a network learn while it predicts?

    Short: No. Forward propagation only computes; weights change in the optimizer's update, after a backward pass.
    Longer: The same row gives the same prediction however often it is passed through. Only layers with an internal
        state (such as batch normalisation's moving averages) change in a forward pass, and only in training mode.
    Wrong: Yes: with every row that passes through, the network adapts a little.
    Why: No prediction is compared with a target, so there is nothing to learn from.
    Follow-up: What is in-context learning then? — A language model uses examples in its prompt without changing a
        weight: they change its activations only.
    Cards: Dense, BatchNormalization
    """
    x = np.random.default_rng(0).normal(size=(500, 4)).astype("float32")
    normalisation = layers.BatchNormalization(momentum=0.9)
    model = network(4, layers.Dense(8, activation=activations.relu), normalisation, layers.Dense(1))
    before = [weight.copy() for weight in model.get_weights()]
    once, again = predict(model, x), predict(model, x)
    moved = max(float(np.abs(a - b).max()) for a, b in zip(before, model.get_weights(), strict=True))
    yield f"two predictions of 500 rows differ by {np.abs(once - again).max()}, weights moved by {moved}", moved == 0
    model(x, training=True)
    moved = max(float(np.abs(a - b).max()) for a, b in zip(before, model.get_weights(), strict=True))
    weights = max(float(np.abs(a - b.numpy()).max()) for a, b in zip(before[:2], model.layers[0].weights, strict=True))
    yield f"a forward pass in training mode moves averages by {moved:.2f}, weights by {weights}", moved > 0 == weights


def row_and_batch():
    """Does a row's prediction depend on the other rows of its batch?

    Short: In prediction, no, up to rounding. In training mode it does if the network has batch normalisation, whose
        mean and variance come from the batch.
    Longer: Dense layers and convolutions treat rows one by one; a batch is only a way of computing many at once. So a
        model that predicts differently for one row than for a thousand often runs in training mode. Unmasked padding
        is another cause, and so are the limited capacity of experts and, in the last digits, sums in another order
        for another batch size.
    Wrong: No, never: a batch is only a way to compute faster.
    Why: That is true without batch normalisation. With it, in training every row's output depends on the other rows
        of the batch.
    Follow-up: The last digits differ between batches of 1 and 32; is that a bug? — No: another batch size may add up
        in another order, and floating-point sums depend on the order.
    Cards: BatchNormalization, LayerNormalization
    """
    x = np.random.default_rng(0).normal(size=(32, 4)).astype("float32")

    def moved_by_others(normalisation, training):
        model = network(4, layers.Dense(8), normalisation, layers.Dense(1))
        small, large = model(x[:2], training=training), model(x, training=training)
        return float(np.abs(to_numpy(small)[:2] - to_numpy(large)[:2]).max())

    predicting = moved_by_others(layers.BatchNormalization(), False)
    yield f"predicting: the other 30 rows move the first two by {predicting:.0e}", predicting < 1e-5
    training = moved_by_others(layers.BatchNormalization(), True)
    yield f"in training mode with batch normalisation they move them by {training:.2f}", training > 0.05
    by_row = moved_by_others(layers.LayerNormalization(), True)
    yield f"with layer normalisation, which uses each row alone, by {by_row:.0e}", by_row < 1e-5
    steps = np.random.default_rng(1).normal(size=(1, 5, 4)).astype("float32")
    filled = np.concatenate([steps, np.zeros((1, 3, 4), "float32")], axis=1)  # as long as the batch's longest row
    reader = layers.GRU(3)
    plain, masked = reader(filled), reader(layers.Masking()(filled))
    off, kept = (float(np.abs(to_numpy(read) - to_numpy(reader(steps))).max()) for read in (plain, masked))
    yield (
        f"zeros that fill a row up to the batch's length move it by {off:.2f}, with a mask by {kept:.0e}",
        off > 0.01 > kept,
    )
