"""All checks at once: of a table before training, of a result after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dlfund.comparison.checks.catalogue import OF_RESULTS, OF_ROWS
from dlfund.comparison.checks.check import Check
from dlfund.comparison.checks.checked_result import CheckedResult
from dlfund.comparison.checks.finding import SEVERITIES, Finding
from dlfund.comparison.checks.sample import Sample
from dlfund.comparison.result.result import Result
from dlfund.data import Dataset, Fold


def check_rows(dataset: Dataset, folds: Sequence[Fold] | None = None, *, seed: int = 0) -> list[Finding]:
    """What is wrong with a table, the most serious first.

    Of large tables a sample is examined, and the finding says so. A check that fails becomes a note.

    Args:
        dataset: Dataset. Cells may be empty.
        folds: list of Fold or None. The outer folds; without them, copies on both sides and drift are not checked.
        seed: int. Of the sample, and of the splits and forests inside the checks.

    Example:
        >>> import numpy as np, pandas as pd
        >>> from dlfund.data import Column, Schema, as_dataset
        >>> table = pd.DataFrame({"a": np.tile([1.5, 2.25, 4.0], 400) + np.arange(1200) % 7, "b": np.arange(1200) % 2})
        >>> schema = Schema("made", "Made", "b", (Column("a"), Column("refunded", "categorical")), ("0", "1"))
        >>> made = as_dataset(table.assign(refunded=np.where(table["b"], "yes", "no")), schema)
        >>> [finding.code for finding in check_rows(made)]
        ['L01']
    """
    sample = Sample.of(dataset, folds, seed)
    findings = [(check, finding) for check in OF_ROWS for finding in _findings(check, sample)]
    return _gravest_first(finding if check.every_row else _of_sample(finding, sample) for check, finding in findings)


def check_result(
    result: Result, *, spaces: Mapping[str, Mapping[str, tuple[float, float]]] | None = None
) -> list[Finding]:
    """What is wrong with a result, the most serious first.

    Args:
        result: Result.
        spaces: mapping or None. For each contender the (lowest, highest) of its hyperparameters, where known; else
            they are read from the trials.
    """
    checked = CheckedResult(result, spaces or {})
    return _gravest_first(finding for check in OF_RESULTS for finding in _findings(check, checked))


def _gravest_first(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))


def _of_sample(finding: Finding, sample: Sample) -> Finding:
    """The finding, with the number of examined rows if these are not all."""
    if not sample.is_part:
        return finding
    size = {"rows": len(sample.dataset), "rows_looked_at": len(sample.rows)} | finding.evidence
    part = f" (Looked at {size['rows_looked_at']:,} of {size['rows']:,} rows.)"
    return replace(finding, sentence=finding.sentence + part, evidence=size)


def _findings(check: Check, subject: Sample | CheckedResult) -> list[Finding]:
    try:
        return list(check.look(subject))
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        advice = "Report it; the findings of the other checks are not affected"
        return [check.finding("note", f"This check could not be run: {reason}.", (), advice)]
