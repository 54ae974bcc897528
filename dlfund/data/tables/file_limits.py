"""How much a table's file may hold; what holds more is a mistake, or made to exhaust the reader's memory."""

from __future__ import annotations

from pathlib import Path

from dlfund.data import DataError

GIB = 1024**3
MOST_BYTES = 4 * GIB  # of a file, unpacked
FREE_BYTES = 256 * 1024**2  # that a small file may unpack to
MOST_RATIO = 100  # to which a larger one may unpack; text that people write shrinks to a tenth or so
MOST_MEMBERS = 100_000  # of a gzip file; those of 64 KiB, which some programs write, make up more than MOST_BYTES
MOST_LINE = 16 * 1024**2  # bytes
MOST_HEADER = 4 * 1024**2  # bytes of the first line
MOST_BLANK = 1_000_000  # lines
MOST_CELLS = 200_000_000
MOST_CELL = 131_072  # characters, as Python's csv has it


def check_size(size: int, path: object) -> None:
    """Refuse a file of more bytes than are read."""
    if size > MOST_BYTES:
        raise DataError(
            f"Expected {path} to have at most {MOST_BYTES // GIB} GiB. Received: {size / GIB:.1f} GiB. Draw some of "
            "its rows: more than 100,000 take no part unless --rows asks for them."
        )


def most_unpacked(size: int) -> int:
    """To how many bytes a file of a size may unpack."""
    return max(FREE_BYTES, min(MOST_BYTES, MOST_RATIO * size))


def check_cells(rows: int, columns: int, path: object) -> None:
    """Refuse a table of more cells than are read."""
    if rows * columns > MOST_CELLS:
        raise DataError(
            f"Expected {path} to hold at most {MOST_CELLS:,} cells. Received: about {rows * columns:,} in {rows:,} "
            "rows. Draw some of its rows or columns."
        )


def check_lines(data: bytes, path: Path) -> None:
    """Refuse text with a line that is too long, or with very many blank lines."""
    start = 0
    while len(data) - start > MOST_LINE:
        end = data.rfind(b"\n", start, start + MOST_LINE)
        if end < 0:
            raise DataError(
                f"Expected the lines of {path} to be shorter than {MOST_LINE // 1024**2} MiB. Received: a longer one "
                f"(line {data.count(bytes([10]), 0, start) + 1:,}): it is damaged, or its rows have no line ends."
            )
        start = end + 1
    above = len(data) - len(data.lstrip(b"\r\n"))
    if len(data) - above > MOST_HEADER and data.find(b"\n", above, above + MOST_HEADER) < 0:
        raise DataError(
            f"Expected the first line of {path} to be shorter than {MOST_HEADER // 1024**2} MiB. Received: a longer "
            "one. Shorten the columns' names, or draw some of the columns."
        )
    blank = sum(data.count(pair) for pair in (b"\n\n", b"\n\r\n", b"\n \n", b"\n\t\n"))
    if blank > MOST_BLANK:
        raise DataError(
            f"Expected {path} to have at most {MOST_BLANK:,} blank lines. Received: at least {blank:,}. Remove them."
        )
