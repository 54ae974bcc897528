"""What users really hand in: each is a sentence, or it is read and what was done to it is told. Nothing else."""

import gzip
import os
import re

import pandas as pd
import pytest
from small_tables import people, written

from dlfund.core.errors import UserError
from dlfund.data.tables import as_dataset, check_classes, columns_of, read_table, shown, table_of, task_of

ROWS = "".join(f"{number},{number % 3},{'no' if number % 2 else 'yes'}\n" for number in range(20))
GOOD = "a,b,y\n" + ROWS

REFUSED = {
    "empty": (b"", r"It is empty \(0 bytes\)"),
    "only a byte order mark": (b"\xef\xbb\xbf", "only blank lines"),
    "blank lines": (b"\n\r\n   \n\t\n", "only blank lines"),
    "a cell of 131,073 characters": (b"x" * 131_073, "shorter than 131,072 characters. Received: a longer one in the"),
    "200,000 brackets": (b"[" * 200_000, "shorter than 131,072 characters. Received: a longer one in the first row"),
    "header only": (b"a,b\n", "at least one row under its header"),
    "header without a line end": (b"a,b", "at least one row under its header"),
    "header and blank lines": (b"a,b\n\n\n", "at least one row under its header"),
    "a zip file or workbook": (b"PK\x03\x04abc", "save the sheet as CSV"),
    "an old workbook": (b"\xd0\xcf\x11\xe0abc", "save it as .xlsx"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", "Received: a picture"),
    "a PDF": (b"%PDF-1.7\n", "Received: a PDF"),
    "a pickle": (b"\x80\x04\x95\x00", "never opened"),
    "an array": (b"\x93NUMPY\x01\0", "a NumPy array"),
    "a database": (b"SQLite format 3\0", "to be an SQLite database"),
    "a web page": (b"\n<!DOCTYPE html><table>", "a web page"),
    "XML": (b"<?xml version='1.0'?>", "an XML file"),
    "half an object of JSON": (b'{"a": 1', "to hold JSON: one object a line"),
    "half a list of JSON": (b'[{"a": 1}', "to hold JSON: one object a line, or a list"),
    "a pointer of Git LFS": (b"version https://git-lfs.github.com/spec/v1\n", "git lfs pull"),
    "bzip2": (b"BZh91AY", "unpack it first"),
    "a NUL byte": (b"a,b\n1,\0\n", "NUL byte in line 2"),
    "UTF-16 without a mark": ("a,b\n1,2\n".encode("utf-16-le"), "pass --encoding utf-16-le"),
    "UTF-16 cut in half": ("a,b\n1,2\n".encode("utf-16")[:-1], "to be text in utf-16"),
    "random bytes": (bytes(range(1, 32)) * 40, "bytes that no text contains"),
    "half a gzip file": (gzip.compress(GOOD.encode())[:-12], "It ends too early"),
    "a damaged gzip file": (gzip.compress(GOOD.encode())[:12] + b"\xff" * 40, "It is damaged"),
    "a gzip file of nothing": (gzip.compress(b""), "unpacks to nothing"),
    "no Parquet inside": (b"PAR1 but not really PAR1", r"Parquet"),
    "one cell too many": (GOOD + "1,2,3,4\n", r"3 cells, as many as its first line. Received: 4 in row 21 \(line 22"),
    "one cell too few": (GOOD + "1,2\n", r"Received: 2 in row 21 \(line 22 of the file\). Fill the row up"),
    "too few in the middle": ("a,b,y\n1,2,no\n1,2\n1,2,no\n", r"Received: 2 in row 2 \(line 3 "),
    "too many in the first row": ("a,b\n1,2,3\n1,2\n", r"Received: 3 in row 1 .*row.names = FALSE"),
    "row names of R": ('"a","b"\n"r1",1,2\n"r2",3,4\n', "row.names = FALSE"),
    "too many after blank lines": ("a,b\n\n1,2\n\n\n1,2,3\n", r"Received: 3 in row 2 \(line 6 "),
    "too many after a line break in a cell": ('a,b\n"x\ny",2\n1,2,3\n', r"Received: 3 in row 2 \(line 4 "),
    "an extra delimiter in one row": ("a,b\n1,2,\n3,4\n", r"Received: 3 in row 1"),
    "a quote that is never closed": (GOOD + '1,"2,no\n1,2,no\n', "never closed"),
    "a cell that never ends": ('a,b\n1,"' + "x" * 200_000, "never closed"),
    "no header: numbers": (ROWS, r"to name the columns. Received: '0', a number. .* pass --no-header"),
    "no header: a name that comes again": ("M,0.4,x\nF,0.3,y\nM,0.2,x\n", "pass --no-header"),
    "too many columns": (",".join(map(str, range(20_001))) + "\n1\n", "at most 20,000 columns. Received: 20,001"),
}


def sentence(function, *arguments, **options):
    """What a user is told: one line that says what was expected."""
    with pytest.raises(UserError) as error:
        function(*arguments, **options)
    text = str(error.value)
    assert text.startswith("Expected ")
    assert "\n" not in text
    assert len(text) < 900
    return text


@pytest.mark.parametrize("content, reason", REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_is_no_table_is_a_sentence(tmp_path, content, reason):
    assert re.search(reason, sentence(read_table, written(tmp_path, content)))


HANDLED = {
    "mixed line ends": ("a,b,y\n1,2,no\r\n3,4,yes\r5,6,no\n", 3, None),
    "no line end at the end": ("a,b\n1,2\n3,4", 2, None),
    "a cell behind an empty line that ends in a carriage return": ("a,b\n1,2\n\r,4\n", 2, "1 cell is empty"),
    "blank lines between": ("\n\na,b\n\n1,2\n  \n3,4\n\n", 2, None),
    "a byte order mark": (b"\xef\xbb\xbfa,b\n1,2\n", 1, None),
    "a marked UTF-16": ("a,b\nß,2\n".encode("utf-16"), 1, None),
    "Latin-1": ("a,b\nß,2\n".encode("latin-1"), 1, "not UTF-8; it was read as cp1252"),
    "bytes that only Latin-1 has": (b"a,b\n\x81\xdf,2\n", 1, "read as latin-1"),
    "a name twice": ("a,a\n1,2\n", 1, "'a_2'"),
    "a name twice and its second name once": ("a,a,a_2\n1,2,3\n", 1, "'a_3'"),
    "no name": ("a,\n1,2\n", 1, "called column 'column_2'"),
    "a name with a line break": ('"a\nb",c\n1,2\n', 1, None),
    "a name of 300 letters": (f"{'n' * 300},b\n1,2\n", 1, None),
    "a script in a header and a cell": ("<script>alert(1)</script>,b\n<b>,2\n", 1, None),
    "a formula": ("a,b\n=1+1,@SUM(A1)\n", 1, None),
    "emoji": ("🙂,b\n🐍,2\n", 1, None),
    "commands for a terminal": ("a,b\n\x1b[31mred,2\n", 1, None),
    "infinite": (
        "a,b\ninf,2\n1,3\n-Infinity,4\n1e999,5\n",
        4,
        "3 infinite cells became empty, in column 'a'",
    ),
    "every marker": (
        "a,b\n"
        + "".join(f"{marker},{n}\n" for n, marker in enumerate(["NA", "N/A", "nan", "NULL", "None", "?", "-", ""])),
        8,
        r"8 cells are empty: 1 without any content, 1 holding 'NA', 1 holding 'N/A'",
    ),
    "a delimiter behind every row": ("a,b\n1,2,\n3,4,\n", 2, "ends in a delimiter"),
    "Excel's own first line": ("sep=;\na;b\n1;2\n", 1, None),
    "spaces around cells": ("a, b , c\n1, x , ?\n", 1, "1 holding '\\?'"),
    "two gzip files, one behind the other": (gzip.compress(b"a,b\n1,2\n") + gzip.compress(b"3,4\n"), 2, None),
    "what may be thousands": ('a,b\n"1,234",x\n"5,678",y\n', 2, "may mark thousands"),
    "a row of nothing but delimiters": ("a,b\n1,2\n,\n", 2, "2 cells are empty: 2 without any content"),
    "mixed cells": ("a,b\n1,x\ntwo,y\n3.5,z\n", 3, None),
    "one row": ("a,b\n1,2\n", 1, None),
}


@pytest.mark.parametrize("content, rows, note", HANDLED.values(), ids=HANDLED.keys())
def test_an_odd_table_is_read_and_what_was_done_is_told(tmp_path, content, rows, note):
    table = read_table(written(tmp_path, content))
    assert len(table) == rows
    assert note is None or any(re.search(note, entry) for entry in table.notes), table.notes
    assert note is not None or not table.notes
    for target in table.frame:
        try:
            text = shown(columns_of(table, target=target))
        except UserError as error:
            text = str(error)
        assert "\x1b" not in text


PATHS = {
    "nowhere": ("nothing.csv", "There is none"),
    "an address": ("s3://example/rows.csv", "begins with https://"),
    "an address that anyone can change": ("http://example.org/rows.csv", "begins with https://"),
    "an address with a password": ("https://me:secret@example.org/rows.csv", "without a name and a password"),
    "a folder": (".", "Received: a folder"),
    "a device": ("/dev/null", "no ordinary file"),
    "a NUL in the name": ("a\0b.csv", "can't be read"),
    "a name that is too long": ("x" * 5000, "can't be read"),
    "nothing": (None, "the path of a file"),
    "a number": (3, "the path of a file"),
}


@pytest.mark.parametrize("path, reason", PATHS.values(), ids=PATHS.keys())
def test_a_path_that_leads_nowhere(tmp_path, monkeypatch, path, reason):
    monkeypatch.chdir(tmp_path)
    refusal = sentence(read_table, path)
    assert re.search(reason, refusal)
    assert refusal.count("Expected") == 1


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "rows.csv")
    assert "no ordinary file" in sentence(read_table, tmp_path / "rows.csv")


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    def refuse(path, flags):
        raise PermissionError(13, "Permission denied")

    path = written(tmp_path, GOOD)
    monkeypatch.setattr("dlfund.data.tables.content._without_waiting", refuse)
    assert "Permission denied" in sentence(read_table, path)


def test_a_path_with_spaces_and_umlauts(tmp_path):
    assert len(read_table(written(tmp_path, GOOD, "meine Zähler 2024.csv"))) == 20


def test_a_small_file_that_unpacks_to_very_much(tmp_path, monkeypatch):
    monkeypatch.setattr("dlfund.data.tables.file_limits.FREE_BYTES", 10_000)
    assert "It holds more" in sentence(read_table, written(tmp_path, gzip.compress(b"a,b\n" + b"1,2\n" * 5000)))


def test_parquet_without_pyarrow_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    assert "pip install pyarrow" in sentence(read_table, written(tmp_path, b"PAR1....PAR1"))


HOW = {
    "two delimiters": ({"delimiter": ",;"}, "--delimiter to be one character"),
    "no delimiter": ({"delimiter": ""}, "--delimiter to be one character"),
    "a quote": ({"delimiter": '"'}, "--delimiter to be one character"),
    "a number for a delimiter": ({"delimiter": 3}, "--delimiter to be one character"),
    "another decimal sign": ({"decimal": "'"}, "--decimal to be a point or a comma"),
    "no encoding": ({"encoding": "klingon"}, "--encoding to be the name"),
    "a codec that is none": ({"encoding": "base64"}, "--encoding to be the name"),
    "a number for an encoding": ({"encoding": 8}, "--encoding to be the name"),
    "the wrong encoding": ({"encoding": "utf-16"}, "to be text in utf-16"),
    "ASCII": ({"encoding": "ascii"}, "to be text in ascii"),
}


@pytest.mark.parametrize("how, reason", HOW.values(), ids=HOW.keys())
def test_a_wrong_word_about_the_file(tmp_path, how, reason):
    assert reason in sentence(read_table, written(tmp_path, GOOD + "1,2,ß\n"), **how)


COLUMNS = {
    "a misspelt target": ({"target": "bougth"}, r"--target to name a column. Received: 'bougth'. Nearest: 'bought'"),
    "no target": ({"target": ""}, "--target to name a column"),
    "a misspelt column": ({"categorical": ["staars"]}, r"--categorical to name a column. .* Nearest: 'stars'"),
    "one name for two purposes": ({"numeric": ["age"], "drop": ["age"]}, "one purpose for each column"),
    "the target as an input": ({"numeric": ["bought"]}, "one purpose for each column"),
    "the target as a group": ({"group": "bought"}, "one purpose for each column"),
    "text as numbers": ({"numeric": ["city"]}, r"numbers in column 'city'.* Received: 'Bern' in row 1 \(40 such"),
    "text as an order": ({"ordinal": ["city"]}, "numbers in column 'city'"),
    "text as dates": ({"date": ["city"]}, "dates of one format in column 'city'"),
    "fractions as dates": ({"date": ["age"]}, "dates of one format in column 'age'"),
    "text as time": ({"time": "city"}, "dates of one format in column 'city'"),
    "nothing left": (
        {"drop": ["age", "stars", "smokes", "city", "born", "words", "price"]},
        r"at least one column to learn from. Received: 'id' \(identifier",
    ),
}


@pytest.mark.parametrize("asked, reason", COLUMNS.values(), ids=COLUMNS.keys())
def test_a_wrong_word_about_columns(tmp_path, asked, reason):
    table = read_table(written(tmp_path, people()))
    assert re.search(reason, sentence(columns_of, table, **{"target": "bought"} | asked))


def test_a_delimiter_that_was_not_found_is_asked_for(tmp_path):
    table = read_table(written(tmp_path, "a b y\n1 2 no\n3 4 yes or no\n"))
    assert "pass --delimiter" in sentence(columns_of, table, target="a b y")


TARGETS = {
    "all empty": ([None] * 20, None, "20 empty cells"),
    "one class": (["yes"] * 20, None, "Received: 'yes' in 20 rows: nothing is left"),
    "one number": ([3.5] * 20, None, "Received: '3.5' in 20 rows"),
    "one class and empty cells": (["yes", None] * 10, None, "'yes' in 10 rows"),
    "a class a row": ([f"person {n}" for n in range(20)], None, r"20 different values in 20 rows. Name another"),
    "very many classes": ([f"c{n}" for n in range(5000)] * 2, None, r"at most 1,000 classes .* Received: 5,000"),
    "dates": (pd.date_range("2024-01-01", periods=20), None, "Received: dates"),
    "an unknown task": ([0, 1] * 10, "ranking", "--task to be one of binary, multiclass, regression"),
    "a task with a letter missing": ([0, 1] * 10, "binry", "Received: 'binry'. Did you mean binary?"),
    "three classes for two": (["a", "b", "c"] * 7, "binary", "Pass --task multiclass"),
    "two classes for three": ([0, 1] * 10, "multiclass", "Pass --task binary"),
    "text for a number": (
        ["1", "2", "many"] * 5,
        "regression",
        r"as it is a regression. Received: '1'|'many' in row 3",
    ),
    "numbers for classes": ([n + 0.5 for n in range(20)], "multiclass", "Pass --task regression"),
}


@pytest.mark.parametrize("cells, kind, reason", TARGETS.values(), ids=TARGETS.keys())
def test_a_target_that_can_not_be_predicted(cells, kind, reason):
    table = table_of(pd.DataFrame({"x": range(len(cells)), "y": cells}))
    assert re.search(reason, sentence(task_of, table, "y", kind=kind))


def test_a_target_that_is_not_there():
    assert "Nearest: 'y'" in sentence(task_of, table_of(pd.DataFrame({"x": [1], "y": [2]})), "why")


def test_a_class_with_fewer_rows_than_folds_is_explained():
    table = table_of(pd.DataFrame({"x": range(30), "y": ["a", "b"] * 14 + ["c", "c"]}))
    text = sentence(check_classes, task_of(table, "y"), 5)
    assert re.search(
        r"at least 5 rows, so that every part of every fold has one. Received: 'c' \(2\)\..*--merge-rare", text
    )


def test_a_merge_that_leaves_too_few_rows_is_explained():
    table = table_of(pd.DataFrame({"x": range(30), "y": ["a", "b"] * 14 + ["c", "c"]}))
    assert "'c' (2)" in sentence(check_classes, task_of(table, "y"), 5, merge_rare=True)


def test_too_few_rows_for_the_folds():
    table = table_of(pd.DataFrame({"x": range(8), "y": [n + 0.5 for n in range(8)]}))
    assert "at least 10 rows with a target, so that every part of every fold has some. Received: 8" in sentence(
        check_classes, task_of(table, "y"), 5
    )


FRAMES = {
    "no frame": ([[1, 2]], "a pandas DataFrame. Received: list"),
    "a series": (pd.Series([1]), "Received: Series"),
    "no rows": (pd.DataFrame({"a": []}), r"shape \(0, 1\)"),
    "no columns": (pd.DataFrame(index=[1, 2]), r"shape \(2, 0\)"),
    "names on two levels": (pd.DataFrame({("a", "b"): [1]}), "names on 2 levels"),
    "complex numbers": (pd.DataFrame({"a": [1j]}), "complex numbers in column 'a'"),
}


@pytest.mark.parametrize("frame, reason", FRAMES.values(), ids=FRAMES.keys())
def test_a_frame_that_is_no_table(frame, reason):
    assert re.search(reason, sentence(table_of, frame))


MARKS = {
    "an empty group": ("group", ["a", None] * 10, "a group in every row that has a target. Received: 10 empty cells"),
    "an empty time": ("time", [1.0, None] * 10, "a time in every row"),
    "an empty weight": ("weight", [1.0, None] * 10, "a weight in every row"),
    "a weight below 0": ("weight", [1.0, -1.0] * 10, "10 below 0"),
    "no weight at all": ("weight", [0.0] * 20, "not all 0"),
    "a weight that is text": ("weight", ["heavy", "light"] * 10, "20 that are no number"),
}


@pytest.mark.parametrize("role, cells, reason", MARKS.values(), ids=MARKS.keys())
def test_marks_that_do_not_mark(role, cells, reason):
    table = table_of(pd.DataFrame({"x": range(3, 23), "m": cells, "y": [0, 1] * 10}))

    def read():
        columns = columns_of(table, target="y", numeric=["x"], **{role: "m"})
        return as_dataset(table, columns, task_of(table, "y"), name="marks")

    assert reason in sentence(read)


def test_there_are_at_least_sixty_bad_files_and_arguments():
    assert len(REFUSED) + len(PATHS) + len(HOW) + len(COLUMNS) + len(TARGETS) + len(FRAMES) + len(MARKS) >= 60
