"""Every default that is not Keras's stands in a table with its reason."""

from pathlib import Path

from contracts.other_defaults import REASONS, differences, page

PAGE = Path(__file__).parents[2] / "docs" / "other_defaults.md"


def test_every_other_default_has_a_reason_and_no_reason_is_left_over():
    actual = {(part, argument) for part, argument, _, _ in differences()}
    assert actual == set(REASONS)


def test_the_page_is_the_table():
    assert PAGE.read_text(encoding="utf-8") == page()
