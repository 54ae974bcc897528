"""What looking costs: the time of `fit` with a LayerMonitor at every tenth step, over the time without.

    cost = median over rounds of (seconds with / seconds without) − 1

Both are trained in turns, so that a slower moment of the machine meets both. On a CPU it is the processor's time
that is counted, so that other programs beside do not count. The claim is a cost under 10 %.
Run: python benchmarks/explain_cost.py [rounds]
"""

import statistics
import sys
import tempfile
import time

import keras
import numpy as np
from keras import layers

from dlfund import explain
from dlfund.training.device import device

LIMIT = 0.10
STEPS, EPOCHS = 600, 1


def dense():
    hidden = [layers.Dense(64, activation="relu") for _ in range(3)]
    model = keras.Sequential([keras.Input((20,)), *hidden, layers.Dense(1, activation="sigmoid")])
    return model, (20,), 64, "binary_crossentropy"


def convolution():
    parts = [layers.Conv2D(16, 3, activation="relu"), layers.MaxPooling2D(), layers.Conv2D(16, 3, activation="relu")]
    model = keras.Sequential([keras.Input((16, 16, 1)), *parts, layers.Flatten(), layers.Dense(1, "sigmoid")])
    return model, (16, 16, 1), 32, "binary_crossentropy"


def main(rounds=7):
    print(f"Keras on {keras.backend.backend()}, {STEPS} steps an epoch, a look at every tenth, {rounds} rounds")
    for make in (dense, convolution):
        cost = measure(make, rounds)
        verdict = "under" if cost < LIMIT else "OVER"
        print(f"{make.__name__:<12} cost {cost:+.1%}  ({verdict} the claim of {LIMIT:.0%})")


def measure(make, rounds):
    model, shape, batch, loss = make()
    model.compile("adam", loss)
    rng = np.random.default_rng(0)
    x = rng.normal(size=(STEPS * batch, *shape)).astype("float32")
    y = rng.integers(0, 2, (len(x), 1)).astype("float32")
    with tempfile.TemporaryDirectory() as folder:
        monitor = explain.LayerMonitor(x[:32], y[:32], folder=folder, every=10)
        seconds(model, x, y, batch, [monitor])  # compiles both
        seconds(model, x, y, batch, [])
        ratios = [seconds(model, x, y, batch, [monitor]) / seconds(model, x, y, batch, []) for _ in range(rounds)]
    return statistics.median(ratios) - 1


def seconds(model, x, y, batch, callbacks):
    clock = time.process_time if device()["device"] == "CPU" else time.perf_counter
    started = clock()
    model.fit(x, y, batch_size=batch, epochs=EPOCHS, shuffle=False, verbose=0, callbacks=callbacks)
    return clock() - started


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
