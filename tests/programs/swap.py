"""Every layer, loss and optimizer that both libraries have, in turn in one model with the same weights.

KERAS_BACKEND=jax PYTHONPATH=tests python -m programs.swap    measure, and write docs/swap.json and docs/swap.md
"""

import json
import sys
import tempfile
from pathlib import Path

import keras
import numpy as np
from programs.library import DLFUND, KERAS
from programs.swap_rows import swaps

COLUMNS = ("outputs", "gradients", "ten steps", "weights file to dlfund", "weights file to Keras")
MEASURED = Path(__file__).parents[2] / "docs" / "swap.json"
HEAD = """# The largest differences from Keras

In a Keras model every part is replaced by dlfund's part of the same name, with the same weights. A row is one
layer, loss, optimizer or program; a cell the largest absolute difference between the two: of the outputs, of the
loss's gradients with respect to the weights, of the outputs after ten steps of training, and of the outputs after
one model's weights file was loaded into the other. "0" means equal bits. A row of text says what was raised.

Adam, AdamW, Nadam and RMSprop divide a gradient by its size: a weight whose gradient is nothing but rounding errors
takes steps of full length, in a direction that they decide. Programs trained with these differ after ten steps; in
float64 the masked text and the translation differ by less than 1e-6. One with Dropout differs because dlfund's draws
other numbers.

Written by `PYTHONPATH=tests python -m programs.swap`, in float32 on a CPU.
"""


def differences(program):
    """{column: largest absolute difference}, or what was raised."""
    try:
        theirs, ours = pair(program)
        start = theirs.get_weights()
        actual = {"outputs": after(program, theirs, ours, start, 0)}
        actual["gradients"] = of_gradients(program, theirs, ours, start)
        theirs, ours = pair(program)
        actual["ten steps"] = after(program, theirs, ours, start, 10)
        actual["weights file to dlfund"] = through_a_file(program, theirs, ours)
        actual["weights file to Keras"] = through_a_file(program, ours, theirs)
    except Exception as error:
        return f"{type(error).__name__}: {' '.join(str(error).split())[:160]}"
    return actual


def pair(program):
    """The model made of Keras's parts and the one made of dlfund's, run without compiling: each is used a few times."""
    models = program.fresh(KERAS), program.fresh(DLFUND)
    for model in models:
        model.run_eagerly = True
    return models


def after(program, theirs, ours, start, steps):
    """Of the outputs, after some steps on the same rows from the same weights."""
    x, y = program.rows()
    for model in (theirs, ours):
        model.set_weights(start)
        for _ in range(steps):
            model.train_on_batch(x, y)
    return largest([program.predict(theirs)], [program.predict(ours)])


def of_gradients(program, theirs, ours, start):
    """Of the loss's gradients: what one step of gradient descent with rate 1 takes from each weight."""
    x, y = program.rows()
    moved = []
    for model in (theirs, ours):
        model.compile(keras.optimizers.SGD(1.0), model.loss, run_eagerly=True)
        model.set_weights(start)
        model.train_on_batch(x, y)
        moved.append([np.asarray(weight.numpy()) for weight in model.trainable_weights])
    return largest(*moved)


def through_a_file(program, source, target):
    """Of the outputs, when one model's weights file is loaded into the other."""
    with tempfile.TemporaryDirectory() as folder:
        source.save_weights(f"{folder}/of.weights.h5")
        target.load_weights(f"{folder}/of.weights.h5")
    return largest([program.predict(source)], [program.predict(target)])


def largest(left, right):
    """The largest absolute difference between two lists of arrays of the same shapes."""
    return max((float(np.abs(a - b).max()) for a, b in zip(left, right, strict=True)), default=0.0)


def measure():
    """{kind: {name: differences}} on this process's backend."""
    actual = {}
    for swap in swaps():
        actual.setdefault(swap.kind, {})[swap.program.title] = differences(swap.program)
    return actual


def page(measured):
    """docs/swap.md."""
    parts = [HEAD]
    for backend, kinds in measured.items():
        lines = [f"## {backend}\n", f"| | {' | '.join(COLUMNS)} |", f"|---|{'---|' * len(COLUMNS)}"]
        for rows in kinds.values():
            lines += [f"| {name} | {' | '.join(cells(entry))} |" for name, entry in rows.items()]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def cells(largest):
    """One row's numbers in two digits."""
    if isinstance(largest, str):
        return [largest.replace("|", "/"), *[""] * (len(COLUMNS) - 1)]
    return ["0" if largest[column] == 0 else f"{largest[column]:.1e}" for column in COLUMNS]


def main():
    """Measure on this backend and write."""
    measured = json.loads(MEASURED.read_text()) if MEASURED.exists() else {}
    measured[keras.backend.backend()] = measure()
    MEASURED.write_text(json.dumps(measured, indent=1, ensure_ascii=False) + "\n")
    MEASURED.with_suffix(".md").write_text(page(measured))


if __name__ == "__main__":
    sys.exit(main())
