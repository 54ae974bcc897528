"""KerasTuner proposes, training trains: the trials of all folds together, then one refit a fold."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from dlfund import training
from dlfund.data import TrainRows, ValidationRows, encode
from dlfund.outcome import Outcome, SearchError, Trial, failed_trials_note
from dlfund.tuning.ensembles import averaged_model, inner_folds, members_of, searched
from dlfund.tuning.given import GivenSettings
from dlfund.tuning.network import Network, TargetScale
from dlfund.tuning.space import compiled, explored
from dlfund.zoo.regimen import regimen_of


def seed_of(*parts: Any) -> int:
    """A seed that depends on what it is for and on nothing else: not on who else is trained, or when."""
    return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:4], "big") >> 1


def fit_folds(network, task, dataset, folds, search, *, seed, progress=lambda count: None, found=None, given=None):
    """What a network does in each fold: an Outcome, and the fitted model with its encoder.

    `found` holds, by fold, outcomes of a search that is over: an ensemble of the network goes on from there.
    `given` holds, by fold, hyperparameters that are not searched: one trial chooses the epoch alone.
    Returns a list with one `(Outcome, Network or None)` a fold, in the order of `folds`.
    """
    space = explored(network, task)
    searches = [
        _FoldSearch(network, task, dataset, fold, search, seed, space, (given or {}).get(fold.name)) for fold in folds
    ]
    for one in searches:
        if one.fold.name in (found or {}):
            one.take(found[one.fold.name])
    room_for = max((len(fold.development) for fold in folds), default=0)
    while proposals := [(one, trial) for one in searches for trial in one.propose()]:
        members = [one.member(trial) for one, trial in proposals]
        started = time.perf_counter()
        fitted = _fitted(network, members, search, progress, room_for)
        share = (time.perf_counter() - started) / len(members)
        for (one, trial), result in zip(proposals, fitted, strict=True):
            one.record(trial, result, share)
    return _refit(network, searches, search, progress)


def _fitted(network, members, search, progress, room_for=0):
    """What training made of each member, in steps of as many rows as the network asks for."""
    regimen, results = regimen_of(network), [None] * len(members)
    sizes = [regimen.batch_size(len(one.train)) if regimen else search.batch_size for one in members]
    for size in sorted(set(sizes)):
        places = [place for place, other in enumerate(sizes) if other == size]
        for place, result in zip(
            places, _fit_each([members[place] for place in places], size, progress, room_for), strict=True
        ):
            results[place] = result
    return results


def _fit_each(members, batch_size, progress, room_for):
    """For each member what training made of it, or the error: one bad member must not take the others along."""
    if not members:
        return []
    try:
        return training.fit_population(members, batch_size=batch_size, room_for=room_for, on_done=lambda _: progress(1))
    except Exception as error:
        if len(members) == 1:
            progress(1)
            return [error]
    half = len(members) // 2
    return [
        *_fit_each(members[:half], batch_size, progress, room_for),
        *_fit_each(members[half:], batch_size, progress, room_for),
    ]


def _refit(network, searches, search, progress):
    """Every fold's best trial once more, on all of its development rows."""
    members = [(one, member) for one in searches if one.best is not None for member in one.refit_members()]
    started = time.perf_counter()
    fitted = _fitted(network, [member for _, member in members], search, progress)
    share = (time.perf_counter() - started) / max(1, len({one.fold.name for one, _ in members}))
    refitted = {one.fold.name: [] for one in searches}
    for (one, _), result in zip(members, fitted, strict=True):
        refitted[one.fold.name].append(result)
    return [one.outcome(refitted[one.fold.name], share) for one in searches]


@dataclass(frozen=True)
class _Chosen:
    """The best trial so far."""

    score: float
    hyperparameters: Any
    epochs: int
    history: dict
    notes: tuple = ()


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
    given: dict | None = None
    trials: list = field(default_factory=list)
    best: _Chosen | None = None
    over: bool = False

    def __post_init__(self):
        name = searched(self.network).__name__  # an ensemble proposes what its network would
        own_seed = seed_of(self.seed, name, self.fold.name)
        self.oracle = self.search.new_oracle(own_seed) if self.given is None else GivenSettings(self.given)
        self.oracle.update_space(self.space)
        self.regimen = regimen_of(self.network)
        self.encoder, self.train, self.validation = self._encoded(self.fold.train, self.fold.validation)

    def _encoded(self, train, validation):
        """Encoder and target's scale, fitted to the training rows alone, and both parts through them."""
        x, y = self.dataset.x, self.dataset.y
        schema = self.dataset.schema
        encoding = self.regimen.encoding if self.regimen and schema.role == "table" else "for_network"
        encoder = getattr(encode, encoding)(schema).fit(x.iloc[train])
        target = TargetScale.of(self.task.kind, y[train])
        parts = []
        for kind, rows in ((TrainRows, train), (ValidationRows, validation)):
            if len(rows):
                encoded = encoder.transform(x.iloc[rows]).astype(self.task.input_dtype)
                wanted = encoded if self.task.kind == "clustering" else target.scaled(y[rows])
                weight = self.dataset.weight_of(rows)
                parts.append(kind(encoded, wanted, None if weight is None else weight.astype("float32")))
        return (encoder, target), *parts

    def _epochs(self, hyperparameters):
        """The most that a trial may have: what the search allows, and no more than the network asks for."""
        allowed = hyperparameters.values.get("tuner/epochs", self.search.epochs)
        return min(allowed, self.regimen.epochs) if self.regimen else allowed

    def _build(self, hyperparameters, rows):
        """How a member's network is made: for the columns of this fold, and a training of this length."""
        columns = {"input_shape": tuple(self.train.x.shape[1:])}  # other rows may have other levels, and other widths
        if self.dataset.schema.role == "table":
            layout = encode.layout(self.encoder[0])
            columns |= {"numeric": layout.numeric, "widths": layout.widths}
        task = replace(self.task, **columns)
        if self.regimen:
            task = replace(task, steps=self.regimen.steps(rows, self._epochs(hyperparameters)))
        return lambda: compiled(self.network, task, hyperparameters)

    def _patience(self):
        return self.regimen.patience if self.regimen else self.search.patience

    def _as_it_asks(self):
        return {"adapt": self.regimen.adapt, "whole_batches": self.regimen.whole_batches} if self.regimen else {}

    def take(self, outcome):
        """Go on from where another contender's search ended."""
        values = self.space.copy()
        values.values.update(outcome.hyperparameters)
        score = min(trial.score for trial in outcome.trials if trial.score is not None)
        self.trials, self.over = list(outcome.trials), True
        self.best = _Chosen(score, values, outcome.epochs, outcome.history)

    def propose(self):
        """As many new trials as the oracle will give before it hears of these."""
        proposals = []
        while not self.over and (self.search.at_once is None or len(proposals) < self.search.at_once):
            trial = self.oracle.create_trial(f"tuner{len(proposals)}")
            if trial.status != "RUNNING":
                break
            proposals.append(trial)
        return proposals

    def member(self, trial):
        return training.Member(
            build=self._build(trial.hyperparameters, len(self.train)),
            train=self.train,
            validation=self.validation,
            epochs=self._epochs(trial.hyperparameters),
            patience=self._patience(),
            seed=seed_of(self.seed, self.fold.name, trial.trial_id),
            **self._as_it_asks(),
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
        self.trials.append(
            Trial(_visible(trial.hyperparameters), score, seconds, None if failed else fitted.epochs_run, message)
        )
        if score is not None and (self.best is None or score < self.best.score):
            history = fitted.history
            self.best = _Chosen(score, trial.hyperparameters, fitted.best_epoch, history, tuple(fitted.notes))

    def refit_members(self):
        """The best trial once more on all development rows; or several times, each without one part of them."""
        self.encoder, self.train, *_ = self._encoded(self.fold.development, [])
        number = members_of(self.network)
        if number == 1:
            return [self._refit_member("refit", self.train, epochs=self.best.epochs)]
        places = inner_folds(np.arange(len(self.train)), number, seed_of(self.seed, self.fold.name, "inner"))
        return [
            self._refit_member(
                f"member {place}",
                _rows(TrainRows, self.train, learned),
                validation=_rows(ValidationRows, self.train, stopped),
                epochs=self._epochs(self.best.hyperparameters),
                patience=self._patience(),
            )
            for place, (learned, stopped) in enumerate(places, start=1)
        ]

    def _refit_member(self, what, train, **words):
        return training.Member(
            build=self._build(self.best.hyperparameters, len(train)),
            train=train,
            seed=seed_of(self.seed, self.fold.name, what),
            **self._as_it_asks(),
            **words,
        )

    def outcome(self, refitted, seconds):
        try:
            notes = failed_trials_note(self.trials)
            models = [_usable(one).to_model() for one in refitted or [None]]
            model = models[0] if len(models) == 1 else averaged_model(models)
            clamped = self.regimen is not None and self.regimen.clamped
            model = Network.of(model, *self.encoder, self.task, self.train, clamped=clamped)
        except SearchError as error:
            return Outcome(self.fold.name, trials=tuple(self.trials), error=str(error)), None
        test = self.dataset.x.iloc[self.fold.test]
        return Outcome(
            fold=self.fold.name,
            predictions=model.predict(test).tolist() if len(test) else [],
            trials=tuple(self.trials),
            hyperparameters=_visible(self.best.hyperparameters),
            tune_seconds=sum(one.seconds for one in self.trials),
            fit_seconds=seconds,
            parameters=model.model.count_params(),
            epochs=self.best.epochs,
            history=_finite(self.best.history),
            notes=notes + tuple(dict.fromkeys(self.best.notes)),
        ), model


def _rows(kind, whole, chosen):
    """Some of the rows, for this purpose."""
    weight = whole.sample_weight
    return kind(whole.x[chosen], whole.y[chosen], None if weight is None else weight[chosen])


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


def _visible(hyperparameters):
    """The hyperparameters that a network asked for, without the oracle's own bookkeeping."""
    return {name: value for name, value in hyperparameters.values.items() if not name.startswith("tuner/")}
