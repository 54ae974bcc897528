"""A file is there whole or not at all."""

import errno

import pytest

from dlfund.sentence import UserError
from dlfund.whole_file import whole_file


def test_the_file_appears_when_the_block_ends(tmp_path):
    with whole_file(tmp_path / "new" / "a.json") as beside:
        beside.write_text("whole")
        assert not (tmp_path / "new" / "a.json").exists()

    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a.json"]
    assert (tmp_path / "new" / "a.json").read_text() == "whole"


def test_a_failure_in_the_middle_keeps_the_old_file_and_leaves_nothing_beside_it(tmp_path):
    place = tmp_path / "a.json"
    place.write_text("old")

    def fails_midway():
        with whole_file(place) as beside:
            beside.write_text("ha")
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        fails_midway()
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert place.read_text() == "old"


def test_a_full_disk_is_a_sentence(tmp_path):
    def fills_the_disk():
        with whole_file(tmp_path / "a.json") as beside:
            beside.write_text("ha")
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(UserError, match=r"Expected to write .*a.json. Received: No space left on device. Free some"):
        fills_the_disk()
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_can_not_be_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(UserError, match=r"Expected to write .* Received: File exists"),
        whole_file(tmp_path / "file" / "a.json"),
    ):
        pass
