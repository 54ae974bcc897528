"""The content of zip and tar files, read into memory: nothing is ever written to a path that an archive names."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from dlfund.data.errors import DataError

BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)


def zip_member(archive: Path | bytes, name: str, *, limit: int = 50_000_000) -> bytes:
    """The content of one file in a zip archive, which may itself be the content of another archive."""
    place = "a zip file inside a zip file" if isinstance(archive, bytes) else str(archive)
    try:
        with zipfile.ZipFile(io.BytesIO(archive) if isinstance(archive, bytes) else archive) as opened:
            names = opened.namelist()
            if name not in names:
                raise DataError(f"Expected {name!r} inside {place}. Received: {', '.join(names[:10])}.")
            with opened.open(name) as member:
                content = member.read(limit + 1)
    except BROKEN as error:
        raise _broken(place, error) from None
    return _within(content, name, limit)


def tar_members(archive: Path, folder: str, *, limit: int = 1_000_000) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file below `folder` in a compressed tar archive, in the archive's order."""
    try:
        with tarfile.open(archive, "r|*") as opened:
            for member in opened:
                if member.isfile() and member.name.startswith(folder):
                    file = opened.extractfile(member)
                    yield member.name, _within(b"" if file is None else file.read(limit + 1), member.name, limit)
    except BROKEN as error:
        raise _broken(str(archive), error) from None


def gunzip(path: Path, *, limit: int = 100_000_000) -> bytes:
    """The content of a .gz file."""
    try:
        with gzip.open(path) as file:
            content = file.read(limit + 1)
    except BROKEN as error:
        raise _broken(str(path), error) from None
    return _within(content, path.name, limit)


def check_zip(path: Path) -> None:
    """A DataError unless every file in this zip archive can be read."""
    try:
        with zipfile.ZipFile(path) as opened:
            bad = opened.testzip()
    except BROKEN as error:
        raise DataError(f"Expected the download to be a zip file. It is not, or it is damaged: {error}.") from None
    if bad is not None:
        raise DataError(f"Expected the download to be a complete zip file. Received: one in which {bad!r} is damaged.")


def csv_table(content: bytes, name: str, columns: list[str], separator: str = ",") -> pd.DataFrame:
    """A CSV file from an archive as a table that has at least these columns."""
    try:
        table = pd.read_csv(io.BytesIO(content), sep=separator)
    except (ValueError, pd.errors.ParserError) as error:
        raise DataError(f"Expected {name!r} to be a CSV file. It can't be read: {error}.") from None
    if missing := [column for column in columns if column not in table.columns]:
        raise DataError(f"Expected the columns {columns} in {name!r}. Missing: {missing}. Received: {list(table)}.")
    return table


def _within(content: bytes, name: str, limit: int) -> bytes:
    if len(content) > limit:
        raise DataError(f"Expected {name!r} to unpack to at most {limit:,} bytes. Received: more.")
    return content


def _broken(place: str, error: BaseException) -> DataError:
    return DataError(f"Expected to unpack {place}. It is broken: {error}. Delete it to download it again.")
