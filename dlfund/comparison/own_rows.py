"""Somebody's own table as a comparison uses it: the rows that are compared on and those held out; also later, again.

A run does not keep the rows. What it needs to be looked at, ejected or judged again is read from the file anew, and
refused if the file is another by now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from dlfund import table
from dlfund.comparison.held_out import drawn, held_out
from dlfund.comparison.run_folder import RunError
from dlfund.data import Dataset


def parts(
    read: table.Table,
    columns: Sequence[table.FoundColumn],
    task: table.FoundTask,
    *,
    name: str,
    rows: int,
    held: int,
    seed: int,
) -> tuple[Dataset, Dataset | None]:
    """The rows to compare on and those that are held out, of so many rows that take part.

    A new row may have empty cells where these have none, so every column may; its role's reason is its description.
    """
    whole = table.as_dataset(read, columns, task, name=name)
    why = {one.name: one.why for one in columns}
    described = tuple(replace(one, description=why[one.name], missing=True) for one in whole.schema.columns)
    whole = replace(whole, schema=replace(whole.schema, columns=described))
    options: dict[str, Any] = {"seed": seed, "stratify": task.kind != "regression"}
    return held_out(drawn(whole, rows, **options), held, **options)


def recorded(
    read: table.Table,
    columns: Sequence[table.FoundColumn],
    task: table.FoundTask,
    reading: Mapping[str, Any],
    **words: Any,
) -> dict[str, Any]:
    """What `again` needs, as JSON has it: how the file was read, as asked or found; `words` are those of `parts`, and
    the fewest rows of a merged class.
    """
    found = {"delimiter": read.delimiter, "decimal": read.decimal} if read.delimiter else {}
    return {
        "source": read.source,
        "sha256": read.sha256,
        "reading": {**reading, **found},
        "columns": [asdict(one) for one in columns],
        "task": task.reason,
        **words,
    }


def again(content: dict[str, Any]) -> Dataset:
    """The rows that a run was compared on, from its results.

    Raises:
        RunError: the run was made from a data frame, or its file is gone or another by now.
    """
    own, about = content["table"], content["dataset"]
    path = Path(own["source"])
    if not path.exists():
        raise RunError(
            f"Expected the rows of this run in {own['source']}. There is no such file: put it back there, or compare "
            "again. Predicting new rows needs no old ones."
        )
    read = table.read_table(path, **own["reading"])
    if read.sha256 != own["sha256"]:
        raise RunError(
            f"Expected {path} as it was when the run was made (checksum {own['sha256'][:12]}…). "
            f"Received: {read.sha256[:12]}…: the file was changed. Compare again."
        )
    task = table.task_of(read, about["target"], kind=own["kind"])
    if own["merged_below"]:
        task = table.check_classes(task, own["merged_below"], merge_rare=True)
    columns = [table.FoundColumn(**one) for one in own["columns"]]
    words = {key: own[key] for key in ("rows", "held", "seed")}
    return parts(read, columns, task, name=about["name"], **words)[0]
