"""Numbers are read as people write them, one format a column; what may be two numbers is asked about."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_tables import read_text, written

from dlfund.data import DataError, check_columns
from dlfund.data.tables import as_dataset, columns_of, read_rows_like, task_of

NUMBERS = {
    "dollars": (["$1,200.50", "$950", "$3.00"], [1200.5, 950, 3]),
    "euros, German": (["1.234,56 €", "5,00 €"], [1234.56, 5]),
    "francs": (["CHF 3'456.–", "CHF 12.50", "CHF 7.-"], [3456, 12.5, 7]),
    "typographic apostrophe": (["1’234", "2’345’678"], [1234, 2345678]),
    "thousands": (["1,020,582", "1,234"], [1020582, 1234]),
    "thousands beside small numbers": (["1,234", "2,345", "950", "3,456", "4,567", "5,678"], [1234, 2345, 950, 3456]),
    "lakh": (["1,02,05,820", "12,345"], [10205820, 12345]),
    "spaces": (["1 234", "12"], [1234, 12]),
    "narrow no-break spaces": (["1\u202f234", "12"], [1234, 12]),
    "no-break spaces": (["1\u00a0234,5", "12,25"], [1234.5, 12.25]),
    "points": (["1.234.567", "1.234,5"], [1234567, 1234.5]),
    "percent": (["11.3%", "5 %", "0"], [11.3, 5, 0]),
    "centimetres": (["150.7 cm", "99cm"], [150.7, 99]),
    "square metres": (["120 m2", "80 m²"], [120, 80]),
    "days": (["1 day", "3 days"], [1, 3]),
    "brackets": (["(12.50)", "3.25"], [-12.5, 3.25]),
    "brackets and dollars": (["$(12.50)", "($1,003.00)", "$5.00"], [-12.5, -1003, 5]),
    "trailing minus": (["12.50-", "3.25"], [-12.5, 3.25]),
    "Unicode minus": (["−12.5", "3.25"], [-12.5, 3.25]),
    "minus in front of the currency": (["-$5", "$-6", "$7"], [-5, -6, 7]),
    "plus": (["+5", "-6.5"], [5, -6.5]),
    "exponents": (["1.5E+03", "2e-4"], [1500, 0.0002]),
    "decimal commas": (["0,5", "1,25"], [0.5, 1.25]),
}
TEXTS = {
    "codes": ["007", "012"],
    "codes with a unit": ["007 cm", "12 cm"],
    "units": ["12 kg", "13 lb"],
    "currencies": ["$1.20", "€3.40"],
    "ranges": ["18-24", "25-34"],
    "addresses": ["192.168.1.1", "10.0.0.1"],
    "telephones": ["+41 79 123 45 67", "+41 79 123 45 68"],
    "a number of a person": ["123 456 789", "223 456 780"],
    "ordinals": ["1st", "2nd", "3rd"],
    "cabins": ["C85", "C123"],
    "subjects": ["S1", "S2"],
    "versions": ["1.10", "1.2.3"],
    "places": ["47.10, 8.20", "47.30, 8.40"],
    "heights": ["5'11", "6'02"],
    "long": ["1234567890123456789", "NA"],
    "fractions": ["1/2", "3/4"],
}


def column(folder, cells, **how):
    """The table whose first column holds these cells, over and over."""
    rows = "".join(f'"{cell}",{number / 7},{number % 2}\n' for number, cell in enumerate(cells * (60 // len(cells))))
    return read_text(folder, "it,other,y\n" + rows, **how)


@pytest.mark.parametrize("cells, values", NUMBERS.values(), ids=NUMBERS.keys())
def test_a_number_in_disguise_is_one(tmp_path, cells, values):
    table = column(tmp_path, cells)
    np.testing.assert_allclose(table.frame["it"].astype(float)[: len(values)], values)


@pytest.mark.parametrize("cells", TEXTS.values(), ids=TEXTS.keys())
def test_what_is_no_number_stays_text(tmp_path, cells):
    assert column(tmp_path, cells).frame["it"].dtype == "str"


def test_a_note_says_how_a_column_was_read_and_how_to_say_otherwise(tmp_path):
    assert column(tmp_path, NUMBERS["euros, German"][0]).notes == (
        "Column 'it' is read as numbers: '1.234,56 €' is 1234.56 (a point marks thousands; a comma marks decimals; the "
        "unit is €). --categorical it keeps its text.",
    )
    assert column(tmp_path, ["1.5", "2,5"], textual=["it"]).frame["it"].dtype == "str"


def test_several_units_are_named(tmp_path):
    notes = column(tmp_path, ["12 kg", "13 kg", "14 lb"]).notes
    assert notes == (
        "Column 'it' is read as text: its numbers have several units: kg (40), lb (20). Convert them to one.",
    )


@pytest.mark.parametrize("option, value", [("thousands", 1234.0), ("decimal", 1.234)])
def test_what_may_be_two_numbers_is_asked_about(tmp_path, option, value):
    asked = column(tmp_path, ["1,234", "5,678"])
    assert asked.frame["it"].dtype == "str"
    assert 'Pass --thousands "," or --decimal ",".' in asked.notes[0]
    assert column(tmp_path, ["1,234", "5,678"], **{option: ","}).frame["it"][0] == value


@pytest.mark.parametrize(
    "odd", ["#DIV/0!", ".", "–", "--", "N.A.", "n.a.", "unknown", "*", "not available", "<0.01", "12 lb"]
)
def test_a_few_cells_that_are_no_numbers_become_empty_and_are_named(tmp_path, odd):
    cells = [f"{number}.25" for number in range(59)]
    table = column(tmp_path, [*cells, odd])
    assert table.frame["it"].isna().sum() == 1
    assert table.notes == (
        f"Column 'it' is read as numbers, as 59 of 60 cells are; 1 cell became empty: '{odd}' (1). --categorical it "
        "keeps its text.",
    )
    asked = column(tmp_path, [*cells, odd], missing=[odd])
    assert asked.notes == (f"1 cell is empty: 1 holding '{odd}'.",)


def test_more_cells_that_are_no_numbers_make_a_column_of_text(tmp_path):
    table = column(tmp_path, ["many", *map(str, range(5))] * 2)
    assert table.frame["it"].dtype == "str"
    assert "as some cells are no numbers: 'many' (10). --missing many empties them." in table.notes[0]


def test_a_number_that_stands_for_a_missing_one_is_asked_about(tmp_path):
    rows = [-999, *range(1, 12)]
    assert "pass --missing -999" in column(tmp_path, rows).notes[0]
    for cells in (rows, [-999, 1.5, "NA"], ["-999 kg", "5 kg"]):
        table = column(tmp_path, cells, missing=["-999"])
        assert table.frame["it"].isna().sum() >= 5
        assert table.frame["it"].min() > 0
    assert not column(tmp_path, [-999, -5, 1]).notes


def test_a_missing_text_that_stands_nowhere_is_told(tmp_path):
    assert column(tmp_path, [1, 2], missing=["Xx"]).notes == ("No cell holds 'Xx', which --missing names.",)


@pytest.mark.parametrize("cells, values", NUMBERS.values(), ids=NUMBERS.keys())
def test_new_rows_are_read_as_the_old_ones_were(tmp_path, cells, values):
    table = column(tmp_path, cells)
    data = as_dataset(table, columns_of(table, target="y"), task_of(table, "y"), name="mine")
    for cell, value in zip(cells, values, strict=False):
        path = written(tmp_path, f'it,other\n"{cell}",1\n', "one.csv")
        assert check_columns(read_rows_like(path, data.schema).frame, data.schema)["it"].tolist() == [value]


@pytest.mark.parametrize(
    "old, new",
    [
        (["12 kg", "15.5 kg"], "12 lb"),
        (["11.3%", "5%"], "0.113"),
        (["1.234,5", "2,5"], "1234.56"),
        (["1,020,582", "5"], "1.020,5"),
        (["0,5", "1,25"], "1.234"),
    ],
)
def test_a_new_cell_in_another_format_is_not_guessed(tmp_path, old, new):
    table = column(tmp_path, old)
    data = as_dataset(table, columns_of(table, target="y"), task_of(table, "y"), name="mine")
    path = written(tmp_path, f'it,other\n"{new}",1\n', "one.csv")
    with pytest.raises(DataError, match=r"Expected numbers such as .* Received: .* Write them alike"):
        read_rows_like(path, data.schema)


def test_a_target_in_disguise_is_a_number(tmp_path):
    table = column(tmp_path, [f"${number * 17:,}" for number in range(60)])
    assert task_of(table, "it").kind == "regression"
    unclear = column(tmp_path, [f"{number},{number + 100}" for number in range(1, 61)])
    with pytest.raises(DataError, match='pass --thousands "," or --decimal ","'):
        task_of(unclear, "it")


def test_numeric_says_which_cells_it_can_not_read(tmp_path):
    table = column(tmp_path, ["abc", "1", "2"])
    with pytest.raises(DataError, match=r"'abc' in row 1 \(20 such cells: 'abc' \(20\)\)\. Pass --missing abc"):
        columns_of(table, target="y", numeric=["it"])


@given(st.floats(-1e9, 1e9), st.sampled_from([("", "."), (",", "."), (".", ","), (" ", ","), ("'", ".")]))
def test_a_number_survives_its_format(value, signs):
    from dlfund.data.tables.number_text import Format, normal, parts_of, shape_of, value_of

    text = f"{value:,.2f}".translate({ord(","): signs[0], ord("."): signs[1]})
    parts = parts_of(shape_of(normal(text)))
    assert parts is not None
    assert Format(*signs).reads(parts.signs(text))
    assert value_of(text, parts, Format(*signs)) == float(f"{value:.2f}")
