"""Every public function says what it takes and what it gives: whoever imports it has an editor that knows."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

import dlfund

CONCEPT = "a concept's signature reads as its formula does, and Keras, whose tensors it takes, has no types"
# Doors that are not typed throughout, and why.
UNTYPED = dict.fromkeys(("activations", "initializers", "layers", "losses", "metrics", "optimizers"), CONCEPT)
TYPED = sorted(set(dlfund.__all__) - {"__version__"} - set(UNTYPED))
CALLED_BY_SIGNS = ("__init__", "__call__", "__getitem__", "__iter__", "__len__", "__str__")


class Half:
    """Half of it is typed."""

    def __init__(self, size: int):
        self.size = size

    @property
    def area(self):
        return self.size**2

    def grown(self, by) -> int:
        return self.size + by

    def _hidden(self, anything):
        return anything


def functions_of(thing: Any, name: str) -> Iterator[tuple[str, Any]]:
    """The functions that a user reaches through a door: of a module, of a class, or the function itself."""
    if isinstance(thing, ModuleType):
        for member in getattr(thing, "__all__", None) or vars(thing):
            value = getattr(thing, member)
            if not member.startswith("_") and str(getattr(value, "__module__", "")).startswith(thing.__name__):
                yield from functions_of(value, f"{name}.{member}")
    elif inspect.isclass(thing):
        for owner in thing.__mro__:
            if owner.__module__.partition(".")[0] in ("dlfund", Half.__module__.partition(".")[0]):
                yield from _methods_of(owner, name)
    elif inspect.isfunction(thing):
        yield name, thing


def _methods_of(owner: type, name: str) -> Iterator[tuple[str, Any]]:
    for member, value in vars(owner).items():
        function = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
        if inspect.isfunction(function) and (not member.startswith("_") or member in CALLED_BY_SIGNS):
            yield f"{name}.{member}", function


def untyped(door: str, thing: Any) -> list[str]:
    """What has no annotation: `door.function(argument)`, or `door.function -> ?`."""
    missing = []
    for name, function in functions_of(thing, door):
        signature = inspect.signature(function)
        for argument in signature.parameters.values():
            if argument.annotation is inspect.Parameter.empty and argument.name not in ("self", "cls"):
                missing.append(f"{name}({argument.name})")
        if signature.return_annotation is inspect.Signature.empty:
            missing.append(f"{name} -> ?")
    return missing


@pytest.mark.parametrize("door", TYPED)
def test_every_function_behind_a_door_is_typed(door):
    thing = getattr(dlfund, door)
    assert list(functions_of(thing, door)), f"nothing was found behind {door}: the test looks in the wrong place"
    assert untyped(door, thing) == []


@pytest.mark.parametrize("door", sorted(UNTYPED))
def test_a_door_that_may_be_untyped_still_is(door):
    """Else its name should leave the list."""
    assert untyped(door, importlib.import_module(f"dlfund.{door}"))


def test_what_has_no_annotation_is_named():
    assert untyped("Half", Half) == ["Half.__init__ -> ?", "Half.area -> ?", "Half.grown(by)"]
