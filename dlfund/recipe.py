"""A recipe: a question, its data, a protocol, a search and the contenders. `run()` answers it."""

from __future__ import annotations

import hashlib
import inspect
import json
import os
import platform
import re
import shlex
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from rich.console import Console

from dlfund import data
from dlfund.comparison.compare import Comparison, Contender, name_of
from dlfund.comparison.metrics import check_metric
from dlfund.comparison.progress import Watch
from dlfund.comparison.protocol import Protocol
from dlfund.comparison.result import Result
from dlfund.comparison.run_folder import RunError, RunFolder
from dlfund.task import Task
from dlfund.tuning.search import Search

BUDGETS = ("quick", "normal", "thorough")
SECONDS_A_TRAINING = 0.05  # on two cores; replaced by the last run's own pace
PACKAGES = ("dlfund", "keras", "tensorflow", "jax", "torch", "keras-tuner", "scikit-learn", "numpy", "scipy", "pandas")


@dataclass(frozen=True)
class Recipe:
    """One question and everything needed to answer it.

    Args:
        dataset: str. Name of a folder in `datasets/`.
        contenders: list. Baselines, and networks: functions `(task, hp) -> keras.Model`.
        reference: str. The contender that the others are compared with.
        metric: str. What decides: `"roc_auc"`, `"accuracy"`, `"log_loss"`, `"brier"`.
        protocol: Protocol. Folds and repeats at the normal budget.
        search: Search. Trials and training budget at the normal budget.
        margin: float. Differences in the metric below this are practically none.

    Example:
        >>> from dlfund import Recipe, baselines, protocol, search
        >>> recipe = Recipe(
        ...     dataset="student_pass_fail",
        ...     metric="roc_auc",
        ...     protocol=protocol.repeated_k_fold(folds=3, repeats=1),
        ...     search=search.random(trials=2),
        ...     contenders=[baselines.majority_class(), baselines.logistic_regression()],
        ...     reference="majority_class",
        ... )
        >>> recipe.names
        ['majority_class', 'logistic_regression']
    """

    dataset: str
    contenders: Sequence[Contender]
    reference: str
    metric: str
    protocol: Protocol = field(default_factory=Protocol)
    search: Search = field(default_factory=lambda: Search("random", 20))
    margin: float = 0.01

    def __post_init__(self) -> None:
        if self.reference not in self.names or len(set(self.names)) != len(self.names):
            raise ValueError(
                f"Expected contenders of different names, the reference among them. "
                f"Received: contenders={self.names}, reference={self.reference!r}."
            )
        if not self.margin >= 0:
            raise ValueError(f"Expected margin to be 0 or more. Received: margin={self.margin!r}.")
        if unnamed := [name for name in self.names if not name.isidentifier()]:
            raise ValueError(
                f"Expected every contender to have a name, as a function made with `def` has. Received: {unnamed}."
            )

    @property
    def names(self) -> list[str]:
        return [name_of(one) for one in self.contenders]

    def run(
        self,
        budget: str = "normal",
        *,
        name: str | None = None,
        runs: str | Path = "runs",
        resume: bool = False,
        about: str = "",
        console: Console | None = None,
    ) -> Result:
        """Tune, fit and judge every contender, and write the answer into `runs/<name>/<time>/`.

        Args:
            budget: str. `"quick"` for a first look, `"normal"`, or `"thorough"` when time is no matter.
            name: str or None. Of the run's folder; the data set's if not given.
            runs: path. Folder of all runs.
            resume: bool. Go on with the latest run; finished folds are not computed again.
            about: str. The recipe's text, for the page.
            console: rich Console or None. Where progress is shown; standard output if None.

        Returns:
            Result. It shows itself as a table.
        """
        if name is not None and not re.fullmatch(r"[\w-]+", name):
            raise RunError(f"Expected a name of letters, digits, _ and -: it becomes a folder. Received: {name!r}.")
        if budget not in BUDGETS:
            raise RunError(f"Expected BUDGET to be one of {', '.join(BUDGETS)}. Received: {budget!r}.")
        console = Console() if console is None else console
        comparison, name = self._comparison(budget), name or self.dataset
        folder = self._folder(comparison, budget, name, Path(runs), resume)
        if folder.finished:
            console.print(f"This run is finished already: {folder.path}", markup=False, highlight=False)
            return Result.read(folder.path)
        started = time.perf_counter()
        total = self._announce(comparison, budget, Path(runs) / name, console)
        with Watch(console, total) as watch:
            comparison.run(folder, watch)
        environment = _environment(budget, self.protocol.seed, watch.trained, time.perf_counter() - started)
        return self._concluded(comparison, folder, {"name": name, "about": about or self.question}, environment)

    @property
    def question(self) -> str:
        """The recipe's text: the docstring of the file it stands in, if there is one."""
        network = next((one for one in self.contenders if inspect.isfunction(one)), None)
        module = sys.modules.get(network.__module__) if network else None
        return (getattr(module, "__doc__", None) or "").strip()

    def _comparison(self, budget: str) -> Comparison:
        dataset = data.load_dataset(self.dataset)
        schema = dataset.schema
        check_metric(self.metric, schema.kind)
        shape = (len(data.encode.scaled(schema).fit(dataset.x).get_feature_names_out()),)
        task = Task(kind=schema.kind, input_shape=shape, classes=schema.classes, metric=self.metric)
        protocol, search = self.protocol.with_budget(budget), self.search.with_budget(budget)
        return Comparison(dataset, task, tuple(self.contenders), protocol, search)

    def _folder(self, comparison: Comparison, budget: str, name: str, runs: Path, resume: bool) -> RunFolder:
        plan = self._plan(comparison, budget)
        if not resume:
            return RunFolder.start(runs, name, plan)
        folder = RunFolder.latest(runs, name)
        folder.check_plan(plan)
        return folder

    def _plan(self, comparison: Comparison, budget: str) -> dict[str, Any]:
        """What makes folds comparable: change any of it and a run can't be continued."""
        return {
            "budget": budget,
            "data": comparison.dataset.schema.sha256,
            "protocol": comparison.protocol.to_dict(),
            "search": comparison.search.to_dict(),
            "metric": self.metric,
            "contenders": {name_of(one): _fingerprint(one) for one in self.contenders},
            "dlfund": metadata.version("dlfund"),
        }

    def _announce(self, comparison: Comparison, budget: str, runs: Path, console: Console) -> int:
        """Say how much is to be done, and how long that took last time."""
        total = sum(comparison.trainings(one) for one in self.contenders)
        folds, search = comparison.protocol, comparison.search
        console.print(
            f"{len(comparison.dataset):,} rows, {len(self.contenders)} contenders, "
            f"{folds.folds} folds × {folds.repeats}, {search.trials} trials each ({search.oracle}), "
            f"budget {budget}: {total:,} trainings, {_estimate(runs, total)}.",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
        return total

    def _concluded(
        self, comparison: Comparison, folder: RunFolder, recipe: dict[str, Any], environment: dict[str, Any]
    ) -> Result:
        from dlfund.comparison.conclude import conclude
        from dlfund.report.page import write_page
        from dlfund.training.logs import write_logs

        result = conclude(
            comparison,
            folder,
            reference=self.reference,
            margin=self.margin,
            about={"recipe": recipe, "environment": environment},
        )
        write_logs(folder.path / "logs", result.content["contenders"])
        write_page(result, folder.path / "report.html")
        return result


def _fingerprint(contender: Contender) -> str:
    """Changes when the contender's own code or settings change."""
    try:
        text = inspect.getsource(contender) if inspect.isfunction(contender) else f"{contender.name} {contender.about}"  # type: ignore[union-attr]
    except OSError:  # typed into an interpreter: there is no source to read
        text = name_of(contender)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _estimate(runs: Path, total: int) -> str:
    """From the latest finished run of this recipe on this machine, if there is one."""
    for path in sorted(runs.glob("*/results.json"), key=lambda path: -path.stat().st_mtime_ns):
        try:
            environment = json.loads(path.read_text(encoding="utf-8"))["environment"]
            pace, there = environment["seconds"] / environment["trainings"], environment["platform"]
        except (ArithmeticError, KeyError, OSError, TypeError, ValueError):
            continue  # a spoiled or foreign file beside must not stop a new run
        if there == platform.platform():
            return f"about {pace * total:.0f} s at the last run's pace"
    return f"about {15 + SECONDS_A_TRAINING * total:.0f} s on two cores, by a rough guess"


def _environment(budget: str, seed: int, trainings: int, seconds: float) -> dict[str, Any]:
    """What the numbers depend on, recorded with them."""
    from dlfund.training import compilations
    from dlfund.training.device import device

    versions = {}
    for package in PACKAGES:
        try:
            versions[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return {
        "budget": budget,
        "seed": seed,
        "trainings": trainings,
        "seconds": seconds,
        "compilations": len(compilations()),
        "compile_seconds": sum(one.seconds for one in compilations()),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": shlex.join(sys.argv),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "cores": os.cpu_count(),
        "versions": versions,
        **device(),
    }
