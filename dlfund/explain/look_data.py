"""All that a page needs to walk through a network: its numbers where they can be computed again, else a summary.

A chain of dense layers of up to WEIGHTS weights comes with its weights at every recorded epoch, rows and targets:
whoever has them computes every step. Any other network comes with what `summary` says of its layers.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np

from dlfund.explain.backend import to_numpy
from dlfund.explain.dense_chain import DenseChain, NotDenseError, dense_chain
from dlfund.explain.learning_rules import loss_words, optimizer_words
from dlfund.explain.network_summary import network_summary
from dlfund.explain.step import as_tensors, build, loss_function
from dlfund.explain.update import optimizer_for
from dlfund.sentence import UserError

WEIGHTS = 10_000  # of a network that is computed in a page
FRAMES = 1_000_000  # weights of all epochs together
ROWS = 200  # rows in the page
NUMBERS = 100_000  # of these rows' inputs together

FORMAT = 1


@dataclass(frozen=True)
class Feature:
    """One input: its name, and how the network's number came about: x = (value − mean) / deviation."""

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
        mean, deviation: float. The network's own number y stands for mean + deviation · y.
    """

    name: str = "y"
    classes: tuple[str, ...] = ()
    unit: str = ""
    mean: float = 0.0
    deviation: float = 1.0


@dataclass(frozen=True)
class Frame:
    """A network's weights after an epoch; 0 is the start."""

    epoch: int
    weights: list[np.ndarray]


@dataclass(frozen=True)
class Words:
    """What the page says beside the numbers, all of it plain text.

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
    """A page's data, in plain words, lists and numbers; `content` is what is written."""

    content: dict[str, Any] = field(repr=False)

    @property
    def computed(self) -> bool:
        """Whether a page can compute this network, or only sum it up."""
        return self.content["mode"] == "dense"


def look_data(
    model, x, y, *, loss=None, features: Sequence[Feature] = (), target=None, frames: Sequence[Frame] = (), words=None
) -> LookData:
    """Everything a page shows of a model on these rows.

    Args:
        model: keras.Model, compiled or with a `loss`.
        x, y: rows and targets, as `fit` takes them. The first 200 are shown, fewer of very wide rows.
        loss: whatever `compile` takes; None takes the compiled loss.
        features: sequence of Feature, one an input number; x1, x2, … if empty.
        target: Target or None.
        frames: sequence of Frame, by epoch; what stands in the model is shown if empty.
        words: Words or None.

    Example:
        >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
        >>> found = look_data(model, np.ones((3, 2)), np.ones((3, 1)), loss="mse")
        >>> found.computed, len(found.content["frames"])
        (True, 1)
    """
    words, target = words or Words(), target or Target()
    x, y = _rows(x, y)
    build(model, as_tensors(keras.tree.map_structure(lambda part: part[:1], x)))
    loss_function(model, loss)  # without a loss there is nothing to walk through
    content = {
        "format": FORMAT,
        "title": words.title or model.name,
        "about": list(words.about),
        "target": vars(target) | {"classes": list(target.classes)},
        "weights": int(model.count_params()),
        "row_numbers": list(words.row_numbers or range(len(y)))[: len(y)],
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
            "optimizer": optimizer_words(optimizer_for(model)),
            **_recorded(model, chain, frames, x),
        }
    )


def pack(array) -> str:
    """Float32 numbers as base64: every digit, in few letters."""
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
    rule = loss_words(model, loss)
    if rule is None:
        raise NotDenseError("its loss is another than the common ones")
    if not isinstance(x, np.ndarray) or x.dtype.kind not in "fiub" or not isinstance(y, np.ndarray):
        raise NotDenseError("its rows are no plain numbers")
    if not (np.isfinite(x).all() and np.isfinite(chain.numbers()).all()):
        raise NotDenseError("its rows or weights hold numbers that are not finite")
    return chain, rule, _targets(y, chain.links[-1].units, rule)


def _targets(y, units, rule):
    """A number for each output: classes as zeros and a one."""
    if y.dtype.kind not in "fiub" or not np.isfinite(y.astype("float64")).all():
        raise NotDenseError("its targets are no plain numbers")
    if rule["name"].startswith("sparse"):
        classes = y.reshape(len(y), -1).astype(int)
        if classes.shape[1] != 1 or not ((classes >= 0) & (classes < units)).all():
            raise NotDenseError(f"its targets are not one of the classes 0 … {units - 1}")
        return np.eye(units)[classes[:, 0]]
    y = y.reshape(len(y), -1)
    if y.shape[1] != units:
        raise NotDenseError(f"it has {units} outputs and {y.shape[1]} targets a row")
    return y


def _predicted(model, x):
    return to_numpy(model(as_tensors(x.astype("float32")), training=False))


def _features(features, count):
    if features and len(features) != count:
        raise UserError(f"Expected a name for each of {count} inputs. Received: {len(features)}.")
    return [vars(one) for one in features or [Feature(f"x{place}") for place in range(1, count + 1)]]


def _links(chain):
    """The layers in words; one that Keras named is called by its place."""
    words = ("kind", "inputs", "units", "activation", "bias", "l1", "l2")
    last = len(chain.links)
    return [
        {word: getattr(one, word) for word in words}
        | {"name": _place(number, last) if re.fullmatch(r"(dense|perceptron)(_\d+)?", one.name) else one.name}
        | {"keras_name": one.name}
        for number, one in enumerate(chain.links, start=1)
    ]


def _place(number, last):
    return "output" if number == last else f"hidden {number}" if last > 2 else "hidden"


def _recorded(model, chain, frames, x):
    """Every epoch's weights in the order of the layers, and what the model predicts with the last; it keeps its own."""
    kept = model.get_weights()
    every = max(1, -(-len(frames) * chain.weights // FRAMES))
    chosen = [one for place, one in enumerate(frames) if (len(frames) - 1 - place) % every == 0]
    found = []
    try:
        for frame in chosen:
            _put(model, frame)
            numbers = chain.numbers()
            if np.isfinite(numbers).all():
                found.append({"epoch": int(frame.epoch), "weights": pack(numbers)})
        found = found or [{"epoch": None, "weights": pack(chain.numbers())}]
        return {"frames": found, "expected": pack(_predicted(model, x))}
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
