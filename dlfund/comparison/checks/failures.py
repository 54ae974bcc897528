"""What did not work, and was left out of the scores."""

from __future__ import annotations

from collections.abc import Iterator

from dlfund.comparison.checks.check import check
from dlfund.comparison.checks.checked_result import CheckedResult
from dlfund.comparison.checks.finding import Finding, quoted

MANY = 0.2


@check("R05")
def trials_failed(checked: CheckedResult) -> Iterator[Finding]:
    """Trials failed.

    Means: A contender whose trials fail was tuned with fewer trials than the others: the budgets are no longer
        equal.
    Measured: Trials without a score, of all trials of a contender in the folds it finished.
    Threshold: One failed trial is a note, a fifth of them a warning.
    To do: Read the trial's message in results.json, and remove values that can't be built from the search
        space.
    """
    failed = {}
    for name in checked.names:
        trials = [trial for fold in checked.trials(name) for trial in fold]
        if lost := sum(trial.score is None for trial in trials):
            failed[name] = lost, len(trials)
    if failed:
        names = sorted(failed, key=lambda name: -failed[name][0] / failed[name][1])
        lost, every = failed[names[0]]
        yield trials_failed.finding(
            "warning" if lost / every >= MANY else "note",
            f"{lost:,} of {every:,} trials of {names[0]!r} failed"
            + (f", and some of {quoted(names[1:])}." if len(names) > 1 else "."),
            names,
            failed=lost,
            trials=every,
            contenders=len(names),
        )


@check("R06")
def folds_failed(checked: CheckedResult) -> Iterator[Finding]:
    """A contender failed in some folds.

    Means: Its mean is over fewer folds than the others' means, perhaps over the easy ones.
    Measured: Outcomes with an error, of all outer folds. A fold that was not finished in the time is none.
    Threshold: One.
    To do: Read the error in the notes of the result; the mean of a contender that fails half of the time says little.
    """
    folds = len(checked.result.folds)
    failed = {name: checked.contenders[name].failed_folds for name in checked.names}
    names = sorted((name for name in failed if failed[name]), key=lambda name: -failed[name])
    if names:
        yield folds_failed.finding(
            "warning",
            f"{names[0]!r} failed in {failed[names[0]]} of {folds} folds"
            + (f", {quoted(names[1:])} in some." if len(names) > 1 else "."),
            names,
            failed=failed[names[0]],
            folds=folds,
            contenders=len(names),
        )
