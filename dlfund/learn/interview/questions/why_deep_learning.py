"""Why deep learning came when it did."""

import numpy as np
from sklearn.linear_model import LinearRegression, LogisticRegression

from dlfund import activations, initializers, layers, optimizers
from dlfund.learn.cards import card
from dlfund.learn.interview.networks import accuracy, learn, network, predict, to_numpy


def old_ideas():
    """Deep learning took off around 2012. Was that when neural networks were invented?

    Short: No: the perceptron is from 1958, backpropagation from the 1970s and popular since 1986, convolutional
        networks read digits in 1989. What came later was enough data and computing power, and methods that make deep
        networks trainable.
    Longer: Linnainmaa published reverse-mode differentiation in 1970, Werbos applied it to networks in 1981,
        Rumelhart, Hinton and Williams made it known. A network of 1986, with sigmoids, squared error and plain
        gradient descent, solves XOR. What failed to train was depth: initialisation, activations, normalisation and
        residual connections of 2010–2015, and graphics cards from 2009 on, changed that.
    Wrong: Yes: they are a technology of the 2010s.
    Why: Nearly all of the components are older than that; see the years on their cards.
    Follow-up: What has changed since 2015? — Attention in place of recurrence (2017), pretraining on unlabelled text
        and pictures, and scale: loss falls predictably with data, weights and computing.
    Cards: Perceptron, LSTM, HeNormal, Residual
    """
    years = {
        name: min(
            int(word)
            for word in card.find(name).section("Reference").replace(",", " ").split()
            if word.isdigit() and len(word) == 4
        )
        for name in ("Perceptron", "LSTM", "HeNormal", "Residual")
    }
    yield (
        f"the components' references: {', '.join(f'{name} {year}' for name, year in years.items())}",
        years["Perceptron"] < 1960 and years["LSTM"] < 2000 < years["HeNormal"],
    )
    corners, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], "float32"), np.array([[0], [1], [1], [0]], "float32")
    numbers = np.random.default_rng(0)
    w, b, v, c = numbers.normal(size=(2, 4)), np.zeros(4), numbers.normal(size=4), 0.0
    for _ in range(5000):  # 1986: sigmoids, squared error, gradient descent, by hand
        a = 1 / (1 + np.exp(-(corners @ w + b)))
        p = 1 / (1 + np.exp(-(a @ v + c)))
        delta = (p - y.ravel()) * p * (1 - p)
        hidden = delta[:, None] * v * a * (1 - a)
        w, b, v, c = w - 2 * corners.T @ hidden, b - 2 * hidden.sum(axis=0), v - 2 * a.T @ delta, c - 2 * delta.sum()
    yield f"the method of 1986 on XOR: {p.round(2).tolist()}", bool(((p > 0.5) == (y.ravel() > 0.5)).all())


def what_more_data_does():
    """Why did larger data sets favour deep learning?

    Short: Because a flexible model keeps improving with more rows, while a simple one has soon learned all that it
        can represent.
    Longer: With few rows the flexible model mostly fits noise and the simple one is better; at some number of rows
        their learning curves cross. For pictures and language, millions of labelled pictures and the texts of the
        web are beyond that point.
    Wrong: Because only deep learning can be trained on large data sets.
    Why: A linear model can be trained on any number of rows. Beyond a certain number, it does not get better.
    Follow-up: What do scaling laws say? — That the loss falls as a power of data, weights and computing over many
        orders of magnitude, and that data and weights should grow together.
    Cards: Dense
    """
    numbers = np.random.default_rng(0)
    x = numbers.uniform(-2, 2, size=(4000, 4))
    y = np.sin(2 * x[:, 0]) * x[:, 1] + np.abs(x[:, 2]) + 0.5 * x[:, 3] + numbers.normal(scale=0.5, size=4000)
    new = slice(2000, None)

    def errors(rows):
        hidden = [layers.Dense(32, activation=activations.relu) for _ in range(2)]
        net = network(4, *hidden, layers.Dense(1))
        learn(net, x[:rows], y[:rows, None], loss="mse", optimizer=optimizers.Adam(0.01), steps=200)
        line = LinearRegression().fit(x[:rows], y[:rows])
        predictions = line.predict(x[new]), predict(net, x[new])
        return [float(np.mean((prediction - y[new]) ** 2)) for prediction in predictions]

    few, many = errors(30), errors(2000)
    yield f"30 rows: error of a linear model {few[0]:.2f}, of a network {few[1]:.2f}", few[0] < few[1]
    yield f"2,000 rows: {many[0]:.2f} and {many[1]:.2f}; the noise alone is 0.25", many[1] < 0.5 * many[0]
    gains = [a / b for a, b in zip(few, many, strict=True)]
    yield (
        f"more rows made the linear model {gains[0]:.1f} times better, the network {gains[1]:.1f} times",
        gains[1] > 2 * gains[0],
    )


def why_graphics_cards():
    """Why do graphics cards suit neural networks?

    Short: Because a layer is one large matrix product: many multiplications and additions that do not depend on each
        other. A graphics card has thousands of units that compute them in parallel.
    Longer: Each row and each unit can be computed independently. A graphics card also reads its memory many times
        faster, and has units for matrix products of low precision. Where steps depend on each other (a recurrent
        layer's time steps) or the network is tiny, it gains little; attention replaced recurrence partly for that
        reason.
    Wrong: Because each of its cores is faster than the processor's.
    Why: A single one is slower. What counts is their number, and that the work can be split into independent pieces.
    Follow-up: When is the memory the limit and not the arithmetic? — Where few operations are done per number read:
        small batches, normalisations, and a language model that generates token by token.
    Cards: Dense, SimpleRNN
    """
    numbers = np.random.default_rng(0)
    x, w = numbers.normal(size=(50, 20)), numbers.normal(size=(20, 30))
    dense = network(20, layers.Dense(30, use_bias=False))
    dense.set_weights([w])
    order = numbers.permutation(50 * 30)  # every output on its own, in any order
    pieces = np.empty((50, 30))
    for place in order:
        row, unit = divmod(int(place), 30)
        pieces[row, unit] = x[row] @ w[:, unit]
    apart = float(np.abs(to_numpy(dense(x.astype("float32"))) - pieces).max())
    yield f"1,500 outputs, computed one by one in a shuffled order, equal the layer's: {apart:.0e} apart", apart < 1e-4
    chain = layers.SimpleRNN(1, return_sequences=True)
    chain.build((1, 5, 1))
    chain.set_weights([np.full((1, 1), 0.3), np.ones((1, 1)), np.zeros(1)])
    sequence = np.ones((1, 5, 1), "float32")
    whole = to_numpy(chain(sequence))[0, -1, 0]
    alone = to_numpy(chain(sequence[:, -1:]))[0, -1, 0]
    yield (
        f"a recurrent layer's last step without the earlier ones is {abs(float(whole - alone)):.2f} off: it depends on "
        "them",
        abs(float(whole - alone)) > 0.01,
    )


def learned_features():
    """What does deep learning take over from the engineer?

    Short: Feature engineering: hidden layers learn features from the data that engineers used to compute by hand.
    Longer: That is worth most where the right features are unknown (pixels, sound, text). In a table whose columns
        are already the right quantities, a hand-made feature and a simple model may be all that is needed.
    Wrong: Everything: with deep learning, engineers no longer need to think about the data.
    Why: Here, one good hand-made feature with two weights does what the network does with 65; and what to measure,
        and whether the rows are right, still needs as much thought as ever.
    Follow-up: Do learned features transfer? — Those of the first layers mostly: edges, letters, syntax. That is why
        pretrained networks need few rows of a new task.
    Cards: Dense, Conv2D
    """
    numbers = np.random.default_rng(0)
    x = numbers.uniform(-1, 1, size=(800, 2)).astype("float32")
    y = (np.hypot(*x.T) < 0.7).astype("float32")[:, None]
    known, new = slice(400), slice(400, None)
    raw = LogisticRegression().fit(x[known], y[known].ravel()).score(x[new], y[new].ravel())
    radius = np.hypot(*x.T)[:, None]
    by_hand = LogisticRegression(C=100).fit(radius[known], y[known].ravel()).score(radius[new], y[new].ravel())
    hidden = layers.Dense(16, activation=activations.tanh, kernel_initializer=initializers.GlorotUniform(seed=0))
    learned = learn(
        network(2, hidden, layers.Perceptron()), x[known], y[known], optimizer=optimizers.Adam(0.05), steps=300
    )
    reached = accuracy(learned, x[new], y[new])
    yield f"inside a circle? A linear model of the coordinates: {raw:.2f}", raw < 0.75
    yield f"a linear model of a hand-made feature, the radius: {by_hand:.2f}", by_hand > 0.95
    yield f"a hidden layer learns its own feature from the coordinates: {reached:.2f}", reached > 0.95
