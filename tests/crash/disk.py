"""A disk whose power fails: what was not flushed before is gone.

The worst that POSIX allows. A file's bytes are lost unless the file was flushed after they were written; a name that
was made, moved or removed is as before unless its folder was flushed afterwards. Most file systems lose less.
"""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any


class Disk:
    """What a process changed and did not flush."""

    def __init__(self) -> None:
        self.unflushed: set[int] = set()  # files with bytes that only the memory holds
        self.undo: list[tuple[str, Callable[[], object]]] = []  # the folder whose names changed, and the way back

    def wrote(self, path: str) -> None:
        self.unflushed.add(os.stat(path).st_ino)

    def made(self, path: str) -> None:
        self.undo.append((os.path.dirname(path), lambda: _remove(path)))

    def flushed(self, path: str) -> None:
        """A file's bytes, or the names in a folder, are on the disk."""
        self.unflushed.discard(os.stat(path).st_ino)
        self.undo = [(folder, back) for folder, back in self.undo if folder != path]

    def change(self, name: str, call: Callable[[], Any], *paths: str) -> Any:
        """Make a call that changes names, and remember what was there."""
        source, target = (os.path.abspath(path) for path in (paths[0], paths[-1]))
        before = Path(target).read_bytes() if os.path.isfile(target) else None
        result = call()
        if name in ("mkdir", "symlink", "link"):
            self.made(target)
        elif name in ("rename", "replace"):
            self.undo.append((os.path.dirname(target), lambda: _move_back(source, target, before)))
        elif name in ("unlink", "remove") and before is not None:
            self.undo.append((os.path.dirname(target), lambda: Path(target).write_bytes(before)))
        return result

    def lose_power(self, folder: str) -> None:
        """Bring the folder into the state in which the next start finds it."""
        for place, _, names in os.walk(folder):
            for path in (os.path.join(place, name) for name in names):
                if os.lstat(path).st_ino in self.unflushed:
                    os.truncate(path, 0)
        for _, back in reversed(self.undo):
            with suppress(FileNotFoundError):  # its folder is gone already
                back()


def _remove(path: str) -> None:
    if os.path.isdir(path):
        shutil.rmtree(path)
    else:
        os.unlink(path)


def _move_back(source: str, target: str, before: bytes | None) -> None:
    os.rename(target, source)
    if before is not None:
        Path(target).write_bytes(before)
