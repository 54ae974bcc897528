"""The code in a data set's folder: `generate.py` generates its table, `load.py` gets it from elsewhere."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dlfund.core.cache_folder import cache_folder
from dlfund.core.code_folder import loads
from dlfund.data.errors import DataError

BITS = 17  # of a number's mantissa that enter a checksum: the last bits may differ between machines


def generated_table(folder: Path, rows: int | None = None) -> pd.DataFrame:
    """The table that the folder's own code generates, with this number of rows: `generate.py: table(rows)`."""
    table = function_of(folder / "generate.py", "table")
    return table() if rows is None else table(rows)


def loaded_table(folder: Path) -> pd.DataFrame:
    """The table that the folder's own code finds in an installed package: `load.py: table()`."""
    return function_of(folder / "load.py", "table")()


def downloaded_table(folder: Path, option: str) -> pd.DataFrame:
    """The table of an option, from the function of its name in `load.py`."""
    return function_of(folder / "load.py", option)(cache_folder())


def function_of(path: Path, name: str) -> Callable[..., Any]:
    """A function from a data set's own Python file."""
    loads(path)
    try:
        spec = importlib.util.spec_from_file_location(f"dlfund_dataset_{path.parent.name}_{path.stem}", path)
        module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
        spec.loader.exec_module(module)  # type: ignore[union-attr]
        return getattr(module, name)
    except (OSError, SyntaxError, AttributeError) as error:
        raise DataError(f"Expected {path} to define `{name}`. It can't be used: {error}.") from None


def checksum(table: pd.DataFrame) -> str:
    """The checksum of a table's columns and values; numbers enter with about five digits."""
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
