"""Layers, losses and optimizers as constructor calls: Keras's own where they equal dlfund's, else dlfund's class."""

from __future__ import annotations

import inspect
import re
from typing import Any

import keras

from dlfund.experiments.export.script.code_layout import Element, Group, Node, argument
from dlfund.experiments.export.script.expression import Expressions
from dlfund.experiments.export.script.plain import ACTIVATIONS, INITIALIZERS, held_object, is_generated_name, plain
from dlfund.experiments.export.script.source_copies import is_own

PLACES = ("layers", "activations", "initializers", "regularizers", "constraints", "losses", "optimizers",
          "optimizers.schedules")  # fmt: skip
KEYWORD_ONLY = inspect.Parameter.KEYWORD_ONLY
OWN_NAMES = ("name", "build_config")


class KerasExpressions(Expressions):
    """Expressions that know Keras's objects too.

    Example:
        >>> from dlfund import layers
        >>> from dlfund.experiments.export.script.imports import Imports
        >>> from dlfund.experiments.export.script.code_layout import one_line
        >>> from dlfund.experiments.export.script.source_copies import SourceCopies
        >>> imports = Imports()
        >>> write = KerasExpressions(imports, SourceCopies(imports, lambda thing: None))
        >>> one_line(write.of(layers.Dense(8, activation="relu", kernel_initializer="he_uniform")))
        'keras.layers.Dense(8, activation="relu", kernel_initializer="he_uniform")'
    """

    def of(self, value: Any) -> Node:
        if inspect.isfunction(value):
            value = plain(value)
        return self._object(plain(value)) if _is_keras_object(value) else super().of(value)

    def named(self, thing: Any) -> str:
        if str(getattr(thing, "__module__", "")).partition(".")[0] != "keras":
            return super().named(thing)
        self.imports.module("keras")
        own_name = thing.__name__
        for place in PLACES:
            offered = keras
            for name in place.split("."):
                offered = getattr(offered, name)
            if getattr(offered, own_name, None) is thing:
                return f"keras.{place}.{own_name}"
        return super().named(thing)

    def _object(self, thing: Any) -> Node:
        """A constructor call: the required arguments, and those that differ from the defaults."""
        kind, config = type(thing), thing.get_config()
        parameters = inspect.signature(kind.__init__).parameters
        needed = [
            name
            for name, parameter in parameters.items()
            if parameter.default is parameter.empty
            and parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
            and name in config
        ]
        fresh = kind(**{name: held_object(thing, name, config) for name in needed}).get_config()
        parts = [
            Element(self._value(thing, name, config), f"{name}=" if parameters[name].kind is KEYWORD_ONLY else "", name)
            for name in needed
        ]
        parts += [
            argument(name, self._value(thing, name, config))
            for name in config
            if name not in (*needed, *OWN_NAMES) and config[name] != fresh.get(name)
        ]
        if isinstance(thing, keras.Layer) and not is_generated_name(
            thing
        ):  # an optimizer, or what adapts the network, may ask for it by name
            parts.append(argument("name", self.of(thing.name)))
        return Group(f"{self.named(kind)}(", tuple(parts), ")")

    def _value(self, thing: Any, name: str, config: dict[str, Any]) -> Node:
        value = held_object(thing, name, config)
        if is_own(value) or is_own(type(value)):
            value = plain(value)
        word = _word(value)
        return self.of(word) if word else self.of(value)


def _word(value: Any) -> str:
    """Keras's name of an activation, or of an initializer without arguments; empty for all others."""
    if inspect.isfunction(value) and value.__module__.partition(".")[0] == "keras":
        return value.__name__ if value.__name__ in ACTIVATIONS else ""
    kind = type(value)
    if (
        kind.__name__ in INITIALIZERS
        and kind.__module__.startswith("keras.")
        and value.get_config() == kind().get_config()
    ):
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()
    return ""


def _is_keras_object(value: Any) -> bool:
    parts = (keras.Layer, keras.Initializer, keras.Loss, keras.Optimizer, keras.Regularizer)
    return isinstance(value, (*parts, keras.optimizers.schedules.LearningRateSchedule))
