"""`dlfund look` and the page that a run writes beside its report."""

import base64
import io
import json
import re
import shutil

import keras
import numpy as np
import pytest
from rich.console import Console

from dlfund import Recipe, baselines, layers, protocol, search
from dlfund.cli import main
from dlfund.comparison.result.result import Result
from dlfund.comparison.running.executor import InThisProcess, using
from dlfund.comparison.running.saved_models import load
from dlfund.data import Schema, load_dataset
from dlfund.experiments.walkthrough.run import look_at
from dlfund.explain.trace.dense_chain import dense_chain


def perceptron(task, hp):
    """One neuron."""
    model = keras.Sequential([keras.Input(task.input_shape), layers.Perceptron(activation="sigmoid")])
    model.compile(keras.optimizers.SGD(hp.Float("learning_rate", 0.1, 0.2)), "binary_crossentropy")
    return model


def ann(task, hp):
    """A hidden layer, and noise in training."""
    x = inputs = keras.Input(task.input_shape)
    x = layers.Dropout(0.2)(layers.Dense(4, activation="relu")(x))
    return keras.Model(inputs, task.head()(x))


def normalised(task, hp):
    """A layer that the page does not compute."""
    x = inputs = keras.Input(task.input_shape)
    x = keras.layers.BatchNormalization()(keras.layers.Dense(4, activation="relu")(x))
    return keras.Model(inputs, task.head()(x))


def ran(runs, dataset, networks, rows, metric, **options):
    recipe = Recipe(
        dataset=dataset,
        rows=rows,
        metric=metric,
        protocol=protocol.repeated_k_fold(folds=2, repeats=1),
        search=search.random(trials=1, epochs=30),
        contenders=[*options.get("floor", [baselines.majority_class()]), *networks],
        reference=options.get("reference", "majority_class"),
    )
    with using(InThisProcess()):
        return recipe.run(runs=runs, name=options.get("name"), console=Console(file=io.StringIO())).folder


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def run(runs):
    return ran(runs, "student_pass_fail", [perceptron, ann, normalised], 200, "roc_auc")


@pytest.fixture
def copy(run, tmp_path):
    return shutil.copytree(run, tmp_path / "run")


def content_of(folder):
    text = (folder / "look.html").read_text(encoding="utf-8")
    return json.loads(re.search(r'<script type="application/json" id="look-data">(.*?)</script>', text).group(1))


def unpacked(text):
    return np.frombuffer(base64.b64decode(text), "<f4")


def test_a_run_writes_the_page_and_its_report_links_to_it(run):
    assert Result.read(run).to_dict()["look"] == "look.html"
    assert '<a href="look.html">' in (run / "report.html").read_text(encoding="utf-8")
    assert '<a href="report.html">' in (run / "look.html").read_text(encoding="utf-8")
    assert content_of(run)["title"] in ("perceptron", "ann")  # the best of those that the page computes
    assert content_of(run)["mode"] == "dense"


@pytest.mark.parametrize("model", [perceptron, ann])
def test_epochs_lead_from_the_start_to_the_saved_weights(copy, model):
    name = model.__name__
    look_at(copy, name, networks={name: model})
    content = content_of(copy)
    final = Result.read(copy).contender(name).final
    epochs = [frame["epoch"] for frame in content["frames"]]
    assert epochs[0] == 0
    assert epochs[-1] == final.epochs
    assert epochs == sorted(set(epochs))
    saved = dense_chain(keras.saving.load_model(copy / "models" / name / "model.keras", compile=False))
    np.testing.assert_array_equal(unpacked(content["frames"][-1]["weights"]), saved.numbers())
    assert not np.array_equal(unpacked(content["frames"][0]["weights"]), saved.numbers())
    assert "it ended with the saved weights" in content["about"][-1]


def test_another_network_of_that_name_is_not_passed_off_as_the_saved_one(copy):
    def perceptron(task, hp):
        model = keras.Sequential([keras.Input(task.input_shape), layers.Perceptron(activation="sigmoid")])
        model.compile(keras.optimizers.SGD(0.001), "binary_crossentropy")
        return model

    look_at(copy, "perceptron", networks={"perceptron": perceptron})
    content = content_of(copy)
    assert len(content["frames"]) == 1
    assert "it ended with other weights than the saved ones" in content["about"][-1]


def test_a_run_whose_recipe_is_gone_is_shown_as_it_ended(copy, capsys):
    assert main(["look", str(copy), "--model", "ann"]) == 0
    assert capsys.readouterr().out.strip() == str(copy / "look.html")
    content = content_of(copy)
    assert (content["title"], len(content["frames"])) == ("ann", 1)
    assert "left out" in content["about"][-1]


def test_rows_are_the_data_sets_own_in_their_units(run):
    content, dataset = content_of(run), load_dataset("student_pass_fail", rows=200)
    x = unpacked(content["rows"]["x"]).reshape(content["rows"]["count"], -1)
    for place, feature in enumerate(content["features"]):
        raw = feature["mean"] + feature["deviation"] * x[:, place]
        np.testing.assert_allclose(raw, dataset.x[feature["name"]].iloc[content["row_numbers"]], rtol=1e-4, atol=1e-4)
    np.testing.assert_array_equal(unpacked(content["rows"]["y"]), dataset.y[content["row_numbers"]])
    assert content["row_numbers"][0] == 0


def test_a_recipes_name_is_its_latest_finished_run(run, runs, capsys):
    assert main(["look", "student_pass_fail", "--runs", str(runs)]) == 0
    assert capsys.readouterr().out.strip() == str(run / "look.html")


def test_a_number_is_learned_standardised_and_shown_in_its_unit(runs, monkeypatch):
    monkeypatch.setattr("dlfund.experiments.walkthrough.epochs.SECONDS", 1e6)  # on a busy machine, too
    floor = {"floor": [baselines.mean_value()], "reference": "mean_value"}
    folder = ran(runs, "diabetes", [ann], 120, "rmse", **floor)
    content, result = content_of(folder), Result.read(folder)
    schema = Schema.from_content(
        "diabetes",
        {k: v for k, v in result.to_dict()["dataset"].items() if k in Schema.__dataclass_fields__ and k != "name"},
    )
    dataset = load_dataset("diabetes", rows=120)
    output = load(folder / "models" / "ann", schema).predict(dataset.x)[content["row_numbers"]]
    target = content["target"]
    np.testing.assert_allclose(target["mean"] + target["deviation"] * unpacked(content["expected"]), output, rtol=1e-4)
    assert len(content["frames"]) > 2, content["about"]


def test_without_a_network_there_is_no_page_and_no_link(runs, capsys):
    folder = ran(runs, "student_pass_fail", [], 200, "roc_auc", name="classical")
    assert not (folder / "look.html").exists()
    assert "look.html" not in (folder / "report.html").read_text(encoding="utf-8")
    assert main(["look", str(folder)]) == 2
    assert "there is no network, or none was fitted to all rows" in capsys.readouterr().err


def test_a_page_that_fails_is_a_note_and_the_run_is_finished(runs, monkeypatch):
    def fails(*_, **__):
        raise RuntimeError("no page today")

    monkeypatch.setattr("dlfund.experiments.walkthrough.run.look_at_run", fails)
    folder = ran(runs, "student_pass_fail", [perceptron], 200, "roc_auc", name="unlooked")
    content = Result.read(folder).to_dict()
    assert content["look"] == ""
    assert (
        "The page lacks a part (the page that walks through a network): RuntimeError: no page today" in content["notes"]
    )
    assert "look.html" not in (folder / "report.html").read_text(encoding="utf-8")


def test_a_network_that_the_page_does_not_compute_is_summed_up_when_asked_for(copy):
    assert main(["look", str(copy), "--model", "normalised"]) == 0
    content = content_of(copy)
    assert (content["title"], content["mode"]) == ("normalised", "summary")
    assert "BatchNormalization" in content["why"]


def failed(capfd, *arguments):
    assert main(["look", *map(str, arguments)]) == 2
    code_from, colon, sentence = capfd.readouterr().err.partition("dlfund: ")  # a recipe's file may be named before
    assert code_from == "" or code_from.startswith("Code from ")
    output = colon + sentence
    assert output.startswith("dlfund: Expected")
    assert len(output.splitlines()) == 1
    return output


def test_errors_are_sentences(copy, tmp_path, capfd):
    nowhere = ("--runs", tmp_path)
    assert "Nearest: student_pass_fail" in failed(capfd, "student_pas_fail", *nowhere)
    assert "There is none yet: `dlfund run xor_and_friends" in failed(capfd, "xor_and_friends", *nowhere)
    assert "Expected a run: its folder, or its name" in failed(capfd, tmp_path / "nothing")
    assert "networks: " in failed(capfd, copy, "--model", "forest")
    model = copy / "models" / "ann" / "model.keras"
    model.write_bytes(model.read_bytes()[:1000])
    assert f"a saved network at {model}" in failed(capfd, copy, "--model", "ann")
    model.unlink()
    assert f"a saved network at {model}" in failed(capfd, copy, "--model", "ann")
    (copy / "models" / "perceptron" / "encoder.skops").unlink()
    assert "encoder.skops" in failed(capfd, copy, "--model", "perceptron")
    (copy / "results.json").write_text("{")
    assert "results.json as a run wrote it" in failed(capfd, copy)


def test_a_folder_that_cannot_be_written_is_a_sentence_and_leaves_nothing(copy, capfd):
    (copy / "look.html").unlink()
    (copy / "look.html").mkdir()  # a folder stands in the way, also for an administrator
    output = failed(capfd, copy, "--model", "perceptron")
    assert "Expected to write" in output
    assert "dlfund look writes its page there" in output
    assert [path.name for path in copy.glob("look*")] == ["look.html"]
    assert list((copy / "look.html").iterdir()) == []
