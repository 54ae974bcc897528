"""A recipe: a question, its data, a protocol, a search and the contenders. `run()` answers it."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rich.console import Console

from dlfund.comparison.contender import Contender, contender_of, networks_of
from dlfund.comparison.protocol import Protocol
from dlfund.comparison.result.content_sections import BesideSection, EnvironmentSection, RecipeSection
from dlfund.comparison.result.lessons import check_claims
from dlfund.comparison.result.result import Result
from dlfund.comparison.result.scored_run import leaders
from dlfund.comparison.running.executor import Executor
from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.running.progress import Watch
from dlfund.comparison.running.run_folder import RunError, RunFolder
from dlfund.comparison.running.worker_pool import executor_for
from dlfund.comparison.scoring.metrics import check_metric
from dlfund.comparison.scoring.question import Question
from dlfund.comparison.terms import About, Terms
from dlfund.core.counted import counted
from dlfund.core.task import Task
from dlfund.core.terminal import say
from dlfund.data import encode, load_dataset
from dlfund.experiments.data_variant import BUDGETS, DataVariant, check_budget
from dlfund.experiments.finish_run import complete_run, finish_run
from dlfund.experiments.placebo_step import fit_placebo
from dlfund.experiments.plan import plan_of
from dlfund.experiments.provenance import environment, estimate
from dlfund.experiments.quick_budget import QuickBudget
from dlfund.experiments.recipe_summary import recipe_summary
from dlfund.training.tuning.search import Search


@dataclass(frozen=True)
class Recipe:
    """One question and everything needed to answer it.

    Args:
        dataset: str. Name of a folder in `datasets/`.
        contenders: list. Baselines, and networks: functions `(task, hp) -> keras.Model`.
        reference: str. The contender that the others are compared with.
        metric: str. The metric that decides, such as `"roc_auc"`, `"accuracy"`, `"log_loss"` or `"rmse"`.
        protocol: Protocol. Folds and repeats at the normal budget.
        search: Search. Trials and training budget at the normal budget.
        margin: float or None. The equivalence margin: smaller differences in the metric are practically none. None:
            2.5 % of the way from the simplest baseline to the best contender.
        question: Question. The primary question, registered before training: networks or others against classical.
        rows: int or None. How many rows; None takes as many as the schema says.
        beside: sequence of str or DataVariant. Further data sets for the same question.
        options: dict. The DataVariant of other data (`DATA=name`); an option that is not listed has the recipe's
            contenders.
        published: dict. Contender to its published score, in the recipe's metric.
        quick: QuickBudget. The limits of the quick budget.
        lesson: sequence of claims. What was learned, as far as the results support it; see `dlfund.lessons`.
        file: path or None. The recipe's file, for the plan of its runs; set when it is loaded.

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
    contenders: Sequence[Contender | Callable[..., Any]]
    reference: str
    metric: str
    protocol: Protocol = field(default_factory=Protocol)
    search: Search = field(default_factory=lambda: Search("random", 20))
    margin: float | None = None
    question: Question = field(default_factory=Question)
    rows: int | None = None
    beside: Sequence[str | DataVariant] = ()
    options: Mapping[str, DataVariant] = field(default_factory=dict)
    published: Mapping[str, float] = field(default_factory=dict)
    quick: QuickBudget = field(default_factory=QuickBudget)
    lesson: Sequence[Any] = ()
    file: Path | None = None

    __repr__ = recipe_summary

    def __post_init__(self) -> None:
        if self.reference not in self.names or len(set(self.names)) != len(self.names):
            raise ValueError(
                f"Expected contenders of different names, the reference among them. "
                f"Received: contenders={self.names}, reference={self.reference!r}."
            )
        self.question.check(self.names)
        if self.margin is not None and not self.margin >= 0:
            raise ValueError(f"Expected margin to be 0 or more. Received: margin={self.margin!r}.")
        check_claims(self.lesson, self.names, [variant.label for variant in self.variants()[1:]])
        if unnamed := [name for name in self.names if not name.isidentifier()]:
            raise ValueError(f"Expected names for contenders, as a function made with `def` has. Received: {unnamed}.")

    @property
    def names(self) -> list[str]:
        return [contender_of(contender).name for contender in self.contenders]

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
        """Tune, fit and score every contender, and write the result into `runs/<name>/<time>/`.

        Args:
            budget: str. `"quick"` for a first look, `"normal"`, or `"thorough"` if time doesn't matter.
            option: str or None. Other data for the same question, such as `"uci320"`; it may be downloaded.
            name: str or None. The name of the run's folder; None takes the data set's.
            runs: path. Folder of all runs.
            resume: bool. Continue the latest run; finished folds are not computed again.
            about: str. The recipe's text, for the page.
            console: rich Console or None. Where progress is shown; standard output if None.

        Returns:
            Result. It shows itself as a table.
        """
        if name is not None and not re.fullmatch(r"[\w-]+", name):
            raise RunError(f"Expected a name of letters, digits, _ and -: it becomes a folder. Received: {name!r}.")
        check_budget(budget)
        console = Console() if console is None else console
        name = "-".join(word for word in (name or self.dataset, option) if word)
        variants = self.asked(option, budget)
        comparisons = {variant: self.comparison(variant, budget) for variant in variants}
        plans = {variant: self._plan(comparison, variant, budget) for variant, comparison in comparisons.items()}
        own = self._folder(plans[variants[0]], name, Path(runs), resume)
        with own.writing():
            folders = {variants[0]: own}
            folders |= {variant: own.within(variant.label, plans[variant]) for variant in variants[1:]}
            if all(folder.finished for folder in folders.values()):
                say(f"This run is already finished: {own.path}", console)
                for variant, folder in folders.items():
                    complete_run(comparisons[variant], folder)
                return Result.read(own.path)
            total = self._announce(comparisons, budget, Path(runs) / name, console)
            with executor_for(apart=resume) as executor, Watch(console, total) as watch:
                asked = About(RecipeSection(name, about or self.text), EnvironmentSection(budget=budget))
                return self._run(comparisons, folders, asked, watch, executor)

    def _run(
        self,
        comparisons: dict[DataVariant, Comparison],
        folders: dict[DataVariant, RunFolder],
        asked: About,
        watch: Watch,
        executor: Executor,
    ) -> Result:
        """Run what is not finished; the recipe's own data come last, because their page shows those beside."""
        own, *variants = comparisons
        beside: list[BesideSection] = []
        for variant in [*variants, own]:
            comparison, folder = comparisons[variant], folders[variant]
            if folder.finished:
                complete_run(comparison, folder)
            else:
                started, before = time.perf_counter(), comparison.seconds(folder)
                comparison.run(folder, watch, executor)
                originals = leaders(comparison, folder, self.question, self.reference)
                twins = fit_placebo(comparison, folder, executor, originals, watch.console)
                seconds = before + time.perf_counter() - started
                trainings = comparison.finished(folder) + twins
                around = environment(asked.environment.budget, self.protocol.seed, trainings, seconds)
                about = replace(asked, environment=around)
                finish_run(comparison, folder, self._terms(comparison, about, beside if variant is own else None))
            result = Result.read(folder.path)
            beside.append(_summary(variant, result))
        return result

    def networks(self, contenders: Sequence[Any] | None = None) -> dict[str, Callable[..., Any]]:
        """The network functions by name: of these contenders, or of all that the recipe has for any data."""
        if contenders is None:
            variants = [*self.variants(), *self.options.values()]
            own = [contender for variant in variants for contender in (variant.contenders or ())]
            contenders = [*own, *self.contenders]
        return networks_of(contenders)

    def variants(self, option: str | None = None) -> list[DataVariant]:
        """The recipe's own data set and those beside it, or one other option alone."""
        if option is not None:
            return [self.options.get(option, DataVariant(self.dataset, option=option))]
        own = DataVariant(self.dataset, rows=self.rows)
        return [own, *(DataVariant(further) if isinstance(further, str) else further for further in self.beside)]

    def asked(self, option: str | None = None, budget: str = "normal") -> list[DataVariant]:
        """The variants that this budget includes."""
        own, *beside = self.variants(option)
        beside = [variant for variant in beside if BUDGETS.index(variant.budget) <= BUDGETS.index(budget)]
        return [own, *(self.quick.kept(beside, own) if budget == "quick" else beside)]

    @property
    def text(self) -> str:
        """The recipe's text: the docstring of its file, if there is one."""
        network = next(iter(networks_of(self.contenders).values()), None)
        module = sys.modules.get(network.__module__) if network else None
        return (getattr(module, "__doc__", None) or "").strip()

    def comparison(self, variant: DataVariant, budget: str) -> Comparison:
        """The contenders, protocol, search and rows of one variant."""
        quick = self.quick if budget == "quick" else None
        dataset = load_dataset(
            variant.dataset, rows=quick.rows_of(variant) if quick else variant.rows, option=variant.option
        )
        schema = dataset.schema
        check_metric(self.metric, schema.kind)
        task = Task(
            kind=schema.kind,
            input_shape=tuple(encode.for_network(schema).fit(dataset.x).transform(dataset.x[:1]).shape[1:]),
            classes=schema.classes,
            metric=self.metric,
            vocabulary=encode.vocabulary(schema, dataset.x),
        )
        contenders = self.contenders if variant.contenders is None else variant.contenders
        protocol = quick.protocol(self.protocol) if quick else self.protocol.with_budget(budget)
        search = quick.search(self.search) if quick else self.search.with_budget(budget)
        return Comparison(dataset, task, tuple(map(contender_of, contenders)), protocol, search)

    def _folder(self, plan: dict[str, object], name: str, runs: Path, resume: bool) -> RunFolder:
        """A new folder for the recipe's own data, or the latest one, of the same plan."""
        if not resume:
            return RunFolder.start(runs, name, plan)
        folder = RunFolder.latest(runs, name)
        folder.check_plan(plan)
        return folder

    def _plan(self, comparison: Comparison, variant: DataVariant, budget: str) -> dict[str, object]:
        """What the folds depend on: if any of it changes, a run can't be continued."""
        judged = {
            "question": self.question.to_dict(),
            "metric": self.metric,
            "reference": self.reference,
            "margin": self.margin,
        }
        return plan_of(comparison, variant, budget, file=self.file, **judged)

    def _announce(self, comparisons: dict[DataVariant, Comparison], budget: str, runs: Path, console: Console) -> int:
        """Say how many trainings there are, and how long they took last time."""
        total = 0
        for variant, comparison in comparisons.items():
            trainings = sum(comparison.trainings(contender) for contender in comparison.contenders)
            total += trainings
            where = f"{variant.label}: " if len(comparisons) > 1 else ""
            took = "" if len(comparisons) > 1 else f", {estimate(runs, total)}"
            contenders = counted(len(comparison.contenders), "contender")
            say(
                f"{where}{counted(len(comparison.dataset), 'row')}, {contenders}, "
                f"{counted(comparison.protocol.folds, 'fold')} × {comparison.protocol.repeats}, "
                f"{counted(comparison.search.trials, 'trial')} each ({comparison.search.oracle}), "
                f"budget {budget}: {counted(trainings, 'training')}{took}.",
                console,
            )
        if len(comparisons) > 1:
            say(f"Together {counted(total, 'training')}, {estimate(runs, total)}.", console)
        return total

    def _terms(self, comparison: Comparison, about: About, beside: list[BesideSection] | None) -> Terms:
        """What one variant's verdict depends on; lesson and published scores belong to the recipe's own data."""
        if beside is None or comparison.dataset.schema.option:
            return Terms(self.reference, self.margin, about, question=self.question)
        about = replace(about, beside=list(beside))
        if about.environment.budget != "quick":  # published scores are no first look
            return Terms(self.reference, self.margin, about, self.lesson, self.published, question=self.question)
        note = "A first look is not compared with published scores: they come from more rows and epochs."
        notes = [note] if self.published else []
        return Terms(self.reference, self.margin, about, self.lesson, notes=notes, question=self.question)


def _summary(variant: DataVariant, result: Result) -> BesideSection:
    """What a recipe's page says about a data set beside its own."""
    return BesideSection(
        dataset=variant.label,
        title=result.dataset.title,
        rows=result.dataset.rows,
        metric=result.metric,
        verdict=result.verdict.sentence,
        means={name: result.mean(name) for name in result.names},
        best_possible=result.dataset.best(result.metric),
        path=f"beside/{variant.label}/report.html",
    )
