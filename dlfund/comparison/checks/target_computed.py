"""The target as a sum, a difference, a product or a ratio of a few inputs."""

from __future__ import annotations

from collections.abc import Iterator

from dlfund.comparison.checks.check import check
from dlfund.comparison.checks.finding import Finding, quoted
from dlfund.comparison.checks.formulas import formula_of
from dlfund.comparison.checks.leftovers import leftover_of
from dlfund.comparison.checks.number_columns import NumberColumns
from dlfund.comparison.checks.sample import Sample
from dlfund.comparison.checks.target_copied import copies_of_target


@check("L07")
def target_computed(sample: Sample) -> Iterator[Finding]:
    """A few columns give the target by a formula.

    Means: A total, a difference or a rate that was computed from the target contains it: `total` = `fare` + `tip` +
        `tolls` gives `tip`. Every score then measures arithmetic, and the column will be missing when the model is
        used.
    Measured: Weighted sums of 2 to 5 columns of numbers or dates, products of their powers, and ratios and products of
        two, fitted to one half of at most 5,000 rows (and 1,500,000 cells) and tested on the other half. Which columns
        are tried: the best pair, forward selection, and the largest weights of least squares over all columns, if they
        are 200 or fewer; ratios and products on another scale are tried among 40 columns. Also plain sums and
        differences that leave few different values over.
    Threshold: The formula gives the target in 99 % of the rows, up to the rounding of the columns and 2 % of the
        target's standard deviation: a stop. Or what is left over has at most 0.6 of the target's bits (of 4 or more),
        and its 10 most frequent values cover 90 % of the rows: a warning. In 50 rows or more; columns that L01 names
        are left out, and each column of a formula is needed.
    To do: Drop the column that was computed from the target, unless all of them are really known before the answer is.
    """
    if not sample.has_target or sample.has_classes:
        return
    numbers = NumberColumns.of(sample, copies_of_target(sample))
    if numbers is None:
        return
    target = sample.dataset.schema.target
    if (formula := formula_of(numbers)) is not None:
        yield target_computed.finding(
            "stop",
            f"{quoted([target])} is {formula.text}, in {formula.share:.1%} of the rows tested.".replace("%", " %"),
            formula.columns,
            share=formula.share,
            columns=len(formula.columns),
        )
    elif (part := leftover_of(numbers)) is not None:
        yield target_computed.finding(
            "warning",
            f"{quoted([target])} differs from {part.text} by one of 10 values in {part.share:.1%} of the rows: these "
            "columns contain it.".replace("%", " %"),
            part.columns,
            share=part.share,
            bits_left=part.bits,
            bits_of_target=part.bits_of_target,
        )
