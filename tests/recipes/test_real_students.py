"""The options of student_pass_fail: real students, each table with a rule that a person could write for it."""

import io

import joblib
import pandas as pd
import pytest
from rich.console import Console

from dlfund import bookshelf, data
from dlfund.baselines.rule import evaluate

WRITTEN = "written by hand: "


@pytest.mark.parametrize("option", ["uci320", "uci320_leak"])
def test_its_rule_reads_its_columns(option):
    recipe = bookshelf.load(bookshelf.find("student_pass_fail"))
    (part,) = recipe.parts(option)
    (rule,) = (one.about.removeprefix(WRITTEN) for one in part.contenders if getattr(one, "name", "") == "rule")
    schema = data.read_schema(data.read.datasets_folder() / "student_pass_fail", option)
    row = pd.DataFrame({name: [10] for name in schema.inputs})
    assert evaluate(rule, row).tolist() == [option == "uci320_leak"]


def test_the_same_contenders_answer_for_real_students(monkeypatch, tmp_path):
    """On a made table of the true form; nothing is downloaded."""
    recipe = bookshelf.load(bookshelf.find("student_pass_fail"))
    (part,) = recipe.parts("uci320_leak")
    folder = data.read.datasets_folder()
    columns = data.read_schema(folder / "student_pass_fail", part.option).columns
    values = {
        column.name: [(row * 7 + place) % 20 if column.role == "numeric" else f"kind {row % 3}" for row in range(120)]
        for place, column in enumerate(columns)
    }
    table = pd.DataFrame(values).assign(passed=lambda made: ["yes" if grade >= 10 else "no" for grade in made["G2"]])
    monkeypatch.setattr("dlfund.data.read.downloaded_table", lambda place, option: table)
    baselines = [one for one in part.contenders if hasattr(one, "estimator")]
    object.__setattr__(part, "contenders", baselines)
    monkeypatch.setattr(type(recipe), "parts", lambda self, option=None: [part])
    with joblib.parallel_config(backend="sequential"):
        result = recipe.run("quick", option="uci320_leak", runs=tmp_path, console=Console(file=io.StringIO()))
    assert result.mean("rule") == 1.0
    assert result.content["lessons"] == []
