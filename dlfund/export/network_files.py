"""A network on disk for others: Keras's file, TensorFlow's SavedModel, ONNX. Each answers as the network does."""

from __future__ import annotations

import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from dlfund.export.plain_network import plain_network
from dlfund.sentence import UserError
from dlfund.whole_file import whole_file


def write_keras(model: Any, folder: Path) -> str:
    """`model.keras`, of Keras's own layers where dlfund's equal them; gives the sentence on how to load it."""
    plain, left = plain_network(model)
    with whole_file(folder / "model.keras") as beside:
        plain.save(beside)
    if not left:
        return "Load it with keras.saving.load_model(file); it needs Keras alone."
    return (
        f"Load it with keras.saving.load_model(file) after `import dlfund.layers`: {', '.join(left)} "
        "are dlfund's own. `dlfund eject` writes them out as code."
    )


def write_savedmodel(model: Any, folder: Path) -> str:
    """`saved_model/`, which needs neither Keras nor dlfund; gives the sentence on how to load it."""
    import keras

    if keras.backend.backend() != "tensorflow":
        raise UserError(
            f"Expected the TensorFlow backend for --as savedmodel. Received: {keras.backend.backend()}. "
            "Set KERAS_BACKEND=tensorflow."
        )
    model.export(folder / "saved_model", format="tf_saved_model", verbose=False)
    return "Load it with tensorflow.saved_model.load(folder) and ask .serve(rows); it needs TensorFlow alone."


def write_onnx(model: Any, folder: Path) -> str:
    """`model.onnx`, which any ONNX runtime computes; gives the sentence on how to load it."""
    import keras

    if keras.backend.backend() == "tensorflow" and find_spec("tf2onnx") is None:
        raise UserError(
            "Expected tf2onnx, which turns TensorFlow's operations into those of ONNX. It is not installed: "
            "pip install 'dlfund[onnx]'. --as savedmodel needs nothing more."
        )
    first = model.inputs[0]  # the converter refuses a network from a file that never answered
    model(keras.ops.zeros([size or 1 for size in first.shape], dtype=first.dtype), training=False)
    with whole_file(folder / "model.onnx") as beside:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of the converter's, on names that NumPy 2 has no more
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
    """What a written graph asks for beside the network's inputs: a constant that the converter lost."""
    import onnx

    graph = onnx.load(path).graph
    held = {one.name for one in graph.initializer} | {name for node in graph.node for name in node.output}
    given = {one.name for one in graph.input}
    lost = {name for node in graph.node for name in node.input if name} - held - given
    if lost or len(given) != len(model.inputs):
        return f"the file lacks {len(lost) or len(given)} of its constants"
    return ""
