"""A finished comparison as data: tables and pages read everything from here and compute nothing again.

`results.json` contains it. An unknown key, another type, a number that is not finite and sections that don't fit
together are refused, with their place. `results.schema.json` beside this file describes the same for other programs.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from dlfund.comparison.protocol import Protocol
from dlfund.comparison.result.consistency import check_consistency
from dlfund.comparison.result.content_sections import (
    BesideSection,
    ContenderResult,
    DatasetSection,
    EnvironmentSection,
    FindingSection,
    FoldSection,
    Lesson,
    Reach,
    RecipeSection,
    SavedSection,
    TableSection,
    Truth,
)
from dlfund.comparison.result.old_schemas import refuse_newer, too_old, up_to_date
from dlfund.comparison.result.result_curve import ResultCurve
from dlfund.comparison.running.run_folder import RunError, spoiled, write_beside
from dlfund.comparison.scoring.calibration import Calibration
from dlfund.comparison.scoring.held_out import HeldOut
from dlfund.comparison.scoring.metrics import METRICS, for_kind
from dlfund.comparison.scoring.paired_difference import PairedDifference
from dlfund.comparison.scoring.placebo import Placebo
from dlfund.comparison.scoring.ranking import best_first
from dlfund.comparison.scoring.verdict import Verdict
from dlfund.core.as_json import OPTIONAL, JsonRecord
from dlfund.core.path_component import inside
from dlfund.core.task import Task
from dlfund.core.task_kind import TASK_KINDS, TaskKind
from dlfund.core.typed_json import OUTSIDE, WrongJsonError, parsed, typed
from dlfund.training.tuning.search import Search


@dataclass(frozen=True)
class Result(JsonRecord):
    """The result of a comparison.

    Args:
        folder: Path or None. The run's folder; it is not written.
        all others: the keys of `results.json`.
    """

    schema: int
    recipe: RecipeSection
    environment: EnvironmentSection
    dataset: DatasetSection
    task: Task
    protocol: Protocol
    search: Search
    folds: list[FoldSection]
    contenders: list[ContenderResult]
    verdict: Verdict
    notes: list[str]
    curves: dict[str, dict[str, ResultCurve]]
    published: dict[str, float] = field(default_factory=dict)
    undefined: dict[str, dict[str, str]] = field(default_factory=dict)  # metric to fold to the reason
    truth: Truth | None = None  # of generated data
    saved: SavedSection = field(default_factory=SavedSection)
    reach: Reach | None = None
    lessons: list[Lesson] = field(default_factory=list)
    beside: list[BesideSection] = field(default_factory=list, metadata=OPTIONAL)
    table: TableSection | None = field(default=None, metadata=OPTIONAL)
    held_out: HeldOut | None = field(default=None, metadata=OPTIONAL)
    placebo: Placebo | None = field(default=None, metadata=OPTIONAL)
    calibration: Calibration | None = field(default=None, metadata=OPTIONAL)
    findings: list[FindingSection] = field(default_factory=list, metadata=OPTIONAL)
    look: Literal["", "look.html"] = ""
    # for pictures only; each entry is one of the types in views/, insights/ and decision_surface.py
    views: dict[str, Any] = field(default_factory=dict)
    picture: dict[str, Any] = field(default_factory=dict)
    insights: dict[str, Any] = field(default_factory=dict, metadata=OPTIONAL)
    row_curve: dict[str, Any] = field(default_factory=dict, metadata=OPTIONAL)
    folder: Path | None = field(default=None, metadata=OUTSIDE)

    def __post_init__(self) -> None:
        check_consistency(self)

    @classmethod
    def from_dict(cls, content: Any, folder: Path | None = None) -> Result:
        """The result that JSON contains; one of an older schema is brought up to date.

        Raises:
            RunError: it is of a newer schema.
            WrongJsonError: it is not a result, or its sections don't fit together.
        """
        refuse_newer(content)
        return replace(typed(cls, up_to_date(content)), folder=folder)

    @classmethod
    def read(cls, path: Path) -> Result:
        """The result in a run's folder, or in a results.json."""
        if not path.exists():
            raise RunError(
                f"Expected a finished run's folder. Received: {path}, which is not there. A run prints its folder at "
                "its end, such as runs/my_table/2026-01-31_12-00-00."
            )
        path = inside(path, "results.json") if path.is_dir() else path
        if not path.exists():
            raise RunError(
                f"Expected a finished run at {path.parent}. There is no {path.name}: the run was not finished, or the "
                "folder is another one. The command that began a run continues it with --resume."
            )
        content = None
        try:
            content = parsed(path)
            if not isinstance(content, dict):
                raise RunError(f"Expected {path} to be a result. It contains a {type(content).__name__}.")
            return cls.from_dict(content, path.parent)
        except WrongJsonError as error:
            fix = too_old(content) or "Repeat the run, or get the original file from the person who made it."
            raise spoiled(path, error, fix) from None

    def write(self, folder: Path) -> Result:
        write_beside(folder / "results.json", json.dumps(self.to_dict(), indent=1, allow_nan=False))
        return replace(self, folder=folder)

    @property
    def metric(self) -> str:
        """The name of the metric that decides the comparison."""
        return self.verdict.metric

    @property
    def names(self) -> list[str]:
        """The contenders' names, in the order of the comparison."""
        return [contender.name for contender in self.contenders]

    def contender(self, name: str) -> ContenderResult:
        """Everything about one contender."""
        for contender in self.contenders:
            if contender.name == name:
                return contender
        raise KeyError(f"Expected one of {self.names}. Received: {name!r}.")

    def scores(self, name: str, metric: str | None = None) -> list[float | None]:
        """One contender's scores, one number per fold, None where it failed."""
        metric = self.metric if metric is None else metric
        return [None if score is None else score[metric] for score in self.contender(name).scores]

    def mean(self, name: str, metric: str | None = None) -> float | None:
        """One contender's mean over folds, None where it has none."""
        interval = self.verdict.intervals[name].get(self.metric if metric is None else metric)
        return None if interval is None else interval.mean

    def without_score(self, name: str, metric: str) -> str:
        """The text in place of a mean: the contender failed, the metric is undefined, or it has no such score."""
        scores, undefined = self.contender(name).scores, self.undefined.get(metric, {})
        finished = [fold.name for fold, score in zip(self.folds, scores, strict=True) if score is not None]
        if finished and undefined and all(fold in undefined for fold in finished):
            return "undefined"
        if metric != self.metric or len(finished) >= min(2, len(scores)):
            return "–"
        return "failed" if self.contender(name).failed_folds else "no time"

    def difference(self, name: str, reference: str | None = None) -> PairedDifference | None:
        """The difference between a contender and another, which is the reference if none is named."""
        return self.verdict.difference(name, reference)

    def ranked(self) -> list[ContenderResult]:
        """Contenders from best to worst mean; after them those that missed a fold, and last those without a mean."""
        higher = METRICS[self.metric].higher_is_better
        ranked = best_first(self.names, self.mean, higher=higher, whole=lambda name: None not in self.scores(name))
        return [self.contender(name) for name in ranked]

    def with_model(self, family: str | None = None) -> list[str]:
        """Contenders that have a model of all rows, best first: every "best network" and "best baseline" is from here.

        The one that the run published, which validation rows chose, is before all others of its family.
        """
        published = (self.saved.network, self.saved.baseline)
        ranked = sorted(self.ranked(), key=lambda entry: entry.name not in published)
        return [entry.name for entry in ranked if not entry.final.error and family in (None, entry.family)]

    @property
    def task_kind(self) -> TaskKind:
        """Every fact about the kind of task."""
        return TASK_KINDS[self.task.kind]

    def other_metrics(self) -> list[str]:
        """All metrics but the one that decides."""
        return [name for name in for_kind(self.task_kind.name) if name != self.metric]

    def __str__(self) -> str:
        from dlfund.comparison.result.text_table import as_text

        return as_text(self)

    def _repr_html_(self) -> str:
        from dlfund.comparison.result.text_table import as_html

        return as_html(self)
