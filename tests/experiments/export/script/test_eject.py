"""An ejected script reaches the run's score to 1e-6, where there is no dlfund."""

import json
import os
import shutil
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from ejected_scripts import said_alone, score_in

from dlfund.cli import main
from dlfund.comparison.result.result import Result
from dlfund.experiments.export.script import eject
from dlfund.experiments.export.script.command_code import quiet_backend
from dlfund.experiments.export.script.imports import Imports
from dlfund.experiments.predict import predict_table

CLASSICAL = ["logistic_regression", "random_forest", "gradient_boosting", "support_vectors", "rule"]
NETWORKS = ["perceptron", "ann"]
NUMBERS = ["ridge", "support_vectors", "perceptron", "realmlp_td_s"]


@pytest.fixture(scope="module")
def new_rows(tmp_path_factory):
    """Rows to predict, their columns in another order."""
    path = tmp_path_factory.mktemp("rows") / "new.csv"
    pd.DataFrame({"sleep_hours": [7.5, 4], "study_hours": [8.0, 1], "play_hours": [1.0, 6]}).to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def printed(of_classes, of_numbers, new_rows, tmp_path_factory):
    """What every script prints, by run, contender and options. One process runs them all: it imports Keras once."""
    out = tmp_path_factory.mktemp("scripts")
    scripts = {("classes", name): eject(of_classes, name, out / name).script for name in [*CLASSICAL, *NETWORKS]}
    scripts |= {("numbers", name): eject(of_numbers, name, out / f"{name}_of_numbers").script for name in NUMBERS}
    commands = {(*key, ""): [script] for key, script in scripts.items()}
    commands["classes", "ann", "--train"] = [scripts["classes", "ann"], "--train"]
    commands["numbers", "realmlp_td_s", "--train"] = [scripts["numbers", "realmlp_td_s"], "--train"]
    for name in ("ann", "logistic_regression"):
        commands["classes", name, "--predict"] = [scripts["classes", name], "--predict", new_rows]
    return dict(zip(commands, said_alone(*commands.values()), strict=True))


@pytest.mark.parametrize("name", [*CLASSICAL, *NETWORKS])
def test_a_script_reaches_the_score_of_the_run(of_classes, printed, name):
    lines = printed["classes", name, ""]
    assert score_in(lines) == pytest.approx(Result.read(of_classes).mean(name), abs=1e-6 if name in NETWORKS else 1e-9)
    assert len(lines) == 3, "two folds and their mean"


@pytest.mark.parametrize("name", NUMBERS)
def test_a_script_reaches_the_score_in_the_units_of_the_target(of_numbers, printed, name):
    assert score_in(printed["numbers", name, ""]) == pytest.approx(Result.read(of_numbers).mean(name), abs=1e-6)


def test_a_script_trains_its_networks_anew(printed):
    assert 0.3 < score_in(printed["classes", "ann", "--train"]) < 1


def test_a_script_trains_in_whole_batches_where_the_run_did(of_numbers, printed):
    again, before = (
        score_in(printed["numbers", "realmlp_td_s", "--train"]),
        Result.read(of_numbers).mean("realmlp_td_s"),
    )
    assert again == pytest.approx(before, rel=0.3), "other random numbers, and no other network"


@pytest.mark.parametrize("name", ["ann", "logistic_regression"])
def test_a_script_predicts_new_rows_as_the_run_does(of_classes, new_rows, printed, name):
    lines = printed["classes", name, "--predict"]
    assert lines[0] == "yes"
    expected = predict_table(of_classes, new_rows, name)["probability_yes"]
    assert np.array(lines[1:], dtype=float) == pytest.approx(expected.to_numpy(), abs=1e-5)


def test_a_script_takes_the_rows_from_another_file(of_classes, tmp_path):
    script = eject(of_classes, "logistic_regression", tmp_path).script
    table = pd.read_csv(tmp_path / "data.csv")
    table[table.columns[::-1]].assign(more=1).to_csv(tmp_path / "moved.csv", index=False)
    (tmp_path / "data.csv").unlink()
    (lines,) = said_alone([script, tmp_path / "moved.csv"])
    assert score_in(lines) == pytest.approx(Result.read(of_classes).mean("logistic_regression"), abs=1e-6)


def test_nothing_of_dlfund_stands_in_a_script(of_classes, tmp_path):
    for name in [*CLASSICAL, *NETWORKS]:
        text = eject(of_classes, name, tmp_path / name).script.read_text()
        assert "import dlfund" not in text
        assert "from dlfund" not in text
        assert ("os.dup2" in text) == (name in NETWORKS)
        assert max(map(len, text.splitlines())) <= 120, name


def test_weights_are_arrays_of_numbers_alone(of_classes, tmp_path):
    eject(of_classes, "ann", tmp_path)
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as weights:
        assert {weights[name].dtype.kind for name in weights.files} == {"f"}
        assert {name.partition(".")[0] for name in weights.files} == {"1-1", "1-2", "final"}


def test_the_command_writes_the_best_contender_and_says_how_to_run_it(of_classes, capsys, tmp_path):
    assert main(["eject", str(of_classes), "--out", str(tmp_path / "best")]) == 0
    best = Result.read(of_classes).ranked()[0].name
    assert f"python {tmp_path / 'best' / best}.py" in capsys.readouterr().out
    assert (tmp_path / "best" / f"{best}.py").exists()


@pytest.fixture
def copy(of_classes, tmp_path):
    return shutil.copytree(of_classes, tmp_path / "copy")


def changed(run, change):
    content = json.loads((run / "results.json").read_text())
    change(content)
    (run / "results.json").write_text(json.dumps(content))


def test_a_contender_that_is_not_there_is_a_sentence(of_classes, capsys):
    assert main(["eject", str(of_classes), "--model", "forest"]) == 2
    output = capsys.readouterr().err
    assert "Expected --model to be a contender of this run" in output
    assert "random_forest" in output


def test_rows_that_have_changed_since_are_refused(copy, capsys):
    def other_rows(content):
        test = content["folds"][0]["test"]
        test[0] = next(row for row in range(len(test) + 1) if row not in test)

    changed(copy, other_rows)
    assert main(["eject", str(copy), "--model", "rule"]) == 2
    assert "other test rows" in capsys.readouterr().err


def test_a_failed_contender_is_a_sentence(copy, capsys):
    def failed(content):
        content["contenders"][0]["final"]["error"] = "ValueError: no."

    changed(copy, failed)
    assert main(["eject", str(copy), "--model", "logistic_regression"]) == 2
    assert "Received: none, ValueError: no. Name another contender with --model" in capsys.readouterr().err


def predicted(script, table, path):
    """What a script prints for these rows, or its sentence."""
    table.to_csv(path, index=False)
    done = subprocess.run([sys.executable, script, "--predict", path], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done.stdout or done.stderr


def test_columns_that_are_spelled_another_way_are_a_sentence_and_a_marker_is_an_empty_cell(of_classes, tmp_path):
    script = eject(of_classes, "logistic_regression", tmp_path).script
    rows = pd.DataFrame({"sleep_hours": ["7.5", "4"], "study_hours": ["8", "1"], "play_hours": ["1", "6"]})
    sentence = predicted(script, rows.rename(columns={"play_hours": "Play_Hours"}), tmp_path / "case.csv")
    assert "none called ['play_hours'], but ['sleep_hours', 'study_hours', 'Play_Hours']" in sentence
    empty, marked = rows.replace("8", ""), rows.replace("8", "N/A")
    refused = "Expected no empty cell in column 'study_hours'", "one in row 1 (1 such rows)"
    for name, table in {"marked": marked, "empty": empty}.items():
        assert all(part in predicted(script, table, tmp_path / f"{name}.csv") for part in refused)


def test_a_backends_log_is_no_part_of_a_scripts_standard_error(tmp_path):
    imports = Imports()
    imports.before_packages = quiet_backend(imports)
    imports.module("numpy")
    script = tmp_path / "script.py"
    output = "os.write(2, b'the log of a library'); print('a sentence', file=sys.stderr)"
    script.write_text(f"{imports.lines()}\n{output}\n")
    assert imports.lines().index("os.dup2") < imports.lines().index("import numpy")
    usual = {name: value for name, value in os.environ.items() if name != "TF_CPP_MIN_LOG_LEVEL"}
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, env=usual)
    assert done.stderr == "a sentence\n"
    asked = {**usual, "TF_CPP_MIN_LOG_LEVEL": "0"}
    loud = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, env=asked)
    assert "the log of a library" in loud.stderr


def test_networks_that_come_out_differently_are_said(copy, tmp_path):
    def other_answers(content):
        content["contenders"][6]["outcomes"][0]["predictions"][0] += 0.25

    changed(copy, other_answers)
    (note,) = eject(copy, "ann", tmp_path / "ann").notes
    assert "differ from those that the run recorded, by up to 0.25" in note


def test_names_in_a_changed_result_never_become_code(copy, capsys):
    def hostile(content):
        content["contenders"][0]["final"]["hyperparameters"] = {"C): __import__('os').abort(": 1}

    changed(copy, hostile)
    assert main(["eject", str(copy), "--model", "logistic_regression"]) == 2
    assert "Expected hyperparameters with plain names" in capsys.readouterr().err
