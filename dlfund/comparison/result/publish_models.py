"""The models at the top of a run's folder: copies of the best network and the best baseline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dlfund.comparison.result.result import Result
from dlfund.comparison.running.run_folder import RunFolder


def publish(result: Result, models: Mapping[str, Any], folder: RunFolder) -> dict[str, str | None]:
    """Copy the best network and the best baseline to the top of the folder, and return their names by family.

    The best is the one that validation rows chose in most folds; where that is not known, the one with the best mean.
    """
    chosen = result.verdict.primary.leading_members if result.verdict.primary else ()
    ranked = sorted(result.ranked(), key=lambda entry: entry.name not in chosen)
    saved = [entry for entry in ranked if models[entry.name] and result.mean(entry.name) is not None]
    best: dict[str, str | None] = {
        family: next((entry.name for entry in saved if entry.family == family), None)
        for family in ("network", "baseline")
    }
    files = {"network": {name: name for name in ("model.keras", "encoder.skops", "groups.skops")}}
    files["baseline"] = {"model.skops": "baseline.skops"}
    for family, name in best.items():
        for source, target in files[family].items() if name else ():
            if (folder.model_folder(name or "") / source).exists():
                folder.publish(name or "", source, target)
    return best
