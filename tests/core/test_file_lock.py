"""The lock that Windows has, with a stand-in for its module."""

import errno
import os
import runpy
import sys
import types
from pathlib import Path

import pytest

from dlfund.core import file_lock


@pytest.fixture
def windows(monkeypatch):
    """The module as Windows imports it, and the calls that it makes."""
    calls = []

    def locking(descriptor, mode, count):
        calls.append((os.lseek(descriptor, 0, os.SEEK_CUR), mode, count))
        if len(calls) > 1:
            raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setitem(sys.modules, "msvcrt", types.SimpleNamespace(locking=locking, LK_NBLCK=2))
    monkeypatch.setattr(sys, "platform", "win32")
    return runpy.run_path(Path(file_lock.__file__))["lock_file"], calls


def test_windows_locks_a_byte_far_behind_the_text(windows, tmp_path):
    lock_file, calls = windows
    with (tmp_path / "lock").open("w+b") as file:
        file.write(b"who")
        file.flush()
        lock_file(file.fileno())
        assert calls == [(file_lock.FAR, 2, 1)]
        assert (tmp_path / "lock").read_bytes() == b"who", "nothing was written there"


def test_a_lock_that_another_process_has_is_told_apart(windows, tmp_path):
    lock_file, _ = windows
    with (tmp_path / "lock").open("w+b") as file:
        lock_file(file.fileno())
        with pytest.raises(BlockingIOError):
            lock_file(file.fileno())
