"""A recipe: a question, its data, a protocol, a search and the contenders. `run()` answers it."""

from __future__ import annotations

import hashlib
import inspect
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from rich.console import Console

from dlfund import data
from dlfund.circumstances import environment, estimate
from dlfund.comparison.compare import Comparison, Contender, name_of
from dlfund.comparison.lessons import check_claims
from dlfund.comparison.metrics import check_metric
from dlfund.comparison.progress import Watch
from dlfund.comparison.protocol import Protocol
from dlfund.comparison.result import Result
from dlfund.comparison.run_folder import RunError, RunFolder
from dlfund.part import BUDGETS, Part
from dlfund.quick import Quick
from dlfund.task import Task
from dlfund.tuning.ensembles import members_of
from dlfund.tuning.search import Search


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
        rows: int or None. How many rows; None takes as many as the schema says.
        beside: sequence of str or Part. Further data sets that the same question is asked of.
        options: dict. For other data (`DATA=name`) the Part that is used; without one, the recipe's contenders are.
        published: dict. Contender to the score that its source reports, in the recipe's metric.
        quick: Quick. The most that the quick budget does.
        lesson: sequence of claims. What was learned, as far as the results support it; see `dlfund.lessons`.

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
    rows: int | None = None
    beside: Sequence[str | Part] = ()
    options: Mapping[str, Part] = field(default_factory=dict)
    published: Mapping[str, float] = field(default_factory=dict)
    quick: Quick = field(default_factory=Quick)
    lesson: Sequence[Any] = ()

    def __post_init__(self) -> None:
        if self.reference not in self.names or len(set(self.names)) != len(self.names):
            raise ValueError(
                f"Expected contenders of different names, the reference among them. "
                f"Received: contenders={self.names}, reference={self.reference!r}."
            )
        if not self.margin >= 0:
            raise ValueError(f"Expected margin to be 0 or more. Received: margin={self.margin!r}.")
        check_claims(self.lesson, self.names, [part.label for part in self.parts()[1:]])
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
        option: str | None = None,
        name: str | None = None,
        runs: str | Path = "runs",
        resume: bool = False,
        about: str = "",
        console: Console | None = None,
    ) -> Result:
        """Tune, fit and judge every contender, and write the answer into `runs/<name>/<time>/`.

        Args:
            budget: str. `"quick"` for a first look, `"normal"`, or `"thorough"` when time is no matter.
            option: str or None. Other data for the same question, such as `"uci320"`; it may be downloaded.
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
        name = "-".join(word for word in (name or self.dataset, option) if word)
        parts = self.asked(option, budget)
        comparisons = {part: self.comparison(part, budget) for part in parts}
        folders = self._folders(comparisons, budget, name, Path(runs), resume)
        if folders[parts[0]].finished:
            console.print(f"This run is finished already: {folders[parts[0]].path}", markup=False, highlight=False)
            return Result.read(folders[parts[0]].path)
        total = self._announce(comparisons, budget, Path(runs) / name, console)
        about_recipe = {"name": name, "about": about or self.question}
        with Watch(console, total) as watch:
            beside = []
            for part in [*parts[1:], parts[0]]:
                if not folders[part].finished:
                    started, before = time.perf_counter(), watch.trained
                    comparisons[part].run(folders[part], watch)
                    seconds = time.perf_counter() - started
                    around = environment(budget, self.protocol.seed, watch.trained - before, seconds)
                    words = {"recipe": about_recipe, "environment": around}
                    self._conclude(comparisons[part], folders[part], words, beside if part is parts[0] else None)
                result = Result.read(folders[part].path)
                beside.append(_summary(part, result))
        return result

    def networks(self, contenders: Sequence[Contender] | None = None) -> dict[str, Callable[..., Any]]:
        """The network functions by name: of these contenders, or of all that the recipe has for any data."""
        if contenders is None:
            parts = [*self.parts(), *self.options.values()]
            contenders = [one for part in parts for one in (part.contenders or ())] + list(self.contenders)
        return {name_of(one): one for one in contenders if inspect.isfunction(one)}

    def parts(self, option: str | None = None) -> list[Part]:
        """What the question is asked of: the recipe's own data set and those beside it, or one other option alone."""
        if option is not None:
            return [self.options.get(option, Part(self.dataset, option=option))]
        own = Part(self.dataset, rows=self.rows)
        return [own, *(Part(one) if isinstance(one, str) else one for one in self.beside)]

    def asked(self, option: str | None = None, budget: str = "normal") -> list[Part]:
        """The parts that this budget is large enough for."""
        own, *beside = self.parts(option)
        beside = [part for part in beside if BUDGETS.index(part.budget) <= BUDGETS.index(budget)]
        return [own, *(self.quick.kept(beside, own) if budget == "quick" else beside)]

    @property
    def question(self) -> str:
        """The recipe's text: the docstring of the file it stands in, if there is one."""
        network = next((one for one in self.contenders if inspect.isfunction(one)), None)
        module = sys.modules.get(network.__module__) if network else None
        return (getattr(module, "__doc__", None) or "").strip()

    def comparison(self, part: Part, budget: str) -> Comparison:
        """Who is compared on one part, how, and on which rows."""
        quick = self.quick if budget == "quick" else None
        dataset = data.load_dataset(part.dataset, rows=quick.rows_of(part) if quick else part.rows, option=part.option)
        schema = dataset.schema
        check_metric(self.metric, schema.kind)
        task = Task(
            kind=schema.kind,
            input_shape=tuple(data.encode.for_network(schema).fit(dataset.x).transform(dataset.x[:1]).shape[1:]),
            classes=schema.classes,
            metric=self.metric,
            vocabulary=data.encode.vocabulary(schema, dataset.x),
        )
        contenders = self.contenders if part.contenders is None else part.contenders
        protocol = quick.protocol(self.protocol) if quick else self.protocol.with_budget(budget)
        search = quick.search(self.search) if quick else self.search.with_budget(budget)
        return Comparison(dataset, task, tuple(contenders), protocol, search)

    def _folders(
        self, comparisons: dict[Part, Comparison], budget: str, name: str, runs: Path, resume: bool
    ) -> dict[Part, RunFolder]:
        """A folder for each part; those beside lie in the recipe's own."""
        (own, comparison), *beside = comparisons.items()
        plan = self._plan(comparison, budget)
        if resume:
            folder = RunFolder.latest(runs, name)
            folder.check_plan(plan)
        else:
            folder = RunFolder.start(runs, name, plan)
        folders = {own: folder}
        for part, one in beside:
            folders[part] = folder.within(part.label, self._plan(one, budget))
        return folders

    def _plan(self, comparison: Comparison, budget: str) -> dict[str, Any]:
        """What makes folds comparable: change any of it and a run can't be continued."""
        return {
            "budget": budget,
            "data": comparison.dataset.schema.sha256,
            "rows": len(comparison.dataset),
            "protocol": comparison.protocol.to_dict(),
            "search": comparison.search.to_dict(),
            "metric": self.metric,
            "contenders": {name_of(one): _fingerprint(one) for one in comparison.contenders},
            "dlfund": metadata.version("dlfund"),
        }

    def _announce(self, comparisons: dict[Part, Comparison], budget: str, runs: Path, console: Console) -> int:
        """Say how much is to be done, and how long that took last time."""
        total = 0
        for part, one in comparisons.items():
            trainings = sum(one.trainings(contender) for contender in one.contenders)
            total += trainings
            where = f"{part.label}: " if len(comparisons) > 1 else ""
            took = "" if len(comparisons) > 1 else f", {estimate(runs, total)}"
            console.print(
                f"{where}{len(one.dataset):,} rows, {len(one.contenders)} contenders, "
                f"{one.protocol.folds} folds × {one.protocol.repeats}, {one.search.trials} trials each "
                f"({one.search.oracle}), budget {budget}: {trainings:,} trainings{took}.",
                markup=False,
                highlight=False,
                soft_wrap=True,
            )
        if len(comparisons) > 1:
            console.print(f"Together {total:,} trainings, {estimate(runs, total)}.", markup=False, highlight=False)
        return total

    def _conclude(
        self, comparison: Comparison, folder: RunFolder, about: dict[str, Any], beside: list[dict[str, Any]] | None
    ) -> None:
        """Results, logs and page of one part; lesson and published figures are of the recipe's own data."""
        from dlfund.comparison.conclude import conclude
        from dlfund.look.run import look_at_run, networks_of
        from dlfund.report.page import write_page
        from dlfund.training.logs import write_logs

        own = beside is not None and not comparison.dataset.schema.option
        words: dict[str, Any] = {"lesson": self.lesson} if own else {}
        if own and about["environment"]["budget"] != "quick":  # others did not publish a first look
            words["published"] = self.published
        elif own and self.published:
            words["notes"] = ["A first look is not held against published figures: they had more rows and epochs."]
        if own:
            about = about | {"beside": beside}

        def look(found: Result, path: Path) -> str:
            options: dict[str, Any] = {"networks": self.networks(comparison.contenders), "hurry": True}
            return look_at_run(found, path, comparison.dataset, **options).name if networks_of(found) else ""

        words |= {"reference": self.reference, "margin": self.margin, "about": about, "look": look}
        result = conclude(comparison, folder, **words)
        write_logs(folder.path / "logs", result.content["contenders"])
        write_page(result, folder.path / "report.html")


def _summary(part: Part, result: Result) -> dict[str, Any]:
    """What the page of a recipe says of a data set beside its own."""
    schema, judgement = result.content["dataset"], result.content["judgement"]
    means = {one["name"]: result.mean(one["name"]) for one in result.content["contenders"]}
    return {
        "dataset": part.label,
        "title": schema["title"],
        "rows": schema["rows"],
        "metric": judgement["metric"],
        "verdict": judgement["verdict"],
        "means": means,
        "best_possible": schema["best_possible"].get(judgement["metric"]),
        "path": f"beside/{part.label}/report.html",
    }


def _fingerprint(contender: Contender) -> str:
    """Changes when the contender's own code or settings change."""
    try:
        if inspect.isfunction(contender):
            text = f"{members_of(contender)} {inspect.getsource(contender)}"
        else:
            text = f"{contender.name} {contender.about}"  # type: ignore[union-attr]
    except OSError:  # typed into an interpreter: there is no source to read
        text = name_of(contender)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
