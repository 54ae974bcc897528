"""Within a time limit the twins come after the first full answer, if there is time; if not, a line says so."""

import io

import pytest
from rich.console import Console
from small_data import small_table

from dlfund import compare
from dlfund.comparison.running.executor import InThisProcess, using
from dlfund.experiments import placebo_step


class Here(InThisProcess):
    """This process; it says that it can stop jobs, so that no other process is started."""

    can_stop = True


@pytest.fixture
def asked(tmp_path):
    def run(minutes=10, **options):
        texts = {"contenders": ["nearest_neighbors"], "trials": 2, "folds": 3, "repeats": 1, "runs": tmp_path}
        with using(Here()):
            return compare(
                small_table(90), "passed", minutes=minutes, console=Console(file=io.StringIO()), **texts, **options
            )

    return run


@pytest.mark.slow
def test_twins_have_the_trials_that_their_originals_reached(asked):
    result = asked()
    assert {twin.second for twin in result.placebo.twins} == {"logistic_regression", "nearest_neighbors"}
    assert not result.placebo.left_out
    assert all(len(outcome.trials) == 2 for outcome in result.contender("nearest_neighbors").outcomes)


@pytest.mark.slow
def test_where_there_is_no_time_a_line_says_so_and_the_verdict_stands(asked, monkeypatch):
    monkeypatch.setattr(placebo_step, "seconds_of_twins", lambda *_, **__: 1e9)
    result = asked()
    assert result.placebo.twins == []
    assert result.placebo.left_out in str(result)
    assert "there was no time" in result.placebo.left_out
    assert not result.verdict.withheld
