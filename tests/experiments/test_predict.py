"""The same table a month later: new rows that are written another way get the same predictions, or a sentence."""

import re
import sqlite3
import subprocess
import sys
import unicodedata
from contextlib import closing

import numpy as np
import pandas as pd
import pytest

from dlfund import compare
from dlfund.cli import main
from dlfund.comparison.running.executor import InThisProcess, using
from dlfund.data import DataError
from dlfund.experiments.export.script import eject
from dlfund.experiments.predict import predict_table

pytestmark = pytest.mark.slow  # a comparison, before all of them


def people(count=120):
    generator = np.random.default_rng(3)
    table = pd.DataFrame(
        {
            "amount": np.round(np.exp(generator.normal(size=count)) * 1500, 2),
            "member": generator.choice(["TRUE", "FALSE"], count),
            "smoker": generator.choice(["yes", "no"], count),
            "flag": generator.integers(0, 2, count),
            "zip": generator.choice(["00123", "01001", "08001", "80331"], count),
            "city": generator.choice(["Bern", "Zürich", "Genf"], count),
            "shop": generator.choice([11, 12, 13], count),
        }
    )
    score = (table["amount"] > 1500) + (table["member"] == "TRUE") + (table["smoker"] == "yes") + table["flag"]
    score += (table["zip"] == "00123").astype(int) + (table["city"] == "Zürich") + (table["shop"] == 11)
    table["bought"] = np.where(score > 3, "yes", "no")
    return table


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("later")


@pytest.fixture(scope="module")
def run(folder):
    people().to_csv(folder / "people.csv", index=False, sep=";", decimal=",")
    with using(InThisProcess()):
        result = compare(
            folder / "people.csv", "bought", columns={"categorical": ["shop"]}, contenders=[], trials=1, runs=folder
        )
    return result.folder


def predicted(run, folder, frame, reading=None, **how):
    frame.drop(columns="bought").to_csv(folder / "new.csv", index=False, **{"sep": ";", "decimal": ","} | how)
    return predict_table(run, folder / "new.csv", "logistic_regression", reading=reading)["probability_yes"]


WAYS = {
    "a comma and decimal points": ({}, {"sep": ",", "decimal": "."}),
    "tabs": ({}, {"sep": "\t"}),
    "capitals": ({"city": str.upper}, {}),
    "another Unicode form": ({"city": lambda text: unicodedata.normalize("NFD", text)}, {}),
    "quotes and a full stop": ({"city": lambda text: f"'{text}.'"}, {}),
    "truth as numbers": ({"member": lambda text: int(text == "TRUE")}, {}),
    "truth as words": ({"member": {"TRUE": "ja", "FALSE": "nein"}.get}, {}),
    "a word as truth": ({"smoker": lambda text: text == "yes"}, {}),
    "a word as a letter": ({"smoker": lambda text: text[0].upper()}, {}),
    "0 and 1 as words": ({"flag": lambda value: ["No", "Yes"][value]}, {}),
    "0 and 1 as fractions": ({"flag": float}, {}),
    "a category as a fraction": ({"shop": float}, {}),
    "a category with zeros": ({"shop": lambda value: f"{value:04d}"}, {}),
    "a category with an exponent": ({"shop": lambda value: f"{value:.1E}"}, {}),
    "codes without zeros": ({"zip": int}, {}),
    "codes as formulas": ({"zip": lambda text: f'="{text}"'}, {}),
}


@pytest.mark.parametrize("way", WAYS)
def test_another_way_to_write_the_rows_changes_no_prediction(run, folder, way):
    changes, how = WAYS[way]
    changed = people().assign(**{name: people()[name].map(change) for name, change in changes.items()})
    expected = predicted(run, folder, people())
    np.testing.assert_array_equal(predicted(run, folder, changed, **how), expected)


def test_what_was_read_as_another_spelling_is_told(run, folder, capsys):
    predicted(run, folder, people().assign(city=people()["city"].str.upper()))
    assert "Column 'city': 120 cells are read as the training rows have it: '" in capsys.readouterr().err


def test_a_separator_that_may_mark_thousands_is_asked_about(run, folder):
    amounts = ["1.234", "2.345", "3.456"]
    few = people().head(3).assign(amount=amounts)
    with pytest.raises(DataError, match=r"Received: '1\.234', in which .* Pass --thousands \"\.\" or --decimal"):
        predicted(run, folder, few)
    plain = people().head(3)
    for sign, values in (("thousands", [1234, 2345, 3456]), ("decimal", [1.234, 2.345, 3.456])):
        expected = predicted(run, folder, plain.assign(amount=values))
        np.testing.assert_array_equal(predicted(run, folder, few, {sign: "."}), expected)


def test_new_categories_are_counted_and_nothing_but_new_ones_is_an_error(run, folder, capsys):
    some = people()
    some.loc[:59, "city"] = "Paris"
    predicted(run, folder, some)
    told = capsys.readouterr().err
    assert "Column 'city': 60 of 120 cells (50 %) hold texts that no training row had: 'Paris' (60)." in told
    with pytest.raises(DataError, match="Received: none in 120 cells: 'Paris' "):
        predicted(run, folder, people().assign(city="Paris"))
    assert len(predicted(run, folder, people().head(1).assign(city="Paris"))) == 1


def test_numbers_that_no_training_row_comes_near_are_told(run, folder, capsys):
    predicted(run, folder, people().assign(amount=people()["amount"] * 1000))
    assert "120 cells (100 %) lie outside the training rows' numbers" in capsys.readouterr().err


def test_the_options_of_reading_are_options_of_predict(run, folder, capsys):
    people().assign(amount="?!").drop(columns="bought").to_csv(folder / "odd.csv", index=False, sep="#")
    assert main(["predict", str(run), str(folder / "odd.csv"), "--delimiter", "#", "--missing", "?!"]) == 0
    assert "probability_yes" in capsys.readouterr().out
    assert main(["predict", str(run), str(folder / "odd.csv"), "--header", "--no-header"]) == 2


def test_an_ejected_script_says_what_no_row_has_and_which_form_it_needs(run, folder):
    written = eject(run, "logistic_regression", folder / "script")
    rows = pd.read_csv(folder / "script" / "data.csv", dtype=str).drop(columns="bought")
    rows.assign(city=rows["city"].str.upper()).to_csv(folder / "capitals.csv", index=False)
    rows.assign(city="Paris").to_csv(folder / "elsewhere.csv", index=False)
    rows.assign(amount="$" + rows["amount"]).to_csv(folder / "dollars.csv", index=False)

    def script(file, *options):
        command = [sys.executable, written.script, "--predict", folder / file, *options]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace")

    assert "'city' is read as the known rows have it: {" in script("capitals.csv").stderr
    assert "'city': 120 of 120 cells are in no known row: 'Paris' (120)" in script("elsewhere.csv").stderr
    assert "numbers such as 1234.5, without units and thousands signs" in script("dollars.csv").stderr
    people().drop(columns="bought").to_csv(folder / "signs.csv", index=False, sep=";", decimal=",")
    refused = script("signs.csv")
    assert refused.returncode == 1
    assert refused.stderr.startswith("Expected ")
    assert 'pass --delimiter ";" with --predict.' in refused.stderr
    plain = script("script/data.csv")
    assert script("signs.csv", "--delimiter", ";", "--decimal", ",").stdout == plain.stdout != ""


def test_who_predicted_how_many_rows_and_what_was_not_used_is_told(run, folder, capsys):
    rows = people().head(7).assign(remark="x")
    rows[rows.columns[::-1]].to_csv(folder / "seven.csv", index=False)
    predict_table(run, folder / "seven.csv", "logistic_regression")
    told = capsys.readouterr().err
    assert "Predicted 7 rows with: logistic regression (logistic_regression)." in told
    assert "Not used for the predictions: columns 'remark', 'bought'." in told


def test_what_is_written_keeps_the_cells_and_is_read_again(run, folder):
    rows = people().drop(columns="bought").assign(note="x; y")
    rows.to_csv(folder / "later.csv", index=False, sep=";", decimal=",")
    assert main(["predict", str(run), str(folder / "later.csv"), "--out", str(folder / "out.csv")]) == 0
    lines, written = ((folder / name).read_text().splitlines() for name in ("later.csv", "out.csv"))
    assert all(longer.startswith(f"{line};") for line, longer in zip(lines, written, strict=True))
    assert main(["predict", str(run), str(folder / "out.csv"), "--out", str(folder / "again.csv")]) == 0
    again = pd.read_csv(folder / "again.csv", sep=";", decimal=",")
    assert list(again.columns[-3:]) == ["predicted_bought_2", "probability_no_2", "probability_yes_2"]
    assert again["probability_yes"].equals(again["probability_yes_2"])


def test_another_encoding_is_written_with_a_mark(run, folder):
    people().drop(columns="bought").to_csv(folder / "old.csv", index=False, sep=";", decimal=",", encoding="cp1252")
    assert main(["predict", str(run), str(folder / "old.csv"), "--out", str(folder / "new.csv")]) == 0
    assert (folder / "new.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert main(["predict", str(run), str(folder / "new.csv"), "--encoding", "cp1252"]) == 0


OUTS = {
    "later.csv": "--out to name another file than the rows",
    "../{folder}/later.csv": "--out to name another file than the rows",
    ".": "to name a file. Received: .*, a folder",
    "nowhere/out.csv": "but there is no folder",
}


@pytest.mark.parametrize("out", OUTS)
def test_a_place_that_can_not_be_written_is_refused_before_anything_is_predicted(run, folder, capsys, out):
    file = folder / "later.csv"
    people().to_csv(file, index=False)
    before = file.read_bytes()
    assert main(["predict", str(run), str(file), "--out", str(folder / out.format(folder=folder.name))]) == 2
    assert re.search(OUTS[out], capsys.readouterr().err)
    assert file.read_bytes() == before


def test_rows_of_another_kind_of_file(run, folder):
    rows = people().drop(columns="bought")
    expected = predicted(run, folder, people())
    rows.to_json(folder / "later.jsonl", orient="records", lines=True)
    with closing(sqlite3.connect(folder / "later.db")) as base:
        rows.to_sql("rows", base, index=False)
    for name in ("later.jsonl", "later.db"):
        answer = predict_table(run, folder / name, "logistic_regression")["probability_yes"]
        np.testing.assert_array_equal(answer, expected)


def test_lines_that_are_left_out_of_new_rows_are_told(run, folder, capsys):
    text = people().drop(columns="bought").to_csv(index=False, sep=";", decimal=",")
    (folder / "lines.csv").write_text(f"# of March\n{text}Source: the shop\n")
    assert len(predict_table(run, folder / "lines.csv", "logistic_regression")) == 120
    told = capsys.readouterr().err
    assert "1 line above the header that begins with # was left out." in told
    assert "1 line below the rows was left out: 'Source: the shop'" in told
