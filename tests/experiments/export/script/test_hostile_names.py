"""Whatever columns, classes and cells are called, they come out as text."""

import ast
import runpy
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from ejected_scripts import ran, said_alone, score_in
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dlfund import baselines, zoo
from dlfund.comparison.result.result import Result
from dlfund.data import Column, Dataset, Schema
from dlfund.experiments.export.script import eject
from dlfund.experiments.export.script.code_layout import laid_out, text_code
from dlfund.experiments.export.script.expression import Expressions
from dlfund.experiments.export.script.imports import Imports
from dlfund.experiments.export.script.source_copies import SourceCopies
from dlfund.experiments.export.script.table_code import constants_code, reading_code, write_table

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
    write = Expressions(imports, SourceCopies(imports, lambda thing: None))
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
    node = Expressions(imports, SourceCopies(imports, lambda thing: None)).of({"columns": names})
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
    gaps = {name: bool(x[name].isna().any()) for name in inputs}
    columns = tuple(Column(name, role, missing=gaps[name]) for name, role in zip(inputs, roles, strict=True))
    classes = (cells[0] + "0", cells[0] + "1")
    dataset = Dataset(Schema("hostile", "", target, columns, classes), x, np.array([0, 1, 1, 0]))
    with tempfile.TemporaryDirectory() as folder:
        script = written(dataset, Path(folder))
        ast.parse(script.read_text(encoding="utf-8"))
        read = runpy.run_path(str(script))["read"]
        again, y = read(Path(folder) / "data.csv")
    pd.testing.assert_frame_equal(again, x)
    assert y.tolist() == [0, 1, 1, 0]


def hostile_dataset(rows=120):
    """A table whose columns, classes and cells try to be code, with gaps, dates and text."""
    generator = np.random.default_rng(0)
    empty = generator.random((rows, 4)) < 0.1
    numbers = generator.normal(size=(rows, 2))
    days = pd.Timestamp("2024-02-27") + pd.to_timedelta(generator.integers(0, 400 * 24, rows), "h")
    categories = pd.Series(generator.choice(["'''", '"""', "NA", "None"], rows), dtype="str")
    reviews = pd.Series(generator.choice(["good __import__", "bad {name}", "bad, \\ \n so-so"], rows), dtype="str")
    table = pd.DataFrame(
        {
            HOSTILE[0]: np.where(empty[:, 0], np.nan, numbers[:, 0]),
            HOSTILE[2]: numbers[:, 1],
            HOSTILE[4]: categories.mask(empty[:, 1]),
            "True": pd.Series(generator.choice(["True", "False"], rows), dtype="str"),
            HOSTILE[7]: generator.integers(1, 4, rows).astype(float),
            "__import__('os').abort()": pd.Series(days).mask(empty[:, 2]).astype("datetime64[ns]"),
            "émoji 🦉": reviews.mask(empty[:, 3]),
        }
    )
    roles = ("numeric", "numeric", "categorical", "boolean", "ordinal", "date", "text")
    columns = tuple(
        Column(name, role, missing=bool(table[name].isna().any())) for name, role in zip(table, roles, strict=True)
    )
    signal = numbers[:, 0] + (categories == "NA") + generator.normal(size=rows)
    return Dataset(
        Schema("hostile", "Hostile", "y'", columns, ('"', "'); exit(3) #"), rows),
        table,
        (signal > 0).to_numpy().astype(int),
    )


@pytest.fixture
def hostile_run(tmp_path, monkeypatch):
    """Makes a finished run of the hostile table with these contenders."""
    dataset = hostile_dataset()
    for place in ("dlfund.data.load_dataset", "dlfund.experiments.recipe.load_dataset"):
        monkeypatch.setattr(place, lambda name, **_: dataset)
    return lambda *contenders: ran(tmp_path / "runs", "hostile", list(contenders), "log_loss")


def check_scripts(run, names, tmp_path):
    scripts = [eject(run, name, tmp_path / name).script for name in names]
    for name, lines in zip(names, said_alone(*([script] for script in scripts)), strict=True):
        assert score_in(lines) == pytest.approx(Result.read(run).mean(name), abs=1e-6), name


def test_a_script_of_hostile_columns_reaches_the_score(hostile_run, tmp_path):
    classical = [
        baselines.logistic_regression(),
        baselines.random_forest(),
        baselines.gradient_boosting(),
        baselines.support_vectors(),
    ]
    check_scripts(hostile_run(*classical), [entry.name for entry in classical], tmp_path)


@pytest.mark.slow
def test_a_network_of_hostile_columns_reaches_the_score(hostile_run, tmp_path):
    networks = [zoo.ann, zoo.realmlp_td_s, zoo.realmlp_td, zoo.tabm_mini]
    run = hostile_run(baselines.majority_class(), *networks)
    check_scripts(run, [network.__name__ for network in networks], tmp_path)
    trained = said_alone(*([tmp_path / name / f"{name}.py", "--train"] for name in ("tabm_mini", "realmlp_td")))
    assert all(0 < score_in(lines) < 3 for lines in trained)
