"""Two or three columns that predict the target almost perfectly together, and none of them alone."""

from __future__ import annotations

from collections.abc import Iterator

from dlfund.comparison.checks.check import check
from dlfund.comparison.checks.finding import Finding, quoted
from dlfund.comparison.checks.formulas import formula_of
from dlfund.comparison.checks.number_columns import NumberColumns
from dlfund.comparison.checks.one_column import skill_of
from dlfund.comparison.checks.sample import Sample
from dlfund.comparison.checks.small_models import best_small_model
from dlfund.comparison.checks.target_copied import SKILL, copies_of_target

ENOUGH = 0.99


@check("L08")
def few_columns_enough(sample: Sample) -> Iterator[Finding]:
    """A very small model on two or three columns is almost perfect.

    Means: In practice, a weighted sum of two columns or a tree of 16 leaves rarely predicts without mistakes. The
        target may have been computed from these columns (passed: two marks together above a limit), or they from it.
    Measured: Of columns of numbers: least squares (for classes: logistic regression) on two or three of them, and a
        tree of at most 16 leaves on two, their sum, difference, product and ratios; each fitted to one half of at most
        4,000 rows and tested on the other half, both ways round. The columns are those that least squares takes for
        the best, for each of the five most frequent classes. The finding reports the share of the mistakes of always
        predicting the most frequent class that is avoided; for numbers R².
    Threshold: 0.99, with 50 rows or more, for classes with 100 mistakes or more to avoid. A warning. Columns that L01
        or L02 names are left out, and there is no finding where L07 has a formula.
    To do: Ask how these columns and the target came about. Drop what is only known after the answer.
    """
    if not sample.has_target:
        return
    numbers = NumberColumns.of(sample, copies_of_target(sample), dates=False)
    model = best_small_model(numbers, has_classes=sample.has_classes) if numbers is not None else None
    if numbers is None or model is None or model.skill < ENOUGH:
        return
    if any(skill_of(sample, name, SKILL) >= SKILL for name in model.columns):
        return
    if not sample.has_classes and formula_of(numbers) is not None:
        return
    what = "of the mistakes of always predicting the most frequent class" if sample.has_classes else "of the variance"
    yield few_columns_enough.finding(
        "warning",
        f"{quoted(model.columns)} predict the target almost perfectly together: {model.kind} them "
        f"{'avoids' if sample.has_classes else 'explains'} {model.skill:.1%} {what}.".replace("%", " %"),
        model.columns,
        skill=model.skill,
        columns=len(model.columns),
    )
