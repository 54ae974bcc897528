"""The code that a data set's folder brings: `generate.py` makes its table, `load.py` takes it from elsewhere."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dlfund.data.errors import DataError

BITS = 17  # of a number's mantissa that a checksum counts: another machine's last bits may differ


def cache_folder() -> Path:
    """Where downloads are kept: $DLFUND_CACHE, or .cache/dlfund in the home folder."""
    return Path(os.environ.get("DLFUND_CACHE") or Path.home() / ".cache" / "dlfund")


def generated_table(folder: Path, rows: int | None = None) -> pd.DataFrame:
    """The table that the folder's own code makes, of as many rows as are asked for: `generate.py: table(rows)`."""
    table = function_of(folder / "generate.py", "table")
    return table() if rows is None else table(rows)


def loaded_table(folder: Path) -> pd.DataFrame:
    """The table that the folder's own code finds in an installed package: `load.py: table()`."""
    return function_of(folder / "load.py", "table")()


def downloaded_table(folder: Path, option: str) -> pd.DataFrame:
    """The table of an option: `load.py` has a function of its name, which knows where to get it."""
    return function_of(folder / "load.py", option)(cache_folder())


def function_of(path: Path, name: str) -> Callable[..., Any]:
    """A function from a data set's own Python file."""
    try:
        spec = importlib.util.spec_from_file_location(f"dlfund_dataset_{path.parent.name}_{path.stem}", path)
        module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
        spec.loader.exec_module(module)  # type: ignore[union-attr]
        return getattr(module, name)
    except (OSError, SyntaxError, AttributeError) as error:
        raise DataError(f"Expected {path} to define `{name}`. It can't be used: {error}.") from None


def checksum(table: pd.DataFrame) -> str:
    """Of a table's columns and values; numbers count with about five digits."""
    digest = hashlib.sha256()
    for name in table.columns:
        digest.update(repr(str(name)).encode())
        column = table[name]
        if pd.api.types.is_numeric_dtype(column):
            mantissa, exponent = np.frexp(column.to_numpy(dtype=float))
            digest.update(np.ldexp(np.round(np.ldexp(mantissa, BITS)), exponent - BITS).astype("<f8").tobytes())
        else:
            digest.update("\0".join(column.astype(str)).encode())
    return digest.hexdigest()
