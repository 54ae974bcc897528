"""How a model is judged: splits, leaks, metrics, probabilities."""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score, log_loss, roc_auc_score
from sklearn.model_selection import GroupKFold, KFold, TimeSeriesSplit, cross_val_score
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

from dlfund import metrics


def kinds_of_cross_validation():
    """Which kind of cross-validation suits which data?

    Short: Independent rows: shuffled folds, stratified by class. Several rows of one person or place: folds of whole
        groups. Rows in time: train on earlier ones, test on later ones.
    Longer: Test rows must be as new as the rows that the model will meet in use. Tuning belongs into the training
        part of each fold (nested cross-validation). Training parts overlap, so the folds' scores depend on each other
        and their plain standard error is too small.
    Wrong: Shuffled folds are always right, because shuffling makes them fair.
    Why: Shuffling puts rows of one person on both sides, and the model recognises the person. Here the target is pure
        chance, and shuffled folds report nearly perfect predictions.
    Follow-up: How many folds? — Five or ten, repeated with other shuffles where rows are few; leave-one-out takes
        many fits and its scores vary no less.
    Cards: Accuracy, RobustScaling
    """
    numbers = np.random.default_rng(0)
    person = np.repeat(np.arange(40), 10)
    x = numbers.normal(size=(40, 5))[person] + numbers.normal(scale=0.1, size=(400, 5))
    y = numbers.integers(0, 2, size=40)[person]  # a coin for each person
    near = KNeighborsClassifier(1)
    shuffled = cross_val_score(near, x, y, cv=KFold(5, shuffle=True, random_state=0)).mean()
    grouped = cross_val_score(near, x, y, groups=person, cv=GroupKFold(5)).mean()
    yield f"ten rows for each of 40 persons, the target a coin each: shuffled folds {shuffled:.2f}", shuffled > 0.95
    yield f"folds of whole persons: {grouped:.2f}", abs(grouped - 0.5) < 0.15
    walk = np.cumsum(numbers.normal(size=400))
    days = np.arange(400.0)[:, None]
    kinds = {"shuffled": KFold(5, shuffle=True, random_state=0), "later rows": TimeSeriesSplit(5)}
    fits = {
        name: cross_val_score(KNeighborsRegressor(2), days, walk, cv=split, scoring="neg_mean_absolute_error")
        for name, split in kinds.items()
    }
    errors = {name: float(-scores.mean()) for name, scores in fits.items()}
    listing = ", ".join(f"{name} {error:.2f}" for name, error in errors.items())
    yield (
        f"a random walk, predicted from neighbouring days: error {listing}",
        errors["later rows"] > 3 * errors["shuffled"],
    )


def find_the_leak():
    """The score is far better than expected. Where do you look for a leak?

    Short: At steps that were fitted on all rows, columns that are known only after the outcome, rows or persons that
        are on both sides, and choices made by test scores.
    Longer: Ask of each column whether it will have this value when the prediction is made. Put every fitted step
        (scaling, encoding, selection) inside the folds. A run with shuffled targets must score like chance.
    Wrong: There can be no leak as long as the model was not trained on test rows.
    Why: A step before the model may have used them. Here a category is encoded by the mean target of all rows, and
        pure noise is predicted well; encoded inside the folds, it is not.
    Follow-up: Which encoding of a category is safe inside the folds? — The mean target of the training rows,
        cross-fitted on these and shrunk towards their overall mean where a category is rare.
    Cards: RobustScaling, Embedding
    """
    numbers = np.random.default_rng(0)
    category, y = numbers.integers(0, 300, size=900), numbers.integers(0, 2, size=900)

    def encoded(rows, by):
        sums, counts = (np.bincount(category[by], weights, 300) for weights in (y[by], np.ones(len(by))))
        return ((sums + 0.5) / (counts + 1))[category[rows]][:, None]

    every = np.arange(900)
    leaked, clean = [], []
    for train, test in KFold(5, shuffle=True, random_state=0).split(every):
        for scores, by in ((leaked, every), (clean, train)):
            model = LogisticRegression().fit(encoded(train, by), y[train])
            scores.append(model.score(encoded(test, by), y[test]))
    yield (
        f"pure noise, categories encoded by the mean target of all rows: accuracy {np.mean(leaked):.2f}",
        np.mean(leaked) > 0.65,
    )
    yield f"encoded inside each fold: {np.mean(clean):.2f}", abs(np.mean(clean) - 0.5) < 0.08
    x = numbers.normal(size=(300, 5))
    twice, targets = np.repeat(x, 2, axis=0), np.repeat(y[:300], 2)
    copies = cross_val_score(KNeighborsClassifier(1), twice, targets, cv=KFold(5, shuffle=True, random_state=0)).mean()
    yield f"noise again, each row twice in the table: accuracy {copies:.2f}", copies > 0.8


def class_imbalance():
    """One class has 2 % of the rows. What do you do?

    Short: Measure what matters (average precision, recall at an affordable precision) and choose the threshold by
        cost. Class weights or resampling only where they improve that; they shift the probabilities.
    Longer: A model that gives good probabilities needs no balance: the costs of a miss and a false alarm determine
        the threshold. Weights help where training is too short or too weak to learn the rare class at all;
        afterwards, calibrate.
    Wrong: Balance the classes first, otherwise the model ignores the rare one.
    Why: Here the balanced model ranks the rows no better. Its probabilities are far too high, and the plain model
        with the right threshold makes better decisions.
    Follow-up: Which threshold, if a miss costs nine false alarms? — 1 / (1 + 9) = 0.1 on calibrated probabilities.
    Cards: AveragePrecision, BinaryFocalCrossentropy, Recall
    """
    numbers = np.random.default_rng(0)
    x = numbers.normal(size=(20_000, 3))
    y = numbers.random(20_000) < 1 / (1 + np.exp(-(x @ [1.2, -0.8, 0.5] - 4.9)))
    known, new = slice(10_000), slice(10_000, None)
    plain, balanced = (
        LogisticRegression(class_weight=weights).fit(x[known], y[known]).predict_proba(x[new])[:, 1]
        for weights in (None, "balanced")
    )
    ranks = [average_precision_score(y[new], p) for p in (plain, balanced)]
    yield (
        f"average precision, plain and with balanced classes: {ranks[0]:.3f}, {ranks[1]:.3f}",
        abs(ranks[0] - ranks[1]) < 0.02,
    )
    yield (
        f"{y[new].mean():.1%} are yes; mean probability {plain.mean():.1%} and {balanced.mean():.1%}",
        abs(plain.mean() - y[new].mean()) < 0.01 < 0.1 < balanced.mean(),
    )

    def cost(yes):
        return int(np.sum(yes & ~y[new]) + 9 * np.sum(~yes & y[new]))

    costs = cost(plain >= 0.1), cost(plain >= 0.5), cost(balanced >= 0.5)
    yield (
        f"a miss costs nine false alarms: {costs[0]} at 0.1, {costs[1]} at 0.5; balanced at 0.5 {costs[2]}",
        costs[0] < min(costs[1:]),
    )


def f1_roc_and_average_precision():
    """F1, ROC AUC or average precision: which one when?

    Short: F1 judges decisions at one threshold. ROC AUC judges how often a yes is ranked above a no, whatever their
        share. Average precision judges how clean the top of the ranking is, and falls as yeses become rarer.
    Longer: None of them looks at the probabilities as such; log-loss and the Brier score do. Average precision of
        chance is the share of yeses, ROC AUC of chance is a half.
    Wrong: ROC AUC suits rare classes best, because it does not depend on their share.
    Why: That is what it hides. With twenty times as many noes it stays the same, while a user of the alarms sees most
        of them turn out wrong.
    Follow-up: Which of them change if all scores are squared? — Only F1 at a fixed threshold: the order of the rows
        stays the same.
    Cards: F1, ROCAUC, AveragePrecision
    """
    numbers = np.random.default_rng(0)
    yes, no = numbers.normal(1.5, 1, size=500), numbers.normal(0, 1, size=500)
    scores = {}
    for times in (1, 20):
        p = 1 / (1 + np.exp(-np.concatenate([yes, np.tile(no, times)])))
        t = np.concatenate([np.ones(500), np.zeros(500 * times)])
        scores[times] = roc_auc_score(t, p), average_precision_score(t, p), f1_score(t, p >= 0.7)
    auc, precision, f1 = zip(*scores.values(), strict=True)
    yield f"twenty times as many noes: ROC AUC {auc[0]:.3f} and {auc[1]:.3f}", abs(auc[0] - auc[1]) < 1e-9
    yield f"average precision {precision[0]:.2f} and {precision[1]:.2f}", precision[1] < precision[0] - 0.2
    yield f"F1 at a threshold of 0.7: {f1[0]:.2f} and {f1[1]:.2f}", f1[1] < f1[0] - 0.2
    squared = average_precision_score(t, p**2), roc_auc_score(t, p**2), f1_score(t, p**2 >= 0.7)
    kept = squared[0] == precision[1] and squared[1] == auc[1]
    yield (
        f"all scores squared: the two ranking measures stay, F1 becomes {squared[2]:.2f}",
        bool(kept and squared[2] != f1[1]),
    )


def calibration():
    """A network is right in 90 % of the rows. Can its probabilities be trusted?

    Short: That is another question: calibration, whether of the rows with a probability of 0.8 eight in ten are a
        yes. It is measured on held-out rows and repaired there, for example by dividing the logits by a temperature.
    Longer: Networks trained for long are often too sure. Temperature scaling fits a single number by log-loss on
        validation rows, so the ranking and most decisions stay; isotonic regression can bend more and needs more
        rows.
    Wrong: Yes, as long as the accuracy on new rows is as high as on training rows.
    Why: Accuracy looks only at the side of the threshold. Logits multiplied by 3 give the same decisions and
        probabilities that are far too extreme.
    Follow-up: Does a low calibration error make a good model? — No: predicting the base rate for every row is
        calibrated and tells nothing apart; look at log-loss as well.
    Cards: CalibrationError, BrierScore, LogLoss
    """
    numbers = np.random.default_rng(0)
    z = numbers.normal(scale=3, size=8000)
    y = (numbers.random(8000) < 1 / (1 + np.exp(-z))).astype("float32")
    known, new = slice(4000), slice(4000, None)

    def p(temperature, rows):
        return 1 / (1 + np.exp(-3 * z[rows] / temperature))  # a network whose logits are three times too large

    def error(probabilities):
        metric = metrics.CalibrationError()
        metric.update_state(y[new], probabilities.astype("float32"))
        return float(metric.result())

    temperatures = np.linspace(0.5, 6, 111)
    best = temperatures[np.argmin([log_loss(y[known], p(temperature, known)) for temperature in temperatures])]
    before, after = error(p(1, new)), error(p(best, new))
    same = bool(np.array_equal(p(1, new) > 0.5, p(best, new) > 0.5))
    yield f"logits three times too large: calibration error {before:.3f}", before > 0.04
    yield f"temperature found on validation rows: {best:.2f}; then {after:.3f}", 2.6 < best < 3.4 and after < before / 2
    yield f"decisions of the {len(y[new]):,} rows that change: {0 if same else 'some'}", same
