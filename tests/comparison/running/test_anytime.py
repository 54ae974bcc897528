"""However short the time, there is an answer with what was finished; with more time it becomes sharper, never worse."""

import dataclasses
import heapq

import pytest
from scipy.stats import loguniform
from sklearn.linear_model import LogisticRegression

from dlfund import baselines
from dlfund.baselines.baseline import Baseline, scaled
from dlfund.comparison.result.build_result import build_result
from dlfund.comparison.result.content_sections import EnvironmentSection, RecipeSection
from dlfund.comparison.running.anytime import Anytime, Limits
from dlfund.comparison.running.executor import JobResult, done, schedule_of
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.running.worker_pool import WorkerPool
from dlfund.comparison.terms import About, Terms
from dlfund.core.errors import UserError

AHEAD = ("majority_class", "logistic_regression")


class Network(Baseline):
    """A baseline that is entered as a network: its folds are fitted together."""

    family = "network"
    folds_together = True


def fitted(name, kind=Baseline):
    """A weighted sum under this name."""
    return kind(
        name,
        "",
        "machine learning",
        lambda schema, seed: scaled(name, schema, ("model", LogisticRegression())),
        {"model__C": loguniform(0.01, 100)},
    )


ENTRANTS = (
    baselines.majority_class(),
    baselines.logistic_regression(),
    fitted("trees"),
    fitted("net", Network),
    fitted("other_trees"),
    fitted("other_net", Network),
)


class Simulated:
    """Two places for single folds and one for networks, by a clock of its own: a job takes as long as `cost` says."""

    workers, can_stop = 2, True
    places = ((False, 2), (True, 1))

    def __init__(self, cost=lambda name, fits: fits):
        self.now, self.cost, self.begun, self.times = 0.0, cost, [], []

    def clock(self):
        return self.now

    def run(self, jobs, deadline=None):
        schedule, busy = schedule_of(jobs), []
        while True:
            for together, places in self.places:
                while sum(job.together == together for *_, job in busy) < places and self.now < deadline:
                    job = schedule.next_job(together=together)
                    if job is None:
                        break
                    heapq.heappush(busy, self.started(job, deadline))
            if not busy:
                return
            end, _, started, in_time, job = heapq.heappop(busy)
            self.now = end
            status, value = done(job.work, job.progress) if in_time else ("stopped", None)
            yield JobResult(job.key, status, value, end - started)

    def started(self, job, deadline):
        (name, folds), trials = job.key, job.work.comparison.search.trials
        self.begun.append((name, folds, trials))
        self.times.append(self.now)
        seconds, limit = self.cost(name, len(folds) * (trials + 1)), min(job.seconds, deadline - self.now)
        return self.now + min(seconds, limit), len(self.begun), self.now, seconds <= limit, job


@pytest.fixture
def folder(tmp_path):
    return RunFolder.start(tmp_path, "small", {})


def anytime(comparison, folder, executor, **options):
    return Anytime(comparison, folder, executor, AHEAD, **options)


def run(comparison, folder, executor, seconds, **options):
    return anytime(comparison, folder, executor, **options).run(Limits(seconds, clock=executor.clock))


def trials_of(folder, name, folds=("1-1", "1-2", "1-3", "final")):
    outcomes = [folder.read_outcome(name, fold) for fold in folds]
    return [None if outcome is None else len(outcome.trials) for outcome in outcomes]


def every_outcome(comparison, folder):
    names = [contender.name for contender in comparison.contenders]
    read = [folder.read_outcome(name, fold.name) for name in names for fold in comparison.every_fold]
    return [outcome for outcome in read if outcome is not None]


def test_the_contenders_that_decide_are_fitted_first(compare, folder):
    executor = Simulated()
    run(compare(*ENTRANTS, folds=3, trials=3), folder, executor, 10_000)
    first = [(name, fold) for name, folds, _ in executor.begun for fold in folds]
    place = {pair: first.index(pair) for pair in first}
    assert place["trees", "1-2"] < place["trees", "1-3"] < place["trees", "final"] < place["other_trees", "1-1"]
    assert place["net", "1-2"] < place["net", "1-3"] < place["net", "final"] < place["other_net", "1-1"]
    assert place["logistic_regression", "1-2"] < place["trees", "1-1"]
    for family in (("net", "other_net"), ("logistic_regression", "trees", "other_trees")):
        trials = [count for name, _, count in executor.begun if name in family]
        assert trials == sorted(trials)


def test_with_enough_time_it_equals_a_comparison_without_a_limit(compare, folder, watch, tmp_path):
    comparison = compare(*ENTRANTS, folds=3, trials=4)
    comparison = dataclasses.replace(comparison, protocol=dataclasses.replace(comparison.protocol, repeats=2))
    reached = run(comparison, folder, Simulated(), 10_000)
    other = RunFolder.start(tmp_path, "other", {})
    comparison.run(other, watch)
    for contender in comparison.contenders:
        for fold in comparison.every_fold:
            outcome, expected = (each.read_outcome(contender.name, fold.name) for each in (folder, other))
            assert outcome.predictions == expected.predictions
            assert [trial.score for trial in outcome.trials] == [trial.score for trial in expected.trials]
    assert (reached.comparison.protocol.repeats, reached.comparison.search.trials) == (2, 4)
    assert reached.notes == (
        "Trials in each fold, as many as there was time for: 4 trials: logistic regression, trees, net, other trees, "
        "other net.",
    )


@pytest.mark.parametrize("seconds", [40, 80, 160, 320])
def test_whenever_the_time_is_over_the_finished_folds_count_and_nothing_failed(compare, folder, seconds):
    comparison = compare(*ENTRANTS, folds=3, trials=9)
    reached = run(comparison, folder, Simulated(), seconds)
    assert {outcome.error for outcome in every_outcome(comparison, folder)} == {""}
    about = About(RecipeSection("small"), EnvironmentSection())
    result = build_result(reached.comparison, folder, Terms("logistic_regression", 0.01, about))
    for name in result.names:
        finished = [folder.read_outcome(name, fold.name) is not None for fold in comparison.folds]
        assert [score is not None for score in result.scores(name)] == finished


def test_a_stopped_step_leaves_the_trials_that_were_finished(compare, folder):
    """The fits of the second level take far longer than those of the first foretold."""
    executor = Simulated(cost=lambda name, fits: 1000 if name == "trees" and fits > 2 else 1)
    reached = run(compare(*ENTRANTS, folds=3, trials=3), folder, executor, 300)
    assert trials_of(folder, "trees") == [1, 1, 1, 1]
    assert "Stopped before the end, as the time was over: trees with 3 trials. Earlier trials count." in reached.notes


def test_contenders_without_time_are_named_and_are_no_failures(compare, folder):
    executor = Simulated(cost=lambda name, fits: 10 * fits if name.endswith("net") else fits)
    reached = run(compare(*ENTRANTS, folds=3, trials=9), folder, executor, 83)
    assert [contender.name for contender in reached.comparison.contenders] == [*AHEAD, "trees", "net", "other_trees"]
    assert trials_of(folder, "other_net") == [None] * 4
    (note,) = [note for note in reached.notes if "other net" in note]
    assert note == "Without a finished fold, as the time was over: other net."


def test_more_trials_wait_for_the_first_network(compare, folder):
    executor = Simulated(lambda name, fits: 30 * fits if name == "net" else fits)
    run(compare(*ENTRANTS, folds=3, trials=3), folder, executor, 1000)
    more = next(place for place, (name, _, trials) in enumerate(executor.begun) if trials > 1 and name != "net")
    assert executor.times[more] >= 120  # when its first folds are finished


def test_a_contender_that_is_too_slow_is_stopped_and_the_next_of_its_family_leads(compare, folder):
    executor = Simulated(cost=lambda name, fits: 1e6 if name == "trees" else fits)
    reached = run(compare(*ENTRANTS, folds=3, trials=3), folder, executor, 400)
    (note,) = [note for note in reached.notes if note.startswith("Trees was stopped after 200 s in fold 1-")]
    assert note.endswith("would leave the other contenders too little of the 400 s for training.")
    assert trials_of(folder, "other_trees") == [3, 3, 3, 3]
    assert "trees" not in [contender.name for contender in reached.comparison.contenders]


def test_what_is_finished_is_continued_by_the_next_run(compare, folder):
    comparison = compare(*ENTRANTS, folds=3, trials=9)
    run(comparison, folder, Simulated(), 150)
    before = {(outcome.fold, outcome.seed): outcome.trials for outcome in every_outcome(comparison, folder)}
    run(comparison, folder, Simulated(), 10_000)
    assert trials_of(folder, "net") == [9] * 4
    for outcome in every_outcome(comparison, folder):
        earlier = before.get((outcome.fold, outcome.seed), ())
        assert outcome.trials[: len(earlier)] == earlier  # with the same seconds: they were not fitted again


def test_without_time_for_a_fold_of_the_reference_there_is_a_sentence(compare, folder):
    with pytest.raises(UserError, match=r"Expected time for at least one fold of majority_class, logistic_"):
        run(compare(*ENTRANTS, folds=3), folder, Simulated(cost=lambda name, fits: 50), 40)


def test_further_contenders_come_after_the_default_settings_of_all_others(compare, folder):
    executor, asked = Simulated(), []

    def further(comparison, run_folder):
        asked.append([trials_of(run_folder, contender.name) for contender in comparison.contenders])
        return [fitted("twin")]

    reached = run(compare(*ENTRANTS, folds=3, trials=3), folder, executor, 10_000, further=further)
    assert len(asked) == 1
    assert None not in {count for counts in asked[0] for count in counts}
    assert trials_of(folder, "twin") == [3, 3, 3, 3]
    assert reached.comparison.contenders[-1].name == "twin"


def test_the_answer_is_said_as_soon_as_both_families_have_two_folds(compare, folder):
    executor, sentences = Simulated(), []
    run(compare(*ENTRANTS, folds=3), folder, executor, 10_000, say=lambda text: sentences.append((executor.now, text)))
    when, first = sentences[0]
    assert first.startswith("So far, on 2 of 3 folds (roc_auc): net 0.")
    assert "trees" in first
    assert when < executor.now / 2
    assert sentences[1][1].startswith("So far, on 3 of 3 folds")


def test_a_quick_network_answers_first_and_the_reference_has_a_model(compare, folder):
    """The strong network needs ten times as long; what it would need is known before it is begun."""
    executor = Simulated(lambda name, fits: 10 * fits if name == "net" else fits)
    comparison, sentences = compare(*ENTRANTS, folds=3), []
    run(comparison, folder, executor, 10_000, quick=("other_net",), say=sentences.append)
    begun = [(name, fold) for name, folds, _ in executor.begun for fold in folds]
    networks = [name for name, _ in begun if name.endswith("net")]
    assert networks[:4] == ["other_net"] * 3 + ["net"]
    assert begun.index(("logistic_regression", "final")) < begun.index(("trees", "1-3"))
    assert "other net 0." in sentences[0]
    assert any("net 0." in text and "other" not in text for text in sentences)  # once it has as many folds


def test_a_dear_network_without_enough_time_is_not_begun(compare, folder):
    executor = Simulated(lambda name, fits: 10 * fits if name == "net" else fits)
    reached = run(compare(*ENTRANTS, folds=3, trials=3), folder, executor, 14, quick=("other_net",))
    assert "net" not in [name for name, _, _ in executor.begun]
    assert "other_net" in [contender.name for contender in reached.comparison.contenders]


def test_progress_says_what_is_done_and_how_much_time_is_left(compare, folder):
    sentences = []
    run(compare(*ENTRANTS, folds=3, trials=9), folder, Simulated(), 83, say=sentences.append)
    reports = [text for text in sentences if "s for training are left" in text]
    assert 2 <= len(reports) < 6
    assert " of 6 contenders have a finished fold; " in reports[0]
    assert "of 83 s for training are left" in reports[-1]


def test_time_that_is_kept_for_later_is_not_used(compare, folder):
    executor = Simulated()
    comparison = compare(*ENTRANTS, folds=3, trials=9)
    anytime(comparison, folder, executor).run(Limits(300, lambda: 240, executor.clock))
    assert 40 < executor.now <= 60


def test_what_fails_with_more_trials_keeps_those_that_it_had(compare, folder, monkeypatch):
    net = fitted("net", Network)
    fit_folds = type(net).fit_folds

    def fails(self, asked):
        if asked.search.trials > 1:
            raise MemoryError("no memory left")
        return fit_folds(self, asked)

    monkeypatch.setattr(Network, "fit_folds", fails)
    comparison = compare(*ENTRANTS[:3], net, folds=3, trials=3)
    run(comparison, folder, Simulated(), 10_000)
    assert trials_of(folder, "net") == [1] * 4
    outcome = folder.read_outcome("net", "1-1")
    assert outcome.error == ""
    assert outcome.notes == ("With more than 1 trials it failed: MemoryError: no memory left",)


def test_processes_do_the_same(compare, folder):
    comparison = compare(*ENTRANTS[:2], fitted("trees"), folds=2, trials=3)
    with WorkerPool(2, apart=True) as pool:
        reached = anytime(comparison, folder, pool).run(Limits(float("inf")))
    assert trials_of(folder, "trees", ("1-1", "1-2", "final")) == [3, 3, 3]
    assert reached.comparison.search.trials == 3


def test_time_for_twins_is_kept_once_all_folds_of_both_leaders_are_finished(compare, folder):
    """As much as the best of each family took: networks have a place of their own, baselines share the others."""
    leaders = [entry for entry in ENTRANTS if entry.name in ("net", "trees")]
    begun = anytime(compare(*ENTRANTS, folds=3, trials=1), folder, Simulated())
    before = begun.levels.seconds_of_twins()
    begun.run(Limits(10_000, clock=begun.executor.clock))
    for name in ("net", "trees"):
        for fold in ("1-1", "1-2", "1-3"):
            outcome = folder.read_outcome(name, fold)
            folder.write_outcome(name, dataclasses.replace(outcome, tune_seconds=3.0, fit_seconds=1.0))
    after = anytime(compare(*leaders, folds=3, trials=1), folder, Simulated())
    assert before == 0
    assert after.levels.seconds_of_twins() == 12.0
