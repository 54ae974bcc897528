"""The answer in a terminal: every table fits its width, and no number is broken or left out to get there."""

import io
import itertools

import pytest
from report.made_results import STUDENTS, changed, made_result
from rich.console import Console

from dlfund.comparison.result.table_cells import regret_rows, rows
from dlfund.comparison.result.text_table import as_tables, as_text, show
from dlfund.core.terminal import say

LONG = tuple((f"a_network_with_a_very_long_name_{name}", *facts) for name, *facts in STUDENTS)


def large(result):
    """The same result with scores of a target in the hundred thousands."""
    verdict = result.to_dict()["verdict"]
    for score in itertools.chain(*(scores.values() for scores in verdict["intervals"].values()), verdict["pairs"]):
        for key in {"mean", "low", "high", "difference"} & set(score):
            score[key] *= 1e6
    return changed(result, verdict=verdict)


MADE = {
    "probabilities": lambda: made_result(),
    "several classes": lambda: made_result(kind="multiclass", metric="accuracy"),
    "numbers": lambda: made_result(kind="regression", metric="rmse"),
    "large numbers": lambda: large(made_result(kind="regression", metric="rmse", generated=False)),
    "long names": lambda: made_result(contenders=LONG, reference=LONG[0][0]),
    "failed folds": lambda: made_result(failed={"ann": [0, 2], "random_forest": [0, 1, 2]}),
}


def printed(table, width):
    console = Console(file=io.StringIO(), width=width)
    console.print(table)
    return console.file.getvalue()


@pytest.mark.parametrize("what", MADE)
@pytest.mark.parametrize("width", [80, 100])
def test_every_number_stands_unbroken_in_a_table_that_fits(what, width):
    result = MADE[what]()
    text = "".join(printed(table, width) for table in as_tables(result, width))
    assert max(map(len, text.splitlines())) <= width
    for _, *numbers in [*rows(result)[1], *regret_rows(result, intervals=False)[1]]:
        assert all(number in text for number in numbers)


def test_a_wide_terminal_and_a_file_get_one_table_and_every_interval():
    result = made_result()
    assert len(as_tables(result, 200)) == 2
    assert all(number in as_text(result) for row in regret_rows(result)[1] for number in row)


def test_a_narrow_terminal_gets_each_column_once():
    tables = as_tables(made_result(), 80)
    titles = [" ".join(str(column.header).split()) for table in tables for column in table.columns[1:]]
    expected = [*rows(made_result())[0][1:], *regret_rows(made_result())[0][1:]]
    assert titles == [" ".join(title.split()) for title in expected]


def test_a_narrow_terminal_gets_few_tables_and_machine_names_once():
    tables = as_tables(made_result(kind="regression", metric="rmse", generated=False), 80)
    assert len(tables) <= 3
    text = "".join(printed(table, 80) for table in tables)
    assert text.count("(ann)") == 1
    assert text.count("neural network") == len(tables)


def test_numbers_in_the_targets_units_have_the_decimals_that_their_intervals_are_worth():
    large_header, large_cells = rows(MADE["large numbers"]())
    assert not any("." in row[large_header.index("RMSE [95 %]")] for row in large_cells)
    _, cells = rows(made_result())
    assert len(cells[1][1].partition(" [")[0]) == len("0.870")


def test_a_contender_without_a_model_of_all_rows_has_no_parameters():
    header, cells = rows(made_result(failed={"random_forest": [0, 1, 2]}))
    parameters = {row[0].partition(" (")[0]: row[header.index("parameters")] for row in cells}
    assert parameters["random forest"] == "–"
    assert parameters["neural network"] not in ("–", "0")


def test_a_note_that_was_printed_is_not_repeated():
    result = changed(made_result(), notes=["8 cells are empty.", "Three rows were left out."])
    console = Console(file=io.StringIO(), width=120)
    say(result.notes[0], console)
    show(result, console)
    assert [console.file.getvalue().count(note) for note in result.notes] == [1, 1]


def test_what_failed_is_said_below_a_name():
    console = Console(file=io.StringIO(), width=80)
    show(made_result(failed={"random_forest": [0]}), console)
    lines = [line.strip() for line in console.file.getvalue().splitlines()]
    place = next(number for number, line in enumerate(lines) if line.startswith("(1 of 3 folds failed)"))
    assert lines[place - 1].startswith("random forest ")


def test_doubts_about_the_scores_stand_beside_the_verdict():
    about = {"columns": [], "evidence": {}, "advice": "look for a leak"}
    perfect = {
        "code": "R01",
        "name": "suspiciously_perfect",
        "severity": "warning",
        "sentence": "It is 1.000.",
        **about,
    }
    of_rows = {"code": "Q01", "name": "imbalanced", "severity": "warning", "sentence": "9 of 10 are no.", **about}
    console = Console(file=io.StringIO(), width=100)
    show(changed(made_result(), findings=[of_rows, perfect]), console)
    assert "warning R01 suspiciously perfect: It is 1.000." in console.file.getvalue()
    assert "9 of 10" not in console.file.getvalue()  # it was printed before the training
