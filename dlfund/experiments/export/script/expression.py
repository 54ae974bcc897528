"""A value, an estimator or a part of a network as the Python expression that makes it again.

Every text, such as a column's name, goes through `repr`: whatever it says, it stays text.
"""

from __future__ import annotations

import inspect
import math
import sys
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np

from dlfund.core.errors import UserError
from dlfund.core.sklearn_internals import asked_output
from dlfund.experiments.export.script.code_layout import Atom, Element, Group, Node, argument, one_line, text_code
from dlfund.experiments.export.script.imports import Imports
from dlfund.experiments.export.script.source_copies import SourceCopies, is_own

ALIASES = {"numpy": "np", "pandas": "pd"}
LARGEST = 1000  # elements of an array that are written out


class Name(str):
    """A name of the script, where a value would stand."""


class Expressions:
    """Writes expressions, and collects what they need to import or define.

    Args:
        imports: Imports.
        copies: SourceCopies.
        constants: dict. Lists that the script already defines, by name.

    Example:
        >>> from dlfund.experiments.export.script.code_layout import one_line
        >>> from sklearn.linear_model import Ridge
        >>> imports = Imports()
        >>> write = Expressions(imports, SourceCopies(imports, lambda thing: None))
        >>> one_line(write.of(Ridge(alpha=0.5)))
        'Ridge(alpha=0.5)'
        >>> imports.lines()
        'from sklearn.linear_model import Ridge'
    """

    def __init__(
        self, imports: Imports, copies: SourceCopies, constants: Mapping[str, list[Any]] | None = None
    ) -> None:
        self.imports, self.copies, self.constants = imports, copies, dict(constants or {})

    def of(self, value: Any) -> Node:
        """The expression of a value."""
        match value:
            case Name():
                return Atom(str(value))
            case np.generic():
                return self.of(value.item())
            case float() if not math.isfinite(value):
                name = self.imports.module("numpy", "np")
                return Atom(f"{name}.nan" if math.isnan(value) else f"{'-' if value < 0 else ''}{name}.inf")
            case str():
                return Atom(text_code(str(value)), literal=True)
            case None | bool() | int() | float() | complex() | bytes():
                return Atom(repr(value), literal=True)
            case tuple():
                return self._sequence("(", value, ")")
            case list():
                known = next((name for name, held in self.constants.items() if held == value), None)
                return self._sequence("[", value, "]") if known is None else Atom(known)
            case set() | frozenset() if value:
                return self._sequence("{", sorted(value, key=repr), "}")
            case dict():
                return Group("{", tuple(self._entry(key, item) for key, item in value.items()), "}")
            case np.ndarray() if value.size <= LARGEST and value.dtype != object:
                array = self.imports.module("numpy", "np") + ".array("
                return Group(
                    array, (Element(self.of(value.tolist())), argument("dtype", self.of(value.dtype.name))), ")"
                )
            case np.dtype():
                return Group(f"{self.imports.module('numpy', 'np')}.dtype(", (Element(self.of(value.name)),), ")")
            case partial():
                given = [Element(self.of(item)) for item in (value.func, *value.args)]
                named = [argument(name, self.of(item)) for name, item in value.keywords.items()]
                return Group(f"{self.imports.name('functools', 'partial')}(", (*given, *named), ")")
        if inspect.isclass(value) or (callable(value) and hasattr(value, "__name__")):
            return Atom(self.named(value))
        told = value.get_params(deep=False) if hasattr(value, "get_params") else _constructor_arguments(value)
        return self._refused(value) if told is None else self._made(value, told)

    def named(self, thing: Any) -> str:
        """What a class or a function is called in the script."""
        if thing.__class__ is type and thing.__module__ == "builtins":
            return str(thing.__name__)
        if is_own(thing):
            if library := getattr(thing, "library", ""):  # imported by its name when it is needed
                self.imports.needed.add(library)
            return self.copies.take(thing)
        module = "numpy" if isinstance(thing, np.ufunc) else _public_module(thing)
        name = thing.__name__
        if module is None:
            raise UserError(
                f"Expected a function or class that a script can import. Received: {name!r} of {thing.__module__}, "
                "which is made inside another one, or is a lambda. Eject another contender with --model."
            )
        if module in ALIASES:
            return f"{self.imports.module(module, ALIASES[module])}.{name}"
        return self.imports.name(module, name)

    def _sequence(self, opening: str, values: Any, closing: str) -> Group:
        return Group(opening, tuple(Element(self.of(value)) for value in values), closing)

    def _entry(self, key: Any, value: Any) -> Element:
        return Element(self.of(value), f"{one_line(self.of(key))}: ", str(key))

    def _made(self, made: Any, told: Mapping[str, Any]) -> Group:
        """A constructor call with what differs from the defaults; what has no default comes first, without its name."""
        parts: list[Element] = []
        defaults = inspect.signature(type(made).__init__).parameters
        for name, value in told.items():
            default = getattr(defaults.get(name), "default", None)
            if default is inspect.Parameter.empty:
                parts.insert(_positional(parts), Element(self.of(value), meaning=name))
            elif not _same(value, default):
                parts.append(argument(name, self.of(value)))
        order = {name: place for place, name in enumerate(defaults)}
        parts.sort(key=lambda part: (bool(part.label), order.get(part.meaning, len(order))))
        return Group(f"{self.named(type(made))}(", tuple(parts), ")" + _output_of(made))

    def _refused(self, value: Any) -> Node:
        raise UserError(
            "Expected settings that can be written as code: numbers, text, lists, functions and estimators. "
            f"Received: a {type(value).__module__}.{type(value).__qualname__}. Eject another contender with --model."
        )


def _output_of(made: Any) -> str:
    """The call that makes a transformer return data frames, which is no argument; later steps may need column types."""
    asked = asked_output(made)
    return f".set_output(transform={text_code(asked)})" if asked else ""


def _constructor_arguments(value: Any) -> dict[str, object] | None:
    """The constructor's arguments of an object that is no estimator, if it keeps all of them as attributes."""
    if not is_own(type(value)) and not type(value).__module__.startswith("sklearn.model_selection"):
        return None
    names = [name for name in inspect.signature(type(value).__init__).parameters if name != "self"]
    held = vars(value)
    return {name: held[name] for name in names} if all(name in held for name in names) else None


def _positional(parts: list[Element]) -> int:
    return sum(not part.label for part in parts)


def _same(value: Any, default: Any) -> bool:
    if isinstance(value, float) and isinstance(default, float) and math.isnan(value) and math.isnan(default):
        return True
    return (
        type(value) is type(default)
        and isinstance(value, (type(None), bool, int, float, str, tuple, list, type))
        and (value == default)
    )


def _public_module(thing: Any) -> str | None:
    """The shortest module path that offers the thing under its own name."""
    if "<" in thing.__qualname__ or "." in thing.__qualname__:
        return None
    parts = thing.__module__.split(".")
    paths = [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
    offering = (path for path in paths if getattr(sys.modules.get(path), thing.__name__, None) is thing)
    return next(offering, None)
