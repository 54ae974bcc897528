"""The answer in plain words says what the registered question's numbers say, and a first look says that it is one."""

from dataclasses import replace

import numpy as np
import pytest
from report.made_results import made_result

from dlfund.comparison.result.headline import folds_to_decide, headline
from dlfund.comparison.scoring.conclusion import Conclusion


def concluding(result, conclusion, **numbers):
    primary = replace(result.verdict.primary, conclusion=conclusion, **numbers)
    return replace(result, verdict=replace(result.verdict, primary=primary))


@pytest.fixture
def result():
    return made_result(folds=5)


def test_every_conclusion_in_plain_words(result):
    rows = "On these 100 rows the neural network"
    says = {
        Conclusion.BETTER: f"{rows} predicts better than classical models.",
        Conclusion.WORSE: f"{rows} predicts worse than classical models.",
        Conclusion.EQUAL: f"{rows} and classical models predict practically equally well.",
        Conclusion.OPEN: f"{rows} is not shown to predict better than classical models.",
    }
    for conclusion, sentence in says.items():
        assert headline(concluding(result, conclusion, difference=0.01)).answer == sentence
    behind = concluding(result, Conclusion.OPEN, difference=-0.01)
    assert headline(behind).answer == f"{rows} is not shown to predict better or worse than classical models."


def test_then_the_numbers_how_sure_and_what_it_costs(result):
    top, known = headline(result), result.verdict.primary
    assert top.opening == ""
    assert top.lines == [top.numbers, top.certainty, top.cost]
    assert top.numbers == known.sentence
    assert f"is better by more than 0.01: {known.better:.0%}" in top.certainty
    assert top.cost == (
        "Cost: tuning and fitting one model took 1.5 s for the neural network and 1.5 s for the classical family; "
        "both take about as long."
    )


def test_below_five_folds_it_is_a_first_look_that_says_who_leads():
    top = headline(made_result(folds=3))
    assert top.opening == "A first look: 3 folds"
    assert top.next_step.startswith("So far the classical family leads by ")
    assert str(made_result(folds=3)).count("A first look: 3 folds. On these 100 rows") == 1


def test_how_many_folds_would_decide_by_hand(result):
    """Three folds of 66 and 34 rows, mean 0.05, deviation 0.05. With five folds or more n_test/n_train is 0.25 at most.

    The standard error is 0.05 · sqrt(1/5 + 0.25) = 0.0335 with five folds: t = 1.49, p = 0.21; with ten 0.0296:
    t = 1.69, p = 0.125; with fifty 0.0260: t = 1.92, p = 0.06.
    """
    made = made_result(folds=3)
    half = 4.302653 * 0.05 * np.sqrt(1 / 3 + 34 / 66)
    undecided = replace(made.verdict.primary, difference=0.05, low=0.05 - half, high=0.05 + half)
    assert folds_to_decide(made, undecided) is None
    half = 4.302653 * 0.04 * np.sqrt(1 / 3 + 34 / 66)  # with fifteen: 0.0225, t = 2.22, p = 0.043; ten: 2.11, 0.064
    assert folds_to_decide(made, replace(undecided, low=0.05 - half, high=0.05 + half)) == 15


def test_one_test_part_is_about_fitted_models(result):
    single = replace(result, folds=result.folds[:1], contenders=[
        replace(entry, scores=entry.scores[:1], outcomes=entry.outcomes[:1]) for entry in result.contenders
    ])  # fmt: skip
    single = concluding(single, Conclusion.BETTER, folds=1, first_members=["ann"], second_members=["random_forest"])
    answer = headline(single).answer
    assert answer.startswith("On these 34 test rows the neural network, as it was fitted, predicts better than")


def test_without_a_primary_answer_the_verdict_speaks(result):
    old = replace(result, verdict=replace(result.verdict, primary=None, sentence="No verdict: too few."))
    assert headline(old).answer == "No verdict: too few."
    assert headline(old).lines == []


def test_without_a_finished_network_it_says_so_first(result):
    top = headline(
        concluding(result, Conclusion.OPEN, difference=0.01, first="the other classical models", first_leader="rule")
    )
    assert top.answer == (
        "No network has a finished fold, so this says nothing about networks. "
        "On these 100 rows another classical model is not shown to predict better than classical models."
    )


@pytest.mark.parametrize(
    "budget, opening", [("quick", "No network takes part, so"), ("3 minutes", "No network has a finished fold, so")]
)
def test_where_no_network_was_asked_for_none_is_missed(result, budget, opening):
    known = concluding(
        result, Conclusion.OPEN, difference=0.01, first="the other classical models", first_leader="rule"
    )
    baselines = [replace(entry, family="baseline") for entry in known.contenders]
    around = replace(known.environment, budget=budget)
    assert headline(replace(known, contenders=baselines, environment=around)).answer.startswith(opening)
