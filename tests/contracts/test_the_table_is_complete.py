"""Every public component has a row in the table, and the table has no row too many."""

import importlib

import pytest
from contracts.loss_specimens import LOSSES
from contracts.metric_specimens import METRICS
from contracts.optimizer_specimens import OPTIMIZERS
from contracts.specimens import ACTIVATION_LAYERS, ACTIVATIONS, DOORS, INITIALIZERS, LAYERS, LOSS_FUNCTIONS

TABLES = {
    "activations": {**ACTIVATIONS, **ACTIVATION_LAYERS},
    "initializers": INITIALIZERS,
    "layers": LAYERS,
    "losses": LOSSES,
    "metrics": METRICS,
    "optimizers": OPTIMIZERS,
}


@pytest.mark.parametrize("folder", TABLES)
def test_every_public_name_has_a_row(folder):
    package = importlib.import_module(f"dlfund.{folder}")
    assert set(package.__all__) - DOORS - LOSS_FUNCTIONS == set(TABLES[folder])


@pytest.mark.parametrize("folder", TABLES)
def test_every_concept_is_public(folder):
    """What a file registers under dlfund> is offered by its package."""
    import keras

    package = importlib.import_module(f"dlfund.{folder}")
    registered = keras.saving.get_custom_objects().values()
    here = {concept.__name__ for concept in registered if concept.__module__.startswith(f"dlfund.{folder}.")}
    assert here - INTERNAL <= set(package.__all__)


INTERNAL = {"Seeded"}  # a parent that no user makes
