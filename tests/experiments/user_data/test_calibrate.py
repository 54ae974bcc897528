"""How often chance alone wins on a user's table: permuted targets through the whole pipeline."""

import dataclasses
import io
import json
import re
import sys

import numpy as np
import pytest
from rich.console import Console
from small_data import small_dataset, small_table

from dlfund import compare
from dlfund.cli import main
from dlfund.comparison.result.result import Result
from dlfund.comparison.running.executor import InThisProcess, using
from dlfund.comparison.scoring.calibration import Calibration, NullComparison, binomial_interval
from dlfund.experiments.user_data.permuted import how_permuted, permuted


class Here(InThisProcess):
    """This process; it says that it can stop jobs, so that no other process is started."""

    can_stop = True


@pytest.fixture(autouse=True)
def in_this_process():
    with using(Here()):
        yield


@pytest.fixture
def file(tmp_path):
    small_table(120).to_csv(tmp_path / "small.csv", index=False)
    return tmp_path / "small.csv"


def run(file, *options):
    texts = ["--contenders", "nearest_neighbors", "--trials", "1", "--folds", "3", "--repeats", "1"]
    return main(["calibrate", str(file), "--target", "passed", "--runs", str(file.parent / "runs"), *texts, *options])


def calibrations(file):
    return sorted((file.parent / "runs" / "small_calibration").iterdir())


def kept(file):
    return json.loads((calibrations(file)[-1] / "calibration.json").read_text(encoding="utf-8"))


def test_the_rate_is_printed_with_its_interval_and_kept_with_every_seed(file, capsys):
    assert run(file, "--permutations", "3") == 0
    output = capsys.readouterr().out
    assert "Calibration: with the target permuted, " in output
    assert " of 3 comparisons of this table named a winner: " in output
    rest = [" s left)" in line for line in output.splitlines() if re.match(r"\d of 3: ", line)]
    assert rest == [True, True, False]
    entries = kept(file)["comparisons"]
    assert len({entry["seed"] for entry in entries}) == 3
    assert len({entry["difference"] for entry in entries}) == 3
    assert all(len(entry["twins"]) == 2 for entry in entries)


def test_a_stopped_calibration_goes_on_where_it_was(file, capsys):
    run(file, "--permutations", "2")
    first = kept(file)["comparisons"]
    (calibrations(file)[0] / "tables" / "2.json").unlink()
    assert run(file, "--permutations", "3", "--resume") == 0
    assert len(calibrations(file)) == 1
    assert kept(file)["comparisons"][:2] == first


def test_another_plan_is_not_continued(file, capsys):
    run(file, "--permutations", "1")
    assert run(file, "--permutations", "1", "--resume", "--seed", "1") == 2
    assert "Changed since: " in capsys.readouterr().err


@pytest.mark.slow
def test_the_page_of_the_table_shows_it_beside_the_verdict(file, capsys):
    texts = {"contenders": ["nearest_neighbors"], "trials": 1, "folds": 3, "repeats": 1, "runs": file.parent / "runs"}
    before = compare(file, "passed", **texts, console=Console(file=io.StringIO()))
    assert before.calibration is None
    run(file, "--permutations", "2")
    assert f"It is shown beside the verdict of {before.folder}" in capsys.readouterr().out
    shown = Result.read(before.folder).calibration
    assert len(shown.comparisons) == 2
    assert 'id="false-winners"' in (before.folder / "report.html").read_text(encoding="utf-8")
    after = compare(file, "passed", **texts, console=Console(file=io.StringIO()))
    assert after.calibration == shown
    assert shown.sentences[0] in str(after)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--permutations", "0"], "Expected --permutations from 1 to 10,000"),
        (["--target", "pased"], "Nearest: 'passed'"),
        (["--contenders", "forrest"], "Expected --contenders to be among"),
        (["--minutes", "0.1"], "Expected --minutes of 1, as starting"),
    ],
)
def test_what_cant_be_used_is_refused_before_anything_heavy_is_loaded(file, options, sentence, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "dlfund.experiments.user_data.calibrate_data", None)
    assert run(file, *options) == 2
    assert sentence in capsys.readouterr().err
    assert not (file.parent / "runs").exists()


def test_a_permuted_target_has_the_same_values():
    data = small_dataset(60)
    null = permuted(data, 3)
    assert sorted(null.y) == sorted(data.y)
    assert list(null.y) != list(data.y)
    assert list(permuted(data, 3).y) == list(null.y)
    assert list(permuted(data, 4).y) != list(null.y)
    assert "among all rows" in how_permuted(data)


def test_rows_of_a_group_exchange_targets_among_themselves():
    group = np.repeat(np.arange(6), 10)
    data = dataclasses.replace(small_dataset(60), group=group)
    null = permuted(data, 0)
    assert [sorted(null.y[group == name]) for name in range(6)] == [sorted(data.y[group == name]) for name in range(6)]
    assert "within each group" in how_permuted(data)


def test_groups_with_one_target_each_exchange_theirs():
    group = np.repeat(np.arange(8), 5)
    data = dataclasses.replace(small_dataset(40), group=group, y=np.repeat([0, 1, 0, 0, 1, 0, 1, 0], 5))
    null = permuted(data, 0)
    assert all(len(set(null.y[group == name])) == 1 for name in range(8))
    assert null.y.sum() == data.y.sum()
    assert "among the groups" in how_permuted(data)


def test_rows_in_time_exchange_targets_within_a_part_of_the_time():
    order = np.arange(50)[::-1]
    data = dataclasses.replace(small_dataset(50), order=order, y=np.arange(50.0))
    early = np.sort(permuted(data, 0).y[order < 5])
    assert list(early) == list(np.sort(data.y[order < 5]))
    assert "within each of 10 parts of the time" in how_permuted(data)


def test_the_interval_of_a_rate_is_the_exact_one():
    """For none of n, the upper end solves (1 − p)^n = 0.025."""
    low, high = binomial_interval(0, 20)
    assert low == 0
    assert (1 - high) ** 20 == pytest.approx(0.025)


def test_by_a_loss_it_says_that_a_winner_may_be_a_true_one():
    entry = NullComparison(1, "worse", "worse", ["no difference shown", "better"], 0.1)
    known = Calibration([entry], "rmse", "Permuted.", ["ridge"], 1, 5, "")
    assert "some of these winners may be true ones" in known.sentences[2]
    assert "different in 1 of 2 cases" in known.sentences[2]
    assert len(dataclasses.replace(known, metric="roc_auc").sentences) == 2
