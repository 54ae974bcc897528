"""What was missed comes back first, and nothing that was answered is lost."""

import json

import pytest

from dlfund.core.errors import UserError
from dlfund.learn.interview.progress import Progress, progress_path
from dlfund.learn.interview.question import questions

FIRST, SECOND, THIRD, FOURTH = (question.name for question in questions()[:4])


@pytest.fixture
def progress(tmp_path):
    return Progress(tmp_path / "deep" / "drill.json")


def order(progress, seed="0"):
    return [question.name for question in progress.next(questions()[:4], seed)]


def test_missed_comes_first_then_new_then_shaky_then_known(progress):
    for _ in range(2):
        progress.record(FIRST, True)
    progress.record(SECOND, True)
    progress.record(THIRD, False)
    assert order(progress) == [THIRD, FOURTH, SECOND, FIRST]
    assert progress.is_known(FIRST)
    assert not progress.is_known(SECOND)


def test_the_oldest_miss_comes_first_and_a_right_answer_ends_it(progress):
    progress.record(SECOND, False)
    progress.record(FIRST, False)
    assert order(progress)[:2] == [SECOND, FIRST]
    progress.record(SECOND, True)
    assert order(progress)[0] == FIRST
    assert order(progress)[-1] == SECOND


def test_a_miss_undoes_what_was_known(progress):
    for is_right in (True, True, False, True):
        progress.record(FIRST, is_right)
    assert not progress.is_known(FIRST)


def test_the_seed_decides_the_order_of_new_ones(progress):
    assert order(progress, "1") == order(progress, "1")
    assert len({tuple(order(progress, str(seed))) for seed in range(10)}) > 3


def test_it_is_kept_and_read_again(progress):
    progress.record(FIRST, False)
    assert order(Progress(progress.path))[0] == FIRST
    assert [path.name for path in progress.path.parent.iterdir()] == ["drill.json"]


def test_what_another_session_wrote_is_kept(progress):
    other = Progress(progress.path)
    other.record(FIRST, False)
    progress.record(SECOND, True)
    assert set(json.loads(progress.path.read_text())["questions"]) == {FIRST, SECOND}


def test_a_question_that_no_longer_exists_is_kept(progress):
    progress.record("from_another_version", True)
    progress.record(FIRST, True)
    assert "from_another_version" in Progress(progress.path).records


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null",
     '{"version": 2, "questions": {}}', '{"version": 1}', '{"version": 1, "questions": {"a": 3}}',
     '{"version": 1, "questions": {"a": {"right": "x", "wrong": 0, "row": 0, "last": 0}}}',
     '{"version": 1, "questions": {"a": {"right": -1, "wrong": 0, "row": 0, "last": 0}}}',
     '{"version": 1, "questions": {"a": {"worng": 1}}}'],
)  # fmt: skip
def test_a_damaged_file_is_a_sentence_and_stays_as_it_is(progress, content):
    progress.path.parent.mkdir()
    progress.path.write_text(content)
    with pytest.raises(UserError, match="It was left unchanged"):
        Progress(progress.path)
    with pytest.raises(UserError, match="It was left unchanged"):
        progress.record(FIRST, True)
    assert progress.path.read_text() == content


def test_bytes_that_are_no_text_are_a_sentence(progress):
    progress.path.parent.mkdir()
    progress.path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match="not text"):
        Progress(progress.path)


def test_where_it_is_kept(monkeypatch, tmp_path):
    monkeypatch.delenv("DLFUND_PROGRESS", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert progress_path() == tmp_path / "dlfund" / "drill.json"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert progress_path() == tmp_path / ".local" / "share" / "dlfund" / "drill.json"
    monkeypatch.setenv("DLFUND_PROGRESS", str(tmp_path / "mine.json"))
    assert progress_path() == tmp_path / "mine.json"
    assert progress_path(tmp_path / "given.json") == tmp_path / "given.json"
