"""What a page in Markdown consists of: code, headings with their addresses, links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

# code that stands alone, which is no link; or a link, whose label may contain code
_LINK = re.compile(r"`[^`\n]+`|(!?\[(?:[^\[\]]|\[[^\]]*\])*\])\(([^)\s]+)\)")
_HEADING = re.compile(r"^(#+) (.*)$")
_ANCHOR = re.compile(r'<a (?:id|name)="([^"]+)"></a>')


@dataclass(frozen=True)
class Section:
    """A heading of a page and what follows it, down to the next heading."""

    level: int
    title: str
    anchors: tuple[str, ...]  # addresses that lead here: the heading's own, and those written out before it
    text: str


def slug(title: str) -> str:
    """A heading's address, as code hosts and MyST make it."""
    return re.sub(r"[^\w -]", "", title).strip().lower().replace(" ", "-")


def with_links(text: str, change: Callable[[str, str], str]) -> str:
    """The text with every link `[label](target)` replaced by what `change(label, target)` returns."""

    def replaced_link(link: re.Match[str]) -> str:
        label = link[1]
        if label is None:
            return link[0]
        if "](" in label:  # a picture that is a link: its own address is inside the label
            label = f"[{with_links(label[1:-1], change)}]"
        return change(label, link[2])

    parts = re.split(r"(^ *```.*?^ *```$)", text, flags=re.MULTILINE | re.DOTALL)
    replaced = [part if number % 2 else _LINK.sub(replaced_link, part) for number, part in enumerate(parts)]
    return "".join(replaced)


def sections(text: str) -> list[Section]:
    """A page in pieces, each with one heading; an address written out before a heading belongs to it."""
    found: list[Section] = []
    anchors: list[str] = []
    for line, is_code in _lines(text):
        heading = None if is_code else _HEADING.match(line)
        if heading:
            own = (slug(heading[2]), *anchors)
            found.append(Section(len(heading[1]), heading[2], own, ""))
            anchors = []
        elif not is_code and (written := _ANCHOR.fullmatch(line.strip())):
            anchors.append(written[1])
        elif found:
            found[-1] = replace(found[-1], text=f"{found[-1].text}{line}\n")
    return found


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it is part of a block of code."""
    inside = False
    for line in text.splitlines():
        fence = line.lstrip().startswith("```")
        yield line, inside or fence
        inside = inside != fence
