"""The same question of images, sequences, text, ratings, numbers, groups and time: each is answered to the end."""

import io
import json

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from dlfund import DataVariant, Recipe, baselines, lessons, protocol, search
from dlfund.comparison.result.result import Result
from dlfund.comparison.running.executor import InThisProcess, using
from dlfund.comparison.running.saved_models import load
from dlfund.data import Schema, load_dataset
from dlfund.experiments.predict import predict_table

COLUMN = '[[columns]]\nname = "{}"\nrole = "{}"\n'


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("DLFUND_DATASETS", str(tmp_path / "datasets"))
    monkeypatch.chdir(tmp_path)
    with using(InThisProcess()):
        yield tmp_path


def write(place, name, body, schema, columns):
    """A generated data set: `body` makes `table` from `rows` and a generator `g`."""
    folder = place / "datasets" / name
    folder.mkdir(parents=True)
    head = (
        "import numpy as np\nimport pandas as pd\n\ndef table(rows=90, seed=0):\n    g = np.random.default_rng(seed)\n"
    )
    code = head + body
    (folder / "generate.py").write_text(code, encoding="utf-8")
    (folder / "schema.toml").write_text(f'title = "{name}"\ntarget = "y"\n{schema}\n{columns}', encoding="utf-8")


def run(dataset, contenders, metric, **options):
    first = Recipe(
        dataset=dataset,
        contenders=contenders,
        reference=contenders[0].name,
        metric=metric,
        search=search.random(trials=2, epochs=30),
        **{"protocol": protocol.repeated_k_fold(folds=3, repeats=1)} | options,
    )
    result = first.run(budget="quick", console=Console(file=io.StringIO(), width=120))
    assert not [entry for entry in result.to_dict()["notes"] if "failed" in entry]
    return result


def predictions(result, name):
    """What the saved model says of the data set's own rows, after a round trip through its file."""
    texts = dict(result.to_dict()["dataset"])
    texts = {key: value for key, value in texts.items() if key in Schema.__dataclass_fields__}
    dataset = load_dataset(texts["name"])
    model = load(result.folder / "models" / name, Schema.from_content(texts.pop("name"), texts))
    return dataset, np.asarray(model.predict(dataset.x))


def line(task, hp):
    """A weighted sum."""
    import keras

    return keras.Sequential([keras.Input(task.input_shape), keras.layers.Flatten(), task.head()])


NUMBERS = """    a = g.normal(size=(rows, 2))
    return pd.DataFrame(a, columns=["a", "b"]).assign(y=1000 + 50 * a[:, 0] - 20 * a[:, 1] + g.normal(size=rows))
"""


def test_numbers_are_predicted_in_their_own_units(place):
    write(place, "numbers", NUMBERS, "", COLUMN.format("a", "numeric") + COLUMN.format("b", "numeric"))
    result = run("numbers", [baselines.mean_value(), baselines.ridge(), line], "rmse")
    assert result.mean("mean_value") == pytest.approx(54, abs=10)
    assert result.mean("ridge") < 12
    assert result.mean("line") < 25
    assert 0.3 < result.contender("line").under < 0.7
    dataset, output = predictions(result, "line")
    assert np.sqrt(np.mean((output - dataset.y) ** 2)) < 20
    table = place / "rows.csv"
    dataset.x[:5].to_csv(table, index=False)
    assert predict_table(result.folder, table, "line")["predicted_y"].between(800, 1200).all()


PICTURES = """    y = g.integers(0, 3, rows)
    x = g.normal(size=(rows, 4, 4, 1))
    x[np.arange(rows), y] += 4
    flat = pd.DataFrame(x.reshape(rows, 16), columns=[f"pixel_{n}" for n in range(16)])
    return flat.assign(y=np.array(["top", "middle", "low"])[y])
"""


def test_images_keep_their_shape_for_a_network_and_are_flat_for_a_tree(place):
    columns = '[[columns]]\nname = "pixel"\nrepeat = 16\n'
    write(place, "pictures", PICTURES, 'shape = [4, 4, 1]\nclasses = ["top", "middle", "low"]', columns)

    def convolution(task, hp):
        """Looks at rows."""
        import keras

        assert task.input_shape == (4, 4, 1)
        return keras.Sequential([
            keras.Input(task.input_shape), keras.layers.Conv2D(4, (1, 4)), keras.layers.Flatten(), task.head(),
        ])  # fmt: skip

    result = run("pictures", [baselines.majority_class(), baselines.random_forest(), convolution], "accuracy")
    assert result.mean("majority_class") < 0.5
    assert result.mean("random_forest") > 0.8
    assert result.mean("convolution") > 0.8
    dataset, output = predictions(result, "convolution")
    assert output.shape == (90, 3)
    assert np.mean(output.argmax(axis=1) == dataset.y) > 0.9


REVIEWS = """    good = g.random(rows) < 0.5
    words = np.where(g.random((rows, 4)) < np.where(good, 0.9, 0.1)[:, None], "fine", "dull")
    return pd.DataFrame({"text": [" ".join(row) for row in words], "y": np.where(good, "yes", "no")})
"""


def test_text_is_read_word_by_word(place):
    schema = 'classes = ["no", "yes"]\n[text]\nvocabulary = 8\nlength = 5'
    write(place, "letters", REVIEWS, schema, COLUMN.format("text", "text"))

    def reader(task, hp):
        """Averages its words."""
        import keras

        return keras.Sequential([
            keras.Input(task.input_shape, dtype=task.input_dtype), keras.layers.Embedding(task.vocabulary[0], 4),
            keras.layers.GlobalAveragePooling1D(), task.head(),
        ])  # fmt: skip

    texts = baselines.tfidf_logistic()
    result = run("letters", [texts, reader], "accuracy")
    assert result.mean(texts.name) > 0.8
    assert result.mean("reader") > 0.8
    assert predictions(result, "reader")[1].shape == (90,)


RATINGS = """    user, film = g.integers(0, 12, rows), g.integers(0, 6, rows)
    y = 3 + 0.2 * (user - 6) + 0.5 * (film - 3) + 0.1 * g.normal(size=rows)
    return pd.DataFrame({"user": user, "film": film, "y": y})
"""


def test_users_and_films_are_codes(place):
    columns = COLUMN.format("user", "identifier") + COLUMN.format("film", "identifier")
    write(place, "stars", RATINGS, "", columns)

    def towers(task, hp):
        """An effect of the user and one of the film."""
        import keras

        codes = keras.Input(task.input_shape, dtype=task.input_dtype)
        sides = [keras.layers.Embedding(size, 1)(codes[:, n]) for n, size in enumerate(task.vocabulary)]
        model = keras.Model(codes, keras.layers.Add()(sides))
        model.compile(keras.optimizers.Adam(0.1), "mean_squared_error")
        return model

    result = run("stars", [baselines.mean_value(), baselines.biases(), towers], "rmse")
    assert result.mean("biases") < 0.6 * result.mean("mean_value")
    assert result.mean("towers") < 0.6 * result.mean("mean_value")


HOURS = """    hour = np.arange(rows)
    y = np.sin(hour / 3) + 0.1 * g.normal(size=rows)
    return pd.DataFrame({"hour": hour, "sin": np.sin(hour / 3), "before": np.roll(y, 1), "y": y})[::-1]
"""


def test_time_is_foretold_from_the_past(place):
    columns = COLUMN.format("hour", "order") + COLUMN.format("sin", "numeric") + COLUMN.format("before", "numeric")
    write(place, "hours", HOURS, "", columns)
    result = run(
        "hours",
        [baselines.seasonal_naive("before"), baselines.ridge()],
        "rmse",
        protocol=protocol.time_ordered(3, gap=2),
    )
    assert result.mean("ridge") < 0.2 < result.mean("seasonal_naive")
    latest = result.to_dict()["folds"][-1]["test"]
    assert max(latest) < 30  # the latest hours stand first in this table


GROUPS = """    y = g.integers(0, 3, rows)
    x = g.normal(size=(rows, 4)) * 0.3 + np.eye(3, 4)[y] * 4
    return pd.DataFrame(x, columns=list("abcd")).assign(y=np.array(["u", "v", "w"])[y])
"""


def test_groups_are_found_without_their_names(place):
    columns = "".join(COLUMN.format(name, "numeric") for name in "abcd")
    write(place, "crowds", GROUPS, 'kind = "clustering"\nclasses = ["u", "v", "w"]', columns)

    def autoencoder(task, hp):
        """Four numbers through two."""
        import keras

        model = keras.Sequential([
            keras.Input(task.input_shape), keras.layers.Dense(2, name="code"), keras.layers.Dense(task.outputs),
        ])  # fmt: skip
        model.compile(keras.optimizers.Adam(0.03), task.loss())
        return model

    result = run("crowds", [baselines.k_means(), autoencoder], "adjusted_rand")
    assert result.mean("k_means") > 0.95
    assert result.mean("autoencoder") > 0.5
    assert set(predictions(result, "autoencoder")[1]) == {0, 1, 2}


def test_one_predefined_test_part_has_intervals_too(place):
    write(place, "numbers", NUMBERS, "", COLUMN.format("a", "numeric") + COLUMN.format("b", "numeric"))
    result = run("numbers", [baselines.mean_value(), baselines.ridge()], "rmse", protocol=protocol.predefined_test(30))
    (pair,) = result.to_dict()["verdict"]["pairs"]
    assert len(result.to_dict()["folds"]) == 1
    assert pair["low"] < pair["difference"] < pair["high"]
    assert pair["p_adjusted"] < 0.05


def test_a_question_of_several_data_sets(place):
    columns = COLUMN.format("a", "numeric") + COLUMN.format("b", "numeric")
    write(place, "numbers", NUMBERS, "", columns)
    write(place, "others", NUMBERS.replace("50 * a", "5 * a"), "", columns)
    result = run(
        "numbers",
        [baselines.mean_value(), baselines.ridge()],
        "rmse",
        beside=["others", DataVariant("numbers", rows=60)],
        published={"ridge": 1.0},
        lesson=[
            lessons.better("ridge", than="mean_value", because="it looks at the row."),
            lessons.better("mean_value", than="ridge", because="THIS IS NOT SO.", on="others"),
        ],
    )
    assert [entry["dataset"] for entry in result.to_dict()["beside"]] == ["others", "numbers-60"]
    assert [entry["rows"] for entry in result.to_dict()["beside"]] == [90, 60]
    for first in result.to_dict()["beside"]:
        page = result.folder / first["path"]
        assert page.exists()
        assert "beside" not in Result.read(page.parent).to_dict()
        assert json.loads((page.parent / "plan.json").read_text())
    assert [lesson["supported"] for lesson in result.to_dict()["lessons"]] == [True, False]
    html = (result.folder / "report.html").read_text(encoding="utf-8")
    assert "it looks at the row." in html
    assert "THIS IS NOT SO" not in html
    assert "beside/others/report.html" in html


@pytest.mark.parametrize("budget, held", [("quick", False), ("normal", True)])
def test_a_first_look_is_not_held_against_what_others_published(place, budget, held):
    write(place, "numbers", NUMBERS, "", COLUMN.format("a", "numeric") + COLUMN.format("b", "numeric"))
    first = Recipe(
        "numbers",
        [baselines.mean_value(), baselines.ridge()],
        "mean_value",
        "rmse",
        search=search.random(trials=2),
        published={"ridge": 1.0},
        lesson=[lessons.published("ridge")],
    )
    result = first.run(budget, console=Console(file=io.StringIO()))
    assert bool(result.to_dict()["published"]) == bool(result.to_dict()["lessons"]) == held
    assert any("not compared with published scores" in note for note in result.to_dict()["notes"]) != held


def test_another_option_is_another_run(place):
    columns = COLUMN.format("a", "numeric") + COLUMN.format("b", "numeric")
    write(place, "numbers", NUMBERS, "", columns + '[options.wide]\ntitle = "Wide"\n')
    loader = (
        (place / "datasets" / "numbers" / "generate.py").read_text().replace("table(rows=90", "wide(cache, rows=75")
    )
    (place / "datasets" / "numbers" / "load.py").write_text(loader, encoding="utf-8")
    first = Recipe("numbers", [baselines.mean_value(), baselines.ridge()], "mean_value", "rmse", beside=["numbers"])
    result = first.run("quick", option="wide", console=Console(file=io.StringIO()))
    assert result.to_dict()["dataset"]["title"] == "Wide"
    assert result.to_dict()["dataset"]["rows"] == 75
    assert result.folder.parent.name == "numbers-wide"
    assert pd.Series([contender["name"] for contender in result.to_dict()["contenders"]]).tolist() == [
        "mean_value",
        "ridge",
    ]
