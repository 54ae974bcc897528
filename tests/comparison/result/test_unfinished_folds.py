"""A fold that the time limit left out is no failure: it is missing, common folds are compared, and both are said."""

import pytest

from dlfund import baselines
from dlfund.comparison.result.build_result import build_result
from dlfund.comparison.result.content_sections import EnvironmentSection, RecipeSection
from dlfund.comparison.result.result import Result
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.scoring.question import Question
from dlfund.comparison.terms import About, Terms
from dlfund.report.failures import failures
from dlfund.report.page import render

ABOUT = About(RecipeSection("small"), EnvironmentSection())
QUESTION = Question("random_forest", "logistic_regression")


@pytest.fixture
def folder(compare, tmp_path, watch):
    """Five folds, of which the forest did not finish the last two, nor its model of all rows."""
    folder = RunFolder.start(tmp_path, "small", {})
    comparison = compare(
        baselines.majority_class(), baselines.logistic_regression(), baselines.random_forest(), folds=5
    )
    comparison.run(folder, watch)
    for fold in ("1-4", "1-5", "final"):
        folder.outcome_path("random_forest", fold).unlink()
    build_result(comparison, folder, Terms("logistic_regression", None, ABOUT, question=QUESTION))
    return folder


def test_common_folds_are_compared_and_nothing_is_called_failed(folder):
    result = Result.read(folder.path)
    forest = result.contender("random_forest")
    assert result.scores("random_forest")[3:] == [None, None]
    assert (forest.finished_folds, forest.unfinished_folds, forest.failed_folds) == (3, 2, 0)
    assert forest.trials == (2, 2)
    assert result.verdict.primary.folds == 3
    assert "on the 3 of 5 folds that both finished" in result.verdict.sentence
    assert result.verdict.primary.second_members == ["logistic_regression"] * 3 + [None, None]
    assert "3 of 5 folds finished in the time" in str(result)
    assert not any("failed" in note for note in result.notes)
    assert failures(result)["folds"] == []
    assert "3 of 5 folds finished in the time" in render(result)


def test_the_margin_is_a_share_of_the_way_and_the_result_says_so(folder):
    verdict = Result.read(folder.path).verdict
    way = max(verdict.interval(name).mean for name in verdict.intervals) - 0.5
    assert verdict.margin == pytest.approx(0.025 * way, rel=0.05)
    assert "2.5% of the way from majority class (0.500)" in verdict.margin_about


def test_different_numbers_of_trials_are_shown(folder, compare):
    result = Result.read(folder.path)
    content = result.to_dict()
    outcomes = content["contenders"][1]["outcomes"]
    outcomes[0]["trials"] = outcomes[0]["trials"][:1]
    assert " 1–2 " in str(Result.from_dict(content))


def test_without_a_single_fold_there_is_no_result(compare, tmp_path):
    folder = RunFolder.start(tmp_path, "small", {})
    with pytest.raises(RuntimeError, match="None of its contenders finished one"):
        build_result(compare(), folder, Terms("logistic_regression", None, ABOUT))
