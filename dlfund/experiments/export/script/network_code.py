"""A Keras network as the function that builds it: `x = keras.layers.Dense(…)(x)`, line by line."""

from __future__ import annotations

import inspect
import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypedDict

import keras

from dlfund.core.errors import UserError
from dlfund.core.keras_internals import calls_of, maker_of, without_decay
from dlfund.experiments.export.script.code_layout import Atom, Element, Group, Node, argument, call, text_code
from dlfund.experiments.export.script.expression import Name
from dlfund.experiments.export.script.keras_expression import KerasExpressions
from dlfund.experiments.export.script.plain import is_generated_name


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


def builder_of(model: Any, write: KerasExpressions, *, compiled: bool = False, spared: str = "") -> Builder:
    """The lines that build a functional or sequential model, and with `compiled` those that make it ready to train.

    `spared` names the weights that do not decay: no config tells of them.
    """
    inner: list[Builder] = []
    lines = list(_layers(model, write, inner, _asked_for(model, spared) if compiled else set()))
    if compiled:
        lines += _compiled(model, write, spared)
    return Builder((*lines, Line("return", Atom("model"))), tuple(inner))


def _layers(model: Any, write: KerasExpressions, inner: list[Builder], asked_for: set[str]) -> Iterator[Line]:
    write.imports.module("keras")
    steps, inputs, outputs = _steps(model)
    before = [inputs[0], *(step.name for step in steps)]
    chain = len(inputs) == 1 and all(
        isinstance(step.layer, keras.Layer) and step.arguments == (previous,)
        for step, previous in zip(steps, before, strict=False)
    )
    names = _tensor_names([*inputs, *(step.name for step in steps)], chain)
    for tensor in model.inputs:
        name = maker_of(tensor).name
        node = Group(
            "keras.Input(", (Element(write.of(tuple(tensor.shape[1:])), meaning="shape"), *_dtype(tensor)), ")"
        )
        yield Line("x = inputs" if chain else names[name], node)
    for step in steps:
        yield Line(names[step.name], _called(step, names, write, inner, asked_for))
    given = "inputs" if chain else _listed([names[name] for name in inputs])
    yield Line("model", Atom(f"keras.Model({given}, {_listed([names[name] for name in outputs])})"))


def _dtype(tensor: Any) -> list[Element]:
    return [] if tensor.dtype == "float32" else [argument("dtype", Atom(text_code(tensor.dtype)))]


@dataclass(frozen=True)
class _LayerStep:
    """A layer and what it is called with."""

    name: str
    layer: Any
    arguments: tuple[Any, ...]


class _LayerCall(TypedDict):
    """One call of a layer, as a model's config has it under `inbound_nodes`."""

    args: list[Any]
    kwargs: dict[str, object]


def _steps(model: Any) -> tuple[list[_LayerStep], list[str], list[str]]:
    """A model's layers in the order in which they are called, and the names of its inputs and outputs."""
    if isinstance(model, keras.Sequential):
        names = [maker_of(model.inputs[0]).name, *(layer.name for layer in model.layers)]
        steps = [_LayerStep(layer.name, layer, (before,)) for layer, before in zip(model.layers, names, strict=False)]
        return steps, names[:1], names[-1:]
    config = model.get_config()
    by_name = {operation.name: operation for operation in model.operations}
    steps = [
        _step(by_name[layer["name"]], layer["inbound_nodes"])
        if isinstance(by_name[layer["name"]], keras.Layer)
        else _operation(by_name[layer["name"]])
        for layer in config["layers"]
        if not isinstance(by_name[layer["name"]], keras.layers.InputLayer)
    ]
    return steps, _ends(config["input_layers"]), _ends(config["output_layers"])


def _operation(operation: Any) -> _LayerStep:
    """A step of keras.ops between layers, with what it is given; arrays come as the names of the layers they are of."""
    nodes = calls_of(operation)
    if len(nodes) != 1 or nodes[0].arguments.kwargs:
        raise UserError(
            f"Expected operations that are each done once. Received: {operation.name!r}, a {type(operation).__name__}. "
            "Eject another contender with --model."
        )
    return _LayerStep(operation.name, operation, tuple(nodes[0].arguments.args))


def _step(layer: Any, calls: list[_LayerCall]) -> _LayerStep:
    keywords = [
        key
        for node in calls
        for key, value in node["kwargs"].items()
        if any(each not in (None, False) for each in keras.tree.flatten(value))
    ]
    if not isinstance(layer, keras.Layer) or len(calls) != 1 or keywords:
        raise UserError(
            f"Expected a network of layers that are each called once, with arrays alone. Received: {layer.name!r}, "
            f"a {type(layer).__name__}, called {len(calls)} times, with {', '.join(keywords) or 'arrays'}. "
            "Eject another contender with --model."
        )
    return _LayerStep(layer.name, layer, tuple(map(_source, calls[0]["args"])))


def _source(argument: Any) -> Any:
    """The name of the layer that gives an argument; a list of names where it is a list."""
    if isinstance(argument, list | tuple):
        return [_source(element) for element in argument]
    if not isinstance(argument, dict) or "keras_history" not in argument.get("config", {}):
        raise UserError(
            f"Expected layers that are called with arrays alone. Received: a layer that is also given {argument!r}. "
            "Eject another contender with --model."
        )
    return argument["config"]["keras_history"][0]


def _ends(ends: Any) -> list[str]:
    """Names of the layers where a network begins or ends: Keras lists one without brackets."""
    return [ends[0]] if isinstance(ends[0], str) else [end[0] for end in ends]


def _tensor_names(layers: list[str], chain: bool) -> dict[str, str]:
    """`x` all along a chain; elsewhere each array is called after the layer that gives it."""
    return {name: "x" if chain else _variable(name) for name in layers}


def _variable(layer: str) -> str:
    name = re.sub(r"\W", "_", layer).lower()
    taken = name in ("keras", "model", "optimizer") or keyword.iskeyword(name) or not name.isidentifier()
    return f"_{name}" if taken else name


def _called(
    step: _LayerStep, names: dict[str, str], write: KerasExpressions, inner: list[Builder], asked_for: set[str]
) -> Node:
    if not isinstance(step.layer, keras.Layer):
        return _operated(step, names, write)
    lists = not isinstance(step.layer, keras.Model)  # one input is written without brackets, in a network inside too
    given = ", ".join(
        _listed([names[name] for name in value], lists) if isinstance(value, list | tuple) else names[value]
        for value in step.arguments
    )
    if isinstance(step.layer, keras.Model):
        made = builder_of(step.layer, write)
        if made not in inner:
            inner.append(made)
        return Atom(f"member_{inner.index(made) + 1}()({given})")
    node = write.of(step.layer)
    parts = node.parts  # type: ignore[union-attr]
    if step.name in asked_for and is_generated_name(
        step.layer
    ):  # a second network's layer of this kind would be another number
        parts = (*parts, argument("name", Atom(text_code(step.name))))
    return Group(node.opening, parts, f"{node.closing}({given})")  # type: ignore[union-attr]


def _operated(step: _LayerStep, names: dict[str, str], write: KerasExpressions) -> Node:
    """The call of keras.ops that an operation came from, or the brackets that take a part of an array."""
    kind = type(step.layer).__name__
    if kind == "GetItem":
        array, key = step.arguments
        places = ", ".join(map(_place, key if isinstance(key, tuple) else (key,)))
        return Atom(f"{_name_of(array, names)}[{places}]")
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", kind).lower()
    if not hasattr(keras.ops, name):
        raise UserError(
            f"Expected operations of keras.ops. Received: {step.name!r}, a {kind}. "
            "Eject another contender with --model."
        )
    parameters = [name for name in inspect.signature(type(step.layer).__init__).parameters if name != "self"]
    settings = {name: getattr(step.layer, name, None) for name in parameters if name != "name"}
    keywords = {name: write.of(value) for name, value in settings.items() if value is not None}
    given = keras.tree.map_structure(
        lambda value: Name(_name_of(value, names)) if keras.backend.is_keras_tensor(value) else value,
        list(step.arguments),
    )
    return call(f"keras.ops.{name}", *(Element(write.of(value)) for value in given), **keywords)


def _name_of(tensor: Any, names: dict[str, str]) -> str:
    return names[maker_of(tensor).name]


def _place(key: Any) -> str:
    """What stands between an array's brackets for one axis."""
    if not isinstance(key, slice):
        return repr(key)
    ends = ["" if end is None else repr(end) for end in (key.start, key.stop)]
    return ":".join(ends) + ("" if key.step is None else f":{key.step!r}")


def _listed(names: list[str], brackets: bool = False) -> str:
    return names[0] if len(names) == 1 and not brackets else f"[{', '.join(names)}]"


def _asked_for(model: Any, spared: str) -> set[str]:
    """Names of the layers whose weights the optimizer finds by these names."""
    patterns, optimizer = [spared] if spared else [], model.optimizer
    while optimizer is not None:
        for key, value in optimizer.get_config().items():
            patterns += value if key.endswith("factors") else []
        optimizer = getattr(optimizer, "inner", None)
    return {
        layer.name
        for layer in model.layers
        for weight in layer.weights
        for pattern in patterns
        if re.search(pattern, weight.path) and not re.search(pattern, weight.path.replace(layer.name, "another"))
    }


def spared_of(model: Any) -> str:
    """The pattern of the weights that a model's optimizer does not let decay, or nothing."""
    pattern = without_decay(model.optimizer)
    return str(pattern.pattern) if pattern else ""


def _compiled(model: Any, write: KerasExpressions, spared: str) -> Iterator[Line]:
    yield Line("optimizer", write.of(model.optimizer))
    if spared:
        names = argument("var_names", write.of([spared]))
        yield Line("", Group("optimizer.exclude_from_weight_decay(", (names,), ")"))
    loss = argument("loss", write.of(model.loss))
    yield Line("", Group("model.compile(", (argument("optimizer", Atom("optimizer")), loss), ")"))
