"""Lines of a file that are no rows: each is left out with a note, kept by --all-lines, or refused by a sentence."""

import pytest
from small_tables import read_text

from dlfund.data import DataError, Schema
from dlfund.data.tables import as_dataset, columns_of, read_rows_like, read_table, task_of

ROWS = [f"{number / 2},{number % 7},{'yes' if number % 2 else 'no'}" for number in range(40)]
SUMS = f"{sum(number / 2 for number in range(40))},{sum(number % 7 for number in range(40))}"
KEEP = "--all-lines keeps every line."


def lines(*parts):
    return "\n".join(line for part in parts for line in ([part] if isinstance(part, str) else part)) + "\n"


READ = {
    "comments above": (
        lines("# exported 2024-01-01", "# by hand, at night", "a,b,y", ROWS),
        f"2 lines above the header that begin with # were left out. {KEEP}",
    ),
    "comments with another sign": (
        lines("% made by a program", "a,b,y", ROWS),
        f"1 line above the header that begins with % was left out. {KEEP}",
    ),
    "comments between and below": (
        lines("a,b,y", ROWS[:20], "# the second day", ROWS[20:], "# end"),
        f"2 lines between the rows that begin with #, % or // were left out. {KEEP}",
    ),
    "the header again": (
        lines("a,b,y", ROWS[:20], "a,b,y", "a,b,y", ROWS[20:]),
        f"The first line stands again in 2 rows; these were left out. {KEEP}",
    ),
    "the header again, in quotes": (
        lines('"a","b","y"', ROWS[:20], '"a","b","y"', ROWS[20:]),
        f"The first line stands again in 1 row; this was left out. {KEEP}",
    ),
    "a title": (lines("Visits", "a,b,y", ROWS), f"1 line above the header was left out: 'Visits'. {KEEP}"),
    "a title with commas and empty cells": (
        lines("Visits of 2023,,", ",,", "a,b,y", ROWS),
        f"2 lines above the header were left out: 'Visits of 2023' …. {KEEP}",
    ),
    "units": (
        lines("a,b,y", "kg,cm,", ROWS),
        f"The line below the header holds units or labels (kg, cm) and no row; left out. {KEEP}",
    ),
    "units in brackets": (
        lines("a,b,y", "[kg],-,", ROWS),
        f"The line below the header holds units or labels ([kg], -) and no row; left out. {KEEP}",
    ),
    "labels in two lines": (
        lines("a,b,y", "How heavy,How long,Again", "{q1},{q2},{q3}", ROWS),
        f"The 2 lines below the header hold units or labels (How heavy, How long, Again) and no row; left out. {KEEP}",
    ),
    "a footnote": (
        lines("a,b,y", ROWS, "", "Source: the office"),
        f"1 line below the rows was left out: 'Source: the office'. {KEEP}",
    ),
    "a total": (
        lines("a,b,y", ROWS, f"{SUMS},Total"),
        f"The last row ('Total') sums up the rows above it and was left out. {KEEP}",
    ),
    "a total in a column of numbers": (
        lines("a,b,y", ROWS, "Total,115,"),
        f"The last row ('Total') sums up the rows above it and was left out. {KEEP}",
    ),
    "sums without a label": (
        lines("a,b,y", ROWS, f"{SUMS},"),
        f"The last row sums up the rows above it and was left out. {KEEP}",
    ),
}


@pytest.mark.parametrize("text, note", READ.values(), ids=READ.keys())
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_such_lines_are_left_out_with_a_note(tmp_path, text, note, end):
    table = read_text(tmp_path, text.replace("\n", end))
    assert (list(table.frame), len(table)) == (["a", "b", "y"], 40)
    assert (table.frame["a"].dtype, table.frame["b"].dtype) == (float, int)
    assert table.left_out == (note,)
    assert table.notes == (note,)


@pytest.mark.parametrize("name", ["units", "a total", "the header again", "sums without a label"])
def test_all_lines_are_kept_if_asked(tmp_path, name):
    text = READ[name][0]
    table = read_text(tmp_path, text, all_lines=True, header=True)
    assert len(table) == text.count("\n") - 1
    assert table.left_out == ()


KEPT = {
    "a header that begins with a number sign": (lines("#a,b,y", ROWS), {}, 40),
    "cells that begin with a number sign": (lines("a,b,y", [f"#{row}" for row in ROWS]), {}, 40),
    "a line of comments within a cell": (lines("a,b,y", ROWS, '1,2,"no\n# one\n% two"'), {}, 41),
    "a row that is no header comes again": ("1,2\n3,4\n1,2\n", {"header": False}, 3),
    "a first row with a word": (lines("a,b,y", "unknown,2,no", ROWS), {}, 41),
    "a first row of missing cells": (lines("a,b,y", "NA,NA,no", ROWS), {}, 41),
    "a first row with levels that others have": (lines("a,b,y", "many,few,no", ROWS), {}, 41),
    "a last row with a label that is a value": (lines("a,b,y", ROWS, "1,2,Total", "1,2,Total"), {}, 42),
    "a last row that is half empty": (lines("a,b,y", ROWS, "7,,"), {}, 41),
    "blank lines between": (lines("a,b,y", ROWS[:20], "", ROWS[20:]), {}, 40),
    "text alone": (lines("a,b", [f"{'xyz'[n % 3]},{'uvw'[n % 3]}" for n in range(9)]), {}, 9),
}


@pytest.mark.parametrize("text, how, rows", KEPT.values(), ids=KEPT.keys())
def test_a_row_is_never_left_out(tmp_path, text, how, rows):
    table = read_text(tmp_path, text, **how)
    assert (len(table), table.left_out) == (rows, ())


def test_a_label_without_a_sum_is_told(tmp_path):
    table = read_text(tmp_path, lines("a,b,y", ROWS, "1.5,2,Total"))
    assert len(table) == 41
    assert "The last row holds 'Total', but no sum or mean" in table.notes[-1]


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "sep=;;;"])
def test_the_delimiter_that_excel_names(tmp_path, first):
    table = read_text(tmp_path, "\n".join([first, "a;b;y", *(row.replace(",", ";") for row in ROWS)]))
    assert (list(table.frame), len(table)) == (["a", "b", "y"], 40)


TWO = lines("place,Sales,,Costs,", ",Q1,Q2,Q1,Q2", [f"p{n},{n},{n + 1},{2 * n},{n % 3}" for n in range(30)])


def test_two_lines_of_names_are_joined_and_found_again(tmp_path):
    table = read_text(tmp_path, TWO)
    assert list(table.frame) == ["place", "Sales Q1", "Sales Q2", "Costs Q1", "Costs Q2"]
    assert "Two lines name the columns and were joined" in table.notes[0]
    dataset = as_dataset(table, columns_of(table, target="Sales Q2"), task_of(table, "Sales Q2"), name="two")
    (tmp_path / "later.csv").write_text("\n".join(TWO.splitlines()[:3]))
    later = read_rows_like(tmp_path / "later.csv", dataset.schema, header_lines=2)
    assert set(dataset.schema.inputs) <= set(later.frame)
    assert len(later) == 1
    (tmp_path / "joined.csv").write_text("place,Sales Q1,Costs Q1,Costs Q2\np1,1,2,3\n")
    assert len(read_rows_like(tmp_path / "joined.csv", dataset.schema, header_lines=2)) == 1


def test_units_are_known_above_a_single_row(tmp_path):
    schema = Schema("it", "it", "y", ())
    (tmp_path / "later.csv").write_text("a,b\nkg,cm\n1,2\n")
    assert len(read_rows_like(tmp_path / "later.csv", schema, units=["kg", "cm"])) == 1
    assert len(read_rows_like(tmp_path / "later.csv", schema)) == 2


SPACES = {
    "runs of spaces": "a b y\n  1   2.5 no\n  2   3.5 yes\n 10  11.5 no\n",
    "tabs and spaces": "a  b\ty\n1 2.5\t no\n2\t3.5  yes\n10 11.5 no\n",
    "quotes": 'a b y\n1 2.5 "no way"\n2 3.5 yes\n10 11.5 no\n',
}


@pytest.mark.parametrize("text", SPACES.values(), ids=SPACES.keys())
def test_cells_between_spaces(tmp_path, text):
    table = read_text(tmp_path, text, delimiter="space")
    assert (list(table.frame), table.frame["b"].tolist(), table.delimiter) == (["a", "b", "y"], [2.5, 3.5, 11.5], " ")
    if "\t" not in text:
        inferred = read_text(tmp_path, text)
        assert inferred.frame.equals(table.frame)
        assert "The cells are separated by spaces. --delimiter names another sign." in inferred.notes


def test_single_quotes_around_cells_are_quotes(tmp_path):
    rows = [f"{number},'Bern, west',{number}" for number in range(20)]
    table = read_text(tmp_path, lines("'a','b','c'", rows))
    assert (list(table.frame), table.frame["b"][0], table.quote) == (["a", "b", "c"], "Bern, west", "'")
    assert "--quote '\"' makes them a part of the cells" in table.notes[0]
    some = read_text(tmp_path, lines("a,b", [f"{n},{name}" for n in range(9) for name in ("O'Neil", "'tis", "it's")]))
    assert (some.quote, some.frame["b"][1]) == ('"', "'tis")


def test_years_name_columns_of_other_numbers(tmp_path):
    text = lines("place,2019,2020,2021", [f"p{n},{n},{n + 0.5},{n * 3}" for n in range(9)])
    table = read_text(tmp_path, text)
    assert list(table.frame) == ["place", "2019", "2020", "2021"]
    assert "The first line names the columns, though it holds numbers. --no-header makes it a row." in table.notes
    with pytest.raises(DataError, match="pass --no-header"):
        read_text(tmp_path, lines("place,2019,2020", [f"p{n},{1990 + n},{2000 + n}" for n in range(9)]))


SEVERAL = {
    "as wide": (lines("a,b,y", ROWS, "", "name,size,z", ROWS), "begins in line 43 .* 'name', 'size', 'z'"),
    "narrower": (lines("a,b,y", ROWS, "", "name,size", "x,2", "z,3"), "begins in line 43 .* 'name', 'size'"),
    "without a blank line": (lines("a,b,y", ROWS, "name,size", "x,2"), "If another table begins there"),
}


@pytest.mark.parametrize("text, reason", SEVERAL.values(), ids=SEVERAL.keys())
def test_several_tables_in_a_file_are_refused(tmp_path, text, reason):
    with pytest.raises(DataError, match=reason):
        read_text(tmp_path, text)


REFUSED = {
    "a row that was cut off": (lines("a,b,y", ROWS, "20"), r"Received: 1 in row 41 \(line 42 of the file\)"),
    "a row below lines that were left out": (
        lines("# one", "Visits", "a,b,y", "kg,cm,", ROWS[:3], "1,2"),
        r"Received: 2 in row 4 \(line 8 of the file\)",
    ),
}


@pytest.mark.parametrize("text, reason", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_wrong_is_told_with_the_line_of_the_file(tmp_path, text, reason):
    with pytest.raises(DataError, match=reason):
        read_text(tmp_path, text)


def test_a_file_is_read_in_the_same_way_by_what_was_recorded(tmp_path):
    for text, _ in READ.values():
        table = read_text(tmp_path, text)
        how = {"delimiter": table.delimiter, "decimal": table.decimal, "units": table.units}
        again = read_table(tmp_path / "rows.csv", recorded={}, **how)
        assert again.left_out == table.left_out
        assert again.frame.astype("str").equals(table.frame.astype("str"))
