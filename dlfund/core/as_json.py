"""The way back from `typed_json`: a dataclass as JSON has it.

A field whose metadata is `OPTIONAL` is left out where it is its default.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Self

from dlfund.core.typed_json import JsonObject, json_fields, typed

OPTIONAL = {"optional": True}


class JsonRecord:
    """A dataclass that is read from JSON and written as it."""

    def to_dict(self) -> JsonObject:
        """As JSON has it."""
        return dict(as_json(self))

    @classmethod
    def from_dict(cls, content: Any) -> Self:
        """What JSON holds; a WrongJsonError says what is wrong with it, and where."""
        return typed(cls, content)


def as_json(value: Any) -> Any:
    """Dictionaries, lists and plain values.

    Example:
        >>> @dataclasses.dataclass(frozen=True)
        ... class Curve:
        ...     xs: tuple[float, ...]
        ...     note: str = dataclasses.field(default="", metadata=OPTIONAL)
        >>> as_json(Curve((1.0, 2.0))), as_json(Curve((), "empty"))
        ({'xs': [1.0, 2.0]}, {'xs': [], 'note': 'empty'})
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_json(getattr(value, field.name)) for field in json_fields(value) if _told(value, field)}
    if isinstance(value, dict):
        return {key: as_json(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_json(part) for part in value]
    return value


def _told(value: Any, field: dataclasses.Field[Any]) -> bool:
    if not field.metadata.get("optional"):
        return True
    makes = field.default_factory
    usual = field.default if makes is dataclasses.MISSING else makes()
    return bool(getattr(value, field.name) != usual)
