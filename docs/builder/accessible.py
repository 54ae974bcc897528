"""What Sphinx and the theme leave out for readers who use a keyboard or a screen reader; axe-core finds each."""

from __future__ import annotations

from pathlib import Path

REPAIRS = (
    ('<p class="caption" role="heading">', '<p class="caption" role="heading" aria-level="2">'),
    ('<aside class="sidebar-drawer">', '<aside class="sidebar-drawer" aria-label="Contents">'),
    ('<aside class="toc-drawer', '<aside aria-label="On this page" class="toc-drawer'),
    ('<th class="head"><p></p></th>', '<td class="head"></td>'),  # the corner of a table heads nothing
    ("<pre>", '<pre tabindex="0">'),  # a block that scrolls must be reached by the keyboard
)


def repair(folder: Path) -> None:
    """Write every page of the site again with its repairs."""
    for path in folder.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for old, new in REPAIRS:
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8", newline="\n")
