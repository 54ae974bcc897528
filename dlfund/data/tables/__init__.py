"""A user's own table: read, its columns' roles and its task found or given. Never imports a network library."""

from dlfund.core.errors import printable
from dlfund.data.tables.as_learned import as_learned, with_seen
from dlfund.data.tables.column_summary import shown
from dlfund.data.tables.columns import FoundColumn, columns_of
from dlfund.data.tables.copied_rows import check_dedupe, grouped_copies, without_copies
from dlfund.data.tables.dataset import as_dataset
from dlfund.data.tables.later_dates import with_dates
from dlfund.data.tables.missing import MISSING_MARKERS
from dlfund.data.tables.rare_classes import check_classes
from dlfund.data.tables.read import read_rows_like, read_table
from dlfund.data.tables.reading_options import thousands_sign
from dlfund.data.tables.table import Table, table_of
from dlfund.data.tables.task_detection import FoundTask, task_of

__all__ = [
    "MISSING_MARKERS",
    "FoundColumn",
    "FoundTask",
    "Table",
    "as_dataset",
    "as_learned",
    "check_classes",
    "check_dedupe",
    "columns_of",
    "grouped_copies",
    "printable",
    "read_rows_like",
    "read_table",
    "shown",
    "table_of",
    "task_of",
    "thousands_sign",
    "with_dates",
    "with_seen",
    "without_copies",
]
