"""A pipeline that dlfund 0.1 saved before its modules moved is still read, and predicts what it predicted then.

A .skops file holds the modules' paths of what dlfund wrote. `saved_by_0_1/` was written by the last commit before the
move, from the first 90 of 120 rows of the mixed table without its text.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from mixed_data import ROLES, mixed_dataset, mixed_schema

from dlfund.baselines.fit import predict
from dlfund.core.errors import UserError
from dlfund.core.estimator_file import TRUSTED, load_estimator

SAVED = Path(__file__).parent / "saved_by_0_1"


def test_a_pipeline_saved_before_the_move_predicts_the_same():
    roles = {name: role for name, role in ROLES.items() if name != "words"}
    dataset = mixed_dataset("binary", rows=120)
    dataset = replace(dataset, x=dataset.x[list(roles)], schema=mixed_schema("binary", roles, 120))
    answers = json.loads((SAVED / "answers.json").read_text())["logistic_regression"]
    estimator = load_estimator(SAVED / "logistic_regression.skops")
    assert predict(estimator, dataset.schema, dataset.x.iloc[:5]).tolist() == pytest.approx(answers, abs=1e-12)


def test_every_trusted_type_of_dlfund_stands_where_files_say():
    for name in (name for name in TRUSTED if name.startswith("dlfund.")):
        module, _, own = name.rpartition(".")
        assert hasattr(pytest.importorskip(module), own), name


def test_what_is_no_model_is_refused(tmp_path):
    (tmp_path / "model.skops").write_text("not a zip file")
    with pytest.raises(UserError, match="Expected a saved model at"):
        load_estimator(tmp_path / "model.skops")
