"""A waiting person sees how much is done, and never more than there was to do."""

import io
import time

import pytest
from rich.console import Console

from dlfund.comparison.running.progress import Watch


@pytest.fixture
def console():
    return Console(file=io.StringIO(), width=100)


def test_plain_lines_where_there_is_no_terminal(console):
    with Watch(console, 20) as watch:
        for _ in range(20):
            watch.advance(1, "[b]ann[/b]")
    lines = console.file.getvalue().splitlines()
    assert len(lines) == 10
    assert lines[0].startswith("2 of 20 trainings, ")
    assert lines[-1].startswith("20 of 20 trainings, ")
    assert lines[-1].endswith("about 0 s left ([b]ann[/b])")


def test_trainings_done_twice_are_counted_once(console):
    with Watch(console, 10) as watch:
        share = watch.share(6, "ann")
        share.advance(4)
        share.advance(4)
        share.finish()
        assert watch.done == 6


def test_what_was_not_needed_is_counted_at_the_end(console):
    with Watch(console, 10) as watch:
        share = watch.share(6, "ann")
        share.advance()
        share.finish()
        assert watch.done == 6


def test_what_an_earlier_run_finished_is_no_pace(console, monkeypatch):
    clock = iter(range(0, 1000, 10))
    monkeypatch.setattr(time, "perf_counter", lambda: next(clock))
    with Watch(console, 10) as watch:  # at 0 s
        watch.keep(6, "ann")  # told at 10 s; the pace is measured from 20 s
        watch.advance(2, "ann")  # at 30 s: 10 s for 2 trainings, so that the last 2 take 10 s
    assert console.file.getvalue().splitlines() == [
        "6 of 10 trainings, 10 s (ann)",
        "8 of 10 trainings, 40 s, about 10 s left (ann)",
    ]
