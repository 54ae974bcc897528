"""A job that takes too long is stopped, a process that dies is replaced, and no worker outlives who started it."""

import dataclasses
import errno
import os
import signal
import subprocess
import sys
import textwrap
import time
from contextlib import suppress
from pathlib import Path

import cloudpickle
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin

from dlfund import baselines
from dlfund.comparison.result.build_result import build_result
from dlfund.comparison.result.content_sections import EnvironmentSection, RecipeSection
from dlfund.comparison.running.executor import InThisProcess, Job, JobResult, using
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.running.worker_pool import WorkerPool, executor_for
from dlfund.comparison.terms import About, Terms
from dlfund.core.errors import UserError

cloudpickle.register_pickle_by_value(sys.modules[__name__])  # another process can't import a test by its name


@pytest.fixture(scope="module")
def pool():
    with WorkerPool(2) as pool:
        yield pool


@pytest.fixture(params=["processes", "this process"])
def executor(request, pool):
    return pool if request.param == "processes" else InThisProcess()


def answers_of(executor, jobs, deadline=None):
    return {answer.key: answer for answer in executor.run(jobs, deadline)}


def squared(number):
    return lambda progress: (number**2, os.getpid())


def asleep(progress):
    time.sleep(600)


def test_every_job_is_done_in_another_process(pool):
    actual = answers_of(pool, [Job(number, squared(number)) for number in range(6)])
    assert {key: answer.value[0] for key, answer in actual.items()} == {n: n**2 for n in range(6)}
    assert 1 <= len({answer.value[1] for answer in actual.values()} - {os.getpid()}) <= 2
    assert {answer.status for answer in actual.values()} == {"done"}


def test_a_slow_job_is_stopped_and_the_rest_is_done(pool):
    started = time.monotonic()
    actual = answers_of(pool, [Job("slow", asleep, seconds=1.0), *(Job(n, squared(n)) for n in range(4))])
    assert time.monotonic() - started < 60
    assert actual["slow"].status == "stopped"
    assert actual["slow"].seconds >= 1.0
    assert [actual[n].value[0] for n in range(4)] == [0, 1, 4, 9]


def test_at_the_end_of_the_time_all_is_stopped_also_what_was_not_begun(pool):
    actual = answers_of(pool, [Job(n, asleep) for n in range(4)], time.monotonic() + 1)
    assert [actual[n].status for n in range(4)] == ["stopped"] * 4


def test_what_no_process_can_stop_is_not_begun_after_the_deadline():
    actual = answers_of(InThisProcess(), [Job("late", asleep)], time.monotonic() - 1)
    assert actual == {"late": JobResult("late", "stopped", None, 0.0)}


class Counting:
    """A schedule that has its next job only after the result of the one before."""

    def __init__(self):
        self.results = self.started = 0

    def next_job(self, *, together):
        if together or self.started > self.results or self.started == 3:
            return None
        self.started += 1
        return Job(self.started, squared(self.started))


def test_a_schedule_is_asked_again_after_every_result(executor):
    schedule, keys = Counting(), []
    for result in executor.run(schedule):
        schedule.results += 1
        keys.append((result.key, result.value[0]))
    assert keys == [(1, 1), (2, 4), (3, 9)]


def test_an_error_is_a_sentence(executor):
    def wrong(progress):
        raise ValueError("no\nsuch thing")

    actual = answers_of(executor, [Job("wrong", wrong), Job("well", squared(1))])
    assert (actual["wrong"].status, actual["wrong"].value) == ("failed", "ValueError: no such thing")
    assert actual["well"].status == "done"


def test_what_the_user_can_mend_ends_the_run_with_its_sentence(executor):
    def full(progress):
        raise UserError("Expected to write. Received: No space left on device.")

    with pytest.raises(UserError, match="No space left on device"):
        answers_of(executor, [Job("full", full)])
    assert answers_of(executor, [Job("well", squared(2))])["well"].value[0] == 4


def test_a_job_whose_process_dies_is_begun_once_more(pool, tmp_path):
    def dies_at_first(progress):
        mark = tmp_path / "was here"
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return "survived"

    assert answers_of(pool, [Job("once", dies_at_first)])["once"].value == "survived"


def test_a_second_death_is_a_failure_that_says_how(pool):
    actual = answers_of(pool, [Job("dead", lambda progress: os.kill(os.getpid(), 9)), Job("well", squared(3))])
    assert (actual["dead"].status, actual["well"].status) == ("failed", "done")
    assert actual["dead"].value == "Its process ended 2 times, the last time with exit code -9: out of memory?"


def test_where_no_process_can_be_started_it_says_so(monkeypatch):
    def refuses(*arguments, **options):
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(subprocess, "Popen", refuses)
    with pytest.raises(UserError, match=r"Expected to start a process .* Received: Resource temporarily unavailable"):
        WorkerPool(1).__enter__()


class Deadly(ClassifierMixin, BaseEstimator):
    """A fit that the system kills, as it does where memory ends."""

    def fit(self, X, y):
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_contender_whose_processes_die_is_a_failed_fold_and_the_others_are_judged(compare, watch, tmp_path, pool):
    deadly = dataclasses.replace(
        baselines.majority_class(), name="deadly", estimator=lambda schema, seed: Deadly(), approach="machine learning"
    )
    comparison = compare(deadly, baselines.majority_class(), folds=2)
    folder = RunFolder.start(tmp_path, "small", {})
    comparison.run(folder, watch, pool)
    about = About(RecipeSection("small"), EnvironmentSection())
    result = build_result(comparison, folder, Terms("majority_class", 0.01, about))
    assert result.scores("deadly") == [None, None]
    assert result.scores("majority_class") == [0.5, 0.5]
    sentence = "deadly: failed in fold 1-1, 1-2, final: Its process ended 2 times, the last time with exit code -9"
    assert any(note.startswith(sentence) for note in result.to_dict()["notes"])


def test_what_a_library_prints_is_no_answer(pool):
    def loud(progress):
        print("progress: 100 %")
        subprocess.run(["echo", "hello"], check=True)
        return "said"

    assert answers_of(pool, [Job("loud", loud)])["loud"].value == "said"


def test_a_job_that_nobody_wants_any_more_is_left_out(executor):
    taken = []
    jobs = [Job(n, squared(n), wanted=lambda n=n: n != 1 and len(taken) < 3) for n in range(9)]
    for answer in executor.run(jobs):
        taken.append(answer.key)
    assert 1 not in taken
    assert 3 <= len(taken) <= 4  # one may have been begun when the third came


def test_what_trains_together_reports_here_and_has_one_process_apart():
    counts = []
    job = Job("net", lambda progress: progress(3) or os.getpid(), together=True, progress=counts.append)
    with WorkerPool(1) as pool:
        assert answers_of(pool, [job])["net"].value == os.getpid()
    assert counts == [3]


def test_a_named_executor_is_used_and_one_that_can_not_stop_is_not_where_time_counts():
    here = InThisProcess()
    with using(here):
        with executor_for() as executor:
            assert executor is here
        with executor_for(stoppable=True) as executor:
            assert executor.can_stop
        with executor_for(apart=True) as executor:
            assert executor is here
    with executor_for() as executor, executor_for() as again:
        assert executor is again


PARENT = """
import os, sys, time
from dlfund.comparison.running.executor import Job
from dlfund.comparison.running.worker_pool import WorkerPool

def busy(progress):
    open({folder!r} + "/" + str(os.getpid()), "w").close()
    {work}

with WorkerPool(2) as pool:
    list(pool.run([Job(0, busy), Job(1, busy)]))
"""
ASLEEP = "time.sleep(600)"
HOLDS_ALL_THREADS = 'import re; re.match("(a*)*b", "a" * 60)'  # one call that no other thread interrupts


def alive(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat")
        return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.mark.parametrize(
    "work",
    [
        ASLEEP,
        pytest.param(HOLDS_ALL_THREADS, marks=pytest.mark.skipif(sys.platform != "linux", reason="needs the kernel")),
    ],
)
def test_workers_end_with_their_parent_in_the_middle_of_a_fit(tmp_path, work):
    (tmp_path / "pids").mkdir()
    script = tmp_path / "parent.py"
    script.write_text(textwrap.dedent(PARENT).format(folder=str(tmp_path / "pids"), work=work))
    parent = subprocess.Popen([sys.executable, str(script)])
    deadline = time.monotonic() + 120
    while len(list((tmp_path / "pids").iterdir())) < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    pids = [int(path.name) for path in (tmp_path / "pids").iterdir()]
    assert len(pids) == 2
    assert all(map(alive, pids))
    parent.kill()
    parent.wait()
    time.sleep(2)
    assert not any(map(alive, pids))
