"""A file is there whole or not at all: written beside its place, then moved into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dlfund.sentence import UserError

FIX = (
    "Free some space or name another folder (RUNS=folder, dlfund run --runs folder). What is finished is kept: "
    "RESUME=1 goes on with it."
)


@contextmanager
def whole_file(path: Path, *, fix: str = FIX) -> Iterator[Path]:
    """Where to write what shall become `path`; it is moved there when the block ends well, and removed otherwise.

    The place beside keeps the suffix, because some writers choose their format by it. `fix` is what a user can do if
    the file can't be written.
    """
    beside = path.with_name(f"{path.stem}.part{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)  # a file in the folder's place is an OSError too
        yield beside
        beside.replace(path)
    except OSError as error:
        raise UserError(f"Expected to write {path}. Received: {error.strerror or error}. {fix}") from error
    finally:
        with suppress(OSError):  # a folder that can't be written is the error above, not this
            beside.unlink(missing_ok=True)
