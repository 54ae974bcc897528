"""The floors are declared once, in pyproject.toml; the page that draws them and the tree itself agree with it."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
HIDDEN = {"__init__.py", "__pycache__", "py.typed"}
MOST_ENTRIES = 17


def floors():
    """Rooms by floor, the ground floor 1, as the import contract has them."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    (layers,) = (contract["layers"] for contract in tool["importlinter"]["contracts"] if contract["type"] == "layers")
    return {room.strip(): len(layers) - place for place, names in enumerate(layers) for room in names.split(":")}


def entries():
    return {path.name.removesuffix(".py") for path in (ROOT / "dlfund").iterdir() if path.name not in HIDDEN}


def test_there_are_seven_floors_and_every_entry_stands_on_one():
    assert set(floors().values()) == set(range(1, 8))
    assert set(floors()) == entries()


def test_the_top_level_stays_small():
    assert len(entries()) <= MOST_ENTRIES


def test_the_architecture_page_names_every_room_on_its_floor():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = {}
    for floor, rooms in re.findall(r"^\| (\d) \| (.+?) \|", page, flags=re.MULTILINE):
        named |= {room.removesuffix(".py"): int(floor) for room in re.findall(r"`([\w.]+)/?`", rooms)}
    assert named == floors()


def test_every_module_the_architecture_page_names_exists():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for path in re.findall(
        r"`((?:comparison|training|experiments|core|data|explain|learn|baselines|report)/[\w/.]+)`", page
    ):
        assert (ROOT / "dlfund" / path).exists(), path


def counted():
    """The limits and the table of the architecture page, by what they count."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    _, _, section = page.partition("## Numbers that hold it together\n")
    rows = re.findall(r"^\| (.+) \| (?:at most )?(\d+) \|$", section.partition("\n## ")[0], flags=re.MULTILINE)
    return {what: int(number) for what, number in rows}


def limit(start):
    return next(number for what, number in counted().items() if what.startswith(start))


def test_the_numbers_of_the_architecture_page_are_true():
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "dlfund").rglob("*.py")))
    assert limit("entries on the top level") == MOST_ENTRIES
    assert len(re.findall(r"isinstance\([^)]*\bBaseline\b", text)) == limit("places that ask") == 0
    any_dicts = sum("dict[str, Any]" in line for line in text.splitlines())
    assert any_dicts <= limit("lines with `dict[str, Any]`") <= 60
    assert limit("modules with private names") == 0  # tests/test_private_names.py counts them


def test_the_architecture_page_says_how_many_files_each_list_touches():
    lists = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    touched = re.findall(r"^## Add (.+?)\n\nTouches (\d+) files? of the package", lists, flags=re.MULTILINE)
    assert len(touched) >= 12
    expected = {title.partition(" (")[0]: int(number) for title, number in touched}
    assert {title: counted().get(title) for title in expected} == expected


def test_the_readme_draws_the_same_floors():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    drawn = dict(re.findall(r"^[├└]── (\w+)(?:/|\.py) +(\d) ", readme, flags=re.MULTILINE))
    assert {room: int(floor) for room, floor in drawn.items()} == floors()


def test_no_file_has_a_name_that_says_nothing():
    nothing = {"utils", "util", "common", "helpers", "helper", "misc", "base"}
    assert not [path for path in (ROOT / "dlfund").rglob("*.py") if path.stem in nothing]


def test_no_file_is_over_300_lines():
    long = {
        str(path.relative_to(ROOT)): count
        for path in (ROOT / "dlfund").rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert not long
