"""A file is there whole or not at all, also after the power fails: written beside its place, then moved into it.

    write beside -> fsync of the file -> rename -> fsync of the folder

Each writer has a name of its own beside the place, so that two writers never write into the same file: the last one
to finish wins. A process that is killed in between leaves the file beside; `remove_leftovers` removes such files.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dlfund.core.errors import UserError

FIX = (
    "Free some space or name another folder (RUNS=folder, dlfund run --runs folder). What is finished is kept: "
    "RESUME=1 continues it."
)
LEFTOVER = re.compile(r"\.[0-9a-f]{8}\.part(\.\w+)?$")
NO_FSYNC = (errno.EINVAL, errno.ENOTSUP, errno.EROFS)  # file systems that don't know it; others' errors are real


@contextmanager
def atomic_write(path: Path, *, fix: str = FIX) -> Iterator[Path]:
    """Where to write what shall become `path`; it is moved there when the block ends well, and removed otherwise.

    The place beside keeps the suffix, because some writers choose their format by it. `fix` is what a user can do if
    the file can't be written.
    """
    beside = path.with_name(f"{path.stem}.{secrets.token_hex(4)}.part{path.suffix}")
    try:
        missing = _missing(path.parent)
        path.parent.mkdir(parents=True, exist_ok=True)  # a file in the folder's place is an OSError too
        yield beside
        _flush(beside)
        beside.replace(path)
        for place in (path, *missing):
            _flush(place.parent)
    except OSError as error:
        raise UserError(f"Expected to write {path}. Received: {error.strerror or error}. {fix}") from error
    finally:
        with suppress(OSError):  # a folder that can't be written is the error above, not this
            beside.unlink(missing_ok=True)


def remove_leftovers(folder: Path, *, unchanged_for: float = 0.0) -> int:
    """Remove what killed writers left beside their places, in a folder and all below it; how many files these were.

    Args:
        folder: Path. Links in it are not followed.
        unchanged_for: float. Seconds since the last byte was written; a writer that still works is left alone by it.
    """
    count = 0
    for place, _, names in os.walk(folder):
        for path in (Path(place, name) for name in names if LEFTOVER.search(name)):
            with suppress(OSError):
                if time.time() - path.lstat().st_mtime >= unchanged_for:
                    path.unlink()
                    count += 1
    return count


def make_folder(folder: Path) -> None:
    """Make a folder that isn't there yet, with those above it, and wait until their names are on the disk.

    Raises:
        FileExistsError: there is something of this name.
        OSError: it can't be made.
    """
    missing = _missing(folder.parent)
    folder.mkdir(parents=True)
    for place in (folder, *missing):
        _flush(place.parent)


def _missing(folder: Path) -> list[Path]:
    """Of a folder and those above it, which are not there."""
    return [place for place in (folder, *folder.parents) if not place.exists()]


def _flush(path: Path) -> None:
    """Wait until a file, or the list of a folder's files, is on the disk."""
    if path.is_dir() and os.name == "nt":  # Windows opens no folder
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in NO_FSYNC:
            raise
    finally:
        os.close(descriptor)
