"""A recipe answers its question end to end, the same way twice, and goes on where it was stopped."""

import io
import json

import joblib
import pytest
from rich.console import Console
from small_data import write_dataset

from dlfund import Recipe, baselines, protocol, search
from dlfund.comparison.result import Result
from dlfund.comparison.run_folder import RunError, RunFolder
from dlfund.data import DataError
from dlfund.sentence import UserError


@pytest.fixture(autouse=True)
def small_place(tmp_path, monkeypatch):
    """A folder with one small data set; threads, because processes would take seconds to start."""
    write_dataset(tmp_path / "datasets")
    monkeypatch.setenv("DLFUND_DATASETS", str(tmp_path / "datasets"))
    monkeypatch.chdir(tmp_path)
    with joblib.parallel_config(backend="sequential"):
        yield


def recipe(*contenders, **changes):
    words = {
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
    return Recipe(**(words | changes))


def quiet():
    return Console(file=io.StringIO(), width=120)


def run(one, **options):
    return one.run(**({"budget": "quick", "console": quiet()} | options))


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
    assert result.verdict in str(result)
    assert {"plan.json", "results.json", "report.html", "baseline.skops"} <= {
        path.name for path in result.folder.iterdir()
    }
    assert not list(result.folder.rglob("*.part*"))
    assert Result.read(result.folder).content == json.loads(json.dumps(result.content))


def test_a_network_among_them():
    result = run(recipe(perceptron))
    one = result.contender("perceptron")
    assert one["final"]["error"] == ""
    assert None not in result.scores("perceptron")
    assert one["cost"]["trials"] == 2
    assert one["cost"]["parameters"] == 4
    assert (result.folder / "model.keras").exists()
    assert "perceptron" in result.verdict
    again = run(recipe(perceptron))
    assert again.scores("perceptron") == pytest.approx(result.scores("perceptron"), abs=1e-6)


def test_the_same_recipe_twice_gives_the_same_scores():
    one, two = run(recipe()), run(recipe())
    assert one.folder != two.folder
    for name in one.content["judgement"]["intervals"]:
        assert one.contender(name)["scores"] == two.contender(name)["scores"]


def test_a_stopped_run_is_continued_and_a_finished_one_is_read(monkeypatch):
    from dlfund.comparison import compare

    whole = run(recipe())
    folder = run(recipe()).folder
    (folder / "results.json").unlink()
    (folder / "folds" / "rule" / "1-2.json").unlink()
    calls, genuine = [], compare.fit_fold

    def counted(baseline, dataset, fold, **options):
        calls.append((baseline.name, fold.name))
        return genuine(baseline, dataset, fold, **options)

    monkeypatch.setattr(compare, "fit_fold", counted)
    console = quiet()
    continued = run(recipe(), resume=True)
    finished = run(recipe(), resume=True, console=console)

    assert calls == [("rule", "1-2")]
    assert continued.folder.samefile(folder)
    assert continued.content["judgement"] == whole.content["judgement"] == finished.content["judgement"]
    assert "This run is finished already" in console.file.getvalue()


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


def test_changed_data_is_not_continued(tmp_path):
    from small_data import small_table

    run(recipe())
    write_dataset(tmp_path / "datasets", small_table(seed=1))
    with pytest.raises(RunError, match="Changed since: data"):
        run(recipe(), resume=True)


def test_nothing_to_continue():
    with pytest.raises(RunError, match="There is none yet"):
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
    assert run(recipe()).verdict


def test_a_contender_that_can_not_work_is_named_and_the_rest_goes_on():
    words = recipe(contenders=[baselines.rule("homework > 5"), baselines.logistic_regression()])
    result = run(words)
    assert result.mean("rule") is None
    assert result.mean("logistic_regression") is not None
    assert any("Received: 'homework'; the table has" in note for note in result.content["notes"])


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
