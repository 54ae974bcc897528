"""Workbooks, JSON lines, databases, Feather and addresses are the same table as CSV; hostile ones are a sentence."""

import datetime
import io
import sqlite3
import zipfile
from contextlib import closing

import pandas as pd
import pytest
from small_tables import written
from stand_in import stand_in

from dlfund.comparison.running.run_folder import RunError
from dlfund.data import DataError
from dlfund.data.tables import columns_of, read_table
from dlfund.experiments.sources.source import Request
from dlfund.experiments.sources.table import TableSource
from dlfund.experiments.sources.table_rows import again

FRAME = pd.DataFrame(
    {
        "age": [31.5, None, 40.25, 28],
        "city": ["Bern", "Genf, Rive", None, 'the "Hague"'],
        "code": ["007", "012", "010", "001"],
        "born": pd.to_datetime(["1990-01-31", "1985-12-01", "2000-02-29", "1999-01-01"]),
        "member": [True, False, True, True],
        "visits": [1, 2, 3, 4],
    }
)


def as_csv(folder):
    return read_table(written(folder, FRAME.to_csv(index=False), "it.csv"))


def workbook(folder, sheets, name="it.xlsx"):
    """A workbook with rows in each sheet."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(folder / name)
    return folder / name


def excel(folder):
    pytest.importorskip("openpyxl")
    FRAME.to_excel(folder / "it.xlsx", index=False)
    return folder / "it.xlsx"


def json_lines(folder):
    FRAME.assign(born=FRAME["born"].astype(str)).to_json(folder / "it.jsonl", orient="records", lines=True)
    return folder / "it.jsonl"


def json_list(folder):
    FRAME.assign(born=FRAME["born"].astype(str)).to_json(folder / "it.json", orient="records", indent=1)
    return folder / "it.json"


def database(folder):
    with closing(sqlite3.connect(folder / "it.db")) as base:
        FRAME.assign(member=FRAME["member"].map({True: "TRUE", False: "FALSE"})).to_sql("people", base, index=False)
    return folder / "it.db"


def feather(folder):
    pytest.importorskip("pyarrow")
    FRAME.to_feather(folder / "it.feather")
    return folder / "it.feather"


def parquet(folder):
    pytest.importorskip("pyarrow")
    FRAME.to_parquet(folder / "it.parquet")
    return folder / "it.parquet"


@pytest.mark.parametrize("write", [excel, json_lines, json_list, database, feather, parquet])
def test_the_same_rows_are_the_same_table(tmp_path, write):
    table, expected = read_table(write(tmp_path)), as_csv(tmp_path)
    roles = [column.role for column in columns_of(table, target="visits")]
    assert roles == [column.role for column in columns_of(expected, target="visits")]
    for name in ("age", "city", "code", "member", "visits"):
        assert table.frame[name].astype("str").tolist() == expected.frame[name].astype("str").tolist()
    assert pd.to_datetime(table.frame["born"]).tolist() == FRAME["born"].tolist()
    assert any(note.startswith("2 cells are empty") for note in table.notes)
    assert len(table.sha256) == 64


def test_options_and_markers_are_those_of_csv(tmp_path):
    path = workbook(tmp_path, {"a": [["price", "y"], *[[f"$1,{n}00.50", "no"] for n in range(5)], ["?", "none"]]})
    table = read_table(path, missing=["none"])
    assert table.frame["price"].tolist()[:2] == [1000.5, 1100.5]
    assert table.frame["y"].isna().sum() == 1
    assert any("1 holding '?'" in note for note in table.notes)


def test_titles_units_and_totals_of_a_sheet_are_no_rows(tmp_path):
    rows = [["Visits of 2023"], [], ["city", "size", "visits"], ["", "km", "n"]]
    rows += [[f"city {n}", n + 0.5, n] for n in range(6)] + [["Total", 18, 15], [], ["Source: the office"]]
    table = read_table(workbook(tmp_path, {"a": rows}))
    assert (list(table.frame), len(table)) == (["city", "size", "visits"], 6)
    assert len(table.left_out) == 4
    assert len(read_table(workbook(tmp_path, {"a": rows[2:-2]}), all_lines=True)) == 8


def test_a_sheet_is_asked_for_where_several_hold_cells(tmp_path):
    rows = [["a", "b"], [1, 2]]
    path = workbook(tmp_path, {"first": rows, "empty": [], "second": [["c", "d"], [3, 4]]})
    with pytest.raises(DataError, match=r"Expected --sheet, as several sheets of .* hold cells: 'first', 'second'"):
        read_table(path)
    assert list(read_table(path, sheet="second").frame) == ["c", "d"]
    with pytest.raises(DataError, match=r"--sheet to name a sheet of .* Nearest: 'second'"):
        read_table(path, sheet="secnd")
    assert list(read_table(workbook(tmp_path, {"first": rows, "empty": []})).frame) == ["a", "b"]
    with pytest.raises(DataError, match="Its sheets are empty"):
        read_table(workbook(tmp_path, {"first": []}))


def test_days_and_times_of_a_sheet(tmp_path):
    day = datetime.date(2024, 1, 31)
    moment = datetime.datetime(2024, 1, 31, 12, 30)
    table = read_table(
        workbook(tmp_path, {"a": [["day", "moment", "span"], *[[day, moment, datetime.time(1, 30)]] * 3]})
    )
    assert str(table.frame["day"][0])[:10] == "2024-01-31"
    assert str(table.frame["moment"][0]) == "2024-01-31 12:30:00"
    assert table.frame["span"].tolist() == [5400.0] * 3


def test_a_formula_is_its_stored_value_and_is_never_computed(tmp_path):
    path = workbook(tmp_path, {"a": [["a", "b"], [1, "=1+1"], [2, "=CMD()"], [3, 5]]})
    table = read_table(path)
    assert table.frame["b"].tolist()[2] == 5
    assert any("2 formulas of the workbook have no stored value" in note for note in table.notes)


def test_a_workbook_without_openpyxl_says_what_to_install(tmp_path, monkeypatch):
    path = workbook(tmp_path, {"a": [["a", "b"], [1, 2]]})
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(DataError, match=r"pip install 'dlfund\[excel\]'"):
        read_table(path)


def altered(path, name, content):
    """The workbook with one part's content replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as result:
        for member in source.namelist():
            result.writestr(member, content if member == name else source.read(member))
    path.write_bytes(target.getvalue())
    return path


SHEET = "xl/worksheets/sheet1.xml"
XML = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
FAR = XML % b'<row r="1"><c r="A1"><v>1</v></c></row><row r="900000000"><c r="B900000000"><v>2</v></c></row>'
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">%s]>' % b"".join(
    b'<!ENTITY %c "%s">' % (name + 1, b"&%c;" % name * 10) for name in range(ord("a"), ord("j"))
)
BOMB = ENTITIES + XML % b'<row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row>'


@pytest.mark.parametrize(
    "content, reason",
    [(FAR, "empty rows one after the other"), (BOMB, "can't be read"), (b"<worksheet", "can't be read")],
    ids=["a cell that is far away", "entities within entities", "half a sheet"],
)
def test_a_hostile_sheet_is_a_sentence(tmp_path, content, reason):
    path = altered(workbook(tmp_path, {"a": [["a", "b"], [1, 2]]}), SHEET, content)
    with pytest.raises(DataError, match=reason):
        read_table(path)


def test_a_workbook_that_unpacks_to_very_much(tmp_path, monkeypatch):
    path = altered(workbook(tmp_path, {"a": [["a", "b"], [1, 2]]}), SHEET, XML % (b" " * 3_000_000))
    monkeypatch.setattr("dlfund.data.tables.formats.workbook.MOST_UNPACKED", 1_000_000)
    with pytest.raises(DataError, match=r"It holds more. Save the sheet as CSV"):
        read_table(path)


def test_a_table_is_asked_for_where_a_database_has_several(tmp_path):
    path = database(tmp_path)
    with closing(sqlite3.connect(path)) as base:
        base.executescript("create table visits (n, t); insert into visits values (1, x'00ff'), (2, null);")
        base.commit()
    with pytest.raises(DataError, match=r"Expected --table, as .* holds several: 'people', 'visits'"):
        read_table(path)
    table = read_table(path, table="visits")
    assert table.frame["n"].tolist() == [1, 2]
    assert "Cells that hold bytes became empty, in column 't'." in table.notes
    with pytest.raises(DataError, match=r"--table to name a table of .* Nearest: 'visits'"):
        read_table(path, table="visit")


def test_a_database_is_only_read(tmp_path):
    path = tmp_path / "it.db"
    with closing(sqlite3.connect(path)) as base:
        base.executescript(
            "create table a (x, y); insert into a values (1, 2), (3, 4);"
            "create view endless as with recursive r(n) as (select 1 union all select n + 1 from r) select n from r;"
            "create trigger gone after insert on a begin delete from a; end;"
        )
        base.commit()
    before = path.read_bytes()
    assert len(read_table(path)) == 2
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["it.db"]
    with pytest.raises(DataError, match="--table to name a table"):
        read_table(path, table="endless")


def test_a_database_whose_rows_are_in_a_log(tmp_path):
    path = database(tmp_path)
    (tmp_path / "it.db-wal").write_bytes(b"rows")
    with pytest.raises(DataError, match=r"some in it\.db-wal"):
        read_table(path)


JSON = {
    "no JSON in line 2": (b'{"a": 1}\nnope\n', "in line 2"),
    "no object": (b'{"a": 1}\n[1]\n', r"Received in line 2: \[1\]"),
    "a key twice": (b'{"a": 1, "a": 2}\n', "a key stands twice"),
    "no end": (b'{"a": ' + b"[" * 100_000, "lists within lists without end"),
    "no rows": (b"[]", "at least one row"),
    "no comma": (b'[{"a": 1} {"a": 2}]', "row 1: neither a comma nor the end"),
}


@pytest.mark.parametrize("content, reason", JSON.values(), ids=JSON.keys())
def test_json_that_is_no_table(tmp_path, content, reason):
    with pytest.raises(DataError, match=reason):
        read_table(written(tmp_path, content, "it.jsonl"))


def test_keys_of_any_row_are_columns_and_lists_are_text(tmp_path):
    table = read_table(written(tmp_path, b'{"a": 1}\n{"b": [1, "x"], "a": null}\n'))
    assert list(table.frame) == ["a", "b"]
    assert table.frame["b"][1] == '[1, "x"]'
    assert table.notes[0] == "Lists and objects in column 'b' are read as their JSON text."


def test_options_of_other_kinds_are_refused(tmp_path):
    path = written(tmp_path, "a,b\n1,2\n")
    with pytest.raises(DataError, match="--sheet for an Excel workbook"):
        read_table(path, sheet="a")
    with pytest.raises(DataError, match="--table for an SQLite database"):
        read_table(path, table="a")


def test_a_delimiter_for_a_file_without_one_is_told(tmp_path):
    table = read_table(written(tmp_path, b'{"a": 1, "b": 2}\n'), delimiter=";")
    assert "--delimiter: not used, as the file is JSON." in table.notes


ROWS = b"a,b\n" + b"1,2\n" * 50


@pytest.fixture(scope="module")
def address():
    with stand_in({"/rows.csv": ROWS, "/page.csv": b"<!doctype html><title>x</title>"}) as address:
        yield address


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("DLFUND_CACHE", str(tmp_path / "cache"))


def test_the_rows_of_a_run_come_from_what_was_kept_and_from_no_address(tmp_path):
    content = b"a,b,y\n" + b"".join(b"%d,%d,%s\n" % (n, n * n % 7, (b"no", b"yes")[n % 2]) for n in range(60))
    with stand_in({"/rows.csv": content}) as address:
        question = TableSource(f"{address}/rows.csv").read(Request("y", "made", hold_out=10))
    rows = again(question.recorded, question.dataset.schema)  # nobody answers any more
    assert rows.x.equals(question.dataset.x)
    for kept in (tmp_path / "cache").rglob("*rows.csv"):
        kept.unlink()
    with pytest.raises(RunError, match=r"which came from .*/rows\.csv\. They are not kept on this machine"):
        again(question.recorded, question.dataset.schema)


def test_a_file_at_an_address_is_read_and_its_checksum_is_told(address, capsys):
    table = read_table(f"{address}/rows.csv")
    assert (len(table), table.source) == (50, f"{address}/rows.csv")
    told = capsys.readouterr().err
    assert f"Downloading {address}/rows.csv" in told
    assert f"Received 204 bytes with the checksum {table.sha256}." in told


@pytest.mark.parametrize("given", ["https://[::1", "https://a\u2488b/x.csv", "https://", "https:///x.csv"])
def test_an_address_that_is_none_is_a_sentence(given):
    with pytest.raises(DataError, match="Expected "):
        read_table(given)


def test_an_address_is_told_in_one_line(capsys):
    with pytest.raises(DataError, match="Expected "):
        read_table("https://127.0.0.1:port\nReceived: all is well/x.csv")
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_what_is_at_an_address_may_be_no_table(address, monkeypatch):
    with pytest.raises(DataError, match=r"Expected page.csv to be a table .* Received: a web page"):
        read_table(f"{address}/page.csv")
    with pytest.raises(DataError, match="404"):
        read_table(f"{address}/nothing.csv")
    monkeypatch.setattr("dlfund.data.tables.address.MOST_BYTES", 100)
    with pytest.raises(DataError, match="at most 100 bytes"):
        read_table(f"{address}/rows.csv")


def zip_of(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return file.getvalue()


NAMED = {
    "an archive": (zip_of("train.csv", "test.csv"), r"a zip archive with train\.csv, test\.csv: unpack it first"),
    "an OpenDocument sheet": (zip_of("mimetype", "content.xml"), r"\(\.ods\): save it as \.xlsx"),
    "a binary workbook": (zip_of("xl/workbook.bin"), r"\.xlsb"),
    "a Word document": (zip_of("word/document.xml"), "a Word document"),
    "a Stata file": (b"<stata_dta><header>", r"pandas\.read_stata"),
    "an SPSS file": (b"$FL2@(#) SPSS", r"pandas\.read_spss"),
    "a SAS file": (b"\0" * 12 + b"\xc2\xea\x81\x60", r"pandas\.read_sas"),
    "an R file": (b"X\n\0\0\0\2", r"readRDS"),
    "an ARFF file": (b"@RELATION iris\n", "an ARFF file of Weka"),
    "a tar archive": (b"x" * 257 + b"ustar\0", "a tar archive"),
}


@pytest.mark.parametrize("content, reason", NAMED.values(), ids=NAMED.keys())
def test_other_files_are_named_with_what_to_do(tmp_path, content, reason):
    with pytest.raises(DataError, match=reason):
        read_table(written(tmp_path, content))
