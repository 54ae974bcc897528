"""All that a page needs to walk through a network: its numbers where they can be computed again, else a summary.

A chain of dense layers of up to WEIGHTS weights comes with its weights at every recorded epoch, rows and targets:
every step can be computed from them. Any other network comes with a summary of its layers (`network_summary`).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np

from dlfund.core.errors import UserError
from dlfund.explain.backends.backend import to_numpy
from dlfund.explain.health.network_summary import network_summary
from dlfund.explain.trace.dense_chain import DenseChain, NotDenseError, dense_chain
from dlfund.explain.trace.learning_rules import loss_rule, optimizer_rule
from dlfund.explain.trace.step import as_tensors, build, loss_function
from dlfund.explain.trace.update import optimizer_for

WEIGHTS = 10_000  # of a network that is computed in a page
FRAMES = 1_000_000  # weights of all epochs together
ROWS = 200  # rows in the page
NUMBERS = 100_000  # of these rows' inputs together

FORMAT = 1


@dataclass(frozen=True)
class Feature:
    """One input: its name, and how it was scaled for the network: x = (value − mean) / deviation."""

    name: str
    unit: str = ""
    mean: float = 0.0
    deviation: float = 1.0


@dataclass(frozen=True)
class Target:
    """What is predicted.

    Args:
        name: str.
        classes: tuple of str. Names of what the outputs or the targets 0, 1, … mean; empty for numbers.
        unit: str.
        mean, deviation: float. The network's output y means mean + deviation · y.
    """

    name: str = "y"
    classes: tuple[str, ...] = ()
    unit: str = ""
    mean: float = 0.0
    deviation: float = 1.0


@dataclass(frozen=True)
class Frame:
    """A network's weights after an epoch; epoch 0 is before training."""

    epoch: int
    weights: list[np.ndarray]


@dataclass(frozen=True)
class Heading:
    """The text at the top of the page, all of it plain.

    Args:
        title: str. The network's name.
        about: sequence of str. Sentences: which network this is, and how it was made.
        row_numbers: sequence of int or None. Each row's number in the data set; 0, 1, … for None.
    """

    title: str = ""
    about: Sequence[str] = ()
    row_numbers: Sequence[int] | None = None


@dataclass(frozen=True)
class LookData:
    """A page's data as text, lists and numbers; `content` is what is written."""

    content: dict[str, Any] = field(repr=False)

    @property
    def computed(self) -> bool:
        """Whether a page can compute this network, or only summarise it."""
        return self.content["mode"] == "dense"


def look_data(
    model: keras.Model,
    x: Any,
    y: Any,
    *,
    loss: Any = None,
    features: Sequence[Feature] = (),
    target: Target | None = None,
    frames: Sequence[Frame] = (),
    heading: Heading | None = None,
) -> LookData:
    """Everything a page shows of a model on these rows.

    Args:
        model: keras.Model, compiled or with a `loss`.
        x, y: rows and targets, as `fit` takes them. The first 200 are shown, fewer of very wide rows.
        loss: whatever `compile` takes; None takes the compiled loss.
        features: sequence of Feature, one per input; x1, x2, … if empty.
        target: Target or None.
        frames: sequence of Frame, by epoch; if empty, the model's present weights are shown.
        heading: Heading or None. The page's title and introduction, and the numbers of the rows.

    Example:
        >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
        >>> data = look_data(model, np.ones((3, 2)), np.ones((3, 1)), loss="mse")
        >>> data.computed, len(data.content["frames"])
        (True, 1)
    """
    heading, target = heading or Heading(), target or Target()
    x, y = _rows(x, y)
    build(model, as_tensors(keras.tree.map_structure(lambda part: part[:1], x)))
    loss_function(model, loss)  # without a loss there is nothing to walk through
    content = {
        "format": FORMAT,
        "title": heading.title or model.name,
        "about": list(heading.about),
        "target": vars(target) | {"classes": list(target.classes)},
        "weights": int(model.count_params()),
        "row_numbers": list(heading.row_numbers or range(len(y)))[: len(y)],
    }
    try:
        chain, rule, given = _computable(model, loss, x, y)
    except NotDenseError as why:
        limit = f"chains of dense layers with up to {WEIGHTS:,} weights and a common loss"
        return LookData(
            content | {"mode": "summary", "why": str(why), "limit": limit} | network_summary(model, x, y, loss=loss)
        )
    flat = x.reshape(len(x), -1)
    return LookData(
        content
        | {
            "mode": "dense",
            "features": _features(features, flat.shape[1]),
            "rows": {"count": len(flat), "x": pack(flat), "y": pack(given)},
            "layers": _links(chain),
            "silent": list(chain.silent),
            "loss": rule,
            "optimizer": optimizer_rule(optimizer_for(model)),
            **_recorded(model, chain, frames, x),
        }
    )


def pack(array) -> str:
    """Float32 numbers as base64: every digit, in few characters."""
    return base64.b64encode(np.ascontiguousarray(array, dtype="<f4").tobytes()).decode()


def _rows(x, y):
    """As many rows as the page holds."""
    x = keras.tree.map_structure(np.asarray, x.to_numpy() if hasattr(x, "to_numpy") else x)
    y = keras.tree.map_structure(np.asarray, y.to_numpy() if hasattr(y, "to_numpy") else y)
    lengths = {len(part) if part.ndim else 0 for part in keras.tree.flatten((x, y))}
    if len(lengths) != 1 or 0 in lengths:
        raise UserError(f"Expected rows and as many targets. Received: lengths {sorted(lengths)}.")
    width = sum(part[:1].size for part in keras.tree.flatten(x))
    kept = max(1, min(ROWS, NUMBERS // width))
    cut = lambda part: part[:kept]  # noqa: E731
    return keras.tree.map_structure(cut, x), keras.tree.map_structure(cut, y)


def _computable(model, loss, x, y) -> tuple[DenseChain, dict[str, Any], np.ndarray]:
    chain = dense_chain(model)
    if chain.weights > WEIGHTS:
        raise NotDenseError(f"it has {chain.weights:,} weights")
    rule = loss_rule(model, loss)
    if rule is None:
        raise NotDenseError("its loss is not one of the common ones")
    if not isinstance(x, np.ndarray) or x.dtype.kind not in "fiub" or not isinstance(y, np.ndarray):
        raise NotDenseError("its rows are not plain numbers")
    if not (np.isfinite(x).all() and np.isfinite(chain.numbers()).all()):
        raise NotDenseError("its rows or weights contain numbers that are not finite")
    return chain, rule, _targets(y, chain.links[-1].units, rule)


def _targets(y, units, rule):
    """A number for each output: classes as one-hot vectors."""
    if y.dtype.kind not in "fiub" or not np.isfinite(y.astype("float64")).all():
        raise NotDenseError("its targets are not plain numbers")
    if rule["name"].startswith("sparse"):
        classes = y.reshape(len(y), -1).astype(int)
        if classes.shape[1] != 1 or not ((classes >= 0) & (classes < units)).all():
            raise NotDenseError(f"its targets are not one of the classes 0 … {units - 1}")
        return np.eye(units)[classes[:, 0]]
    y = y.reshape(len(y), -1)
    if y.shape[1] != units:
        raise NotDenseError(f"it has {units} outputs and {y.shape[1]} targets per row")
    return y


def _predicted(model, x):
    return to_numpy(model(as_tensors(x.astype("float32")), training=False))


def _features(features, count):
    if features and len(features) != count:
        raise UserError(f"Expected a name for each of {count} inputs. Received: {len(features)}.")
    return [vars(feature) for feature in features or [Feature(f"x{place}") for place in range(1, count + 1)]]


def _links(chain):
    """The layers' facts; a layer with a name from Keras is named by its place."""
    attributes = ("kind", "inputs", "units", "activation", "bias", "l1", "l2")
    last = len(chain.links)
    return [
        {attribute: getattr(link, attribute) for attribute in attributes}
        | {"name": _place(number, last) if re.fullmatch(r"(dense|perceptron)(_\d+)?", link.name) else link.name}
        | {"keras_name": link.name}
        for number, link in enumerate(chain.links, start=1)
    ]


def _place(number, last):
    return "output" if number == last else f"hidden {number}" if last > 2 else "hidden"


def _recorded(model, chain, frames, x):
    """Every epoch's weights in the order of the layers, and the predictions with the last of them."""
    kept = model.get_weights()
    every = max(1, -(-len(frames) * chain.weights // FRAMES))
    chosen = [frame for place, frame in enumerate(frames) if (len(frames) - 1 - place) % every == 0]
    records = []
    try:
        for frame in chosen:
            _put(model, frame)
            numbers = chain.numbers()
            if np.isfinite(numbers).all():
                records.append({"epoch": int(frame.epoch), "weights": pack(numbers)})
        records = records or [{"epoch": None, "weights": pack(chain.numbers())}]
        return {"frames": records, "expected": pack(_predicted(model, x))}
    finally:
        model.set_weights(kept)


def _put(model, frame):
    shapes = [np.shape(weight) for weight in frame.weights]
    if shapes != [tuple(weight.shape) for weight in model.weights]:
        raise UserError(
            f"Expected the weights of epoch {frame.epoch} as model.get_weights() gives them. Received: arrays of the "
            f"shapes {shapes}."
        )
    model.set_weights(frame.weights)
