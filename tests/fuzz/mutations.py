"""Altered files: a sound one with a few of its bytes, values or lines changed."""

import copy
import json
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

HOSTILE = (
    None, True, False, 0, -1, 1, 2, 3, 255, 2**31, 2**63, 10**30, -(10**400), 0.5, -0.0, 1e308, 5e-324,
    float("nan"), float("inf"), float("-inf"),
    "", " ", "x", "0", "nan", "../x", "/etc/passwd", "a/b", "a\\b", "\0", "\n", "\r\n", "\x1b[31m", "\u202e", "\ud800",
    "\ufeff", "e\u0301", "'", '"', '"""', "\\", "{{7*7}}", "</script><script>alert(1)</script>", "%s%n", "$(id)",
    "`id`", "__class__", "=1+1", "x" * 5000, [], {}, [[]], [None], {"": None}, [0] * 1000, {"schema": 1},
)  # fmt: skip
TOKENS = (
    b"", b"\0", b"\xff", b"\xef\xbb\xbf", b"\r", b"\n", b"\r\n", b'"', b'""', b"'", b",", b";", b"\t", b"|", b"[", b"]",
    b"{", b"}", b"=", b"#", b"\\", b"\\u0000", b"NaN", b"null", b"-", b"1e999", b"9" * 400, b"[" * 300, b"x" * 3000,
    b"\xc3\xa9", b"\x1b[31m", b"=1+1", b"NA", b"1,5", b"1.234,5", b"2024-02-30", b"\xe2\x80\xae", b"true",
    b"[[columns]]\n", b"repeat = 99999999999\n",
)  # fmt: skip
MOST = 60_000  # bytes of an altered file

places = st.floats(0, 1, exclude_max=True)
hostile_values = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20), st.floats(), st.integers())


def altered_bytes(seeds: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """One of these files with a few edits: a part is cut out, doubled, or replaced by a token."""
    edit = st.tuples(st.sampled_from(["cut", "double", "token", "keep"]), places, places, st.sampled_from(TOKENS))
    return st.builds(_edited, st.sampled_from(list(seeds)), st.lists(edit, max_size=4))


def _edited(content: bytes, edits: Sequence[tuple[str, float, float, bytes]]) -> bytes:
    for kind, where, length, token in edits:
        start = int(where * (len(content) + 1))
        end = min(len(content), start + int(length**4 * len(content)))  # mostly short
        middle = {"cut": b"", "double": content[start:end] * 2, "token": token, "keep": content[start:end] + token}[
            kind
        ]
        content = content[:start] + middle + content[end:]
    return content[:MOST]


def altered_json(seeds: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """One of these JSON files with a few of its values replaced, removed, renamed or doubled; or with other bytes."""
    edit = st.tuples(st.sampled_from(["value", "value", "value", "remove", "rename", "double"]), places, hostile_values)
    values = st.builds(_changed, st.sampled_from(list(seeds)), st.lists(edit, min_size=1, max_size=3))
    return st.one_of(values, values, values, altered_bytes(seeds))


def _changed(content: bytes, edits: Sequence[tuple[str, float, Any]]) -> bytes:
    whole = {"": json.loads(content)}
    for kind, where, value in edits:
        holders = _holders(whole)
        if not holders:
            break
        holder, key = holders[int(where * len(holders))]
        _change(holder, key, kind, copy.deepcopy(value))
    return json.dumps(whole.get("")).encode()


def _change(holder: Any, key: Any, kind: str, value: Any) -> None:
    if kind == "value":
        holder[key] = value
    elif kind == "remove":
        del holder[key]
    elif isinstance(holder, list):
        holder.insert(key, copy.deepcopy(holder[key]))
    elif kind == "rename":
        holder[str(value)] = holder.pop(key)
    else:
        holder[key] = [holder[key], copy.deepcopy(holder[key])]


def _holders(content: Any) -> list[tuple[Any, Any]]:
    """Every place in a JSON: what holds it, and its key or number. Of long lists only the first values."""
    keys: Sequence[Any] = list(content) if isinstance(content, dict) else range(min(len(content), 3))
    inner = [(content, key) for key in keys]
    for key in keys:
        if isinstance(content[key], (dict, list)):
            inner += _holders(content[key])
    return inner


def names(surrogates: bool = True) -> st.SearchStrategy[bytes]:
    """A JSON list of texts that could be names: of columns, classes, contenders, files.

    Args:
        surrogates: bool. Half of a character too, which no file in UTF-8 and no pandas frame can hold.
    """
    hostile = [value for value in HOSTILE if isinstance(value, str) and (surrogates or "\ud800" not in value)]
    text = st.one_of(st.sampled_from(hostile), st.text(max_size=12), st.text("\"\\\n{}%#'", max_size=6))
    return st.lists(text, min_size=6, max_size=6).map(lambda texts: json.dumps(texts).encode())


Strategy = Callable[[Sequence[bytes]], st.SearchStrategy[bytes]]
