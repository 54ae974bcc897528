"""`dlfund play`: which tables it takes, what the page gets of them, and what `--load` makes of a kept network."""

import json

import keras
import numpy as np
import pytest

from dlfund.cli import main
from dlfund.core.errors import UserError
from dlfund.experiments.playground.kept import keras_model, read_kept


def kept(**changes):
    """A network with one weight: ŷ = sigmoid(2 · x − 1)."""
    layer = {"units": 1, "activation": "sigmoid", "dropout": 0, "kernel": [[2.0]], "bias": [-1.0]}
    content = {"format": 1, "made_by": "dlfund play", "kind": "binary", "classes": ["no", "yes"], "inputs": ["x"]}
    more = {"steps": 3, "loss": "binary_crossentropy", "optimizer": "sgd", "learning_rate": 0.1, "layers": [layer]}
    return content | more | changes


def written(folder, content):
    path = folder / "session.json"
    path.write_text(json.dumps(content))
    return path


def page_table(path):
    """What the page has of the table."""
    text = path.read_text(encoding="utf-8").partition('id="play-data">')[2].partition("</script>")[0]
    return json.loads(text)["table"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = [f"{number},{'abc'[number % 3]},{'yes' if number % 7 < 3 else 'no'}" for number in range(60)]
    (tmp_path / "my.csv").write_text("age,city,bought\n" + "\n".join(rows) + "\n")
    return tmp_path


def test_without_a_table_the_page_draws_rows(folder, capsys):
    assert main(["play"]) == 0
    assert capsys.readouterr().out.strip() == "play.html"
    assert page_table(folder / "play.html") is None


def test_a_table_is_encoded_as_networks_have_it(folder):
    """A number to mean 0 and deviation 1, a category to a column a level."""
    assert main(["play", "my.csv", "--target", "bought", "--numeric", "age", "--out", "own.html"]) == 0
    table = page_table(folder / "own.html")
    assert table["names"] == ["age", "city_a", "city_b", "city_c"]
    assert table["columns"][0][0] == pytest.approx((0 - 29.5) / np.arange(60).std(), rel=1e-3)
    assert [column[:3] for column in table["columns"][1:]] == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert (table["kind"], table["classes"], table["y"][:4]) == ("binary", ["no", "yes"], [1, 1, 1, 0])


def test_a_data_set_brings_its_target(folder):
    assert main(["play", "diabetes", "--out", "load.html"]) == 0
    table = page_table(folder / "load.html")
    assert table["kind"] == "regression"
    assert np.mean(table["y"]) == pytest.approx(0, abs=1e-3)
    assert np.std(table["y"]) == pytest.approx(1, abs=1e-3)
    assert any("deviation 1" in note for note in table["notes"])


def test_a_larger_table_is_sampled_and_says_so(folder):
    (folder / "large.csv").write_text("x,y\n" + "\n".join(f"{n % 977}.5,{n % 2}" for n in range(6000)) + "\n")
    assert main(["play", "large.csv", "--target", "y", "--numeric", "x"]) == 0
    table = page_table(folder / "play.html")
    assert len(table["y"]) == 5000
    assert any("5,000 of 6,000 rows" in note for note in table["notes"])
    assert (folder / "play.html").stat().st_size < 600_000


def test_too_many_columns_are_refused(folder, capsys):
    names, row = ",".join(f"c{n}" for n in range(22)), ",".join(f"{n}.5" for n in range(21))
    (folder / "wide.csv").write_text(f"{names}\n" + "\n".join(f"{k}{row},{k % 2}" for k in range(40)) + "\n")
    numeric = [word for n in range(21) for word in ("--numeric", f"c{n}")]
    assert main(["play", "wide.csv", "--target", "c21", *numeric]) == 2
    assert "at most 20 columns. Received: 21" in capsys.readouterr().err


def test_images_are_refused(folder, capsys):
    assert main(["play", "digits"]) == 2
    assert "Expected a table to learn a class or a number from" in capsys.readouterr().err


def test_a_kept_network_becomes_a_model(folder):
    path = written(folder, kept())
    assert main(["play", "--load", str(path)]) == 0
    model = keras.models.load_model(folder / "session.keras")
    assert model.predict(np.array([[0.5], [1.5]]), verbose=0).ravel() == pytest.approx([0.5, 1 / (1 + np.exp(-2))])


def test_dropout_and_dlfunds_own_activations_are_kept(folder):
    hidden = {"units": 2, "activation": "sign", "dropout": 0.5, "kernel": [[1.0, -1.0]], "bias": [0, 0.5]}
    head = {"units": 1, "activation": "linear", "dropout": 0, "kernel": [[3.0], [4.0]], "bias": [1.0]}
    model = keras_model(read_kept(written(folder, kept(kind="regression", layers=[hidden, head], loss="huber"))))
    assert model.predict(np.array([[2.0]]), verbose=0)[0, 0] == pytest.approx(3 - 4 + 1)
    assert [layer.rate for layer in model.layers if isinstance(layer, keras.layers.Dropout)] == [0.5]


LAYER = kept()["layers"][0]


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"format": 2}, "Expected one of 1 at format"),
        ({"more": 1}, "Expected no more than"),
        ({"layers": []}, "1 to 7 layers at layers"),
        ({"layers": [LAYER | {"activation": "__import__('os')"}]}, "at layers.0.activation"),
        ({"layers": [LAYER | {"units": 10**9}]}, "1 to 16 units at layers.0.units"),
        ({"layers": [LAYER | {"kernel": [[2.0], [1.0]]}]}, "1 rows, one an input at layers.0.kernel"),
        ({"layers": [LAYER | {"bias": []}]}, "at layers.0.bias"),
        ({"layers": [LAYER | {"kernel": [["2"]]}]}, "Expected a finite number at layers.0.kernel.0.0"),
        ({"layers": [LAYER | {"dropout": 1}]}, "at layers.0.dropout"),
        ({"kind": "multiclass"}, "2 units in the last layer"),
    ],
)
def test_an_altered_file_is_refused_with_the_place(folder, changes, sentence):
    with pytest.raises(UserError, match="Press Keep again") as error:
        read_kept(written(folder, kept(**changes)))
    assert sentence in str(error.value)
