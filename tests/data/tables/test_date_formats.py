"""Dates in every usual form, times as seconds, and one cell among them that is no date."""

import pandas as pd
import pytest
from small_tables import read_text

from dlfund.data import DataError
from dlfund.data.date_notation import notation
from dlfund.data.tables import as_dataset, columns_of, task_of
from dlfund.data.tables.date_formats import FORMATS, date_format
from dlfund.data.tables.durations import seconds_of

DAYS = pd.date_range("2023-01-13 01:30", periods=40, freq="37h")


@pytest.mark.parametrize("pattern", [pattern for pattern in FORMATS if pattern])
def test_every_format_reads_what_it_writes(pattern):
    days = [day.tz_localize("UTC") for day in DAYS]
    cells = pd.Series([day.strftime(pattern.replace("%q", str(day.quarter))) for day in days], dtype="str")
    assert cells.map(len).min() >= 6
    assert date_format(cells) is not None


@pytest.mark.parametrize("cells", [["2:1", "3:0"], ["18-24", "25-34"], ["v1.2.3", "v1.2.4"], ["12 May", "13 May"]])
def test_what_is_no_date(cells):
    assert date_format(pd.Series(cells * 20)) is None


def test_a_format_is_told_in_one_notation():
    assert notation("%d.%m.%Y %H:%M") == "DD.MM.YYYY hh:mm"
    assert not [pattern for pattern in FORMATS if "%" in notation(pattern)]


@pytest.mark.parametrize(
    "text, seconds",
    [
        ("00:05:13", 313),
        ("1 day 02:00", 93600),
        ("2 days, 0:00:01.5", 172801.5),
        ("-01:00", -3600),
        ("100:00:00", 360000),
        ("12:15 am", 900),
        ("1:30 p.m.", 48600),
        ("01:75", None),
        ("13:00 PM", None),
        ("2:1", None),
    ],
)
def test_seconds(text, seconds):
    assert seconds_of(text) == seconds


@pytest.mark.parametrize("unit, factor", [("unix seconds", 1), ("unix milliseconds", 1000)])
@pytest.mark.parametrize("name, role", [("created_at", "date"), ("amount", "numeric")])
def test_seconds_since_1970_in_a_column_named_like_a_time(tmp_path, unit, factor, name, role):
    rows = "".join(f"{(1_700_000_000 + 3_600 * n) * factor},{n / 3},{n % 2}\n" for n in range(40))
    table = read_text(tmp_path, f"{name},x,y\n" + rows)
    columns = columns_of(table, target="y")
    assert columns[0].role == role
    if role == "date":
        data = as_dataset(table, columns, task_of(table, "y"), name="mine")
        assert columns[0].date_format == unit
        assert data.x[name][1] == pd.Timestamp("2023-11-14 23:13:20")
        assert "if the rows to predict are later ones, pass --time created_at" in " ".join(data.notes)
        ordered = columns_of(table, target="y", time=name)
        assert "--time" not in " ".join(as_dataset(table, ordered, task_of(table, "y"), name="mine").notes)


def test_a_date_is_no_target_also_where_it_is_text(tmp_path):
    rows = "".join(f"{n / 3},2024-01-{n % 28 + 1:02}\n" for n in range(60))
    with pytest.raises(DataError, match=r"Received: dates\. Turn them into numbers"):
        task_of(read_text(tmp_path, "x,y\n" + rows), "y")


def test_years_have_no_sign_of_thousands(tmp_path):
    rows = "".join(f"{2010 + n % 7},{n / 3},{n % 2}\n" for n in range(40))
    assert "2010 to 2016" in columns_of(read_text(tmp_path, "year,x,y\n" + rows), target="y")[0].why
