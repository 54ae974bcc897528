"""What the four words mean, told apart by what each does."""

import numpy as np
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import adjusted_rand_score, log_loss
from sklearn.model_selection import cross_val_score

from dlfund import activations, layers, optimizers
from dlfund.interview.networks import accuracy, learn, network, predict, with_weights, xor


def four_words():
    """How do artificial intelligence, machine learning and deep learning relate?

    Short: They are nested: deep learning is machine learning with many learned layers, and machine learning is the
        part of AI that learns from data.
    Longer: A hand-written rule is AI that never looks at data. Logistic regression learns its weights from data,
        but sees the inputs as they are. A network with hidden layers also learns what to make of the inputs on the
        way.
    Wrong: They are three generations of the same thing, each of which replaced the one before.
    Why: All three are in use, and each contains the next. A rule still is AI, and a linear model is the right tool
        for many tables.
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

    Short: No. It wins where there is much data with structure to be found; on small tables, simpler models often do
        as well or better.
    Longer: A large network can fit more than the data says. With few rows and a nearly linear relation, a
        regularised linear model has less to get wrong. Which is better on your data is measured on rows that
        neither has seen.
    Wrong: Yes: it is the newer and more powerful method, so given the same data it can only be better.
    Why: More power is more ways to fit noise. On 60 rows of a linear rule the network is right on all training
        rows, no more often right on new ones, and far too sure of itself there.
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
    said = ", ".join(f"{name} {cost:.2f}" for name, cost in costs.items())
    yield f"log-loss there: {said}", costs["the network"] > 1.5 * costs["logistic regression"]


def what_data_science_adds():
    """What is data science, beside machine learning?

    Short: The whole way from a question to a decision: getting and cleaning data, choosing how to measure,
        modelling, and saying how sure one is. A model is one step of it.
    Longer: The steps around the model decide whether its number means anything. Choosing the best columns on all
        rows before splitting them, for example, lets the test rows into the training.
    Wrong: It is another word for training models.
    Why: The same model on the same noise looks right nine times out of ten, or no better than a coin, depending on
        when columns were chosen. Nothing about the model changed.
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
    """What separates supervised from unsupervised learning?

    Short: Whether there are targets. Supervised learning predicts a given target; unsupervised learning finds
        structure in the inputs alone, and what it finds need not be what you want to know.
    Longer: Groups follow whatever spreads the inputs most. If the question that you care about moves the inputs
        only a little, clusters are about something else.
    Wrong: Unsupervised learning finds the same classes, only without needing labels.
    Why: Nobody told it which differences matter. Here the classes lie along a narrow direction and k-means splits
        the wide one.
    Cards: Perceptron
    """
    numbers = np.random.default_rng(0)
    y = numbers.integers(0, 2, size=400)
    x = np.column_stack([2 * y - 1 + numbers.normal(scale=0.3, size=400), numbers.normal(scale=8, size=400)])
    learned = LogisticRegression().fit(x[:300], y[:300]).score(x[300:], y[300:])
    groups = KMeans(2, n_init=10, random_state=0).fit_predict(x)
    agreement = adjusted_rand_score(y, groups)
    yield f"with targets, a linear model finds the classes: accuracy {learned:.2f} on new rows", learned > 0.95
    yield (
        f"without, two clusters agree with the classes no more than chance: {agreement:.2f} (1 would be the same)",
        agreement < 0.1,
    )
