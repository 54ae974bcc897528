"""A result that dlfund 0.1 wrote is read as one of today; what it lacks and can't be had is refused."""

import json
from pathlib import Path

import pytest

from dlfund.comparison.result.old_schemas import SCHEMA
from dlfund.comparison.result.result import Result
from dlfund.comparison.running.run_folder import RunError
from dlfund.report.page import render

OLD = Path(__file__).with_name("results_of_0_1.json")


@pytest.fixture
def old():
    return json.loads(OLD.read_text(encoding="utf-8"))


def test_it_is_read_with_every_score_and_the_same_verdict(old):
    result = Result.read(OLD)
    judged = old["judgement"]
    assert old["schema"] == 1
    assert result.schema == SCHEMA
    assert result.verdict.sentence == judged["verdict"]
    assert result.mean("perceptron") == judged["intervals"]["perceptron"]["roc_auc"]["mean"]
    assert [item.scores for item in result.contenders] == [item["scores"] for item in old["contenders"]]
    assert result.reach.optimum == old["reach"]["best_possible"]
    assert result.truth is result.reach.truth is None, "what the true rule scores on these rows was not asked"
    assert judged["verdict"] in str(result)
    assert "Will this student pass?" in render(result)


def test_it_is_written_as_one_of_today(tmp_path):
    result = Result.read(OLD).write(tmp_path)
    assert Result.read(tmp_path) == result
    assert json.loads((tmp_path / "results.json").read_text())["schema"] == SCHEMA


@pytest.mark.parametrize("table", [False, True])
def test_what_cannot_be_had_is_refused_with_the_way_to_a_new_one(old, tmp_path, table):
    for contender in old["contenders"]:
        del contender["cost"]
    if table:
        old["table"] = {}
    (tmp_path / "results.json").write_text(json.dumps(old))
    again = "dlfund compare" if table else "dlfund run student_pass_fail"
    with pytest.raises(RunError, match=f"An older dlfund wrote it. `{again}` writes a result that this one reads"):
        Result.read(tmp_path)


@pytest.mark.parametrize("schema", [0, -1])
def test_a_schema_that_never_was_is_refused(old, tmp_path, schema):
    (tmp_path / "results.json").write_text(json.dumps(old | {"schema": schema}))
    with pytest.raises(RunError, match=f"Expected 1 to {SCHEMA} at schema. Received: {schema}"):
        Result.read(tmp_path)


def test_a_result_of_schema_2_is_read(tmp_path):
    """It called the approach `rung` and had no registered question."""
    content = Result.read(OLD).to_dict() | {"schema": 2}
    for entry in content["contenders"]:
        entry["rung"] = entry.pop("approach")
    (tmp_path / "results.json").write_text(json.dumps(content))
    result = Result.read(tmp_path)
    assert result.schema == SCHEMA
    assert [entry.approach for entry in result.contenders] == [entry["rung"] for entry in content["contenders"]]
    assert result.verdict.primary is None
    assert result.verdict.sentence.partition(": ")[0] in render(result)
