"""The same table a month later: dates and numbers that are written otherwise, and cells that are neither."""

import pandas as pd
import pytest

from dlfund.data import Column, DataError, Schema, check_columns
from dlfund.data.tables import columns_of, read_rows_like, read_table, with_dates


def schema_of(role, date_format="", missing=True):
    columns = (Column("it", role, date_format=date_format, missing=missing), Column("x", "numeric", missing=True))
    return Schema("t", "", "y", columns, ("0", "1"))


def dated(cells, date_format="%d.%m.%Y", order=""):
    """The moments of later cells, and the notes."""
    schema = schema_of("date", date_format)
    frame = pd.DataFrame({"it": pd.Series(cells, dtype="str"), "x": 1.5})
    frame, notes = with_dates(frame, schema, order)
    moments = check_columns(frame, schema)["it"]
    return [None if pd.isna(moment) else moment.strftime("%Y-%m-%d") for moment in moments], notes


@pytest.mark.parametrize(
    "cells, becomes, told",
    [
        (["31.01.2024", "01.02.2024"], ["2024-01-31", "2024-02-01"], ""),
        (["2024-01-31", "2024-02-01"], ["2024-01-31", "2024-02-01"], "written YYYY-MM-DD, not DD.MM.YYYY"),
        (["31.01.24", "01.02.24"], ["2024-01-31", "2024-02-01"], "written DD.MM.YY, not DD.MM.YYYY"),
        (["20240131", "20240201"], ["2024-01-31", "2024-02-01"], "written YYYYMMDD, not"),
        (["01/31/2024", "02/01/2024"], ["2024-01-31", "2024-02-01"], "written MM/DD/YYYY, not"),
        (["31.01.2024", "2024-02-01"], ["2024-01-31", "2024-02-01"], "1 date of 2 are not written DD.MM.YYYY"),
        (["31.01.2024", "31.02.2024"], ["2024-01-31", None], "1 of 2 cells is no date (DD.MM.YYYY, or YYYY-MM-DD)"),
        (["2024-01-31", "2024-02-30", "2024-02-01"], ["2024-01-31", None, "2024-02-01"], "'2024-02-30' (1)"),
        (["31.01.2024", "soon", None], ["2024-01-31", None, None], "1 of 2 cells is no date"),
    ],
)
def test_dates_are_read_in_the_only_way_in_which_they_can_be(cells, becomes, told):
    moments, notes = dated(cells)
    assert moments == becomes
    assert told in " ".join(notes)
    assert bool(notes) is bool(told)


def test_a_day_or_a_month_that_may_come_first_is_asked_about():
    cells = ["03/04/2024", "05/06/2024"]
    with pytest.raises(DataError, match=r"'03/04/2024'.*Pass --date-order day or --date-order month"):
        dated(cells)
    assert dated(cells, order="day")[0] == ["2024-04-03", "2024-06-05"]
    assert dated(cells, order="month")[0] == ["2024-03-04", "2024-05-06"]


def test_a_day_first_among_learned_months_first_is_never_emptied():
    for others in (["02/30/2024"], ["12/25/2024"], ["12/25/2024", "11/24/2024"]):
        with pytest.raises(DataError, match="in which the day or the month may come first"):
            dated(["01/02/2024", "03/02/2024", "31/01/2024", *others], "%m/%d/%Y")
    moments, (note,) = dated(["01/02/2024", "31/01/2024"], "%m/%d/%Y")  # the day first reads both
    assert moments == ["2024-02-01", "2024-01-31"]
    assert "DD/MM/YYYY, not MM/DD/YYYY" in note


def test_more_than_half_without_a_date_is_an_error_with_the_way_out():
    assert dated(["31.01.2024", "soon"])[0] == ["2024-01-31", None]
    with pytest.raises(DataError, match=r"2 of 3 cells that are none: 'soon' \(2\).*--missing soon"):
        dated(["31.01.2024", "soon", "soon"])
    with pytest.raises(DataError, match="1 of 1 cell that are none"):
        dated(["soon"])


def later(tmp_path, role, text, **how):
    (tmp_path / "new.csv").write_text(text, encoding="utf-8")
    read = read_rows_like(tmp_path / "new.csv", schema_of(role), **how)
    return read.frame["it"].tolist(), " ".join(read.notes)


@pytest.mark.parametrize(
    "cell, value, told",
    [
        ("many", None, "1 of 4 cells is no number, and taken as empty: 'many' (1)"),
        ("#DIV/0!", None, "'#DIV/0!' (1)"),
        ("2.5", 2.5, ""),
    ],
)
def test_a_text_among_numbers_becomes_empty_with_a_note(tmp_path, cell, value, told):
    cells, notes = later(tmp_path, "numeric", f"it,x\n1.5,1\n{cell},1\n3,1\n4.25,1\n")
    assert [None if pd.isna(number) else number for number in cells] == [1.5, value, 3.0, 4.25]
    assert told in notes


def test_numbers_in_disguise_are_read_where_they_are_clear(tmp_path):
    cells, notes = later(tmp_path, "numeric", 'it,x\n"1,234.50",1\n"2,500.25",1\n3.5,1\n')
    assert cells == [1234.5, 2500.25, 3.5]
    assert "(a comma marks thousands)" in notes
    cells, notes = later(tmp_path, "numeric", "it,x\n12.5 CHF,1\n3.5 CHF,1\n")
    assert cells == [12.5, 3.5]
    assert "the unit is CHF, which is left out" in notes


@pytest.mark.parametrize(
    "text, told",
    [
        ("it,x\n11.3%,1\n5%,1\n", r"'11.3%' \(1\).*--decimal and --thousands"),
        ('it;x\n"1,234";1\n"2,345";1\n', '--thousands "," or --decimal ","'),
        ("it,x\nmany,1\nfew,1\n3.5,1\n", "2 of 3 cells that are none.*--missing"),
    ],
)
def test_what_is_not_clear_names_an_option(tmp_path, text, told):
    with pytest.raises(DataError, match=told):
        later(tmp_path, "numeric", text)


def test_a_column_that_may_have_no_gap_gets_none(tmp_path):
    (tmp_path / "new.csv").write_text("it,x\n1.5,1\nmany,1\n3,1\n", encoding="utf-8")
    schema = schema_of("numeric", missing=False)
    with pytest.raises(DataError, match="Expected finite numbers in column 'it'"):
        check_columns(read_rows_like(tmp_path / "new.csv", schema).frame, schema)


def test_a_table_of_dates_is_read_in_the_order_that_is_named(tmp_path):
    path = tmp_path / "days.csv"
    rows = "".join(f"0{1 + number % 9}/0{1 + number % 4}/2024,{number % 2}\n" for number in range(40))
    path.write_text(f"it,y\n{rows}", encoding="utf-8")
    formats = [columns_of(read_table(path, date_order=order), target="y")[0].date_format for order in (None, "day")]
    assert formats == ["%m/%d/%Y", "%d/%m/%Y"]
    with pytest.raises(DataError, match="Expected --date-order to be day or month"):
        read_table(path, date_order="year")


def test_dates_in_several_formats_are_named_with_their_counts(tmp_path):
    ways = ("2024-01-{:02d}", "{:02d}.01.2024", "01/{:02d}/2024")
    rows = "".join(f"{ways[number % 3].format(13 + number % 15)},{number % 2}\n" for number in range(60))
    (tmp_path / "mixed.csv").write_text(f"it,y\n{rows}", encoding="utf-8")
    (note,) = read_table(tmp_path / "mixed.csv").notes
    assert "its cells are dates: they are written in several ways" in note
    assert all(f"{way} (20)" in note for way in ("YYYY-MM-DD", "DD.MM.YYYY", "MM/DD/YYYY"))
    assert "--drop it" in note


def test_an_impossible_date_among_many_becomes_empty(tmp_path):
    rows = "".join(f"2024-01-{1 + number % 28:02d},{number % 2}\n" for number in range(59))
    (tmp_path / "days.csv").write_text(f"it,y\n2024-02-30,1\n{rows}", encoding="utf-8")
    table = read_table(tmp_path / "days.csv")
    assert "59 of 60 cells are; 1 cell became empty: '2024-02-30' (1)" in table.notes[0]
    assert columns_of(table, target="y")[0].role == "date"
