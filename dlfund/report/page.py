"""The page: one self-contained file that says what was asked, what came out, and how far it can be trusted.

It is rendered from a result alone. It asks the network for nothing, and its own policy forbids that it could:
the only script it runs is the one whose checksum it names.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from dlfund.comparison.result import Result
from dlfund.comparison.run_folder import write_beside
from dlfund.report.choices import choices
from dlfund.report.contender import key_entries
from dlfund.report.contender_table import all_pairs, contender_table
from dlfund.report.failures import failures
from dlfund.report.figures.calibration import calibration
from dlfund.report.figures.code_map import code_map
from dlfund.report.figures.confusion_matrix import confusion_matrix
from dlfund.report.figures.cost_plot import cost_plot
from dlfund.report.figures.decision_picture import decision_picture
from dlfund.report.figures.difference_plot import difference_plot
from dlfund.report.figures.embedding_map import neighbours, words
from dlfund.report.figures.examples import examples
from dlfund.report.figures.first_layer import first_layer
from dlfund.report.figures.forecast import forecast
from dlfund.report.figures.interval_plot import interval_plot
from dlfund.report.figures.learning_curves import learning_curves
from dlfund.report.figures.roc import roc
from dlfund.report.figures.row_curve import row_curve
from dlfund.report.figures.said_against_true import said_against_true
from dlfund.report.figures.svg import element, mark
from dlfund.report.insights import insights
from dlfund.report.ladder import ladder
from dlfund.report.learned import beside, lessons, reached
from dlfund.report.method import best_possible_scores, data_facts, environment_facts, protocol_facts
from dlfund.report.own_table import findings, held_out
from dlfund.report.palette import GROUPS, LEVELS, variables
from dlfund.report.question import question_of

LOOK = "look.html"  # the run's other page; a result says whether it was written
TEMPLATES = Path(__file__).parent / "templates"


def write_page(result: Result, path: Path) -> None:
    """Write the page whole or not at all."""
    write_beside(path, render(result))


def render(result: Result) -> str:
    """The page's text; the same result gives the same bytes."""
    environment = page_environment()
    shown = _answer(result) | _evidence(result) | insights(result) | _looks(result)
    return environment.get_template("page.html").render(**frame(environment), **shown)


def page_environment() -> Environment:
    """Templates that escape whatever is not markup already."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,  # names, cells and messages are data, never markup
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["sign"] = _sign
    environment.filters["breakable"] = _breakable
    return environment


def frame(environment: Environment) -> dict[str, Any]:
    """The script with the checksum that lets it run, and the colours."""
    script = environment.get_template("page.js").render()
    return {
        "script": script,
        "script_digest": digest_of(script),
        "light": variables(dark=False),
        "dark": variables(dark=True),
        "levels": range(LEVELS),
        "groups": range(GROUPS),
    }


def digest_of(script: str) -> str:
    """The checksum by which a page's policy knows its script."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _answer(result: Result) -> dict[str, Any]:
    """What a reader in a hurry sees."""
    verdict, colon, numbers = result.verdict.partition(": ")
    return {
        "question": question_of(result),
        "recipe": result.content["recipe"]["name"],
        "verdict": {"words": verdict, "colon": colon, "numbers": numbers},
        "also": result.content["judgement"]["also"],
        "best": best_possible_scores(result),
        "differences": difference_plot(result),
        "ladder": ladder(result),
        "failures": failures(result),
        "lessons": lessons(result),
        "reached": reached(result),
        "beside": beside(result),
    }


def _evidence(result: Result) -> dict[str, Any]:
    """What the answer stands on."""
    return {
        "intervals": interval_plot(result),
        "table": contender_table(result),
        "pairs": all_pairs(result),
        "picture": decision_picture(result),
        "findings": findings(result),
        "held_out": held_out(result),
        "row_curve": row_curve(result),
        "learning": learning_curves(result),
        "roc": roc(result),
        "calibration": calibration(result),
        "costs": cost_plot(result),
        "choices": choices(result),
        "protocol": protocol_facts(result),
        "data": data_facts(result),
        "environment": environment_facts(result),
        "saved": result.content.get("saved") or {},
        "look": LOOK if result.content.get("look") == LOOK else "",
        "key_entries": key_entries(result),
        "task": result.content["task"],
    }


def _looks(result: Result) -> dict[str, Any]:
    """What models make of rows: each empty where the question has no such picture."""
    return {
        "confusion": confusion_matrix(result),
        "told": said_against_true(result),
        "examples": examples(result),
        "layer": first_layer(result),
        "forecast": forecast(result),
        "neighbours": neighbours(result),
        "words": words(result),
        "code_map": code_map(result),
    }


def _breakable(name: str) -> Markup:
    """A name that may be broken after its underscores."""
    return Markup("_<wbr>").join(escape(part) for part in name.split("_"))


def _sign(family: str, colour: str) -> Markup:
    """A contender's mark as a small picture for text."""
    attributes = {"viewBox": "-8 -8 16 16", "width": 13, "height": 13, "aria_hidden": "true"}
    return element("svg", mark(family), class_=f"sign mark {colour}", **attributes)
