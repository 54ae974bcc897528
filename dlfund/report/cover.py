"""A card's picture: of everything that a page shows, what tells most about its question."""

from __future__ import annotations

from typing import Any

from dlfund.comparison.result import Result
from dlfund.report.figures.code_map import code_map
from dlfund.report.figures.decision_picture import decision_picture
from dlfund.report.figures.embedding_map import neighbours, words
from dlfund.report.figures.examples import examples
from dlfund.report.figures.forecast import forecast
from dlfund.report.figures.said_against_true import said_against_true


def cover(result: Result) -> dict[str, Any]:
    """A strip of rows, or one figure with its words; neither where there is nothing to see."""
    views = result.content.get("views") or {}
    if "example_rows" in views:
        rows = examples(result)
        strip = [{"svg": one["rows"][0], "label": one["label"]} for one in rows["classes"] if one["rows"]]
        return {"strip": strip, "images": rows["images"], "svg": None}
    svg, says = _figure(result, views)
    return {"strip": [], "svg": svg, "says": says}


def _figure(result: Result, views: dict[str, Any]) -> tuple[Any, str]:
    if "forecast" in views:
        figure = forecast(result, 480, 190)
        return figure["svg"], f"The last {figure['rows']} tested rows: truth and forecasts."
    if "code_map" in views:
        one = code_map(result)["maps"][0]
        return one["found"], f"Groups found by {one['contender'].name}."
    if "words" in views and (effects := words(result, 480, 290)["effects"]) and effects["svg"]:
        return effects["svg"], f"Words as {effects['contender'].name} learned them."
    if "neighbours" in views:
        figure = neighbours(result, 480, 290)
        return figure["svg"], f"What {figure['contender'].name} learned of each {figure['column']}."
    if panels := decision_picture(result)["panels"]:
        return panels[0]["svg"], f"What {panels[0]['contender'].name} says over two inputs."
    if panels := said_against_true(result)["panels"]:
        return panels[0]["scatter"], f"What {panels[0]['contender'].name} said, and what came true."
    return None, ""
