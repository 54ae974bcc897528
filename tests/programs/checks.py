"""What a program has to do, one function per column of docs/programs.md. Each raises where it doesn't."""

import json
from pathlib import Path

import keras
import numpy as np

LOOSE = {"float32": 1e-5, "mixed_float16": 3e-2, "mixed_bfloat16": 2e-1}


def trains(program, folder):
    """The loss falls; the model is saved, its answers kept, and trained one epoch more for `continues`."""
    model = program.fresh(jit_compile="auto")
    losses = program.fit(model, epochs=5)
    require(np.isfinite(losses).all() and losses[-1] < losses[0], f"a loss that falls, not {losses}")
    model.save(folder / f"{program.name}.keras")
    np.save(folder / f"{program.name}.npy", program.predict(model))
    more = [] if "continues" in program.absent else program.fit(model)
    (folder / f"{program.name}.json").write_text(json.dumps(more))


def continues(program, folder):
    """In another process: the loaded model answers the same and goes on to the same digits."""
    model = keras.saving.load_model(folder / f"{program.name}.keras")
    np.testing.assert_array_equal(program.predict(model), np.load(folder / f"{program.name}.npy"))
    expected = json.loads((folder / f"{program.name}.json").read_text())
    actual = program.fit(model)
    require(actual == expected, f"the loss {expected} of the process that saved it, not {actual}")


def float16(program, folder):
    """Mixed precision trains to finite losses."""
    in_precision(program, "mixed_float16")


def bfloat16(program, folder):
    """The same in the other half precision."""
    in_precision(program, "mixed_bfloat16")


def in_precision(program, policy):
    """The first answers are those of float32 up to the precision, and training stays finite."""
    expected = program.predict(program.fresh())
    keras.config.set_dtype_policy(policy)
    try:
        model = program.fresh()
        np.testing.assert_allclose(program.predict(model), expected, rtol=LOOSE[policy], atol=LOOSE[policy])
        losses = program.fit(model)
        require(np.isfinite(losses).all(), f"finite losses, not {losses}")
    finally:
        keras.config.set_dtype_policy("float32")


def jit_compile(program, folder):
    """One epoch compiled by XLA has the loss of one that isn't."""
    compiled, plain = (program.fit(program.fresh(jit_compile=jit)) for jit in (True, False))
    np.testing.assert_allclose(compiled, plain, rtol=1e-3)


def steps_per_execution(program, folder):
    """Two steps at a time train as one at a time."""
    together, alone = (program.fresh(steps_per_execution=steps) for steps in (2, 1))
    program.fit(together), program.fit(alone)
    np.testing.assert_allclose(program.predict(together), program.predict(alone), rtol=1e-3, atol=1e-3)


def clone_model(program, folder):
    """A copy made of the configuration, with the same weights, answers the same."""
    model = program.fresh()
    functional = isinstance(model, keras.Sequential) or type(model).__name__ == "Functional"
    copy = keras.models.clone_model(model) if functional else type(model).from_config(model.get_config())
    if not functional:
        copy(keras.ops.convert_to_tensor(program.few()))  # makes the weights
    copy.set_weights(model.get_weights())
    np.testing.assert_allclose(program.predict(copy), program.predict(model), rtol=1e-6, atol=1e-6)


def export(program, folder):
    """The exported SavedModel answers the same."""
    import tensorflow as tf

    model = program.fresh()
    expected = program.predict(model)  # Keras exports no model that was never called
    place = str(folder / f"{program.name}_saved_model")
    model.export(place, verbose=False)
    loaded = tf.saved_model.load(place)
    served = loaded.serve(_in_order(model, program.few()))
    np.testing.assert_allclose(np.asarray(served), expected, rtol=1e-4, atol=1e-5)


def onnx(program, folder):
    """The exported ONNX file, run by its reference implementation, answers the same."""
    from onnx.reference import ReferenceEvaluator

    model = program.fresh()
    expected = program.predict(model)
    place = folder / f"{program.name}.onnx"
    model.export(str(place), format="onnx", verbose=False)
    session = ReferenceEvaluator(str(place))
    values = _in_order(model, program.few())
    values = values if isinstance(values, list) else [values]
    (answers,) = session.run(None, dict(zip(session.input_names, values, strict=True)))
    np.testing.assert_allclose(answers, expected, rtol=1e-3, atol=1e-4)


def _in_order(model, inputs):
    """Named inputs in the order of the model's own."""
    if not isinstance(inputs, dict):
        return inputs
    return [inputs[tensor.name] for tensor in model.inputs]


def mirrored(program, folder):
    """Two simulated devices under MirroredStrategy, each with half a batch, reach what one device reaches."""
    import tensorflow as tf

    strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
    with strategy.scope():
        model = program.fresh()
    _same_as_on_one(program, model)


def distribution(program, folder):
    """Two simulated devices under keras.distribution reach what one device reaches."""
    keras.distribution.set_distribution(keras.distribution.DataParallel(devices=keras.distribution.list_devices()[:2]))
    try:
        model = program.fresh()
        losses = program.fit(model)
    finally:
        keras.distribution.set_distribution(None)
    np.testing.assert_allclose(losses, program.fit(program.fresh()), rtol=2e-2)


def _same_as_on_one(program, model):
    np.testing.assert_allclose(program.fit(model), program.fit(program.fresh()), rtol=2e-2)


def require(holds, expected):
    """A failed check as a sentence."""
    if not holds:
        raise AssertionError(f"Expected {expected}.")


def outcome(check, program, folder: Path):
    """'passed', or the first line of what was raised."""
    try:
        check(program, folder)
    except Exception as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        return f"{type(error).__name__}: {' '.join(lines)[:160]}"
    return "passed"
