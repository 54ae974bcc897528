"""Every link of the documentation leads to a file that is there, and to a heading that the file has."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "datasets").rglob("*.md")),
]
CODE = re.compile(r"^ *```.*?^ *```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def anchors(text):
    """The addresses within a page: its headings, as GitHub makes them, and those that are written out."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    made = {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}
    return made | set(re.findall(r"<a (?:id|name)=\"([^\"]+)\"", text))


def broken(page):
    """The links of a page that lead nowhere."""
    targets = LINK.findall(CODE.sub("", page.read_text(encoding="utf-8")))
    for target in targets:
        name, _, anchor = target.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        file = page.parent / name if name else page
        if not file.exists() or (anchor and anchor not in anchors(file.read_text(encoding="utf-8"))):
            yield target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    assert list(broken(page)) == []


def test_a_broken_link_is_found(tmp_path):
    (tmp_path / "there.md").write_text("# A `small` heading\n", encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text("[a](there.md#a-small-heading) [b](there.md#gone) [c](gone.md) `[d](gone.md)`", encoding="utf-8")
    assert list(broken(page)) == ["there.md#gone", "gone.md"]
