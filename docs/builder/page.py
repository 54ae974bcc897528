"""A page of the site, and where the repository's addresses are found in it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from builder.markdown import with_links

ROOT = Path(__file__).parents[2]
# A page that is reached from a list and by the search, and does not stand in the side bar of every other page: with
# all concepts in it, a page is 100 KB larger and the build takes four times as long.
ORPHAN = "---\norphan: true\n---\n\n"


@dataclass(frozen=True)
class Page:
    """One page.

    Args:
        name: str. Its path in the site, without an ending.
        text: str. Markdown, with links as relative paths of the repository.
        origin: str. The file of the repository that these links start from.
        addresses: tuple of str. The addresses of the repository that lead to this page, each as "docs/page.md#anchor"
            or as "docs/page.md", which stands for all of its anchors that are no page of their own.
    """

    name: str
    text: str
    origin: str
    addresses: tuple[str, ...] = field(default=())


def homes(pages: Iterable[Page]) -> dict[str, str]:
    """Address in the repository -> page of the site."""
    return {address: page.name for page in pages for address in page.addresses}


def with_site_links(page: Page, places: dict[str, str], source: Path) -> str:
    """The page's text, with links that lead within the site; files that are no pages are copied into `source`."""

    def link(label: str, target: str) -> str:
        if "://" in target or target.startswith(("mailto:", "<")):
            return f"{label}({target})"
        path, _, anchor = target.partition("#")
        address = os.path.normpath(Path(page.origin).parent / path) if path else page.origin
        home = places.get(f"{address}#{anchor}") or places.get(address)
        if home:
            within = os.path.relpath(f"{home}.md", Path(page.name).parent)
            return f"{label}({within}{'#' * bool(anchor)}{anchor})"
        return _file_link(label, address, page, source)

    return with_links(page.text, link)


def _file_link(label: str, address: str, page: Page, source: Path) -> str:
    """A link to a copy of a file of the repository; a folder's label alone."""
    file = ROOT / address
    if file.is_dir():
        return label[1:-1]
    if not file.is_file():
        raise FileNotFoundError(
            f"{page.origin} links to {address}. Expected a file of the repository, and none is there."
        )
    inside = address.removeprefix("docs/") if label.startswith("!") else f"files/{address}"
    copy = source / inside
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(file.read_bytes())
    return f"{label}({os.path.relpath(inside, Path(page.name).parent)})"
