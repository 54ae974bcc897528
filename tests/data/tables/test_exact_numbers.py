"""Different numbers stay different: those that floats would merge are text, and a note counts them."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from small_tables import read_text

from dlfund.data.tables import table_of

ROWS = 60
BIG = [10**17 + number for number in range(ROWS)]
FRAMES = {
    "int64": pd.Series(BIG),
    "negative": pd.Series([-number for number in BIG]),
    "Int64 with a null": pd.array([None, *BIG[1:]], dtype="Int64"),
    "uint64": np.array([2**63 + number for number in range(ROWS)], dtype="uint64"),
    "decimals": pd.Series([Decimal(f"1234567890123456789.{number:02}") for number in range(ROWS)], dtype=object),
    "Python's integers": pd.Series([10**20 + number for number in range(ROWS)], dtype=object),
}
FILES = {
    "integers": [str(number) for number in BIG],
    "with an empty cell": ["", *map(str, BIG[1:])],
    "written as floats": [f"{number}.0" for number in BIG],
    "thousands": [f'"{number:,}"' for number in BIG],
    "beside small ones": ["5", *map(str, BIG[1:])],
    "more than 64 bits": [str(10**20 + number) for number in range(ROWS)],
}


def remark(table):
    return next(note for note in table.notes if "'k'" in note)


@pytest.mark.parametrize("kind", FRAMES)
def test_different_numbers_of_a_frame_stay_different(kind):
    table = table_of(pd.DataFrame({"k": FRAMES[kind], "y": [0.5, 1] * (ROWS // 2)}))
    assert table.frame["k"].nunique() == pd.Series(FRAMES[kind]).nunique()
    assert isinstance(table.frame["k"].dtype, pd.StringDtype)
    assert "read as text" in remark(table)


@pytest.mark.parametrize("kind", FILES)
def test_different_numbers_of_a_file_stay_different(kind, tmp_path):
    rows = [f"{cell},{number / 2}" for number, cell in enumerate(FILES[kind])]
    table = read_text(tmp_path, "k,y\n" + "\n".join(rows) + "\n")
    assert table.frame["k"].nunique() == len({cell for cell in FILES[kind] if cell})
    assert "read as text" in remark(table)


@pytest.mark.parametrize(
    "cells",
    [
        pd.Series([1_700_000_000_000_000_000 + number * 10**9 for number in range(ROWS)]),
        pd.Series([Decimal(number) / 10 for number in range(ROWS)], dtype=object),
        pd.Series([2**53, 1, 2] * 20),
    ],
    ids=["nanoseconds", "short decimals", "the last exact one"],
)
def test_numbers_that_floats_tell_apart_are_numbers(cells):
    table = table_of(pd.DataFrame({"k": cells, "y": [0.5, 1] * (ROWS // 2)}))
    assert table.frame["k"].dtype.kind in "if"
    assert not any("'k'" in note for note in table.notes)


def test_parquet_decimals_and_integers_with_nulls(tmp_path):
    pytest.importorskip("pyarrow")
    from dlfund.data.tables import read_table

    frame = pd.DataFrame({"k": FRAMES["Int64 with a null"], "m": FRAMES["decimals"], "y": [0.5, 1] * (ROWS // 2)})
    frame.to_parquet(tmp_path / "t.parquet")
    table = read_table(tmp_path / "t.parquet")
    assert table.frame[["k", "m"]].nunique().tolist() == [ROWS - 1, ROWS]


@pytest.mark.parametrize(
    "cells", [["2019Q3", "2019Q4"], ["Q3 2019", "Q4 2019"], ["2019-Q3", "2019-Q4"], ["3Q2019", "4Q2019"]]
)
def test_quarters_are_their_first_days(cells):
    from dlfund.data.cells import dates
    from dlfund.data.tables.date_formats import date_format

    texts = pd.Series(cells)
    assert dates(texts, date_format(texts)).dt.strftime("%Y-%m-%d").tolist() == ["2019-07-01", "2019-10-01"]


def test_numbers_that_are_all_dates_are_dates():
    from dlfund.data.tables import columns_of

    days = pd.date_range("2023-01-20", periods=ROWS).strftime("%Y%m%d").astype(int)
    frame = pd.DataFrame({"when": days, "part": days + 50, "y": [0.5, 1] * (ROWS // 2)})
    roles = {column.name: column for column in columns_of(table_of(frame), target="y")}
    assert roles["when"].role == "date"
    assert "YYYYMMDD" in roles["when"].why
    assert roles["part"].role == "numeric"
