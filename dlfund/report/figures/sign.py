"""Signs of classes and clusters: a colour and a shape each, so that colour alone carries no meaning."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from dlfund.report.figures.panel import Panel
from dlfund.report.figures.svg import element, number, together
from dlfund.report.palette import GROUPS

SHAPES = (  # around (0, 0); the first is a disc
    "m-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0-6.4 0",
    "m-2.8-2.8h5.6v5.6h-5.6z",
    "m0-3.8l3.6 6.4h-7.2z",
    "m0-4l4 4l-4 4l-4-4z",
    "m-3.6-2.6h7.2l-3.6 6.4z",
    "m-3.5-1.2h2.3v-2.3h2.4v2.3h2.3v2.4h-2.3v2.3h-2.4v-2.3h-2.3z",
    "m-4-1.4h8v2.8h-8z",
    "m-1.4-4h2.8v8h-2.8z",
    "m-3.8 0l6.4-3.6v7.2z",
    "m3.8 0l-6.4-3.6v7.2z",
)


def signs(panel: Panel, places: Iterable[tuple[float, float, int]]) -> Markup:
    """One sign per place (x, y, group); one path per group, so that a page stays small."""
    paths: dict[int, list[str]] = {}
    for x, y, group in places:
        across, down = panel.at(x, y)
        paths.setdefault(group, []).append(f"M{number(across)} {number(down)}{SHAPES[group % len(SHAPES)]}")
    return together(
        element("path", d="".join(ways), class_=f"group group-{group % GROUPS}")
        for group, ways in sorted(paths.items())
    )


def sign_key(names: Iterable[str]) -> list[tuple[Markup, str]]:
    """Sign and name of each group, for the key beside a figure."""
    return [
        (
            element(
                "svg",
                element("path", d=f"M0 0{SHAPES[group % len(SHAPES)]}", class_=f"group group-{group % GROUPS}"),
                class_="sign",
                viewBox="-6 -6 12 12",
                width=13,
                height=13,
                aria_hidden="true",
            ),
            name,
        )
        for group, name in enumerate(names)
    ]
