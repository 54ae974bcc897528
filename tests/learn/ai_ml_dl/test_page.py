"""The page of the four terms: written from measured.json, the same bytes every time, and no number from elsewhere."""

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from dlfund.core.typed_json import read_json
from dlfund.learn.ai_ml_dl import page, pictures
from dlfund.learn.ai_ml_dl.measurements import DatasetCurve, LearningPoint, Measurements
from dlfund.report import numbers

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
AGAIN = (
    "docs/measured.json has changed: run python -m dlfund.learn.ai_ml_dl docs/ai_ml_dl.md, and commit what it writes."
)


@pytest.fixture(scope="module")
def content():
    return json.loads((DOCS / "measured.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def files():
    return page.pages(read_json(DOCS / "measured.json", Measurements))


def test_the_committed_page_is_what_was_measured(files):
    assert (DOCS / "ai_ml_dl.md").read_text(encoding="utf-8") == files[".md"], AGAIN
    drawn = {path.name: path.read_text(encoding="utf-8") for path in (DOCS / "ai_ml_dl").glob("*.svg")}
    assert drawn == {name: text for name, text in files.items() if name != ".md"}, AGAIN


def written(value):
    """Every way in which the page writes what the file holds."""
    if isinstance(value, dict):
        return {way for entry in value.values() for way in written(entry)}
    if isinstance(value, list):
        return {way for entry in value for way in written(entry)}
    if isinstance(value, str):
        return set(re.findall(NUMBER, value))
    return {numbers.score(value), numbers.count(value)} if value is not None else set()


NUMBER = r"−?\d[\d,]*(?:\.\d+)?"


def test_every_number_on_the_page_stands_in_the_file(content, files):
    text = re.sub(r"\]\([^)]*\)|95 %", "", files[".md"])
    text = re.sub(r"`[a-z_]+\d[a-z_\d]*`|\b[a-z]+(_[a-z\d]+)+\b", "", text)  # names of contenders
    actual = {entry.rstrip(",") for entry in re.findall(NUMBER, text)}
    assert len(actual) > 50
    assert actual - written(content) == set()


def test_nothing_says_when(content):
    assert not re.search(r"20\d\d-\d\d|T\d\d:\d\d", json.dumps(content))


def test_every_link_leads_somewhere(files):
    for target in re.findall(r"\]\(([^)]+)\)", files[".md"]):
        name, _, anchor = target.partition("#")
        assert (DOCS / name).is_file(), target
        headings = re.findall(r"^#+ (.*)$", (DOCS / name).read_text(encoding="utf-8"), re.M)
        anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
        assert not anchor or anchor in anchors, target


def test_every_picture_is_well_formed(files):
    drawn = {name: text for name, text in files.items() if name != ".md"}
    assert set(drawn) == {"regions.svg", "learning_curves.svg"}
    for name, text in drawn.items():
        root = ET.fromstring(text)  # noqa: S314 - our own
        assert root.find("{http://www.w3.org/2000/svg}title").text
        assert len(text) < 60_000, name
        assert "nan" not in text


def curve(network, trees):
    points = [
        LearningPoint(rows, {"cnn": net, "gradient_boosting": tree})
        for rows, net, tree in zip((100, 10_000), network, trees, strict=True)
    ]
    return DatasetCurve("made", 0.9, tuple(points))


@pytest.mark.parametrize(
    ("network", "trees", "last"),
    [
        ((0.3, 0.8), (0.3, 0.4), "the network leads"),
        ((0.3, 0.4), (0.3, 0.8), "the trees still lead"),
        ((0.3, 0.8), (0.3, 0.8), "about equal"),
    ],
)
def test_what_is_said_follows_the_numbers(network, trees, last):
    sentences = page.curve_sentences(curve(network, trees))
    assert "From 100 to 10,000 rows `cnn` goes from 0.300" in sentences[0]
    assert last in sentences[-1]
    assert ("More rows help the network more than the trees." in sentences) == (network[1] > trees[1])


def test_one_number_of_rows_says_nothing():
    both = curve((0.3, 0.8), (0.3, 0.4))
    assert page.curve_sentences(replace(both, points=both.points[:1])) == []


def test_names_at_the_end_of_lines_are_kept_apart():
    places = pictures.apart({"a": 10.0, "b": 11.0, "c": 40.0}, least=14)
    assert places == {"a": 10.0, "b": 24.0, "c": 40.0}


@pytest.mark.parametrize("module", ["dlfund.learn.ai_ml_dl", "dlfund.learn.ai_ml_dl.measured"])
def test_the_commands_ask_for_files(module):
    done = subprocess.run([sys.executable, "-m", module], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert "docs/" in done.stderr


def test_a_file_that_is_not_what_was_measured_is_a_sentence(tmp_path):
    (tmp_path / "measured.json").write_text('{"recipes": {"made": 1}}', encoding="utf-8")
    command = [sys.executable, "-m", "dlfund.learn.ai_ml_dl", str(tmp_path / "page.md")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert "measured.json: Expected " in done.stderr
    assert "at recipes.made. Received: 1." in done.stderr
