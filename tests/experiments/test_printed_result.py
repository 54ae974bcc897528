"""What programs read of a run: one JSON object, or the page's path alone."""

import json
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

import pytest
from report.made_results import made_result

from dlfund import cli
from dlfund.experiments.printed_result import console_of, print_result


@pytest.fixture(scope="module")
def result():
    return replace(made_result(), folder=Path("runs") / "made" / "2026-01-01_00-00-00")


def printed(result, capsys, **asked):
    arguments = Namespace(**({"json": False, "quiet": False} | asked))
    console = console_of(arguments)
    console.print("progress", style="red")
    print_result(result, arguments, console, 12.34)
    return capsys.readouterr()


def test_json_is_alone_on_standard_output(result, capsys):
    out, err = printed(result, capsys, json=True)
    summary = json.loads(out)
    assert err == "progress\n"
    assert summary["schema"] == 1
    assert summary["page"].endswith("report.html")
    assert summary["seconds"] == 12.3
    assert [entry["name"] for entry in summary["contenders"]] == [entry.name for entry in result.ranked()]
    best = summary["contenders"][0]
    assert best["low"] <= best["mean"] <= best["high"]
    primary = result.verdict.primary
    assert summary["conclusion"] == (primary and primary.conclusion)
    assert summary["difference"] == (primary and primary.difference)


def test_its_keys_are_documented():
    page = (Path(__file__).parents[2] / "docs" / "command_line.md").read_text(encoding="utf-8")
    from dlfund.experiments.printed_result import ContenderSummary, RunSummary

    for record in (RunSummary, ContenderSummary):
        assert not [name for name in record.__dataclass_fields__ if f"`{name}`" not in page]


def test_quiet_prints_the_page_alone(result, capsys):
    out, err = printed(result, capsys, quiet=True)
    assert (out.strip(), err) == (str(result.folder / "report.html"), "")


def test_people_see_tables_and_no_colour_where_they_want_none(result, capsys, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    out, _ = printed(result, capsys)
    assert "progress" in out
    assert "12 s. Page: " in out
    assert "\x1b[3" not in out


def test_recipes_as_json(capsys):
    assert cli.main(["list", "--json"]) == 0
    listed = {entry["name"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert listed["student_pass_fail"]["title"] == "Will this student pass?"
    assert Path(listed["student_pass_fail"]["path"]).exists()
