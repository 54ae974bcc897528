"""KerasTuner proposes, training trains: the trials of all folds together, then one refit per fold."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeAlias

from dlfund import training
from dlfund.core.network_function import NetworkFunction
from dlfund.core.outcome import Outcome
from dlfund.data.folds_to_fit import FoldsToFit
from dlfund.training.members import NO_ROOM, Room
from dlfund.training.tuning.fitted_network import Network
from dlfund.training.tuning.fold_search import FoldSearch
from dlfund.training.tuning.search import Search
from dlfund.training.tuning.space import explored
from dlfund.zoo.regimen import regimen_of

Trained: TypeAlias = training.Fitted | Exception  # a member that fails must not stop the others


def fit_folds(network: NetworkFunction, asked: FoldsToFit) -> list[tuple[Outcome, Network | None]]:
    """Tune and fit a network in each fold.

    An ensemble continues from `asked.outcomes`, the finished searches of its network. Where `asked.given` holds a
    fold's hyperparameters, one trial chooses the epoch and nothing else. `asked.seed` is the protocol's; each fold
    draws from a seed of its own, which its outcome records.

    Returns:
        list of (Outcome, Network or None), one per fold, in the order of `asked.folds`. None where the fold failed.
    """
    search, progress = asked.search, asked.progress
    searches = _searches(network, asked)
    room_for = _room_for(asked)
    while proposals := [(fold_search, trial) for fold_search in searches for trial in fold_search.propose()]:
        members = [fold_search.member(trial) for fold_search, trial in proposals]
        started = time.perf_counter()
        fitted = _fitted(network, members, search, progress, room_for)
        share = (time.perf_counter() - started) / len(members)
        for (fold_search, trial), result in zip(proposals, fitted, strict=True):
            fold_search.record(trial, result, share)
    for fold_search in searches:
        fold_search.score_validation(asked.validation_score)
    return _refit(network, searches, search, progress, room_for)


def _room_for(asked: FoldsToFit) -> Room:
    """What any fold of the comparison needs, in the search and in the refit."""
    folds = asked.every or asked.folds
    train, validation = (
        max((len(rows) for rows in parts), default=0)
        for parts in ([fold.development for fold in folds], [fold.validation for fold in folds])
    )
    return Room(train, validation, asked.search.epochs)


def _searches(network: NetworkFunction, asked: FoldsToFit) -> list[FoldSearch]:
    """One search per fold; finished where its outcome is known."""
    space = explored(network, asked.task)
    searches = []
    for fold in asked.folds:
        given = asked.given.get(fold.name)
        earlier = asked.earlier.get(fold.name)
        search = FoldSearch(network, asked.task, asked.dataset, fold, asked.search, asked.seed, space, given, earlier)
        if fold.name in asked.outcomes:
            search.take(asked.outcomes[fold.name])
        searches.append(search)
    return searches


def _fitted(
    network: NetworkFunction,
    members: list[training.Member],
    search: Search,
    progress: Callable[[int], None],
    room_for: Room = NO_ROOM,
) -> list[Trained]:
    """Each member's training, or its error, with the batch size that the network asks for."""
    regimen, results = regimen_of(network), dict[int, Trained]()
    sizes = [regimen.batch_size(len(member.train)) if regimen else search.batch_size for member in members]
    for size in sorted(set(sizes)):
        places = [place for place, other in enumerate(sizes) if other == size]
        trained = _fit_each([members[place] for place in places], size, progress, room_for)
        results |= zip(places, trained, strict=True)
    return [results[place] for place in range(len(members))]


def _fit_each(
    members: list[training.Member], batch_size: int, progress: Callable[[int], None], room_for: Room
) -> list[Trained]:
    """Each member's training, or its error: where training them together fails, they are trained in halves."""
    if not members:
        return []
    try:
        return [
            *training.fit_population(members, batch_size=batch_size, room_for=room_for, on_done=lambda _: progress(1))
        ]
    except Exception as error:
        if len(members) == 1:
            progress(1)
            return [error]
    half = len(members) // 2
    return [
        *_fit_each(members[:half], batch_size, progress, room_for),
        *_fit_each(members[half:], batch_size, progress, room_for),
    ]


def _refit(
    network: NetworkFunction,
    searches: list[FoldSearch],
    search: Search,
    progress: Callable[[int], None],
    room_for: Room,
) -> list[tuple[Outcome, Network | None]]:
    """Train every fold's best trial again, on all of its development rows."""
    members = [
        (fold_search, member)
        for fold_search in searches
        if fold_search.best is not None and fold_search.kept is None
        for member in fold_search.refit_members()
    ]
    started = time.perf_counter()
    fitted = _fitted(network, [member for _, member in members], search, progress, room_for)
    share = (time.perf_counter() - started) / max(1, len({fold_search.fold.name for fold_search, _ in members}))
    refitted: dict[str, list[Trained]] = {fold_search.fold.name: [] for fold_search in searches}
    for (fold_search, _), result in zip(members, fitted, strict=True):
        refitted[fold_search.fold.name].append(result)
    return [
        (fold_search.kept, None) if fold_search.kept else fold_search.outcome(refitted[fold_search.fold.name], share)
        for fold_search in searches
    ]
