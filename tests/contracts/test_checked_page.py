"""docs/components_checked.md says what the contract tests do: no check without a column, no rule without its tests."""

import ast
from pathlib import Path

import pytest
from contracts import checks

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "components_checked.md"


def checks_in(file):
    """{name of a test: whether it skips by its rule}"""
    functions = [node for node in ast.parse(file.read_text()).body if isinstance(node, ast.FunctionDef)]
    return {
        function.name: "skip_where_it_does_not_apply" in ast.unparse(function)
        for function in functions
        if function.name.startswith("test_")
    }


def test_the_page_is_current():
    assert PAGE.read_text() == checks.page(), "PYTHONPATH=tests python -m contracts.checks docs/components_checked.md"


def test_every_check_has_a_column():
    elsewhere = checks.WRAPPER_CHECKS | set(checks.SCHEDULE_CHECKS)
    for file, (_, _, columns) in checks.CHECKS.items():
        assert set(checks_in(HERE / f"{file}.py")) - elsewhere == set(columns)


@pytest.mark.parametrize("file", checks.CHECKS)
def test_what_the_page_leaves_out_the_tests_skip(file):
    actual = checks_in(HERE / f"{file}.py")
    by_table = {"if_it_acts_by_entry", "if_keras_has_it", "<lambda>"}  # these rows are not among the test's parameters
    for name, (_, rule) in checks.CHECKS[file][2].items():
        assert actual[name] or rule is checks.always or rule.__name__ in by_table


def test_a_reason_stands_for_every_gap():
    notes = {}

    def rule(case, backend):
        return None if backend == "jax" or case == "all" else "only there"

    assert checks.cell(["all"], rule, notes) == "yes"
    assert checks.cell(["one"], rule, notes) == "JAX (1)"
    assert checks.cell(["one"], lambda case, backend: "nowhere", notes) == "– (2)"
    assert notes == {"only there": 1, "nowhere": 2}
