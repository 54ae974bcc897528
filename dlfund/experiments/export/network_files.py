"""A network in a file for other programs: Keras, SavedModel, ONNX. Each gives the network's predictions."""

from __future__ import annotations

import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from dlfund.core.atomic_write import atomic_write
from dlfund.core.errors import UserError
from dlfund.experiments.export.plain_network import plain_network


def write_keras(model: Any, folder: Path) -> str:
    """`model.keras`, of Keras's own layers where dlfund's equal them; returns a sentence on how to load it."""
    plain, left = plain_network(model)
    with atomic_write(folder / "model.keras") as beside:
        plain.save(beside)
    if not left:
        return "Load it with keras.saving.load_model(file); it needs Keras alone."
    return (
        f"Load it with keras.saving.load_model(file) after `import dlfund.layers`: {', '.join(left)} "
        "are dlfund's own. `dlfund eject` writes them out as code."
    )


def write_savedmodel(model: Any, folder: Path) -> str:
    """`saved_model/`, which needs neither Keras nor dlfund; returns a sentence on how to load it."""
    import keras

    if keras.backend.backend() != "tensorflow":
        raise UserError(
            f"Expected the TensorFlow backend for --as savedmodel. Received: {keras.backend.backend()}. "
            "Set KERAS_BACKEND=tensorflow, after pip install 'dlfund[tensorflow]'."
        )
    model.export(folder / "saved_model", format="tf_saved_model", verbose=False)
    return "Load it with tensorflow.saved_model.load(folder) and call .serve(rows); it needs TensorFlow alone."


def write_onnx(model: Any, folder: Path) -> str:
    """`model.onnx`, for any ONNX runtime; returns a sentence on how to load it."""
    import keras

    if keras.backend.backend() == "tensorflow" and find_spec("tf2onnx") is None:
        raise UserError(
            "Expected tf2onnx, which converts TensorFlow's operations to ONNX. It is not installed: "
            "pip install 'dlfund[onnx]'. --as savedmodel needs no further package."
        )
    first = model.inputs[0]  # the converter refuses a loaded network that has never been called
    model(keras.ops.zeros([size or 1 for size in first.shape], dtype=first.dtype), training=False)
    with atomic_write(folder / "model.onnx") as beside:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # the converter uses names that NumPy 2 no longer has
                model.export(beside, format="onnx", verbose=False)
        except (ImportError, AttributeError, NotImplementedError, RuntimeError, TypeError, ValueError) as error:
            reason = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        else:
            reason = _unbound(beside, model)
        if reason:
            raise UserError(
                f"Expected a network that {keras.backend.backend()}'s converter can write as ONNX. It could not: "
                f"{reason}. Use --as savedmodel or --as keras."
            )
    return "Load it with onnxruntime.InferenceSession(file); it needs an ONNX runtime alone."


def _unbound(path: Path, model: Any) -> str:
    """What a written graph needs besides the network's inputs: a constant that the converter lost."""
    import onnx

    graph = onnx.load(path).graph
    held = {constant.name for constant in graph.initializer} | {name for node in graph.node for name in node.output}
    given = {tensor.name for tensor in graph.input}
    lost = {name for node in graph.node for name in node.input if name} - held - given
    if lost or len(given) != len(model.inputs):
        return f"the file lacks {len(lost) or len(given)} of its constants"
    return ""
