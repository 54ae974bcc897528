"""How many rows a second a network trains, by the size of its batches, on this machine's processor and graphics card.

    python benchmarks/batch_speed.py            prints the table of docs/performance.md
    python benchmarks/batch_speed.py --repeat 5

A cell is one compiled program; its first training, which compiles, is not counted, and of the others the median is
told. Batches take turns, so that a slow minute hits all of them.
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

from dlfund import Task, training
from dlfund.data import TrainRows
from dlfund.training.device import device

BATCHES = (1, 8, 64, 512, 4096)
STEPS, LEAST_ROWS, MOST_ROWS = 60, 512, 16_384  # a small batch trains few rows, a large one many
MORE_EPOCHS, LEAST_SECONDS = 4, 0.2  # how many more are timed: at least so many, and so many that they take so long
SMALL, LARGE = 32, 512  # widths of the networks of tables


def ann(task, width):
    inputs = keras.Input(task.input_shape)
    x = keras.layers.Dense(width, "relu")(inputs)
    x = keras.layers.Dense(width, "relu")(x)
    return finished(x, inputs, task)


def cnn(task):
    inputs = keras.Input(task.input_shape)
    x = keras.layers.Conv2D(8, 5, padding="same", activation="relu")(inputs)
    return finished(keras.layers.GlobalMaxPooling2D()(x), inputs, task)


def finished(x, inputs, task):
    model = keras.Model(inputs, task.head()(x))
    model.compile(keras.optimizers.Adam(1e-3), loss=task.loss())
    return model


CLASSES = ("a", "b", "c", "d")
TABLE, PICTURES = Task("multiclass", (16,), CLASSES), Task("multiclass", (16, 16, 1), CLASSES)
NETWORKS = {
    f"ANN 16→{SMALL}→{SMALL}→4": (TABLE, lambda: ann(TABLE, SMALL)),
    f"ANN 16→{LARGE}→{LARGE}→4": (TABLE, lambda: ann(TABLE, LARGE)),
    "CNN of 8 windows on 16 × 16 pixels": (PICTURES, lambda: cnn(PICTURES)),
}


def rows_of(task, count, seed=0):
    generator = np.random.default_rng(seed)
    return TrainRows(
        generator.normal(size=(count, *task.input_shape)).astype("float32"),
        generator.integers(0, len(task.classes), count).astype("int32"),
    )


def trained(build, rows, batch, epochs, seed):
    """Seconds of one compiled training, drawing the network included."""
    started = time.perf_counter()
    training.fit_population([training.Member(build, rows, epochs=epochs, seed=seed)], batch_size=batch)
    return time.perf_counter() - started


def rows_a_second(task, build, repeat):
    """For each size of batch, from what so many more epochs take: what a training takes once falls out."""
    rows = {batch: rows_of(task, min(MOST_ROWS, max(LEAST_ROWS, STEPS * batch))) for batch in BATCHES}
    more = {batch: enough_epochs(build, some, batch) for batch, some in rows.items()}
    taken = {batch: [] for batch in BATCHES}
    for turn in range(repeat):
        for batch, some in rows.items():
            seconds = longer(build, some, batch, more[batch], turn)
            taken[batch].append(more[batch] * len(some) / seconds)
    return {batch: statistics.median(speeds) for batch, speeds in taken.items()}


def longer(build, rows, batch, more, seed):
    """Seconds that so many more epochs take."""
    short, long = (trained(build, rows, batch, epochs, seed) for epochs in (1, 1 + more))
    return long - short


def enough_epochs(build, rows, batch):
    """So many more epochs that their time is not lost in the noise of a start; asked twice, as the first compiles."""
    more = MORE_EPOCHS
    longer(build, rows, batch, more, 0)
    while longer(build, rows, batch, more, 0) < LEAST_SECONDS:
        more *= 2
    return more


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    used = device()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    print(f"{used['device']} ({used['name']}), {platform.machine()}, {cores} cores, Keras on {used['backend']}\n")
    print(f"| rows a second, in batches of | {' | '.join(f'{batch:,}' for batch in BATCHES)} | gain |")
    print("|" + "---|" * (len(BATCHES) + 2))
    for name, (task, build) in NETWORKS.items():
        speeds = rows_a_second(task, build, options.repeat)
        gain = max(speeds.values()) / speeds[BATCHES[0]]
        cells = [f"{float(format(speed, '.2g')):,.0f}" for speed in speeds.values()]
        print(f"| {name} | {' | '.join(cells)} | {gain:.0f}× |", flush=True)


if __name__ == "__main__":
    main()
