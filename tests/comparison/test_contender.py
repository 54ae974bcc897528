"""Whatever takes part is asked through one interface; only the entry of a comparison tells kinds apart."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from small_data import small_dataset

import dlfund
from dlfund import Task, baselines, ensemble
from dlfund.comparison.contender import Contender, NamedNetwork, NetworkContender, contender_of, networks_of
from dlfund.comparison.protocol import Protocol
from dlfund.comparison.result.build_result import build_result
from dlfund.comparison.result.content_sections import EnvironmentSection, RecipeSection
from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.terms import About, Terms
from dlfund.core.outcome import Outcome
from dlfund.training.tuning.search import Search


def ann(task, hp):
    """Two hidden layers.

    For readers of code.
    """


class Callable:
    def __call__(self, task, hp):
        pass


class Constant:
    """A contender of no known kind: it says the same of every row."""

    name = label = source = "constant"
    about, family, probabilistic, folds_together, network = "Says 0.25.", "baseline", True, False, None

    @property
    def searched(self):
        return self

    def fits(self, trials):
        return 1

    def approach_of(self, model):
        return "rule"

    def fit_folds(self, asked):
        for fold in asked.folds:
            yield Outcome(fold.name, [0.25] * len(fold.test)), self

    def predict(self, table):
        return np.full(len(table), 0.25)

    def save(self, model, folder):
        folder.mkdir(parents=True)
        (folder / "constant.txt").write_text("0.25")

    def load(self, folder, schema):
        assert (folder / "constant.txt").read_text() == "0.25"
        return self


@pytest.mark.parametrize("entrant", [baselines.majority_class(), ann, ensemble(ann, 3), Constant()])
def test_whoever_may_enter_fulfils_the_interface_and_enters_twice_unchanged(entrant):
    contender = contender_of(entrant)
    assert isinstance(contender, Contender)
    assert contender_of(contender) is contender


@pytest.mark.parametrize("wrong", [baselines.logistic_regression, "logistic_regression", None, Callable(), Constant])
def test_what_is_no_contender_is_refused(wrong):
    """The usual slip is a baseline that was not called."""
    with pytest.raises(TypeError, match=r"Expected a baseline, such as baselines.logistic_regression\(\) \(called\)"):
        contender_of(wrong)


def test_a_network_says_what_its_function_says():
    contender = contender_of(ann)
    assert (contender.name, contender.about, contender.family) == ("ann", "Two hidden layers.", "network")
    assert contender.network is ann
    assert contender.searched == contender
    assert contender.fits(4) == 5
    assert contender.approach_of(None) == "deep learning"
    assert networks_of([baselines.majority_class(), ann]) == {"ann": ann}


def test_an_ensemble_borrows_the_search_of_its_network_where_that_takes_part(compare):
    alone, beside = compare(ensemble(ann, 3)), compare(ensemble(ann, 3), ann)
    assert contender_of(ensemble(ann, 3)).searched == NetworkContender(ann)
    assert alone.trainings(ensemble(ann, 3)) == 4 * (2 + 3)
    assert beside.trainings(beside.contenders[0]) == 4 * 3


def test_the_plan_notices_another_setting_or_other_code():
    def first(task, hp):
        return 1

    def second(task, hp):
        return 2

    second.__name__ = "first"
    assert contender_of(first).source != contender_of(second).source
    assert baselines.rule("study > 5").source != baselines.rule("study > 6").source
    assert contender_of(ensemble(ann, 2)).source != contender_of(ensemble(ann, 3)).source


def test_a_contender_of_a_new_kind_is_compared_judged_and_saved(tmp_path, watch):
    task = Task(kind="binary", input_shape=(3,), classes=("no", "yes"), metric="roc_auc")
    contenders = (Constant(), baselines.logistic_regression())
    comparison = Comparison(small_dataset(), task, contenders, Protocol(3, 1), Search("random", 2))
    folder = RunFolder.start(tmp_path, "small", {})
    comparison.run(folder, watch)
    about = About(RecipeSection("small"), EnvironmentSection())
    result = build_result(comparison, folder, Terms("constant", 0.01, about))
    assert result.scores("constant") == [0.5, 0.5, 0.5]
    assert result.contender("constant").about == "Says 0.25."
    assert "Logistic regression is better than constant" in result.verdict.sentence


def test_no_code_but_the_entry_asks_for_the_kind():
    folder = Path(dlfund.__file__).parent
    asks = re.compile(r"isinstance\([^)]*\bBaseline\b|isfunction\((contender|one|entrant)|callable\((contender|one)\)")
    actual = {path.name for path in folder.rglob("*.py") if asks.search(path.read_text(encoding="utf-8"))}
    assert actual == {"contender.py"}


def test_a_named_network_is_the_function_of_this_name():
    named, given = NamedNetwork("dlfund.zoo", "ann"), NetworkContender(dlfund.zoo.ann)
    assert named.network is dlfund.zoo.ann
    assert contender_of(named) is named
    members = ("name", "label", "about", "family", "probabilistic", "folds_together", "source")
    assert [getattr(named, member) for member in members] == [getattr(given, member) for member in members]
    assert (named.fits(4), named.searched) == (given.fits(4), named)


def test_a_comparison_with_named_networks_imports_no_network_library():
    code = (
        "import sys; from dlfund.comparison.contender import NamedNetwork, contender_of;"
        "contender = contender_of(NamedNetwork('dlfund.zoo', 'ann')); contender.fits(3); contender.searched;"
        "assert not {'keras', 'tensorflow', 'jax', 'torch'} & {*sys.modules}, 'imported'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
