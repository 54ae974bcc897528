"""Learning the rule, or learning the rows by heart."""

import numpy as np

from dlfund import activations, layers, optimizers, training
from dlfund.data.rows import TrainRows, ValidationRows
from dlfund.interview.networks import accuracy, learn, network, predict, to_numpy


def _wave(rows, seed, noise=0.3):
    numbers = np.random.default_rng(seed)
    x = numbers.uniform(-1, 1, size=rows)
    return x, np.sin(3 * x) + numbers.normal(scale=noise, size=rows)


def _errors(degree, rows):
    """Mean squared errors of a polynomial on its own rows and on new ones."""
    x, y = _wave(rows, seed=0)
    curve = np.polynomial.Polynomial.fit(x, y, degree)
    new_x, new_y = _wave(5000, seed=1)
    return float(np.mean((curve(x) - y) ** 2)), float(np.mean((curve(new_x) - new_y) ** 2))


def what_overfitting_is():
    """The training accuracy is 100 %. Is the model overfitted?

    Short: That cannot be told from the training rows. It is overfitted if it does worse on new rows than a simpler
        model, or than itself earlier in training.
    Longer: On an easy problem 100 % on the training rows goes with nearly 100 % on new ones. What shows overfitting
        is the gap to unseen rows, and a validation loss that rises while the training loss falls.
    Wrong: Yes: a model that makes no mistakes on its training rows has learned them by heart.
    Why: It may have learned the rule. Two models with 100 % on their training rows can be right on all new rows, or
        on half of them.
    Cards: Dropout
    """
    numbers = np.random.default_rng(0)
    x = numbers.normal(size=(600, 20)).astype("float32")
    rule = (x[:, :1] > 0).astype("float32")
    x[:, :1] += 2 * (2 * rule - 1)  # far from the border: easy
    noise = numbers.integers(0, 2, size=(600, 1)).astype("float32")
    scores = {}
    for name, y in {"a clear rule": rule, "pure noise": noise}.items():
        model = network(20, layers.Dense(64, activation=activations.relu), layers.Perceptron())
        learn(model, x[:100], y[:100], optimizer=optimizers.Adam(0.02), steps=150)
        scores[name] = accuracy(model, x[:100], y[:100]), accuracy(model, x[100:], y[100:])
        yield (
            f"{name}: {scores[name][0]:.0%} of the training rows, {scores[name][1]:.0%} of new ones",
            scores[name][0] == 1,
        )
    rule_new, noise_new = (scores[name][1] for name in ("a clear rule", "pure noise"))
    yield (
        f"the same 100 % on the training rows stands beside {rule_new:.0%} and {noise_new:.0%}",
        rule_new > 0.95 and noise_new < 0.6,
    )


def underfitting_and_more_data():
    """A model underfits. Will more data help?

    Short: No: it is too simple for the rule, and stays so. It needs a richer model, other inputs or less
        regularisation. More data helps against overfitting.
    Longer: The test is the training error: if that is already bad, the model cannot even say what it has seen. With
        more rows the training and the test error of such a model meet, at a bad value.
    Wrong: Yes: more data always makes a model better.
    Why: A straight line through a wave stays a straight line. What shrinks with rows is the gap, and here there is
        none.
    Cards: Dense
    """
    few, many = _errors(1, 100), _errors(1, 5000)
    yield f"a line through a wave, 100 rows: error {few[0]:.3f} on them, {few[1]:.3f} on new ones", few[0] > 0.12
    yield f"5,000 rows: {many[0]:.3f} and {many[1]:.3f}; the noise alone is 0.090", many[1] > 0.95 * few[1] > 0.12
    tight, wide = _errors(14, 20), _errors(14, 5000)
    yield (
        f"a polynomial of degree 14: {tight[1]:.2f} on new rows after 20, {wide[1]:.3f} after 5,000",
        tight[1] > 2 * wide[1],
    )
    right = _errors(5, 100)
    yield f"degree 5 on the 100 rows that the line failed on: {right[1]:.3f}", right[1] < 0.11


def dropout_when_predicting():
    """What does dropout do when the trained network predicts?

    Short: Nothing: all units are on, and values pass unchanged, because what was kept in training was scaled up.
    Longer: So predictions are deterministic. In training it draws new units for every row and step; none is removed
        for good. A training loss with dropout may therefore be higher than the validation loss.
    Wrong: The units that were dropped stay off: the network has become smaller.
    Why: Every step drops others. After 100 steps no unit was off throughout, and predicting drops none.
    Cards: Dropout
    """
    layer, x = layers.Dropout(0.5, seed=0), np.ones((1, 1000), "float32")
    predicted = to_numpy(layer(x, training=False))
    yield (
        f"predicting: {int((predicted == 0).sum())} of 1,000 values are dropped, the rest is {predicted.max():.0f}",
        bool((predicted == 1).all()),
    )
    steps = np.concatenate([to_numpy(layer(x, training=True)) for _ in range(100)])
    dropped = float(np.mean(steps == 0))
    yield (
        f"training: {dropped:.1%} are dropped, the others become {steps.max():.0f}, mean {steps.mean():.3f}",
        abs(dropped - 0.5) < 0.02 and steps.max() == 2,
    )
    always = int((steps == 0).all(axis=0).sum())
    yield f"units that were off in all of 100 steps: {always}", always == 0


def choosing_by_test_score():
    """100 models are compared on the test rows and the best is taken. Is its test score what to expect on new rows?

    Short: No: it is too good, because the largest of many noisy scores is taken. Choose on validation rows and
        measure the chosen one once, on rows that had no part in the choice.
    Longer: The optimism grows with the number of models and shrinks with the root of the number of test rows.
        Tuning a hyperparameter on the test rows is the same thing with another name.
    Wrong: Yes: none of the models was trained on the test rows.
    Why: The choice was. Of 100 models that flip a coin one looks good on 100 rows, and is a coin on the next.
    Cards: Dropout
    """
    numbers = np.random.default_rng(0)
    truth, answers = numbers.integers(0, 2, size=10_100), numbers.integers(0, 2, size=(100, 10_100))
    scores = (answers[:, :100] == truth[:100]).mean(axis=1)
    best = int(scores.argmax())
    new = float((answers[best, 100:] == truth[100:]).mean())
    yield f"the best of 100 coin flippers on 100 test rows: {scores[best]:.2f}", scores[best] > 0.58
    yield f"the same one on 10,000 new rows: {new:.3f}", abs(new - 0.5) < 0.02


def early_stopping():
    """When should training stop?

    Short: When the loss on validation rows has stopped falling; keep the weights of its best epoch.
    Longer: The training loss nearly always goes on falling, first by learning the rule, then by learning the noise.
        The validation rows had no part in the steps, so they see the difference. A little patience rides out the
        noise of single epochs.
    Wrong: When the training loss has stopped falling.
    Why: It stops when the rows are known by heart. Long before that, the loss on new rows was at its lowest.
    Cards: EvaluateAverage
    """
    numbers = np.random.default_rng(0)
    x = numbers.normal(size=(1100, 10)).astype("float32")
    y = (x[:, :1] + numbers.normal(scale=1.0, size=(1100, 1)) > 0).astype("float32")
    model = network(10, layers.Dense(64, activation=activations.relu), layers.Perceptron())
    model.compile(optimizers.Adam(0.01), "binary_crossentropy")
    known = TrainRows(np.tile(x[:100], (5, 1)), np.tile(y[:100], (5, 1)))  # five steps an epoch
    fitted = training.fit(model, known, ValidationRows(x[100:600], y[100:600]), epochs=15, batch_size=100, seed=0)
    train, validation = fitted.history["loss"], fitted.history["val_loss"]
    yield (
        f"training loss: {train[0]:.2f} at first, {train[-1]:.3f} at last, lowest at epoch {int(np.argmin(train)) + 1}",
        int(np.argmin(train)) > 10,
    )
    yield (
        f"validation loss: lowest ({min(validation):.2f}) at epoch {fitted.best_epoch}, {validation[-1]:.2f} at last",
        (fitted.best_epoch < 8 and validation[-1] > 1.2 * min(validation)),
    )
    p = np.clip(predict(model, x[600:]), 1e-7, 1 - 1e-7)
    kept = float(-np.mean(np.log(np.where(y[600:].ravel() == 1, p, 1 - p))))
    yield (
        f"the kept weights cost {kept:.2f} on 500 further rows, less than the last epoch's {validation[-1]:.2f} there",
        kept < validation[-1],
    )
