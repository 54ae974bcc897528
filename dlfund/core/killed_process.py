"""What is told when this process is killed (by the system for memory, by kill -9, by an error in a compiled library).

It can't tell it itself. So a second process, forked before anything heavy is imported, waits at a pipe: it ends
without a word when the block ends, and tells the sentence when the pipe closes without that.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

STANDARD_ERROR = 2
OF_TERMINALS = ("SIGINT", "SIGTERM", "SIGHUP")  # they reach all processes of a terminal; only the first one answers
_pipes: list[int] = []


@contextmanager
def told_if_killed(sentence: str) -> Iterator[None]:
    """Tell the sentence on standard error if this process ends within the block in a way that Python doesn't see.

    Args:
        sentence: str. Empty: there is nothing to tell. Systems without `fork` (Windows) tell nothing either.
    """
    if not sentence or not hasattr(os, "fork") or threading.active_count() > 1:
        yield
        return
    other = _started(f"{sentence}\n".encode())
    try:
        yield
    finally:
        ends_by_itself()
        if other > 0:
            with suppress(ChildProcessError):
                os.waitpid(other, 0)


def _started(sentence: bytes) -> int:
    """Start the second process; its number, or -1 if none can be started, which the command itself will say."""
    read, write = os.pipe()
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [getattr(signal, name) for name in OF_TERMINALS])
    try:
        other = os.fork()
        if not other:
            os.close(write)
            _wait(read, sentence)
    except OSError:
        other = -1
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    os.close(read)
    _pipes.append(write)
    return other


def ends_by_itself() -> None:
    """This process ends in a way of its own, even if Python doesn't see it: nothing is told."""
    while _pipes:
        pipe = _pipes.pop()
        with suppress(OSError):  # the other process was killed
            os.write(pipe, b".")
        os.close(pipe)


def _wait(read: int, sentence: bytes) -> None:
    """In the second process: wait for the end of the first; never return."""
    try:
        if not os.read(read, 1):
            os.write(STANDARD_ERROR, sentence)
    finally:
        os._exit(0)
