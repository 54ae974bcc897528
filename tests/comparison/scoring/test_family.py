"""The registered question: who represents a family is chosen without a test row, and the test is at full level."""

import numpy as np
import pytest
from scipy import stats

from dlfund.comparison.scoring.margin import margin_of
from dlfund.comparison.scoring.metrics import METRICS
from dlfund.comparison.scoring.question import Question
from dlfund.comparison.scoring.scored import Scored
from dlfund.comparison.scoring.verdict import judge

BINARY = ("roc_auc", "accuracy", "log_loss", "brier")


def contender(name, approach, scores, validation=(), family="baseline"):
    scores = [None if score is None else dict.fromkeys(BINARY, score) for score in scores]
    return Scored(name, approach, scores, [(80, 20)] * len(scores), None, family, validation)


def network(name, scores, validation=()):
    return contender(name, "deep learning", scores, validation, family="network")


def classical(name, scores, validation=()):
    return contender(name, "machine learning", scores, validation)


def judged(*contenders, metric="roc_auc", margin=0.01, question=None, reference="linear"):
    return judge(list(contenders), kind="binary", metric=metric, reference=reference, margin=margin, question=question)


ANN = network("ann", [0.8, 0.9, 0.7, 0.8, 0.9], [0.9, 0.9, 0.5, 0.9, 0.5])
CNN = network("cnn", [0.1, 0.1, 0.8, 0.1, 0.7], [0.5, 0.5, 0.9, 0.5, 0.9])
LINEAR = classical("linear", [0.7, 0.7, 0.8, 0.7, 0.6], [0.8] * 5)
FOREST = classical("forest", [0.9] * 5, [0.8] * 5)  # the better one on test rows, which choose nothing


def test_the_answer_worked_out_by_hand():
    """ann, ann, cnn, ann, cnn against linear: 0.1, 0.2, 0, 0.1, 0.1; mean 0.1, variance 0.005."""
    known = judged(ANN, CNN, LINEAR, FOREST).primary
    error = (0.45 * 0.005) ** 0.5  # 1/5 + 20/80
    assert known.first_members == ["ann", "ann", "cnn", "ann", "cnn"]
    assert known.second_members == ["linear"] * 5, "of equal validation scores the first in order"
    assert known.difference == pytest.approx(0.1)
    assert known.high - known.difference == pytest.approx(2.776445 * error, rel=1e-5)
    assert known.high_90 - known.difference == pytest.approx(2.131847 * error, rel=1e-5)
    assert known.p_value == pytest.approx(2 * stats.t.sf(0.1 / error, 4))
    assert known.p_adjusted == known.p_value, "one question has one test"
    assert known.leading_members == ("ann", "linear")
    assert known.sentence == (
        "No difference shown between the network family and the classical family: "
        "+0.100 ROC AUC [-0.032, +0.232], p = 0.103."
    )


def test_it_says_who_represented_the_families():
    verdict = judged(ANN, CNN, LINEAR, FOREST)
    assert verdict.sentence == verdict.primary.sentence
    assert verdict.also == [
        "As the validation rows of each fold chose, the network family is represented by neural network (3), CNN (2) "
        "and the classical family is represented by linear (5)."
    ]


def test_of_members_with_as_many_folds_the_best_on_validation_rows_leads():
    """One common fold each; their means on validation rows are 0.533 and 0.567."""
    ann = network("ann", [0.8, 0.9, None], [0.6, 0.2, 0.8])
    cnn = network("cnn", [0.8, 0.9, 0.7], [0.5, 0.3, 0.9])
    linear = classical("linear", [0.7, 0.8, None], [0.6] * 3)
    known = judged(ann, cnn, linear).primary
    assert known.first_members == ["ann", "cnn", None]
    assert known.leading_members == ("cnn", "linear"), "0.567 is above 0.533"


def test_where_lower_is_better_the_lowest_validation_score_chooses():
    assert judged(ANN, CNN, LINEAR, FOREST, metric="log_loss").primary.first_members == [
        "cnn", "cnn", "ann", "cnn", "ann",
    ]  # fmt: skip


def test_test_scores_choose_nobody():
    """The same validation scores choose the same members, whatever the test rows say."""
    worse = network("ann", [0.1] * 5, ANN.validation)
    assert judged(worse, CNN, LINEAR).primary.first_members == judged(ANN, CNN, LINEAR).primary.first_members


def test_a_fold_is_represented_by_those_that_finished_it():
    late = network("ann", [None, None, 0.7, 0.8, 0.9], [None, None, 0.5, 0.9, 0.5])
    assert judged(late, CNN, LINEAR).primary.first_members == ["cnn", "cnn", "cnn", "ann", "cnn"]


def test_common_folds_only_and_it_says_so():
    late = classical("linear", [None, None, 0.8, 0.7, 0.6], [None, None, 0.8, 0.8, 0.8])
    known = judged(ANN, CNN, late).primary
    assert known.folds == 3
    assert known.first_members == [None, None, "cnn", "ann", "cnn"]
    assert "on the 3 of 5 folds that both finished" in known.sentence


def test_a_question_about_two_contenders_is_no_secondary_pair():
    question = Question("cnn", "forest")
    verdict = judged(ANN, CNN, LINEAR, FOREST, question=question)
    pair = verdict.difference("cnn", "forest")
    assert verdict.primary.difference == pair.difference
    assert pair.p_adjusted == pair.p_value
    assert all(
        other.p_adjusted >= other.p_value for other in verdict.pairs if {other.first, other.second} != {"cnn", "forest"}
    )
    assert verdict.also == []


def test_without_validation_scores_a_family_of_several_has_no_representative():
    verdict = judged(network("ann", [0.8] * 5), network("cnn", [0.7] * 5), LINEAR)
    assert verdict.primary is None
    assert verdict.sentence.startswith("No verdict: the scores on validation rows")


def test_without_a_network_the_classical_models_are_compared_with_the_reference():
    known = judged(classical("forest", [0.9, 0.8, 0.9, 0.8, 0.9]), LINEAR).primary
    assert (known.first, known.second) == ("forest", "linear")


def test_a_network_without_a_hidden_layer_represents_networks_only_where_there_is_no_other():
    perceptron = contender("perceptron", "machine learning", [0.6] * 5, [0.99] * 5, family="network")
    assert judged(ANN, perceptron, LINEAR).primary.first == "ann"
    assert judged(perceptron, LINEAR).primary.first == "perceptron"


@pytest.mark.parametrize(
    ("shift", "noise", "says"),
    [
        (0.002, 0.003, "Practically"),
        (0.05, 0.003, "by enough to matter"),
        (0.004, 0.0005, "though by less than the 0.01 that matters"),
        (0.018, 0.008, "that it exceeds the 0.01 that matters is not shown"),
    ],
)
def test_equivalence_and_size(shift, noise, says):
    jumps = noise * np.array([1, -1, 1, -1, 0.0])
    ours = (0.7 + shift + jumps).tolist()
    verdict = judged(network("ann", ours), classical("linear", [0.7] * 5))
    if says == "Practically":
        assert verdict.sentence.startswith(
            "The neural network and linear are practically equal: +0.002 ROC AUC, 90 % interval [-0.0"
        )
        assert verdict.sentence.endswith("within ±0.01.")
    else:
        assert verdict.sentence.endswith(f"{says}.")


def test_equivalence_needs_the_whole_90_percent_interval():
    """P(equivalent) may be above 0.95 while one end leaves the margin."""
    jumps = 0.0072 * np.array([1, -1, 1, -1, 0.0])
    pair = judged(network("ann", (0.7 + 0.0021 + jumps).tolist()), classical("linear", [0.7] * 5)).primary
    assert pair.high_90 > 0.01
    assert pair.conclusion == "no difference shown"


@pytest.mark.parametrize("wrong", [Question("ann", "nobody"), Question("nobody", "classical")])
def test_a_question_about_nobody_is_refused(wrong):
    with pytest.raises(ValueError, match=r"Expected a question about 'network' or 'classical'.*Received: 'nobody'"):
        wrong.check(["ann", "linear"])


def test_a_question_has_two_sides():
    with pytest.raises(ValueError, match="two different sides"):
        Question("network", "network")


def test_the_margin_is_a_share_of_the_way():
    floor = contender("majority_class", "rule", [0.5] * 5)
    margin = margin_of([floor, LINEAR, FOREST], METRICS["roc_auc"], "majority_class", asked=None)
    assert margin.value == 0.01  # 2.5 % of 0.5 to 0.9
    assert "2.5% of the way from majority class (0.500) to forest (0.900)" in margin.sentence
    assert margin_of([floor], METRICS["roc_auc"], "majority_class", asked=0.3).value == 0.3
    assert margin_of([LINEAR], METRICS["roc_auc"], "majority_class", asked=None).value == 0.01


@pytest.mark.slow
def test_false_winners_stay_at_the_level_however_many_members():
    """Two families of four equal members: validation rows choose, so about 5 % are called different."""
    generator, false = np.random.default_rng(0), 0
    for _ in range(400):
        hard = generator.normal(0.8, 0.03, 15)
        made = [
            (network if number < 4 else classical)(
                f"m{number}", (hard + generator.normal(0, 0.02, 15)).tolist(), generator.normal(0.8, 0.03, 15).tolist()
            )
            for number in range(8)
        ]
        false += judged(*made, reference="m4").primary.p_value < 0.05
    assert false <= 0.06 * 400


def test_without_a_network_the_models_are_not_called_networks():
    known = judged(LINEAR, FOREST, classical("knn", [0.5] * 5, [0.1] * 5)).primary
    assert (known.first, known.second) == ("the other classical models", "linear")
    assert "network" not in known.sentence
    assert known.first_members == ["forest"] * 5


def test_the_margin_ends_at_a_contender_that_finished_as_many_folds_as_any():
    floor = contender("majority", "rule", [0.5] * 5)
    early = network("ann", [0.99, 0.99, None, None, None])
    margin = margin_of([floor, early, LINEAR], METRICS["roc_auc"], "majority", asked=None)
    assert margin.value == pytest.approx(0.025 * (0.7 - 0.5))
    assert "to linear (0.700)" in margin.sentence
