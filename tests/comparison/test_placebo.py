"""A twin differs from its original by chance alone: where the test calls the two different, no verdict is given."""

import dataclasses
import json

import pytest
from scipy.stats import loguniform
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression
from small_data import small_dataset

from dlfund import baselines
from dlfund.baselines.baseline import Baseline, scaled
from dlfund.comparison.protocol import Protocol
from dlfund.comparison.result.build_result import build_result
from dlfund.comparison.result.content_sections import EnvironmentSection, RecipeSection
from dlfund.comparison.result.headline import headline
from dlfund.comparison.result.result import Result
from dlfund.comparison.result.scored_run import leaders
from dlfund.comparison.running.executor import InThisProcess
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.running.twins import fit_twins, trainings_of_twins
from dlfund.comparison.scoring.question import Question
from dlfund.comparison.terms import About, Terms
from dlfund.comparison.twin import Twin
from dlfund.core.seeds import fold_seed
from dlfund.report.page import render

REFERENCE = "logistic_regression"
FOLDS = ("1-1", "1-2", "1-3", "1")


class Network(Baseline):
    """A baseline that is entered as a network: its folds are fitted together."""

    family = "network"
    folds_together = True

    def approach_of(self, model):
        return "deep learning"


def honest(schema, seed):
    return scaled("net", schema, ("model", LogisticRegression()))


def lucky(schema, seed):
    """It learns from the seeds of the original alone: with any other seed it guesses."""
    drawn = [fold_seed(0, "net", fold) for fold in FOLDS]
    model = LogisticRegression() if seed in drawn else DummyClassifier(strategy="uniform", random_state=seed % 1000)
    return scaled("net", schema, ("model", model))


def net(estimator=honest):
    space = {"model__C": loguniform(0.01, 100)} if estimator is honest else {}
    return Network("net", "", "machine learning", estimator, space)


@pytest.fixture
def judged(compare, watch, tmp_path):
    """Compare a network with classical models, fit the twins, and build the result."""

    def run(network, *, twins=True, protocol=None):
        comparison = compare(baselines.majority_class(), baselines.logistic_regression(), network)
        comparison = dataclasses.replace(comparison, dataset=small_dataset(300))
        if protocol is not None:
            comparison = dataclasses.replace(comparison, protocol=protocol)
        folder = RunFolder.start(tmp_path, "small", {})
        comparison.run(folder, watch, InThisProcess())
        if twins:
            originals = leaders(comparison, folder, Question(), REFERENCE)
            fit_twins(comparison, folder, originals, InThisProcess())
            assert trainings_of_twins(comparison, folder, originals) == 0
        terms = Terms(REFERENCE, None, About(RecipeSection("small"), EnvironmentSection()))
        return build_result(comparison, folder, terms), folder

    return run


def test_a_twin_has_the_same_trials_and_other_seeds(judged):
    result, folder = judged(net())
    placebo = result.placebo
    assert [twin.second for twin in placebo.twins] == ["net", "logistic_regression"]
    for twin in placebo.twins:
        outcomes = [folder.read_outcome(twin.first, fold.name) for fold in result.folds]
        own = result.contender(twin.second).outcomes
        assert [len(outcome.trials) for outcome in outcomes] == [len(outcome.trials) for outcome in own]
        assert twin.seeds == [outcome.seed for outcome in outcomes]
        assert not set(twin.seeds) & {outcome.seed for outcome in own}
        searched = [outcome.trials[1].hyperparameters for outcome in outcomes]
        assert searched != [outcome.trials[1].hyperparameters for outcome in own]
        assert outcomes[0].trials[0].hyperparameters == own[0].trials[0].hyperparameters  # the default
    assert not placebo.differs
    assert not result.verdict.withheld


def test_twins_take_no_part_in_the_comparison(judged):
    result, folder = judged(net())
    assert result.names == ["majority_class", "logistic_regression", "net"]
    assert len(result.verdict.pairs) == 3
    assert not folder.model_folder("net-twin").exists()


def test_where_a_twin_differs_there_is_no_verdict_and_it_says_why(judged):
    result, _ = judged(net(lucky))
    assert [twin.second for twin in result.placebo.differs] == ["net"]
    head = headline(result)
    assert head.answer.startswith("No verdict: on these folds the test also calls net different from itself")
    assert "so seeds alone can make such a difference" in head.answer
    assert result.verdict.primary.conclusion == "no difference shown"
    assert result.verdict.says("net", "majority_class").startswith("No verdict about net and the majority class")
    page = render(result)
    assert "No verdict" in page
    assert ">different<" in page


def test_terminal_and_page_show_the_difference_of_each_twin(judged):
    result, _ = judged(net())
    lines = [line for line in str(result).splitlines() if line.startswith("Placebo: ")]
    assert [line.partition(" with other seeds")[0] for line in lines] == [
        "Placebo: net",
        "Placebo: logistic regression",
    ]
    assert all(line.endswith("no difference.") for line in lines)
    page = render(result)
    assert 'id="placebo"' in page
    assert "neither net nor logistic regression is called different from itself." in page
    assert page.count("<td>no difference</td>") == 2


def test_without_twins_nothing_is_said_and_the_file_has_no_section(judged):
    result, folder = judged(net(), twins=False)
    assert result.placebo is None
    assert "Placebo" not in str(result)
    assert "placebo" not in json.loads((folder.path / "results.json").read_text(encoding="utf-8"))
    assert 'id="placebo"' not in render(result)


def test_the_section_is_read_as_it_was_written(judged):
    result, folder = judged(net(lucky))
    assert Result.read(folder.path).placebo == result.placebo
    assert Result.read(folder.path).verdict.withheld == result.verdict.withheld


def test_a_twin_with_other_trials_than_its_original_is_not_compared(judged, compare, watch, tmp_path):
    """More minutes may give the original more trials: its twin is continued before the two are compared again."""
    comparison = compare(baselines.majority_class(), baselines.logistic_regression(), net(), trials=2)
    folder, question = RunFolder.start(tmp_path, "more", {}), (Question(), REFERENCE)
    comparison.run(folder, watch, InThisProcess())
    fit_twins(comparison, folder, leaders(comparison, folder, *question), InThisProcess())
    more = dataclasses.replace(comparison, search=dataclasses.replace(comparison.search, trials=3))
    for fold in more.folds:
        for result in InThisProcess().run([more.job(more.contender("net"), folder, [fold])]):
            assert result.status == "done"
    terms = Terms(REFERENCE, None, About(RecipeSection("small"), EnvironmentSection()))
    result = build_result(more, folder, terms)
    assert [twin.second for twin in result.placebo.twins] == ["logistic_regression"]
    assert result.placebo.left_out == "Placebo: the twin of net finished too few folds."
    fit_twins(more, folder, [more.contender("net")], InThisProcess())
    assert len(folder.read_outcome("net-twin", "1-1").trials) == 3
    assert len(build_result(more, folder, terms).placebo.twins) == 2


def test_on_one_test_part_a_difference_must_be_there_with_the_twins_too(judged):
    result, _ = judged(net(), protocol=Protocol(1, 1, split="single", test_rows=90))
    assert len(result.placebo.crossed) == 3
    assert {twin.folds for twin in result.placebo.twins} == {1}


def test_a_contender_may_have_any_name_without_being_taken_for_a_twin(judged):
    """A user's own `net_twin` is a contender like any other."""
    assert not Twin(net()).name.isidentifier()


def test_a_twin_is_labelled_after_its_original():
    twin = Twin(baselines.random_forest())
    assert (twin.name, twin.label, twin.family) == ("random_forest-twin", "random forest twin", "baseline")
    assert twin.searched is twin
