"""What every picture is made of: colours, a place for the axes, labels and strokes."""

from __future__ import annotations

from dlfund.report.figures.svg import element

INK, VALUE, SLOPE = "#747b84", "#2f7fd0", "#c2600f"  # each at least 4:1 on GitHub's white and on its black
WIDTH, HEIGHT = 420, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 408, 14, 178
TEXT = {"font_family": "system-ui, sans-serif", "font_size": 12, "fill": INK}


def drawing(title: str, *children: str, width: int = WIDTH, height: int = HEIGHT) -> str:
    parts = element(
        "svg",
        element("title", title),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
    )
    return f"{parts}\n"


def label(x: float, y: float, text: str, anchor: str = "middle", **more: object) -> str:
    return element("text", text, x=x, y=y, text_anchor=anchor, **(TEXT | more))


def stroke(path: str, colour: str, width: float = 2, dash: str | None = None) -> str:
    return element("path", d=path, fill="none", stroke=colour, stroke_width=width, stroke_dasharray=dash)
