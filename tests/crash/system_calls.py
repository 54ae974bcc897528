"""Every call by which Python changes a folder or starts a process: counted, made to fail, or made the last one.

The functions of `os`, and what `open` gives, are replaced in this process; so it works on every system, without a
compiler and without rights. What a library writes in its own C code isn't seen: dlfund writes nothing in that way but
`.keras` files, which Keras puts together in memory and then writes by `zipfile`.
"""

import builtins
import errno
import io
import os
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crash.disk import Disk

CHANGES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
OF_PATHS = ("mkdir", "rmdir", "unlink", "remove", "rename", "replace", "link", "symlink", "truncate", "chmod", "utime")
OF_TWO_PATHS = ("rename", "replace", "link", "symlink")
OF_DESCRIPTORS = ("write", "pwrite", "writev", "ftruncate", "fsync", "fdatasync", "sendfile", "copy_file_range")
STARTS = ((os, "fork"), (os, "posix_spawn"), (subprocess, "_fork_exec"))
ERRORS = ("ENOSPC", "EIO", "EINTR", "EMFILE", "EAGAIN")


@dataclass(frozen=True)
class Fault:
    """What happens at one call.

    Args:
        number: int. Which call, from 0; -1: at none, they are only counted.
        kind: str. `"kill"`: the process gets SIGKILL before the call. `"torn"`: after half of what it writes.
            `"power"`: as kill, and what was not flushed to the disk is lost. Otherwise the name of an error.
    """

    number: int = -1
    kind: str = "kill"


COUNT = Fault()


class SystemCalls:
    """The calls that concern a folder, in their order.

    Args:
        folder: Path. Calls for paths outside of it are let through; those that start a process are always counted.
        fault: Fault.
    """

    def __init__(self, folder: Path, fault: Fault = COUNT) -> None:
        self.folder, self.fault = os.path.realpath(folder), fault
        self.seen: list[str] = []
        self.paths: dict[int, str] = {}  # of open descriptors
        self.disk = Disk() if fault.kind == "power" else None
        self.real: list[tuple[Any, str, Any]] = []

    def install(self) -> None:
        """Replace the functions, until `remove`."""
        self._replace(os, "open", self._os_open(os.open))
        self._replace(os, "close", self._close(os.close))
        for name in OF_PATHS:
            self._replace(os, name, self._of_path(name, getattr(os, name)))
        for name in OF_DESCRIPTORS:
            if hasattr(os, name):
                self._replace(os, name, self._of_descriptor(name, getattr(os, name)))
        for module, name in STARTS:
            if hasattr(module, name):
                self._replace(module, name, self._start(name, getattr(module, name)))
        opened = self._open(io.open)
        for module in (io, builtins):
            self._replace(module, "open", opened)

    def remove(self) -> None:
        for module, name, function in reversed(self.real):
            setattr(module, name, function)
        self.real = []

    def call(self, name: str, path: str = "", half: Callable[[], object] | None = None) -> None:
        """Count a call; be its fault if it is the one."""
        number = len(self.seen)
        self.seen.append(f"{name} {os.path.relpath(path, self.folder)}" if path else name)
        if number != self.fault.number:
            return
        if self.fault.kind in ERRORS:
            code = getattr(errno, self.fault.kind)
            raise OSError(code, os.strerror(code), path or None)
        if self.fault.kind == "torn" and half is not None:
            half()
        self.remove()
        if self.disk is not None:
            self.disk.lose_power(self.folder)
        os.kill(os.getpid(), signal.SIGKILL)

    def is_inside(self, path: Any) -> bool:
        if not isinstance(path, (str, bytes, os.PathLike)):
            return False
        place = _absolute(path)
        return place == self.folder or place.startswith(self.folder + os.sep)

    def _replace(self, module: Any, name: str, function: Any) -> None:
        self.real.append((module, name, getattr(module, name)))
        setattr(module, name, function)

    def _os_open(self, real: Any) -> Any:
        def function(path: Any, flags: int, *others: Any, **options: Any) -> int:
            if options.get("dir_fd") is not None or not self.is_inside(path):
                return real(path, flags, *others, **options)
            if flags & CHANGES:
                self._new(path, bool(flags & os.O_CREAT))
            descriptor = real(path, flags, *others, **options)
            self.paths[descriptor] = _absolute(path)
            return descriptor

        return function

    def _new(self, path: Any, may_be_new: bool = True) -> None:
        """Count that a file is opened for writing; remember if it is new."""
        place = _absolute(path)
        is_new = may_be_new and not os.path.lexists(place)
        self.call("open", place)
        if self.disk is not None and is_new:
            self.disk.made(place)

    def _close(self, real: Any) -> Any:
        def function(descriptor: int) -> None:
            self.paths.pop(descriptor, None)
            real(descriptor)

        return function

    def _of_path(self, name: str, real: Any) -> Any:
        def function(path: Any, *others: Any, **options: Any) -> Any:
            paths = [path, *others[:1]] if name in OF_TWO_PATHS else [path]
            if options.get("dir_fd") is not None or not any(map(self.is_inside, paths)):
                return real(path, *others, **options)
            self.call(name, _absolute(paths[-1]))
            if self.disk is None:
                return real(path, *others, **options)
            return self.disk.change(name, lambda: real(path, *others, **options), *map(os.fspath, paths))

        return function

    def _of_descriptor(self, name: str, real: Any) -> Any:
        def function(descriptor: int, *others: Any, **options: Any) -> Any:
            path = self.paths.get(descriptor)
            if path is None:
                return real(descriptor, *others, **options)
            is_write = name in ("write", "pwrite")
            half = (lambda: real(descriptor, others[0][: len(others[0]) // 2], *others[1:])) if is_write else None
            self.call(name, path, half)
            result = real(descriptor, *others, **options)
            if self.disk is not None:
                (self.disk.flushed if name in ("fsync", "fdatasync") else self.disk.wrote)(path)
            return result

        return function

    def _start(self, name: str, real: Any) -> Any:
        def function(*arguments: Any, **options: Any) -> Any:
            self.call(name)
            return real(*arguments, **options)

        return function

    def _open(self, real: Any) -> Any:
        def function(file: Any, mode: str = "r", buffering: int = -1, *others: Any, **options: Any) -> Any:
            if not self.is_inside(file) or not set(mode) & set("wax+"):
                return real(file, mode, buffering, *others, **options)
            self._new(file)
            raw = _File(_absolute(file), "".join(letter for letter in mode if letter in "rwax+"), self)
            if buffering == 0:
                return raw
            buffered = (io.BufferedRandom if "+" in mode else io.BufferedWriter)(raw)
            return buffered if "b" in mode else io.TextIOWrapper(buffered, *others, **options)

        return function


def _absolute(path: Any) -> str:
    return os.path.abspath(os.fsdecode(path))


class _File(io.FileIO):
    """An open file whose writes are calls of their own."""

    def __init__(self, path: str, mode: str, calls: SystemCalls) -> None:
        super().__init__(path, mode)
        self.path, self.calls = path, calls
        calls.paths[self.fileno()] = path

    def write(self, data: Any) -> int:
        content = bytes(data)
        self.calls.call("write", self.path, lambda: io.FileIO.write(self, content[: len(content) // 2]))
        if self.calls.disk is not None:
            self.calls.disk.wrote(self.path)
        return super().write(content)

    def truncate(self, size: int | None = None) -> int:
        self.calls.call("truncate", self.path)
        return super().truncate(size)

    def close(self) -> None:
        if not self.closed:
            self.calls.paths.pop(self.fileno(), None)
        super().close()
