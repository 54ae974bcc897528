"""A job that takes too long is stopped; the others never notice."""

import os
import time

import pytest

from dlfund.comparison.crew import Crew, Job


@pytest.fixture(scope="module")
def crew():
    with Crew(2) as crew:
        yield crew


def answers_of(crew, jobs, **options):
    return {answer.key: answer for answer in crew.do(jobs, **options)}


def test_every_job_is_done_in_another_process(crew):
    found = answers_of(crew, [Job(number, lambda number=number: (number**2, os.getpid())) for number in range(6)])
    assert {key: answer.value[0] for key, answer in found.items()} == {n: n**2 for n in range(6)}
    assert 1 <= len({answer.value[1] for answer in found.values()} - {os.getpid()}) <= 2
    assert {answer.how for answer in found.values()} == {"done"}


def test_a_slow_job_is_stopped_and_the_rest_is_done(crew):
    started = time.monotonic()
    jobs = [Job("slow", lambda: time.sleep(600), seconds=1.0), *(Job(n, lambda n=n: n) for n in range(4))]
    found = answers_of(crew, jobs)
    assert time.monotonic() - started < 60
    assert found["slow"].how == "stopped"
    assert found["slow"].seconds >= 1.0
    assert [found[n].value for n in range(4)] == [0, 1, 2, 3]


def test_at_the_end_of_the_time_all_is_stopped_also_what_was_not_begun(crew):
    jobs = [Job(n, lambda: time.sleep(600)) for n in range(4)]
    found = answers_of(crew, jobs, until=time.monotonic() + 1)
    assert [found[n].how for n in range(4)] == ["stopped"] * 4


def test_an_error_is_a_sentence_and_a_death_is_one_too(crew):
    def wrong():
        raise ValueError("no\nsuch thing")

    found = answers_of(crew, [Job("wrong", wrong), Job("dead", lambda: os._exit(3)), Job("well", lambda: 1)])
    assert (found["wrong"].how, found["wrong"].value) == ("failed", "ValueError: no such thing")
    assert found["dead"].how == "failed"
    assert "exit code 3" in found["dead"].value
    assert found["well"].value == 1


def test_what_a_library_prints_is_no_answer(crew):
    def loud():
        print("hello")
        os.write(1, b"from C")
        return "said"

    assert answers_of(crew, [Job("loud", loud)])["loud"].value == "said"


def test_a_job_that_nobody_wants_any_more_is_left_out(crew):
    found = answers_of(crew, [Job(n, lambda n=n: n) for n in range(3)], wanted=lambda key: key != 1)
    assert sorted(found) == [0, 2]
