"""The true rule on a page: a row above the contenders, and how far each contender is behind it."""

from __future__ import annotations

from dataclasses import dataclass

from dlfund.comparison.result.content_sections import ExpectedRegret, Regret
from dlfund.comparison.result.result import Result
from dlfund.comparison.scoring.interval import Interval
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.comparison.truth import is_chance, regret
from dlfund.report import numbers
from dlfund.report.contender import ShownContender, ranked


@dataclass(frozen=True)
class TruthRow(ShownContender):
    """The rule that made the rows, shown like a contender."""

    @property
    def intervals(self) -> dict[str, Interval]:
        return self.result.truth.intervals if self.result.truth else {}

    @property
    def fold_scores(self) -> list[float]:
        scores = (score[self.result.metric] for score in self.entry.scores if score is not None)
        return [score for score in scores if score is not None]


def truth(result: Result) -> TruthRow | None:
    """The truth of a result; None where it is unknown, or where too few folds give its score an interval."""
    return TruthRow(result.truth, result) if result.truth and result.metric in result.truth.intervals else None


def with_truth(result: Result) -> list[ShownContender]:
    """All contenders, best mean first, below the truth."""
    own = truth(result)
    return [*([own] if own else []), *ranked(result)]


def regrets(result: Result) -> dict[str, object]:
    """A table of how far each contender is behind the truth; empty where the truth is unknown."""
    known = result.truth
    if known is None:
        return {}
    losses = list(dict.fromkeys(loss for expected in known.expected.values() for loss in expected))
    titles = [METRICS[name].regret_title or METRICS[name].title for name in losses]
    rows = [
        {
            "contender": contender,
            "own": cell(regret(result, contender.name)),
            "expected": [cell(known.expected[contender.name].get(name)) for name in losses],
            "chance": is_chance(result, contender.name),
        }
        for contender in ranked(result)
    ]
    return {"metric": METRICS[result.metric].title, "losses": titles, "rows": rows}


def cell(known: Regret | ExpectedRegret | None) -> dict[str, str]:
    """A regret and its interval as text; a dash where it is not known."""
    if known is None:
        return {"mean": numbers.NONE, "interval": ""}
    between = "" if known.low is None else numbers.minus(f"[{known.low:.4f}, {known.high:.4f}]")
    return {"mean": numbers.minus(f"{known.mean:.4f}"), "interval": between}
