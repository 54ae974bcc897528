"""The folder that Sphinx reads: every page in its place, with links within the site and a table of contents."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from builder import collect, reference, sheets
from builder.contents import TREE
from builder.page import Page, homes, with_site_links


def pages() -> Iterator[Page]:
    """Every page of the site."""
    yield from collect.written_pages()
    yield from collect.question_pages()
    yield from collect.dataset_pages()
    yield from reference.pages()
    yield from sheets.pages()


def stage(source: Path) -> int:
    """Write all pages into an empty folder; return how many there are."""
    if source.exists():
        shutil.rmtree(source)
    source.mkdir(parents=True)
    every = {page.name: page for page in pages()}
    places = homes(every.values())
    for page in every.values():
        file = source / f"{page.name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        text = with_site_links(page, places, source) + "".join(_contents(page.name, every))
        file.write_text(text, encoding="utf-8")
    return len(every)


def _contents(name: str, every: dict[str, Page]) -> Iterator[str]:
    """What Sphinx is told of the pages below this one; a reader sees it in the side bar."""
    for caption, below in TREE.get(name, _below(name, every)):
        entries = "\n".join(f"/{entry}" for entry in below)
        yield f"\n\n```{{toctree}}\n:hidden:\n{f':caption: {caption}' if caption else ''}\n\n{entries}\n```\n"


def _below(name: str, every: dict[str, Page]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The pages in the folder of an index, where the index itself has no list of them."""
    folder = name.removesuffix("index")
    if not name.endswith("/index") or folder != "questions/":
        return ()
    return (("", tuple(other for other in every if other.startswith(folder) and other != name)),)
