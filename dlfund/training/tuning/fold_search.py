"""One network's search in one fold: the proposed trials, their scores, and the fold's outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from dlfund import training
from dlfund.core.as_json import as_json
from dlfund.core.network_function import HyperParameters, NetworkFunction
from dlfund.core.outcome import (
    HyperparameterValues,
    Outcome,
    SearchError,
    Trial,
    failed_trials_note,
    few_trials_note,
    other_notes,
)
from dlfund.core.seeds import fold_seed, seed_of
from dlfund.core.task import Task
from dlfund.data import Dataset, Fold, TrainRows, ValidationRows, encode
from dlfund.data.folds_to_fit import ValidationScore
from dlfund.data.rows import Rows
from dlfund.training.tuning.ensembles import averaged_model, inner_folds, members_of, searched
from dlfund.training.tuning.fitted_network import Network, TargetScale
from dlfund.training.tuning.fixed_oracle import FixedOracle
from dlfund.training.tuning.member_options import Builders, RegimenOptions
from dlfund.training.tuning.search import Search
from dlfund.training.tuning.space import changed, compiled, other_numbers
from dlfund.training.tuning.trial_results import finite, score_of, usable, visible
from dlfund.zoo.regimen import regimen_of

if TYPE_CHECKING:
    import keras

RowsOfOnePurpose = TypeVar("RowsOfOnePurpose", bound=Rows)


@dataclass(frozen=True)
class _Best:
    """The best trial so far."""

    score: float
    hyperparameters: HyperParameters
    epochs: int | None
    history: dict[str, list[float]]
    notes: tuple[str, ...] = ()
    fitted: training.Fitted | None = field(default=None, repr=False)
    place: int = 0  # among the trials


@dataclass
class FoldSearch:
    """One fold, the oracle of its search, and the trials so far."""

    network: NetworkFunction
    task: Task
    dataset: Dataset
    fold: Fold
    search: Search
    seed: int
    space: HyperParameters
    given: HyperparameterValues | None = None
    earlier: Outcome | None = None
    trials: list[Trial] = field(default_factory=list)
    best: _Best | None = None
    over: bool = False

    def __post_init__(self) -> None:
        name = searched(self.network).__name__  # an ensemble searches as its network would
        self.search_seed = fold_seed(self.seed, name, self.fold.name)
        self.own_seed = fold_seed(self.seed, self.network.__name__, self.fold.name)
        oracle_seed = seed_of(self.search_seed, "search")
        self.oracle = self.search.new_oracle(oracle_seed) if self.given is None else FixedOracle(self.given)
        self.oracle.update_space(self.space)
        self.before: list[Trial] = []  # trials that are not repeated
        if self.earlier is not None and not self.earlier.error:
            self.before = list(self.earlier.trials)
        self.regimen = regimen_of(self.network)
        self.encoder, self.train, self.validation = self._encoded(self.fold.train, self.fold.validation)

    def _encoded(self, train: np.ndarray, validation: np.ndarray) -> tuple[Any, ...]:
        """The encoder and the target's scale, fitted to the training rows alone, and the rows encoded by them."""
        x, y = self.dataset.x, self.dataset.y
        schema = self.dataset.schema
        encoding = self.regimen.encoding if self.regimen and schema.role == "table" else "for_network"
        encoder = getattr(encode, encoding)(schema).fit(x.iloc[train])
        target = TargetScale.of(self.task.task_kind, y[train], schema.target_log)
        parts = []
        for kind, rows in ((TrainRows, train), (ValidationRows, validation)):
            if len(rows):
                encoded = encoder.transform(x.iloc[rows]).astype(self.task.input_dtype)
                targets = target.scaled(y[rows]) if self.task.task_kind.labelled else encoded
                weight = self.dataset.weight_of(rows)
                parts.append(kind(encoded, targets, None if weight is None else weight.astype("float32")))
        return (encoder, target), *parts

    def _epochs(self, hyperparameters: HyperParameters) -> int:
        """Maximum number of epochs of a trial: what the search allows, and no more than the network asks for."""
        allowed = hyperparameters.values.get("tuner/epochs", self.search.epochs)
        return min(allowed, self.regimen.epochs) if self.regimen else allowed

    def _builders(self, hyperparameters: HyperParameters, rows: int) -> Builders:
        """What builds a member's network for this fold's columns and this many rows, and the networks alike."""
        input_shape = tuple(self.train.x.shape[1:])  # rows of another fold may have other levels, and so other widths
        if self.dataset.schema.role == "table":
            layout = encode.layout(self.encoder[0])
            task = replace(self.task, input_shape=input_shape, numeric=layout.numeric, widths=layout.widths)
        else:
            task = replace(self.task, input_shape=input_shape)
        if self.regimen:
            task = replace(task, steps=self.regimen.steps(rows, self._epochs(hyperparameters)))

        def builder(change: HyperparameterValues) -> Callable[[], keras.Model]:
            return lambda: compiled(self.network, task, changed(hyperparameters, change))

        others = tuple(map(builder, other_numbers(hyperparameters)))
        return {"build": lambda: compiled(self.network, task, hyperparameters), "alike": others}

    def _patience(self) -> int | None:
        return self.regimen.patience if self.regimen else self.search.patience

    def _regimen_options(self) -> RegimenOptions:
        if self.regimen is None:
            return {}
        return {"adapt": self.regimen.adapt, "whole_batches": self.regimen.whole_batches}

    def take(self, outcome: Outcome) -> None:
        """Continue from another contender's finished search."""
        values = self.space.copy()
        values.values.update(outcome.hyperparameters)
        score = min(trial.score for trial in outcome.trials if trial.score is not None)
        self.trials, self.over = list(outcome.trials), True
        self.best = _Best(score, values, outcome.epochs, outcome.history)

    def propose(self) -> list[Any]:
        """As many new trials as the oracle proposes before it is told the scores of these.

        Those that an earlier search had already are recorded with their scores.
        """
        while proposals := self._proposals():
            if new := [trial for trial in proposals if not self._had(trial)]:
                return new
        return []

    def _had(self, trial: Any) -> bool:
        """Whether the earlier search had this trial next; if so it is recorded."""
        if not self.before or as_json(visible(trial.hyperparameters)) != as_json(self.before[0].hyperparameters):
            self.before = []
            return False
        before = self.before.pop(0)
        self._tell(trial, before.score, before.message)
        self.trials.append(before)
        if self.earlier and before.score is not None and (self.best is None or before.score < self.best.score):
            own = before.hyperparameters == self.earlier.hyperparameters  # of others neither curve nor epoch was kept
            kept = (self.earlier.epochs, self.earlier.history) if own else (before.epochs, {})
            self.best = _Best(before.score, trial.hyperparameters, *kept, other_notes(self.earlier.notes))
        return True

    def _proposals(self) -> list[Any]:
        proposals: list[Any] = []
        while not self.over and (self.search.at_once is None or len(proposals) < self.search.at_once):
            trial = self.oracle.create_trial(f"tuner{len(proposals)}")
            if trial.status != "RUNNING":
                break
            proposals.append(trial)
        return proposals

    def member(self, trial: Any) -> training.Member:
        return training.Member(
            **self._builders(trial.hyperparameters, len(self.train)),
            train=self.train,
            validation=self.validation,
            epochs=self._epochs(trial.hyperparameters),
            patience=self._patience(),
            seed=seed_of(self.search_seed, "trial", trial.trial_id.lstrip("0")),  # padded to the number of trials
            **self._regimen_options(),
        )

    def record(self, trial: Any, fitted: training.Fitted | Exception, seconds: float) -> None:
        """Tell the oracle the trial's score, and record the trial."""
        score, message = score_of(fitted)
        self._tell(trial, score, message)
        epochs = None if isinstance(fitted, Exception) else fitted.epochs_run
        self.trials.append(Trial(visible(trial.hyperparameters), score, seconds, epochs, message))
        if isinstance(fitted, Exception) or score is None or (self.best is not None and score >= self.best.score):
            return
        self.best = _Best(
            score,
            trial.hyperparameters,
            fitted.best_epoch,
            fitted.history,
            tuple(fitted.notes),
            fitted,
            len(self.trials) - 1,
        )

    def score_validation(self, score: ValidationScore | None) -> None:
        """Record the deciding metric of the best trial on the validation rows, before the refit encodes rows anew."""
        if score is None or self.best is None or self.best.fitted is None or not self.task.task_kind.labelled:
            return
        (encoder, target), clamped = self.encoder, self.regimen is not None and self.regimen.clamped
        network = Network.of(self.best.fitted.to_model(), encoder, target, self.task, self.train, clamped=clamped)
        rows, place = self.dataset.of_rows(self.fold.validation), self.best.place
        self.trials[place] = replace(self.trials[place], validation=score(rows.y, network.predict(rows.x), rows.weight))
        self.best = replace(self.best, fitted=None)

    def _tell(self, trial: Any, score: float | None, message: str) -> None:
        """Tell the oracle how a trial ended."""
        if score is not None:
            self.oracle.update_trial(trial.trial_id, {"val_loss": score})
        trial.status = "COMPLETED" if score is not None else "FAILED"
        trial.message = message
        self.oracle.end_trial(trial)

    @property
    def kept(self) -> Outcome | None:
        """The earlier outcome with all trials, where the search chose the same trial again; else None."""
        if self.earlier is None or self.best is None:
            return None
        notes, chosen = self._notes() + other_notes(self.earlier.notes), visible(self.best.hyperparameters)
        return self.earlier.after_more_trials(self.trials, chosen, self.best.epochs, notes)

    def _notes(self) -> tuple[str, ...]:
        asked = self.search.trials if self.given is None else 0
        return failed_trials_note(self.trials) + few_trials_note(self.trials, asked)

    @property
    def chosen(self) -> _Best:
        """The best trial of a finished search."""
        if self.best is None:
            raise SearchError(
                "The search proposed no trial: the network has no hyperparameter that this oracle could tune."
            )
        return self.best

    def refit_members(self) -> list[training.Member]:
        """The best trial again on all development rows; for an ensemble several times, each without one part."""
        self.encoder, self.train, *_ = self._encoded(self.fold.development, np.array([], dtype=int))
        number = members_of(self.network)
        if number == 1:
            return [self._refit_member("refit", self.train, epochs=self.chosen.epochs)]
        places = inner_folds(np.arange(len(self.train)), number, seed_of(self.own_seed, "inner"))
        return [
            self._refit_member(
                f"member {place}",
                _rows(TrainRows, self.train, learned),
                validation=_rows(ValidationRows, self.train, left_out),
                epochs=self._epochs(self.chosen.hyperparameters),
                patience=self._patience(),
            )
            for place, (learned, left_out) in enumerate(places, start=1)
        ]

    def _refit_member(self, what: str, train: TrainRows, **options: Any) -> training.Member:
        return training.Member(
            **self._builders(self.chosen.hyperparameters, len(train)),
            train=train,
            seed=seed_of(self.own_seed, what),
            **self._regimen_options(),
            **options,
        )

    def outcome(self, refitted: list[training.Fitted | Exception], seconds: float) -> tuple[Outcome, Network | None]:
        """The fold's outcome, and its network; None where the search or the refit failed."""
        try:
            notes = self._notes()
            best = self.chosen
            models = [usable(member).to_model() for member in refitted]
            model = models[0] if len(models) == 1 else averaged_model(models)
            clamped = self.regimen is not None and self.regimen.clamped
            encoder, target = self.encoder
            model = Network.of(model, encoder, target, self.task, self.train, clamped=clamped)
        except SearchError as error:
            return Outcome(self.fold.name, trials=tuple(self.trials), error=str(error), seed=self.own_seed), None
        test = self.dataset.x.iloc[self.fold.test]
        return Outcome(
            fold=self.fold.name,
            predictions=model.predict(test).tolist() if len(test) else [],
            trials=tuple(self.trials),
            hyperparameters=visible(best.hyperparameters),
            tune_seconds=sum(trial.seconds for trial in self.trials),
            fit_seconds=seconds,
            parameters=model.model.count_params(),
            epochs=best.epochs,
            history=finite(best.history),
            notes=notes + tuple(dict.fromkeys(best.notes)),
            seed=self.own_seed,
        ), model


def _rows(kind: type[RowsOfOnePurpose], whole: Rows, chosen: np.ndarray) -> RowsOfOnePurpose:
    """Some of the rows, of the class for their purpose."""
    weight = whole.sample_weight
    return kind(whole.x[chosen], whole.y[chosen], None if weight is None else weight[chosen])
