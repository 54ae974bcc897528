"""A table is the one that its schema describes, or a sentence says what is wrong with it."""

import numpy as np
import pandas as pd
import pytest
from small_data import SCHEMA, small_table, write_dataset

from dlfund.data import Column, DataError, Schema, as_dataset, check_columns, load_dataset


def test_a_data_set_is_read_as_it_was_written(tmp_path):
    write_dataset(tmp_path)

    dataset = load_dataset("small", folder=tmp_path)

    assert list(dataset.x.columns) == ["study", "sleep", "noise"]
    np.testing.assert_array_equal(dataset.y, (small_table()["passed"] == "yes").astype(int))
    np.testing.assert_array_equal(dataset.x["study"], small_table()["study"])


def test_the_environment_names_the_folder(tmp_path, monkeypatch):
    write_dataset(tmp_path)
    monkeypatch.setenv("DLFUND_DATASETS", str(tmp_path))
    assert len(load_dataset("small")) == 90


def test_a_folder_above_is_found(tmp_path, monkeypatch):
    write_dataset(tmp_path / "datasets")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    monkeypatch.delenv("DLFUND_DATASETS", raising=False)
    monkeypatch.chdir(tmp_path / "deep" / "er")
    assert len(load_dataset("small")) == 90


def test_a_changed_file_is_refused(tmp_path):
    place = write_dataset(tmp_path)
    with (place / "data.csv").open("a") as file:
        file.write("1,2,3,yes\n")

    with pytest.raises(DataError, match=r"to have the checksum .*the file was changed. Restore it with `git checkout"):
        load_dataset("small", folder=tmp_path)


def test_a_missing_file_is_a_sentence(tmp_path):
    (write_dataset(tmp_path) / "data.csv").unlink()

    with pytest.raises(DataError, match=r"It can't be read \(No such file.*Restore it with: git checkout"):
        load_dataset("small", folder=tmp_path)


def test_nearest_names_are_offered(tmp_path):
    write_dataset(tmp_path)
    with pytest.raises(DataError, match=r"Received: 'smal'. Nearest: small\."):
        load_dataset("smal", folder=tmp_path)


@pytest.mark.parametrize("name", ["../small", "", "small/../small", "/"])
def test_a_name_is_a_name_and_no_path(tmp_path, name):
    write_dataset(tmp_path)
    with pytest.raises(DataError, match="Expected the name of a data set"):
        load_dataset(name, folder=tmp_path)


def test_no_data_sets_at_all(tmp_path):
    with pytest.raises(DataError, match="Nearest: none"):
        load_dataset("small", folder=tmp_path / "nowhere")


def test_a_target_outside_the_classes_is_refused():
    table = small_table()
    table.loc[6, "passed"] = "maybe"
    with pytest.raises(DataError, match=r"Expected 'passed' to be one of \['no', 'yes'\]. Received: 'maybe' in row 7"):
        as_dataset(table, SCHEMA)


@pytest.mark.parametrize("wrong", ["a lot", "", None, float("inf"), "1e999"])
def test_an_input_that_is_no_finite_number_is_refused(wrong):
    table = small_table().astype({"study": object})
    table.loc[[2, 4], "study"] = wrong
    with pytest.raises(DataError, match=r"Expected finite numbers in column 'study'.* in row 3 \(2 such rows\)"):
        as_dataset(table, SCHEMA)


def test_a_very_long_wrong_value_is_cut():
    table = small_table().astype({"study": object})
    table.loc[0, "study"] = "x" * 1000
    with pytest.raises(DataError) as error:
        as_dataset(table, SCHEMA)
    assert len(str(error.value)) < 200


def test_a_missing_column_is_named():
    with pytest.raises(DataError, match=r"Missing: \['sleep'\]. Received: \['study', 'noise', 'passed'\]"):
        check_columns(small_table().drop(columns="sleep"), SCHEMA)


def test_of_many_missing_columns_the_first_are_named():
    schema = Schema("wide", "", "y", tuple(Column(f"c{number}") for number in range(2000)))
    with pytest.raises(DataError, match=r"Missing: \['c0', .*, 'c19'\] and 1,980 more\. Received: \['y'\]") as error:
        check_columns(pd.DataFrame({"y": [1]}), schema)
    assert len(str(error.value)) < 500


def test_a_missing_target_is_named():
    with pytest.raises(DataError, match="Expected the target column 'passed'"):
        as_dataset(small_table().drop(columns="passed"), SCHEMA)


def test_columns_come_in_the_schemas_order_and_others_are_left_out():
    table = small_table().assign(extra=1)[["extra", "noise", "passed", "sleep", "study"]]
    assert list(as_dataset(table, SCHEMA).x.columns) == ["study", "sleep", "noise"]


@pytest.mark.parametrize("first, second", [("None", "NA"), ("0", "1"), ("False", "True"), ("", "yes")])
def test_class_names_are_text_whatever_they_look_like(tmp_path, first, second):
    names = {"no": first, "yes": second}
    table = small_table().assign(passed=small_table()["passed"].map(names))
    write_dataset(tmp_path, table, classes=f'["{first}", "{second}"]')

    dataset = load_dataset("small", folder=tmp_path)

    np.testing.assert_array_equal(dataset.y, (small_table()["passed"] == "yes").astype(int))


def test_numbers_as_classes_are_understood(tmp_path):
    table = small_table().assign(passed=(small_table()["passed"] == "yes").astype(int))
    write_dataset(tmp_path, table, classes="[0, 1]")
    assert load_dataset("small", folder=tmp_path).schema.classes == ("0", "1")


def test_regression_reads_numbers(tmp_path):
    write_dataset(tmp_path, classes="[]", target='"noise"', columns=["study", "sleep"])
    dataset = load_dataset("small", folder=tmp_path)
    np.testing.assert_array_equal(dataset.y, small_table()["noise"])
    assert dataset.schema.kind == "regression"
