"""The truth of a generated data set is that of the very rows that a run has."""

import sys
from dataclasses import replace

import numpy as np
import pytest
from datasets.test_best_possible import FOLDER

from dlfund import data
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.data.truth import true_guess

GENERATED = sorted(
    path.parent.name for path in FOLDER.glob("*/schema.toml") if "[best_possible]" in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("rows", [None, 700])
@pytest.mark.parametrize("name", GENERATED)
def test_the_truth_of_a_runs_rows_scores_about_as_it_does_on_average(name, rows):
    dataset = data.load_dataset(name, rows=rows)
    guess = true_guess(dataset)
    assert len(guess) == len(dataset) == (rows or dataset.schema.rows)
    for metric, stated in dataset.schema.best_possible.items():
        if metric != "draws":
            score = METRICS[metric].score(dataset.y, guess)
            assert abs(score - stated["value"]) < 0.06, metric  # a truth of other rows would be far away


def test_the_rows_of_the_students_are_those_of_the_file():
    guess, dataset = true_guess(data.load_dataset("student_pass_fail")), data.load_dataset("student_pass_fail")
    assert METRICS["roc_auc"].score(dataset.y, guess) == pytest.approx(0.8824, abs=1e-4)
    fewer = data.load_dataset("student_pass_fail", rows=300)
    places = [int(np.flatnonzero((dataset.x == row).all(axis=1))[0]) for _, row in fewer.x.iterrows()]
    np.testing.assert_array_equal(true_guess(fewer), guess[places])


def test_there_is_none_for_other_rows_and_real_data():
    dataset = data.load_dataset("xor", rows=100)
    assert true_guess(replace(dataset, y=1 - dataset.y)) is None
    assert true_guess(data.load_dataset("iris") if (FOLDER / "iris").exists() else data.load_dataset("wine")) is None
    assert true_guess(data.load_dataset("mnist1d", rows=50)) is None
    named_alike = replace(dataset.schema, best_possible={})  # somebody's own table, called xor
    assert true_guess(replace(dataset, schema=named_alike)) is None


def test_no_network_library_is_needed(tmp_path):
    import subprocess

    script = (
        "import sys\nfrom dlfund import data\nfrom dlfund.data.truth import true_guess\n"
        "assert true_guess(data.load_dataset('friedman', rows=50)) is not None\n"
        "assert not {'keras', 'tensorflow', 'jax', 'torch'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=FOLDER.parent)
    assert done.returncode == 0, done.stderr
