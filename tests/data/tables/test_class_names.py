"""Names of classes and levels: markers that are values, spellings, truth values in many languages, merged classes."""

import numpy as np
import pandas as pd
import pytest
from small_tables import read_text, written

from dlfund.data import DataError, check_columns
from dlfund.data.tables import as_dataset, check_classes, columns_of, read_rows_like, table_of, task_of
from dlfund.data.tables.truth_pairs import PAIRS, pair_of


def column(folder, cells, other=None, **how):
    """A table with a column of these cells, and one of numbers."""
    values = cells * (60 // len(cells))
    others = other or [number / 7 for number in range(60)]
    rows = "".join(
        f'"{cell}",{more},{number % 2}\n' for number, (cell, more) in enumerate(zip(values, others, strict=False))
    )
    return read_text(folder, "it,other,y\n" + rows, **how)


@pytest.mark.parametrize("marker", ["NA", "None", "NaN", "nan", "NULL", "null"])
def test_a_word_is_a_value_where_no_other_cell_is_empty(tmp_path, marker):
    table = column(tmp_path, [marker, "ZA", "BW"])
    assert set(table.frame["it"]) == {marker, "ZA", "BW"}
    assert table.notes == (
        f"'{marker}' (20 cells) is a value in column 'it', where no other cell is empty; --missing {marker} makes it "
        "empty.",
    )
    assert column(tmp_path, [marker, "ZA", "BW"], missing=[marker]).frame["it"].isna().sum() == 20


def test_a_word_is_empty_where_it_is_so_in_numbers_or_dates_too(tmp_path):
    for other in (["NA", *range(59)], ["NA", *[f"2024-01-{day % 28 + 1:02}" for day in range(59)]]):
        table = column(tmp_path, ["NA", "ZA", "BW"], other)
        assert table.frame["it"].isna().sum() == 20
        assert "--keep NA makes it a value in columns of text." in table.notes[1]
        kept = column(tmp_path, ["NA", "ZA", "BW"], other, keep=["NA"])
        assert not kept.frame["it"].isna().any()
        assert kept.frame["other"].isna().sum() == 1


def test_a_word_that_is_rare_and_rarer_than_every_value_is_empty(tmp_path):
    table = column(tmp_path, ["NA", *["m", "f"] * 29, "m"])
    assert table.frame["it"].isna().sum() == 1
    assert "--keep NA" in table.notes[1]
    frequent = column(tmp_path, ["None", "Mild", "Mild", "Severe", "Severe"])
    assert set(frequent.frame["it"]) == {"None", "Mild", "Severe"}  # a fifth of the rows is no chance
    many = column(tmp_path, ["NA", *[f"c{number}" for number in range(59)]])
    assert not many.frame["it"].isna().any()


@pytest.mark.parametrize("cells", [["?", "ZA", "BW"], ["NA", "", "ZA"], ["NA", "?", "ZA"], ["-", "ZA", "BW"]])
def test_a_sign_or_a_word_among_other_empty_cells_is_empty(tmp_path, cells):
    assert set(column(tmp_path, cells).frame["it"].dropna()) <= {"ZA", "BW"}


def test_a_marker_in_a_data_frame_is_read_by_the_same_rule():
    frame = pd.DataFrame({"it": ["NA", "ZA"] * 10, "y": [0.5, 1.5] * 10})
    assert set(table_of(frame).frame["it"]) == {"NA", "ZA"}
    assert set(table_of(frame, missing=["NA"]).frame["it"].dropna()) == {"ZA"}


def test_new_rows_keep_what_was_kept(tmp_path):
    table = column(tmp_path, ["NA", "ZA", "BW"])
    data = as_dataset(table, columns_of(table, target="y"), task_of(table, "y"), name="mine")
    path = written(tmp_path, "it,other\nNA,NA\nZA,1\n", "new.csv")
    with pytest.raises(DataError, match="finite numbers in column 'other'"):
        check_columns(read_rows_like(path, data.schema).frame, data.schema)
    path = written(tmp_path, "it,other\nNA,2\nZA,1\n", "new.csv")
    assert check_columns(read_rows_like(path, data.schema).frame, data.schema)["it"].tolist() == ["NA", "ZA"]


SPELLINGS = {
    "case": ["yes", "Yes", "no"],
    "invisible": ["no", "no\u200b", "yes"],
    "inner space": ["very good", "very\u00a0good", "bad"],
    "Unicode form": ["café", "cafe\u0301", "thé"],
    "quotes": ["'good'", "good", "bad"],
    "full stop": [">50K", ">50K.", "<=50K"],
}


@pytest.mark.parametrize("cells", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_spellings_are_named_and_merged_only_if_asked(tmp_path, cells):
    table = column(tmp_path, cells)
    assert table.frame["it"].nunique() == 3
    assert "--merge-spellings merges them" in table.notes[0]
    merged = column(tmp_path, cells, merge_spellings=True)
    assert set(merged.frame["it"]) == {cells[0], cells[2]}
    assert "were merged" in merged.notes[0]
    data = as_dataset(merged, columns_of(merged, target="y"), task_of(merged, "y"), name="mine")
    path = written(tmp_path, f'it,other\n"{cells[1]}",2\n"{cells[1].upper()}",1\n', "new.csv")
    assert check_columns(read_rows_like(path, data.schema).frame, data.schema)["it"].tolist() == [cells[0]] * 2


def test_spaces_around_a_text_are_no_spelling(tmp_path):
    assert not column(tmp_path, ["yes", "yes ", "no", " no", "no\u00a0"]).notes


@pytest.mark.parametrize("pair", PAIRS, ids=[" ".join(pair) for pair in PAIRS])
@pytest.mark.parametrize("change", [str.lower, str.upper, str.title], ids=["lower", "upper", "title"])
def test_the_affirmative_one_is_positive(pair, change):
    no, yes = map(change, pair)
    frame = pd.DataFrame({"x": np.arange(40.0), "b": [yes, no] * 20, "y": [no, yes] * 20})
    assert task_of(table_of(frame), "y").classes == (no, yes)
    assert columns_of(table_of(frame), target="y")[1].role == "boolean"


def test_no_text_means_both():
    for no, yes in PAIRS:
        assert pair_of({no, yes}) is not None
        assert no not in {other for _, other in PAIRS}
        assert yes not in {other for other, _ in PAIRS}


def test_positive_names_the_other_class():
    frame = pd.DataFrame({"x": range(40), "y": ["M", "F"] * 20})
    task = task_of(table_of(frame), "y")
    assert task.classes == ("F", "M")
    assert task.reason.endswith("'M' is the positive class (--positive F takes the other one).")
    other = task_of(table_of(frame), "y", positive="F")
    assert other.classes == ("M", "F")
    assert (other.y == 1 - task.y).all()
    assert list(other.counts) == ["M", "F"] or other.counts == task.counts
    with pytest.raises(DataError, match=r"--positive to be a class of 'y': 'F' or 'M'\. Received: 'X'"):
        task_of(table_of(frame), "y", positive="X")
    with pytest.raises(DataError, match="Expected two classes for --positive"):
        task_of(table_of(frame), "x", positive="X")


def test_a_merge_never_mixes_with_a_class_that_is_called_other():
    cells = ["a"] * 20 + ["other"] * 20 + ["b"] * 3 + ["c"] * 3
    task = check_classes(task_of(table_of(pd.DataFrame({"y": cells})), "y"), 5, merge_rare=True)
    assert task.counts == {"a": 20, "other": 20, "other_2": 6}


def test_a_score_with_a_rare_value_may_be_a_number():
    cells = [5] * 30 + [6] * 30 + [7] * 30 + [3] * 2
    with pytest.raises(DataError, match=r"--merge-rare.*, or pass --task regression, which predicts the number"):
        check_classes(task_of(table_of(pd.DataFrame({"y": cells})), "y"), 5)
