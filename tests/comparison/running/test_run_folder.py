"""What is finished is there whole; what is not finished is not there."""

import errno
import json
import os
import time
from pathlib import Path

import pytest

from dlfund.comparison.running.run_folder import RunError, RunFolder, write_beside
from dlfund.core.errors import UserError
from dlfund.core.outcome import Outcome

PLAN = {"budget": "quick", "contenders": {"a": "1"}}
OUTCOME = Outcome("1-1", [0.5])


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_two_runs_of_one_second_get_two_folders(tmp_path):
    paths = {RunFolder.start(tmp_path, "small", PLAN).path for _ in range(4)}
    assert len(paths) == 4
    assert RunFolder.latest(tmp_path, "small").path in paths


def test_what_was_killed_before_its_plan_is_removed_by_a_later_run(tmp_path):
    planned = RunFolder.start(tmp_path, "small", PLAN).path
    killed, just_begun, kept, link = (tmp_path / "small" / name for name in ("killed", "just_begun", "kept", "link"))
    for folder in (killed, just_begun, kept):
        folder.mkdir()
        (folder / "plan.0123abcd.part.json").write_text("{")
    (kept / "notes.txt").write_text("of a user")
    link.symlink_to(killed)
    hour_ago = time.time() - 3600
    for folder in (killed, kept, planned):
        os.utime(folder, (hour_ago, hour_ago))
    RunFolder.start(tmp_path, "small", PLAN)
    assert not killed.exists()
    assert link.is_symlink()
    assert all(folder.is_dir() for folder in (just_begun, planned))
    assert files(kept) == ["notes.txt"]


def test_an_outcome_is_read_back(tmp_path):
    folder = RunFolder.start(tmp_path, "small", PLAN)
    assert folder.read_outcome("a", "1-1") is None
    folder.write_outcome("a", OUTCOME)
    assert folder.read_outcome("a", "1-1") == OUTCOME
    assert folder.read_outcome("b", "1-1") is None


def test_the_latest_run_is_continued(tmp_path):
    RunFolder.start(tmp_path, "small", PLAN)
    last = RunFolder.start(tmp_path, "small", PLAN)
    RunFolder.start(tmp_path, "other", PLAN)
    assert RunFolder.latest(tmp_path, "small").path == last.path


def test_nothing_to_continue_is_a_sentence(tmp_path):
    with pytest.raises(RunError, match=r"Expected a run of 'small' to continue in .* Received: none"):
        RunFolder.latest(tmp_path, "small")


def test_another_plan_is_not_continued(tmp_path):
    folder = RunFolder.start(tmp_path, "small", PLAN)
    folder.check_plan(json.loads(json.dumps(PLAN)))
    told = r"Changed since: budget \('quick', now 'normal'\), contenders.a \('1', now '2'\), extra \(absent, now 1\)\."
    with pytest.raises(RunError, match=f"{told}.*start a new run without RESUME=1"):
        folder.check_plan({"budget": "normal", "contenders": {"a": "2"}, "extra": 1})


@pytest.mark.parametrize("place", ["runs", "runs/small", "runs/deep/er"])
def test_a_place_under_a_file_is_a_sentence(tmp_path, place):
    blocked = tmp_path / "runs"
    blocked.write_text("a file")
    with pytest.raises(UserError, match=r"Expected to write this run's results to .* Received: .*Name another folder"):
        RunFolder.start(tmp_path / place, "small", PLAN)
    assert blocked.read_text() == "a file"


def test_a_full_disk_is_a_sentence_and_leaves_no_half_file(tmp_path, monkeypatch):
    folder = RunFolder.start(tmp_path, "small", PLAN)
    before = files(tmp_path)

    def half(path, text, **_):
        with path.open("w") as file:
            file.write(text[: len(text) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", half)
    with pytest.raises(UserError, match=r"Received: No space left on device. Free some space.*RESUME=1 continues it"):
        folder.write_outcome("a", OUTCOME)
    assert files(tmp_path) == before
    assert folder.read_outcome("a", "1-1") is None


def test_what_a_killed_run_left_beside_is_not_read(tmp_path):
    folder = RunFolder.start(tmp_path, "small", PLAN)
    place = folder.path / "folds" / "a"
    place.mkdir(parents=True)
    for name in ("1-1.part.json", "1-1.json.part"):
        (place / name).write_text('{"fold": "1-')
    assert folder.read_outcome("a", "1-1") is None
    folder.write_outcome("a", OUTCOME)
    assert folder.read_outcome("a", "1-1") == OUTCOME


@pytest.mark.parametrize("text", ["", "{", "[]", "null"])
def test_a_file_that_somebody_spoiled_is_a_sentence(tmp_path, text):
    folder = RunFolder.start(tmp_path, "small", PLAN)
    folder.write_outcome("a", OUTCOME)
    (folder.path / "folds" / "a" / "1-1.json").write_text(text)
    with pytest.raises(RunError, match=r"as a run wrote it. It can't be read"):
        folder.read_outcome("a", "1-1")
    (folder.path / "plan.json").write_text(text)
    with pytest.raises(RunError, match=r"as a run wrote it. It can't be read"):
        folder.check_plan(PLAN)


def test_a_models_copy_is_whole(tmp_path):
    folder = RunFolder.start(tmp_path, "small", PLAN)
    write_beside(folder.model_folder("a") / "model.skops", "whole")
    folder.publish("a", "model.skops", "baseline.skops")
    assert (folder.path / "baseline.skops").read_text() == "whole"
    assert not folder.finished


def test_what_a_killed_run_left_is_removed_when_the_run_is_continued(tmp_path):
    folder = RunFolder.start(tmp_path, "small", PLAN)
    left = folder.path / "folds" / "a" / "1-1.0123abcd.part.json"
    left.parent.mkdir(parents=True)
    left.write_text('{"fold": "1-')
    only = "Expected to be the only process that writes into"
    with folder.writing(), pytest.raises(UserError, match=only), RunFolder.latest(tmp_path, "small").writing():
        pass
    assert files(folder.path) == ["plan.json"]


def test_an_entry_that_may_change_does_not_stop_a_run_that_has_it(tmp_path):
    folder = RunFolder.start(tmp_path, "shop", {"minutes": 3, "rows": 10})
    folder.check_plan({"minutes": 10, "rows": 10}, may_change=("minutes",))
    with pytest.raises(RunError, match=r"minutes \(3, now 10\)"):
        folder.check_plan({"minutes": 10, "rows": 10})
    without = RunFolder.start(tmp_path, "shop", {"minutes": None, "rows": 10})
    with pytest.raises(RunError, match=r"minutes \(None, now 10\)\. .* without --resume"):
        without.check_plan({"minutes": 10, "rows": 10}, "--resume", ("minutes",))


@pytest.mark.parametrize("target", ["nothing.json", "1-1.json", ".", "/dev/zero"])
def test_a_link_in_a_folds_place_is_a_sentence(tmp_path, target):
    folder = RunFolder.start(tmp_path, "small", PLAN)
    place = folder.path / "folds" / "a" / "1-1.json"
    place.parent.mkdir(parents=True)
    place.symlink_to(target)
    with pytest.raises(UserError, match=r"Received|can't be read"):
        folder.read_outcome("a", "1-1")
