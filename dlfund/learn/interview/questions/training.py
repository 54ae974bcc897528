"""What is done to rows before and during training, and how results are read."""

import keras
import numpy as np
from sklearn.linear_model import LogisticRegression

from dlfund import layers, losses, optimizers
from dlfund.learn.interview.networks import learn, network, predict, to_numpy


def unscaled_inputs():
    """Why are inputs standardised before they go into a network?

    Short: Because one learning rate has to suit all weights. A weight's gradient is proportional to its input, so
        unscaled inputs make the loss steep in one direction and flat in another.
    Longer: The steepest direction limits the learning rate, and along the flat ones training then hardly moves.
        Scaling makes the valley round. Trees do not need it: they only test on which side of a value a row lies.
    Wrong: It is not needed: the weights learn to compensate for the scale.
    Why: They could, given enough time: the best weights exist. At the learning rate that the large column allows,
        training takes far too long.
    Follow-up: Which rows fit the scaler? — The training rows of the fold alone; its mean and deviation are then
        applied to validation and test rows.
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
    """A test for a disease is right for 99 % of all people. Is it good?

    Short: Accuracy alone cannot tell: if 1 % are ill, answering "healthy" for everyone is also right for 99 %, and
        finds no one.
    Longer: Look at recall (of the ill, how many are found), precision (of the alarms, how many are right), or at a
        ranking measure such as ROC AUC or average precision; and compare the accuracy with that of always predicting
        the majority class.
    Wrong: Yes: it is wrong for only one person in a hundred.
    Why: What matters is which person it is. Here it is every ill one.
    Follow-up: The test is positive; how likely is the illness? — By Bayes it depends on how rare it is: with 1 % ill,
        90 % recall and 9 % false alarms it is about 9 %.
    Cards: BinaryFocalCrossentropy
    """
    ill = np.zeros(1000, int)
    ill[:10] = 1
    healthy = np.zeros(1000, int)
    finds = (np.arange(1000) < 8) | ((np.arange(1000) >= 10) & (np.arange(1000) < 40))  # 8 of 10 found, 30 false alarms

    def scores(called):
        metrics = {"accuracy": keras.metrics.Accuracy(), "recall": keras.metrics.Recall()}
        return {name: float(metric(ill, called)) for name, metric in metrics.items()}

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
    """In prediction, where do batch normalisation's mean and variance come from?

    Short: From moving averages that are kept during training, not from the batch that is predicted.
    Longer: So a row's prediction does not depend on the other rows of its batch, and a single row can be predicted.
        At first the averages are still 0 and 1, which is why a briefly trained model may predict badly although its
        training loss is good.
    Wrong: From the batch, as in training.
    Why: A batch of one row would have the variance 0 and every feature would come out as β, whatever the row (of a
        picture its positions would still differ).
    Follow-up: What goes wrong in fine-tuning with tiny batches? — Batch statistics get noisy and the averages drift
        to the new data; freeze the layer, or use layer or group normalisation.
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

    Short: Nothing: the initial weights, the order of the rows and dropout are random. With one seed for all of them,
        deterministic operations and a seeded loader, both end alike on the same machine; a comparison needs several
        seeds.
    Longer: On a graphics card some operations add up in a varying order unless they are made deterministic, and
        parallel loaders need seeds too. The spread between seeds is part of the result: if one network is better than
        another by less than that, nothing has been shown.
    Wrong: The training has a bug: the same rows should give the same weights.
    Why: The same rows and the same seed do, where operations are deterministic, as in this check on a processor.
        Without a seed, each training starts from other weights.
    Follow-up: How many seeds? — As many as make the interval of the difference narrower than the difference that
        matters; five is usual, and its interval is still wide.
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


def loss_does_not_fall():
    """The loss does not fall, or becomes NaN. How do you search for the cause?

    Short: Let the network overfit one small batch. If it cannot, look at the code: labels, activation and loss that
        do not match, frozen weights, the learning rate. For NaN: the rate, a logarithm or division of 0, NaN in the
        rows.
    Longer: The first loss should be about log k for k classes; one far above it means a wrong scale. Find the first
        step with NaN, and print inputs, loss and gradient norms there. Change one thing at a time.
    Wrong: Train longer, or take a larger network.
    Why: A network that cannot learn eight rows will not learn eight thousand. Here softmax is applied twice: the loss
        stops at 0.55, however long it trains.
    Follow-up: The loss falls on the batch but not on all rows; what now? — Then the code works; look at the learning
        rate, the shuffling, and whether the inputs contain the answer at all.
    Cards: softmax, CategoricalCrossentropy, GradientDescent
    """
    numbers = np.random.default_rng(0)
    x, y = numbers.normal(size=(8, 5)).astype("float32"), np.eye(3, dtype="float32")[np.arange(8) % 3]
    ends = {}
    for name, from_logits in {"softmax once": False, "softmax twice": True}.items():
        keras.utils.set_random_seed(0)
        stack = layers.Dense(32, activation="relu"), layers.Dense(3, activation="softmax")
        loss = losses.CategoricalCrossentropy(from_logits=from_logits)
        model = learn(network(5, *stack), x, y, loss=loss, optimizer=optimizers.Adam(0.02), steps=200)
        ends[name] = float(to_numpy(loss(y, model(x))))
    yield f"eight rows, three classes, 200 steps: loss {ends['softmax once']:.4f}", ends["softmax once"] < 0.01
    yield (
        f"with softmax in the network and again in the loss: {ends['softmax twice']:.2f}",
        ends["softmax twice"] > 0.54,
    )
    x[3, 2] = np.nan
    broken = learn(network(5, layers.Dense(1)), x, y[:, :1], loss="mse", steps=1)
    lost = np.mean([np.isnan(weight).mean() for weight in broken.get_weights()])
    yield f"one NaN among 40 inputs: after one step {lost:.0%} of the weights are NaN", lost == 1


def batch_size():
    """What does the batch size change?

    Short: The noise of the gradient, the memory for activations, and how well the hardware is used. It needs its own
        learning rate, and beyond some size larger batches hardly save steps.
    Longer: Noise falls with the square root of the size. With the same number of epochs, larger batches make fewer
        updates, which a higher rate makes up for until curvature limits the rate. Small batches may end in flatter
        minima.
    Wrong: The larger the batch, the better the training, because the gradient is more exact.
    Why: In the same number of epochs it makes fewer steps. A more exact direction does not make up for that.
    Follow-up: How do you find the useful size? — Double it while the number of steps to a given loss still halves;
        where it no longer does lies the critical batch size.
    Cards: GradientDescent, GradientAccumulation
    """
    numbers = np.random.default_rng(0)
    x = numbers.normal(size=(1000, 10))
    y = x @ np.ones(10) + numbers.normal(scale=0.5, size=1000)

    def trained(batch, rate):
        w = np.zeros(10)
        for _ in range(3):  # epochs
            for rows in np.array_split(numbers.permutation(1000), 1000 // batch):
                w -= rate * 2 * x[rows].T @ (x[rows] @ w - y[rows]) / len(rows)
        return float(np.mean((x @ w - y) ** 2))

    small, large, scaled = trained(10, 0.01), trained(500, 0.01), trained(500, 0.4)
    yield f"three epochs, batches of 10: 300 updates, error {small:.2f}; the noise alone is 0.25", small < 0.3
    yield f"batches of 500 at the same rate: 6 updates, error {large:.2f}", large > 5
    yield f"at a rate 40 times as high: {scaled:.2f}", scaled < large / 10
    diverged = trained(500, 1.5)
    yield f"150 times as high: {diverged:.0e}, beyond what the curvature allows", diverged > 100


def augmentation_label_smoothing_and_mixup():
    """What do augmentation, label smoothing and mixup do?

    Short: Augmentation shows altered copies of which you know that the target stays the same. Label smoothing gives
        the wrong classes a small share, so that logits stay finite. Mixup trains on mixtures of two rows and of their
        targets.
    Longer: All three regularise by what you believe about the task: that a mirrored cat is a cat, that no label is
        quite sure, that between two rows the answer lies between. A wrong belief hurts. Smoothed outputs are less
        extreme, which can help calibration.
    Wrong: They are like more rows: whatever is added, it cannot hurt.
    Why: Copies say what the target does not depend on. If it does, they teach the opposite: where left and right are
        the classes, mirrored copies leave nothing to learn.
    Follow-up: Which rows may be augmented? — Training rows only; and copies of one row never on both sides of a
        split.
    Cards: GaussianNoise, CategoricalCrossentropy
    """
    numbers = np.random.default_rng(0)
    x = numbers.normal(size=(1000, 8))
    mirrored = x[:, ::-1]
    targets = {
        "the same in a mirror": x @ [1, 2, -1, -2, -2, -1, 2, 1] > 0,
        "left or right": x @ [2, 1, 1, 1, -1, -1, -1, -2] > 0,
    }
    gains = {}
    for name, y in targets.items():
        known, new = slice(40), slice(40, None)
        twice = np.concatenate([x[known], mirrored[known]]), np.concatenate([y[known], y[known]])
        scores = [LogisticRegression().fit(*rows).score(x[new], y[new]) for rows in ((x[known], y[known]), twice)]
        gains[name] = scores[1] - scores[0]
        yield (
            f"{name}: accuracy {scores[0]:.2f}, with mirrored copies {scores[1]:.2f}",
            (gains[name] > 0) == (name != "left or right"),
        )
    smooth = losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)
    leads = np.arange(0.0, 12.0, 0.1)
    costs = [float(smooth(np.array([[1.0, 0, 0]], "float32"), np.array([[lead, 0, 0]], "float32"))) for lead in leads]
    best, formula = leads[int(np.argmin(costs))], np.log((0.9 + 0.1 / 3) / (0.1 / 3))
    yield (
        f"label smoothing of 0.1, three classes: the best lead of a logit is {best:.1f}, by formula {formula:.2f}",
        abs(best - formula) < 0.06,
    )
