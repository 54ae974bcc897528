"""What `typed_json` reads, as a JSON Schema: from the same annotations, so that both say the same.

Reference: JSON Schema, draft 2020-12 (https://json-schema.org/draft/2020-12/schema).
"""

from __future__ import annotations

import dataclasses
import math
import types
import typing
from typing import Any, get_args, get_origin

from dlfund.core.json_checks import between, not_empty, one_of
from dlfund.core.typed_json import JsonObject as Node
from dlfund.core.typed_json import is_needed, json_fields

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PLAIN: dict[Any, dict[str, str]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
}


def json_schema(kind: Any) -> Node:
    """The schema of a dataclass; every dataclass that it holds stands under `$defs`."""
    records: dict[str, Node] = {}
    root = _node(kind, records)
    return {"$schema": DIALECT, "title": kind.__name__, **root, "$defs": dict(sorted(records.items()))}


def _node(kind: Any, records: dict[str, Node]) -> Node:
    if kind is Any:
        return {}
    if kind in PLAIN:
        return dict(PLAIN[kind])
    if dataclasses.is_dataclass(kind):
        return _record(kind, records)
    arguments = get_args(kind)
    match get_origin(kind):
        case typing.Annotated:
            return _node(arguments[0], records) | {
                key: value for check in arguments[1:] for key, value in _check(check)
            }
        case typing.Literal:
            return {"enum": list(arguments)}
        case types.UnionType | typing.Union:
            return {"anyOf": [_node(choice, records) for choice in arguments]}
        case origin if origin is list or (origin is tuple and arguments[-1] is Ellipsis):
            return {"type": "array", "items": _node(arguments[0], records)}
        case origin if origin is tuple:
            items = [_node(item, records) for item in arguments]
            return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
        case origin if origin is dict:
            return {"type": "object", "additionalProperties": _node(arguments[1], records)}
    raise TypeError(f"Expected an annotation that JSON can have. Received: {kind!r}.")


def _check(check: Any) -> list[tuple[str, Any]]:
    """What JSON Schema can say of a check; the others stand in Python alone."""
    if isinstance(check, between):
        ends = (("minimum", check.low), ("maximum", check.high))
        return [(name, end) for name, end in ends if math.isfinite(end)]
    if isinstance(check, one_of):
        return [("enum", list(check.texts))]
    return [("minLength", 1)] if check is not_empty else []


def _record(kind: Any, records: dict[str, Node]) -> Node:
    name = kind.__name__
    if name not in records:
        records[name] = {}  # a dataclass that holds itself ends here
        kinds, fields = typing.get_type_hints(kind, include_extras=True), json_fields(kind)
        records[name] = {
            "type": "object",
            "properties": {field.name: _node(kinds[field.name], records) for field in fields},
            "required": [field.name for field in fields if is_needed(field)],
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{name}"}
