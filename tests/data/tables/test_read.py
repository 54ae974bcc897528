"""A file is read as it was written, in whatever of the usual forms."""

import csv
import gzip
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_tables import people, read_text, written

from dlfund.data import DataError
from dlfund.data.tables import MISSING_MARKERS, read_table
from dlfund.data.tables.missing import MAY_BE_VALUES

FRAME = pd.DataFrame(
    {
        "whole": [3, -1, 20],
        "Größe": [1.5, -0.25, 1234.125],
        "text": ["a, b; c|d\te", 'she said "no"', "two\nlines"],
        "flag": [True, False, True],
    }
)


def as_file(frame, delimiter, decimal, end="\n"):
    buffer = io.StringIO(newline="")
    frame.to_csv(buffer, sep=delimiter, decimal=decimal, index=False, lineterminator=end, quoting=csv.QUOTE_NONNUMERIC)
    return buffer.getvalue()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
@pytest.mark.parametrize(
    "delimiter, decimal", [(",", "."), (";", ","), (";", "."), ("\t", "."), ("\t", ","), ("|", ",")]
)
def test_every_usual_form_is_the_same_table(tmp_path, delimiter, decimal, encoding, end):
    table = read_text(tmp_path, as_file(FRAME, delimiter, decimal, end).encode(encoding))
    pd.testing.assert_frame_equal(table.frame, FRAME)
    assert (table.delimiter, table.decimal) == (delimiter, decimal)
    assert not [note for note in table.notes if "UTF-8" not in note]


def test_a_packed_file_is_unpacked_whatever_it_is_called(tmp_path):
    plain, packed = people().encode(), gzip.compress(people().encode())
    for name in ("rows.csv.gz", "rows.csv"):
        table = read_table(written(tmp_path, packed, name))
        pd.testing.assert_frame_equal(table.frame, read_text(tmp_path, plain).frame)


def test_the_checksum_is_the_files(tmp_path):
    import hashlib

    assert read_text(tmp_path, people()).sha256 == hashlib.sha256(people().encode()).hexdigest()


CELL = st.one_of(
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).map(
        lambda text: f"x{text}".strip()
    ),
    st.just(""),
)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=20))
def test_no_cell_changes(tmp_path_factory, rows):
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([["a", "b", "c"], *rows])
    frame = read_text(tmp_path_factory.mktemp("cells"), buffer.getvalue()).frame
    for place, name in enumerate("abc"):
        cells = [row[place] for row in rows]
        is_text = any(isinstance(cell, str) and cell for cell in cells)
        for cell, actual in zip(cells, frame[name], strict=True):
            if cell == "":
                assert pd.isna(actual)
            elif isinstance(cell, str):
                assert actual == cell
            else:
                assert (actual == str(cell)) if isinstance(actual, str) else actual == cell
        assert is_text or frame[name].dtype != "str" or any(abs(cell) >= 1e15 for cell in cells if cell != "")


@pytest.mark.parametrize("marker", MISSING_MARKERS)
def test_a_marker_is_an_empty_cell_and_is_counted(tmp_path, marker):
    table = read_text(tmp_path, f"a,b\n1.5,x\n{marker},{marker}\n2,y\n")
    assert table.frame["a"].tolist()[::2] == [1.5, 2]
    assert table.frame.isna().sum().tolist() == [1, 1]
    assert table.notes[0] == f"2 cells are empty: 2 holding {marker!r}."
    may_be_a_value = marker in MAY_BE_VALUES  # then a second note names --keep
    assert len(table.notes) == 1 + may_be_a_value


def test_a_code_with_leading_zeros_stays_text(tmp_path):
    rows = "".join(f"{number:05},{number},0.{number}\n" for number in range(8000, 12000))
    table = read_text(tmp_path, "zip,count,share\n" + rows)
    assert table.frame["zip"].tolist()[0] == "08000"
    assert table.frame["count"].tolist()[0] == 8000
    assert table.frame["share"].dtype == float


def test_a_leading_zero_far_down_is_found(tmp_path):
    rows = "".join(f"{number},1\n" for number in range(10_000, 90_000))
    assert read_text(tmp_path, f"zip,b\n{rows}00123,1\n").frame["zip"].tolist()[-1] == "00123"


def test_numbers_that_floats_can_not_tell_apart_stay_text_where_cells_are_missing(tmp_path):
    table = read_text(tmp_path, "a,b\n12345678901234567,1\nNA,2\n12345678901234568,3\n")
    assert table.frame["a"].tolist()[::2] == ["12345678901234567", "12345678901234568"]


def test_numbers_of_more_than_64_bits_stay_text(tmp_path):
    long = "99999999999999999999"
    assert read_text(tmp_path, f"a,b\n1,{long}\n2,\n").frame["b"].tolist()[0] == long
    with pytest.raises(DataError, match="Received: 1 in row 3"):
        read_text(tmp_path, f"a,b\n1,{long}\n2,0.5\n3\n")


def test_a_decimal_comma_far_down_is_found(tmp_path):
    rows = "".join(f"{number};x\n" for number in range(5000))
    table = read_text(tmp_path, f"a;b\n{rows}1,5;y\n")
    assert table.frame["a"].tolist()[-1] == 1.5


def test_truth_values_in_any_case_and_with_gaps(tmp_path):
    table = read_text(tmp_path, "a,b\ntrue,TRUE\nNA,False\nFALSE,true\n")
    assert table.frame["a"].dtype == "boolean"
    assert table.frame["b"].tolist() == [True, False, True]


@pytest.mark.parametrize(
    "text, names",
    [
        ("country,2019,2020\nChile,1.5,2\nPeru,2,3\n", ["country", "2019", "2020"]),
        ("a,b\nx,y\nz,w\n", ["a", "b"]),
        ("a\tb c\n1\t2\n", ["a", "b c"]),
    ],
)
def test_a_header_is_recognised(tmp_path, text, names):
    assert list(read_text(tmp_path, text, header=True if names[0] == "country" else None).frame) == names


def test_columns_without_a_header_are_numbered(tmp_path):
    table = read_text(tmp_path, "5.1,3.5,setosa\n4.9,3,virginica\n", header=False)
    assert list(table.frame) == ["column_1", "column_2", "column_3"]
    assert len(table) == 2


def test_what_is_given_is_believed(tmp_path):
    table = read_text(tmp_path, "a;b,c\n1;2,5\n", delimiter="semicolon", decimal=".")
    assert list(table.frame) == ["a", "b,c"]
    assert read_text(tmp_path, "a,b\n1,2\n", delimiter="tab").frame.shape == (1, 1)


def test_two_thousand_columns(tmp_path):
    names = [f"c{number}" for number in range(2000)]
    table = read_text(tmp_path, ",".join(names) + "\n" + (",".join(map(str, range(2000))) + "\n") * 3)
    assert list(table.frame) == names
    assert table.frame.iloc[2].tolist() == list(range(2000))


def test_parquet_is_the_same_table(tmp_path):
    pytest.importorskip("pyarrow")
    FRAME.to_parquet(tmp_path / "rows.parquet")
    table = read_table(tmp_path / "rows.parquet")
    pd.testing.assert_frame_equal(table.frame, FRAME)


@pytest.mark.slow
def test_a_million_rows(tmp_path):
    draw = np.random.default_rng(0)
    frame = pd.DataFrame(draw.normal(size=(1_000_000, 4)).round(3), columns=list("abcd"))
    frame["e"] = draw.integers(0, 9, len(frame))
    frame.to_csv(tmp_path / "rows.csv", index=False)
    pd.testing.assert_frame_equal(read_table(tmp_path / "rows.csv").frame, frame)


@pytest.mark.parametrize(
    "cell, text, told",
    [
        (r'"say \"hi, you\" now"', 'say "hi, you" now', True),
        (r'"\"hi\""', '"hi"', True),
        (r'"C:\dir\"', "C:\\dir\\", False),  # the quote ends the cell
        (r"5\" pipe", '5\\" pipe', False),
    ],
)
def test_a_quote_behind_a_backslash_is_one_where_it_cannot_end_the_cell(tmp_path, cell, text, told):
    (tmp_path / "quotes.csv").write_text(f'a,b\n1,{cell}\n2,"plain"\n', encoding="utf-8")
    table = read_table(tmp_path / "quotes.csv")
    assert table.frame["b"].tolist() == [text, "plain"]
    assert any("behind a backslash" in note for note in table.notes) is told
