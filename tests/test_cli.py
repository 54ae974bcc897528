"""The command line as a user meets it: real commands in processes of their own."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dlfund import __version__

ROOT = Path(__file__).parents[1]

BASELINES_ONLY = '''"""Does a rule do?

Question  whatever
"""

from dlfund import Recipe, baselines, protocol, search

recipe = Recipe(
    dataset="student_pass_fail",
    metric="roc_auc",
    protocol=protocol.repeated_k_fold(folds=3, repeats=1),
    search=search.random(trials=2),
    contenders=[baselines.majority_class(), baselines.rule("study_hours >= 5"), baselines.logistic_regression()],
    reference="majority_class",
)
'''


def dlfund(*arguments, cwd=ROOT, **environment):
    command = [sys.executable, "-m", "dlfund.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=os.environ | environment, timeout=300)


@pytest.fixture(scope="module")
def recipe_folder(tmp_path_factory):
    """A folder with one recipe of baselines alone, and a broken one."""
    folder = tmp_path_factory.mktemp("recipes")
    (folder / "does_a_rule_do.py").write_text(BASELINES_ONLY)
    (folder / "broken.py").write_text("recipe = Recipe(")
    (folder / "empty.py").write_text('"""Nothing here."""\n')
    return folder


@pytest.fixture(scope="module")
def finished_run(recipe_folder, tmp_path_factory):
    """A finished run's folder and what the command printed."""
    runs = tmp_path_factory.mktemp("runs with a space")
    done = dlfund("run", "does_a_rule_do", "--budget", "quick", "--runs", runs, DLFUND_RECIPES=str(recipe_folder))
    assert done.returncode == 0, done.stderr
    return next(runs.glob("does_a_rule_do/*")), done.stdout


def test_listing_and_parsing_import_nothing_heavy():
    heavy = "{'numpy', 'pandas', 'keras', 'tensorflow', 'sklearn', 'rich', 'scipy'}"
    for texts in (["list"], ["--help"]):
        code = (
            "import sys, dlfund.cli\n"
            f"try: dlfund.cli.main({texts!r})\n"
            "except SystemExit: pass\n"
            f"assert not {heavy} & sys.modules.keys(), {heavy} & sys.modules.keys()"
        )
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_list_shows_each_recipe_with_its_question():
    done = dlfund("list")
    assert ["student_pass_fail", "Will this student pass?"] in [
        line.split(maxsplit=1) for line in done.stdout.splitlines()
    ]


def test_a_recipe_that_cannot_be_read_is_listed_as_such(recipe_folder):
    assert "can't be read: line 1" in dlfund("list", DLFUND_RECIPES=str(recipe_folder)).stdout


def test_version():
    assert dlfund("--version").stdout.strip() == f"dlfund {__version__}"


def test_a_run_prints_work_table_and_verdict(finished_run):
    folder, printed = finished_run
    assert "trainings" in printed.splitlines()[1]
    assert "logistic regression" in printed
    assert "is better than the majority class" in printed
    assert str(folder / "report.html") in printed


def test_a_run_leaves_the_promised_files(finished_run):
    folder, _ = finished_run
    assert {"plan.json", "results.json", "report.html", "baseline.skops"} <= {path.name for path in folder.iterdir()}
    assert not list(folder.rglob("*.part*"))
    environment = json.loads((folder / "results.json").read_text())["environment"]
    assert {"seed", "device", "versions", "budget", "command", "platform"} <= environment.keys()


def test_the_report_is_rendered_from_the_result_alone(finished_run):
    folder, _ = finished_run
    before = (folder / "report.html").read_bytes()
    (folder / "report.html").unlink()
    assert dlfund("report", folder).returncode == 0
    assert (folder / "report.html").read_bytes() == before


def test_predicting_keeps_the_rows_and_adds_probabilities(finished_run, tmp_path):
    folder, _ = finished_run
    table = tmp_path / "new students.csv"
    table.write_text("name,sleep_hours,study_hours,play_hours\nAda,8,9,1\nBob,5,1,8\n")
    done = dlfund("predict", folder, table)
    assert done.returncode == 0, done.stderr
    header, ada, bob = done.stdout.splitlines()
    assert header == "name,sleep_hours,study_hours,play_hours,predicted_passed,probability_no,probability_yes"
    assert ada.startswith("Ada,8,9,1,yes,")
    assert bob.startswith("Bob,5,1,8,no,")


def test_a_run_that_is_finished_is_not_run_again(finished_run, recipe_folder):
    folder, _ = finished_run
    texts = ("run", "does_a_rule_do", "--budget", "quick", "--runs", folder.parents[1], "--resume")
    done = dlfund(*texts, DLFUND_RECIPES=str(recipe_folder))
    assert done.returncode == 0
    assert "already finished" in done.stdout
    assert len(list(folder.parent.iterdir())) == 1


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["run", "student_pas_fail"], "Nearest: student_pass_fail"),
        (["run", "student_pass_fail", "--budget", "norml"], "Received: 'norml'. Did you mean normal?"),
        (["run", "student_pass_fail", "--resume", "--runs", "nowhere"], "Received: none. Start a run"),
        (["report", "no/such/run"], "Expected a run"),
        (["predict", "no/such/run", "x.csv"], "Expected a run"),
    ],
)
def test_a_mistake_is_answered_with_a_sentence(arguments, sentence):
    done = dlfund(*arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "name, sentence", [("broken", "Expected"), ("empty", "to define `recipe = Recipe(...)`"), ("../x", "Nearest")]
)
def test_a_broken_recipe_is_a_sentence(recipe_folder, name, sentence):
    done = dlfund("run", name, DLFUND_RECIPES=str(recipe_folder))
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "content, sentence",
    [
        ("", "It is empty (0 bytes)"),
        ("study_hours,play_hours\n1,2\n", "Missing: ['sleep_hours']"),
        ("study_hours,play_hours,sleep_hours\n", "at least one row under its header"),
        ("study_hours,play_hours,sleep_hours\n1,2,many\n", "'many' in row 1"),
    ],
)
def test_rows_that_cannot_be_predicted_are_a_sentence(finished_run, tmp_path, content, sentence):
    (tmp_path / "rows.csv").write_text(content)
    done = dlfund("predict", finished_run[0], tmp_path / "rows.csv")
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unwritable_folder_is_a_sentence(recipe_folder, tmp_path):
    (tmp_path / "file").write_text("")
    done = dlfund("run", "does_a_rule_do", "--runs", tmp_path / "file", DLFUND_RECIPES=str(recipe_folder))
    assert done.returncode == 2
    assert "Expected to write this run's results" in done.stderr


def test_ctrl_c_keeps_finished_folds_and_says_how_to_go_on(tmp_path):
    slow = BASELINES_ONLY.replace("baselines.logistic_regression()", "baselines.random_forest()").replace("=2", "=40")
    (tmp_path / "slow.py").write_text(slow)
    environment = os.environ | {"DLFUND_RECIPES": str(tmp_path)}
    command = [sys.executable, "-m", "dlfund.cli", "run", "slow", "--runs", str(tmp_path / "runs")]
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background job ignores it
    )
    deadline = time.monotonic() + 120
    while not list(tmp_path.glob("runs/slow/*/folds/rule/*.json")) and time.monotonic() < deadline:
        time.sleep(0.2)
    os.killpg(process.pid, signal.SIGINT)
    _, output = process.communicate(timeout=120)
    assert process.returncode == 130
    again = shlex.join([*command[:4], "--resume", *command[4:]])
    assert f"Stopped. Finished folds are kept; continue with: {again}\n" in output
    assert "Traceback" not in output
    folder = next(tmp_path.glob("runs/slow/*"))
    kept = {path: path.stat().st_mtime_ns for path in folder.glob("folds/*/*.json")}
    assert kept
    assert not (folder / "results.json").exists()
    done = subprocess.run([*command, "--resume"], env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert all(path.stat().st_mtime_ns == time_ for path, time_ in kept.items())
    assert (folder / "results.json").exists()
