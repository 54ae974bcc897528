"""The pipeline names a winner where there is none in no more comparisons than its level allows, and sees a gain.

The study itself, with its figures in docs/protocol.md, is benchmarks/false_winners.py; here it is repeated smaller.
"""

import importlib.util
import sys
from pathlib import Path

import pytest
from scipy.stats import binomtest

ROOT = Path(__file__).parents[2]
LEVEL = 0.06  # of false winners, at most


@pytest.fixture(scope="module")
def study():
    spec = importlib.util.spec_from_file_location("false_winners", ROOT / "benchmarks" / "false_winners.py")
    module = sys.modules["false_winners"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    del sys.modules["false_winners"]


def winners(entries, key="said"):
    return sum(entry[key] in ("better", "worse") for entry in entries)


@pytest.mark.slow
def test_twins_on_one_test_part_are_told_apart_by_its_rows_alone_and_the_placebo_takes_most_of_it_back(study):
    """Random trees against themselves: the rows of one test part call a third of them different."""
    entries = study.study(["one part"], 12, None)
    assert winners(entries, "plain") >= 3
    assert winners(entries) <= 1


@pytest.mark.slow
def test_a_table_of_each_design_goes_through_the_pipeline(study):
    entries = study.study(["folds", "same", "one part gain"], 1, None)
    assert [len(entry["twins"]) for entry in entries] == [2, 2, 2]
    table = study.markdown(entries)
    assert table.count("\n") == 4
    assert "of 1: " in table


@pytest.mark.nightly
@pytest.mark.parametrize(("design", "tables"), [("folds", 60), ("same", 30), ("one part", 60)])
def test_false_winners_are_not_more_than_the_level_allows(study, design, tables):
    entries = study.study([design], tables, None)
    assert binomtest(winners(entries), tables, LEVEL, alternative="greater").pvalue > 0.001
    held = sum(entry["low"] <= 0 <= entry["high"] for entry in entries)
    if design != "one part":
        assert binomtest(held, tables, 0.93, alternative="less").pvalue > 0.001


@pytest.mark.nightly
def test_a_gain_that_is_there_is_seen(study):
    entries = study.study(["one part gain"], 30, None)
    assert sum(entry["said"] == "better" for entry in entries) >= 10
    assert not any(entry["said"] == "worse" for entry in entries)


def test_the_table_on_the_page_can_be_written_again(study):
    text = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
    assert study.START in text
    assert study.END in text
    again = study.page(text, "| a |")
    assert again.replace("| a |", "").count("|") < text.count("|")
    assert study.page(again, "| a |") == again
