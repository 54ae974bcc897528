"""How much faster is a population than one training after the other? Prints the tables of docs/performance.md.

    python benchmarks/population.py [members] [convolution] [recurrent] [growth] [--members 40] [--plot growth.svg]

Without a name it runs the first three. Every ratio is taken in one run: the sides take turns, `--repeat` times,
and the median counts. `model.fit` is measured on a few networks and multiplied, as its networks do not share work.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

from dlfund import training
from dlfund.data.rows import TrainRows

BATCH = 32


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", default=["members", "convolution", "recurrent"])
    parser.add_argument("--members", type=int, default=40)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--plot", metavar="FILE", help="also draw what `growth` found: FILE.svg")
    options = parser.parse_args()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    print(f"{platform.machine()}, {cores} cores, Keras {keras.__version__} on {keras.backend.backend()}\n")
    for name in options.names:
        MEASUREMENTS[name](options)


def seconds(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def alternate(repeat, **sides):
    """Median seconds of each side; the sides take turns, so that a slow minute hits all of them."""
    taken = {name: [] for name in sides}
    for _ in range(repeat):
        for name, work in sides.items():
            taken[name].append(seconds(work))
    return {name: statistics.median(times) for name, times in taken.items()}


def table(head, rows):
    print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(f"{cell:.3g}" if isinstance(cell, float) else str(cell) for cell in row) + " |")
    print(flush=True)


def tabular(count=1000, seed=0, kind=TrainRows):
    generator = np.random.default_rng(seed)
    x = generator.normal(size=(count, 3)).astype("float32")
    noise = generator.normal(size=(count, 1))
    return kind(x, (x.sum(axis=1, keepdims=True) + noise > 0).astype("float32"))


def dense():
    layers = keras.layers
    model = keras.Sequential(
        [keras.Input((3,)), layers.Dense(32, "relu"), layers.Dense(32, "relu"), layers.Dense(1, "sigmoid")]
    )
    model.compile(keras.optimizers.Adam(0.001), loss="binary_crossentropy")
    return model


def population(build, rows, epochs, count=1, **options):
    members = [training.Member(build, rows, epochs=epochs, seed=seed) for seed in range(count)]
    return training.fit_population(members, batch_size=BATCH, **options)


def by_keras(build, rows, epochs):
    build().fit(rows.x, rows.y, epochs=epochs, batch_size=BATCH, verbose=0)


def members(options):
    """40 networks 3→32→32→1, 1,000 rows, 100 epochs, against the same by others."""
    rows, epochs, count = tabular(), 100, options.members
    first = seconds(lambda: population(dense, rows, epochs, count))
    sides = {
        "population": lambda: population(dense, rows, epochs, count),
        "model.fit": lambda: by_keras(dense, rows, epochs),
        "scikit-learn MLPClassifier": lambda: by_scikit_learn(rows, epochs),
        "PyTorch loop, one thread": lambda: by_torch(rows, epochs, 1),
        "PyTorch loop, two threads": lambda: by_torch(rows, epochs, 2),
    }
    medians = alternate(options.repeat, **sides)
    ours = medians.pop("population")
    result = [(f"{count} members, after compiling", ours, "1", "")]
    result += [(f"{count} members, compiling included", first, f"{first / ours:.1f}", "")]
    goals = {"model.fit": "100", "scikit-learn MLPClassifier": "5"}
    for name, milliseconds in medians.items():
        whole = count * milliseconds
        result.append((f"{count} × {name}", whole, f"{whole / ours:.0f}", goals.get(name, "20")))
    whole = count * medians["model.fit"]
    result.append((f"{count} × model.fit, against compiling included", whole, f"{whole / first:.0f}", "40"))
    table(["3→32→32→1, 1,000 rows, 100 epochs of 32 steps", "seconds", "times ours", "goal"], result)


def by_scikit_learn(rows, epochs):
    import warnings

    from sklearn.neural_network import MLPClassifier

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        MLPClassifier((32, 32), batch_size=BATCH, max_iter=epochs, n_iter_no_change=epochs, tol=0.0, alpha=0.0).fit(
            rows.x, rows.y[:, 0]
        )


def by_torch(rows, epochs, threads):
    import torch

    torch.set_num_threads(threads)
    x, y = torch.tensor(rows.x), torch.tensor(rows.y)
    linear, relu = torch.nn.Linear, torch.nn.ReLU
    model = torch.nn.Sequential(linear(3, 32), relu(), linear(32, 32), relu(), linear(32, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    loss_of = torch.nn.BCEWithLogitsLoss()
    for _ in range(epochs):
        order = torch.randperm(len(x))
        for first in range(0, len(x), BATCH):
            batch = order[first : first + BATCH]
            optimizer.zero_grad()
            loss_of(model(x[batch]), y[batch]).backward()
            optimizer.step()


def one_network(title, build, rows, epochs, goal, options):
    first = seconds(lambda: population(build, rows, epochs))
    sides = {"one": lambda: population(build, rows, epochs), "keras": lambda: by_keras(build, rows, epochs)}
    medians = alternate(options.repeat, **sides)
    table(
        [title, "seconds", "times ours", "goal"],
        [
            ("one member, after compiling", medians["one"], "1", ""),
            ("one member, compiling included", first, f"{first / medians['one']:.1f}", ""),
            ("model.fit", medians["keras"], f"{medians['keras'] / medians['one']:.1f}", str(goal)),
        ],
    )


def convolution(options):
    """A small convolutional network on the digits of scikit-learn, 30 epochs."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    rows = TrainRows((digits.images[..., None] / 16).astype("float32"), digits.target)

    def build():
        layers = keras.layers
        features = [layers.Conv2D(8, 3, activation="relu"), layers.MaxPooling2D(), layers.Flatten()]
        model = keras.Sequential([keras.Input((8, 8, 1)), *features, layers.Dense(10, "softmax")])
        model.compile(keras.optimizers.Adam(0.001), loss="sparse_categorical_crossentropy")
        return model

    one_network("Conv2D(8) on 1,797 digits, 30 epochs", build, rows, 30, 10, options)


def recurrent(options):
    """GRU(8) on 4,000 sequences of 40 steps, 10 epochs."""
    x = np.random.default_rng(0).normal(size=(4000, 40, 1)).astype("float32")
    rows = TrainRows(x, (x.sum(axis=1) > 0).astype("float32"))

    def build():
        model = keras.Sequential([keras.Input((40, 1)), keras.layers.GRU(8), keras.layers.Dense(1, "sigmoid")])
        model.compile(keras.optimizers.Adam(0.001), loss="binary_crossentropy")
        return model

    one_network("GRU(8) on 4,000 sequences of 40, 10 epochs", build, rows, 10, 3, options)


def growth(options):
    """How cost grows with members and with rows, and where model.fit catches up."""
    by_rows, by_members = growth_by_rows(), growth_by_members()  # in this order every size compiles its program
    table(
        ["members (1,000 rows, 20 epochs)", "seconds", "milliseconds a member"],
        [(count, taken, 1000 * taken / count) for count, taken in by_members.items()],
    )
    table(
        ["rows (one member)", "epochs", "after compiling", "compiling included", "model.fit", "model.fit / ours"],
        [(f"{size:,}", *times, f"{times[3] / times[1]:.1f}") for size, times in by_rows.items()],
    )
    if options.plot:
        plot_growth(by_members, by_rows, options.plot)
        print(options.plot)


def growth_by_members():
    """Seconds by the number of members, compiling not counted."""
    rows = tabular()
    population(dense, rows, 20)
    return {count: seconds(lambda count=count: population(dense, rows, 20, count)) for count in (1, 4, 16, 64, 256)}


def growth_by_rows():
    """By the number of rows: epochs, and seconds after compiling, compiling included, and of model.fit."""
    grown = {}
    for size in (100, 1_000, 10_000, 100_000, 1_000_000):
        rows, epochs = tabular(size), max(1, min(20, 200_000 // size))
        first = seconds(lambda rows=rows, epochs=epochs: population(dense, rows, epochs))
        sides = {
            "ours": lambda rows=rows, epochs=epochs: population(dense, rows, epochs),
            "keras": lambda rows=rows, epochs=epochs: by_keras(dense, rows, epochs),
        }
        medians = alternate(1, **sides)
        grown[size] = (epochs, medians["ours"], first, medians["keras"])
    return grown


def plot_growth(by_members, by_rows, path):
    import matplotlib

    matplotlib.use("agg")
    matplotlib.rcParams |= {"svg.fonttype": "none", "svg.hashsalt": "growth", "font.size": 9}
    from matplotlib import pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    left.loglog(list(by_members), list(by_members.values()), "o-")
    left.set(xlabel="members", ylabel="seconds", title="1,000 rows, 20 epochs, after compiling")
    for place, name in ((3, "model.fit"), (2, "compiling included"), (1, "after compiling")):
        right.loglog(list(by_rows), [times[place] / times[0] for times in by_rows.values()], "o-", label=name)
    right.set(xlabel="rows", ylabel="seconds an epoch", title="one member")
    right.legend(frameon=False)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


MEASUREMENTS = {"members": members, "convolution": convolution, "recurrent": recurrent, "growth": growth}

if __name__ == "__main__":
    main()
