"""The map of the package: its floors, as the import contracts in pyproject.toml have them."""

from __future__ import annotations

import ast
import textwrap
import tomllib
from html import escape

from builder.page import ROOT

WIDTH, HEIGHT, GAP, LEFT = 900, 74, 8, 84
STYLE = (
    "text{font-family:sans-serif;font-size:13px;fill:#1b2733}.name{font-weight:700}.small{font-size:11px;fill:#41505f}"
    "rect{fill:#eef3f8;stroke:#8aa0b4}svg{background:#fff}"
)


def floors() -> list[list[str]]:
    """The rooms of each floor, the uppermost first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [[room.strip() for room in layer.split(":")] for layer in layers]


def drawing() -> str:
    """The map as SVG, with each room's own sentence about itself."""
    rows = floors()
    parts = [_floor(rooms, len(rows) - number, number) for number, rooms in enumerate(rows)]
    height = len(rows) * (HEIGHT + GAP) + 34
    label = "Seven floors; a room imports only what is below it"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{label}">'
        f"<style>{STYLE}</style>"
        f'<rect width="{WIDTH}" height="{height}" style="fill:#fff;stroke:none"/>'
        f"{''.join(parts)}"
        f'<text x="{LEFT}" y="{height - 12}" class="small">A room imports only from the floors below it.</text></svg>\n'
    )


def _floor(rooms: list[str], number: int, row: int) -> str:
    top = row * (HEIGHT + GAP) + 4
    width = (WIDTH - LEFT - GAP * len(rooms)) / len(rooms)
    boxes = [_room(room, LEFT + place * (width + GAP), top, width) for place, room in enumerate(rooms)]
    return f'<text x="8" y="{top + HEIGHT / 2 + 4}">floor {number}</text>' + "".join(boxes)


def _room(room: str, left: float, top: float, width: float) -> str:
    lines = textwrap.wrap(_about(room), max(10, int(width / 6.4)))[:3]
    text = "".join(
        f'<text x="{left + 8:.1f}" y="{top + 36 + 14 * number}" class="small">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    return (
        f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{HEIGHT}" rx="4"/>'
        f'<text x="{left + 8:.1f}" y="{top + 19}" class="name">{room}</text>{text}'
    )


def _about(room: str) -> str:
    """The first sentence of a room's docstring, without its name in front."""
    folder = ROOT / "dlfund" / room
    file = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return text.partition("\n\n")[0].replace("\n", " ").partition(". ")[0].partition(": ")[-1].strip(".")


if __name__ == "__main__":
    (ROOT / "docs" / "contribute" / "map.svg").write_text(drawing(), encoding="utf-8", newline="\n")
