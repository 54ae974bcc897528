"""All views of one finished run."""

from __future__ import annotations

from collections.abc import Callable

from dlfund.comparison.result.finished_run import FinishedRun
from dlfund.comparison.result.sections import Section
from dlfund.comparison.result.views.code_map import CodeMap, code_map
from dlfund.comparison.result.views.confusion import Confusion, confusion
from dlfund.comparison.result.views.example_rows import ExampleRows, example_rows
from dlfund.comparison.result.views.first_layer import FirstLayer, first_layer
from dlfund.comparison.result.views.forecast import Forecast, forecast
from dlfund.comparison.result.views.neighbours import Neighbours, neighbours
from dlfund.comparison.result.views.residuals import Residuals, residuals
from dlfund.comparison.result.views.word_effects import WordView, word_effects

View = CodeMap | dict[str, Confusion] | ExampleRows | FirstLayer | Forecast | Neighbours | Residuals | WordView
VIEWS: dict[str, Callable[[FinishedRun], View | None]] = {
    "confusion": confusion,
    "residuals": residuals,
    "example_rows": example_rows,
    "first_layer": first_layer,
    "forecast": forecast,
    "neighbours": neighbours,
    "words": word_effects,
    "code_map": code_map,
}


def view_sections() -> list[Section]:
    """The registry of views as sections of a result."""
    return [Section(name, f"the picture {name}", make, within="views") for name, make in VIEWS.items()]
