"""Ctrl-C, SIGTERM and SIGHUP end a command within two seconds, also in the middle of a fit, and it says how to go on.

Python handles a signal between two instructions of its own; a fit inside a compiled library may be minutes away from
the next one. So the signal also wakes a thread: if the command has not ended in its own way by then, the thread
prints the same sentence and ends the process. Nothing is lost by that: files are written whole or not at all, the
system takes the folder's lock back, and worker processes end with their parent.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from dlfund.core.folder_lock import folders_taken
from dlfund.core.killed_process import ends_by_itself
from dlfund.core.quiet import tell

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
PATIENCE = 1.5  # seconds to end in the usual way
SHOW_CURSOR = b"\x1b[?25h"  # a progress bar hides it


class Stopped(KeyboardInterrupt):
    """The command was told to stop by a signal; `code` is its exit code."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


@contextmanager
def stopping(sentence: str, before_any: str | None = None) -> Iterator[None]:
    """Raise `Stopped` in the block when a signal says so; whatever the block does, the process ends soon after.

    Args:
        sentence: str. What is printed on standard error then, once.
        before_any: str or None. What is printed instead as long as this process has written into no run's folder.
    """
    if threading.current_thread() is not threading.main_thread():  # only there signals can be handled
        yield
        return
    before = {number: signal.getsignal(number) for number in SIGNALS}
    handled = [number for number, handler in before.items() if handler is not signal.SIG_IGN]  # as with nohup
    watcher = _Watcher(sentence, before_any)
    for number in handled:
        signal.signal(number, _raise)
    waked = signal.set_wakeup_fd(watcher.write_end, warn_on_full_buffer=False)
    try:
        yield
    except Stopped:
        watcher.say()
        raise
    finally:
        signal.set_wakeup_fd(waked)
        if not watcher.woken:
            for number in handled:
                signal.signal(number, before[number])
        watcher.close()


def _raise(number: int, frame: FrameType | None) -> NoReturn:
    for other in SIGNALS:  # a second one would interrupt what ends the workers
        signal.signal(other, signal.SIG_IGN)
    raise Stopped(number)


class _Watcher:
    """The thread that a signal wakes."""

    def __init__(self, sentence: str, before_any: str | None) -> None:
        self.sentence, self.before_any = sentence, before_any
        self.said, self.woken = threading.Lock(), False
        self.read_end, self.write_end = os.pipe()
        if hasattr(os, "set_blocking"):  # Windows has it from Python 3.12 on, and doesn't ask for it
            os.set_blocking(self.write_end, False)
        threading.Thread(target=self._watch, daemon=True).start()

    def say(self) -> None:
        if self.said.acquire(blocking=False):
            with suppress(OSError, ValueError):  # nobody reads standard error any more
                tell(self.sentence if self.before_any is None or folders_taken() else self.before_any)

    def close(self) -> None:
        os.close(self.write_end)  # the thread reads the end, and ends

    def _watch(self) -> None:
        while number := os.read(self.read_end, 1):
            if number[0] in SIGNALS:
                self.woken = True
                time.sleep(PATIENCE)
                self._end(number[0])
        os.close(self.read_end)

    def _end(self, number: int) -> None:
        self.say()
        ends_by_itself()
        with suppress(Exception):
            sys.stdout.flush()
            if sys.stdout.isatty():
                os.write(sys.stdout.fileno(), SHOW_CURSOR)
        os._exit(128 + number)


def going_on(arguments: Any, command_line: Sequence[str] | None, *, begun: bool = True) -> str:
    """What is said of a command that was stopped: where it can be continued, the command that does it.

    Args:
        arguments: of the command, as they were parsed.
        command_line: its arguments, without the program; None: those of this process.
        begun: bool. Whether it has written anything that can be continued.
    """
    if not hasattr(arguments, "resume"):
        return "\nStopped."
    verb, *rest = sys.argv[1:] if command_line is None else command_line
    if not begun:
        return f"\nStopped before anything was trained; start again with: {joined([*program(), verb, *rest])}"
    return f"\nStopped. Finished folds are kept; continue with: {_resuming(verb, rest)}"


def if_killed(arguments: Any) -> str:
    """What is said of this process's command when the system ends it; empty if it can't be continued."""
    if not hasattr(arguments, "resume"):
        return ""
    verb, *rest = sys.argv[1:]
    return (
        "\ndlfund: The process was killed: by the system, where its memory was not enough, or by another program. "
        "Finished folds are kept, and networks get a process of their own, whose end is a failed fold, with: "
        f"{_resuming(verb, rest)}"
    )


def _resuming(verb: str, rest: Sequence[str]) -> str:
    """The command that continues one, with all its options."""
    resume = [] if "--resume" in rest else ["--resume"]
    return joined([*program(), verb, *resume, *rest])


def joined(arguments: Sequence[str]) -> str:
    """A command line that this system's shell takes apart into these arguments."""
    return (subprocess.list2cmdline if os.name == "nt" else shlex.join)(arguments)


def program() -> list[str]:
    """The program as a shell finds it."""
    name = Path(sys.argv[0])
    if name.stem != "dlfund":  # on Windows it is dlfund.exe
        return [sys.executable, "-m", "dlfund.cli"]
    return ["dlfund"] if shutil.which("dlfund") == str(name) else [str(name)]
