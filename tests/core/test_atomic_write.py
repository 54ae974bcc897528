"""A file is there whole or not at all."""

import errno
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from dlfund.core.atomic_write import atomic_write, remove_leftovers
from dlfund.core.errors import UserError


def test_the_file_appears_when_the_block_ends(tmp_path):
    with atomic_write(tmp_path / "new" / "a.json") as beside:
        beside.write_text("whole")
        assert not (tmp_path / "new" / "a.json").exists()

    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a.json"]
    assert (tmp_path / "new" / "a.json").read_text() == "whole"


def test_a_failure_in_the_middle_keeps_the_old_file_and_leaves_nothing_beside_it(tmp_path):
    place = tmp_path / "a.json"
    place.write_text("old")

    def fails_midway():
        with atomic_write(place) as beside:
            beside.write_text("ha")
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        fails_midway()
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert place.read_text() == "old"


def test_a_full_disk_is_a_sentence(tmp_path):
    def fills_the_disk():
        with atomic_write(tmp_path / "a.json") as beside:
            beside.write_text("ha")
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(UserError, match=r"Expected to write .*a.json. Received: No space left on device. Free some"):
        fills_the_disk()
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_can_not_be_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(UserError, match=r"Expected to write .* Received: File exists"),
        atomic_write(tmp_path / "file" / "a.json"),
    ):
        pass


WRITER = """
import json, sys
from pathlib import Path
from dlfund.core.atomic_write import atomic_write

place, writer = Path(sys.argv[1]), int(sys.argv[2])
text = json.dumps([writer] * (150_000 if writer else 100_000))
for number in range(400):
    with atomic_write(place) as beside:
        beside.write_text(text)
"""


def test_800_writes_by_two_writers_and_no_broken_read(tmp_path):
    place = tmp_path / "results.json"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(place), str(number)], stderr=subprocess.PIPE, text=True)
        for number in range(2)
    ]
    reads = 0
    while any(writer.poll() is None for writer in writers):
        if place.exists():
            assert len(json.loads(place.read_text())) in (100_000, 150_000)
            reads += 1
    assert [writer.communicate()[1] for writer in writers] == ["", ""]
    assert [writer.returncode for writer in writers] == [0, 0]
    assert reads > 0
    assert [path.name for path in tmp_path.iterdir()] == ["results.json"]


def test_file_and_folder_are_on_the_disk_before_and_after_the_file_is_moved(tmp_path, monkeypatch):
    calls = []
    fsync, replace = os.fsync, Path.replace

    def flushed(descriptor):
        calls.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    def moved(path, target):
        calls.append("move")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(Path, "replace", moved)
    with atomic_write(tmp_path / "new" / "a.json") as beside:
        beside.write_text("whole")
    assert calls == ["file", "move", "folder", "folder"], "the last one holds the new folder"


def test_leftovers_of_killed_writers_are_removed_and_nothing_else(tmp_path):
    (tmp_path / "folds").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "run").mkdir()
    left = [tmp_path / "run" / "1-1.0123abcd.part.json", tmp_path / "run" / "plan.89abcdef.part"]
    own = [tmp_path / "run" / name for name in ("1-1.json", "my.part.json", "0123abcd.part.txt", "part")]
    outside = tmp_path / "elsewhere" / "a.0123abcd.part.json"
    for path in (*left, *own, outside):
        path.write_text("x")
    (tmp_path / "run" / "link").symlink_to(tmp_path / "elsewhere")
    assert remove_leftovers(tmp_path / "run", unchanged_for=60) == 0
    assert remove_leftovers(tmp_path / "run") == 2
    assert not any(path.exists() for path in left)
    assert all(path.exists() for path in (*own, outside))
