"""The page: one self-contained file with the question, the result, and how far the result can be trusted.

It is rendered from a result alone. It loads nothing from the internet, and its content security policy forbids
it to: the only script that it runs is the one whose checksum it names.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import shlex
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from dlfund.comparison.result.headline import headline
from dlfund.comparison.result.result import Result
from dlfund.comparison.running.run_folder import reads_a_run, write_beside
from dlfund.report.best_of_each_kind import best_of_each_kind
from dlfund.report.choices import choices
from dlfund.report.contender import key_entries
from dlfund.report.contender_table import all_pairs, contender_table, placebo
from dlfund.report.failures import failures
from dlfund.report.figures.calibration import calibration
from dlfund.report.figures.code_map import code_map
from dlfund.report.figures.confusion_matrix import confusion_matrix
from dlfund.report.figures.cost_plot import cost_plot
from dlfund.report.figures.decision_picture import decision_picture
from dlfund.report.figures.difference_plot import difference_plot
from dlfund.report.figures.embedding_map import informative_words, neighbours
from dlfund.report.figures.examples import examples
from dlfund.report.figures.first_layer import first_layer
from dlfund.report.figures.forecast import forecast
from dlfund.report.figures.interval_plot import interval_plot
from dlfund.report.figures.learning_curves import learning_curves
from dlfund.report.figures.predicted_against_true import predicted_against_true
from dlfund.report.figures.roc import roc
from dlfund.report.figures.row_curve import row_curve
from dlfund.report.figures.svg import element, mark
from dlfund.report.further_data import further_data
from dlfund.report.insights import insights
from dlfund.report.method import best_possible_scores, data_facts, environment_facts, protocol_facts
from dlfund.report.palette import GROUPS, LEVELS, variables
from dlfund.report.question import question_of
from dlfund.report.reached import reached
from dlfund.report.truth import regrets
from dlfund.report.user_table import findings, held_out

PAGE = "report.html"
LOOK = "look.html"  # the run's other page; the result says whether it was written
TEMPLATES = Path(__file__).parent / "templates"


def write_page(result: Result, path: Path) -> None:
    """Write the page whole or not at all."""
    write_beside(path, render(result))


@reads_a_run
def write_again(run: Path) -> Path:
    """Write the page of a finished run from its results, and say where it is."""
    result = Result.read(run)
    path = (result.folder or run) / PAGE
    write_page(result, path)
    return path


def render(result: Result) -> str:
    """The page's text; the same result gives the same bytes."""
    environment = page_environment()
    shown = _answer(result) | _evidence(result) | insights(result) | _views(result)
    return environment.get_template("page.html").render(**frame(environment), **shown, here=_here(result))


@functools.cache
def page_environment() -> Environment:
    """Templates that escape everything that is not markup already; each is compiled once in a process."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,  # names, cells and messages are data, never markup
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["sign"] = _sign
    environment.filters["breakable"] = _breakable
    environment.filters["python"] = lambda text: json.dumps(text, ensure_ascii=False)
    return environment


def frame(environment: Environment) -> dict[str, object]:
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
    """The checksum by which a page's content security policy recognises its script."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _answer(result: Result) -> dict[str, object]:
    """What a reader in a hurry sees."""
    head = headline(result)
    verdict, colon, numbers = (head.answer, "", "") if head.numbers else head.answer.partition(": ")
    return {
        "question": question_of(result),
        "recipe": result.recipe.name,
        "verdict": {"text": verdict, "colon": colon, "numbers": numbers},
        "headline": head,
        "also": [*result.verdict.also, *_placebo(result)],
        "margin_about": result.verdict.margin_about,
        "false_winners": result.calibration.sentences if result.calibration else [],
        "best": best_possible_scores(result),
        "differences": difference_plot(result),
        "kinds": best_of_each_kind(result),
        "failures": failures(result),
        "lessons": result.lessons,
        "reached": reached(result),
        "further_data": further_data(result),
    }


def _placebo(result: Result) -> list[str]:
    """Whether chance alone was called a difference, or why that is not known."""
    known = result.placebo
    return [line for line in (known.summary, known.left_out) if line] if known else []


def _evidence(result: Result) -> dict[str, object]:
    """What the answer is based on."""
    return {
        "intervals": interval_plot(result),
        "table": contender_table(result),
        "pairs": all_pairs(result),
        "placebo": placebo(result),
        "regrets": regrets(result),
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
        "saved": result.saved,
        "look": result.look,
        "key_entries": key_entries([result]),
        "task": result.task,
    }


def _here(result: Result) -> dict[str, str]:
    """The run's folder as commands name it, from the folder that contains all runs."""
    parts = (result.folder or Path("runs", "RECIPE", "TIME")).resolve().parts
    beside = len(parts) > 5 and parts[-2] == "beside"
    path = "/".join(parts[-5 if beside else -3 :])
    return {"top": path.partition("/")[0], "path": path, "quoted": shlex.quote(path)}


def _views(result: Result) -> dict[str, object]:
    """What models make of rows: each empty where the result has no such view."""
    return {
        "confusion": confusion_matrix(result),
        "predicted": predicted_against_true(result),
        "examples": examples(result),
        "layer": first_layer(result),
        "forecast": forecast(result),
        "neighbours": neighbours(result),
        "words": informative_words(result),
        "code_map": code_map(result),
    }


def _breakable(name: str) -> Markup:
    """A name that may be broken after its underscores."""
    return Markup("_<wbr>").join(escape(part) for part in name.split("_"))


def _sign(family: str, colour: str) -> Markup:
    """A contender's mark as a small picture for text."""
    attributes = {"viewBox": "-8 -8 16 16", "width": 13, "height": 13, "aria_hidden": "true"}
    return element("svg", mark(family), class_=f"sign mark {colour}", **attributes)
