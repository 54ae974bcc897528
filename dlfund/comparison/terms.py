"""How a comparison's scores are judged, and what its result contains in addition to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dlfund.comparison.result.content_sections import BesideSection, EnvironmentSection, RecipeSection
from dlfund.comparison.scoring.question import Question
from dlfund.core.typed_json import JsonObject
from dlfund.data import Dataset


@dataclass(frozen=True)
class About:
    """The question, the data and the machine: sections of a result that need no scores.

    Args:
        recipe: RecipeSection.
        environment: EnvironmentSection.
        beside: list of BesideSection. Further data sets that were compared before.
        recorded: mapping of a section of the result to its content: how a user's own data was read.
        row_curve: dict. The learning curve over the number of rows, as JSON; empty if there is none.
    """

    recipe: RecipeSection
    environment: EnvironmentSection
    beside: list[BesideSection] = field(default_factory=list)
    recorded: Mapping[str, Any] = field(default_factory=dict)
    row_curve: JsonObject = field(default_factory=dict)


@dataclass(frozen=True)
class Terms:
    """How a comparison's scores are judged, and what its result contains in addition to them.

    Args:
        reference: str. The contender that the others are compared with.
        margin: float or None. The equivalence margin: smaller differences in the metric are called practically equal.
            None: a share of the way from the simplest baseline to the best contender; see `scoring/margin.py`.
        about: About.
        lesson: sequence of claims, each printed only if the numbers support it.
        published: mapping of a contender to the score that its source reports.
        notes: sequence of str. What a reader should know.
        held: Dataset or None. Held-out rows, on which the saved models are scored.
        question: Question. The primary question, registered before training.
        no_placebo: str. Why no twin was fitted; empty: one was, or nothing is to be said about it.
    """

    reference: str
    margin: float | None
    about: About
    lesson: Sequence[Any] = ()
    published: Mapping[str, float] = field(default_factory=dict)
    notes: Sequence[str] = ()
    held: Dataset | None = None
    question: Question = field(default_factory=Question)
    no_placebo: str = ""
