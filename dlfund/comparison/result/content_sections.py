"""The sections of a result, each a dataclass that `typed_json` reads. `result.py` puts them together."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Annotated, Any, Literal

from dlfund.comparison.scoring.interval import Interval
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.core.as_json import OPTIONAL, JsonRecord
from dlfund.core.json_checks import Count, Name, Share, one_of
from dlfund.core.outcome import Outcome
from dlfund.core.path_component import path_component
from dlfund.core.typed_json import WrongJsonError, short
from dlfund.data import Schema
from dlfund.data.tables import FoundColumn


@dataclass(frozen=True)
class RecipeSection:
    name: str
    about: str = ""


@dataclass(frozen=True)
class EnvironmentSection:
    """Provenance: what the numbers depend on besides the plan, and what they cost."""

    budget: str = ""
    seed: int = 0
    trainings: Count = 0
    seconds: float = 0.0
    compilations: Count = 0
    compile_seconds: float = 0.0
    finished: str = ""
    command: str = ""
    python: str = ""
    platform: str = ""
    cores: int | None = None
    versions: dict[str, str] = field(default_factory=dict)
    backend: str = ""
    device: str = ""
    name: str = ""
    why: str = ""


@dataclass(frozen=True)
class BestScore:
    value: float
    standard_error: float = 0.0


@dataclass(frozen=True)
class DatasetSection(Schema):
    rows: Count = 0
    best_possible: dict[str, BestScore | int] = field(default_factory=dict)
    positives: Share | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        for name, score in self.best_possible.items():
            if name in METRICS and not isinstance(score, BestScore):
                raise ValueError(f"Expected a value and its standard error under best_possible.{name}.")

    def best(self, metric: str) -> BestScore | None:
        """The average score of the true rule over all rows that could be drawn; None if it is unknown."""
        best = self.best_possible.get(metric)
        return best if isinstance(best, BestScore) else None

    @property
    def draws(self) -> int | None:
        """The number of rows from which the best possible scores are estimated."""
        draws = self.best_possible.get("draws")
        return draws if isinstance(draws, int) else None

    @property
    def schema(self) -> Schema:
        """The schema as it was when the run was made."""
        return Schema(**{entry.name: getattr(self, entry.name) for entry in fields(Schema)})


@dataclass(frozen=True)
class FoldSection:
    name: str
    development: Count
    test: list[Count]


@dataclass(frozen=True)
class Cost:
    """What a contender took: times are means over folds, sizes are of the model of all rows."""

    trials: Count
    tune_seconds: float
    fit_seconds: float
    all_seconds: float
    parameters: Count
    bytes: Count | None
    predict_seconds_per_1000: float | None


@dataclass(frozen=True)
class ContenderResult(JsonRecord):
    """Everything about one contender.

    Args:
        scores: list. Each metric in each fold, None where the fold failed; a metric may be undefined on a fold's rows.
        outcomes: list of Outcome, one per fold.
        final: Outcome. With all rows.
        under: float or None. The share of the true numbers that lie below their predictions.
    """

    name: Name
    about: str
    family: Annotated[str, one_of(("baseline", "network"))]
    approach: Annotated[str, one_of(("rule", "machine learning", "deep learning"))]
    probabilistic: bool
    scores: list[dict[str, float | None] | None]
    outcomes: list[Outcome]
    final: Outcome
    cost: Cost
    notes: list[str]
    label: str = ""
    under: Share | None = None

    @property
    def every_outcome(self) -> list[Outcome]:
        """Those of the folds, and the outcome with all rows."""
        return [*self.outcomes, self.final]

    @property
    def failed_folds(self) -> int:
        return sum(score is None for score in self.scores) - self.unfinished_folds

    @property
    def parameters(self) -> int | None:
        return None if self.final.error else self.cost.parameters  # of the model of all rows

    @property
    def unfinished_folds(self) -> int:
        """Folds that the time limit left out."""
        return sum(outcome.unfinished for outcome in self.outcomes)

    @property
    def finished_folds(self) -> int:
        return sum(score is not None for score in self.scores)

    @property
    def trials(self) -> tuple[int, int]:
        """The fewest and the most trials in a finished fold; (0, 0) if there is none."""
        counts = [len(outcome.trials) for outcome in self.outcomes if not outcome.error]
        return min(counts, default=0), max(counts, default=0)

    @property
    def missing(self) -> str:
        """Which folds have no score and why, such as "2 of 15 folds failed"; empty if all have one."""
        folds = len(self.scores)
        parts = [f"{self.failed_folds} of {folds} folds failed"] if self.failed_folds else []
        parts += [f"{self.finished_folds} of {folds} folds finished in the time"] if self.unfinished_folds else []
        return ", ".join(parts)


@dataclass(frozen=True)
class Lesson:
    """A recipe's claim in the light of its numbers, and whether they support it."""

    text: str
    supported: bool


@dataclass(frozen=True)
class Regret:
    """What a contender loses against the true rule on the same folds; positive: the true rule is better."""

    mean: float
    low: float
    high: float
    folds: Count


@dataclass(frozen=True)
class ExpectedRegret:
    """The same in expectation over the labels; a single fold has no interval."""

    mean: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Truth:
    """The scores of the rule that made the rows, and every contender's regret against it, by contender and metric."""

    name: Literal["truth"]
    about: str
    family: Literal["truth"]
    approach: Literal["truth"]
    scores: list[dict[str, float | None]]
    intervals: dict[str, Interval]
    regret: dict[str, dict[str, Regret]]
    expected: dict[str, dict[str, ExpectedRegret]]


@dataclass(frozen=True)
class Reached:
    """One contender's mean beside its published figure and the true rule's score."""

    name: str
    mean: float
    low: float
    high: float
    published: float | None
    to_published: float | None
    to_truth: Regret | None = None
    near_truth: bool | None = None


@dataclass(frozen=True)
class Reach:
    """Scores beside published figures and the true rule's score on the same rows."""

    optimum: float | None
    truth: float | None
    margin: float | None
    rows: list[Reached]


@dataclass(frozen=True)
class BesideSection:
    dataset: str
    title: str
    rows: Count
    metric: str
    verdict: str
    means: dict[str, float | None]
    best_possible: BestScore | None
    path: str

    def __post_init__(self) -> None:
        if self.path != f"beside/{path_component(self.dataset)}/report.html":
            raise WrongJsonError("the page in the data set's own folder", short(self.path), ("path",))


@dataclass(frozen=True)
class SavedSection:
    network: str | None = None
    baseline: str | None = None


@dataclass(frozen=True)
class FindingSection:
    code: str
    name: str
    severity: Literal["stop", "warning", "note"]
    sentence: str
    columns: list[str]
    evidence: dict[str, float]
    advice: str


@dataclass(frozen=True)
class ReadingSection:
    """How a user's table was read: the options of `dlfund.data.tables.read_table`."""

    delimiter: str | None = field(default=None, metadata=OPTIONAL)
    decimal: str | None = field(default=None, metadata=OPTIONAL)
    encoding: str | None = field(default=None, metadata=OPTIONAL)
    header: bool | None = field(default=None, metadata=OPTIONAL)
    thousands: str | None = field(default=None, metadata=OPTIONAL)
    missing: list[str] = field(default_factory=list, metadata=OPTIONAL)
    keep: list[str] = field(default_factory=list, metadata=OPTIONAL)
    merge_spellings: bool = field(default=False, metadata=OPTIONAL)
    quote: str | None = field(default=None, metadata=OPTIONAL)
    all_lines: bool = field(default=False, metadata=OPTIONAL)
    sheet: str | None = field(default=None, metadata=OPTIONAL)
    table: str | None = field(default=None, metadata=OPTIONAL)
    date_order: str | None = field(default=None, metadata=OPTIONAL)
    header_lines: int | None = field(default=None, metadata=OPTIONAL)
    units: list[str] = field(default_factory=list, metadata=OPTIONAL)

    def options(self) -> dict[str, Any]:
        """The options that were passed or detected."""
        every = {option.name: getattr(self, option.name) for option in fields(self)}
        return {name: value for name, value in every.items() if value not in (None, [])}


@dataclass(frozen=True)
class TableSection:
    source: str
    sha256: str
    reading: ReadingSection
    columns: list[FoundColumn]
    task: str
    plan: str
    kind: str | None
    merged_below: Count
    rows: Count
    held: Count
    seed: int
    positive: str | None = field(default=None, metadata=OPTIONAL)
    dedupe: Annotated[str, one_of(("", "drop", "group"))] = field(default="", metadata=OPTIONAL)
