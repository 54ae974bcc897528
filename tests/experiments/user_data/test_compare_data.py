"""The question on a user table, from a file to a page and to predictions of new rows."""

import io
import json

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from dlfund import compare
from dlfund.cli import main
from dlfund.comparison.result.result import Result
from dlfund.comparison.running.executor import InThisProcess, using
from dlfund.core.errors import UserError
from dlfund.experiments.predict import predict_table
from dlfund.experiments.sources.registry import rows_of
from dlfund.experiments.sources.table import TableSource

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def in_this_process():
    with using(InThisProcess()):
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
    output = io.StringIO()
    texts = {"contenders": ["gradient_boosting"], "trials": 1, "runs": tmp_path / "runs"} | options
    result = compare(source, target, console=Console(file=output, width=200), **texts)
    return result, output.getvalue()


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shop")
    file = folder / "my shop.csv"
    shop().to_csv(file, index=False, sep=";", decimal=",")
    with using(InThisProcess()):
        result, output = asked(file, folder, hold_out=40)
    return result, output, folder


def test_what_was_found_is_said_before_anything_is_trained(answered):
    _, output, _ = answered
    assert "What predicts bought best?" in output
    assert "named like one, 160 different values in 160 rows" in output
    assert "Predict 'bought': 2 classes, as it is text; 'yes' is the positive class." in output
    assert "40 rows are held out and scored at the end. The other 120 are split into 5 folds, 3 times." in output
    assert "cells are empty" in output


def test_floor_and_weighted_sum_always_take_part_and_are_judged(answered):
    result, _, _ = answered
    names = [contender["name"] for contender in result.to_dict()["contenders"]]
    assert names == ["majority_class", "logistic_regression", "gradient_boosting"]
    assert result.mean("logistic_regression") > 0.7 > result.mean("majority_class")
    assert result.to_dict()["verdict"]["reference"] == "logistic_regression"


def test_the_saved_models_are_judged_on_the_rows_held_out(answered):
    result, _, _ = answered
    held = result.to_dict()["held_out"]
    assert held["rows"] == 40
    area = held["scores"]["logistic_regression"]["roc_auc"]
    assert 0.0 <= area["low"] <= area["score"] <= area["high"] <= 1.0


def test_columns_parts_and_errors_stand_in_the_result_and_on_the_page(answered):
    result, _, _ = answered
    insights = result.to_dict()["insights"]
    assert set(insights) == {"agreement", "importance"}  # no network takes part
    assert insights["importance"]["held_out"]
    assert insights["importance"]["rows"] == 40
    columns = [entry["name"] for entry in insights["importance"]["columns"]]
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
    assert "On held-out rows" in page
    assert "What the checks found" in page


def test_the_result_reads_back_with_roles_and_reasons(answered):
    result, _, _ = answered
    again = Result.read(result.folder)
    roles = {column["name"]: column["role"] for column in again.to_dict()["table"]["columns"]}
    assert roles == {
        "age": "numeric", HOSTILE: "categorical", "since": "date", "id": "identifier", "bought": "target"
    }  # fmt: skip
    assert again.to_dict()["table"]["reading"] == {"delimiter": ";", "decimal": ","}


def test_new_rows_are_predicted_with_empty_cells_and_unseen_categories(answered):
    result, _, folder = answered
    new = pd.DataFrame({"age": ["41,5", ""], HOSTILE: ["Genf", "Bern"], "since": ["2021-05-01", ""]})
    new.to_csv(folder / "new.csv", index=False, sep=";")
    output = predict_table(result.folder, folder / "new.csv", "gradient_boosting")
    assert set(output["predicted_bought"]) <= {"yes", "no"}
    assert output["probability_yes"].between(0, 1).all()


def test_the_answers_columns_never_hide_the_files(answered):
    """A file that was predicted before, and one with the target in it."""
    result, _, folder = answered
    new = pd.DataFrame({"age": ["41,5"], HOSTILE: ["Bern"], "since": ["2021-05-01"], "bought": ["no"]})
    new = new.assign(predicted_bought="never", probability_no="0,5", probability_no_2="x")
    new.to_csv(folder / "again.csv", index=False, sep=";")
    output = predict_table(result.folder, folder / "again.csv", "gradient_boosting")
    assert list(output)[-3:] == ["predicted_bought_2", "probability_no_3", "probability_yes"]
    assert list(output.columns[: len(new.columns)]) == list(new)
    assert output["predicted_bought"].tolist() == ["never"]


def test_the_same_seed_gives_the_same_numbers(tmp_path):
    once, again = (asked(shop(), tmp_path, contenders=["nearest_neighbors"], seed=3)[0] for _ in range(2))
    assert once.scores("nearest_neighbors") == again.scores("nearest_neighbors")


def test_a_file_without_a_header_is_read_again_without_one(tmp_path):
    file = tmp_path / "bare.csv"
    shop()[["age", "bought"]].to_csv(file, index=False, header=False)
    result, _ = asked(file, tmp_path, target="column_2", reading={"header": False}, contenders=[])
    again = rows_of(result)
    assert (len(again), list(again.x)) == (160, ["column_1"])
    assert len(predict_table(result.folder, file, "majority_class")) == 160


def test_a_number_is_predicted_too(tmp_path):
    result, output = asked(shop().dropna(subset="age"), tmp_path, target="age", contenders=[])
    assert "Predict 'age'" in output
    assert [contender["name"] for contender in result.to_dict()["contenders"]] == ["mean_value", "ridge"]
    assert result.metric == "rmse"
    shop(20).to_csv(tmp_path / "new.csv", index=False)
    again = predict_table(result.folder, tmp_path / "new.csv", "ridge")
    assert list(again) == [*shop(20), "predicted_age"]


def test_a_leak_stops_it_unless_asked_to_go_on(tmp_path):
    leaky = shop().assign(refunded=lambda table: table["bought"].map({"yes": "r1", "no": "r0"}))
    with pytest.raises(UserError, match=r"Expected a table without leaks\. .*refunded.*--drop"):
        asked(leaky, tmp_path)
    result, _ = asked(leaky, tmp_path, anyway=True, contenders=[])
    assert "L01" in [finding["code"] for finding in result.to_dict()["findings"]]


@pytest.mark.parametrize(
    "options, sentence",
    [
        ({"contenders": ["forrest"]}, "Expected --contenders to be among: majority_class.* Received: 'forrest'"),
        ({"contenders": ["random_forst"]}, "Did you mean random_forest"),
        ({"contenders": [""]}, "Expected --contenders to be among: .* Received: ''"),
        ({"minutes": 1e12}, "to 525,600, which is a year. Received: 1e"),
        ({"metric": "rmse"}, "Expected --metric to be one for a binary task: roc_auc"),
        ({"minutes": 0.01}, "Expected --minutes of 1, as starting takes part of the time, to 525,600"),
        ({"name": "../up"}, "Expected --name of letters, digits"),
        ({"trials": 0}, "Expected --trials from 1 to 100,000"),
        ({"rows": -1}, "Expected --rows from 1 to"),
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
    assert TableSource("../../etc/pass wd.csv").run_name("y") == "pass_wd"
    assert TableSource("….csv").run_name("y") == "table"
    assert TableSource(pd.DataFrame()).run_name("price €") == "price"


def test_the_command_line_says_a_mistake_in_a_sentence(tmp_path, capsys):
    assert main(["compare", str(tmp_path / "none.csv"), "--target", "y"]) == 2
    output = capsys.readouterr().err
    assert output.startswith("dlfund: Expected")
    assert "Traceback" not in output


@pytest.mark.slow
def test_the_command_line_compares_networks_within_its_minutes(tmp_path, capsys):
    shop(200).to_csv(tmp_path / "shop.csv", index=False)
    texts = ["compare", str(tmp_path / "shop.csv"), "--target", "bought", "--minutes", "6", "--trials", "1"]
    texts += ["--contenders", "random_forest,perceptron,ann", "--drop", "id", "--runs", str(tmp_path / "runs")]
    assert main(texts) == 0
    (actual,) = (tmp_path / "runs" / "shop").glob("*/results.json")
    content = json.loads(actual.read_text(encoding="utf-8"))
    assert [note for note in content["notes"] if "failed" in note] == []
    assert {contender["name"] for contender in content["contenders"]} >= {"random_forest", "perceptron", "ann"}
    assert content["saved"]["network"] in ("perceptron", "ann")
    assert (actual.parent / "look.html").exists()
    assert content["row_curve"]["sentences"] or content["row_curve"]["left_out"] in content["notes"]


def test_rows_count_by_their_weights_and_who_can_not_weigh_says_so(tmp_path):
    weighed = shop().assign(weight=lambda table: np.where(table["bought"] == "yes", 2.0, 1.0))
    result, _ = asked(weighed, tmp_path, columns={"weight": "weight"}, contenders=["nearest_neighbors"])
    plain, _ = asked(shop(), tmp_path, contenders=[])
    assert result.scores("majority_class", "accuracy") != plain.scores("majority_class", "accuracy")
    assert any("nearest neighbors: Every row counted the same" in note for note in result.to_dict()["notes"])
