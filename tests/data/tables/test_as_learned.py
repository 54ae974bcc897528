"""Later rows in the words of the rows that were learned from."""

import pandas as pd
import pytest

from dlfund.data import Column, DataError, Schema
from dlfund.data.tables import as_learned, with_seen


def schema_of(cells, role="categorical"):
    x = pd.DataFrame({"it": pd.Series([*cells, *cells], dtype="str" if role != "numeric" else float)})
    columns = with_seen(x, [Column("it", role, missing=True)])
    return Schema("t", "", "y", columns, ("0", "1"))


def later(cells, schema):
    rows, notes = as_learned(pd.DataFrame({"it": pd.Series(cells, dtype="str")}), schema)
    return rows["it"].tolist(), notes


@pytest.mark.parametrize(
    "learned, cell, becomes",
    [
        (["Bern", "Genf"], "BERN", "Bern"),
        (["Bern", "bern"], "BERN", "BERN"),  # two that it may be
        (["café"], "cafe\u0301", "café"),
        ([">50K", "<=50K"], ">50K.", ">50K"),
        (["00123", "80331"], "123", "00123"),
        (["00123", "123"], "0123", "0123"),
        (["007", "008"], '="007"', "007"),
        (["1", "2"], "1.0", "1"),
        (["10", "11"], "1.1E+01", "11"),
        (["1.10", "1.2"], "1.1", "1.1"),  # a version
        (["True", "False"], "yes", "True"),
        (["0", "1"], "True", "1"),
        (["no", "yes"], "0", "no"),
        (["ja", "nein"], "y", "ja"),
        (["yes", "no", "maybe"], "1", "1"),
        (["m", "f"], "0", "0"),
    ],
)
def test_a_text_is_read_as_the_one_that_it_can_only_be(learned, cell, becomes):
    (value,), notes = later([cell], schema_of(learned))
    assert value == becomes
    assert bool(notes and "as the training rows have it" in notes[0]) is (value != cell)


def test_an_empty_cell_stays_empty():
    cells, notes = later(["BERN", None], schema_of(["Bern"]))
    assert cells[0] == "Bern"
    assert pd.isna(cells[1])
    assert notes == ("Column 'it': 1 cell is read as the training rows have it: 'BERN' as 'Bern'.",)


def test_texts_that_look_alike_are_told_with_what_differs():
    cells, (note,) = later(["Zu\u0308rich"], schema_of(["Zürich"]))
    assert cells == ["Zürich"]
    assert r"'Zu\u0308rich' as 'Zürich'" in note


def test_every_new_text_is_told_with_its_count():
    schema = schema_of(["a", "b"])
    assert later(["a"] * 9, schema)[1] == ()
    (note,) = later(["a"] * 9 + ["x"], schema)[1]
    assert "1 of 10 cells (10 %) holds a text that no training row had: 'x' (1)" in note
    (note,) = later(["a"] * 7 + ["x"] * 3, schema)[1]
    assert "3 of 10 cells (30 %) hold texts that no training row had: 'x' (3)" in note


def test_where_whole_groups_are_new_a_fifth_is_told_from_there_on():
    rows = [pd.DataFrame({"it": pd.Series(["a"] * (10 - new) + ["x"] * new, dtype="str")}) for new in (2, 3)]
    few, many = (as_learned(part, schema_of(["a", "b"]), refuses=False)[1] for part in rows)
    assert few == ()
    assert "3 of 10 cells" in many[0]


def test_nothing_but_new_texts_is_an_error_from_ten_cells_on():
    schema = schema_of(["a", "b"])
    assert later(["x"] * 9, schema)[0] == ["x"] * 9
    with pytest.raises(DataError, match=r"such as 'a', 'b'\. Received: none in 10 cells: 'x' "):
        later(["x"] * 10, schema)


def test_numbers_outside_the_learned_ones_are_told():
    schema = schema_of([1.0, 5.0], "numeric")
    for cells, told in (([1.0, 2.0, 3.0, 4.0, 9.0], ()), ([1.0, 9.0], "1 of 2 cells (50 %) lies outside")):
        notes = as_learned(pd.DataFrame({"it": cells}), schema)[1]
        assert notes == () if told == () else told in notes[0]


def test_a_column_of_very_many_levels_is_not_recorded():
    assert len(schema_of([f"name {number}" for number in range(1_000)]).columns[0].levels) == 1_000
    assert schema_of([f"name {number}" for number in range(1_001)]).columns[0].levels == ()


def test_new_texts_are_expected_where_most_cells_differ():
    x = pd.DataFrame({"it": ["a", "b", "c", "d", "a"]})
    assert with_seen(x, [Column("it", "categorical")])[0].levels == ()
