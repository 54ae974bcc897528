"""An ensemble is its network's search, then several trainings of what that chose; its answer is their mean."""

import numpy as np
import pytest
from small_data import small_dataset

from dlfund import Task, baselines, ensemble, protocol, search
from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.running.progress import Watch
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.running.saved_models import load
from dlfund.data.folds_to_fit import FoldsToFit
from dlfund.training.tuning.ensembles import inner_folds
from dlfund.training.tuning.search import Search

DATASET = small_dataset()
TASK = Task(kind="binary", input_shape=(3,), classes=("no", "yes"), metric="roc_auc")
FOLDS = protocol.repeated_k_fold(3, 1).splits(DATASET, stratify=True)


def net(task, hp):
    """One hidden layer."""
    import keras

    width = hp.Choice("width", [2, 4])
    return keras.Sequential([keras.Input(task.input_shape), keras.layers.Dense(width, "relu"), task.head()])


def tuned(network, **options):
    from dlfund.training.tuning.tune import fit_folds

    return fit_folds(network, FoldsToFit(TASK, DATASET, tuple(FOLDS[:1]), Search("random", 3, 5), seed=0, **options))


def test_it_proposes_what_its_network_proposes_and_trains_several():
    ((alone, _),), ((together, model),) = tuned(net), tuned(ensemble(net, members=3))
    assert [trial.hyperparameters for trial in together.trials] == [trial.hyperparameters for trial in alone.trials]
    assert [trial.score for trial in together.trials] == [trial.score for trial in alone.trials]
    assert together.hyperparameters == alone.hyperparameters
    assert together.parameters == 3 * alone.parameters
    assert together.fit_seconds > 0

    x = model.encoder.transform(DATASET.x).astype("float32")
    members = [layer for layer in model.model.layers if layer.name.startswith("member_")]
    each = [member.predict(x, verbose=0)[:, 0] for member in members]
    assert len({entry.tobytes() for entry in each}) == 3
    np.testing.assert_allclose(model.predict(DATASET.x), np.mean(each, axis=0), rtol=1e-5)


def test_it_goes_on_from_a_search_that_is_over():
    ((alone, _),) = tuned(net)
    trained = []
    ((taken, _),) = tuned(
        ensemble(net, members=2), outcomes={FOLDS[0].name: alone}, progress=lambda count: trained.append(count)
    )
    ((searched, _),) = tuned(ensemble(net, members=2))
    assert sum(trained) == 2
    assert taken.predictions == searched.predictions
    assert taken.tune_seconds == alone.tune_seconds  # what the search cost is this contender's cost too


def test_every_row_is_left_out_by_one_member():
    folds = inner_folds(np.arange(10, 33), 4, seed=0)
    assert sorted(np.concatenate([stopped for _, stopped in folds])) == list(range(10, 33))
    for learned, stopped in folds:
        assert sorted(np.concatenate([learned, stopped])) == list(range(10, 33))


def test_in_a_comparison_it_borrows_the_search_and_is_saved_whole(tmp_path):
    import io

    from rich.console import Console

    both = ensemble(net, members=2)
    comparison = Comparison(
        DATASET,
        TASK,
        (both, net, baselines.majority_class()),
        protocol.repeated_k_fold(3, 1),
        search.random(trials=2, epochs=3),
    )
    assert comparison.trainings(net) == 4 * 3
    assert comparison.trainings(both) == 4 * 2
    folder = RunFolder.start(tmp_path, "small", {})
    with Watch(Console(file=io.StringIO()), sum(map(comparison.trainings, comparison.contenders))) as watch:
        comparison.run(folder, watch)
        assert watch.done == watch.total
    outcome = folder.read_outcome("net_ensemble", "1-1")
    assert outcome.trials == folder.read_outcome("net", "1-1").trials
    final = load(folder.model_folder("net_ensemble"), DATASET.schema)
    assert final.predict(DATASET.x).shape == (90,)


def test_one_member_is_no_ensemble():
    with pytest.raises(ValueError, match="Expected an ensemble of 2 or more members"):
        ensemble(net, members=1)
