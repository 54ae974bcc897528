"""What docs/measured.json holds: `measured.py` writes it, `page.py` and `pictures.py` show it."""

from __future__ import annotations

from dataclasses import dataclass, field

from dlfund.core.as_json import OPTIONAL, JsonRecord


@dataclass(frozen=True)
class MeasuredContender:
    """One contender's mean over the folds with its 95 % interval.

    Args:
        approach: str. `"rule"`, `"machine learning"` or `"deep learning"`.
    """

    name: str
    approach: str
    family: str
    about: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class MeasuredRecipe:
    """One recipe's run.

    Args:
        best_possible: float or None. The true rule's average over all rows that could be drawn; None if unknown.
        truth: float or None. The true rule's score on the rows of the run.
        contenders: tuple of MeasuredContender, the best first.
    """

    title: str
    metric: str
    budget: str
    rows: int
    trainings: int
    seconds: int
    best_possible: float | None
    truth: float | None
    contenders: tuple[MeasuredContender, ...]

    @property
    def approaches(self) -> dict[str, str]:
        """The approach of each contender, by its name."""
        return {contender.name: contender.approach for contender in self.contenders}

    def best(self, approach: str) -> MeasuredContender | None:
        """The best contender of an approach, if there is one."""
        return next((contender for contender in self.contenders if contender.approach == approach), None)


@dataclass(frozen=True)
class Regions:
    """What contenders predict on a grid of two inputs.

    Args:
        inputs: the two columns: across, and upwards.
        x, y: the ends of both axes.
        others: dict. The value of every other column.
        panels: dict. Contender to lines of digits, the lowest values of the second input first: from 0 (no) to 9 (yes).
    """

    inputs: tuple[str, str]
    x: tuple[float, float]
    y: tuple[float, float]
    others: dict[str, float | str]
    panels: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class LearningPoint:
    """Scores by contender, learned from a number of rows."""

    rows: int
    means: dict[str, float]


@dataclass(frozen=True)
class DatasetCurve:
    """The scores on one data set, with few rows first."""

    title: str
    best_possible: float | None
    points: tuple[LearningPoint, ...]


@dataclass(frozen=True)
class LearningCurves:
    """Curves by data set; each score comes from `judged_on` further rows."""

    metric: str
    judged_on: int
    curves: dict[str, DatasetCurve]


@dataclass(frozen=True)
class Measurements(JsonRecord):
    """All of the file: recipes by name, the regions of one and the learning curves of another."""

    recipes: dict[str, MeasuredRecipe]
    picture: Regions | None = field(default=None, metadata=OPTIONAL)
    learning: LearningCurves | None = field(default=None, metadata=OPTIONAL)
