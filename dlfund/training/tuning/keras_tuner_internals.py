"""What dlfund needs of KerasTuner and its public interface does not offer."""

from __future__ import annotations

from typing import Any


def keep_in_memory(oracle: Any) -> Any:
    """An oracle that writes no files: it would write two per trial, and a run keeps its own record of every trial.

    Missing in KerasTuner: a search without a folder.
    """
    oracle.save = oracle._save_trial = lambda *_: None
    return oracle


def default_first(oracle: Any) -> Any:
    """The oracle's first draw is replaced by the default of the search space. A grid search begins there by itself.

    Missing in KerasTuner: an option for where a search begins.
    """
    draw = oracle._random_values

    def values() -> Any:
        if oracle.trials:
            return draw()
        space = oracle.get_space()
        active = filter(space.is_active, space.space)
        return {hyperparameter.name: hyperparameter.default for hyperparameter in active}

    oracle._random_values = values
    return oracle


def without_repetition(oracle: Any) -> Any:
    """A Gaussian process may propose a point that was tried before, from which it learns nothing: draw another instead.

    Missing in KerasTuner: a search that repeats no trial.
    """
    populate = oracle.populate_space

    def populated(trial_id: str) -> Any:
        proposal = populate(trial_id)
        if proposal["status"] != "RUNNING" or not oracle._duplicate(proposal["values"]):
            return proposal
        values = oracle._random_values()
        return {"status": "STOPPED" if values is None else "RUNNING", "values": values}

    oracle.populate_space = populated
    return oracle
