"""Learning the rule, or memorising the rows."""

import numpy as np
from sklearn.linear_model import Lasso, Ridge

from dlfund import activations, layers, optimizers, training
from dlfund.data.rows import TrainRows, ValidationRows
from dlfund.learn.interview.networks import accuracy, learn, network, predict, to_numpy


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

    Short: The training rows alone cannot tell. It is overfitted if it does worse on new rows than a simpler model, or
        than itself earlier in training.
    Longer: On an easy problem, 100 % on the training rows goes together with nearly 100 % on new ones. Some call any
        gap between training and new rows overfitting; what matters is whether another model, or less training, would
        do better on new rows.
    Wrong: Yes: a model that makes no mistakes on its training rows has memorised them.
    Why: It may have learned the rule. Of two models with 100 % on their training rows, one may be right on all new
        rows, the other on half of them.
    Follow-up: Can a model that fits noise exactly still predict well? — Sometimes: very wide networks with small
        weights can (benign overfitting), mostly where the noise is low.
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
        f"the same 100 % on the training rows goes together with {rule_new:.0%} and {noise_new:.0%} on new ones",
        rule_new > 0.95 and noise_new < 0.6,
    )


def underfitting_and_more_data():
    """A model underfits. Will more data help?

    Short: No: the model is too simple for the rule, and more rows don't change that. It takes a more flexible model,
        other inputs or less regularisation. More data helps against overfitting.
    Longer: Look at the training error: if that is already high, the model cannot even fit what it has seen. With more
        rows the training and the test error of such a model meet, at a high value.
    Wrong: Yes: more data always makes a model better.
    Why: A straight line through a wave stays a straight line. More rows shrink the gap between training and test
        error, and here there is none.
    Follow-up: Which two curves tell the cases apart? — Training and validation error against the number of rows:
        apart means more rows help, together and high means a more flexible model does.
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

    Short: Nothing: all units are active, and values pass unchanged, because the kept values were scaled up during
        training.
    Longer: So predictions are deterministic. In training, dropout draws new units for every row and step; none is
        removed for good. A training loss with dropout may therefore be higher than the validation loss.
    Wrong: The dropped units stay off: the network has become smaller.
    Why: Every step drops other units. In 100 steps no unit was off throughout, and predicting drops none.
    Follow-up: What is Monte Carlo dropout? — Predicting many times with dropout left on; the spread is a rough
        measure of the model's uncertainty.
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
    """100 models are compared on the test rows and the best is chosen. Does its test score estimate its score on
    new rows?

    Short: No: it is too optimistic, because it is the largest of many noisy scores. Choose on validation rows and
        measure the chosen model once, on rows that had no part in the choice.
    Longer: The bias grows with the number of models and shrinks with the square root of the number of test rows.
        Tuning a hyperparameter on the test rows is the same mistake.
    Wrong: Yes: none of the models was trained on the test rows.
    Why: The choice was based on them. Of 100 models that flip a coin one looks good on 100 rows, and is no better
        than chance on the next.
    Follow-up: What if rows are too few for a third part? — Nested cross-validation: choose in inner folds, measure
        the choice in outer ones.
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
    Longer: The training loss mostly keeps falling, first because the model learns the rule, then because it learns
        the noise. The validation rows are not used for the steps, so they show the difference. A little patience
        bridges the noise of single epochs.
    Wrong: When the training loss has stopped falling.
    Why: It stops falling when the rows are memorised. Often long before that, the loss on new rows was at its lowest.
    Follow-up: Is the best validation score an honest estimate? — Slightly too good: the epoch was chosen by it.
        Report a score from rows that chose nothing.
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


def bias_and_variance():
    """What are bias and variance, and does a larger model always have a larger test error in the end?

    Short: Bias is how far the average model is from the rule, variance how much models of other training rows differ.
        The test error rises up to the size that just fits all rows, and beyond it can fall again: double descent.
    Longer: For squared error, bias², variance and noise add up to the error. Among the many large models that fit all
        rows, training prefers those with small weights; the larger the model, the smaller they can be.
    Wrong: Yes: with its size the variance grows, so beyond the best size the test error only rises.
    Why: That is true up to the size at which all rows are fitted exactly. Far beyond it, here with ten times as many
        features as rows, the error is lower than at that size.
    Follow-up: Which of the two does an ensemble lower? — Variance: the mean of several models varies less; their
        common bias stays.
    Cards: Dense, MeanOfMembers
    """
    places = np.linspace(-0.9, 0.9, 50)
    rule = np.sin(3 * places)
    models = {}
    for degree in (1, 8):
        fits = [np.polynomial.Polynomial.fit(*_wave(30, seed), degree, domain=[-1, 1])(places) for seed in range(300)]
        bias, variance = np.mean((np.mean(fits, axis=0) - rule) ** 2), np.mean(np.var(fits, axis=0))
        error = np.mean((np.array(fits) - rule) ** 2)
        models[degree] = bias, variance
        yield (
            f"degree {degree}: bias² {bias:.4f} + variance {variance:.4f} = error {error:.4f} of the rule",
            bool(abs(bias + variance - error) < 1e-9),
        )
    yield (
        "bias falls and variance rises with the degree: 1 against 8",
        models[1][0] > models[8][0] and models[1][1] < models[8][1],
    )
    errors = {features: _random_features(features) for features in (10, 60, 600)}
    listing = ", ".join(f"{features}: {error:.2f}" for features, error in errors.items())
    yield (
        f"60 rows and so many random features, test error {listing}",
        errors[60] > 2 * errors[600] and errors[60] > 2 * errors[10],
    )


def _random_features(features, rows=60):
    """Test error of the smallest weights that fit the rows best, averaged over 20 draws."""
    errors = []
    for seed in range(20):
        numbers = np.random.default_rng(seed)
        x, rule = numbers.normal(size=(rows + 500, 10)), numbers.normal(size=10) / np.sqrt(10)
        y = x @ rule + numbers.normal(scale=0.3, size=rows + 500)
        hidden = np.maximum(x @ numbers.normal(size=(10, features)), 0) / np.sqrt(features)
        w = np.linalg.pinv(hidden[:rows]) @ y[:rows]
        errors.append(np.mean((hidden[rows:] @ w - y[rows:]) ** 2))
    return float(np.median(errors))


def l1_and_l2_penalties():
    """What do L1 and L2 penalties do to the weights?

    Short: L2 shrinks each weight in proportion to its size; L1 takes the same amount from each, so that small ones
        end at exactly 0.
    Longer: Where inputs are uncorrelated, L2 divides a weight by 1 + λ and L1 moves it towards 0 by λ and stops
        there. So L1 selects inputs; among correlated ones it keeps one and drops the others, L2 shares between them.
    Wrong: Both make weights small; none of them makes any weight exactly 0.
    Why: L1's gradient does not shrink with the weight, so it pushes a useless weight all the way to 0. L2's push
        fades as the weight does.
    Follow-up: Which priors do they stand for? — L2 a normal distribution of the weights, L1 a Laplace distribution;
        the penalised minimum is the mode of the posterior.
    Cards: Dense, AdamW
    """
    numbers = np.random.default_rng(0)
    x = np.linalg.qr(numbers.normal(size=(200, 10)))[0] * np.sqrt(200)  # uncorrelated columns of mean square 1
    y = x @ np.array([2.0, -1.5, 1.0] + [0.0] * 7) + numbers.normal(scale=0.5, size=200)
    free = x.T @ y / 200
    lasso = Lasso(alpha=0.2, fit_intercept=False).fit(x, y).coef_
    ridge = Ridge(alpha=0.2 * 200, fit_intercept=False).fit(x, y).coef_
    apart = float(np.abs(lasso - np.sign(free) * np.maximum(np.abs(free) - 0.2, 0)).max())
    yield f"L1 with λ = 0.2: every weight 0.2 nearer to 0, and no further, up to {apart:.0e}", apart < 1e-3
    yield (
        f"exactly 0: {int((lasso == 0).sum())} of 10 weights with L1, {int((ridge == 0).sum())} with L2",
        (lasso == 0).sum() == 7 and all(ridge),
    )
    shrunk = float(np.abs(ridge - free / 1.2).max())
    yield f"L2: every weight divided by 1.2, up to {shrunk:.0e}", shrunk < 1e-9
