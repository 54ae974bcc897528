"""A user table as a comparison uses it: the rows that are compared on, and the held-out rows.

A run does not keep the rows. Commands that need them later read the file again, and refuse it if it has changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dlfund.comparison.protocol_by_size import Plan
from dlfund.comparison.result.content_sections import ReadingSection, TableSection
from dlfund.comparison.running.run_folder import RunError
from dlfund.comparison.scoring.held_out import drawn, held_out
from dlfund.core.log_target import TargetLog
from dlfund.core.task_kind import TASK_KINDS
from dlfund.core.typed_json import typed
from dlfund.core.web_address import is_address
from dlfund.data import DataError, Dataset, Schema, tables
from dlfund.data.tables.address import kept_at
from dlfund.data.written import Written
from dlfund.experiments.sources.source import Request

SIGNS = ("decimal", "thousands")
OF_THE_FILE = ("delimiter", "decimal", "quote", "encoding", "sheet", "table")  # what another file may have otherwise


@dataclass(frozen=True)
class PartsAsked:
    """Which rows take part, and which of them are held out.

    Args:
        name: str. Of the data set.
        rows, held: int. Rows that take part, and how many of these are held out.
        seed: int. Seed of the draws.
        dedupe: str. As `Request` has it.
        target_log: str. The logarithm of the target that is learned; empty: none.
    """

    name: str
    rows: int
    held: int
    seed: int
    dedupe: str = ""
    target_log: TargetLog = ""


def parts(
    read: tables.Table, columns: Sequence[tables.FoundColumn], task: tables.FoundTask, asked: PartsAsked
) -> tuple[Dataset, Dataset | None]:
    """The rows to compare on and the held-out rows, of those that take part.

    Every column may have empty cells, since new rows may have some; the reason for its role is its description. What
    its cells hold is recorded, so that new rows can be compared with it.
    """
    whole = tables.as_dataset(read, columns, task, name=asked.name)
    why = {column.name: column.why for column in columns}
    described = tuple(replace(column, description=why[column.name], missing=True) for column in whole.schema.columns)
    whole = replace(whole, schema=replace(whole.schema, columns=described, target_log=asked.target_log))
    if asked.dedupe == "group":
        whole = tables.grouped_copies(whole)
    stratify = TASK_KINDS[task.kind].stratified
    taking_part = drawn(whole, asked.rows, seed=asked.seed, stratify=stratify)
    seen = replace(taking_part.schema, columns=tables.with_seen(taking_part.x, taking_part.schema.columns))
    return held_out(replace(taking_part, schema=seen), asked.held, seed=asked.seed, stratify=stratify)


def recorded(
    read: tables.Table,
    columns: Sequence[tables.FoundColumn],
    task: tables.FoundTask,
    reading: Mapping[str, Any],
    plan: Plan,
    request: Request,
    merged_below: int,
) -> TableSection:
    """What `again` needs: how the file was read, as asked or found, and how its rows were split.

    Args:
        reading: mapping. The options that a user gave.
        merged_below: int. Classes with fewer rows were merged; 0 where none were.
    """
    return TableSection(
        source=read.source,
        sha256=read.sha256,
        reading=typed(ReadingSection, {**reading, **_layout(read)}),
        columns=list(columns),
        task=task.reason,
        plan=plan.sentence,
        kind=request.kind,
        positive=request.positive,
        merged_below=merged_below,
        rows=plan.rows,
        held=plan.held_out,
        seed=request.seed,
        dedupe=request.dedupe,
    )


def _layout(read: tables.Table) -> dict[str, Any]:
    """How a file is laid out: the signs of a text file, and lines of names and units that are not the usual ones."""
    return {
        **({"delimiter": read.delimiter, "decimal": read.decimal} if read.delimiter else {}),
        **({"quote": read.quote} if read.quote not in ("", '"') else {}),
        **({"header_lines": read.header_lines} if read.header_lines > 1 else {}),
        **({"units": list(read.units)} if read.units else {}),
    }


def read_later(file: str | Path, schema: Schema, recorded: ReadingSection, reading: Mapping[str, Any]) -> tables.Table:
    """New rows, in a file that may be of another kind, or have another delimiter or decimal sign than that of the run.

    Args:
        recorded: ReadingSection. How the run's table was read.
        reading: mapping. What a user says of this file.
    """
    known = {name: value for name, value in recorded.options().items() if name != "date_order"}
    if given := {name: reading[name] for name in SIGNS if name in reading}:
        columns = tuple(replace(column, written=_in_signs(column.written, given)) for column in schema.columns)
        schema = replace(schema, columns=columns)
        known = {name: value for name, value in known.items() if name not in SIGNS}
    asked = known | dict(reading)
    if "delimiter" in reading:
        return tables.read_rows_like(file, schema, **asked)
    inferred = {name: value for name, value in asked.items() if name in reading or name not in OF_THE_FILE}
    try:
        rows: tables.Table | DataError = tables.read_rows_like(file, schema, **asked)
    except DataError as error:
        rows = error
    if isinstance(rows, tables.Table) and set(schema.inputs) <= set(rows.frame):
        return rows
    try:
        other = tables.read_rows_like(file, schema, **inferred)
    except DataError as error:
        if isinstance(rows, DataError):  # the recorded delimiter may have split the rows in a wrong way
            raise error from None
        other = None
    differs = other is not None and (other.delimiter != recorded.delimiter or isinstance(rows, tables.Table))
    if other is not None and differs and set(schema.inputs) <= set(other.frame):
        return other
    if isinstance(rows, DataError):
        raise rows
    return rows


def _in_signs(written: Written | None, given: Mapping[str, Any]) -> Written | None:
    """How numbers in disguise are written in a file whose signs a user names."""
    if written is None or written.kind != "number":
        return written
    decimal = given.get("decimal")
    thousands = tables.thousands_sign(given.get("thousands"), decimal) or ""
    return replace(written, decimal=decimal or ("," if thousands == "." else "."), thousands=thousands)


def again(own: TableSection, about: Schema) -> Dataset:
    """The rows that a run was compared on.

    Raises:
        RunError: the run was made from a data frame, or its file is gone or has changed.
    """
    path = Path(own.source)
    if is_address(own.source):  # a run may come from someone else: no address in it is asked
        path = kept_at(own.source, own.sha256)
        if not path.exists():
            raise RunError(
                f"Expected the rows of this run, which came from {own.source}. They are not kept on this machine: put "
                f"the file with the checksum {own.sha256[:12]}… at {path}, or compare again."
            )
    if not path.exists():
        raise RunError(
            f"Expected the rows of this run in {own.source}. There is no such file: put it back there, or compare "
            "again. Predicting new rows needs no old ones."
        )
    known = {column.name: column.written for column in own.columns if column.written is not None}
    read = tables.read_table(path, recorded=known, **own.reading.options())
    if read.sha256 != own.sha256:
        raise RunError(
            f"Expected {path} as it was when the run was made (checksum {own.sha256[:12]}…). "
            f"Received: {read.sha256[:12]}…: the file was changed. Compare again."
        )
    task = tables.task_of(read, about.target, kind=own.kind, positive=own.positive)
    if own.dedupe == "drop":
        task = tables.without_copies(read, own.columns, task)
    if own.merged_below:
        task = tables.check_classes(task, own.merged_below, merge_rare=True)
    log = about.target_log
    asked = PartsAsked(about.name, rows=own.rows, held=own.held, seed=own.seed, dedupe=own.dedupe, target_log=log)
    return parts(read, own.columns, task, asked)[0]
