"""A table's file at an address on the web."""

from __future__ import annotations

import hashlib
import urllib.parse
from pathlib import Path

from dlfund.core.atomic_write import atomic_write
from dlfund.core.cache_folder import cache_folder
from dlfund.core.errors import printable
from dlfund.core.quiet import tell
from dlfund.core.web_address import ADDRESS
from dlfund.data.download import FIX, THIS_MACHINE, chunks, file_name
from dlfund.data.errors import DataError

MOST_BYTES = 1_000_000_000
TIMEOUT, PATIENCE = 20.0, 900.0  # seconds without a byte, and in all
BY_HAND = "Download it yourself, and name the file."


def address_of(given: object) -> str:
    """The address, also where a path has taken one of its two slashes.

    Raises:
        DataError: it is not encrypted, or holds a password.
    """
    text = str(given)
    address = text if "://" in text else ADDRESS.sub(r"\1://", text, count=1)
    try:
        parts = urllib.parse.urlsplit(address)
    except ValueError as error:
        raise DataError(f"Expected the address of a file. Received: {text}, which is none: {error}.") from None
    if parts.scheme.lower() != "https" and not (parts.scheme == "http" and parts.hostname in THIS_MACHINE):
        raise DataError(f"Expected a path, or an address that begins with https://. Received: {text}. {BY_HAND}")
    if parts.username or parts.password:
        raise DataError(f"Expected an address without a name and a password, as results record it. {BY_HAND}")
    return address


def name_in(address: str) -> str:
    """What the file at an address is called."""
    return urllib.parse.unquote(urllib.parse.urlsplit(address).path).rstrip("/").rpartition("/")[2] or "download"


def kept_at(address: str, sha256: str) -> Path:
    """Where the file of an address is kept, by its checksum: what lies there is never loaded again."""
    return cache_folder() / "tables" / f"{sha256[:16]}-{file_name(address)}"


def downloaded(address: str) -> bytes:
    """The bytes at an address, which are kept; that they are loaded is told.

    Raises:
        DataError: no answer, an error, another kind of redirect, or more than 1 GB.
    """
    tell(f"Downloading {printable(address)} …")
    content = b"".join(chunks(address, MOST_BYTES, TIMEOUT, PATIENCE, BY_HAND))
    with atomic_write(kept_at(address, hashlib.sha256(content).hexdigest()), fix=FIX) as beside:
        beside.write_bytes(content)
    return content
