"""What is done to rows before and during training, and how its outcome is read."""

import keras
import numpy as np

from dlfund import layers
from dlfund.interview.networks import learn, network, predict, to_numpy


def unscaled_inputs():
    """Why are inputs standardised before they go into a network?

    Short: Because one learning rate has to suit all weights. A weight's gradient has its input's size as a factor,
        so unscaled inputs make the loss steep in one direction and flat in another.
    Longer: The steepest direction limits the rate, and along the flat ones training then hardly moves. Scaling
        makes the valley round. Trees do not care: they only ask on which side of a value a row lies.
    Wrong: It is not needed: the weights learn to make up for the scale.
    Why: They could, given time: the best weights exist. At the rate that the large column allows, that time is not
        there.
    Cards: RobustScaling, BatchNormalization
    """
    numbers = np.random.default_rng(0)
    x = np.column_stack([numbers.normal(size=300), numbers.normal(500, 100, size=300)])
    y = (x[:, :1] + (x[:, 1:] - 500) / 100 + numbers.normal(scale=0.3, size=(300, 1)) > 0).astype("float32")
    scaled = (x - x.mean(axis=0)) / x.std(axis=0)

    def loss(x, rate):
        p = predict(learn(network(2, layers.Perceptron(kernel_initializer="zeros")), x, y, rate=rate, steps=200), x)
        p = np.clip(p, 1e-7, 1 - 1e-7)
        return float(-np.mean(np.log(np.where(y.ravel() == 1, p, 1 - p))))

    best = min(loss(x, rate) for rate in (1e-6, 1e-5, 1e-4, 1e-2, 1.0))
    yield f"200 steps on raw columns, at the best of five learning rates: log-loss {best:.2f}", best > 0.5
    standardised = loss(scaled, 1.0)
    yield f"on standardised columns: {standardised:.2f}", standardised < best / 2


def accuracy_of_rare_cases():
    """A test for a disease is right for 99 % of the people. Is it good?

    Short: That cannot be told from accuracy alone: if 1 % are ill, "healthy" for everybody is right for 99 % too,
        and finds nobody.
    Longer: Look at recall (of the ill, how many are found), precision (of the alarms, how many are right), or at a
        measure that ranks, such as ROC AUC or average precision; and put the majority's accuracy beside your own.
    Wrong: Yes: it is wrong for one person in a hundred only.
    Why: Which one in a hundred is the question. Here it is every ill one.
    Cards: BinaryFocalCrossentropy
    """
    ill = np.zeros(1000, int)
    ill[:10] = 1
    healthy = np.zeros(1000, int)
    finds = (np.arange(1000) < 8) | ((np.arange(1000) >= 10) & (np.arange(1000) < 40))  # 8 of 10 found, 30 false alarms

    def scores(called):
        metric = {"accuracy": keras.metrics.Accuracy(), "recall": keras.metrics.Recall()}
        return {name: float(one(ill, called)) for name, one in metric.items()}

    blind, useful = scores(healthy), scores(finds.astype(int))
    yield (
        f"'healthy' for all of 1,000: accuracy {blind['accuracy']:.3f}, recall {blind['recall']:.1f}",
        blind["accuracy"] > 0.989 and blind["recall"] == 0,
    )
    yield (
        f"a test that finds 8 of 10 and alarms 30 others: accuracy {useful['accuracy']:.3f}, recall "
        f"{useful['recall']:.1f}",
        (useful["accuracy"] < blind["accuracy"] and useful["recall"] > 0.79),
    )


def batch_normalisation_when_predicting():
    """Batch normalisation in prediction: where do mean and variance come from?

    Short: From moving averages that were kept during training, not from the batch that is predicted.
    Longer: So a row's answer does not depend on its neighbours and a single row can be predicted. Right after the
        start the averages are still 0 and 1, which is why a briefly trained model may predict badly while it trains
        well.
    Wrong: From the batch, as in training.
    Why: A batch of one row would have the variance 0 and every feature would come out as β, whatever the row.
    Cards: BatchNormalization
    """
    x = np.random.default_rng(0).normal(5, 2, size=(64, 3)).astype("float32")
    layer = layers.BatchNormalization(momentum=0.9)
    fresh = float(to_numpy(layer(x, training=False)).mean())
    yield f"never trained: the mean 5 passes as {fresh:.2f}", fresh > 4
    for _ in range(100):
        layer(x, training=True)
    settled = float(to_numpy(layer(x, training=False)).mean())
    yield f"after 100 batches: {settled:.3f}", abs(settled) < 0.01
    alone = [float(np.abs(to_numpy(layer(x[:1], training=training))).max()) for training in (True, False)]
    yield (
        f"one row by its own batch: {alone[0]:.2f} everywhere; by the averages: up to {alone[1]:.2f}",
        alone[0] < 1e-3 < 0.1 < alone[1],
    )


def same_seed():
    """Two trainings of the same network on the same rows end differently. What is wrong?

    Short: Nothing: the start, the order of the rows and dropout are drawn by chance. With one seed for all of them,
        both end alike on the same machine; a comparison needs several seeds.
    Longer: The spread between seeds is part of the result. If one network beats another by less than that spread,
        nothing was shown.
    Wrong: The training has a bug: the same rows should give the same weights.
    Why: The same rows and the same seed do. Without a seed, each training starts somewhere else.
    Cards: GlorotUniform, Dropout
    """
    x = np.random.default_rng(0).normal(size=(100, 3)).astype("float32")
    y = x[:, :1] * x[:, 1:2]

    def trained(seed):
        keras.utils.set_random_seed(seed)
        model = network(3, layers.Dense(6, activation="tanh"), layers.Dense(1))
        return np.concatenate([np.ravel(weight) for weight in learn(model, x, y, loss="mse", steps=20).get_weights()])

    once, again, other = trained(1), trained(1), trained(2)
    yield f"the same seed: weights {np.abs(once - again).max()} apart", bool(np.array_equal(once, again))
    yield f"another seed: {np.abs(once - other).max():.1f} apart", float(np.abs(once - other).max()) > 0.1
