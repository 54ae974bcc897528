"""The schema file says what the dataclasses say: results of every kind fit it, and altered ones don't."""

import json

import jsonschema
import pytest
from report.made_results import changed, made_result

from dlfund.comparison.result.old_schemas import SCHEMA
from dlfund.comparison.result.results_schema import PATH, schema_text


@pytest.fixture(scope="module")
def schema():
    return jsonschema.Draft202012Validator(json.loads(PATH.read_text(encoding="utf-8")))


def test_the_file_is_what_the_dataclasses_say(schema):
    assert PATH.read_text(encoding="utf-8") == schema_text(), "python -m dlfund.comparison.result.results_schema"
    schema.check_schema(schema.schema)


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"kind": "regression", "metric": "rmse"},
        {"kind": "multiclass", "metric": "accuracy"},
        {"kind": "clustering", "metric": "adjusted_rand", "picture": False, "views": "groups"},
        {"failed": {"ann": [0, 1, 2]}, "failed_trials": ["perceptron"], "published": {"ann": 0.9}},
    ],
)
def test_results_of_every_kind_fit(schema, arguments):
    schema.validate(made_result(**arguments).to_dict())


def test_a_section_of_a_user_table_fits(schema):
    scores = {"ann": {"roc_auc": {"score": 0.8, "low": 0.7, "high": 0.9}}}
    schema.validate(changed(made_result(), held_out={"rows": 9, "scores": scores}).to_dict())


def alterations():
    def without(content):
        del content["verdict"]

    def added(content):
        content["verdict"]["luck"] = 1

    def too_large(content):
        content["verdict"]["pairs"][0]["p_value"] = 2

    def of_another_kind(content):
        content["contenders"][0]["family"] = "forest"

    def text(content):
        content["contenders"][0]["cost"]["parameters"] = "many"

    return without, added, too_large, of_another_kind, text


@pytest.mark.parametrize("alter", alterations())
def test_an_altered_result_does_not_fit(schema, alter):
    content = made_result().to_dict()
    assert content["schema"] == SCHEMA
    alter(content)
    assert not schema.is_valid(content)
