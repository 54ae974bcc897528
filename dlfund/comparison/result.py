"""A finished comparison as data: everything a table or a page shows is read from here, nothing is computed again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dlfund.comparison.judgement import versus
from dlfund.comparison.metrics import METRICS, for_kind
from dlfund.comparison.run_folder import RunError, write_beside

SCHEMA = 1
KEYS = (
    *("schema", "recipe", "environment", "dataset", "task", "protocol", "search", "folds", "contenders"),
    *("judgement", "notes", "curves"),
)


@dataclass(frozen=True)
class Result:
    """What a comparison found.

    Args:
        content: dict, as in `results.json`.
        folder: Path or None. The run's folder.
    """

    content: dict[str, Any]
    folder: Path | None = None

    def __post_init__(self) -> None:
        schema = self.content.get("schema")
        if isinstance(schema, int) and schema > SCHEMA:
            raise RunError(
                f"Expected a result of schema {SCHEMA} or older. Received: schema {schema!r}. "
                "It was written by a newer dlfund: update this one to read it."
            )
        missing = [key for key in KEYS if key not in self.content]
        if missing:
            raise RunError(f"Expected a result with {', '.join(KEYS)}. Missing: {', '.join(missing)}.")
        folds = len(self.content["folds"])
        ragged = [
            one["name"]
            for one in self.content["contenders"]
            if len(one.get("outcomes", ())) != folds or len(one.get("scores", ())) != folds
        ]
        if ragged:
            raise RunError(
                f"Expected outcomes and scores of {folds} folds for each contender. "
                f"Received another number for: {', '.join(ragged)}."
            )

    @classmethod
    def read(cls, path: Path) -> Result:
        """The result in a run's folder, or in a results.json."""
        path = path / "results.json" if path.is_dir() else path
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise RunError(
                f"Expected a finished run at {path.parent}. There is no {path.name}: "
                "the run was not finished, or the path is another. `dlfund list` shows the recipes."
            ) from None
        except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
            raise RunError(f"Expected {path} to be a result. It can't be read: {error}.") from None
        if not isinstance(content, dict):
            raise RunError(f"Expected {path} to be a result. It holds a {type(content).__name__}.")
        return cls(content, path.parent)

    def write(self, folder: Path) -> Result:
        write_beside(folder / "results.json", json.dumps(self.content, indent=1))
        return Result(self.content, folder)

    @property
    def verdict(self) -> str:
        return str(self.content["judgement"]["verdict"])

    @property
    def metric(self) -> str:
        return str(self.content["judgement"]["metric"])

    def contender(self, name: str) -> dict[str, Any]:
        """Everything about one contender."""
        for one in self.content["contenders"]:
            if one["name"] == name:
                return dict(one)
        raise KeyError(f"Expected one of {[one['name'] for one in self.content['contenders']]}. Received: {name!r}.")

    def scores(self, name: str, metric: str | None = None) -> list[float | None]:
        """One contender's scores, a number a fold, None where it failed."""
        metric = self.metric if metric is None else metric
        return [None if score is None else score[metric] for score in self.contender(name)["scores"]]

    def mean(self, name: str, metric: str | None = None) -> float | None:
        """One contender's mean over folds, None where there is none."""
        interval = self.content["judgement"]["intervals"][name].get(self.metric if metric is None else metric)
        return None if interval is None else float(interval["mean"])

    def difference(self, name: str, reference: str | None = None) -> dict[str, Any] | None:
        """Difference, interval and probabilities of one contender against another, the reference if none is named."""
        reference = self.content["judgement"]["reference"] if reference is None else reference
        return versus(self.content["judgement"], name, reference)

    def ranked(self) -> list[dict[str, Any]]:
        """Contenders from best to worst mean; then those that missed a fold, whose mean is of other rows; then none."""
        sign = -1 if METRICS[self.metric].higher_is_better else 1
        means = {one["name"]: self.mean(one["name"]) for one in self.content["contenders"]}

        def key(one: dict[str, Any]) -> tuple[bool, bool, float]:
            name, mean = one["name"], means[one["name"]]
            return (mean is None, None in self.scores(name), 0.0 if mean is None else sign * mean)

        return sorted(self.content["contenders"], key=key)

    def other_metrics(self) -> list[str]:
        """The metrics beside the one that decides."""
        return [name for name in for_kind(self.content["task"]["kind"]) if name != self.metric]

    def __str__(self) -> str:
        from dlfund.comparison.table import as_text

        return as_text(self)

    def _repr_html_(self) -> str:
        from dlfund.comparison.table import as_html

        return as_html(self)
