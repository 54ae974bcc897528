"""A score that is too good."""

from __future__ import annotations

from collections.abc import Iterator

from dlfund.comparison.checks.check import check
from dlfund.comparison.checks.checked_result import CheckedResult
from dlfund.comparison.checks.finding import Finding, with_verb
from dlfund.comparison.scoring.metric import Metric
from dlfund.comparison.scoring.metrics import fitting


@check("R01")
def suspiciously_perfect(checked: CheckedResult) -> Iterator[Finding]:
    """A baseline or a simple rule is almost perfect.

    Means: In practice, a rule or a weighted sum rarely predicts without mistakes. Either a column reveals the answer,
        or training rows and test rows are the same, or the task is trivial.
    Measured: Mean score over folds of every contender that is not a network: for classes the share of the mistakes of
        always predicting the most frequent class that it avoids, and the ROC AUC; for numbers R².
    Threshold: 0.99 of the mistakes or of R², or a ROC AUC of 0.999. Where the data is generated and its best possible
        score is as good, there is no finding.
    To do: Read the findings on leaks, look at which columns this contender uses, and drop what is only known
        afterwards.
    """
    skills = {
        name: skill for name in checked.names if checked.family(name) == "baseline" and (skill := _skill(checked, name))
    }
    if skills:
        names = sorted(skills, key=lambda name: (not checked.is_rule(name), -skills[name]))
        yield suspiciously_perfect.finding(
            "warning",
            f"{with_verb(names, 'is', 'are')} almost perfect ({skills[names[0]]:.3f} of 1): too good for a "
            "real question.",
            names,
            skill=skills[names[0]],
            contenders=len(names),
        )


def _skill(checked: CheckedResult, name: str) -> float:
    """How close to perfect the score is, where that is suspicious; else 0."""
    metrics = [metric for metric in fitting(checked.kind).values() if metric.perfect is not None]
    skills = (_near(checked, name, metric) for metric in sorted(metrics, key=lambda metric: not metric.over_floor))
    return next((skill for skill in skills if skill), 0.0)


def _near(checked: CheckedResult, name: str, metric: Metric) -> float:
    """In one metric: the score, or the share of a simple baseline's mistakes that is avoided."""
    mean, needed = checked.mean(name, metric.name), metric.perfect or 0.0
    floor = checked.mean(checked.floor, metric.name) if metric.over_floor else 0.0
    if mean is None or floor is None or floor >= 1:
        return 0.0
    if metric.over_floor:
        needed = 1 - (1 - needed) * (1 - floor)
    if mean < needed or _possible(checked, metric.name, needed):
        return 0.0
    return 1 - (1 - mean) / (1 - floor) if metric.over_floor else mean


def _possible(checked: CheckedResult, metric: str, needed: float) -> bool:
    best = checked.result.dataset.best(metric)
    return best is not None and best.value >= needed
