"""`rows.py` beside an exported model: it gives new rows the spellings of the rows that were learned from."""

from __future__ import annotations

from pathlib import Path

from dlfund.comparison.running.run_folder import write_beside
from dlfund.data import Schema
from dlfund.data.tables.level_finder import level_finder
from dlfund.data.tables.truth_pairs import truth_of
from dlfund.experiments.export.script.code_layout import laid_out
from dlfund.experiments.export.script.expression import Expressions
from dlfund.experiments.export.script.imports import Imports
from dlfund.experiments.export.script.source_copies import SourceCopies

FILE = "rows.py"
_HEAD = '''"""New rows in the spellings of the rows that the model learned from: table = as_learned(table).

Other spellings of a category (yes and TRUE, 1 and 1.0, Bern and BERN) become its own. It needs pandas alone.
"""
'''
_CODE = '''def as_learned(table):
    """The table with its categories as text, in the spellings of LEVELS; texts that are no spelling of one stay."""
    table = table.copy()
    for name, levels in LEVELS.items():
        find = level_finder(tuple(levels), {truth})
        cells = table[name].dropna().unique()
        texts = {{cell: number_text(cell) if isinstance(cell, float) else str(cell).strip() for cell in cells}}
        meant = {{cell: text if text in levels else find(text) or text for cell, text in texts.items()}}
        table[name] = table[name].map(meant, na_action="ignore").astype("str")
    return table
'''


def write_rows_file(schema: Schema, folder: Path) -> str:
    """Write `rows.py` where a column's levels are known; returns a sentence on it, or nothing.

    Args:
        schema: Schema. Of the run.
        folder: Path. Of the exported model.
    """
    levels = {column.name: list(column.levels) for column in schema.columns if column.levels}
    if not levels:
        return ""
    imports = Imports()
    copies = SourceCopies(imports, lambda thing: None)
    write = Expressions(imports, copies)
    copies.take(level_finder)
    code = _CODE.format(truth=copies.take(truth_of))
    table = f"LEVELS = {laid_out(write.of(levels), 0, 9)}"
    body = "\n\n\n".join([*copies.texts.values(), code])
    write_beside(folder / FILE, f"{_HEAD}\n{imports.lines()}\n\n{table}\n\n\n{body}")
    return f"New rows may be spelled otherwise: as_learned(table) in {FILE} reads them as the model learned them."
