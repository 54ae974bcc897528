"""The playground: one self-contained page that trains dense networks, rendered from numbers and plain text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dlfund.core.atomic_write import atomic_write
from dlfund.report.look_page import as_json
from dlfund.report.page import digest_of, frame, page_environment

FORMAT = 1
# in this order: each file uses only those before it
ENGINE = ("look/numbers", "look/functions", *(f"play/{name}" for name in ("generator", "rows", "start", "optimizers")))
SESSION = tuple(f"play/{name}" for name in ("engine", "session", "keras_code", "measures"))
VIEW = tuple(f"play/{name}" for name in ("surface", "drawing", "tasks", "controls", "play"))


def write_play(content: Mapping[str, Any], path: Path, *, fix: str) -> None:
    """Write the page whole or not at all."""
    text = render_play(content)
    with atomic_write(path, fix=fix) as beside:
        beside.write_text(text, encoding="utf-8", newline="\n")


def render_play(content: Mapping[str, Any]) -> str:
    """The page's text; the same content gives the same bytes."""
    if content.get("format") != FORMAT:
        raise ValueError(f"Expected a playground's content of format {FORMAT}. Received: {content.get('format')!r}.")
    environment = page_environment()
    names = ("page", *ENGINE, *SESSION, *VIEW)
    script = "\n".join(environment.get_template(f"{name}.js").render() for name in names)
    return environment.get_template("play.html").render(
        **frame(environment) | {"script": script, "script_digest": digest_of(script)},
        content=content,
        data=as_json(content),
    )
