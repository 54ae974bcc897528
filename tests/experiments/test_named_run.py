"""One function finds the run that a command is about, whatever it is called by."""

import os

import pytest

from dlfund.cli import main
from dlfund.core.errors import UserError
from dlfund.experiments.named_run import finished_run, run_folder


@pytest.fixture
def runs(tmp_path, monkeypatch):
    """Two finished runs of one table, and one that was not finished."""
    for number, name in enumerate(("kunden/2026-01-01_10-00-00", "kunden/2026-01-02_10-00-00", "later/2026-01-01")):
        folder = tmp_path / "runs" / name
        folder.mkdir(parents=True)
        (folder / "plan.json").write_text("{}", encoding="utf-8")
        if not name.startswith("later"):
            (folder / "results.json").write_text("{}", encoding="utf-8")
            os.utime(folder / "results.json", (number, number))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "runs"


LATEST = "2026-01-02_10-00-00"


@pytest.mark.parametrize(
    "name", ["kunden", "runs/kunden", f"runs/kunden/{LATEST}", f"runs/kunden/{LATEST}/results.json"]
)
def test_a_name_a_folder_of_runs_and_a_runs_folder_lead_to_it(runs, name):
    assert run_folder(name, runs).resolve() == (runs / "kunden" / LATEST).resolve()


def test_the_working_directory_may_be_the_run_or_the_folder_of_its_runs(runs, monkeypatch):
    monkeypatch.chdir(runs / "kunden" / LATEST)
    assert run_folder(".", runs).resolve() == runs / "kunden" / LATEST
    assert run_folder("..", runs).resolve() == runs / "kunden" / LATEST


def test_another_folder_of_runs_is_looked_into(runs, tmp_path):
    assert run_folder("kunden", runs) == runs / "kunden" / LATEST
    assert finished_run("kunden", tmp_path / "elsewhere") is None


@pytest.mark.parametrize(
    "name, told",
    [
        ("kundn", "Received: 'kundn'. Nearest: kunden. --runs FOLDER"),
        ("something", "Finished there: kunden."),
        ("later", "was not finished. The command that began it continues it with --resume"),
        ("runs/later/2026-01-01", "has no results.json"),
        ("student_pass_fail", "`dlfund run student_pass_fail --budget quick` makes one"),
    ],
)
def test_a_run_that_is_not_there_is_a_sentence_with_the_way_on(runs, name, told):
    with pytest.raises(UserError, match=told):
        run_folder(name, runs)


@pytest.mark.parametrize(
    "command",
    [
        ["predict", "kundn", "new.csv"],
        ["report", "kundn"],
        ["look", "kundn"],
        ["eject", "kundn"],
        ["export", "kundn", "--as", "keras"],
    ],
)
def test_every_verb_finds_runs_in_the_same_way(runs, capsys, command):
    assert main([*command, "--runs", str(runs)]) == 2
    assert "Received: 'kundn'. Nearest: kunden." in capsys.readouterr().err


def test_a_verb_that_is_misspelt_names_the_nearest(capsys):
    with pytest.raises(SystemExit):
        main(["comapre", "my.csv"])
    assert "Did you mean compare?" in capsys.readouterr().err
