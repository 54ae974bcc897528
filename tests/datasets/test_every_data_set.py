"""Every data set's folder holds what its schema and its README say."""

import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from dlfund.data import load_dataset
from dlfund.data.folder import generated_table
from dlfund.data.schema import read_schema

FOLDER = Path(__file__).parents[2] / "datasets"
NAMES = sorted(path.parent.name for path in FOLDER.glob("*/schema.toml"))
GENERATED = sorted(path.parent.name for path in FOLDER.glob("*/generate.py"))


def stated(name):
    return tomllib.loads((FOLDER / name / "schema.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_it_loads_and_is_as_described(name):
    dataset = load_dataset(name, folder=FOLDER)
    texts = stated(name)
    assert dataset.notes == ()  # the checksum agrees
    assert len(dataset) == texts["rows"]
    assert dataset.x.shape == (texts["rows"], len(dataset.schema.columns))
    assert dataset.schema.licence
    assert dataset.schema.source
    if dataset.schema.classes:
        assert set(dataset.y) == set(range(len(dataset.schema.classes)))
    if dataset.schema.order:
        assert (dataset.order[1:] > dataset.order[:-1]).all()


@pytest.mark.parametrize("name", NAMES)
def test_its_readme_names_its_columns_source_and_licence(name):
    readme = (FOLDER / name / "README.md").read_text(encoding="utf-8")
    schema = read_schema(FOLDER / name)
    assert readme.startswith(f"# {name}\n")
    assert f"`{schema.target}`" in readme
    assert "icence" in readme
    assert f"`{schema.inputs[0]}`" in readme
    assert f"`{schema.inputs[-1]}`" in readme
    for option in stated(name).get("options", {}):
        assert f"`{option}`" in readme


@pytest.mark.parametrize("name", [name for name in GENERATED if name != "student_pass_fail"])
def test_a_generated_table_is_the_same_every_time_and_of_any_size(name):
    few = generated_table(FOLDER / name, 30)
    pd.testing.assert_frame_equal(few, generated_table(FOLDER / name, 30))
    assert len(few) == 30
    assert list(few.columns) == list(generated_table(FOLDER / name, 50).columns)


@pytest.mark.parametrize("name", NAMES)
def test_it_says_whether_it_is_made_up(name):
    texts = stated(name)
    assert texts.get("generated", False) == (name in GENERATED)
    if name in GENERATED and not name.startswith("mnist1d"):
        assert texts["best_possible"]["draws"] >= 1_000_000
    else:
        assert "best_possible" not in texts


@pytest.mark.parametrize("name", NAMES)
def test_the_list_of_data_sets_says_the_same(name):
    lines = (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    (line,) = (line for line in lines if line.startswith(f"| [{name}]({name}) | "))
    texts = stated(name)
    assert f"| {texts['rows']:,} |" in line
    assert texts["title"] in line
    assert ("generated" in line) == texts.get("generated", False)
    assert all(f"`{option}`" in line for option in texts.get("options", {}))
    best = [score["value"] for metric, score in texts.get("best_possible", {}).items() if metric != "draws"]
    assert any(f" {value:.3f} |" in line for value in best) or "not known" in line


def test_no_file_names_a_package_registry():
    hosts = re.compile("|".join(["py" + "pi", "anaconda", "conda" + "-forge", "npm" + "js"]), re.IGNORECASE)
    assert not [
        path for path in FOLDER.glob("*/*") if path.is_file() and hosts.search(path.read_text(encoding="utf-8"))
    ]
