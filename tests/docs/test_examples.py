"""The programs of lessons and tutorials print what the pages say, and the builder finds what is wrong with a page."""

from pathlib import Path

import pytest
from builder import map as package_map
from builder.built_links import faults
from builder.contents import LESSONS, TUTORIALS
from builder.docstring import markdown
from builder.examples import examples, printed, with_outputs
from builder.page import Page, homes, with_site_links

from dlfund.learn.interview.question import find

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "docs" / f"{name}.md" for name in (*LESSONS, *TUTORIALS)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_programs_print_what_the_page_says(page):
    text = page.read_text(encoding="utf-8")
    assert len(examples(text)) >= 1
    for example, output in printed(text, page.name):
        assert output == example.output, f"PYTHONPATH=docs python -m builder.examples {page.relative_to(ROOT)}"


@pytest.mark.parametrize("page", PAGES[:10], ids=lambda page: page.stem)
def test_a_lesson_has_its_parts(page):
    text = page.read_text(encoding="utf-8")
    drills = text.partition("## Drills")[2].partition("```")[0]
    assert len([find(name.partition("]")[0]) for name in drills.partition("Cards:")[0].split("[")[1:]]) == 3
    understanding = text.partition("## Check your understanding")[2].partition("## Drills")[0]
    assert understanding.count("*Often said*") == understanding.count("*Correct*") >= 2
    assert "dlfund run " in text or "dlfund trace " in text


def test_what_a_program_prints_is_written_below_it():
    text = "```python\nx = 2\n```\n\nand\n\n```python\nprint(x)\n```\n\n```text\n3\n```\n\nend\n"
    assert [output for _, output in printed(text, "page")] == ["", "2\n"]
    assert with_outputs(text, "page") == text.replace("3", "2")


def test_links_of_the_repository_become_links_of_the_site(tmp_path):
    pages = [
        Page("reference/Dense", "", "docs/concepts.md", ("docs/concepts.md#dense",)),
        Page("learn/a", "[b](../concepts.md#dense) [c](../../LICENSE) `[d](e)` [f](https://g)", "docs/learn/a.md"),
    ]
    text = with_site_links(pages[1], homes(pages), tmp_path)
    assert text == "[b](../reference/Dense.md#dense) [c](../files/LICENSE) `[d](e)` [f](https://g)"
    assert (tmp_path / "files" / "LICENSE").read_text() == (ROOT / "LICENSE").read_text()
    with pytest.raises(FileNotFoundError, match=r"links to docs/gone\.md"):
        with_site_links(Page("x", "[y](gone.md)", "docs/x.md"), {}, tmp_path)


def test_a_link_that_leads_nowhere_is_found(tmp_path):
    (tmp_path / "a.html").write_text('<a href="b.html#there">1</a><a href="b.html#gone">2</a><a href="c.html">3</a>')
    (tmp_path / "b.html").write_text('<p id="there"></p><script src="https://cdn.example/x.js"></script>')
    assert list(faults(tmp_path)) == [
        "a.html links to b.html#gone: b.html has no place 'gone'.",
        "a.html links to c.html: no such file.",
        "b.html loads https://cdn.example/x.js.",
    ]


def test_a_docstring_becomes_markdown():
    text = markdown("A *bold* claim.\n\nArgs:\n    a, b: int. Two\n        lines.\n\nExample:\n    >>> 1 + 1\n    2\n")
    assert text == (
        "A \\*bold\\* claim.\n\n**Args**\n\n- `a`, `b`: int. Two lines.\n\n**Example**\n\n```python\n>>> 1 + 1\n2\n```"
    )


def test_the_map_is_that_of_the_contracts():
    assert len(package_map.floors()) == 7
    kept = (ROOT / "docs" / "contribute" / "map.svg").read_text(encoding="utf-8")
    assert kept == package_map.drawing(), "write it again: PYTHONPATH=docs python -m builder.map"
