"""A worker process: it reads a job, does it, writes its result, and reads the next.

    python -m dlfund.comparison.running.worker PARENT MODULE …

The modules are imported before the worker is ready; these seconds are not counted for any job.

Only a `WorkerPool` starts workers. Jobs and results go through the pipes between the two, to which no other process can
write; what a library prints is discarded, so that it is not read as a result.

A worker ends with its parent, even in the middle of a fit: on Linux the kernel ends it; on every system a thread
reads the pipe, whose other end closes when the parent ends.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import pickle  # what comes through the pipe was written by the process that started this one
import queue
import signal
import sys
import threading
from collections.abc import Iterable
from typing import BinaryIO

from dlfund.comparison.running.executor import done
from dlfund.core.progress import not_reported

PR_SET_PDEATHSIG = 1  # of Linux's prctl: the signal that a process gets when the one that started it ends


def serve(jobs: queue.SimpleQueue[bytes], results: BinaryIO, modules: Iterable[str]) -> None:
    """Import the modules and report it, then do jobs until the pipe closes."""
    for name in modules:
        importlib.import_module(name)
    message: tuple[str, object] = ("ready", None)
    while True:
        pickle.dump(message, results)
        results.flush()
        try:
            message = done(pickle.loads(jobs.get()), not_reported)  # noqa: S301
        except Exception as error:  # a job that can't be read here
            message = "failed", " ".join(f"{type(error).__name__}: {error}".split())[:500]


def receive(jobs: queue.SimpleQueue[bytes]) -> None:
    """Take jobs from the pipe as they arrive, even while another job is done; end the process when the pipe closes."""
    with open(0, "rb", buffering=0, closefd=False) as pipe:
        while True:
            size = int.from_bytes(_exactly(pipe, 8), "big")
            jobs.put(_exactly(pipe, size))


def _exactly(pipe: BinaryIO, size: int) -> bytes:
    parts = []
    while size:
        part = pipe.read(min(size, 1 << 20))
        if not part:
            os._exit(1)
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def end_with(parent: int) -> None:
    """On Linux, let the kernel end this process when its parent ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has ended already
            os._exit(1)


def main() -> None:
    end_with(int(sys.argv[1]))
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=receive, args=(jobs,), daemon=True).start()
    results = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    try:
        serve(jobs, results, sys.argv[2:])
    finally:
        os._exit(1)  # the reading thread would keep the process alive


if __name__ == "__main__":
    main()
