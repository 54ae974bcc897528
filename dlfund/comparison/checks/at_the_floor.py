"""A network that has learned nothing."""

from __future__ import annotations

from collections.abc import Iterator

from dlfund.comparison.checks.check import check
from dlfund.comparison.checks.checked_result import CheckedResult
from dlfund.comparison.checks.finding import Finding, quoted, with_verb

SMALL = 0.25  # of what the best contender gains over guessing


@check("R02")
def network_at_the_floor(checked: CheckedResult) -> Iterator[Finding]:
    """A network is no better than guessing.

    Means: It has learned nothing that helps. If other contenders have, the cause is in the network: scaling,
        learning rate, epochs, loss.
    Measured: Its gain over the contender that uses no column (majority_class, mean_value) in the metric of the
        verdict, compared with the largest such gain; and the 95 % interval of that difference.
    Threshold: The interval reaches 0 or below, and the gain is less than a quarter of the largest. A warning if some
        contender's interval lies above 0, else a note: then there may be nothing to learn.
    To do: Look inside the network (`dlfund.explain.health.diagnose`), and give it more epochs or another learning rate.
    """
    networks = [name for name in checked.names if checked.family(name) == "network"]
    gains = {name: gain for name in checked.names if (gain := checked.gain(name, checked.floor)) is not None}
    if not checked.result.task_kind.labelled or not gains:
        return
    helpful = [name for name in gains if gains[name].low > 0]
    most = max(gain.mean for gain in gains.values())
    low = [name for name in networks if name in gains and gains[name].low <= 0]
    low = [name for name in low if not helpful or gains[name].mean < SMALL * most]
    if not low:
        return
    tail = (
        f", while {quoted(helpful)} gained {most:.3g} at most" if helpful else ", and no other contender is shown to be"
    )
    yield network_at_the_floor.finding(
        "warning" if helpful else "note",
        f"{with_verb(low, 'is', 'are')} not shown to be better than {checked.floor!r}, which looks at "
        f"no column{tail} ({checked.title}).",
        low,
        "" if helpful else "Get more rows, more folds, or columns that are related to the target",
        gain=gains[low[0]].mean,
        gain_low=gains[low[0]].low,
        largest_gain=most,
        networks=len(low),
    )
