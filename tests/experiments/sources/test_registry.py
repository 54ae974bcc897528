"""What a user names, and a finished run, find the kind of data they are of; nothing else asks which kind it is."""

import re
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from dlfund import compare
from dlfund.comparison.result.content_sections import DatasetSection
from dlfund.comparison.result.result import Result
from dlfund.core.errors import UserError
from dlfund.data import DataError
from dlfund.experiments.sources.recipe_data import RecipeData
from dlfund.experiments.sources.registry import SOURCES, origin_of, source_of
from dlfund.experiments.sources.source import Request
from dlfund.experiments.sources.table import TableSource

EXPERIMENTS = Path(__file__).parents[3] / "dlfund" / "experiments"
METHODS = ("takes", "run_name", "read", "roles", "default_contenders", "default_protocol")


def rows(count=60):
    places = range(count)
    columns = {"a": [place**2 for place in places], "b": [place % 7 for place in places]}
    return pd.DataFrame(columns | {"y": ["yes" if place % 3 == 1 else "no" for place in places]})


def test_a_frame_and_a_file_are_tables(tmp_path):
    rows().to_csv(tmp_path / "rows.csv", index=False)
    for given in (rows(), tmp_path / "rows.csv", str(tmp_path / "rows.csv")):
        assert isinstance(source_of(given, columns={}, reading={}), TableSource)


@pytest.mark.parametrize(
    "given, received",
    [(".", "Received: a folder"), ("nowhere.csv", "There is none"), (5, "Expected the path of a file. Received: 5")],
)
def test_what_no_source_takes_is_refused_with_a_sentence(given, received, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match=received):
        compare(given, "y", runs=tmp_path / "runs")
    assert not (tmp_path / "runs").exists()


def test_what_was_read_is_read_again_from_what_is_recorded(tmp_path):
    rows().to_csv(tmp_path / "rows.csv", index=False)
    source = source_of(tmp_path / "rows.csv", columns={"drop": ["b"]}, reading={})
    question = source.read(Request("y", "made", hold_out=10))
    dataset = DatasetSection("made", "Made", "y", ())
    result = SimpleNamespace(dataset=dataset, **{source.kind: question.recorded})
    assert origin_of(result) is TableSource
    again = origin_of(result).read_again(result)
    assert again.x.equals(question.dataset.x)
    assert list(again.x) == ["a"]
    assert (again.y == question.dataset.y).all()
    rows().iloc[::-1].to_csv(tmp_path / "rows.csv", index=False)
    with pytest.raises(UserError, match="the file was changed"):
        origin_of(result).read_again(result)


def test_a_run_that_no_source_recorded_is_of_a_recipe_s_data_set():
    dataset = DatasetSection("student_pass_fail", "Students", "passed", (), rows=90)
    result = SimpleNamespace(dataset=dataset, **dict.fromkeys(source.kind for source in SOURCES))
    assert origin_of(result) is RecipeData
    assert len(origin_of(result).read_again(result)) == 90


def test_every_source_answers_what_is_asked_of_it():
    for source in SOURCES:
        assert source.kind in {field.name for field in fields(Result)}
        assert source.leak_advice
        for method in (*METHODS, "read_again", "read_new", "networks"):
            assert callable(getattr(source, method)), (source, method)


def test_no_other_file_asks_which_kind_of_data_it_is():
    kinds = "|".join(source.kind for source in SOURCES)
    asks = re.compile(rf"""["'](?:{kinds})["'] (?:not )?in |\bresult\.(?:{kinds})\b""")
    classes = "|".join(source.__name__ for source in SOURCES)
    for path in EXPERIMENTS.rglob("*.py"):
        if path.parent.name != "sources":
            text = path.read_text(encoding="utf-8")
            assert not asks.search(text), path
            assert not re.search(rf"\b(?:{classes})\b", text), path
    comparing = "".join(
        (EXPERIMENTS / "user_data" / file).read_text(encoding="utf-8")
        for file in ("compare_data.py", "read_and_compare.py")
    )
    assert "dlfund.data" not in re.sub(r'""".*?"""', "", comparing, flags=re.DOTALL)
