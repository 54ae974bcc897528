"""One writer per folder: a lock that the system takes back when its process ends, however it ends.

A file `lock` in the folder holds the process, its machine and the time. It is locked by the kernel (`file_lock.py`),
which ends the lock with the process; so a file that a dead process left is simply taken over, and no process number
that was given to another program in the meantime can deceive.
"""

from __future__ import annotations

import errno
import json
import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from dlfund.core.errors import UserError, printable
from dlfund.core.file_lock import lock_file
from dlfund.core.typed_json import WrongJsonError, typed

NAME = "lock"
MOST_BYTES = 1_000  # of the lock's file
NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EROFS)  # of some network file systems
FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_TAKEN: list[Path] = []


@dataclass(frozen=True)
class Holder:
    """Who writes: its process number, its machine, and since when."""

    process: int
    host: str
    since: str

    def __str__(self) -> str:
        return f"process {self.process} on {printable(self.host)[:100]}, since {printable(self.since)[:30]}"


def folders_taken() -> tuple[Path, ...]:
    """The folders that this process has written into, or still does."""
    return tuple(_TAKEN)


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Be the only one that writes into the folder, as long as the block lasts.

    Where the file system has no locks, nothing is locked.

    Raises:
        UserError: another process writes into it; the sentence says which.
    """
    descriptor = _locked(folder / NAME)
    _TAKEN.append(folder)
    try:
        yield
    finally:
        if descriptor is not None:
            with suppress(OSError):
                (folder / NAME).unlink()  # while it is still held: nobody else's file is removed
            os.close(descriptor)  # Windows removes no open file: it stays, and the next writer takes it over


def _locked(path: Path) -> int | None:
    """A descriptor of the locked file; None where the file system has no locks."""
    while True:
        descriptor = _opened(path)
        try:
            lock_file(descriptor)
            if _is_at(path, descriptor):
                _write(descriptor)
                return descriptor
        except BlockingIOError:
            holder = _read(descriptor)
            os.close(descriptor)
            raise UserError(
                f"Expected to be the only process that writes into {path.parent}. Received: {holder} does already. "
                "Wait until it has finished, or stop it; then continue with --resume (make: RESUME=1)."
            ) from None
        except OSError as error:
            os.close(descriptor)
            if error.errno in NO_LOCKS:
                return None
            raise
        os.close(descriptor)  # who held it has just removed it: the next one makes a new file


def _opened(path: Path) -> int:
    try:
        descriptor = os.open(path, FLAGS, 0o644)
    except OSError as error:  # a folder or a link in its place
        raise UserError(
            f"Expected to write {path}, which tells that a run is being written. Received: {error.strerror}. "
            "If something else has this name, remove it; if the folder can't be written, name another one."
        ) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UserError(f"Expected a file at {path}. Received: something else of this name. Remove it.")
    return descriptor


def _is_at(path: Path, descriptor: int) -> bool:
    """Whether the path still leads to the open file."""
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _write(descriptor: int) -> None:
    holder = Holder(os.getpid(), socket.gethostname(), datetime.now().strftime("%Y-%m-%d %H:%M:%S"))
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, json.dumps(asdict(holder)).encode())


def _read(descriptor: int) -> str:
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        return str(typed(Holder, json.loads(os.read(descriptor, MOST_BYTES))))
    except (OSError, ValueError, WrongJsonError):  # it has not written its name yet
        return "another process"
