"""A user's own table: read, its columns' roles and its task found or given. Never imports a network library."""

from dlfund.table.columns import FoundColumn, columns_of
from dlfund.table.dataset import as_dataset
from dlfund.table.missing import MISSING_MARKERS
from dlfund.table.rare_classes import check_classes
from dlfund.table.read import read_rows_like, read_table
from dlfund.table.shown import printable, shown
from dlfund.table.table import Table, table_of
from dlfund.table.task import FoundTask, task_of

__all__ = [
    "MISSING_MARKERS",
    "FoundColumn",
    "FoundTask",
    "Table",
    "as_dataset",
    "check_classes",
    "columns_of",
    "printable",
    "read_rows_like",
    "read_table",
    "shown",
    "table_of",
    "task_of",
]
