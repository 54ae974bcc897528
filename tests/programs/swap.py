"""Every layer, loss and optimizer that both libraries have, in turn in one model with the same weights.

KERAS_BACKEND=jax PYTHONPATH=tests python -m programs.swap    measure, and write docs/swap.json and docs/swap.md
"""

import importlib
import json
import sys
import tempfile
from pathlib import Path

import keras
import numpy as np
from programs.library import DLFUND, KERAS
from programs.swap_rows import OTHER_FORMULA, swaps

TEN_STEPS = 1e-4  # what roundings in single precision make of ten steps
COLUMNS = ("outputs", "gradients", "ten steps", "weights file to dlfund", "weights file to Keras")
MEASURED = Path(__file__).parents[2] / "docs" / "swap.json"
HEAD = """# The largest differences from Keras

In a Keras model every part is replaced by dlfund's part of the same name, with the same weights. A row is one
layer, loss, optimizer or program; a cell the largest absolute difference between the two: of the outputs, of the
loss's gradients with respect to the weights, of the outputs after ten steps of training, and of the outputs after
one model's weights file was loaded into the other. "0" means equal bits. A row of text says what was raised.

Where ten steps differ by more than {ten_steps:.0e}, they are taken once more in double precision, and what is left
stands in brackets: it tells another rounding from another formula. (The texts and the translation were measured
before that was done.)

**On TensorFlow programs with an Embedding differ after ten steps.** TensorFlow hands over the gradient of a row that
a batch looks up several times in parts. Keras's Adam, AdamW, Nadam and RMSprop square each part, and clipping takes
the parts' norm; dlfund adds them up first. Given the sum instead of the parts, Keras's Adam (rate 0.01) moves the
weights by up to 0.01 elsewhere in its first step, and dlfund's by 0; given the sum, the two agree to 2e-7 after three
steps in double precision. PyTorch adds the parts up itself: there the small GPT differs by 5e-5 after ten steps in
single precision, most in the bias of the keys. That has no effect on the outputs, so that its gradient is nothing but
rounding errors, and Adam makes steps of full length of them.

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
        if actual["ten steps"] > TEN_STEPS:
            actual["in double precision"] = in_double_precision(program)
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


def in_double_precision(program):
    """Of the outputs after ten steps, when everything is computed in float64."""
    set_precision("float64")
    try:
        theirs, ours = pair(program)
        return after(program, theirs, ours, theirs.get_weights(), 10)
    finally:
        set_precision("float32")


def set_precision(precision):
    """Of everything that is made from now on; JAX has no float64 unless it is told."""
    if keras.backend.backend() == "jax":
        importlib.import_module("jax").config.update("jax_enable_x64", precision == "float64")
    keras.config.set_floatx(precision)
    keras.config.set_dtype_policy(precision)


def of_gradients(program, theirs, ours, start):
    """Of the loss's gradients: what one step of gradient descent with rate 1 takes from each weight."""
    x, y = program.rows()
    moved = []
    for model in (theirs, ours):
        model.compile(keras.optimizers.SGD(1.0), model.loss, run_eagerly=True)
        model.set_weights(start)
        model.train_on_batch(x, y)
        moved.append([keras.ops.convert_to_numpy(weight) for weight in model.trainable_weights])
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
    parts = [HEAD.format(ten_steps=TEN_STEPS)]
    for backend, kinds in measured.items():
        lines = [f"## {backend}\n", f"| | {' | '.join(COLUMNS)} |", f"|---|{'---|' * len(COLUMNS)}"]
        for rows in kinds.values():
            lines += [f"| {name} | {' | '.join(cells(entry))} |" for name, entry in rows.items()]
        lines += ["", *(f"- {name}: {why}." for name, why in OTHER_FORMULA.items())]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def cells(largest):
    """One row's numbers in two digits."""
    if isinstance(largest, str):
        return [largest.replace("|", "/"), *[""] * (len(COLUMNS) - 1)]
    texts = {column: short(largest[column]) for column in COLUMNS}
    if "in double precision" in largest:
        texts["ten steps"] += f" ({short(largest['in double precision'])})"
    return list(texts.values())


def short(number):
    """In two digits."""
    return "0" if number == 0 else f"{number:.1e}"


def main():
    """Measure on this backend and write."""
    measured = json.loads(MEASURED.read_text()) if MEASURED.exists() else {}
    measured[keras.backend.backend()] = measure()
    MEASURED.write_text(json.dumps(measured, indent=1, ensure_ascii=False) + "\n")
    MEASURED.with_suffix(".md").write_text(page(measured))


if __name__ == "__main__":
    sys.exit(main())
