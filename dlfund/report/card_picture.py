"""A card's picture: of everything that a page shows, what tells most about its question."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from dlfund.comparison.result.result import Result
from dlfund.report.figures.code_map import code_maps
from dlfund.report.figures.decision_picture import decision_picture
from dlfund.report.figures.embedding_map import informative_words, neighbours
from dlfund.report.figures.examples import examples
from dlfund.report.figures.forecast import forecast
from dlfund.report.figures.predicted_against_true import predicted_against_true

SIZE = (480, 290)


@dataclass(frozen=True)
class CardPicture:
    """A strip of rows with their labels, or one figure with its caption; neither where there is nothing to see."""

    strip: list[tuple[Markup, str]] = field(default_factory=list)
    images: bool = False
    svg: Markup | None = None
    caption: str = ""


def card_picture(result: Result) -> CardPicture:
    """The first of these pictures that the result has."""
    if "example_rows" in result.views:
        drawn = examples(result)
        strip = [(shown["rows"][0], shown["label"]) for shown in drawn["classes"] if shown["rows"]]
        return CardPicture(strip, drawn["images"])
    return _of_a_view(result) or _of_predictions(result)


def _of_a_view(result: Result) -> CardPicture | None:
    if (figure := forecast(result, 480, 190))["svg"]:
        caption = f"The last {figure['rows']} test rows: true values and forecasts."
        return CardPicture(svg=figure["svg"], caption=caption)
    if maps := code_maps(result):
        return CardPicture(svg=maps[0]["by_group"], caption=f"Groups found by {maps[0]['contender'].label}.")
    if (effects := informative_words(result, *SIZE)["effects"]) and effects["svg"]:
        return CardPicture(svg=effects["svg"], caption=f"Words as {effects['contender'].label} learned them.")
    if (items := neighbours(result, *SIZE))["nearest"]:
        caption = f"What {items['contender'].label} learned of each {items['column']}."
        return CardPicture(svg=items["svg"], caption=caption)
    return None


def _of_predictions(result: Result) -> CardPicture:
    if surfaces := decision_picture(result)["panels"]:
        caption = f"What {surfaces[0]['contender'].label} predicts over two inputs."
        return CardPicture(svg=surfaces[0]["svg"], caption=caption)
    if panels := predicted_against_true(result)["panels"]:
        caption = f"Predictions of {panels[0]['contender'].label} and true values."
        return CardPicture(svg=panels[0]["scatter"], caption=caption)
    return CardPicture()
