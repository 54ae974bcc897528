"""The calibration of a table that was measured before, if there is one."""

from __future__ import annotations

from pathlib import Path

from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.running.run_folder import spoiled
from dlfund.comparison.scoring.calibration import FILE, SUFFIX, Calibration
from dlfund.core.typed_json import WrongJsonError, read_json


def latest_calibration(runs: Path, comparison: Comparison) -> Calibration | None:
    """The latest calibration of the same table by the same metric."""
    folder = runs / f"{comparison.dataset.schema.name}{SUFFIX}"
    paths = sorted(folder.glob(f"*/{FILE}"), key=lambda path: path.stat().st_mtime)
    for path in reversed(paths):
        try:
            known: Calibration = read_json(path, Calibration)
        except WrongJsonError as error:
            raise spoiled(path, error) from None
        if (known.data, known.metric) == (comparison.dataset.schema.sha256, comparison.task.metric):
            return known
    return None
