"""The options of student_pass_fail: real students, each table with a rule that a person could write for it."""

import io

import pandas as pd
import pytest
from rich.console import Console

from dlfund import data
from dlfund.baselines.rule import evaluate
from dlfund.comparison.running.executor import InThisProcess, using
from dlfund.experiments import recipe_files

WRITTEN = "written by hand: "


@pytest.mark.parametrize("option", ["uci320", "uci320_leak"])
def test_its_rule_reads_its_columns(option):
    recipe = recipe_files.load(recipe_files.find("student_pass_fail"))
    (variant,) = recipe.variants(option)
    (rule,) = (
        contender.about.removeprefix(WRITTEN)
        for contender in variant.contenders
        if getattr(contender, "name", "") == "rule"
    )
    schema = data.read_schema(data.read.datasets_folder() / "student_pass_fail", option)
    row = pd.DataFrame({name: [10] for name in schema.inputs})
    assert evaluate(rule, row).tolist() == [option == "uci320_leak"]


def test_the_same_contenders_answer_for_real_students(monkeypatch, tmp_path):
    """On a made table of the true form; nothing is downloaded."""
    recipe = recipe_files.load(recipe_files.find("student_pass_fail"))
    (variant,) = recipe.variants("uci320_leak")
    folder = data.read.datasets_folder()
    columns = data.read_schema(folder / "student_pass_fail", variant.option).columns
    values = {
        column.name: [(row * 7 + place) % 20 if column.role == "numeric" else f"kind {row % 3}" for row in range(120)]
        for place, column in enumerate(columns)
    }
    table = pd.DataFrame(values).assign(passed=lambda made: ["yes" if grade >= 10 else "no" for grade in made["G2"]])
    monkeypatch.setattr("dlfund.data.read.downloaded_table", lambda place, option: table)
    baselines = [contender for contender in variant.contenders if hasattr(contender, "estimator")]
    object.__setattr__(variant, "contenders", baselines)
    monkeypatch.setattr(type(recipe), "variants", lambda self, option=None: [variant])
    with using(InThisProcess()):
        result = recipe.run("quick", option="uci320_leak", runs=tmp_path, console=Console(file=io.StringIO()))
    assert result.mean("rule") == 1.0
    assert result.to_dict()["lessons"] == []
