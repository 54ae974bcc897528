"""What looking costs: a LayerMonitor's look at every tenth step, over ten steps of training.

    cost = seconds of a look / (10 · seconds of a step)

Looks and epochs of training are timed in turns, and medians taken, so that a slower moment of the machine meets both.
On a CPU it is the processor's time that is counted, so that other programs beside do not count. The claim is a cost
under 10 %. What the end of an epoch costs (histograms, units, files) is printed in steps.
Run: python benchmarks/explain_cost.py [repetitions]
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
STEPS, LOOKS, ROWS = 300, 60, 16


def dense():
    hidden = [layers.Dense(64, activation="relu") for _ in range(3)]
    model = keras.Sequential([keras.Input((20,)), *hidden, layers.Dense(1, activation="sigmoid")])
    return model, (20,), 64, "binary_crossentropy"


def convolution():
    parts = [layers.Conv2D(16, 3, activation="relu"), layers.MaxPooling2D(), layers.Conv2D(16, 3, activation="relu")]
    model = keras.Sequential([keras.Input((16, 16, 1)), *parts, layers.Flatten(), layers.Dense(1, "sigmoid")])
    return model, (16, 16, 1), 32, "binary_crossentropy"


def main(repetitions=9):
    print(f"Keras on {keras.backend.backend()}, {ROWS} rows looked at every tenth step, {repetitions} repetitions")
    for make in (dense, convolution):
        step, look, end = measure(make, repetitions)
        cost = look / (10 * step)
        verdict = "under" if cost < LIMIT else "OVER"
        details = f"step {step * 1e3:.2f} ms, look {look * 1e3:.2f} ms, an epoch's end {end / step:.0f} steps"
        print(f"{make.__name__:<12} cost {cost:.1%} ({verdict} the claim of {LIMIT:.0%}): {details}")


def measure(make, repetitions):
    """Median seconds of a step, of a look, and of an epoch's end."""
    model, shape, batch, loss = make()
    model.compile("adam", loss)
    rng = np.random.default_rng(0)
    x = rng.normal(size=(STEPS * batch, *shape)).astype("float32")
    y = rng.integers(0, 2, (len(x), 1)).astype("float32")
    with tempfile.TemporaryDirectory() as folder:
        monitor = explain.LayerMonitor(x[:ROWS], y[:ROWS], folder=folder, every=1)
        model.fit(x[:batch], y[:batch], batch_size=batch, verbose=0, callbacks=[monitor])  # compiles both
        monitor.on_train_begin()
        turns = [
            (
                timed(lambda: model.fit(x, y, batch_size=batch, verbose=0)) / STEPS,
                timed(lambda: [monitor.on_train_batch_end(0) for _ in range(LOOKS)]) / LOOKS,
                timed(lambda: monitor.on_epoch_end(0)),
            )
            for _ in range(repetitions)
        ]
        monitor.on_train_end()
    return [statistics.median(parts) for parts in zip(*turns, strict=True)]


def timed(function):
    clock = time.process_time if device()["device"] == "CPU" else time.perf_counter
    started = clock()
    function()
    return clock() - started


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
