"""Somebody else's run: whatever was changed in its files, each verb that reads one answers with a sentence."""

import io
import json
import os
import re
import shutil
import zipfile

import pytest
import skops.io
from rich.console import Console
from sklearn.linear_model import LogisticRegression
from small_data import write_dataset

from dlfund import cli
from dlfund.comparison.result.result import Result
from dlfund.comparison.running.executor import InThisProcess, using
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.experiments import recipe_files

RECIPE = '''"""Who passes?"""

import keras

from dlfund import Recipe, baselines, protocol, search

WIDTH = 3


def net(task, hp):
    """A hidden layer."""
    inputs = keras.Input(task.input_shape)
    x = keras.layers.Dense(WIDTH, activation="relu")(inputs)
    return keras.Model(inputs, task.head()(x))


recipe = Recipe(
    dataset="small",
    metric="roc_auc",
    protocol=protocol.repeated_k_fold(folds=2, repeats=1),
    search=search.random(trials=1, epochs=2),
    contenders=[baselines.majority_class(), baselines.logistic_regression(), net],
    reference="logistic_regression",
)
'''
TIME = "2026-01-01_00-00-00"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """Recipes, data sets and rows of one's own, and a finished run of the recipe."""
    folder = tmp_path_factory.mktemp("shelf")
    write_dataset(folder / "datasets")
    (folder / "recipes").mkdir()
    (folder / "recipes" / "who_passes.py").write_text(RECIPE)
    table = (folder / "datasets" / "small" / "data.csv").read_text().splitlines()
    (folder / "rows.csv").write_text("\n".join(table[:6]) + "\n")
    with pytest.MonkeyPatch.context() as patch, using(InThisProcess()):
        patch.setenv("DLFUND_RECIPES", str(folder / "recipes"))
        recipe = recipe_files.load(recipe_files.find("who_passes"))
        quiet = Console(file=io.StringIO())
        done = recipe.run("normal", name="who_passes", runs=folder / "runs", console=quiet).folder
        done.rename(folder / "good")
    return folder


@pytest.fixture
def altered(shelf, tmp_path, monkeypatch):
    """A copy of the run, in a folder of runs of its own."""
    monkeypatch.setenv("DLFUND_RECIPES", str(shelf / "recipes"))
    folder = tmp_path / "runs" / "who_passes" / TIME
    shutil.copytree(shelf / "good", folder)
    with using(InThisProcess()):
        yield folder


def verbs(shelf, run, model="net"):
    rows, out = shelf / "rows.csv", run.parents[2]
    return {
        "report": ["report", run],
        "look": ["look", run, "--model", "net"],
        "trace": ["trace", run, "--model", "net"],
        "predict": ["predict", run, rows, "--model", model, "--out", out / "predicted.csv"],
        "export": ["export", run, "--as", "keras" if model == "net" else "skops", "--model", model],
        "eject": ["eject", run, "--model", model],
        "run": ["run", "who_passes", "--resume", "--runs", run.parents[1]],
    }


def answer(arguments, capfd):
    """The exit code and what was said: never a traceback."""
    code = cli.main(list(map(str, arguments)))
    output = capfd.readouterr()
    sentences = [line for line in output.err.splitlines() if line.startswith("dlfund: ")]
    assert code in (0, 2)
    assert "Traceback" not in output.err
    assert (code == 2) == (len(sentences) == 1), output.err
    return code, output.out + output.err


def at(content, place):
    """What holds the last name of a place, and that name."""
    *way, last = (int(name) if name.isdigit() else name for name in place.split("."))
    for name in way:
        content = content[name]
    return content, last


def changed(place, value):
    def change(content):
        holder, last = at(content, place)
        holder[last] = value
        return content

    return change


def without(place):
    def change(content):
        holder, last = at(content, place)
        del holder[last]
        return content

    return change


NAN, INFINITY = float("nan"), float("inf")
OTHER_RESULTS = {
    **{f"{place} is {value!r:.20}": changed(place, value) for place, value in (
        ("schema", "1"), ("schema", None), ("recipe", []), ("recipe.name", 5), ("recipe.name", None),
        ("recipe.extra", 1), ("environment", None), ("environment.seconds", "long"), ("environment.versions", []),
        ("environment.trainings", -1), ("dataset", {}), ("dataset.columns", {}), ("dataset.columns.0", "study"),
        ("dataset.columns.0.role", 7), ("dataset.classes", "yes"), ("dataset.classes", ["yes", 1]),
        ("dataset.best_possible", {"roc_auc": 1}), ("dataset.extra", 1), ("dataset.shape", [None]), ("task", None),
        ("task.kind", "ternary"), ("task.kind", "regression"), ("task.input_shape", 3), ("task.classes", []),
        ("protocol.folds", 0), ("protocol.folds", 1e9), ("protocol.validation", 7), ("protocol.split", "none"),
        ("search.oracle", "crystal ball"), ("search.trials", True), ("folds", {}), ("folds.0", 7), ("folds.0.name", 1),
        ("folds.0.test", [0, 0]), ("folds.0.test", [-1]), ("folds.0.test", ["x"]), ("folds.0.development", 1.5),
        ("contenders", []), ("contenders", "net"), ("contenders.0", None), ("contenders.0.name", "net"),
        ("contenders.0.name", ""), ("contenders.0.family", "forest"), ("contenders.0.approach", 1),
        ("contenders.0.probabilistic", "yes"), ("contenders.0.scores", []), ("contenders.0.scores.0", {}),
        ("contenders.0.scores.0.roc_auc", "high"), ("contenders.0.scores.0", None), ("contenders.0.notes", 5),
        ("contenders.0.final", {}), ("contenders.0.final.fold", "1-1"), ("contenders.0.cost", None),
        ("contenders.0.cost.bytes", "many"), ("contenders.0.outcomes", [{}, {}]),
        ("contenders.0.outcomes.0.fold", "1-2"), ("contenders.0.outcomes.0.predictions", []),
        ("contenders.0.outcomes.0.predictions.0", NAN), ("contenders.0.outcomes.0.predictions.0", INFINITY),
        ("contenders.0.outcomes.0.predictions.0", 10**400), ("contenders.0.outcomes.0.predictions.0", 5.0),
        ("contenders.0.outcomes.0.predictions.0", [0.5]), ("contenders.0.outcomes.0.trials", [{}]),
        ("contenders.0.outcomes.0.history", {"loss": ["low"]}), ("contenders.0.outcomes.0.extra", 1),
        ("contenders.2.outcomes.0.trials.0.score", "best"), ("verdict", {}), ("verdict.metric", "luck"),
        ("verdict.metric", "rmse"), ("verdict.margin", -1), ("verdict.reference", "nobody"),
        ("verdict.intervals", {}), ("verdict.intervals.net", {"roc_auc": {"mean": 1}}),
        ("verdict.pairs", [[]]), ("verdict.pairs.0.first", "nobody"), ("verdict.pairs.0.p_value", 2),
        ("verdict.sentence", None), ("verdict.also", "no"), ("notes", 5), ("notes", [5]), ("curves", None),
        ("curves.net", {"roc": {"found": [1.0]}}), ("curves.nobody", {}), ("saved.network", "nobody"),
        ("reach", {"rows": 1}), ("lessons", ["learned"]), ("beside", [{}]), ("look", "javascript:alert(1)"),
        ("views", []), ("picture", "x"), ("table", {}), ("held_out", {"rows": 5}), ("extra", {}),
    )},
    **{f"without {place}": without(place) for place in (
        "schema", "dataset.target", "folds.0.test", "contenders.1.outcomes", "verdict.pairs", "task", "search.trials",
    )},
}  # fmt: skip


@pytest.mark.parametrize("change", OTHER_RESULTS.values(), ids=OTHER_RESULTS)
def test_other_results_are_refused_by_every_verb(shelf, altered, capfd, change):
    path = altered / "results.json"
    path.write_text(json.dumps(change(json.loads(path.read_text()))))
    asked = verbs(shelf, altered)
    for verb in ("report", "look", "trace", "predict", "export", "eject"):  # run reads it as these do; see below
        code, output = answer(asked[verb], capfd)
        assert code == 2, verb
        assert "results.json" in output or "Expected a result" in output, (verb, output)
    code, _ = answer(["book", "--runs", altered.parents[1]], capfd)
    assert code == 0
    assert "Expected" in (altered.parents[1] / "book.html").read_text(), "the book says why a run is not in it"


TEXTS = {
    "empty": b"", "half": b'{"schema": 1, "recipe": {"na', "a list": b"[]", "null": b"null", "a number": b"5",
    "deep": b"[" * 100_000, "a long number": b'{"schema": ' + b"9" * 5000 + b"}", "no text": b"\xff\xfe\0\x80",
    "NaN": b'{"schema": NaN}', "a zip": b"PK\x03\x04", "a key twice": b'{"schema": 1, "schema": 2}',
    "UTF-16": '{"schema": 2}'.encode("utf-16"), "a byte order mark": b'\xef\xbb\xbf{"schema": 2}',
    "Latin-1": b'{"title": "na\xefve"}', "a huge number": b'{"schema": 1e999}', "deep objects": b'{"a":' * 100_000,
    "zeros": bytes(1000), "two values": b'{"schema": 2} {"schema": 2}',
    "levels": b'{"a":' + b"[" * 200 + b"]" * 200 + b"}",
}  # fmt: skip


@pytest.mark.parametrize("file", ["results.json", "plan.json", "folds/net/1-1.json"])
@pytest.mark.parametrize("content", TEXTS.values(), ids=TEXTS)
def test_a_file_that_is_none_is_refused(shelf, altered, capfd, file, content):
    (altered / file).write_bytes(content)
    asked = verbs(shelf, altered)
    if file != "results.json":
        (altered / "results.json").unlink()
        asked = {"run": asked["run"]}
    for verb, texts in asked.items():
        code, output = answer(texts, capfd)
        assert code == 2, verb
        assert file.rpartition("/")[2] in output


def test_a_folder_or_a_pipe_in_a_files_place_is_refused(shelf, altered, capfd):
    (altered / "results.json").unlink()
    (altered / "results.json").mkdir()
    assert {answer(entry, capfd)[0] for entry in verbs(shelf, altered).values()} == {2}
    (altered / "results.json").rmdir()
    os.mkfifo(altered / "results.json")  # reading it would wait for ever
    assert {answer(entry, capfd)[0] for entry in verbs(shelf, altered).values()} == {2}


OTHER_KINDS = {
    "a folder": lambda path: path.mkdir(),
    "a pipe": os.mkfifo,  # reading it would wait for ever
    "a device": lambda path: path.symlink_to("/dev/zero"),  # reading it would never end
    "a link to nothing": lambda path: path.symlink_to(path.parent / "nothing"),
    "a link to itself": lambda path: path.symlink_to(path),
    "a link to a folder": lambda path: path.symlink_to(path.parent),
    "300 GB": lambda path: (path.touch(), os.truncate(path, 300 * 10**9)),
    "unreadable": lambda path: path.write_bytes(b"\x80" * 1000),
}


@pytest.mark.parametrize("file", ["plan.json", "folds/net/1-1.json"])
@pytest.mark.parametrize("make", OTHER_KINDS.values(), ids=OTHER_KINDS)
def test_something_else_in_a_files_place_is_not_continued(shelf, altered, capfd, file, make):
    (altered / "results.json").unlink()
    (altered / file).unlink()
    make(altered / file)
    code, output = answer(verbs(shelf, altered)["run"], capfd)
    assert code == 2, output
    assert "Expected" in output


@pytest.mark.parametrize("make", OTHER_KINDS.values(), ids=OTHER_KINDS)
def test_something_else_in_the_results_place_is_refused_by_every_verb(shelf, altered, capfd, make):
    (altered / "results.json").unlink()
    make(altered / "results.json")
    for verb, texts in verbs(shelf, altered).items():
        if verb != "run":  # it continues a run without results
            assert answer(texts, capfd)[0] == 2, verb


def test_two_folds_that_changed_places_are_not_continued(shelf, altered, capfd):
    (altered / "results.json").unlink()
    first, second = (altered / "folds" / "net" / f"1-{number}.json" for number in (1, 2))
    first.rename(altered / "other")
    second.rename(first)
    (altered / "other").rename(second)
    code, output = answer(verbs(shelf, altered)["run"], capfd)
    assert code == 2
    assert "Expected fold 1-1 of net. Received: '1-2 of net'" in output


def outcome(**changes):
    return lambda file: {**file, "outcome": {**file["outcome"], **changes}}


OTHER_FOLDS = {
    "braces": lambda _: {},
    "an old layout": lambda file: file["outcome"],
    "an extra key": lambda file: {**file, "extra": 1},
    "an extra key inside": outcome(extra=1),
    "another contender": lambda file: {**file, "contender": "majority_class"},
    "another fold": outcome(fold="1-2"),
    "no fold": outcome(fold=None),
    "short": outcome(predictions=[0.5]),
    "none": outcome(predictions=[]),
    "long": outcome(predictions=[0.5] * 1000),
    "text": outcome(predictions=["yes"] * 45),
    "NaN": outcome(predictions=[NAN] * 45),
    "no probabilities": outcome(predictions=[5.0] * 45),
    "nested": outcome(predictions=[[0.5, 0.5]] * 45),
    "ragged": outcome(predictions=[[0.5], [0.5, 0.5]]),
    "deep": outcome(predictions=[[[[0.5]]]] * 45),
    "predictions of a failed fold": outcome(error="it failed"),
    "trials are numbers": outcome(trials=[1]),
    "a trial of nothing": outcome(trials=[{}]),
    "a score in words": outcome(trials=[{"hyperparameters": {}, "score": "good", "seconds": 1}]),
    "more trials than planned": outcome(trials=[{"hyperparameters": {}, "score": 1.0, "seconds": 1.0}] * 9),
    "huge seconds": outcome(fit_seconds=10**400),
    "true parameters": outcome(parameters=True),
    "half an epoch": outcome(epochs=0.5),
    "notes are a word": outcome(notes="none"),
}


@pytest.mark.parametrize("change", OTHER_FOLDS.values(), ids=OTHER_FOLDS)
def test_another_fold_is_not_continued(shelf, altered, capfd, change):
    (altered / "results.json").unlink()
    path = altered / "folds" / "net" / "1-1.json"
    path.write_text(json.dumps(change(json.loads(path.read_text()))))
    code, output = answer(verbs(shelf, altered)["run"], capfd)
    assert code == 2
    assert str(path) in output
    assert "as a run wrote it" in output
    path.unlink()
    assert answer(verbs(shelf, altered)["run"], capfd)[0] == 0, "as the sentence says, the fold is computed again"
    assert Result.read(altered).scores("net") == pytest.approx(Result.read(shelf / "good").scores("net"), abs=1e-6)


@pytest.mark.parametrize("source", ["folds/net/1-2.json", "folds/logistic_regression/1-1.json"])
def test_a_fold_in_anothers_place_is_not_continued(shelf, altered, capfd, source):
    (altered / "results.json").unlink()
    shutil.copy(altered / source, altered / "folds" / "net" / "1-1.json")
    code, output = answer(verbs(shelf, altered)["run"], capfd)
    assert code == 2
    assert "Expected fold 1-1 of net" in output


OTHER_PLANS = {
    "braces": (lambda _: {}, "Another version of dlfund started this run"),
    "an older one": (without("schema"), "Another version of dlfund started this run"),
    "a newer one": (changed("schema", 99), "Expected a plan of schema 2 .* Received: 99"),
    "other rows": (changed("data.rows", 7), r"data.rows \(7, now 90\)"),
    "other data": (changed("data", None), "Changed since: data"),
    "another reference": (changed("reference", "net"), r"reference \('net', now 'logistic_regression'\)"),
    "another margin": (changed("margin", 0.5), r"margin \(0.5, now None\)"),
    "another backend": (changed("versions.backend", "abacus 1"), r"versions.backend \('abacus 1', now "),
    "another Keras": (changed("versions.keras", "2.0"), r"versions.keras \('2.0', now "),
    "another width": (changed("code.who_passes.WIDTH", "8"), r"code.who_passes.WIDTH \('8', now '3'\)"),
    "no code": (changed("code", {}), r"code.who_passes"),
    "an extra key": (changed("extra", "\x1b[31m"), r"extra \('\\x1b\[31m', now absent\)"),
    "nonsense": (changed("search", [[[]]]), "search"),
}


@pytest.mark.parametrize("change, sentence", OTHER_PLANS.values(), ids=OTHER_PLANS)
def test_another_plan_is_not_continued(shelf, altered, capfd, change, sentence):
    for finished in (True, False):
        path = altered / "plan.json"
        path.write_text(json.dumps(change(json.loads((shelf / "good" / "plan.json").read_text()))))
        code, output = answer(verbs(shelf, altered)["run"], capfd)
        assert code == 2
        assert re.search(sentence, output), output
        if finished:
            (altered / "results.json").unlink()


def in_zip(path, file, change):
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    content[file] = change(content[file])
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)


def in_config(change):
    def changed_file(path):
        def again(text):
            config = json.loads(text)
            return json.dumps(change(config) or config).encode()

        in_zip(path, "config.json", again)

    return changed_file


def layer(number, **changes):
    return in_config(lambda config: config["config"]["layers"][number]["config"].update(changes))


OTHER_NETWORKS = {
    "empty": lambda path: path.write_bytes(b""),
    "half": lambda path: path.write_bytes(path.read_bytes()[:3000]),
    "gone": lambda path: path.unlink(),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "no zip": lambda path: path.write_bytes(b"x" * 500),
    "an empty configuration": in_config(lambda config: config.clear() or {}),
    "a list": in_config(lambda config: [1]),
    "another class": in_config(lambda config: config.update(class_name="Nothing", registered_name="Nothing")),
    "a class of another program": in_config(lambda config: config.update(module="subprocess", class_name="Popen")),
    "no layers": in_config(lambda config: config["config"].update(layers=[])),
    "layers of numbers": in_config(lambda config: config["config"].update(layers=[1, 2])),
    "other units": layer(1, units=7),
    "units in words": layer(1, units="three"),
    "endless units": layer(1, units=10**11),
    "an unknown activation": layer(1, activation="magic"),
    "an unknown argument": layer(1, colour="red"),
    "another input": layer(0, batch_shape=[None, 7]),
    "no weights": lambda path: in_zip(path, "model.weights.h5", lambda _: b""),
    "other weights": lambda path: in_zip(path, "model.weights.h5", lambda data: data[: len(data) // 2]),
}


@pytest.mark.parametrize("change", OTHER_NETWORKS.values(), ids=OTHER_NETWORKS)
def test_another_network_is_a_sentence(shelf, altered, capfd, change):
    change(altered / "models" / "net" / "model.keras")
    asked = verbs(shelf, altered)
    for verb in ("predict", "look", "trace", "export"):
        code, output = answer(asked[verb], capfd)
        assert code == 2, (verb, output)
    assert answer(asked["report"], capfd)[0] == 0


def dumped(thing):
    return lambda path: skops.io.dump(thing, path)


OTHER_BASELINES = {
    "empty": lambda path: path.write_bytes(b""),
    "half": lambda path: path.write_bytes(path.read_bytes()[:800]),
    "gone": lambda path: path.unlink(),
    "a list": dumped([1, 2, 3]),
    "unfitted": dumped(LogisticRegression()),
    "of other columns": dumped(LogisticRegression().fit([[0.0], [1.0]], [0, 1])),
    "an empty schema": lambda path: in_zip(path, "schema.json", lambda _: b"{}"),
    "a list as schema": lambda path: in_zip(path, "schema.json", lambda _: b"[1]"),
    "a newer protocol": lambda path: in_zip(
        path, "schema.json", lambda text: json.dumps(json.loads(text) | {"protocol": 99}).encode()
    ),
}


@pytest.mark.parametrize("change", OTHER_BASELINES.values(), ids=OTHER_BASELINES)
def test_another_baseline_is_a_sentence(shelf, altered, capfd, change):
    change(altered / "models" / "logistic_regression" / "model.skops")
    asked = verbs(shelf, altered, "logistic_regression")
    code, output = answer(asked["predict"], capfd)
    assert code == 2, output
    for verb in ("eject", "export"):
        answer(asked[verb], capfd)


@pytest.mark.parametrize("file", ["models/net/model.keras", "models/logistic_regression/model.skops"])
def test_a_model_that_was_lost_before_the_results_is_a_note(shelf, altered, capfd, file):
    (altered / "results.json").unlink()
    (altered / file).unlink()
    assert answer(verbs(shelf, altered)["run"], capfd)[0] == 0
    assert any("its model can't be used" in note for note in Result.read(altered).to_dict()["notes"])


@pytest.mark.parametrize(
    "name", ["../../../x", "/x", "a/b", "a\\b", ".", "..", "x\0y", "nul", "COM1.txt", " x", "x\ny"]
)
def test_a_name_that_leads_elsewhere_is_refused(shelf, altered, capfd, name):
    path = altered / "results.json"
    path.write_text(path.read_text().replace('"net"', json.dumps(name)))
    before = sorted(altered.parents[2].rglob("*"))
    asked = verbs(shelf, altered, name)
    for verb in ("predict", "look", "trace", "eject"):
        texts = [name if word == "net" else word for word in asked[verb]]
        assert answer(texts, capfd)[0] == 2, verb
    assert answer(["export", altered, "--as", "keras", "--model", name], capfd)[0] == 2
    assert answer(["export", altered, "--as", "keras"], capfd)[0] == 2
    assert sorted(altered.parents[2].rglob("*")) == before


def test_a_link_that_leads_elsewhere_is_not_followed(shelf, altered, capfd, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (altered / "exported").symlink_to(tmp_path / "elsewhere")
    code, output = answer(verbs(shelf, altered)["export"], capfd)
    assert code == 2
    assert "a link that leads to" in output
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize(
    "file, without, verb",
    [("results.json", "report.html", "report"), ("plan.json", "results.json", "run"), ("logs", "report.html", "run")],
)
def test_a_link_out_of_the_run_is_neither_read_nor_written(shelf, altered, capfd, tmp_path, file, without, verb):
    elsewhere = tmp_path / "elsewhere" / file
    elsewhere.parent.mkdir()
    (altered / file).rename(elsewhere)
    (altered / file).symlink_to(elsewhere)
    (altered / without).unlink()
    before = sorted(elsewhere.rglob("*"))
    code, output = answer(verbs(shelf, altered)[verb], capfd)
    assert code == 2
    assert "Received: a link that leads to" in output
    assert sorted(elsewhere.rglob("*")) == before


OWNED = """open({place!r}, "w").close()


def table(rows=None):
    raise RuntimeError("somebody else's code")
"""


def test_code_in_a_run_is_never_run(shelf, altered, capfd, monkeypatch, tmp_path):
    """Recipes and data sets that lie in a run or beside it, asked from there, as a page's reader would."""
    owned = tmp_path / "owned"
    for place in (altered, altered.parent, altered.parents[1]):
        (place / "recipes").mkdir()
        (place / "recipes" / "who_passes.py").write_text(OWNED.format(place=str(owned)))
        shutil.copytree(shelf / "datasets" / "small", place / "datasets" / "small")
        (place / "datasets" / "small" / "data.csv").unlink()
        (place / "datasets" / "small" / "generate.py").write_text(OWNED.format(place=str(owned)))
    monkeypatch.delenv("DLFUND_RECIPES")
    for place in (altered, altered / "models" / "net", altered.parent, altered.parents[1]):
        monkeypatch.chdir(place)
        for verb, texts in verbs(shelf, altered).items():
            _, output = answer(texts, capfd)
            assert "Code from" not in output, verb
        assert "who_passes" not in answer(["list"], capfd)[1]
        assert not owned.exists()
    monkeypatch.setenv("DLFUND_DATASETS", str(shelf / "datasets"))
    code, output = answer(["look", altered, "--model", "net"], capfd)
    assert code == 0
    assert "There is no recipe 'who_passes' in " in output
    assert "The page leaves the epochs out" in output
    code, output = answer(["eject", altered, "--model", "net"], capfd)
    assert code == 2
    assert "name another folder with --recipes" in output
    monkeypatch.setenv("DLFUND_RECIPES", "recipes")  # named, but by a word that means the run here
    for verb in ("look", "run"):
        code, output = answer(verbs(shelf, altered)[verb], capfd)
        assert (code, owned.exists()) == (2, False)
        assert "Expected a folder of recipes outside of any run" in output


def test_which_code_is_run_is_told(shelf, altered, capfd, monkeypatch):
    monkeypatch.delenv("DLFUND_RECIPES")
    file = shelf / "recipes" / "who_passes.py"
    for verb in ("look", "eject"):
        code, output = answer([*verbs(shelf, altered)[verb], "--recipes", shelf / "recipes"], capfd)
        assert code == 0, output
        assert f"Code from {file}" in output
    assert "DLFUND_RECIPES" not in os.environ


def test_a_second_writer_is_told_who_writes(shelf, altered, capfd):
    (altered / "results.json").unlink()
    before = {path: path.stat().st_mtime_ns for path in altered.rglob("*")}
    with RunFolder(altered).writing():
        code, output = answer(verbs(shelf, altered)["run"], capfd)
    assert code == 2
    assert f"Received: process {os.getpid()} on " in output
    assert {path: path.stat().st_mtime_ns for path in altered.rglob("*")} == before


HOSTILE = "x\x1b[31m\x9b2J\x07\u202ey\u2028[bold]:smile:"
NAMED = (
    "dataset.title", "dataset.target", "dataset.columns.0.name", "dataset.classes.0", "contenders.2.name",
    "verdict.sentence", "notes", "recipe.name", "recipe.about", "environment.command", "contenders.2.notes",
)  # fmt: skip


def printable_answer(arguments, capfd):
    code, output = answer(arguments, capfd)
    assert "".join(sign for sign in output if not sign.isprintable() and sign != "\n") == ""
    return code, output


@pytest.mark.parametrize("place", NAMED)
def test_a_hostile_name_in_a_result_is_printed_as_text(shelf, altered, capfd, place):
    path = altered / "results.json"
    content = json.loads(path.read_text())
    holder, last = at(content, place)
    holder[last] = [HOSTILE] if place.endswith("notes") else HOSTILE
    path.write_text(json.dumps(content))
    for verb in verbs(shelf, altered).values():
        printable_answer(verb, capfd)


def test_a_hostile_name_of_a_folder_or_a_file_is_printed_as_text(shelf, altered, capfd, tmp_path):
    runs = tmp_path / HOSTILE
    folder = runs / "who_passes" / TIME
    shutil.copytree(altered, folder)
    for texts in verbs(shelf, folder).values():
        printable_answer(texts, capfd)
    (folder / "results.json").write_text("{}")
    for texts in verbs(shelf, folder).values():
        code, output = printable_answer(texts, capfd)
        assert code == 2
        assert "x\\x1b[31m" in output
    rows = tmp_path / f"{HOSTILE}.csv"
    table = (shelf / "rows.csv").read_text()
    for text in (table, table.replace("study", HOSTILE.replace("\u2028", "")), "", f"a,b\n{HOSTILE},1\n" * 9):
        rows.write_text(text)
        printable_answer(["predict", altered, rows, "--model", "net"], capfd)
        for target in ("b", HOSTILE):
            assert printable_answer(["compare", rows, "--target", target, "--trials", 0], capfd)[0] == 2
    for verb in ("report", "eject", "look", "trace"):
        printable_answer([verb, tmp_path / f"no {HOSTILE}"], capfd)
    with pytest.raises(SystemExit):
        cli.main(["report", *map(str, tmp_path.iterdir())])  # as of a star
    assert "\x1b" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("place", ["views", "picture"])
def test_a_picture_of_nonsense_is_a_page_or_a_sentence(altered, capfd, place):
    """What only pictures are drawn from has no schema of its own."""
    path = altered / "results.json"
    for value in ({"confusion": 5}, {"confusion": {"net": {}}}, {"inputs": 1, "xs": "x"}, {"x": [[[]]]}):
        path.write_text(json.dumps(json.loads(path.read_text()) | {place: value}))
        answer(["report", altered], capfd)
        answer(["book", "--runs", altered.parents[1]], capfd)


def test_what_was_tried():
    tried = len(OTHER_RESULTS) + 3 * len(TEXTS) + len(OTHER_FOLDS) + len(OTHER_PLANS)
    assert tried + len(OTHER_NETWORKS) + len(OTHER_BASELINES) >= 88
