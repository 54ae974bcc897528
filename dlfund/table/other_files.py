"""Files that are no table: told by their first bytes, each with what to do instead."""

from __future__ import annotations

import re
from pathlib import Path

from dlfund.data import DataError

OTHER_FILES = (
    (b"PK\x03\x04", "a zip file or an Excel workbook: unpack it, or save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook: save the sheet as CSV"),
    (b"BZh", "packed by bzip2: unpack it first"),
    (b"\xfd7zXZ", "packed by xz: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "packed by zstd: unpack it first"),
    (b"7z\xbc\xaf", "packed by 7-Zip: unpack it first"),
    (b"%PDF", "a PDF: save its table as CSV"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "a database: export one table as CSV"),
    (b"\x89HDF", "an HDF5 file: write its table as CSV or Parquet"),
    (b"\x93NUMPY", "a NumPy array: write it as CSV with the columns' names in its first line"),
    (b"\x80\x04\x95", "a pickle, which could run any code and is never opened: write CSV or Parquet"),
    (b"\x80\x05\x95", "a pickle, which could run any code and is never opened: write CSV or Parquet"),
    (b"\x80\x03c", "a pickle, which could run any code and is never opened: write CSV or Parquet"),
    (b"ARROW1", "a Feather file: write CSV or Parquet"),
)
OTHER_TEXT = (
    (b"<!doctype", "a web page: save the data itself"),
    (b"<html", "a web page: save the data itself"),
    (b"<?xml", "an XML file: save the table as CSV"),
    (b"{", "a JSON file: write its table as CSV"),
    (b"[{", "a JSON file: write its table as CSV"),
    (b"version https://git-lfs", "a pointer to a file that Git LFS has not fetched: run `git lfs pull`"),
)
CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def refuse_other_files(data: bytes, path: Path) -> None:
    """Refuse what begins like a file of another kind."""
    start = data[:200].lstrip().lower()
    for begins, known in ((data, OTHER_FILES), (start, OTHER_TEXT)):
        for mark, what in known:
            if begins.startswith(mark):
                raise DataError(f"Expected {path} to be a table (CSV or Parquet). Received: {what}.")


def refuse_binary(data: bytes, path: Path) -> None:
    """Refuse text in which stands what no text has."""
    if (place := data.find(b"\0")) >= 0:
        line = data.count(b"\n", 0, place) + 1
        raise DataError(
            f"Expected {path} to be text. It holds a NUL byte in line {line:,}: it is damaged, no text, or UTF-16 "
            "without its mark (then pass --encoding utf-16-le)."
        )
    start = data[:65536]
    if len(CONTROL.findall(start)) > max(8, len(start) // 100):
        raise DataError(f"Expected {path} to be text. It holds bytes that no text has: it is no table.")
