"""A schema that would be misread is refused before anything is learned from it."""

import pytest
from small_data import write_dataset

from dlfund.data import DataError, read_schema


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
