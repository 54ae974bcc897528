"""A comparison that was stopped is continued: what is finished is kept, and only by the same plan."""

import io
import signal

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from dlfund import compare
from dlfund.cli import main
from dlfund.comparison.running.executor import InThisProcess, using
from dlfund.comparison.running.run_folder import RunError
from dlfund.core.stop_signals import Stopped


class StoppedAfter(InThisProcess):
    """Ctrl-C after some results."""

    def __init__(self, results):
        self.results = results

    def run(self, jobs, deadline=None):
        for number, result in enumerate(super().run(jobs, deadline), start=1):
            yield result
            if number == self.results:
                raise Stopped(signal.SIGINT)


def table(rows=120):
    generator = np.random.default_rng(0)
    frame = pd.DataFrame({"age": generator.normal(size=rows), "height": generator.normal(size=rows)})
    frame["bought"] = np.where(frame["age"] + generator.normal(size=rows) > 0, "yes", "no")
    return frame


def asked(tmp_path, executor, **options):
    text = io.StringIO()
    given = {"contenders": ["nearest_neighbors"], "trials": 2, "runs": tmp_path, "name": "shop"} | options
    with using(executor):
        result = compare(table(), "bought", console=Console(file=text, width=200), **given)
    return result, text.getvalue()


@pytest.fixture
def stopped(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        asked(tmp_path, StoppedAfter(7))
    return tmp_path


def finished_files(runs):
    return {path: path.stat().st_mtime_ns for path in runs.glob("shop/*/folds/*/*.json")}


def test_finished_folds_are_kept_and_the_result_is_the_same(stopped, tmp_path_factory):
    before = finished_files(stopped)
    assert before
    result, text = asked(stopped, InThisProcess(), resume=True)
    after = finished_files(stopped)
    assert {path: after[path] for path in before} == before
    assert len(after) > len(before)
    assert "Continued: " in text
    whole, _ = asked(tmp_path_factory.mktemp("whole"), InThisProcess())
    assert [result.scores(name) for name in result.names] == [whole.scores(name) for name in whole.names]


def test_a_finished_run_is_shown_again(stopped):
    first, _ = asked(stopped, InThisProcess(), resume=True)
    again, text = asked(stopped, InThisProcess(), resume=True)
    assert "This run is already finished: " in text
    assert again.folder == first.folder


def test_what_changed_is_said(stopped):
    expected = r"Changed since: search\.trials \(2, now 3\)\. Continue it .* or start a new run without --resume\."
    with pytest.raises(RunError, match=expected):
        asked(stopped, InThisProcess(), trials=3, resume=True)
    with pytest.raises(RunError, match=r"contenders"):
        asked(stopped, InThisProcess(), contenders=["random_forest"], resume=True)
    with pytest.raises(RunError, match=r"columns\.height"):
        asked(stopped, InThisProcess(), columns={"drop": ["height"]}, resume=True)


def test_without_a_run_there_is_nothing_to_continue(tmp_path):
    with pytest.raises(RunError, match=r"Expected a run of 'shop' to continue .* Start a run without --resume\."):
        asked(tmp_path, InThisProcess(), resume=True)


def test_the_command_line_continues(stopped, tmp_path, capsys):
    table().to_csv(tmp_path / "shop.csv", index=False)
    arguments = ["compare", str(tmp_path / "shop.csv"), "--target", "bought", "--contenders", "nearest_neighbors"]
    with using(StoppedAfter(3)):
        assert main([*arguments, "--trials", "1", "--runs", str(tmp_path / "runs")]) == 130
    assert "Stopped. Finished folds are kept; continue with: " in (hint := capsys.readouterr().err)
    assert "compare --resume " in hint
    with using(InThisProcess()):
        assert main([*arguments, "--trials", "1", "--runs", str(tmp_path / "runs"), "--resume"]) == 0
    assert "Continued: " in capsys.readouterr().out
