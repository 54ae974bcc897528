"""A contender's twin: the same method with other seeds and another search, so that only chance tells the two apart.

A twin is the placebo of a comparison. Where the test that compares the sides of the question also calls a contender and
its twin different, a difference of that size can come from seeds alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dlfund.comparison.contender import Contender
from dlfund.core.contender_labels import label_of
from dlfund.core.outcome import Outcome
from dlfund.core.seeds import seed_of
from dlfund.data import Schema
from dlfund.data.folds_to_fit import FoldsToFit

SUFFIX = "-twin"  # no contender has such a name: they are identifiers


def twin_name(original: str) -> str:
    """The name of a contender's twin."""
    return f"{original}{SUFFIX}"


@dataclass(frozen=True)
class Twin:
    """A contender that does what another does, from other seeds. Trial 1 is the default for both.

    Args:
        original: Contender.
    """

    original: Contender

    @property
    def name(self) -> str:
        return twin_name(self.original.name)

    @property
    def label(self) -> str:
        return f"{label_of(self.original.name)} twin"

    @property
    def about(self) -> str:
        return f"{label_of(self.original.name)} once more, with other seeds and another search"

    @property
    def family(self) -> str:
        return self.original.family

    @property
    def probabilistic(self) -> bool:
        return self.original.probabilistic

    @property
    def folds_together(self) -> bool:
        return self.original.folds_together

    @property
    def network(self) -> Callable[..., Any] | None:
        return self.original.network

    @property
    def searched(self) -> Contender:
        """Itself: it never continues the search of its original."""
        return self

    @property
    def source(self) -> str:
        return self.original.source

    def fits(self, trials: int) -> int:
        return self.original.fits(trials)

    def approach_of(self, model: Any) -> str:
        return self.original.approach_of(model)

    def fit_folds(self, asked: FoldsToFit) -> Iterable[tuple[Outcome, Any]]:
        """As the original, from a seed that is made from the protocol's."""
        return self.original.fit_folds(replace(asked, seed=seed_of(int(asked.seed), "twin"), outcomes={}))

    def save(self, model: Any, folder: Path) -> None:
        self.original.save(model, folder)

    def load(self, folder: Path, schema: Schema) -> Any:
        return self.original.load(folder, schema)
