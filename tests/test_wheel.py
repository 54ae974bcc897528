"""The wheel as a stranger gets it: installed into an empty environment, every verb from an empty folder."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

import dlfund

ROOT = Path(__file__).parents[1]
RULES = '''"""Does a rule do?"""

from dlfund import Recipe, baselines, protocol, search

recipe = Recipe(
    dataset="student_pass_fail",
    metric="roc_auc",
    protocol=protocol.repeated_k_fold(folds=3, repeats=1),
    search=search.random(trials=1),
    contenders=[baselines.majority_class(), baselines.rule("study_hours >= 5"), baselines.logistic_regression()],
    reference="majority_class",
)
'''


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """An environment with the built wheel alone; the tested one lends the libraries that dlfund needs."""
    place = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    venv.create(place / "env", with_pip=False)
    python = place / "env" / "bin" / "python"
    (wheel,) = place.glob("*.whl")
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    (own,) = (place / "env" / "lib").glob("*/site-packages")
    (own / "lent.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return own


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """An empty folder to work in."""
    return tmp_path_factory.mktemp("empty folder")


@pytest.fixture(scope="module")
def do(installed, here):
    """Run a verb there, in an environment that holds nothing but a home and one thread."""

    def verb(*arguments, code=0, **variables):
        program = str(installed.parents[2] / "bin" / "dlfund")
        own = {"HOME": str(here), "PATH": os.defpath, "OMP_NUM_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}
        done = subprocess.run(
            [program, *map(str, arguments)], cwd=here, env=own | variables, capture_output=True, text=True, timeout=600
        )
        assert done.returncode == code, f"{arguments}\n{done.stdout}\n{done.stderr}"
        return done

    return verb


@pytest.mark.slow
def test_a_wheel_has_the_recipes_and_their_data_and_its_types(installed):
    shipped = installed / "dlfund" / "_shipped"
    for kind in ("recipes", "datasets"):
        ours = {path.relative_to(ROOT / kind) for path in (ROOT / kind).rglob("*.*") if "__pycache__" not in path.parts}
        theirs = {path.relative_to(shipped / kind) for path in (shipped / kind).rglob("*.*")}
        assert {path for path in theirs if "__pycache__" not in path.parts} == ours
    assert (installed / "dlfund" / "py.typed").exists()
    assert (installed / f"dlfund-{dlfund.__version__}.dist-info" / "licenses" / "LICENSE").exists()
    assert not {path.name for path in installed.iterdir()} & {"recipes", "datasets", "tests", "conftest.py"}


@pytest.mark.slow
def test_what_needs_no_network_works_from_an_empty_folder(installed, do, here):
    listed = {recipe["name"]: recipe["path"] for recipe in json.loads(do("list", "--json").stdout)}
    assert Path(listed["student_pass_fail"]) == installed / "dlfund" / "_shipped" / "recipes" / "student_pass_fail.py"
    assert "squeezes any number" in do("explain", "sigmoid").stdout
    assert "student_pass_fail" in do("explain", "ReLU").stdout, "a card names the recipes that use it"
    assert "perceptron" in do("drill", "--list").stdout
    assert "_dlfund_recipes" in do("completion", "bash").stdout
    assert list(here.iterdir()) == []


@pytest.mark.slow
def test_a_run_of_ones_own_with_the_wheels_data(do, here):
    new = do("new", "does_a_rule_do").stdout.splitlines()[0]
    assert "new recipe" in do("new", "does_a_rule_do", code=2).stderr
    (here / new).write_text(RULES, encoding="utf-8")
    summary = json.loads(do("run", "does_a_rule_do", "--budget", "quick", "--json").stdout)
    assert summary["contenders"][0]["name"] == "logistic_regression"
    assert (here / summary["page"]).exists()
    assert do("run", "does_a_rule_do", "--resume", "--budget", "quick", "--quiet").stdout.strip() == summary["page"]
    (here / "new.csv").write_text("study_hours,play_hours,sleep_hours\n9,1,8\n", encoding="utf-8")
    assert do("predict", summary["folder"], "new.csv").stdout.splitlines()[1].startswith("9,1,8,yes")
    assert do("report", summary["folder"]).stdout.strip() == summary["page"]
    assert do("book").stdout.strip() == "runs/book.html"


HIDE = """
import importlib.util

real = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name in {"tensorflow", "jax", "torch"} else real(name, *more)
"""


@pytest.mark.slow
def test_without_a_backend_a_sentence_says_what_to_install(do, here):
    (here / "hide").mkdir()
    (here / "hide" / "sitecustomize.py").write_text(HIDE, encoding="utf-8")
    told = do("run", "student_pass_fail", code=2, PYTHONPATH=str(here / "hide")).stderr
    assert told.startswith("dlfund: Expected a backend for Keras")
    assert "pip install 'dlfund[tensorflow]'" in told
    do("list", PYTHONPATH=str(here / "hide"))


@pytest.mark.nightly
def test_every_verb_with_a_network(do, here):
    do("run", "student_pass_fail", "--budget", "quick", "--quiet")
    run = next((here / "runs" / "student_pass_fail").iterdir()).relative_to(here)
    do("trace", "student_pass_fail")
    do("look", "student_pass_fail")
    for kind in ("keras", "onnx", "savedmodel", "skops"):
        do("export", run, "--as", kind)
    do("eject", run)
    do("drill", "--check", "why_not_linear")
    do("device")
    (here / "data.csv").write_bytes((ROOT / "datasets" / "student_pass_fail" / "data.csv").read_bytes())
    do("predict", run, "data.csv")
    do("compare", "data.csv", "--target", "passed", "--minutes", "1", "--quiet")
    do("book")
