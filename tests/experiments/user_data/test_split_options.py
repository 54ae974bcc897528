"""How rows are split, as a user asks: folds, repeats, and what is done with copies."""

import io

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from dlfund import compare
from dlfund.cli import main
from dlfund.comparison.result.result import Result
from dlfund.comparison.running.executor import InThisProcess, using
from dlfund.core.errors import UserError
from dlfund.experiments.sources.registry import rows_of
from dlfund.experiments.sources.source import Request
from dlfund.experiments.sources.table import TableSource


def shop(rows=90):
    generator = np.random.default_rng(0)
    age = generator.uniform(18, 80, rows).round(2)
    table = pd.DataFrame({"age": age, "city": generator.choice(["Bern", "Chur"], rows)})
    table["bought"] = np.where(generator.random(rows) < age / 100, "yes", "no")
    return pd.concat([table, table.iloc[:30]], ignore_index=True)


def test_folds_and_repeats_and_copies_are_as_asked_and_the_rows_are_read_again(tmp_path):
    file = tmp_path / "shop.csv"
    shop().to_csv(file, index=False)
    with using(InThisProcess()):
        result = compare(
            file, "bought", contenders=["logistic_regression"], folds=3, repeats=2, dedupe="drop", trials=1,
            runs=tmp_path, console=Console(file=io.StringIO()),
        )  # fmt: skip
    assert len(result.folds) == 6
    assert result.dataset.rows == 90
    assert Result.read(result.folder).table.dedupe == "drop"
    assert len(rows_of(result)) == 90


def test_copies_stay_on_one_side_of_every_fold():
    question = TableSource(shop()).read(Request("bought", "shop", dedupe="group", folds=4))
    assert (question.plan.protocol.split, question.plan.protocol.folds) == ("grouped", 4)
    for fold in question.plan.protocol.splits(question.dataset, stratify=True):
        learned, tested = (question.dataset.x.iloc[rows].apply(tuple, axis=1) for rows in (fold.development, fold.test))
        assert not {*learned} & {*tested}


@pytest.mark.parametrize(
    "options, sentence",
    [
        (["--dedupe", "merge"], "Expected --dedupe to be drop or group"),
        (["--dedupe", "group", "--group", "city"], "Expected --dedupe group without --group"),
        (["--folds", "1"], "Expected --folds of 2 or more"),
        (["--repeats", "0"], "Expected --repeats of 1 to 1,000"),
        (["--time", "age", "--repeats", "3"], "Expected --repeats 1 with --time"),
    ],
)
def test_what_can_not_be_asked_is_a_sentence(tmp_path, capsys, options, sentence):
    shop().to_csv(tmp_path / "shop.csv", index=False)
    assert main(["compare", str(tmp_path / "shop.csv"), "--target", "bought", *options]) == 2
    assert sentence in capsys.readouterr().err


def test_a_group_column_and_copies_are_not_mixed():
    with pytest.raises(UserError, match="which splits the rows in its own way"):
        TableSource(shop(), {"group": "city"}).read(Request("bought", "shop", dedupe="group"))
