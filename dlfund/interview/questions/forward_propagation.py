"""What a prediction is, and what it leaves unchanged."""

import numpy as np

from dlfund import activations, layers
from dlfund.interview.networks import network, predict, to_numpy


def does_predicting_change_weights():
    """Does a network learn while it predicts?

    Short: No. Forward propagation only computes; weights change in the optimizer's update, after a backward pass.
    Longer: The same row gives the same answer however often it is asked. Only layers with a memory of their own
        (moving averages of batch normalisation) change in a forward pass, and only if it is told that it is
        training.
    Wrong: Yes: with every row that passes through, the network adapts a little.
    Why: Nothing compares a prediction with a target, so there is nothing to learn from.
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

    Short: In prediction no. In training mode it does as soon as the network has batch normalisation, whose mean and
        variance come from the batch.
    Longer: Dense layers and convolutions treat rows one by one; a batch is only a way of computing many at once. So
        a model that answers differently to one row than to a thousand was asked in training mode.
    Wrong: No, never: a batch is only a way to compute faster.
    Why: True without batch normalisation. With it, training makes every row lean on its neighbours.
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
    yield f"with layer normalisation, which looks at one row, by {by_row:.0e}", by_row < 1e-5
