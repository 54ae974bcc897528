"""Checks the built pages: every link leads to a page and a place in it, and nothing is loaded from elsewhere."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

LOADED = {("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src"), ("source", "src"), ("use", "href")}
OUTSIDE = ("http:", "https:", "//")


class _Reader(HTMLParser):
    """The addresses of a page: where it leads to, what it loads, and the places it has."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.loaded: list[str] = []
        self.places: set[str] = {""}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value is None:
                continue
            if name in {"id", "name"}:
                self.places.add(value)
            if (tag, name) in LOADED:
                self.loaded.append(value)
            if (tag, name) == ("a", "href") or ((tag, name) in LOADED and not value.startswith("data:")):
                self.targets.append(value)


def faults(folder: Path) -> Iterator[str]:
    """A sentence per link that leads nowhere, and per file that a page would load from another place."""
    read = {path.relative_to(folder).as_posix(): _read(path) for path in sorted(folder.rglob("*.html"))}
    for name, page in read.items():
        yield from (f"{name} loads {address}." for address in page.loaded if address.startswith(OUTSIDE))
        for target in dict.fromkeys(page.targets):
            if fault := _fault(name, target, read, folder):
                yield f"{name} links to {target}: {fault}."
    for sheet in folder.rglob("*.css"):
        if "url(http" in sheet.read_text(encoding="utf-8").replace('"', "").replace("'", "").replace("(//", "(http"):
            yield f"{sheet.relative_to(folder)} loads from elsewhere."


def _read(path: Path) -> _Reader:
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader


def _fault(name: str, target: str, read: dict[str, _Reader], folder: Path) -> str:
    """What is wrong with a link; nothing if it leads somewhere, or out of the site."""
    if target.startswith(OUTSIDE) or target.startswith(("mailto:", "data:", "javascript:")):
        return ""
    path, _, place = target.partition("#")
    path = path.partition("?")[0]
    file = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name
    if file in read:
        return "" if unquote(place) in read[file].places else f"{file} has no place {place!r}"
    return "" if (folder / file).is_file() else "no such file"
