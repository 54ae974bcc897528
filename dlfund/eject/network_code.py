"""A Keras network as the function that builds it: `x = keras.layers.Dense(…)(x)`, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import keras

from dlfund.eject.keras_expression import KerasExpressions
from dlfund.eject.layout import Atom, Group, Node, Part, argument, text_code
from dlfund.sentence import UserError


@dataclass(frozen=True)
class Line:
    """One statement: what is assigned, and what is done to get it."""

    target: str
    node: Node


@dataclass(frozen=True)
class Builder:
    """A function that builds a network, as lines that are not laid out yet."""

    lines: tuple[Line, ...]
    inner: tuple[Builder, ...] = ()  # networks that are layers of this one


def builder_of(model: Any, write: KerasExpressions, *, compiled: bool = False) -> Builder:
    """The lines that build a functional or sequential model, and with `compiled` those that make it ready to train."""
    inner: list[Builder] = []
    lines = list(_layers(model, write, inner))
    if compiled:
        lines += _compiled(model, write)
    return Builder((*lines, Line("return", Atom("model"))), tuple(inner))


def _layers(model: Any, write: KerasExpressions, inner: list[Builder]) -> Iterator[Line]:
    write.imports.module("keras")
    steps, inputs, outputs = _steps(model)
    before = [inputs[0], *(step.name for step in steps)]
    chain = len(inputs) == 1 and all(step.arguments == (one,) for step, one in zip(steps, before, strict=False))
    names = _tensor_names([*inputs, *(step.name for step in steps)], chain)
    for tensor in model.inputs:
        name = tensor._keras_history.operation.name
        node = Group("keras.Input(", (Part(write.of(tuple(tensor.shape[1:])), meaning="shape"), *_dtype(tensor)), ")")
        yield Line("x = inputs" if chain else names[name], node)
    for step in steps:
        yield Line(names[step.name], _called(step, names, write, inner))
    given = "inputs" if chain else _listed([names[name] for name in inputs])
    yield Line("model", Atom(f"keras.Model({given}, {_listed([names[name] for name in outputs])})"))


def _dtype(tensor: Any) -> list[Part]:
    return [] if tensor.dtype == "float32" else [argument("dtype", Atom(text_code(tensor.dtype)))]


@dataclass(frozen=True)
class _Step:
    """A layer and what it is called with."""

    name: str
    layer: Any
    arguments: tuple[Any, ...]


def _steps(model: Any) -> tuple[list[_Step], list[str], list[str]]:
    """A model's layers in the order in which they are called, and the names of its inputs and outputs."""
    if isinstance(model, keras.Sequential):
        names = [model.inputs[0]._keras_history.operation.name, *(layer.name for layer in model.layers)]
        steps = [_Step(layer.name, layer, (before,)) for layer, before in zip(model.layers, names, strict=False)]
        return steps, names[:1], names[-1:]
    config = model.get_config()
    by_name = {operation.name: operation for operation in model.operations}
    steps = [
        _step(by_name[one["name"]], one["inbound_nodes"])
        for one in config["layers"]
        if not isinstance(by_name[one["name"]], keras.layers.InputLayer)
    ]
    return steps, _ends(config["input_layers"]), _ends(config["output_layers"])


def _step(layer: Any, calls: list[dict[str, Any]]) -> _Step:
    words = [
        key
        for one in calls
        for key, value in one["kwargs"].items()
        if any(each not in (None, False) for each in keras.tree.flatten(value))
    ]
    if not isinstance(layer, keras.Layer) or len(calls) != 1 or words:
        raise UserError(
            f"Expected a network of layers that are each called once, with arrays alone. Received: {layer.name!r}, "
            f"a {type(layer).__name__}, called {len(calls)} times, with {', '.join(words) or 'arrays'}. "
            "Eject another contender with --model."
        )
    return _Step(layer.name, layer, tuple(map(_source, calls[0]["args"])))


def _source(argument: Any) -> Any:
    """The name of the layer that gives an argument; a list of names where it is a list."""
    if isinstance(argument, list | tuple):
        return [_source(one) for one in argument]
    if not isinstance(argument, dict) or "keras_history" not in argument.get("config", {}):
        raise UserError(
            f"Expected layers that are called with arrays alone. Received: a layer that is also given {argument!r}. "
            "Eject another contender with --model."
        )
    return argument["config"]["keras_history"][0]


def _ends(ends: Any) -> list[str]:
    """Names of the layers where a network begins or ends: Keras lists one without brackets."""
    return [ends[0]] if isinstance(ends[0], str) else [one[0] for one in ends]


def _tensor_names(layers: list[str], chain: bool) -> dict[str, str]:
    """`x` all along a chain; elsewhere each array is called after the layer that gives it."""
    return {name: "x" if chain else re.sub(r"\W", "_", name).lower() for name in layers}


def _called(step: _Step, names: dict[str, str], write: KerasExpressions, inner: list[Builder]) -> Node:
    lists = not isinstance(step.layer, keras.Model)  # one input is written without brackets, in a network inside too
    given = ", ".join(
        _listed([names[name] for name in one], lists) if isinstance(one, list | tuple) else names[one]
        for one in step.arguments
    )
    if isinstance(step.layer, keras.Model):
        made = builder_of(step.layer, write)
        if made not in inner:
            inner.append(made)
        return Atom(f"member_{inner.index(made) + 1}()({given})")
    node = write.of(step.layer)
    return Group(node.opening, node.parts, f"{node.closing}({given})")  # type: ignore[union-attr]


def _listed(names: list[str], brackets: bool = False) -> str:
    return names[0] if len(names) == 1 and not brackets else f"[{', '.join(names)}]"


def _compiled(model: Any, write: KerasExpressions) -> Iterator[Line]:
    yield Line("optimizer", write.of(model.optimizer))
    if spared := getattr(model.optimizer, "_exclude_from_weight_decay_pattern", None):  # no config tells of it
        names = argument("var_names", write.of([spared.pattern]))
        yield Line("", Group("optimizer.exclude_from_weight_decay(", (names,), ")"))
    loss = argument("loss", write.of(model.loss))
    yield Line("", Group("model.compile(", (argument("optimizer", Atom("optimizer")), loss), ")"))
