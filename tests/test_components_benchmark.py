"""The benchmark of parts leaves none out that Keras has, too, and its page keeps what was not measured again."""

import importlib.util
import sys
from pathlib import Path

import keras
import pytest
from contracts.specimens import LOSS_FUNCTIONS

import dlfund

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "components_speed.md"


def benchmark(name, monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "benchmarks")  # as when it runs as a script
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", ROOT / "benchmarks" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def cases(monkeypatch):
    return benchmark("components", monkeypatch).CASES


@pytest.fixture
def page(monkeypatch):
    return benchmark("components_page", monkeypatch)


@pytest.mark.parametrize("place", ["activations", "layers", "losses", "optimizers"])
def test_every_part_that_keras_also_has_is_timed(cases, place):
    public = set(getattr(dlfund, place).__all__) - {"get", "serialize", "derivative"} - LOSS_FUNCTIONS
    missing = {name for name in public if hasattr(getattr(keras, place), name)} - cases.keys()
    assert not missing, "add a row to benchmarks/components_cases.py"
    assert len(public & cases.keys()) > 5  # the names are those of this place at all


@pytest.mark.parametrize("backend", ["tensorflow", "jax", "torch"])
def test_the_page_has_every_part_on_every_backend(cases, page, backend):
    rows = page.rows_of(page.sections(PAGE.read_text())[backend])
    assert set(rows) == set(cases), "measure with benchmarks/components.py --page docs/components_speed.md"


def test_the_page_says_why_of_every_row_below_the_promise(page):
    for body in page.sections(PAGE.read_text()).values():
        for part, line in page.rows_of(body).items():
            assert ("**slow**" in line) == (f"- {part}: " in body)


def test_measuring_one_part_again_keeps_the_others_and_the_other_backends(page, tmp_path):
    path = tmp_path / "page.md"
    for backend in ("jax", "torch"):
        first = {name: page.row("layer", name, 0.001, 0.001, 1.0) for name in ("Dense", "Gone", "Scale")}
        page.write(path, backend, "once", first, ["Dense", "Gone", "Scale"])
    page.write(path, "torch", "again", {"Scale": page.row("layer", "Scale", 0.002, 0.001, 0.5)}, ["Dense", "Scale"])
    sections = page.sections(path.read_text())
    assert list(page.rows_of(sections["jax"])) == ["Dense", "Gone", "Scale"]
    assert list(page.rows_of(sections["torch"])) == ["Dense", "Scale"]
    assert "| layer | Scale | 2.00 | 1.00 | 0.50 **slow** |" in sections["torch"]
    assert f"- Scale: {page.UNEXPLAINED}" in sections["torch"]
    assert "1 of 2 parts reach a ratio of 0.95." in sections["torch"]


@pytest.mark.parametrize(("ratio", "slow"), [(0.944, True), (0.9451, False), (0.95, False)])
def test_a_row_is_slow_where_the_ratio_that_it_shows_is(page, ratio, slow):
    assert ("**slow**" in page.row("layer", "Dense", 0.001, 0.001, ratio)) == slow
