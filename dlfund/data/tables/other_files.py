"""Files that are no table: told by their first bytes, each with what to do instead."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from dlfund.data import DataError
from dlfund.data.tables.missing import cut

KINDS = "CSV, Excel, JSON lines, SQLite, Parquet or Feather"
OTHER_FILES = (
    (
        b"\xd0\xcf\x11\xe0",
        "an old Excel workbook (.xls), or one with a password: save it as .xlsx, or its sheet as CSV",
    ),
    (b"BZh", "packed by bzip2: unpack it first"),
    (b"\xfd7zXZ", "packed by xz: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "packed by zstd: unpack it first"),
    (b"\x1f\x9d", "packed by compress: unpack it first"),
    (b"7z\xbc\xaf", "packed by 7-Zip: unpack it first"),
    (b"Rar!", "packed by RAR: unpack it first"),
    (b"%PDF", "a PDF: save its table as CSV"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x89HDF", "an HDF5 file: write its table as CSV or Parquet"),
    (b"\x93NUMPY", "a NumPy array: write it as CSV with the columns' names in its first line"),
    (b"MATLAB 5.0 MAT-file", "a MATLAB file: writetable(table, 'rows.csv') writes CSV"),
    (b"\x80\x02", "a pickle, which could run any code and is never opened: write CSV or Parquet"),
    (b"\x80\x03", "a pickle, which could run any code and is never opened: write CSV or Parquet"),
    (b"\x80\x04", "a pickle, which could run any code and is never opened: write CSV or Parquet"),
    (b"\x80\x05", "a pickle, which could run any code and is never opened: write CSV or Parquet"),
    (b"FEA1", "a Feather file of the first version: write it again with pyarrow, or as CSV"),
    (b"ORC", "an ORC file: write CSV or Parquet"),
    (b"Obj\x01", "an Avro file: write CSV or Parquet"),
    (b"RDX2\n", "a file of R with several objects: write.csv(table, 'rows.csv', row.names = FALSE) writes CSV"),
    (b"RDX3\n", "a file of R with several objects: write.csv(table, 'rows.csv', row.names = FALSE) writes CSV"),
    (b"X\n\0\0\0", "a file of R: write.csv(readRDS('it.rds'), 'rows.csv', row.names = FALSE) writes CSV"),
    (b"$FL2", "an SPSS file: save it as CSV, or use pandas.read_spss and pass the data frame to dlfund.compare"),
    (b"$FL3", "an SPSS file: save it as CSV, or use pandas.read_spss and pass the data frame to dlfund.compare"),
    (b"<stata_dta>", "a Stata file: use pandas.read_stata and pass the data frame to dlfund.compare, or write CSV"),
    (
        b"HEADER RECORD*******LIBRARY",
        "a SAS transport file: use pandas.read_sas and pass the data frame to dlfund.compare",
    ),
    (b"\0" * 12 + b"\xc2\xea\x81\x60", "a SAS file: use pandas.read_sas and pass the data frame to dlfund.compare"),
)
OTHER_TEXT = (
    (b"<!doctype", "a web page: save the data itself"),
    (b"<html", "a web page: save the data itself"),
    (b"<?xml", "an XML file: save the table as CSV"),
    (b"version https://git-lfs", "a pointer to a file that Git LFS has not fetched: run `git lfs pull`"),
    (b"@relation", "an ARFF file of Weka: save it as CSV there, or use scipy.io.arff and pass the data frame"),
    (b"{\\rtf", "a text with formats (RTF): save it as plain text or CSV"),
)
STATA = re.compile(rb"[\x69-\x73][\x01\x02]\x01\x00")
IN_ZIP = (
    ("xl/workbook.bin", "an Excel workbook in binary form (.xlsb): save it as .xlsx, or its sheet as CSV"),
    ("word/document.xml", "a Word document: save its table as CSV"),
    ("ppt/presentation.xml", "a presentation: save its table as CSV"),
    ("Index/Document.iwa", "a Numbers document: export it as CSV or Excel"),
    ("content.xml", "an OpenDocument spreadsheet (.ods): save it as .xlsx, or its sheet as CSV"),
)
CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
NAMED = 5  # files of an archive


def refuse_other_files(data: bytes, path: Path) -> None:
    """Refuse what begins like a file of another kind."""
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for begins, known in ((data, OTHER_FILES), (start, OTHER_TEXT)):
        for mark, what in known:
            if begins.startswith(mark):
                _refuse(path, what)
    if data.startswith(b"PK\x03\x04"):
        _refuse_zip(data, path)
    if data[257:262] == b"ustar":
        _refuse(path, "a tar archive: unpack it first, and name the file in it")
    if STATA.match(data) and path.suffix.lower() == ".dta":
        _refuse(path, "a Stata file: use pandas.read_stata and pass the data frame to dlfund.compare, or write CSV")


def _refuse(path: Path, what: str) -> None:
    raise DataError(f"Expected {path} to be a table ({KINDS}). Received: {what}.")


def _refuse_zip(data: bytes, path: Path) -> None:
    """Refuse a zip file that is no workbook, by what it holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except Exception:  # a damaged directory raises whatever was met first
        _refuse(
            path, "a zip file or an Excel workbook that is damaged: copy or download it again, or save the sheet as CSV"
        )
    if "xl/workbook.xml" in names:
        return
    for name, what in IN_ZIP:
        if name in names:
            _refuse(path, what)
    files = [name for name in names if not name.endswith("/")]
    shown = ", ".join(cut(name) for name in files[:NAMED])
    more = f" and {len(files) - NAMED:,} more" if len(files) > NAMED else ""
    _refuse(path, f"a zip archive with {shown or 'no files'}{more}: unpack it first, and name the file in it")


def refuse_binary(data: bytes, path: Path) -> None:
    """Refuse text in which stands what no text has."""
    if (place := data.find(b"\0")) >= 0:
        line = data.count(b"\n", 0, place) + 1
        raise DataError(
            f"Expected {path} to be text. It holds a NUL byte in line {line:,}: it is damaged, not text, or UTF-16 "
            "without a byte order mark (then pass --encoding utf-16-le)."
        )
    start = data[:65536]
    if len(CONTROL.findall(start)) > max(8, len(start) // 100):
        raise DataError(f"Expected {path} to be text. It holds bytes that no text contains: it is not a table.")
