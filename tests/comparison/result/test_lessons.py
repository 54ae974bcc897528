"""A lesson is computed: its reason stands on the page only if the numbers support it, whatever the recipe hoped."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from report.made_results import made_result
from scipy import stats

from dlfund import lessons
from dlfund.comparison.result.content_sections import ExpectedRegret
from dlfund.comparison.result.lessons import check_claims, learned
from dlfund.comparison.result.published_figures import reach
from dlfund.comparison.result.result import Result
from dlfund.comparison.scoring.scored import Scored
from dlfund.comparison.scoring.verdict import judge
from dlfund.comparison.truth import against_contenders, is_chance
from dlfund.core.as_json import as_json

BECAUSE = "of a reason that must be earned"
NAMES = ("net", "trees", "chance")
FOLDS, SIZES = 5, (80, 20)
MARGIN = 0.01
PLAIN = made_result(contenders=(("net", "network", "deep learning", 0.8, True),), reference="net", folds=FOLDS)


def result_of(scores, *, metric="roc_auc", kind="binary", best=None, published=None, trials=None):
    """A result whose contenders have these scores, fold by fold; all of it after that is the real computation."""
    content = json.loads(json.dumps(PLAIN.to_dict()))
    entry = content["contenders"][0]
    entries = [
        entry
        | {"name": name, "approach": "machine learning" if name == "chance" else entry["approach"]}
        | {"scores": [dict.fromkeys(("roc_auc", "accuracy", "log_loss", "brier"), value) for value in values]}
        for name, values in scores.items()
    ]
    if trials is not None:
        for number, outcome in enumerate([*entries[0]["outcomes"], entries[0]["final"]]):
            outcome["trials"] = trials(number)
    judged = [
        Scored(item["name"], item["approach"], item["scores"], [SIZES] * FOLDS, None, item["family"])
        for item in entries
    ]
    first = next(iter(scores))
    content |= {"contenders": entries, "curves": {}, "saved": {}, "reach": None}
    content["verdict"] = as_json(judge(judged, kind=kind, metric=metric, reference=first, margin=MARGIN))
    content["truth"] = None if best is None else as_json(truth_at(best, judged, kind))
    result = Result.from_dict(content)
    return replace(result, reach=reach(result, published or {}, {"network": first}))


def truth_at(best, judged, kind):
    """A true rule with the same score in every fold."""
    scores = [dict.fromkeys(("roc_auc", "accuracy", "log_loss", "brier"), best)] * FOLDS
    truth = Scored("truth", "truth", scores, [SIZES] * FOLDS)
    return against_contenders(truth, judged, kind, {item.name: {} for item in judged})


def sentence_of(result, claim):
    actual = learned(result, [claim])
    return (actual[0].text, actual[0].supported) if actual else (None, None)


folds = some.lists(some.floats(0.25, 1.0, width=16), min_size=FOLDS, max_size=FOLDS)


@given(folds, folds, folds, some.sampled_from(["roc_auc", "log_loss"]))
def test_no_reason_without_support(first, second, third, metric):
    scores = dict(zip(NAMES, (first, second, third), strict=True))
    result = result_of(scores, metric=metric, best=0.9, published={"net": 0.8})
    sign = 1 if metric == "roc_auc" else -1
    gains = sign * (np.array(first) - np.array(second))
    mean = float(np.mean(first))
    error = np.std(first, ddof=1) * np.sqrt(1 / FOLDS + SIZES[1] / SIZES[0])
    reach_ = stats.t.ppf(0.975, FOLDS - 1) * error
    p_first = _p(first, second)
    may = {
        # a pair's own p-value is at most its Holm-adjusted one
        lessons.better("net", than="trees", because=BECAUSE): gains.mean() > 0 and p_first < 0.05,
        lessons.same("net", "trees", because=BECAUSE): abs(gains.mean()) < MARGIN,
        lessons.at_chance("net", 0.5, because=BECAUSE): abs(mean - 0.5) <= reach_ + 1e-9 and abs(mean - 0.5) <= 0.1,
        lessons.near_best("net", 0.05, because=BECAUSE): sign * (0.9 - mean) + reach_ <= 0.05 + 1e-9,
        lessons.cannot("net", below=0.7, because=BECAUSE): sign * (0.7 - mean) > reach_ - 1e-9,
        lessons.published("net", within=0.02, because=BECAUSE): abs(mean - 0.8) <= 0.02 + 1e-9,
    }
    for claim, true in may.items():
        text, supported = sentence_of(result, claim)
        assert (BECAUSE in text) == supported
        assert true or not supported


def _p(first, second):
    differences = np.array(first) - np.array(second)
    error = differences.std(ddof=1) * np.sqrt(1 / FOLDS + SIZES[1] / SIZES[0])
    if error == 0:
        return float(differences.mean() == 0)
    return 2 * stats.t.sf(abs(differences.mean() / error), FOLDS - 1)


def test_equals_are_seldom_called_better():
    """Three contenders of the same skill: the reason appears in at most one of twenty results."""
    claims = [lessons.better(item, than=other, because=BECAUSE) for item in NAMES for other in NAMES if item != other]
    wrong = 0
    for number in range(200):
        generator = np.random.default_rng(number)
        result = result_of({name: generator.normal(0.8, 0.02, FOLDS).tolist() for name in NAMES})
        wrong += any(item.supported for item in learned(result, claims))
    assert wrong <= 12


def test_better_says_by_how_much_and_why():
    result = result_of({"net": [0.88, 0.9, 0.89, 0.91, 0.9], "trees": [0.7, 0.71, 0.69, 0.7, 0.7]})
    text, supported = sentence_of(result, lessons.better("net", than="trees", because="a filter looks everywhere."))
    assert supported
    assert text.startswith("Net is better than trees by 0.196 ROC AUC [0.1")
    assert text.endswith(": a filter looks everywhere.")


def test_the_opposite_is_said_plainly():
    result = result_of({"net": [0.7, 0.71, 0.69, 0.7, 0.7], "trees": [0.88, 0.9, 0.89, 0.91, 0.9]})
    text, supported = sentence_of(result, lessons.better("net", than="trees", because=BECAUSE))
    assert not supported
    assert text.startswith("Net is worse than trees: -0.196 ROC AUC")


def test_a_difference_too_small_to_matter_is_no_lesson():
    steady = [0.8, 0.81, 0.79, 0.8, 0.8]
    result = result_of({"net": [value + 0.002 for value in steady], "trees": steady})
    text, supported = sentence_of(result, lessons.better("net", than="trees", because=BECAUSE))
    assert not supported
    assert "less than the 0.01 that matters" in text


def test_where_lower_is_better_so_is_the_lesson():
    scores = {"net": [0.3, 0.31, 0.3, 0.29, 0.3], "trees": [0.5, 0.51, 0.5, 0.49, 0.51]}
    assert sentence_of(result_of(scores, metric="log_loss"), lessons.better("net", than="trees", because=BECAUSE))[1]
    assert not sentence_of(result_of(scores, metric="roc_auc"), lessons.better("net", than="trees", because=BECAUSE))[1]
    assert sentence_of(result_of(scores, metric="log_loss"), lessons.cannot("trees", below=0.4, because=BECAUSE))[1]


def test_few_folds_are_not_enough_to_be_called_guessing():
    wide, narrow = {"net": [0.2, 0.8, 0.5, 0.3, 0.7]}, {"net": [0.49, 0.51, 0.5, 0.5, 0.5]}
    claim = lessons.at_chance("net", 0.5, because=BECAUSE)
    assert sentence_of(result_of(wide), claim)[0].endswith("the interval is too wide to call it guessing.")
    assert sentence_of(result_of(narrow), claim) == (
        f"Net stays at chance: ROC AUC 0.5 [0.487, 0.513] (90 %), chance is 0.5: {BECAUSE}",
        True,
    )


def trials_of(loss):
    """Trials of a fold with eight learning rates."""
    rates = np.geomspace(1e-4, 1e-1, 8)

    def trials(fold):
        generator = np.random.default_rng(fold)
        return [
            {"hyperparameters": {"learning_rate": float(rate), "width": 8}, "score": loss(rate, generator)}
            | {"seconds": 0.1, "epochs": 3, "message": ""}
            for rate in rates
        ]

    return trials


def test_a_hyperparameter_that_matters_and_one_that_does_not():
    steady = {"net": [0.8, 0.81, 0.79, 0.8, 0.8]}
    steep = result_of(
        steady, trials=trials_of(lambda rate, generator: abs(np.log10(rate) + 2) + generator.normal(0, 0.1))
    )
    flat = result_of(steady, trials=trials_of(lambda rate, generator: generator.normal(0.5, 0.1)))
    claim = lessons.hyperparameter_matters("net", "learning_rate", because=BECAUSE)
    text, supported = sentence_of(steep, claim)
    assert supported
    assert "learning_rate matters for net" in text
    assert sentence_of(flat, claim) == ("No effect of learning_rate on net is shown by its 48 trials.", False)
    assert sentence_of(steep, lessons.hyperparameter_matters("net", "width", because=BECAUSE)) == (
        None,
        None,
    )  # it took one value only


@given(folds, some.sampled_from(["roc_auc", "log_loss"]), some.floats(0.25, 1.0))
def test_chance_is_named_only_for_an_interval_inside_the_margin_that_holds_0(scores, metric, best):
    result = result_of({"net": scores}, metric=metric, best=best)
    text, _ = sentence_of(result, lessons.near_best("net", 0.05, because=BECAUSE))
    gaps = (best - np.array(scores)) * (1 if metric == "roc_auc" else -1)
    half = stats.t.ppf(0.975, FOLDS - 1) * np.std(gaps, ddof=1) * np.sqrt(1 / FOLDS + SIZES[1] / SIZES[0])
    low, high = gaps.mean() - half, gaps.mean() + half
    if "chance" in text:
        assert low <= 1e-9
        assert high >= -1e-9
        assert max(-low, high) <= MARGIN + 1e-9
    assert text.startswith(f"Net leaves {gaps.mean():.3f} ")


def test_chance_is_named_where_it_is_earned_and_not_where_labels_were_kind():
    result = result_of({"net": [0.9, 0.901, 0.899, 0.9, 0.9]}, best=0.9)
    claim = lessons.near_best("net", 0.02, because=BECAUSE)
    assert "what is left is chance" in sentence_of(result, claim)[0]
    result.truth.expected["net"] = {"roc_auc": ExpectedRegret(0.02, 0.01, 0.03)}
    assert not is_chance(result, "net")
    text, supported = sentence_of(result, claim)
    assert supported
    assert "chance" not in text
    assert text.startswith(
        "Net leaves 0.000 ROC AUC [-0.001, 0.001] to the true rule on the same rows; it comes within"
    )


def test_what_the_numbers_say_nothing_of_is_not_said():
    result = result_of({"net": [0.8, 0.81, 0.79, 0.8, 0.8]})
    claims = [lessons.near_best("net", 0.1), lessons.published("net"), lessons.better("net", than="nobody")]
    assert learned(result, claims) == []


def test_a_lesson_on_further_data_is_judged_there():
    here = result_of({"net": [0.5, 0.5, 0.51, 0.49, 0.5], "trees": [0.5, 0.49, 0.5, 0.51, 0.5]})
    there = result_of({"net": [0.88, 0.9, 0.89, 0.91, 0.9], "trees": [0.7, 0.71, 0.69, 0.7, 0.7]})
    claim = lessons.better("net", than="trees", on="spiral", because=BECAUSE)
    actual = learned(here, [claim], {"spiral": there})
    assert actual[0].text.startswith("On spiral: Net is better than trees by 0.196")
    assert learned(here, [claim]) == []


def test_a_claim_about_a_stranger_is_refused_before_anything_is_trained():
    check_claims([lessons.better("net", than="trees", on="spiral")], NAMES, ["spiral"])
    with pytest.raises(
        ValueError, match=r"Expected a lesson about one of \['net', 'trees', 'chance'\]. Received: 'tres'"
    ):
        check_claims([lessons.better("net", than="tres")], NAMES)
    with pytest.raises(ValueError, match="Expected a lesson on one of the further data sets"):
        check_claims([lessons.same("net", "trees", on="moon")], NAMES, ["moons"])
    with pytest.raises(TypeError, match="Expected lessons, such as"):
        check_claims(["net is better"], NAMES)


def test_a_quantile_is_judged_by_how_many_true_numbers_stay_under_it():
    result = result_of({"net": [0.8] * FOLDS})
    assert sentence_of(result, lessons.stays_under("net", 0.9)) == (None, None)  # classes: nothing to be under
    net, *others = result.contenders
    result = replace(result, contenders=[replace(net, under=0.885), *others])
    text, supported = sentence_of(result, lessons.stays_under("net", 0.9, because="it was asked to."))
    assert supported
    assert text == "88.5% of the true numbers lie below the predictions of net; 90% was expected: it was asked to."
    text, supported = sentence_of(result, lessons.stays_under("net", 0.5, because="THIS IS NOT SO."))
    assert not supported
    assert "THIS" not in text
