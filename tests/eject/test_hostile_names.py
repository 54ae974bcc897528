"""Whatever columns, classes and cells are called, they come out as text."""

import ast
import hashlib
import io
import json
import runpy
import tempfile
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
import pytest
from ejected_scripts import said_alone, score_in
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.console import Console

from dlfund import Recipe, baselines, protocol, search
from dlfund.comparison.result import Result
from dlfund.data import Column, Dataset, Schema
from dlfund.eject import eject
from dlfund.eject.expression import Expressions
from dlfund.eject.imports import Imports
from dlfund.eject.layout import laid_out, text_code
from dlfund.eject.table_code import constants_code, reading_code, write_table
from dlfund.eject.transplant import Transplants

HOSTILE = [
    'a"b', "it's", '"""', "'''", "two\nlines", "carriage\rreturn", "back\\slash", "\\", "tab\t", "{name}", "%s",
    "__import__('os').abort()", "émoji 🦉", "\u202eright to left", "x" * 300, "<script>alert(1)</script>", "=1+1",
    "None", "NA", " ", ",", ";", "#", "0", "\ue000",
]  # fmt: skip
NAMES = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
CELLS = NAMES.filter(bool)


def written(dataset, folder):
    """The part of a script that reads the table, and the table beside it."""
    imports = Imports()
    write = Expressions(imports, Transplants(imports, lambda thing: None))
    code = [constants_code(dataset, write), reading_code(dataset, write)]
    script = folder / "reading.py"
    script.write_text("\n\n".join([imports.lines(), *code]), encoding="utf-8")
    write_table(dataset, folder / "data.csv")
    return script


@given(NAMES)
@example('"')
def test_a_text_is_a_literal_that_means_itself(text):
    assert ast.literal_eval(text_code(text)) == text


@given(st.lists(NAMES, min_size=1, max_size=30, unique=True))
@example(HOSTILE)
def test_a_list_of_names_is_a_literal_that_means_itself(names):
    imports = Imports()
    node = Expressions(imports, Transplants(imports, lambda thing: None)).of({"columns": names})
    assert ast.literal_eval(laid_out(node)) == {"columns": names}


@settings(max_examples=40)
@given(st.lists(NAMES.filter(str.strip), min_size=6, max_size=6, unique=True), st.lists(CELLS, min_size=4, max_size=4))
@example(HOSTILE[:6], HOSTILE[6:10])
@example(HOSTILE[6:12], ["NA", "None", "nan", "1.0"])
def test_a_script_reads_the_rows_that_were_compared(names, cells):
    *inputs, target = names
    numeric, ordinal, categorical, text, date = inputs
    x = pd.DataFrame(
        {
            numeric: [0.1 + 0.2, np.nan, -1e300, 5e-324],
            ordinal: [1.0, 2.0, np.nan, 3.0],
            categorical: pd.array([cells[0], np.nan, cells[1], cells[0]], dtype="str"),
            text: pd.array(cells, dtype="str"),
            date: pd.to_datetime(["2020-02-29", None, "1999-12-31 23:59:59.123456789", "2020-01-01"], format="ISO8601"),
        }
    ).astype({date: "datetime64[ns]"})
    roles = ("numeric", "ordinal", "categorical", "text", "date")
    columns = tuple(Column(name, role) for name, role in zip(inputs, roles, strict=True))
    classes = (cells[0] + "0", cells[0] + "1")
    dataset = Dataset(Schema("hostile", "", target, columns, classes), x, np.array([0, 1, 1, 0]))
    with tempfile.TemporaryDirectory() as folder:
        script = written(dataset, Path(folder))
        ast.parse(script.read_text(encoding="utf-8"))
        read = runpy.run_path(str(script))["read"]
        again, y = read(Path(folder) / "data.csv")
    pd.testing.assert_frame_equal(again, x)
    assert y.tolist() == [0, 1, 1, 0]


def toml(text):
    return json.dumps(text, ensure_ascii=False)


@pytest.fixture
def hostile_run(tmp_path, monkeypatch):
    """A finished run whose columns, classes and cells try to be code."""
    generator = np.random.default_rng(0)
    names = [HOSTILE[0], HOSTILE[2], HOSTILE[4], "__import__('os').abort()", "émoji 🦉"]
    numeric, other, category, boolean, target = names
    table = pd.DataFrame(
        {
            numeric: generator.normal(size=80),
            other: generator.normal(size=80),
            category: generator.choice(["'''", '"""', "NA"], 80),
            boolean: generator.choice(["True", "False"], 80),
        }
    )
    table[target] = np.where(table[numeric] + generator.normal(size=80) > 0, "'); exit(3) #", '"')
    place = tmp_path / "datasets" / "hostile"
    place.mkdir(parents=True)
    table.to_csv(place / "data.csv", index=False)
    roles = {category: "categorical", boolean: "categorical"}
    columns = [f'[[columns]]\nname = {toml(name)}\nrole = "{roles.get(name, "numeric")}"\n' for name in names[:-1]]
    checksum = hashlib.sha256((place / "data.csv").read_bytes()).hexdigest()
    classes = ", ".join(map(toml, ['"', "'); exit(3) #"]))
    head = f'title = "Hostile"\ntarget = {toml(target)}\nclasses = [{classes}]\nrows = 80\nsha256 = "{checksum}"\n'
    (place / "schema.toml").write_text(head + "".join(columns), encoding="utf-8")
    monkeypatch.setenv("DLFUND_DATASETS", str(place.parent))
    recipe = Recipe(
        dataset="hostile",
        metric="log_loss",
        protocol=protocol.repeated_k_fold(folds=2, repeats=1),
        search=search.random(trials=1),
        contenders=[baselines.logistic_regression(), baselines.gradient_boosting()],
        reference="logistic_regression",
    )
    with joblib.parallel_config(backend="threading"):
        return recipe.run(runs=tmp_path / "runs", console=Console(file=io.StringIO())).folder


def test_a_script_of_hostile_columns_reaches_the_score(hostile_run, tmp_path):
    names = ["logistic_regression", "gradient_boosting"]
    scripts = [eject(hostile_run, name, tmp_path / name).script for name in names]
    for name, lines in zip(names, said_alone(*([script] for script in scripts)), strict=True):
        assert score_in(lines) == pytest.approx(Result.read(hostile_run).mean(name), abs=1e-6)
