"""One writer a folder: the second is told who the first is, and what a dead one left is no obstacle."""

import json
import os
import re
import signal
import socket
import subprocess
import sys

import pytest

from dlfund.core.errors import UserError
from dlfund.core.folder_lock import folder_lock

HOLDS = """
import sys, time
from pathlib import Path
from dlfund.core.folder_lock import folder_lock

with folder_lock(Path(sys.argv[1])):
    print("locked", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def holder(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", HOLDS, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "locked\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def locked(folder):
    with folder_lock(folder):
        return json.loads((folder / "lock").read_text())


def test_a_second_writer_is_told_who_the_first_is(tmp_path, holder):
    told = rf"Received: process {holder.pid} on {re.escape(socket.gethostname())}, since \d{{4}}-.* does already\. Wait"
    with pytest.raises(UserError, match=told):
        locked(tmp_path)


def test_also_in_one_process(tmp_path):
    with folder_lock(tmp_path), pytest.raises(UserError, match=f"process {os.getpid()} on"):
        locked(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_taken_over(tmp_path, holder):
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    assert json.loads((tmp_path / "lock").read_text())["process"] == holder.pid
    assert locked(tmp_path)["process"] == os.getpid()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"process": 1}', b"x" * 100_000])
def test_a_lock_that_another_person_wrote_is_no_obstacle(tmp_path, content):
    (tmp_path / "lock").write_bytes(content)
    assert locked(tmp_path)["process"] == os.getpid()


def test_a_link_a_pipe_and_a_folder_in_its_place_are_refused(tmp_path):
    (tmp_path / "elsewhere").write_text("whole")
    (tmp_path / "run").mkdir()
    place = tmp_path / "run" / "lock"
    place.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UserError, match="Expected to write"):
        locked(tmp_path / "run")
    assert (tmp_path / "elsewhere").read_text() == "whole"
    place.unlink()
    os.mkfifo(place)
    with pytest.raises(UserError, match="something else of this name"):
        locked(tmp_path / "run")
    place.unlink()
    place.mkdir()
    with pytest.raises(UserError, match="Is a directory"):
        locked(tmp_path / "run")
