"""What the four terms mean, explained by what each does."""

import numpy as np
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import adjusted_rand_score, log_loss
from sklearn.model_selection import cross_val_score
from sklearn.tree import DecisionTreeClassifier

from dlfund import activations, layers, optimizers
from dlfund.learn.interview.networks import accuracy, learn, network, predict, with_weights, xor


def four_words():
    """How do artificial intelligence, machine learning and deep learning relate?

    Short: They are nested: deep learning is machine learning with several learned layers, and machine learning is the
        part of AI that learns from data.
    Longer: A hand-written rule is AI that does not learn from data. Logistic regression learns its weights from data,
        but uses the inputs as they are. A network with hidden layers also learns features of the inputs; it is called
        deep from about two hidden layers on, the check uses one.
    Wrong: They are three generations of the same thing, each of which replaced the one before.
    Why: All three are in use, and each contains the next. A rule is still AI, and a linear model is the right tool
        for many tables.
    Follow-up: Where do language models and generative AI belong? — In deep learning: transformers that learned to
        predict the next token; generating is what they do with it.
    Cards: Perceptron, Dense
    """
    x, y = xor()
    rule = x[:, 0] > 0.5
    linear = LogisticRegression().fit(x, y.ravel())
    hidden = layers.Dense(8, activation=activations.tanh, kernel_initializer="glorot_uniform")
    deep = learn(network(2, hidden, layers.Perceptron()), x, y, optimizer=optimizers.Adam(0.05))
    by_hand = with_weights(network(2, layers.Perceptron()), [100.0, 0.0], -50.0)  # weights that nobody learned
    alike = float(np.mean((predict(by_hand, x) > 0.5) == rule))
    yield f"the rule x₁ > 0.5 is a neuron with weights set by hand: the same on {alike:.0%} of the rows", alike == 1
    either = x.max(axis=1) > 0.5
    learned, turned = (float(LogisticRegression().fit(x, targets).coef_[0, 0]) for targets in (either, ~either))
    yield (
        f"a weight that is learned follows the data: {learned:.1f}, and {turned:.1f} for the opposite targets",
        (learned > 1 and abs(learned + turned) < 0.01),
    )
    plain, layered = linear.score(x, y.ravel()), accuracy(deep, x, y)
    yield f"on XOR the linear model reaches {plain:.2f}, learned layers {layered:.2f}", layered > 0.95 > 0.8 > plain


def deep_learning_is_not_always_better():
    """Is deep learning always better than classical machine learning?

    Short: No. It does best where there is much data with structure to be found; on small tables, simpler models often
        do as well or better.
    Longer: A network with many weights can fit noise. With few rows and a nearly linear relation, a regularised
        linear model has less to get wrong; on tables, boosted trees and, on small ones, pretrained tabular models are
        the contenders to beat. Which of them is better on your data is measured on rows that neither has seen.
    Wrong: Yes: it is the newer and more powerful method, so with the same data it can only be better.
    Why: A more flexible model has more ways to fit noise. On 60 rows of a linear rule the network is right on all
        training rows, no more often right on new ones than the linear model, and far too confident there. Very large
        networks can do well again where noise is low (double descent).
    Follow-up: What would make you try a network on a table? — Many rows, columns of text or pictures beside the
        numbers, or a pretrained model that fits; and always boosted trees beside it.
    Cards: Dense
    """
    numbers = np.random.default_rng(0)
    x, w = numbers.normal(size=(2060, 20)).astype("float32"), numbers.normal(size=20)
    y = (x @ w + numbers.normal(scale=2, size=2060) > 0).astype("float32")[:, None]
    known, new = slice(60), slice(60, None)
    linear = LogisticRegression(C=0.1).fit(x[known], y[known].ravel())
    wide = network(20, *(layers.Dense(64, activation=activations.relu) for _ in range(2)), layers.Perceptron())
    learn(wide, x[known], y[known], optimizer=optimizers.Adam(0.01), steps=150)
    seen, unseen = (accuracy(wide, x[rows], y[rows]) for rows in (known, new))
    costs = {
        "the network": log_loss(y[new], predict(wide, x[new])),
        "logistic regression": log_loss(y[new], linear.predict_proba(x[new])[:, 1]),
    }
    yield f"the network is right on {seen:.1%} of its 60 training rows", seen > 0.99
    simple = linear.score(x[new], y[new].ravel())
    yield f"on 2,000 new rows it reaches {unseen:.2f}, logistic regression {simple:.2f}", simple > unseen - 0.02
    listing = ", ".join(f"{name} {cost:.2f}" for name, cost in costs.items())
    yield f"log-loss there: {listing}", costs["the network"] > 1.5 * costs["logistic regression"]


def what_data_science_adds():
    """What does data science include besides machine learning?

    Short: The whole path from a question to a decision: collecting and cleaning data, choosing how to measure,
        modelling, and stating how certain the result is. A model is one step of it.
    Longer: The steps around the model decide whether its score means anything. Choosing the best columns on all rows
        before splitting them, for example, lets information from the test rows into the training.
    Wrong: It is another word for training models.
    Why: The same model on the same noise looks right nine times out of ten, or no better than a coin flip, depending
        on when the columns were chosen. Nothing about the model changed.
    Follow-up: How do you find such a leak? — Shuffle the targets and run everything again: a score above chance means
        that test rows have been used.
    Cards: RobustScaling
    """
    numbers = np.random.default_rng(1)
    x, y = numbers.normal(size=(80, 2000)), numbers.integers(0, 2, size=80)

    def best_columns(rows):
        return np.argsort(-np.abs((x[rows] * (2 * y[rows] - 1)[:, None]).mean(axis=0)))[:20]

    leaked = cross_val_score(LogisticRegression(), x[:, best_columns(range(80))], y, cv=5).mean()
    folds = np.arange(80) % 5
    honest = []
    for fold in range(5):
        train, test = folds != fold, folds == fold
        columns = best_columns(train)
        honest.append(LogisticRegression().fit(x[train][:, columns], y[train]).score(x[test][:, columns], y[test]))
    yield f"columns chosen on all rows of pure noise: accuracy {leaked:.2f}", leaked > 0.65
    yield f"chosen inside each fold, with the same model: {np.mean(honest):.2f}", abs(np.mean(honest) - 0.5) < 0.15


def supervised_and_unsupervised():
    """What distinguishes supervised from unsupervised learning?

    Short: Whether there are targets. Supervised learning predicts a given target; unsupervised learning finds
        structure in the inputs alone, and what it finds need not be what you want to know.
    Longer: Clusters follow the directions in which the inputs vary most, so they depend on the columns' scales: on
        the same rows, standardised, k-means finds the classes. Self-supervised learning makes its targets from the
        inputs (the next word); reinforcement learning gets a reward for its actions instead of a target.
    Wrong: Unsupervised learning finds the same classes, only without labels.
    Why: It has no information about which differences matter. Here the classes differ along a direction of small
        variance, and unscaled k-means splits the one of large variance.
    Follow-up: What is a language model's pretraining? — Self-supervised: the target is the next token of the text
        itself, so no one has to label anything.
    Cards: Perceptron
    """
    numbers = np.random.default_rng(0)
    y = numbers.integers(0, 2, size=400)
    x = np.column_stack([2 * y - 1 + numbers.normal(scale=0.3, size=400), numbers.normal(scale=8, size=400)])
    learned = LogisticRegression().fit(x[:300], y[:300]).score(x[300:], y[300:])
    groups = KMeans(2, n_init=10, random_state=0).fit_predict(x)
    agreement = adjusted_rand_score(y, groups)
    scaled = adjusted_rand_score(y, KMeans(2, n_init=10, random_state=0).fit_predict(x / x.std(axis=0)))
    yield f"with targets, a linear model finds the classes: accuracy {learned:.2f} on new rows", learned > 0.95
    yield (
        f"without, two clusters agree with the classes no more than chance: {agreement:.2f} (1 would be full "
        "agreement)",
        agreement < 0.1,
    )
    yield f"on columns scaled to standard deviation 1 the clusters are the classes: {scaled:.2f}", scaled > 0.9


def trees_or_network():
    """Boosted trees or a network for a table?

    Short: Try both on the same folds, beside a regularised linear model. Trees need little tuning and cope with
        thresholds and useless columns; networks gain where the relation is smooth, rows are many, or text and
        pictures stand beside the numbers.
    Longer: In 2026 the contenders are boosted trees, tuned networks for tables (RealMLP, TabM) and pretrained tabular
        models for small tables. Averages over many data sets differ by little; your data set decides, and the cost of
        running the model.
    Wrong: A network: it can approximate any function, so also whatever a tree does.
    Why: What can be represented is not what is found from few rows. A tree's splits lie along the columns; that is
        right for thresholds and wrong for sums of columns.
    Follow-up: What would change this advice? — More rows, a pretrained model that knows such tables, or columns that
        need features of their own.
    Cards: Dense, PiecewiseLinearEmbedding, BatchEnsembleDense
    """
    numbers = np.random.default_rng(0)
    x = numbers.normal(size=(2000, 10))
    known, new = slice(400), slice(400, None)
    targets = {
        "thresholds of single columns": (x[:, 0] > 0.3) ^ (x[:, 1] > -0.2),
        "a sum of columns": x.sum(axis=1) > 0,
    }
    scores = {}
    for name, y in targets.items():
        models = DecisionTreeClassifier(min_samples_leaf=5, random_state=0), LogisticRegression()
        scores[name] = [model.fit(x[known], y[known]).score(x[new], y[new]) for model in models]
        yield f"{name}: a tree {scores[name][0]:.2f}, a weighted sum {scores[name][1]:.2f}", max(scores[name]) > 0.8
    first, second = scores.values()
    yield (
        f"each leads once, by {first[0] - first[1]:.2f} and {second[1] - second[0]:.2f}",
        first[0] - first[1] > 0.1 < second[1] - second[0],
    )
