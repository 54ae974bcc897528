"""The bytes of a table's file as UTF-8, or a sentence that says what the file is instead."""

from __future__ import annotations

import codecs
import hashlib
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from dlfund.data import DataError
from dlfund.table.missing import cut
from dlfund.table.other_files import refuse_binary, refuse_other_files

MOST_BYTES = 4 * 1024**3  # unpacked; a small file that unpacks to more is a mistake or an attack
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Content:
    """What a file holds.

    Args:
        data: bytes. Unpacked; UTF-8 without a byte order mark once `in_utf8` has seen it.
        sha256: str. Of the file as it lies on the disk.
        encoding: str. What the text was encoded in.
        notes: tuple of str.
    """

    data: bytes
    sha256: str
    encoding: str = ""
    notes: tuple[str, ...] = ()


def file_content(path: Path) -> Content:
    """The unpacked bytes of a file, or a sentence."""
    try:
        if path.exists() and not path.is_file():
            what = "a folder" if path.is_dir() else "no ordinary file"
            raise DataError(f"Expected a table's file (CSV or Parquet) at {path}. Received: {what}.")
        stored = path.read_bytes()
    except FileNotFoundError:
        fix = " Download it first." if re.match(r"[a-z]+:/", str(path)) else ""
        raise DataError(f"Expected a table's file (CSV or Parquet) at {path}. There is none.{fix}") from None
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
        reason = getattr(error, "strerror", None) or error
        raise DataError(
            f"Expected a table's file (CSV or Parquet) at {cut(repr(str(path)), 200)}. It can't be read: {reason}."
        ) from None
    if not stored:
        raise DataError(f"Expected {path} to hold a table. It is empty (0 bytes).")
    data = _unpacked(stored, path) if stored.startswith(b"\x1f\x8b") else stored
    refuse_other_files(data, path)
    return Content(data, hashlib.sha256(stored).hexdigest())


def _unpacked(stored: bytes, path: Path) -> bytes:
    """What a gzip file holds; it may have several members, one behind the other."""
    parts, size = [], 0
    while stored:
        unpacker = zlib.decompressobj(wbits=31)
        try:
            part = unpacker.decompress(stored, MOST_BYTES - size + 1)
        except zlib.error as error:
            raise DataError(f"Expected {path} to be a gzip file. It is damaged: {error}.") from None
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise DataError(f"Expected {path} to unpack to at most {MOST_BYTES // 1024**3} GiB. It holds more.")
        if not unpacker.eof:
            raise DataError(f"Expected {path} to be a whole gzip file. It ends too early: copy or download it again.")
        stored = unpacker.unused_data.lstrip(b"\0")  # gzip may be padded
    if not size:
        raise DataError(f"Expected {path} to hold a table. It unpacks to nothing.")
    return b"".join(parts)


def in_utf8(content: Content, path: Path, encoding: str | None = None) -> Content:
    """The same text in UTF-8, from the encoding that is given, marked or found."""
    marked = next(((mark, name) for mark, name in BYTE_ORDER_MARKS if content.data.startswith(mark)), None)
    notes: tuple[str, ...] = ()
    if encoding is not None:
        name, text = _checked(encoding), _decoded(content.data, encoding, path)
    elif marked is not None:
        name, text = marked[1], _decoded(content.data, marked[1], path)
    else:
        name, text = _found(content.data)
        if name != "utf-8":
            notes = (f"The file is not UTF-8; it was read as {name}. If letters look wrong, pass --encoding.",)
    text = text.removeprefix("\ufeff")
    data = content.data if name == "utf-8" and marked is None else text.encode("utf-8", "replace")
    refuse_binary(data, path)
    return Content(_same_line_ends(data), content.sha256, name, notes)


def _same_line_ends(data: bytes) -> bytes:
    """Lines end alike where some end in a lone carriage return: pandas loses a cell behind such an empty line."""
    if data.count(b"\r") == data.count(b"\r\n"):
        return data
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _checked(encoding: object) -> str:
    try:
        name = codecs.lookup(encoding).name  # type: ignore[arg-type]
        "".encode(name)  # codecs that pack or turn bytes have names too
    except (LookupError, TypeError, ValueError):
        raise DataError(
            f"Expected --encoding to be the name of a text encoding, such as utf-8, cp1252 or utf-16. "
            f"Received: {str(encoding)[:40]!r}."
        ) from None
    return name


def _decoded(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeError, ValueError) as error:
        raise DataError(
            f"Expected {path} to be text in {encoding}. It is not: {str(error)[:120]}. Pass another --encoding, "
            "or none."
        ) from None


def _found(data: bytes) -> tuple[str, str]:
    """UTF-8 if it can be, else what Windows writes in Western Europe, else Latin-1, which everything can be."""
    for name in ("utf-8", "cp1252"):
        try:
            return name, data.decode(name)
        except UnicodeDecodeError:
            continue
    return "latin-1", data.decode("latin-1")
