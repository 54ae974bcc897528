"""Code comes from where the user works or points to, and never from a run's folder."""

import os
import subprocess
import sys

import pytest

from dlfund import cli
from dlfund.core.code_folder import ROOT, code_folder, run_above
from dlfund.core.errors import UserError
from dlfund.data.read import datasets_folder
from dlfund.experiments import recipe_files

TIME = "2026-01-01_00-00-00"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Somebody's own folder with recipes, data sets and a run."""
    monkeypatch.delenv("DLFUND_RECIPES", raising=False)
    monkeypatch.delenv("DLFUND_DATASETS", raising=False)
    folder = tmp_path / "project"
    for place in (folder, folder / "runs", folder / "runs" / "mine", folder / "runs" / "mine" / TIME):
        (place / "recipes").mkdir(parents=True)
        (place / "recipes" / "mine.py").write_text('"""Mine."""\n')
        (place / "datasets" / "mine").mkdir(parents=True)
        (place / "datasets" / "mine" / "schema.toml").write_text("")
    (folder / "runs" / "mine" / TIME / "plan.json").write_text("{}")
    return folder


def test_ones_own_folder_is_served_and_those_below_it(project, monkeypatch):
    (project / "deep" / "er").mkdir(parents=True)
    for place in (project, project / "deep" / "er"):
        monkeypatch.chdir(place)
        assert recipe_files.recipes_folder() == project / "recipes"
        assert datasets_folder() == project / "datasets"


@pytest.mark.parametrize(
    "where", ["runs", "runs/mine", f"runs/mine/{TIME}", f"runs/mine/{TIME}/models", "runs/mine/x/y"]
)
def test_in_a_run_or_a_folder_of_runs_it_is_dlfunds_own(project, monkeypatch, where):
    (project / where).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(project / where)
    assert recipe_files.recipes_folder() == ROOT / "recipes"
    assert datasets_folder() == ROOT / "datasets"


def test_results_alone_make_a_run_too(project, monkeypatch):
    run = project / "handed over"
    (run / "recipes").mkdir(parents=True)
    (run / "recipes" / "theirs.py").write_text("")
    (run / "results.json").write_text("{}")
    monkeypatch.chdir(run)
    assert recipe_files.recipes_folder() == ROOT / "recipes"


def test_dlfunds_own_repository_is_served_from_everywhere_in_it(monkeypatch):
    monkeypatch.delenv("DLFUND_RECIPES", raising=False)
    for place in (ROOT, ROOT / "recipes", ROOT / "dlfund" / "layers"):
        monkeypatch.chdir(place)
        assert recipe_files.recipes_folder() == ROOT / "recipes"
    assert run_above(ROOT) is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="there are no owners")
def test_a_folder_of_another_user_must_be_named(project, monkeypatch):
    monkeypatch.chdir(project)
    monkeypatch.setattr(os, "getuid", lambda: 123_456)
    assert recipe_files.recipes_folder() == ROOT / "recipes"
    monkeypatch.setenv("DLFUND_RECIPES", str(project / "recipes"))
    assert recipe_files.recipes_folder() == project / "recipes"


def test_a_named_folder_has_its_data_sets_beside_it(project, monkeypatch):
    monkeypatch.setenv("DLFUND_RECIPES", str(project / "recipes"))
    assert datasets_folder() == project / "datasets"
    monkeypatch.setenv("DLFUND_DATASETS", str(project / "elsewhere"))
    assert datasets_folder() == project / "elsewhere"


@pytest.mark.parametrize("where", ["runs/recipes", "runs/mine/recipes", f"runs/mine/{TIME}/recipes"])
def test_a_named_folder_in_a_run_is_refused(project, where):
    with pytest.raises(UserError, match=r"Expected a folder of recipes outside of any run. Received: .*copy them"):
        code_folder("recipes", "*.py", project / where)


def test_a_link_into_a_run_is_refused(project, monkeypatch):
    (project / "link").symlink_to(project / "runs" / "mine" / TIME / "recipes")
    with pytest.raises(UserError, match="outside of any run"):
        code_folder("recipes", "*.py", project / "link")


def test_the_option_names_the_folder(project, monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["list", "--recipes", str(project / "recipes")]) == 0
    assert capsys.readouterr().out.split() == ["mine", "Mine."]
    assert "DLFUND_RECIPES" not in os.environ


WORK = """
from dlfund.comparison.running.executor import Job
from dlfund.comparison.running.worker_pool import WorkerPool

if __name__ == "__main__":
    with WorkerPool() as pool:
        print(*(answer.value for answer in pool.run([Job(name, lambda progress: 2) for name in ("a", "b")])))
"""


def test_a_worker_takes_no_module_of_the_working_directory(tmp_path):
    """A folder with a table may hold a json.py as well."""
    (tmp_path / "work.py").write_text(WORK)
    here = tmp_path / "here"
    here.mkdir()
    for name in ("json", "joblib", "skops", "numpy", "pickle"):
        (here / f"{name}.py").write_text(f"open({str(tmp_path / name)!r}, 'w').close()\nraise ImportError\n")
    command = [sys.executable, "-P", str(tmp_path / "work.py")]
    done = subprocess.run(command, cwd=here, capture_output=True, text=True, timeout=120)
    assert done.stdout.split() == ["2", "2"], done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here", "work.py"]
