"""A schema that would be misread is refused before anything is learned from it."""

import json
from dataclasses import asdict

import pytest
from small_data import write_dataset

from dlfund.data import DataError, Schema, read_schema


def test_the_kind_follows_from_the_classes(tmp_path):
    assert read_schema(write_dataset(tmp_path)).kind == "binary"
    assert read_schema(write_dataset(tmp_path, classes='["a", "b", "c"]')).kind == "multiclass"
    assert read_schema(write_dataset(tmp_path, classes="[]")).kind == "regression"


@pytest.mark.parametrize(
    "changes, reason",
    [
        ({"columns": ["study", "passed"]}, "a model that sees the target knows the answer"),
        ({"columns": ["study", "study"]}, "Expected different input columns"),
        ({"classes": '["yes"]'}, "Expected two or more different classes"),
        ({"classes": '["yes", "yes"]'}, "Expected two or more different classes"),
        ({"titel": '"typo"'}, "unexpected keyword argument 'titel'"),
        ({"title": "unquoted"}, "It can't be read"),
    ],
)
def test_a_misleading_schema_is_refused(tmp_path, changes, reason):
    with pytest.raises(DataError, match=reason):
        read_schema(write_dataset(tmp_path, **changes))


def test_an_unknown_role_is_refused(tmp_path):
    place = write_dataset(tmp_path)
    with (place / "schema.toml").open("a") as file:
        file.write('role = "label"\n')
    with pytest.raises(DataError, match="Received: role='label' of column 'noise'"):
        read_schema(place)


@pytest.mark.parametrize("content", [b"", b"\xff", b"columns = 3", b"title ="])
def test_a_file_that_is_no_schema_is_a_sentence(tmp_path, content):
    (tmp_path / "schema.toml").write_bytes(content)
    with pytest.raises(DataError, match=r"Expected .*schema.toml to describe a data set. It can't be read"):
        read_schema(tmp_path)


def test_a_missing_schema_is_a_sentence(tmp_path):
    with pytest.raises(DataError, match="No such file"):
        read_schema(tmp_path)


ARRAY = """
title = "pictures"
target = "label"
classes = ["a", "b", "c"]
shape = [2, 3, 1]
[[columns]]
name = "pixel"
repeat = 6
[[columns]]
name = "day"
role = "order"
[[columns]]
name = "person"
role = "group"
[options.other]
title = "other pictures"
files = [{ url = "https://example.org/other.zip", limit = 9 }]
"""


def test_columns_are_repeated_and_marks_are_no_inputs(tmp_path):
    schema = _schema(tmp_path, ARRAY)
    assert schema.inputs == [f"pixel_{number}" for number in range(6)]
    assert (schema.order, schema.group, schema.role, schema.kind) == ("day", "person", "array", "multiclass")


def test_an_option_changes_what_it_names_and_forgets_what_was_known_of_the_default(tmp_path):
    (tmp_path / "schema.toml").write_text('sha256 = "abc"\n' + ARRAY, encoding="utf-8")
    schema = read_schema(tmp_path, "other")
    assert (schema.title, schema.sha256, schema.shape) == ("other pictures", "", (2, 3, 1))
    with pytest.raises(DataError, match=r"Expected DATA to be an option of .*: other\. Received: 'another'"):
        read_schema(tmp_path, "another")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("[2, 3, 1]", "[2, 2, 1]"), "has numbers, in .*: 4. Received: 6"),
        (('target = "label"', 'target = "day"'), "a model that sees the target"),
        (('title = "pictures"', 'kind = "ranking"\ntitle = "p"'), "Expected kind to be one of"),
        (('name = "pixel"\nrepeat = 6', 'name = "pixel"\nrepeat = 6\nrole = "text"'), "text column to be the only"),
    ],
)
def test_a_schema_that_contradicts_itself_is_refused(tmp_path, change, message):
    with pytest.raises(DataError, match=message):
        _schema(tmp_path, ARRAY.replace(*change))


def test_a_schema_survives_json(tmp_path):
    schema = _schema(tmp_path, ARRAY)
    texts = json.loads(json.dumps(asdict(schema)))
    assert Schema.from_content(texts.pop("name"), texts) == schema


def _schema(folder, text):
    (folder / "schema.toml").write_text(text, encoding="utf-8")
    return read_schema(folder)
