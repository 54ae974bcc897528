"""What is written comes back as it was; what is as usual, or stands in no file, is not written."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dlfund.core.as_json import OPTIONAL, as_json
from dlfund.core.json_schema import json_schema
from dlfund.core.typed_json import OUTSIDE, WrongJsonError, typed


@dataclass(frozen=True)
class Part:
    values: tuple[float, ...]
    notes: list[str] = field(default_factory=list, metadata=OPTIONAL)


@dataclass(frozen=True)
class Whole:
    parts: dict[str, Part]
    pair: tuple[str, int]
    folder: Path | None = field(default=None, metadata=OUTSIDE)


WHOLE = Whole({"a": Part((1.0, 2.5)), "b": Part((), ["empty"])}, ("x", 1), Path("somewhere"))


def test_it_comes_back_as_it_was_without_what_stands_in_no_file():
    content = as_json(WHOLE)
    assert content == {
        "parts": {"a": {"values": [1.0, 2.5]}, "b": {"values": [], "notes": ["empty"]}},
        "pair": ["x", 1],
    }
    assert typed(Whole, content) == Whole(WHOLE.parts, WHOLE.pair)


def test_what_stands_in_no_file_is_not_read_from_one():
    with pytest.raises(WrongJsonError, match="no more than parts, pair"):
        typed(Whole, as_json(WHOLE) | {"folder": "/etc"})


def test_its_schema_names_every_dataclass_once():
    schema = json_schema(Whole)
    assert set(schema["$defs"]) == {"Whole", "Part"}
    assert schema["$defs"]["Part"]["required"] == ["values"]
    assert "folder" not in schema["$defs"]["Whole"]["properties"]
    assert schema["$defs"]["Whole"]["properties"]["pair"]["prefixItems"] == [{"type": "string"}, {"type": "integer"}]
