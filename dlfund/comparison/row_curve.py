"""A learning curve in rows: the chosen settings fitted again to an eighth, a quarter and a half of the rows.

Every contender of the curve gets the same rows at each size, each size's rows are among those of the next one, and all
are judged by the same test rows. Settings are those that each fold chose with all of its rows; a network chooses its
epoch again, by the validation rows of that size. The whole of the rows needs no fit: those scores are the folds' own.

Three take part: the reference, the best baseline and the best network. Each point is an outcome in the run's folder,
under `fewer_rows/`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from dlfund.baselines import Baseline
from dlfund.comparison.compare import ONE_THREAD, WORKERS, Comparison, Contender, baseline_fold, judgeable, name_of
from dlfund.comparison.conclude import rung_of
from dlfund.comparison.crew import Answer, Crew, Job
from dlfund.comparison.metrics import METRICS
from dlfund.comparison.run_folder import RunError, RunFolder
from dlfund.comparison.saved import load_network
from dlfund.data import Dataset, Fold, with_fewer_rows
from dlfund.environment import variables
from dlfund.outcome import Outcome
from dlfund.tuning.ensembles import members_of

SHARES = (0.125, 0.25, 0.5)  # of a fold's development rows
LEAST_ROWS, LEAST_OF_A_CLASS = 40, 10  # to learn from; of fewer a point says nothing
TEST_ROWS = 1_000  # folds of the first cut take part until their test rows are so many
CAUTION, TO_START = 1.2, 20.0  # as for rounds; seconds that a process needs until its network is compiled


@dataclass(frozen=True)
class Sizes:
    """Which rows the curve is made of.

    Args:
        folds: tuple of Fold. As the comparison has them.
        shares: tuple of float. Of their development rows, below 1.
        fewer: dict. (fold's name, share) to the fold with that share of its rows, under a name of its own.
    """

    folds: tuple[Fold, ...]
    shares: tuple[float, ...]
    fewer: dict[tuple[str, float], Fold]

    def rows(self, share: float) -> float:
        """How many rows there are to learn from, mean over the folds."""
        parts = self.folds if share == 1 else [self.fewer[fold.name, share] for fold in self.folds]
        return float(np.mean([len(fold.development) for fold in parts]))

    def first(self, folds: int) -> Sizes:
        """The same with so many of the folds."""
        return replace(self, folds=self.folds[:folds])

    def wanted(self) -> list[tuple[Fold, Fold]]:
        """Each fold with fewer rows, and the whole one."""
        return [(self.fewer[fold.name, share], fold) for fold in self.folds for share in self.shares]


def sizes_of(comparison: Comparison) -> Sizes:
    """The curve's folds and shares; no share where the rows are too few for any."""
    folds = _folds(comparison)
    fewer: dict[tuple[str, float], Fold] = {}
    seed, stratify = comparison.protocol.seed, comparison.stratify
    for share in SHARES:
        parts = [with_fewer_rows(one, comparison.dataset, share, seed=seed, stratify=stratify) for one in folds]
        if all(_enough(part, comparison.dataset, stratify) for part in parts):
            fewer |= {(one.name, share): replace(one, name=_point_name(one.name, share)) for one in parts}
    return Sizes(tuple(folds), tuple(share for share in SHARES if (folds[0].name, share) in fewer), fewer)


def _folds(comparison: Comparison) -> list[Fold]:
    """In time the last fold alone, which has most rows; else those of the first cut, until test rows are enough."""
    if comparison.protocol.split == "time_ordered":
        return [comparison.folds[-1]]
    first_cut = comparison.folds[: comparison.protocol.folds]
    before = np.cumsum([0, *(len(fold.test) for fold in first_cut)])
    return [fold for fold, so_far in zip(first_cut, before[:-1], strict=True) if so_far < TEST_ROWS]


def _enough(fold: Fold, dataset: Dataset, stratify: bool) -> bool:
    rows = fold.development
    if len(rows) < LEAST_ROWS or not len(fold.validation):
        return False
    if not stratify:
        return True
    counts = np.bincount(dataset.y[rows].astype(int), minlength=max(2, len(dataset.schema.classes)))
    return int(counts.min()) >= LEAST_OF_A_CLASS


def trainings(comparison: Comparison) -> int:
    """The most that the curve fits: two baselines once a point, a network twice."""
    points = len(sizes_of(comparison).wanted())
    networks = [one for one in comparison.contenders if not isinstance(one, Baseline)]
    baselines = min(2, len(comparison.contenders) - len(networks))
    return points * (baselines + (1 + max(map(members_of, networks)) if networks else 0))


def finished(folder: RunFolder, curve: dict[str, Any]) -> int:
    """What was fitted for a curve that is told: a point is one fit, and one more where a network chose its epoch."""
    points = [
        outcome
        for name in dict.fromkeys(curve.get("roles", {}).values())
        for fold in curve["folds"]
        for share in curve["shares"]
        if (outcome := read_point(folder, name, fold, share)) is not None
    ]
    return sum(len(one.trials) + (not one.error) for one in points)


def chosen(
    comparison: Comparison,
    folder: RunFolder,
    reference: str,
    score: Callable[[Contender, list[Outcome]], float | None],
) -> dict[str, Contender]:
    """Who takes part, by role: the reference, the best baseline (which may be the same) and the best network."""
    higher = METRICS[comparison.task.metric].higher_is_better
    scores: dict[str, dict[str, float]] = {"baseline": {}, "network": {}}
    by_name = {name_of(one): one for one in comparison.contenders}
    for name, one in by_name.items():
        outcomes = [done for fold in comparison.folds if (done := folder.read_outcome(name, fold.name)) is not None]
        found = score(one, outcomes) if len(outcomes) == len(comparison.folds) else None
        learns = not isinstance(one, Baseline) or one.rung != "rule"
        if found is not None and learns:
            scores["baseline" if isinstance(one, Baseline) else "network"][name] = found
    deep = {name: mean for name, mean in scores["network"].items() if _is_deep(folder, name)}
    scores["network"] = deep or scores["network"]  # as in the verdict: one neuron is no deep learning
    found_by_role: dict[str, Contender] = {"reference": by_name[reference]} if reference in scores["baseline"] else {}
    for role, means in scores.items():
        if means:
            found_by_role[role] = by_name[(max if higher else min)(means, key=lambda name: means[name])]
    return found_by_role


def _is_deep(folder: RunFolder, name: str) -> bool:
    """Whether the saved network has a hidden layer."""
    try:
        return rung_of(load_network(folder.model_folder(name))) == "deep learning"
    except RunError:
        return False


def fit_points(
    comparison: Comparison,
    folder: RunFolder,
    sizes: Sizes,
    contenders: list[Contender],
    progress: Callable[[int], None],
) -> None:
    """Every point that is not there yet, as long as it takes: baselines on every core, then the network."""
    from joblib import Parallel, delayed

    done, contenders = points_folder(folder), _once(contenders)
    with variables(ONE_THREAD):
        jobs = [
            delayed(_baseline_point(comparison, folder, one, part, whole))()
            for one in contenders
            if isinstance(one, Baseline)
            for part, whole in sizes.wanted()
            if done.read_outcome(one.name, part.name) is None
        ]
        for name, outcome in Parallel(**WORKERS, return_as="generator_unordered")(jobs) if jobs else ():
            done.write_outcome(name, outcome)
            progress(1)
    for one in contenders:
        if not isinstance(one, Baseline):
            network_points(comparison, one, folder, sizes, progress)


def fit_points_within(
    comparison: Comparison, folder: RunFolder, sizes: Sizes, contenders: list[Contender], crew: Crew, *, until: float
) -> tuple[Sizes, str]:
    """The same before `until`, a moment of `time.monotonic()`: of as many folds as there is time for, or of none.

    Returns the sizes that were fitted, and a sentence that says why there are none or fewer folds; empty otherwise.
    """
    contenders, left = _once(contenders), max(0.0, until - time.monotonic())
    needed = [_seconds(folder, sizes.first(folds), contenders, len(crew.workers)) for folds in (1, len(sizes.folds))]
    folds = len(sizes.folds) if needed[1] <= left else 1
    if needed[0] > left:
        return sizes.first(0), f"it would take about {needed[0]:.0f} s, and {left:.0f} s were left."
    sizes, done, stopped = sizes.first(folds), points_folder(folder), []

    def take(answer: Answer) -> None:
        name, fold = answer.key
        if answer.how == "done" and answer.value is not None:
            done.write_outcome(*answer.value)
        elif answer.how == "failed":
            for part in [fold] if fold else [part for part, _ in sizes.wanted()]:
                done.write_outcome(name, Outcome(part.name, error=answer.value))
        elif answer.how == "stopped":
            stopped.append(name)

    networks = [one for one in contenders if not isinstance(one, Baseline)]
    jobs = [Job((name_of(one), None), partial(network_points, comparison, one, folder, sizes)) for one in networks] + [
        Job((one.name, part), _baseline_point(comparison, folder, one, part, whole))
        for part, whole in sizes.wanted()
        for one in contenders
        if isinstance(one, Baseline)
    ]
    crew.do(jobs, until=until, on_answer=take, wanted=lambda _: not stopped)
    if stopped:
        return sizes.first(0), f"its fits were stopped after {left:.0f} s: the time was over."
    return sizes, "" if needed[1] <= left else "Of its folds one was fitted: there was no time for the others."


def _once(contenders: list[Contender]) -> list[Contender]:
    """Each of them once: the reference may be the best baseline too."""
    return list({name_of(one): one for one in contenders}.values())


def _seconds(folder: RunFolder, sizes: Sizes, contenders: list[Contender], workers: int) -> float:
    """About how long the points take: no longer than as many fits with all rows, which is what was measured."""
    alone = together = 0.0
    for one in contenders:
        for _, whole in sizes.wanted():
            outcome = folder.read_outcome(name_of(one), whole.name)
            if outcome is None or outcome.error:
                continue
            together += outcome.fit_seconds
            if not isinstance(one, Baseline):
                trial = outcome.tune_seconds / max(1, len(outcome.trials))
                alone += outcome.fit_seconds + trial
                together += trial
        alone += 0.0 if isinstance(one, Baseline) else TO_START
    return CAUTION * max(alone, together / max(1, workers))


def points_folder(folder: RunFolder) -> RunFolder:
    """Where the points lie: as folds do, one file each."""
    return RunFolder(folder.path / "fewer_rows")


def read_point(folder: RunFolder, name: str, fold: str, share: float) -> Outcome | None:
    """A contender's point, or None where there is none."""
    return points_folder(folder).read_outcome(name, _point_name(fold, share))


def _point_name(fold: str, share: float) -> str:
    return f"{fold}_{share:g}"


def _given(folder: RunFolder, contender: Contender, whole: Fold) -> dict[str, object]:
    """What the contender chose in this fold with all of its rows."""
    outcome = folder.read_outcome(name_of(contender), whole.name)
    return {} if outcome is None else outcome.hyperparameters


def _baseline_point(
    comparison: Comparison, folder: RunFolder, baseline: Baseline, part: Fold, whole: Fold
) -> partial[tuple[str, Outcome]]:
    """What a process is to do: the baseline on some of a fold's rows, with the settings that all of them chose."""
    seed, given = comparison.protocol.seed, _given(folder, baseline, whole)
    return partial(baseline_fold, baseline, comparison.dataset, part, 0, seed, folder.path, given)


def network_points(
    comparison: Comparison,
    network: Contender,
    folder: RunFolder,
    sizes: Sizes,
    progress: Callable[[int], None] = lambda _: None,
) -> None:
    """All points of one network together, so that its programs are compiled once; if that fails, one by one."""
    done, name = points_folder(folder), name_of(network)
    todo = [(part, whole) for part, whole in sizes.wanted() if done.read_outcome(name, part.name) is None]
    given = {part.name: _given(folder, network, whole) for part, whole in todo}
    parts = {part.name: part for part, _ in todo}
    for outcome, _ in comparison.network_outcomes(network, list(parts.values()), progress, given=given):
        done.write_outcome(name, judgeable(outcome, parts[outcome.fold], comparison.task.kind))
