"""The bytes of a table's file as UTF-8, or a sentence that says what the file is instead."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dlfund.core.quiet import tell
from dlfund.core.web_address import is_address
from dlfund.data import DataError
from dlfund.data.tables import file_limits
from dlfund.data.tables.address import address_of, downloaded, name_in
from dlfund.data.tables.missing import cut
from dlfund.data.tables.other_files import KINDS, refuse_binary, refuse_other_files

CHUNK = 1 << 16
HEAD = 1 << 16
PADDING = re.compile(rb"\0*")

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
        source: str. Its path or address.
    """

    data: bytes
    sha256: str
    encoding: str = ""
    notes: tuple[str, ...] = ()
    source: str = ""


def table_content(given: str | Path) -> tuple[Content, Path]:
    """The unpacked bytes of a file or of what is at an address, and what it is called in sentences."""
    if not isinstance(given, str | Path):
        raise TypeError(f"Expected a path. Received: {type(given).__name__}.")
    if not is_address(given):
        return file_content(Path(given)), Path(given)
    address = address_of(given)
    stored, path = downloaded(address), Path(name_in(address))
    content = replace(_content(stored, path), source=address)
    tell(f"Received {len(stored):,} bytes with the checksum {content.sha256}.")
    return content, path


def file_content(path: Path) -> Content:
    """The unpacked bytes of a file, or a sentence."""
    return replace(_content(_stored(path), path), source=str(path))


def _content(stored: bytes, path: Path) -> Content:
    if not stored:
        raise DataError(f"Expected {path} to hold a table. It is empty (0 bytes).")
    data = _unpacked(stored, path) if stored.startswith(b"\x1f\x8b") else stored
    refuse_other_files(data, path)
    return Content(data, hashlib.sha256(stored).hexdigest())


def _stored(path: Path) -> bytes:
    """The bytes of an ordinary file that is not too large."""
    try:
        if path.exists() and not path.is_file():
            what = "a folder" if path.is_dir() else "no ordinary file"
            raise DataError(f"Expected a table's file ({KINDS}) at {str(path)!r}. Received: {what}.")
        file_limits.check_size(path.stat().st_size, path)
        _refuse_holes(path)
        with open(path, "rb", opener=_without_waiting) as file:
            stored = file.read()
        if stored is None:
            raise DataError(f"Expected a table's file ({KINDS}) at {path}. Received: one that waits for input.")
        return stored
    except FileNotFoundError:
        raise DataError(f"Expected a table's file ({KINDS}) at {path}. There is none.") from None
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
        if isinstance(error, DataError):
            raise
        reason = getattr(error, "strerror", None) or error
        raise DataError(
            f"Expected a table's file ({KINDS}) at {cut(repr(str(path)), 200)}. It can't be read: {reason}."
        ) from None


def _without_waiting(path: str, flags: int) -> int:
    """Open a file; reading one that the system makes up, such as /proc/kmsg, doesn't wait for more."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _refuse_holes(path: Path) -> None:
    """Refuse a large file that begins or ends with nothing but NUL bytes, before all of it is read."""
    if path.stat().st_size < 1000 * HEAD:
        return
    with path.open("rb") as file:
        start = file.read(HEAD)
        file.seek(-HEAD, 2)
        end = file.read(HEAD)
    if not any(start) or not any(end):
        raise DataError(f"Expected {path} to hold a table. It begins or ends with NUL bytes: it is damaged.")


def _unpacked(stored: bytes, path: Path) -> bytes:
    """What a gzip file holds; it may have several members, one behind the other."""
    most = file_limits.most_unpacked(len(stored))
    parts: list[bytes] = []
    place, size, members = 0, 0, 0
    while place < len(stored):
        members += 1
        if members > file_limits.MOST_MEMBERS:
            raise DataError(f"Expected {path} to have at most {file_limits.MOST_MEMBERS:,} gzip members. It has more.")
        unpacker = zlib.decompressobj(wbits=31)
        while not unpacker.eof and place < len(stored):
            part, place = _part(unpacker, stored, place, path)
            parts.append(part)
            size += len(part)
            if size > most:
                raise DataError(
                    f"Expected {path} to unpack to at most {most / 1024**2:,.0f} MiB. It holds more. Unpack it "
                    "yourself if you trust it."
                )
        if not unpacker.eof:
            raise DataError(f"Expected {path} to be a whole gzip file. It ends too early: copy or download it again.")
        place = PADDING.match(stored, place).end()  # type: ignore[union-attr]
    if not size:
        raise DataError(f"Expected {path} to hold a table. It unpacks to nothing.")
    return b"".join(parts)


def _part(unpacker: Any, stored: bytes, place: int, path: Path) -> tuple[bytes, int]:
    """What the next bytes of a gzip member hold, at most a thousand times as many; and where the unused ones begin."""
    piece = stored[place : place + CHUNK]
    try:
        part = unpacker.decompress(piece)
    except zlib.error as error:
        raise DataError(f"Expected {path} to be a gzip file. It is damaged: {error}.") from None
    return part, place + len(piece) - len(unpacker.unused_data)


def in_utf8(content: Content, path: Path, encoding: str | None = None) -> Content:
    """The same text in UTF-8, from the encoding that is given, marked or found."""
    marked = next(((mark, name) for mark, name in BYTE_ORDER_MARKS if content.data.startswith(mark)), None)
    notes: tuple[str, ...] = ()
    if encoding is not None and marked is not None:
        _checked(encoding)
        if marked[1] != encoding.replace("_", "-").lower()[: len(marked[1])]:
            notes = (f"The file's byte order mark says {marked[1]}: --encoding {encoding} is not used.",)
        name, text = marked[1], _decoded(content.data, marked[1], path)
    elif encoding is not None:
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
    return replace(content, data=_same_line_ends(data), encoding=name, notes=content.notes + notes)


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
