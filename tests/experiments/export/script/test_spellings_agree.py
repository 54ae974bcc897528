"""The same rows a month later: in other spellings they get the same answers, whoever is asked."""

import io
import json
import runpy
import unicodedata

import numpy as np
import pandas as pd
import pytest
import skops.io
from ejected_scripts import said_alone
from rich.console import Console

from dlfund import NetworkClassifier, compare
from dlfund.comparison.running.executor import InThisProcess, using
from dlfund.experiments.export import export
from dlfund.experiments.export.script import eject
from dlfund.experiments.predict import predict_table

MODEL = "logistic_regression"
INPUTS = ["amount", "member", "city", "zip", "stage", "flag"]


def table(rows=200):
    generator = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "amount": generator.lognormal(3, 1, rows).round(2),
            "member": generator.choice(["yes", "no"], rows),
            "city": generator.choice(["Bern", "Zürich", "Basel"], rows),
            "zip": generator.choice(["00123", "04500", "10115"], rows),
            "stage": generator.choice(["1", "2", "3"], rows),
            "flag": generator.choice(["True", "False"], rows),
        }
    )
    score = (frame["member"] == "yes") + 1.5 * (frame["city"] == "Bern") + (frame["zip"] == "00123")
    return frame.assign(bought=np.where(score + generator.normal(size=rows) > 1.2, "yes", "no"))


def changed(column, change):
    return lambda rows: rows.assign(**{column: rows[column].map(change)})


COPIES = {
    "as they were": lambda rows: rows,
    "1 and 0": changed("member", {"yes": "1", "no": "0"}.get),
    "TRUE and FALSE": changed("member", {"yes": "TRUE", "no": "FALSE"}.get),
    "Yes and No": changed("member", str.title),
    "Y and N": changed("member", {"yes": "Y", "no": "N"}.get),
    "ja and nein": changed("member", {"yes": "ja", "no": "nein"}.get),
    "flags as numbers": changed("flag", {"True": "1", "False": "0"}.get),
    "flags in capitals": changed("flag", str.upper),
    "flags as words": changed("flag", {"True": "yes", "False": "no"}.get),
    "capitals": changed("city", str.upper),
    "small letters": changed("city", str.lower),
    "Unicode in parts": changed("city", lambda text: unicodedata.normalize("NFD", text)),
    "a full stop": changed("city", lambda text: f"{text}."),
    "quotes": changed("city", lambda text: f"'{text}'"),
    "a no-break space": changed("city", lambda text: f"{text}\u00a0"),
    "a zero-width space": changed("city", lambda text: f"\u200b{text}"),
    "zeros that a spreadsheet ate": changed("zip", lambda text: text.lstrip("0")),
    "zip codes as floats": changed("zip", lambda text: f"{int(text)}.0"),
    "zip codes as formulas": changed("zip", lambda text: f'="{text}"'),
    "categories as floats": changed("stage", lambda text: f"{text}.0"),
}
EMPTY = {name: lambda rows, name=name: rows.assign(**{name: rows[name].where(rows.index > 9)}) for name in INPUTS}


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """Of each copy, the probabilities of predict, the script and the exported model."""
    folder = tmp_path_factory.mktemp("later")
    file = folder / "table.csv"
    table().to_csv(file, index=False)
    with using(InThisProcess()):
        how = {"contenders": [MODEL], "trials": 1, "runs": folder / "runs", "columns": {"categorical": ["stage"]}}
        run = compare(file, "bought", console=Console(file=io.StringIO()), **how).folder
    script = eject(run, MODEL, folder / "script").script
    exported = export(run, "skops", MODEL, folder / "exported").folder
    as_learned = runpy.run_path(str(exported / "rows.py"))["as_learned"]
    trusted = json.loads((exported / "encoding.json").read_text())["trusted"]
    model = skops.io.load(exported / "model.skops", trusted=trusted)
    rows = table()[INPUTS].head(40)
    files = {name: folder / f"{number}.csv" for number, name in enumerate([*COPIES, *EMPTY])}
    for name, path in files.items():
        (COPIES | EMPTY)[name](rows).to_csv(path, index=False)
    printed = said_alone(*([script, "--predict", path] for path in files.values()))
    every = {}
    for (name, path), lines in zip(files.items(), printed, strict=True):
        predicted = predict_table(run, path, MODEL).iloc[:, -1].to_numpy(dtype=float)
        later = as_learned(pd.read_csv(path, dtype={"zip": str, "stage": str}))
        every[name] = predicted, np.array(lines[1:], dtype=float), model.predict_proba(later)[:, 1]
    return every


@pytest.mark.slow
@pytest.mark.parametrize("name", COPIES)
def test_other_spellings_get_the_same_answers(answers, name):
    expected = answers["as they were"][2]
    for given in answers[name]:
        np.testing.assert_allclose(given, expected, atol=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("name", EMPTY)
def test_cells_that_were_never_empty_may_be(answers, name):
    predicted, by_script, by_export = answers[name]
    np.testing.assert_allclose(by_script, predicted, atol=1e-6)
    np.testing.assert_allclose(by_export, predicted, atol=1e-6)
    assert np.isfinite(predicted).all()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Column")  # what is spelled otherwise is told
def test_an_estimator_reads_them_alike():
    rows = table()
    fitted = NetworkClassifier("perceptron", members=1, epochs=5, random_state=0).fit(rows[INPUTS], rows["bought"])
    expected = fitted.predict_proba(rows[INPUTS].head(40))
    for change in COPIES.values():
        np.testing.assert_allclose(fitted.predict_proba(change(rows[INPUTS].head(40))), expected, atol=1e-6)
