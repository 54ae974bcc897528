"""The reference page: written from the sources, the same bytes every time, and readable on light and dark paper."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from dlfund.learn.cards import page, pictures

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
AGAIN = "The sources have changed: run python -m dlfund.learn.cards docs/concepts.md, and commit what it writes."


@pytest.fixture(scope="module")
def files():
    return page.pages()


def test_the_committed_page_is_what_the_sources_say(files):
    assert (DOCS / "concepts.md").read_text(encoding="utf-8") == files[".md"], AGAIN
    drawn = {path.name: path.read_text(encoding="utf-8") for path in (DOCS / "concepts").glob("*.svg")}
    assert drawn == {name: text for name, text in files.items() if name != ".md"}, AGAIN


def test_writing_removes_what_is_stale(tmp_path):
    (tmp_path / "concepts").mkdir()
    (tmp_path / "concepts" / "gone.svg").write_text("")
    assert page.write(tmp_path / "concepts.md") == len(page.pages()) - 1
    assert not (tmp_path / "concepts" / "gone.svg").exists()


def test_every_link_leads_somewhere(files):
    text = files[".md"]
    anchors = {heading.strip("# ").lower().replace(" ", "-") for heading in re.findall(r"^##.*$", text, re.M)}
    asked = set(re.findall(r'<a id="(\w+)">', (DOCS / "interview.md").read_text(encoding="utf-8")))
    for target in re.findall(r"\]\(([^)]+)\)", text):
        place, _, anchor = target.partition("#")
        known = {"": anchors, "interview.md": asked}.get(place, {anchor})
        assert not anchor or anchor in known, target
        assert not place or (DOCS / place).is_file(), target


def test_no_two_names_differ_by_case_alone(files):
    names = [name.lower() for name in files]
    assert len(names) == len(set(names))


def test_every_picture_is_small_and_well_formed(files):
    for name, text in files.items():
        if name != ".md":
            assert len(text.encode()) < 8_000, name
            root = ET.fromstring(text)  # noqa: S314 - our own
            assert root.find("{http://www.w3.org/2000/svg}title").text, name
            assert "nan" not in text, name
            assert "inf" not in text.replace("infer", ""), name


@pytest.mark.parametrize("paper", ["#ffffff", "#0d1117"])
@pytest.mark.parametrize("colour", [pictures.INK, pictures.VALUE, pictures.SLOPE])
def test_every_colour_can_be_read_on_white_and_on_black(paper, colour):
    lighter, darker = sorted((luminance(paper), luminance(colour)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4


def luminance(colour):
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_the_command_asks_for_a_file():
    done = subprocess.run([sys.executable, "-m", "dlfund.learn.cards"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert "docs/concepts.md" in done.stderr
