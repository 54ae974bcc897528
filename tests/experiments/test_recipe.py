"""A recipe answers its question end to end, the same way twice, and goes on where it was stopped."""

import io
import json
import shutil
import subprocess
import sys

import jsonschema
import pytest
from rich.console import Console
from small_data import write_dataset

from dlfund import Question, Recipe, baselines, protocol, search
from dlfund.comparison.result.result import Result
from dlfund.comparison.result.results_schema import PATH
from dlfund.comparison.running.executor import InThisProcess, using
from dlfund.comparison.running.run_folder import RunError, RunFolder
from dlfund.core.errors import UserError
from dlfund.data import DataError


@pytest.fixture(autouse=True)
def small_place(tmp_path, monkeypatch):
    """A folder with one small data set; threads, because processes would take seconds to start."""
    write_dataset(tmp_path / "datasets")
    monkeypatch.setenv("DLFUND_DATASETS", str(tmp_path / "datasets"))
    monkeypatch.chdir(tmp_path)
    with using(InThisProcess()):
        yield


def recipe(*contenders, **changes):
    texts = {
        "dataset": "small",
        "metric": "roc_auc",
        "protocol": protocol.repeated_k_fold(folds=3, repeats=1),
        "search": search.random(trials=2, epochs=4),
        "contenders": [
            baselines.majority_class(),
            baselines.rule("study > 5"),
            baselines.logistic_regression(),
            *contenders,
        ],
        "reference": "logistic_regression",
    }
    return Recipe(**(texts | changes))


def quiet():
    return Console(file=io.StringIO(), width=120)


def run(made, **options):
    return made.run(**({"budget": "quick", "console": quiet()} | options))


def perceptron(task, hp):
    """One neuron."""
    import keras

    return keras.Sequential([keras.Input(task.input_shape), task.head()])


def test_the_answer_and_everything_it_leaves(tmp_path):
    console = quiet()

    result = run(recipe(), console=console)

    assert "90 rows, 3 contenders, 3 folds × 1, 2 trials each (random), budget quick: 20 trainings" in (
        console.file.getvalue()
    )
    assert result.folder.parent.resolve() == tmp_path / "runs" / "small"
    assert result.mean("logistic_regression") > result.mean("rule") - 0.2 > 0.3
    assert result.mean("majority_class") == 0.5
    assert result.verdict.sentence in str(result)
    assert {"plan.json", "results.json", "report.html", "baseline.skops"} <= {
        path.name for path in result.folder.iterdir()
    }
    assert not list(result.folder.rglob("*.part*"))
    assert Result.read(result.folder).to_dict() == json.loads(json.dumps(result.to_dict()))
    content = json.loads((result.folder / "results.json").read_text(encoding="utf-8"))
    assert content == result.to_dict()
    jsonschema.validate(content, json.loads(PATH.read_text(encoding="utf-8")))


def test_a_network_among_them():
    result = run(recipe(perceptron))
    first = result.contender("perceptron")
    assert first.final.error == ""
    assert None not in result.scores("perceptron")
    assert first.cost.trials == 2
    assert first.cost.parameters == 4
    assert (result.folder / "model.keras").exists()
    assert "perceptron" in result.verdict.sentence
    again = run(recipe(perceptron))
    assert again.scores("perceptron") == pytest.approx(result.scores("perceptron"), abs=1e-6)


def test_the_same_recipe_twice_gives_the_same_scores():
    first, two = run(recipe()), run(recipe())
    assert first.folder != two.folder
    for name in first.to_dict()["verdict"]["intervals"]:
        assert first.contender(name).scores == two.contender(name).scores


def test_a_stopped_run_is_continued_and_a_finished_one_is_read(monkeypatch):
    from dlfund.baselines import fit

    whole = run(recipe())
    folder = run(recipe()).folder
    (folder / "results.json").unlink()
    (folder / "folds" / "rule" / "1-2.json").unlink()
    calls, genuine = [], fit.fit_fold

    def counted(baseline, dataset, fold, **options):
        calls.append((baseline.name, fold.name))
        return genuine(baseline, dataset, fold, **options)

    monkeypatch.setattr(fit, "fit_fold", counted)
    console = quiet()
    continued = run(recipe(), resume=True)
    finished = run(recipe(), resume=True, console=console)

    assert calls == [("rule", "1-2")]
    assert continued.folder.samefile(folder)
    assert continued.to_dict()["verdict"] == whole.to_dict()["verdict"] == finished.to_dict()["verdict"]
    assert "This run is already finished" in console.file.getvalue()


@pytest.mark.parametrize(
    "changed, what",
    [
        ({"protocol": protocol.repeated_k_fold(folds=2, repeats=1)}, "protocol"),
        ({"search": search.random(trials=3, epochs=4)}, "search"),
        ({"metric": "accuracy"}, "metric"),
        ({"contenders": [baselines.logistic_regression(), baselines.rule("study > 6")]}, "contenders"),
    ],
)
def test_another_plan_is_not_continued(changed, what):
    folder = run(recipe()).folder
    (folder / "results.json").unlink()
    with pytest.raises(RunError, match=f"Changed since: {what}"):
        run(recipe(**changed), resume=True)


@pytest.mark.parametrize("changed, told", [({"reference": "rule"}, r"reference \('logistic_regression', now 'rule'\)"),
                                           ({"question": Question("rule", "logistic_regression")},
                                            r"question.first \('network', now 'rule'\)"),
                                           ({"margin": 0.5}, r"margin \(None, now 0.5\)")])  # fmt: skip
def test_another_verdict_is_not_continued(changed, told):
    folder = run(recipe()).folder
    (folder / "results.json").unlink()
    with pytest.raises(RunError, match=told):
        run(recipe(**changed), resume=True)


FILE = '''"""Who passes?"""
from dlfund import Question, Recipe, baselines, protocol, search

WIDTHS = [8, 32]  # of what a helper uses


def helper():
    return WIDTHS


recipe = Recipe(
    dataset="small",
    metric="roc_auc",
    protocol=protocol.repeated_k_fold(folds=2, repeats=1),
    search=search.random(trials=1),
    contenders=[baselines.majority_class(), baselines.logistic_regression()],
    reference="majority_class",
)
'''


@pytest.mark.parametrize(
    "old, new, told",
    [
        ("[8, 32]", "[1, 2]", r"code.who_passes.WIDTHS \('\[8, 32\]', now '\[1, 2\]'\)"),
        ("return WIDTHS", "return WIDTHS * 2", r"code.who_passes.helper\(\)\."),
        ("from dlfund", "import math\nfrom dlfund", r"code.who_passes.imports"),
        ("recipe =", "WIDTHS += [64]\n\nrecipe =", r"code.who_passes.other lines \(absent, now 'WIDTHS \+= \[64\]'\)"),
        ('"majority_class",', '"logistic_regression",', r"code.who_passes.recipe.reference"),
        ("# of what", "# more of what", ""),
        ("Who passes?", "Who passes, and who does not?", ""),
        ("def helper", "\n\ndef helper", ""),
    ],
)
def test_an_edited_recipe_is_continued_only_if_it_says_the_same(tmp_path, old, new, told):
    from dlfund.experiments import recipe_files

    def loaded(text):
        path.write_text(text)
        return recipe_files.load(recipe_files.RecipeCard("who_passes", path, "", ""))

    path = tmp_path / "who_passes.py"
    folder = run(loaded(FILE)).folder
    (folder / "results.json").unlink()
    assert old in FILE
    if not told:
        assert run(loaded(FILE.replace(old, new)), resume=True).folder.samefile(folder)
        return
    with pytest.raises(RunError, match=told):
        run(loaded(FILE.replace(old, new)), resume=True)


def test_what_was_killed_after_the_results_is_written_on_resume(tmp_path):
    """The page and the logs of the recipe's own data and of those beside it."""
    shutil.copytree(tmp_path / "datasets" / "small", tmp_path / "datasets" / "other")
    folder = run(recipe(perceptron, beside=["other"])).folder
    kept = {path: path.read_bytes() for place in (folder, folder / "beside/other") for path in place.glob("*.html")}
    assert {path.name for path in kept} == {"report.html", "look.html"}
    results = {path: path.stat().st_mtime_ns for path in folder.rglob("results.json")}
    for path in kept:
        path.unlink()
    console = quiet()
    run(recipe(perceptron, beside=["other"]), resume=True, console=console)
    assert "This run is already finished" in console.file.getvalue()
    for path in kept:
        assert path.exists(), path
        if path.name == "report.html":
            assert path.read_bytes() == kept[path]
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("results.json")} == results


def test_a_data_set_beside_that_is_lost_is_done_again(tmp_path):
    shutil.copytree(tmp_path / "datasets" / "small", tmp_path / "datasets" / "other")
    folder = run(recipe(beside=["other"])).folder
    (folder / "beside/other/results.json").unlink()
    run(recipe(beside=["other"]), resume=True)
    assert (folder / "beside/other/results.json").exists()


def test_changed_data_is_not_continued(tmp_path):
    from small_data import small_table

    run(recipe())
    write_dataset(tmp_path / "datasets", small_table(seed=1))
    with pytest.raises(RunError, match="Changed since: data"):
        run(recipe(), resume=True)


def test_nothing_to_continue():
    with pytest.raises(RunError, match="Received: none"):
        run(recipe(), resume=True)


def test_an_unknown_budget():
    with pytest.raises(UserError, match=r"Expected BUDGET to be one of quick, normal, thorough. Received: 'slow'"):
        run(recipe(), budget="slow")


def test_an_unknown_data_set():
    with pytest.raises(DataError, match=r"Received: 'smal'. Nearest: small"):
        run(recipe(dataset="smal"))


def test_a_metric_of_another_kind():
    with pytest.raises(ValueError, match=r"Expected a metric for a binary task"):
        run(recipe(metric="rmse"))


def test_a_place_that_can_not_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match=r"Expected to write this run's results to .*file/small"):
        run(recipe(), runs=tmp_path / "file")


def test_a_spoiled_run_beside_does_not_stop_a_new_one(tmp_path):
    for name, text in (("a", "{"), ("b", "[]"), ("c", '{"environment": null}')):
        place = tmp_path / "runs" / "small" / name
        place.mkdir(parents=True)
        (place / "results.json").write_text(text)
    assert run(recipe()).verdict.sentence


def test_a_contender_that_can_not_work_is_named_and_the_rest_goes_on():
    texts = recipe(contenders=[baselines.rule("homework > 5"), baselines.logistic_regression()])
    result = run(texts)
    assert result.mean("rule") is None
    assert result.mean("logistic_regression") is not None
    assert any("Received: 'homework'; the table has" in note for note in result.to_dict()["notes"])


@pytest.mark.parametrize(
    "changes", [{"reference": "nobody"}, {"contenders": [baselines.majority_class()] * 2}, {"contenders": []}]
)
def test_contenders_need_names_of_their_own_and_a_reference(changes):
    with pytest.raises(ValueError, match="Expected contenders of different names, the reference among them"):
        recipe(**changes)


def test_a_baseline_that_was_not_called():
    with pytest.raises(TypeError, match=r"baselines.logistic_regression\(\) \(called\)"):
        recipe(contenders=[baselines.logistic_regression], reference="logistic_regression")


def test_a_negative_margin_is_refused():
    with pytest.raises(ValueError, match=r"Expected margin to be 0 or more. Received: margin=-0.1"):
        recipe(margin=-0.1)


def test_the_latest_folder_is_the_one_that_was_written(tmp_path):
    result = run(recipe(), runs=tmp_path / "elsewhere", name="named")
    assert RunFolder.latest(tmp_path / "elsewhere", "named").path == result.folder


def test_a_recipe_of_networks_alone_finds_its_encoder():
    """No baseline has imported `dlfund.data.encode` for it."""
    code = (
        "import keras\nfrom dlfund import Recipe, search, protocol\n"
        "def one(task, hp):\n    return keras.Sequential([keras.Input(task.input_shape), task.head()])\n"
        "def two(task, hp):\n    return one(task, hp)\n"
        "recipe = Recipe(dataset='small', contenders=[one, two], reference='one', metric='roc_auc')\n"
        "print(recipe.comparison(recipe.variants()[0], 'quick').task.input_shape)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
