"""Killed at any system call, or failed by it: no finished fold is lost, and the continued run equals another."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from crash.disk import Disk
from crash.system_calls import Fault, SystemCalls

from dlfund.comparison.running.run_folder import RunFolder
from dlfund.core.outcome import Outcome

ROOT = Path(__file__).parents[1]
SCRIPT = [sys.executable, str(ROOT / "benchmarks" / "crash_points.py")]
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")


def crashed(*arguments):
    """The crashes in a process of their own, which is forked before it has threads."""
    done = subprocess.run([*SCRIPT, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
@needs_fork
@pytest.mark.parametrize("command", ["recipe", "compare"])
def test_some_points(command):
    assert "12 points" in crashed(command, "--sample", "12")


@pytest.mark.nightly
@needs_fork
@pytest.mark.parametrize("command", ["recipe", "compare"])
def test_every_point(command):
    output = crashed(command)
    for kind in ("kill", "torn", "power", "ENOSPC", "EIO", "EINTR", "EMFILE"):
        assert f"| {kind} |" in output


@pytest.mark.nightly
@needs_fork
def test_some_points_of_a_run_with_a_network():
    assert "20 points" in crashed("network", "--sample", "20")


@pytest.fixture
def counted(tmp_path):
    calls = SystemCalls(tmp_path)
    calls.install()
    yield calls
    calls.remove()


def test_every_way_to_write_is_a_call(tmp_path, counted):
    path = tmp_path / "a"
    path.write_text("text")
    with open(path, "ab") as file:  # noqa: PTH123
        file.write(b"more")
    (tmp_path / "b").mkdir()
    path.rename(tmp_path / "b" / "c")
    subprocess.run([sys.executable, "-c", ""])
    (tmp_path.parent / "outside").write_text("not counted")
    (tmp_path / "b" / "c").read_text()
    starts = [call for call in counted.seen if " " not in call]
    assert len(starts) == 1
    assert [call for call in counted.seen if " " in call] == [
        "open a", "write a", "open a", "write a", "mkdir b", "rename b/c",
    ]  # fmt: skip


def test_a_call_is_made_to_fail(tmp_path):
    calls = SystemCalls(tmp_path, Fault(1, "ENOSPC"))
    calls.install()
    try:
        with pytest.raises(OSError, match="No space left"):
            (tmp_path / "a").write_bytes(b"text")
        (tmp_path / "b").write_bytes(b"text")
    finally:
        calls.remove()
    assert (tmp_path / "b").read_bytes() == b"text"


def test_without_power_what_was_not_flushed_is_gone(tmp_path):
    calls = SystemCalls(tmp_path)
    calls.disk = disk = Disk()
    calls.install()
    try:
        for name in ("flushed", "named"):
            (tmp_path / name).write_text("text")
        for path in (tmp_path / "flushed", tmp_path):
            descriptor = os.open(path, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)
        (tmp_path / "unflushed").write_text("text")
        (tmp_path / "flushed").replace(tmp_path / "moved")
    finally:
        calls.remove()
    disk.lose_power(str(tmp_path))
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"flushed": "text", "named": ""}


def test_a_run_that_was_begun_is_there_after_a_loss_of_power(tmp_path):
    calls = SystemCalls(tmp_path)
    calls.disk = disk = Disk()
    calls.install()
    try:
        folder = RunFolder.start(tmp_path / "my" / "runs", "who", {"schema": 2})
        folder.write_outcome("net", Outcome("1-1", error="no"))
    finally:
        calls.remove()
    disk.lose_power(str(tmp_path))
    assert RunFolder.latest(tmp_path / "my" / "runs", "who").path == folder.path
    assert folder.read_outcome("net", "1-1") == Outcome("1-1", error="no")
