"""A search that has learned its validation rows by heart."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import stats

from dlfund.checks.check import check
from dlfund.checks.finding import Finding, quoted
from dlfund.checks.judged import Judged

WORSE, LEVEL = 1.25, 0.01


@check("R04")
def validation_too_good(judged: Judged) -> Iterator[Finding]:
    """The chosen trial was much better on validation rows than the model is on test rows.

    Means: With few validation rows and many trials, the luckiest is chosen. With rows in time, it also means that the
        world has changed since.
    Measured: In each fold the test loss over the lowest validation loss: log-loss of classes; RMSE of numbers, of
        baselines only, since networks are trained on scaled targets. The mean of its logarithm, with the error of
        Nadeau and Bengio (2003), p-values times the number of contenders. A network with a loss of its own can't be
        compared and may be named in error.
    Threshold: On average more than 1.25 times as large, with p below 0.01, in 3 folds or more.
    To do: Give validation more rows, or try fewer trials; believe the test score.
    """
    ratios = {name: ratio for name in judged.names if (ratio := _ratios(judged, name)) is not None}
    found = {}
    for name, ratio in ratios.items():
        train, test = judged.sizes
        error = float(np.sqrt((1 / len(ratio) + test / train) * ratio.var(ddof=1)))
        p_value = float(stats.t.sf(ratio.mean() / error, len(ratio) - 1)) if error else 1.0
        if ratio.mean() > np.log(WORSE) and p_value * len(ratios) < LEVEL:
            found[name] = float(np.exp(ratio.mean())), p_value
    if found:
        names = sorted(found, key=lambda name: -found[name][0])
        yield validation_too_good.finding(
            "warning",
            f"The test loss of {quoted(names)} is {found[names[0]][0]:.2f} times the validation loss that the "
            f"hyperparameters were chosen by{'' if len(names) == 1 else ' (the first)'}.",
            names,
            ratio=found[names[0]][0],
            p_value=found[names[0]][1],
            contenders=len(names),
        )


def _ratios(judged: Judged, name: str) -> np.ndarray | None:
    """Logarithm of test loss over validation loss, a number a fold; None where they are not of one kind."""
    if judged.kind == "clustering" or (judged.kind == "regression" and judged.family(name) == "network"):
        return None
    if not judged.contenders[name]["probabilistic"]:
        return None
    metric = "rmse" if judged.kind == "regression" else "log_loss"
    pairs = []
    for outcome, test in zip(judged.contenders[name]["outcomes"], judged.scores(name, metric), strict=True):
        tried = [trial["score"] for trial in outcome["trials"] if trial["score"] is not None]
        if tried and min(tried) > 0 and np.isfinite(test) and test > 0:
            pairs.append(np.log(test / min(tried)))
    return np.array(pairs) if len(pairs) >= 3 else None
