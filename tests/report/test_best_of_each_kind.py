"""The cards show who represents a kind: the contender whose model the run published, as the page's other parts do."""

from dataclasses import replace

from report.made_results import made_result

from dlfund.comparison.result.content_sections import SavedSection
from dlfund.report.best_of_each_kind import best_of_each_kind

NETWORKS = (
    ("majority_class", "baseline", "rule", 0.5, True),
    ("logistic_regression", "baseline", "machine learning", 0.86, True),
    ("random_forest", "baseline", "machine learning", 0.9, True),
    ("ann", "network", "deep learning", 0.87, True),
    ("tabm_mini", "network", "deep learning", 0.9, True),
)


def shown(result):
    return {kind.name: kind.best.contender.name for kind in best_of_each_kind(result) if kind.best}


def test_the_published_contender_is_the_best_of_its_kind():
    result = made_result(contenders=NETWORKS)
    for network, baseline in (("ann", "logistic_regression"), ("tabm_mini", "random_forest")):
        published = replace(result, saved=SavedSection(network=network, baseline=baseline))
        assert shown(published)["deep learning"] == network == published.with_model("network")[0]
        assert shown(published)["machine learning"] == baseline == published.with_model("baseline")[0]
        assert shown(published)["rule"] == "majority_class"


def test_without_published_models_the_best_mean_is_shown():
    result = replace(made_result(contenders=NETWORKS), saved=SavedSection())
    ranked = [entry.name for entry in result.ranked() if entry.approach == "deep learning"]
    assert shown(result)["deep learning"] == ranked[0]
