"""A data set's own code makes its rows; what it makes is checked like a file."""

import hashlib

import pandas as pd
import pytest

from dlfund.data import DataError, checksum, load_dataset

GENERATE = """
import numpy as np
import pandas as pd

def table(rows=40, seed=0):
    x = np.random.default_rng(seed).normal(size=(rows, 2))
    return pd.DataFrame(x, columns=["a", "b"]).assign(sum=x.sum(axis=1))
"""
SCHEMA = """
title = "Sums"
target = "sum"
generated = true
rows = 40
sha256 = "SHA"
[[columns]]
name = "a"
[[columns]]
name = "b"
[options.longer]
title = "Longer sums"
"""


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "sums"
    place.mkdir()
    (place / "generate.py").write_text(GENERATE, encoding="utf-8")
    (place / "load.py").write_text(GENERATE.replace("table(rows=40", "longer(cache, rows=50"), encoding="utf-8")
    space: dict = {}
    exec(GENERATE, space)  # noqa: S102
    (place / "schema.toml").write_text(SCHEMA.replace("SHA", checksum(space["table"]())), encoding="utf-8")
    return tmp_path


def test_a_generated_table_has_the_rows_that_are_asked_for(folder):
    assert len(load_dataset("sums", folder=folder)) == 40
    more = load_dataset("sums", rows=1000, folder=folder)
    assert (len(more), more.schema.rows, more.notes) == (1000, 1000, ())


def test_other_numbers_than_described_are_said_and_not_refused(folder):
    assert load_dataset("sums", folder=folder).notes == ()
    path = folder / "sums" / "schema.toml"
    path.write_text(path.read_text().replace('sha256 = "', 'sha256 = "0'), encoding="utf-8")
    (note,) = load_dataset("sums", folder=folder).notes
    assert note.startswith("The rows of sums are not those that its schema describes")


def test_an_option_is_made_by_the_function_of_its_name(folder):
    dataset = load_dataset("sums", option="longer", folder=folder)
    assert (len(dataset), dataset.schema.title) == (50, "Longer sums")


def test_code_without_the_function_is_a_sentence(folder):
    (folder / "sums" / "generate.py").write_text("rows = 3", encoding="utf-8")
    with pytest.raises(DataError, match=r"generate\.py to define `table`"):
        load_dataset("sums", folder=folder)


def written(folder, rows):
    """The same data set as a file."""
    place = folder / "sums"
    lines = "".join(f"{row},{row % 7},{row + row % 7}\n" for row in range(rows))
    (place / "data.csv").write_text("a,b,sum\n" + lines, encoding="utf-8")
    digest = hashlib.sha256((place / "data.csv").read_bytes()).hexdigest()
    (place / "schema.toml").write_text(SCHEMA.replace("SHA", digest), encoding="utf-8")


def test_a_part_of_a_file_is_drawn_at_random_and_always_the_same(folder):
    written(folder, 200)
    some = load_dataset("sums", rows=50, folder=folder)
    assert (len(some), some.schema.rows) == (50, 50)
    assert some.x["a"].max() > 150
    assert (some.y == some.x["a"] + some.x["b"]).all()
    assert some.x.equals(load_dataset("sums", rows=50, folder=folder).x)


def test_of_rows_in_an_order_the_first_are_taken(folder):
    written(folder, 30)
    path = folder / "sums" / "schema.toml"
    path.write_text(path.read_text().replace('name = "b"', 'name = "b"\nrole = "order"'), encoding="utf-8")
    some = load_dataset("sums", rows=5, folder=folder)
    assert some.order.tolist() == [0, 0, 0, 0, 0]


def test_a_file_has_no_more_rows_than_it_has(folder):
    written(folder, 3)
    with pytest.raises(DataError, match="Expected between 1 and 3 rows"):
        load_dataset("sums", rows=5, folder=folder)


def test_a_checksum_sees_values_names_and_order_but_not_last_bits():
    table = pd.DataFrame({"a": [1.0, 2.5], "b": ["x", "y"]})
    same = table.assign(a=table["a"] * (1 + 1e-15))
    assert checksum(table) == checksum(same)
    others = [table.assign(a=table["a"] * 1.001), table.rename(columns={"a": "c"}), table[::-1], table.assign(b="x")]
    assert len({checksum(entry) for entry in [table, *others]}) == 5
