"""A contender: anything that can be tuned and fitted in folds, saved and loaded.

The fold loop, the time limit, the verdict, the page and the saved models use the members of `Contender`, and never ask
which kind a contender is. A `Baseline` has all of them. A network is a function `(task, hp) -> keras.Model`; it is
wrapped when it enters a comparison. A new kind of contender is one new class.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, Protocol, runtime_checkable

from dlfund.core.contender_labels import label_of
from dlfund.core.outcome import Outcome
from dlfund.data import Schema
from dlfund.data.folds_to_fit import FoldsToFit
from dlfund.training.tuning.ensembles import OF_ENSEMBLES, ensemble, members_of, searched


@runtime_checkable
class Contender(Protocol):
    """What a comparison asks of each contender."""

    @property
    def name(self) -> str:
        """Its name in files, options and results. Letters, digits and `_`."""

    @property
    def label(self) -> str:
        """Its name as it is shown to readers."""

    @property
    def about(self) -> str:
        """One line for the page."""

    @property
    def family(self) -> str:
        """`"baseline"` or `"network"`: the group that it belongs to when the best of each are compared."""

    @property
    def probabilistic(self) -> bool:
        """Whether its probabilities mean something; a rule's 0 and 1 do not."""

    @property
    def folds_together(self) -> bool:
        """Whether its folds are trained together, in one process, so that their programs are compiled once."""

    @property
    def network(self) -> Callable[..., Any] | None:
        """The function that builds its network; None where there is none."""

    @property
    def searched(self) -> Contender:
        """The contender whose search it uses: itself, or the network that an ensemble consists of."""

    @property
    def source(self) -> str:
        """A text that changes when its own code or settings do."""

    def fits(self, trials: int) -> int:
        """How many trainings a fold takes with this number of trials."""

    def approach_of(self, model: Any) -> str:
        """`"rule"`, `"machine learning"` or `"deep learning"`."""

    def fit_folds(self, asked: FoldsToFit) -> Iterable[tuple[Outcome, Any]]:
        """The outcome of each fold, and the fitted model, which has `predict(table)`; None where it failed."""

    def save(self, model: Any, folder: Path) -> None:
        """Write what `load` needs."""

    def load(self, folder: Path, schema: Schema) -> Any:
        """The model that was saved in this folder, ready to predict.

        Raises:
            UserError: a file that can't be read, or has content that it must not have.
        """


@dataclass(frozen=True)
class NetworkContender:
    """A network function as a contender: tuned by KerasTuner, its folds trained in one program.

    Args:
        network: function `(task, hp) -> keras.Model`, or an `ensemble` of one.
    """

    network: Callable[..., Any]

    family: ClassVar[str] = "network"
    probabilistic: ClassVar[bool] = True
    folds_together: ClassVar[bool] = True

    @property
    def name(self) -> str:
        return str(self.network.__name__)

    @property
    def label(self) -> str:
        return label_of(self.name)

    @property
    def about(self) -> str:
        """The first paragraph of its docstring; the examples and sources after it are for readers of code."""
        return " ".join((self.network.__doc__ or "").strip().split("\n\n")[0].split())

    @property
    def searched(self) -> NetworkContender:
        return NetworkContender(searched(self.network))

    @property
    def source(self) -> str:
        try:
            return f"{members_of(self.network)} {inspect.getsource(self.network)}"
        except OSError:  # typed into an interpreter: there is no source to read
            return self.name

    def fits(self, trials: int) -> int:
        return trials + members_of(self.network)

    def approach_of(self, model: Any) -> str:
        return approach_of_network(model)

    def fit_folds(self, asked: FoldsToFit) -> Iterable[tuple[Outcome, Any]]:
        from dlfund.training.tuning.tune import fit_folds

        return fit_folds(self.network, asked)

    def save(self, model: Any, folder: Path) -> None:
        from dlfund.comparison.running.saved_models import save_network

        save_network(model, folder)

    def load(self, folder: Path, schema: Schema) -> Any:
        from dlfund.comparison.running.saved_models import load_network

        return load_network(folder)


@dataclass(frozen=True)
class NamedNetwork:
    """A network function of a module as a contender: imported when it is needed, since that may take seconds.

    So a comparison can start its other contenders while a process of its own imports the network's library.

    Args:
        module: str. The module's full name.
        function: str. The function's name.
        members: int. How many such networks are averaged; 1 for the network itself.
    """

    module: str
    function: str
    members: int = 1

    family: ClassVar[str] = NetworkContender.family
    probabilistic: ClassVar[bool] = NetworkContender.probabilistic
    folds_together: ClassVar[bool] = NetworkContender.folds_together

    @property
    def name(self) -> str:
        return self.function if self.members == 1 else f"{self.function}{OF_ENSEMBLES}"

    @property
    def network(self) -> Callable[..., Any]:
        function: Callable[..., Any] = getattr(importlib.import_module(self.module), self.function)
        return function if self.members == 1 else ensemble(function, self.members)

    @property
    def _imported(self) -> NetworkContender:
        return NetworkContender(self.network)

    @property
    def label(self) -> str:
        return label_of(self.name)

    @property
    def about(self) -> str:
        return self._imported.about

    @property
    def searched(self) -> NamedNetwork:
        return replace(self, members=1)

    @property
    def source(self) -> str:
        return self._imported.source

    def fits(self, trials: int) -> int:
        return trials + self.members

    def approach_of(self, model: Any) -> str:
        return approach_of_network(model)

    def fit_folds(self, asked: FoldsToFit) -> Iterable[tuple[Outcome, Any]]:
        return self._imported.fit_folds(asked)

    def save(self, model: Any, folder: Path) -> None:
        self._imported.save(model, folder)

    def load(self, folder: Path, schema: Schema) -> Any:
        return self._imported.load(folder, schema)


def approach_of_network(model: Any) -> str:
    """`"machine learning"` for a single layer of weights, a linear model; `"deep learning"` with a hidden layer."""
    if model is None:
        return "deep learning"
    kernels = [weight for weight in model.model.trainable_weights if len(weight.shape) > 1]
    return "deep learning" if len(kernels) > 1 else "machine learning"


def contender_of(entrant: Any) -> Contender:
    """A contender from an entry of a user's list. No other code distinguishes the kinds of contenders."""
    if isinstance(entrant, NetworkContender | NamedNetwork):
        return entrant  # asking for all members of a Contender, as below, would import a named network
    if inspect.isfunction(entrant) and not entrant.__module__.startswith("dlfund.baselines"):
        return NetworkContender(entrant)
    if isinstance(entrant, Contender) and not inspect.isclass(entrant):
        return entrant
    raise TypeError(
        "Expected a baseline, such as baselines.logistic_regression() (called), or a network function "
        f"(task, hp) -> keras.Model. Received: {entrant!r}."
    )


def given_functions(contenders: Iterable[Contender]) -> list[Contender]:
    """The networks that were given as functions, not by name: their code is a user's, and may change."""
    return [contender for contender in contenders if isinstance(contender, NetworkContender)]


def networks_of(entrants: Iterable[Any]) -> dict[str, Callable[..., Any]]:
    """Name to network function, of the contenders that have one."""
    contenders = map(contender_of, entrants)
    return {contender.name: contender.network for contender in contenders if contender.network is not None}
