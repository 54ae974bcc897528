"""Parquet and Feather files: typed columns, read by pyarrow once it is known how much they hold."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dlfund.data import DataError
from dlfund.data.tables.csv_sample import MOST_COLUMNS
from dlfund.data.tables.file_limits import MOST_CELL, check_cells, most_unpacked
from dlfund.data.tables.missing import cut

PARQUET, FEATHER = b"PAR1", b"ARROW1"


def is_columnar(data: bytes) -> bool:
    return data.startswith((PARQUET, FEATHER))


def columnar_frame(data: bytes, path: Path) -> pd.DataFrame:
    """The columns as pandas has them.

    Raises:
        DataError: pyarrow is not installed, the file is damaged, or it holds more than is read.
    """
    kind = "Parquet" if data.startswith(PARQUET) else "Feather"
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise DataError(
            f"Expected pyarrow, which reads {kind}, for {path}. It is not installed: run `pip install pyarrow` (or "
            "`pip install 'dlfund[arrow]'`), or write the table as CSV."
        ) from None
    try:
        table = _parquet(data, path) if kind == "Parquet" else _feather(data, path)
        table.validate(full=True)  # damaged texts and places, before anything follows them
        frame: pd.DataFrame = table.to_pandas()
        return frame
    except DataError:
        raise
    except MemoryError:
        raise DataError(
            f"Expected {path} to fit into memory. It does not, or it is damaged. Draw some of its rows or columns."
        ) from None
    except Exception as error:  # damaged files raise whatever pyarrow met first
        reason = re.sub(r"\s+", " ", str(error))
        raise DataError(f"Expected {path} to be a {kind} file. It can't be read: {cut(reason, 200)}.") from None


def _parquet(data: bytes, path: Path) -> Any:
    import pyarrow as arrow
    from pyarrow import parquet

    file = parquet.ParquetFile(arrow.BufferReader(data))
    _check_shape(file.metadata.num_rows, len(file.schema_arrow), path)
    texts = [field.name for field in file.schema_arrow if arrow.types.is_string(field.type)]
    # texts as a dictionary: a small file may repeat a long text very often
    file = parquet.ParquetFile(arrow.BufferReader(data), read_dictionary=texts)
    groups, size, most = [], 0, most_unpacked(len(data))
    for number in range(file.num_row_groups):
        group = file.read_row_group(number, use_threads=False)
        size += _text_bytes(group, path)
        if size > most:
            raise DataError(
                f"Expected {path} to unpack to at most {most // 1024**2:,} MiB of text. It holds more. Draw "
                "some of its rows."
            )
        groups.append(_with_plain_texts(group, texts))
    return arrow.concat_tables(groups) if groups else file.read()


def _with_plain_texts(table: Any, texts: list[str]) -> Any:
    """The table with texts in place of a dictionary; what pandas noted in it stays."""
    import pyarrow as arrow

    fields = [field.with_type(arrow.large_string()) if field.name in texts else field for field in table.schema]
    return table.cast(arrow.schema(fields, metadata=table.schema.metadata))


def _feather(data: bytes, path: Path) -> Any:
    import pyarrow as arrow
    from pyarrow import ipc

    rows = 0
    reader = ipc.MessageReader.open_stream(arrow.BufferReader(memoryview(data)[8:]))
    while True:
        try:
            message = reader.read_next_message()
        except (StopIteration, EOFError, OSError, arrow.ArrowInvalid):
            break
        if message is None:
            break
        if message.type == "record batch":
            rows += _batch_rows(message.metadata.to_pybytes())
    file = ipc.open_file(arrow.BufferReader(data))
    _check_shape(rows, len(file.schema), path)
    return file.read_all()


def _batch_rows(message: bytes) -> int:
    """The rows of a batch, as its FlatBuffers header has it: message -> header -> length."""

    def field(table: int, number: int) -> int:
        """Where a table's field is; 0 where it has none."""
        entries = table - struct.unpack_from("<i", message, table)[0]
        place = 4 + 2 * number
        if place >= struct.unpack_from("<H", message, entries)[0]:
            return 0
        offset = struct.unpack_from("<H", message, entries + place)[0]
        return table + offset if offset else 0

    root = struct.unpack_from("<I", message, 0)[0]
    header = field(root, 2)
    batch = header + struct.unpack_from("<I", message, header)[0]
    length = field(batch, 0)
    return struct.unpack_from("<q", message, length)[0] if length else 0


def _check_shape(rows: int, columns: int, path: Path) -> None:
    if columns > MOST_COLUMNS:
        raise DataError(f"Expected at most {MOST_COLUMNS:,} columns. Received: {columns:,} in {path}.")
    check_cells(rows, columns, path)


def _text_bytes(table: Any, path: Path) -> int:
    """How long all texts are together, once each cell has its own; one that is longer than those of CSV is refused."""
    import pyarrow as arrow
    from pyarrow import compute

    total = 0
    for chunk in (chunk for column in table.columns for chunk in column.chunks):
        if not arrow.types.is_dictionary(chunk.type) or not arrow.types.is_string(chunk.type.value_type):
            continue
        lengths = compute.binary_length(chunk.dictionary).to_numpy(zero_copy_only=False)
        if len(lengths) and lengths.max() >= MOST_CELL:
            raise DataError(f"Expected the cells of {path} to be shorter than {MOST_CELL:,} characters. One is longer.")
        places = chunk.indices.drop_null().to_numpy()
        total += int(np.bincount(places, minlength=len(lengths)) @ lengths) if len(lengths) else 0
    return total
