"""Compiled programs kept on disk: what one run compiled, the next one loads.

A backend reads and writes such files while it trains, and a file that another process is just writing, or that was
cut off, may be loaded as it stands. So a run works in a folder of its own, with links to the files that are known to
be whole; what it adds is moved beside them, with its checksum in its name, when it ends.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dlfund.core.cache_folder import cache_folder
from dlfund.core.environment_variables import variables
from dlfund.core.installed_version import installed_version

LIMIT = 300_000_000  # bytes kept; the oldest go first
FORGOTTEN = 86_400  # seconds after which the folder of a run that was killed is removed
TENSORFLOW, JAX = "--tf_xla_persistent_cache_directory", "JAX_COMPILATION_CACHE_DIR"
MACHINE = ("/proc/cpuinfo", "/proc/driver/nvidia/version", "/proc/driver/nvidia/gpus/*/information")
TELLING = ("flags", "model name", "Features", "CPU part", "Model", "NVRM")


@contextmanager
def compiled_program_cache() -> Iterator[Path | None]:
    """Let the backend use and extend the kept programs in this block; the backend must not be imported yet.

    Yields the folder it works in; None where the user has named one of his own, where it is too late, or where the
    cache folder can't be written: then everything is compiled, as it would be without.
    """
    flags = os.environ.get("TF_XLA_FLAGS", "")
    if TENSORFLOW in flags or JAX in os.environ or {"tensorflow", "jax"} & sys.modules.keys():
        yield None
        return
    try:
        kept = cache_folder() / "programs" / _machine()
        kept.mkdir(parents=True, exist_ok=True)
        _tidy(kept)
        own = Path(tempfile.mkdtemp(prefix="run-", dir=kept))
        _lend(kept, own)
    except OSError:
        yield None
        return
    try:
        with variables({"TF_XLA_FLAGS": f"{flags} {TENSORFLOW}={own}".strip(), JAX: str(own)}):
            yield own
    finally:
        with suppress(OSError):
            _take_back(own, kept)
        shutil.rmtree(own, ignore_errors=True)


def _machine() -> str:
    """A name for what a program is compiled for: package versions, processor, graphics card and its driver."""
    parts = [platform.machine(), platform.system()]
    parts += [f"{name} {installed_version(name)}" for name in ("keras", "tensorflow", "jax", "jaxlib")]
    for pattern in MACHINE:
        for path in sorted(Path("/").glob(pattern[1:])):
            with suppress(OSError):
                lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
                parts += sorted({line for line in lines if line.startswith(TELLING)})
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _lend(kept: Path, own: Path) -> None:
    """Into a run's folder, every file that is as it was when it was kept: `<checksum>.<name>` there, `<name>` here."""
    for path in kept.iterdir():
        checksum, _, name = path.name.partition(".")
        if path.is_file() and name:
            if _checksum(path) == checksum:
                (own / name).hardlink_to(path)
            else:
                path.unlink(missing_ok=True)


def _take_back(own: Path, kept: Path) -> None:
    """What the run added, unless another run was faster."""
    known = {path.name.partition(".")[2] for path in kept.iterdir()}
    for path in own.iterdir():
        if path.is_file() and path.name not in known:
            path.replace(kept / f"{_checksum(path)}.{path.name}")


def _tidy(kept: Path) -> None:
    """No more than LIMIT bytes, and no folder that a killed run left behind."""
    stat = {path: path.stat() for path in kept.iterdir()}
    room = LIMIT
    for path in sorted(stat, key=lambda entry: stat[entry].st_mtime, reverse=True):
        if path.is_dir():
            if time.time() - stat[path].st_mtime > FORGOTTEN:
                shutil.rmtree(path, ignore_errors=True)
        elif (room := room - stat[path].st_size) < 0:
            path.unlink(missing_ok=True)
