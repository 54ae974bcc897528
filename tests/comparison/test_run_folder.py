"""What is finished is there whole; what is not finished is not there."""

import errno
import json
from pathlib import Path

import pytest

from dlfund.comparison.run_folder import RunError, RunFolder, write_beside
from dlfund.outcome import Outcome
from dlfund.sentence import UserError

PLAN = {"budget": "quick", "contenders": {"a": "1"}}
OUTCOME = Outcome("1-1", [0.5])


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_two_runs_of_one_second_get_two_folders(tmp_path):
    paths = {RunFolder.start(tmp_path, "small", PLAN).path for _ in range(4)}
    assert len(paths) == 4
    assert RunFolder.latest(tmp_path, "small").path in paths


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
    with pytest.raises(RunError, match=r"Expected a run of 'small' to continue in .* There is none yet"):
        RunFolder.latest(tmp_path, "small")


def test_another_plan_is_not_continued(tmp_path):
    folder = RunFolder.start(tmp_path, "small", PLAN)
    folder.check_plan(json.loads(json.dumps(PLAN)))
    with pytest.raises(RunError, match=r"Changed since: budget, contenders, extra\..*start a new run without RESUME=1"):
        folder.check_plan({"budget": "normal", "contenders": {"a": "2"}, "extra": 1})


@pytest.mark.parametrize("place", ["runs", "runs/small", "runs/deep/er"])
def test_a_place_under_a_file_is_a_sentence(tmp_path, place):
    blocked = tmp_path / "runs"
    blocked.write_text("a file")
    with pytest.raises(UserError, match=r"Expected to write this run's results to .* Received: .*name another folder"):
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
    with pytest.raises(UserError, match=r"Received: No space left on device. Free some space.*RESUME=1 goes on"):
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
