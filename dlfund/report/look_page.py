"""The page that walks through a network: one self-contained file, rendered from plain text and numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from dlfund.core.atomic_write import atomic_write
from dlfund.report import numbers
from dlfund.report.figures.thumbnail import pixels
from dlfund.report.page import digest_of, frame, page_environment

FORMAT = 1
# in this order: each file uses only those before it
COMPUTED = ("numbers", "functions", "network", "formulas", "drawing", "pictures", "walk")
SUMMARISED = ("numbers", "summary")


def write_look(content: Mapping[str, Any], path: Path, *, fix: str, report: str = "") -> None:
    """Write the page whole or not at all; `report` is the run's other page, to link to."""
    text = render_look(content, report=report)
    with atomic_write(path, fix=fix) as beside:
        beside.write_text(text, encoding="utf-8", newline="\n")


def render_look(content: Mapping[str, Any], *, report: str = "") -> str:
    """The page's text; the same content gives the same bytes."""
    if content.get("format") != FORMAT:
        raise ValueError(f"Expected a look's content of format {FORMAT}. Received: {content.get('format')!r}.")
    environment = page_environment()
    script = _script(environment, COMPUTED if content["mode"] == "dense" else SUMMARISED)
    return environment.get_template("look.html").render(
        **frame(environment) | {"script": script, "script_digest": digest_of(script)},
        look=content,
        data=as_json(content),
        report=report,
        number=numbers.amount,
        count=numbers.count,
        filters=_filters(content),
    )


def as_json(content: Mapping[str, Any]) -> Markup:
    """JSON that may stand inside a script element: no text in it can end the element or begin a comment."""
    text = json.dumps(content, allow_nan=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)  # noqa: S704 - escaped above


def _script(environment: Environment, files: tuple[str, ...]) -> str:
    parts = [environment.get_template("page.js"), *(environment.get_template(f"look/{name}.js") for name in files)]
    return "\n".join(part.render() for part in parts)


def _filters(content: Mapping[str, Any]) -> list[Markup]:
    """The first convolution's filters as small pictures."""
    first_layer = content.get("filters")
    if not first_layer:
        return []
    filters = enumerate(first_layer["pixels"], start=1)
    return [pixels(rows, f"filter {place} of {first_layer['layer']}") for place, rows in filters]
