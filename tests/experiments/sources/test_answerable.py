"""A table whose usual folds have no answer is cut so that they have one, or refused before anything is trained."""

import io
import json

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from dlfund import compare
from dlfund.cli import main
from dlfund.comparison.running.executor import InThisProcess, using
from dlfund.core.errors import UserError
from dlfund.data import DataError
from dlfund.experiments.sources.source import Request
from dlfund.experiments.sources.table import TableSource

ROWS = 160
NUMBER = np.arange(ROWS)
GENERATOR = np.random.default_rng(5)
X, Z = GENERATOR.normal(size=(2, ROWS)).round(3)
EIGHT, SIXTEEN = NUMBER // 20, NUMBER // 10
DAY = pd.date_range("2020-01-01", periods=ROWS).strftime("%Y-%m-%d")
GROUP, TIME, WEIGHT = {"group": "g"}, {"time": "t"}, {"weight": "w"}


def table(y, **columns):
    return pd.DataFrame({"x": X, "z": Z, **columns, "y": y})


def named(groups):
    return [f"g{number}" for number in groups]


def yes(rows):
    return np.where(rows, "yes", "no")


def asked(frame, columns, **options):
    return TableSource(frame, columns).read(Request("y", "made", trials=1, **options))


def folds_of(question):
    stratify = bool(question.dataset.schema.classes)
    return question.plan.protocol.splits(question.dataset, stratify=stratify)


def parts_of(question):
    """The classes of rows that count, in each part of each fold."""
    weight = np.ones(len(question.dataset)) if question.dataset.weight is None else question.dataset.weight
    return [
        [set(question.dataset.y[rows][weight[rows] > 0]) for rows in (fold.train, fold.validation, fold.test)]
        for fold in folds_of(question)
    ]


RARE = np.isin(NUMBER, [5, 11, 20, 40, 41, 44, 70, 75, 80, 150, 155, 158])
FEW_COUNT = np.where((X + Z > 0) & (np.cumsum(X + Z > 0) > 6), 0.0, 1.0)
ANSWERED = {
    "one label a patient": (table(yes(np.isin(SIXTEEN, [1, 4, 5, 8, 9, 12])), g=named(SIXTEEN)), GROUP, 5, "roc_auc"),
    "every other group": (table(yes(EIGHT % 2 == 1), g=named(EIGHT)), GROUP, 4, "roc_auc"),
    "three of eight groups": (table(yes(np.isin(EIGHT, [1, 4, 6]) & (X > 0)), g=named(EIGHT)), GROUP, 3, "roc_auc"),
    "two of eight groups": (table(yes(np.isin(EIGHT, [3, 5])), g=named(EIGHT)), GROUP, 5, "log_loss"),
    "four groups": (table(yes(X > 0), g=named(NUMBER % 4)), GROUP, 3, "roc_auc"),
    "copies of rows": (table(yes(X[NUMBER % 20] > 0), g=named(NUMBER % 20)), GROUP, 5, "roc_auc"),
    "events of the later half": (table(yes((NUMBER > 60) & (X > 0)), t=DAY), TIME, 5, "roc_auc"),
    "events of the earlier half": (table(yes((NUMBER < 90) & (X > 0)), t=DAY), TIME, 5, "log_loss"),
    "rare events": (table(yes(RARE), t=DAY), TIME, 3, "roc_auc"),
    "six of a class count": (table(yes(X + Z > 0), w=FEW_COUNT), WEIGHT, 5, "roc_auc"),
    "six of a class count, in groups": (
        table(yes(X + Z > 0), w=FEW_COUNT, g=named(NUMBER // 4)),
        WEIGHT | GROUP,
        None,
        "roc_auc",
    ),
    "a constant end": (table(np.where(NUMBER < 100, X + Z, 1.5), t=DAY), TIME, 5, "rmse"),
}


@pytest.mark.parametrize("name", ANSWERED)
def test_there_is_an_answer(name):
    frame, columns, folds, metric = ANSWERED[name]
    actual = asked(frame, columns)
    assert actual.task.metric == metric
    assert folds in (None, actual.plan.protocol.folds)
    assert f"{actual.plan.protocol.folds} folds" in actual.plan.sentence
    for train, validation, test in parts_of(actual):
        assert len(train) > 1
        assert validation
        assert len(test) > 1 or metric != "roc_auc"
    if (actual.plan.protocol.folds, actual.plan.protocol.start, metric) not in ((5, 0, "roc_auc"), (5, 0, "rmse")):
        assert actual.notes


def test_what_was_changed_is_said_with_its_reason():
    fewer = asked(*ANSWERED["three of eight groups"][:2])
    assert fewer.notes[0].startswith("The rows are split into 3 folds, not 5: otherwise in fold 1-")
    assert "every test row is 'no'" in fewer.notes[0]
    other = asked(*ANSWERED["events of the earlier half"][:2])
    assert other.notes[0] == (
        "log-loss decides, not ROC AUC (--metric names another one): in fold 1-4 every test row is 'no', so "
        "ROC AUC is undefined there."
    )
    assert other.notes[1] == "In fold 1-4 every validation row is 'no'. 3 folds lack a class like this."
    later = asked(*ANSWERED["events of the later half"][:2])
    assert "The first test part begins after 91 rows" in later.notes[0]
    assert "each tested on what follows, the first after 91 rows" in later.plan.sentence


def test_rows_of_a_sound_table_are_cut_as_their_number_says():
    actual = asked(table(yes(X > 0), g=named(SIXTEEN)), GROUP)
    assert (actual.plan.protocol.folds, actual.task.metric, actual.notes) == (5, "roc_auc", ())


def test_time_with_groups_says_what_becomes_of_the_groups():
    actual = asked(table(yes(X > 0), t=DAY, g=named(EIGHT)), TIME | GROUP)
    assert actual.notes == ("Rows are split by time: rows of one 'g' are in the past and in the future of a fold.",)


def test_held_out_rows_of_one_class_are_told():
    actual = asked(table(yes((NUMBER < 140) & (X > 0)), t=DAY), TIME, hold_out=15)
    assert "Every held-out row is 'no': ROC AUC is undefined there." in actual.notes


def test_nothing_is_held_out_where_nothing_would_be_left_to_learn_from():
    rows = 2_400
    day = pd.date_range("2010-01-01", periods=rows).strftime("%Y-%m-%d")
    late = (np.arange(rows) > 1_800) & (np.arange(rows) % 3 == 0)
    actual = asked(pd.DataFrame({"x": np.arange(rows) % 7 + 0.5, "t": day, "y": yes(late)}), TIME)
    assert actual.held is None
    assert actual.recorded.held == 0
    assert any("No rows are held out" in note for note in actual.notes)
    assert "held out" not in actual.plan.sentence


REFUSED = {
    "one group": (
        (table(yes((EIGHT == 3) & (X > -0.5)), g=named(EIGHT)), GROUP),
        {},
        r"in fold 1-\d every test row is 'no' \('yes' is in 1 of 8 groups\). Add groups with the rarer class, or leave "
        r"out --group",
    ),
    "late in time": (
        (table(yes((NUMBER > 120) & (X > 0)), t=DAY), TIME),
        {},
        r"every training row is 'no' \(in time, 'yes' is in rows 123 to 155 of 160\). Leave out --time",
    ),
    "a metric that is asked for": (
        ANSWERED["events of the earlier half"][:2],
        {"metric": "roc_auc"},
        r"in fold 1-4 every test row is 'no'.*Leave out --metric roc_auc \(then log_loss can stand in for it\)",
    ),
    "R² of a constant": (
        ANSWERED["a constant end"][:2],
        {"metric": "r2"},
        r"in fold 1-4 every test row is 1.5. Leave out --metric r2 \(then rmse can stand in for it\)",
    ),
    "a class that weighs nothing": (
        (table(yes(X > 0), w=np.where(X > 0, 0.0, 1.0)), WEIGHT),
        {},
        r"at least 4 rows with a weight above 0. Received: 'yes' \(0 of \d+\). .*or leave out --weight",
    ),
    "weights that begin late": (
        (table(X + Z, w=np.where(NUMBER < 120, 0.0, 1.0), t=DAY), WEIGHT | TIME),
        {},
        "in fold 1-1 no training row has a weight above 0. Leave out --weight, or remove the rows",
    ),
    "two groups": (
        (table(yes(X > 0), g=named(NUMBER % 2)), GROUP),
        {},
        "Expected at least 4 different groups for 2 grouped folds. Received: 2.",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_no_answer_is_refused_with_the_way_out(name):
    (frame, columns), options, sentence = REFUSED[name]
    with pytest.raises((UserError, DataError), match=sentence):
        asked(frame, columns, **options)


def test_the_command_line_refuses_before_training(tmp_path, capsys):
    file = tmp_path / "late.csv"
    table(yes((NUMBER > 120) & (X > 0)), t=DAY).to_csv(file, index=False)
    code = main(["compare", str(file), "--target", "y", "--time", "t", "--runs", str(tmp_path / "runs")])
    assert code == 2
    assert "Expected training and test rows of two classes in every fold" in capsys.readouterr().err
    assert not (tmp_path / "runs").exists()


def answered(frame, folder, **options):
    output = io.StringIO()
    texts = {"contenders": ["nearest_neighbors"], "trials": 1, "runs": folder, "anyway": True} | options
    with using(InThisProcess()):
        result = compare(frame, "y", console=Console(file=output, width=200), **texts)
    return result, output.getvalue()


def test_a_score_that_is_undefined_in_some_folds_is_a_note_and_no_traceback(tmp_path):
    """R² of the last two test parts, which are constant; RMSE decides."""
    result, _ = answered(ANSWERED["a constant end"][0], tmp_path, columns=TIME)
    note = "R² is undefined in folds 1-4, 1-5: all rows have the same value. Its mean is of the other folds."
    assert note in result.to_dict()["notes"]
    assert note in str(result)
    page = (result.folder / "report.html").read_text(encoding="utf-8")
    assert "R² is undefined in folds 1-4, 1-5" in page
    assert [value is None for value in result.scores("ridge", "r2")] == [False, False, False, True, True]
    assert "NaN" not in json.dumps(result.to_dict())


def test_a_score_that_is_undefined_everywhere_is_called_so(tmp_path):
    """Rows held out and the one class that decides nothing: the table says "undefined", not "failed"."""
    frame = table(yes((NUMBER < 140) & (X > 0)), t=DAY)
    result, output = answered(frame, tmp_path, columns=TIME, hold_out=15)
    assert "Every held-out row is 'no': ROC AUC is undefined there." in output
    held = result.to_dict()["held_out"]
    assert held["undefined"] == {"roc_auc": "all rows have the same class"}
    assert set(held["scores"]["nearest_neighbors"]) == {"accuracy", "log_loss", "brier"}
    page = (result.folder / "report.html").read_text(encoding="utf-8")
    assert ">undefined<" in "".join(page.split())
