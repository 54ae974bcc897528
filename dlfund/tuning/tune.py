"""KerasTuner proposes, training trains: the trials of all folds together, then one refit a fold."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dlfund import training
from dlfund.data import TrainRows, ValidationRows, encode
from dlfund.outcome import Outcome, SearchError, Trial, failed_trials_note
from dlfund.tuning.network import Network, TargetScale
from dlfund.tuning.space import compiled, explored


def seed_of(*parts: Any) -> int:
    """A seed that depends on what it is for and on nothing else: not on who else is trained, or when."""
    return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:4], "big") >> 1


def fit_folds(network, task, dataset, folds, search, *, seed, progress=lambda count: None):
    """What a network does in each fold: an Outcome, and the fitted model with its encoder.

    Returns a list with one `(Outcome, Network or None)` a fold, in the order of `folds`.
    """
    space = explored(network, task)
    searches = [_FoldSearch(network, task, dataset, fold, search, seed, space) for fold in folds]
    room_for = max((len(fold.development) for fold in folds), default=0)
    while proposals := [(one, trial) for one in searches for trial in one.propose()]:
        members = [one.member(trial) for one, trial in proposals]
        started = time.perf_counter()
        fitted = _fit_each(members, search, progress, room_for)
        share = (time.perf_counter() - started) / len(members)
        for (one, trial), result in zip(proposals, fitted, strict=True):
            one.record(trial, result, share)
    return _refit(searches, search, progress)


def _fit_each(members, search, progress, room_for=0):
    """For each member what training made of it, or the error: one bad member must not take the others along."""
    if not members:
        return []
    try:
        return training.fit_population(
            members, batch_size=search.batch_size, room_for=room_for, on_done=lambda _: progress(1)
        )
    except Exception as error:
        if len(members) == 1:
            progress(1)
            return [error]
    half = len(members) // 2
    return [
        *_fit_each(members[:half], search, progress, room_for),
        *_fit_each(members[half:], search, progress, room_for),
    ]


def _refit(searches, search, progress):
    """Every fold's best trial once more, on all of its development rows."""
    alive = [one for one in searches if one.finished()]
    started = time.perf_counter()
    fitted = _fit_each([one.refit_member() for one in alive], search, progress)
    share = (time.perf_counter() - started) / max(1, len(alive))
    models = dict(zip((one.fold.name for one in alive), fitted, strict=True))
    return [one.outcome(models.get(one.fold.name), share) for one in searches]


@dataclass
class _FoldSearch:
    """One oracle, one fold, and what came of its trials."""

    network: Any
    task: Any
    dataset: Any
    fold: Any
    search: Any
    seed: int
    space: Any
    trials: list = field(default_factory=list)
    best: Any = None

    def __post_init__(self):
        self.oracle = self.search.new_oracle(seed_of(self.seed, self.network.__name__, self.fold.name))
        self.oracle.update_space(self.space)
        self.encoder, self.train, self.validation = self._encoded(self.fold.train, self.fold.validation)

    def _encoded(self, train, validation):
        """Encoder and target's scale, fitted to the training rows alone, and both parts through them."""
        x, y = self.dataset.x, self.dataset.y
        encoder = encode.for_network(self.dataset.schema).fit(x.iloc[train])
        target = TargetScale.of(self.task.kind, y[train])
        parts = []
        for kind, rows in ((TrainRows, train), (ValidationRows, validation)):
            if len(rows):
                encoded = encoder.transform(x.iloc[rows]).astype(self.task.input_dtype)
                wanted = encoded if self.task.kind == "clustering" else target.scaled(y[rows])
                parts.append(kind(encoded, wanted))
        return (encoder, target), *parts

    def propose(self):
        """As many new trials as the oracle will give before it hears of these."""
        proposals = []
        while self.search.at_once is None or len(proposals) < self.search.at_once:
            trial = self.oracle.create_trial(f"tuner{len(proposals)}")
            if trial.status != "RUNNING":
                break
            proposals.append(trial)
        return proposals

    def member(self, trial):
        return training.Member(
            build=lambda: compiled(self.network, self.task, trial.hyperparameters),
            train=self.train,
            validation=self.validation,
            epochs=trial.hyperparameters.values.get("tuner/epochs", self.search.epochs),
            patience=self.search.patience,
            seed=seed_of(self.seed, self.fold.name, trial.trial_id),
        )

    def record(self, trial, fitted, seconds):
        """Tell the oracle, and remember."""
        failed = isinstance(fitted, Exception)
        score = None if failed or not np.isfinite(fitted.best_score) else fitted.best_score
        message = "" if score is not None else "its validation loss is not a finite number"
        if failed:
            message = " ".join(f"{type(fitted).__name__}: {fitted}".split())[:300]
        if score is not None:
            self.oracle.update_trial(trial.trial_id, {"val_loss": score})
        trial.status = "COMPLETED" if score is not None else "FAILED"
        trial.message = message
        self.oracle.end_trial(trial)
        self.trials.append(Trial(_visible(trial), score, seconds, None if failed else fitted.epochs_run, message))
        if score is not None and (self.best is None or score < self.best[0]):
            self.best = (score, trial, fitted)

    def finished(self):
        return self.best is not None

    def refit_member(self):
        _, trial, fitted = self.best
        self.encoder, self.train, *_ = self._encoded(self.fold.development, [])
        return training.Member(
            build=lambda: compiled(self.network, self.task, trial.hyperparameters),
            train=self.train,
            epochs=fitted.best_epoch,
            seed=seed_of(self.seed, self.fold.name, "refit"),
        )

    def outcome(self, refitted, seconds):
        try:
            notes = failed_trials_note(self.trials)
            model = Network.of(_usable(refitted).to_model(), *self.encoder, self.task, self.train)
        except SearchError as error:
            return Outcome(self.fold.name, trials=tuple(self.trials), error=str(error)), None
        _, trial, chosen = self.best
        test = self.dataset.x.iloc[self.fold.test]
        return Outcome(
            fold=self.fold.name,
            predictions=model.predict(test).tolist() if len(test) else [],
            trials=tuple(self.trials),
            hyperparameters=_visible(trial),
            tune_seconds=sum(one.seconds for one in self.trials),
            fit_seconds=seconds,
            parameters=model.model.count_params(),
            epochs=chosen.best_epoch,
            history=_finite(chosen.history),
            notes=notes + tuple(dict.fromkeys(chosen.notes)),
        ), model


def _usable(refitted):
    """The refit, if there is one that can be judged and saved."""
    if refitted is None:
        raise SearchError("The search proposed no trial: the network has no dial that this oracle could turn.")
    if isinstance(refitted, Exception):
        raise SearchError(f"The refit failed. {type(refitted).__name__}: {refitted}")
    if not all(np.isfinite(weight).all() for weight in refitted.weights):
        raise SearchError("The refit on all development rows ended in weights that are not finite numbers.")
    return refitted


def _finite(history):
    """Curves up to the epoch from which a loss is no number any more: JSON knows no NaN."""
    values = np.array(list(history.values()), dtype=float)
    bad = np.flatnonzero(~np.isfinite(values).all(axis=0))
    end = int(bad[0]) if len(bad) else None
    return {name: curve[:end] for name, curve in history.items()}


def _visible(trial):
    """The hyperparameters that a network asked for, without the oracle's own bookkeeping."""
    return {name: value for name, value in trial.hyperparameters.values.items() if not name.startswith("tuner/")}
