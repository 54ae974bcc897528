"""Tables: what their columns mean, how they are read, split and encoded. Never imports a network library."""

from dlfund.data.errors import DataError
from dlfund.data.fewer_rows import with_fewer_rows
from dlfund.data.folder import cache_folder, checksum
from dlfund.data.read import Dataset, as_dataset, check_columns, load_dataset, read_rows
from dlfund.data.rows import Rows, TestRows, TrainRows, ValidationRows
from dlfund.data.schema import Column, Schema, TextFormat, read_schema
from dlfund.data.split import Fold, final_fold, predefined_fold, repeated_folds, single_fold
from dlfund.data.split_in_order import grouped_final, grouped_folds, time_ordered_final, time_ordered_folds

__all__ = [
    "Column",
    "DataError",
    "Dataset",
    "Fold",
    "Rows",
    "Schema",
    "TestRows",
    "TextFormat",
    "TrainRows",
    "ValidationRows",
    "as_dataset",
    "cache_folder",
    "check_columns",
    "checksum",
    "final_fold",
    "grouped_final",
    "grouped_folds",
    "load_dataset",
    "predefined_fold",
    "read_rows",
    "read_schema",
    "repeated_folds",
    "single_fold",
    "time_ordered_final",
    "time_ordered_folds",
    "with_fewer_rows",
]
