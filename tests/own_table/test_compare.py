"""The question on somebody's own table, from a file to a page and to predictions of new rows."""

import io
import json

import joblib
import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from dlfund import compare
from dlfund.cli import main
from dlfund.comparison.result import Result
from dlfund.comparison.saved import load_dataset
from dlfund.own_table.question import run_name
from dlfund.predict import predict_table
from dlfund.sentence import UserError

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def in_this_process():
    with joblib.parallel_config(backend="sequential"):
        yield


def shop(rows=160, seed=0):
    """Buyers: age and city tell something; cells are empty; a name is no friend of a page's."""
    generator = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "age": generator.integers(18, 80, rows).astype(float),
            HOSTILE: generator.choice(["Bern", "=1+1", "Zürich 🏔"], rows),
            "since": pd.Timestamp("2020-01-01") + pd.to_timedelta(generator.integers(0, 900, rows), "D"),
            "id": np.arange(rows),
        }
    )
    odds = 0.1 * (table["age"] - 50) + 2.0 * (table[HOSTILE] == "Bern")
    table["bought"] = np.where(generator.random(rows) < 1 / (1 + np.exp(-odds)), "yes", "no")
    table.loc[generator.random(rows) < 0.1, "age"] = np.nan
    table.loc[generator.random(rows) < 0.1, HOSTILE] = None
    return table


def asked(source, tmp_path, target="bought", **options):
    said = io.StringIO()
    words = {"contenders": ["gradient_boosting"], "trials": 1, "runs": tmp_path / "runs"} | options
    result = compare(source, target, console=Console(file=said, width=200), **words)
    return result, said.getvalue()


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shop")
    file = folder / "my shop.csv"
    shop().to_csv(file, index=False, sep=";", decimal=",")
    with joblib.parallel_config(backend="sequential"):
        result, said = asked(file, folder, hold_out=40)
    return result, said, folder


def test_what_was_found_is_said_before_anything_is_trained(answered):
    _, said, _ = answered
    assert "What predicts bought best?" in said
    assert "named like one, 160 different values in 160 rows" in said
    assert "Predict 'bought': 2 classes, as it is text; 'yes' is the positive class." in said
    assert "40 rows are held out and judged at the very end. The other 120 are cut into 5 folds, 3 times over." in said
    assert "cells are empty" in said


def test_floor_and_weighted_sum_always_take_part_and_are_judged(answered):
    result, _, _ = answered
    names = [one["name"] for one in result.content["contenders"]]
    assert names == ["majority_class", "logistic_regression", "gradient_boosting"]
    assert result.mean("logistic_regression") > 0.7 > result.mean("majority_class")
    assert result.content["judgement"]["reference"] == "logistic_regression"


def test_the_saved_models_are_judged_on_the_rows_held_out(answered):
    result, _, _ = answered
    held = result.content["held_out"]
    assert held["rows"] == 40
    area = held["scores"]["logistic_regression"]["roc_auc"]
    assert 0.0 <= area["low"] <= area["score"] <= area["high"] <= 1.0


def test_columns_parts_and_errors_stand_in_the_result_and_on_the_page(answered):
    result, _, _ = answered
    insights = result.content["insights"]
    assert set(insights) == {"agreement", "importance"}  # no network takes part
    assert insights["importance"]["held_out"]
    assert insights["importance"]["rows"] == 40
    columns = [one["name"] for one in insights["importance"]["columns"]]
    assert set(columns) == {"age", HOSTILE, "since"}
    assert columns[0] in ("age", HOSTILE)
    page = (result.folder / "report.html").read_text(encoding="utf-8")
    assert "Which columns matter" in page
    assert "Where the models err together" in page


def test_the_page_shows_names_and_cells_as_text(answered):
    result, _, _ = answered
    page = (result.folder / "report.html").read_text(encoding="utf-8")
    assert HOSTILE not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "On rows that nobody had seen" in page
    assert "What the checks say" in page


def test_the_result_reads_back_with_roles_and_reasons(answered):
    result, _, _ = answered
    again = Result.read(result.folder)
    roles = {column["name"]: column["role"] for column in again.content["table"]["columns"]}
    assert roles == {
        "age": "numeric", HOSTILE: "categorical", "since": "date", "id": "identifier", "bought": "target"
    }  # fmt: skip
    assert again.content["table"]["reading"] == {"delimiter": ";", "decimal": ","}


def test_new_rows_are_predicted_with_empty_cells_and_unseen_categories(answered):
    result, _, folder = answered
    new = pd.DataFrame({"age": ["41,5", ""], HOSTILE: ["Genf", "Bern"], "since": ["2021-05-01", ""]})
    new.to_csv(folder / "new.csv", index=False, sep=";")
    said = predict_table(result.folder, folder / "new.csv", "gradient_boosting")
    assert set(said["predicted_bought"]) <= {"yes", "no"}
    assert said["probability_yes"].between(0, 1).all()


def test_the_same_seed_gives_the_same_numbers(tmp_path):
    once, again = (asked(shop(), tmp_path, contenders=["nearest_neighbors"], seed=3)[0] for _ in range(2))
    assert once.scores("nearest_neighbors") == again.scores("nearest_neighbors")


def test_a_file_without_a_header_is_read_again_without_one(tmp_path):
    file = tmp_path / "bare.csv"
    shop()[["age", "bought"]].to_csv(file, index=False, header=False)
    result, _ = asked(file, tmp_path, target="column_2", reading={"header": False}, contenders=[])
    again = load_dataset(result)
    assert (len(again), list(again.x)) == (160, ["column_1"])
    assert len(predict_table(result.folder, file, "majority_class")) == 160


def test_a_number_is_predicted_too(tmp_path):
    result, said = asked(shop().dropna(subset="age"), tmp_path, target="age", contenders=[])
    assert "Predict 'age'" in said
    assert [one["name"] for one in result.content["contenders"]] == ["mean_value", "ridge"]
    assert result.metric == "rmse"


def test_a_leak_stops_it_unless_asked_to_go_on(tmp_path):
    leaky = shop().assign(refunded=lambda table: table["bought"].map({"yes": "r1", "no": "r0"}))
    with pytest.raises(UserError, match=r"Expected a table without leaks\. .*refunded.*--drop"):
        asked(leaky, tmp_path)
    result, _ = asked(leaky, tmp_path, anyway=True, contenders=[])
    assert "L01" in [finding["code"] for finding in result.content["findings"]]


@pytest.mark.parametrize(
    "options, sentence",
    [
        ({"contenders": ["forrest"]}, "Expected --contenders to be of: majority_class.* Received: 'forrest'"),
        ({"metric": "rmse"}, "Expected --metric to be one for a binary task: roc_auc"),
        ({"minutes": 0.01}, "Expected --minutes of 1 or more"),
        ({"name": "../up"}, "Expected --name of letters, digits"),
        ({"trials": 0}, "Expected --trials of 1 or more"),
        ({"rows": -1}, "Expected --rows of 1 or more"),
        ({"hold_out": 500}, "Expected from 0 to 158 rows to hold out of 160"),
        ({"target": "bougth"}, "bought"),
        ({"columns": {"drop": ["nobody"]}}, "nobody"),
        ({"kind": "ranking"}, "Expected --task to be one of"),
    ],
)
def test_what_can_not_be_done_is_a_sentence(tmp_path, options, sentence):
    with pytest.raises(UserError, match=sentence):
        asked(shop(), tmp_path, **options)
    assert not (tmp_path / "runs").exists()


def test_too_few_rows_say_nothing(tmp_path):
    with pytest.raises(UserError, match="Expected at least 20 rows with a target"):
        asked(shop(12), tmp_path)


def test_a_file_s_name_stays_in_the_folder_of_runs():
    assert run_name("../../etc/pass wd.csv", "y") == "pass_wd"
    assert run_name("….csv", "y") == "table"
    assert run_name(pd.DataFrame(), "price €") == "price"


def test_the_command_line_says_a_mistake_in_a_sentence(tmp_path, capsys):
    assert main(["compare", str(tmp_path / "none.csv"), "--target", "y"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("dlfund: Expected")
    assert "Traceback" not in said


@pytest.mark.slow
def test_the_command_line_compares_networks_within_its_minutes(tmp_path, capsys):
    shop(200).to_csv(tmp_path / "shop.csv", index=False)
    words = ["compare", str(tmp_path / "shop.csv"), "--target", "bought", "--minutes", "6", "--trials", "1"]
    words += ["--contenders", "random_forest,perceptron,ann", "--drop", "id", "--runs", str(tmp_path / "runs")]
    assert main(words) == 0
    (found,) = (tmp_path / "runs" / "shop").glob("*/results.json")
    content = json.loads(found.read_text(encoding="utf-8"))
    assert [note for note in content["notes"] if "failed" in note] == []
    assert {one["name"] for one in content["contenders"]} >= {"random_forest", "perceptron", "ann"}
    assert content["saved"]["network"] in ("perceptron", "ann")
    assert (found.parent / "look.html").exists()
    assert content["row_curve"]["sentences"] or content["row_curve"]["left_out"] in content["notes"]


def test_rows_count_by_their_weights_and_who_can_not_weigh_says_so(tmp_path):
    weighed = shop().assign(weight=lambda table: np.where(table["bought"] == "yes", 2.0, 1.0))
    result, _ = asked(weighed, tmp_path, columns={"weight": "weight"}, contenders=["nearest_neighbors"])
    plain, _ = asked(shop(), tmp_path, contenders=[])
    assert result.scores("majority_class", "accuracy") != plain.scores("majority_class", "accuracy")
    assert any("nearest_neighbors: Every row counted the same" in note for note in result.content["notes"])
