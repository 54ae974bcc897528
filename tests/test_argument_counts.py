"""Seven arguments at most: more are options of a user, or another library's signature, and stand in this list."""

import ast
from pathlib import Path

import dlfund

PACKAGE = Path(dlfund.__file__).parent
MOST = 7
# a user's options: keyword-only, each with a default where there is a usual one
OPTIONS = {
    "data/tables/columns.py columns_of",
    "data/tables/read.py read_table",
    "experiments/user_data/read_and_compare.py compare",
    "experiments/walkthrough/page.py look_page",
    "explain/health/gradient_check.py gradient_check",
    "explain/landscape/loss_landscape.py loss_line",
    "explain/look_data.py look_data",
    "training/fit_network.py fit",
}
# Keras's signature, scikit-learn's, or a boosting library's
SIGNATURES = {
    "baselines/catboost_trees.py __init__",
    "baselines/lightgbm_trees.py __init__",
    "baselines/xgboost_trees.py __init__",
    "layers/convolution.py __init__",
    "layers/depthwise_conv2d.py __init__",
    "layers/multi_head_attention.py __init__",
    "layers/multi_head_attention.py call",
    "layers/separable_convolution.py __init__",
    "layers/transformer_block.py __init__",
    "layers/transposed_convolution.py __init__",
    "losses/binary_focal_crossentropy.py __init__",
    "losses/categorical_focal_crossentropy.py __init__",
    "losses/functions.py binary_focal_crossentropy",
    "optimizers/muon.py __init__",
    "training/estimators/network_estimator.py __init__",
}


def long_functions(source):
    """{name: (how many arguments, how many of them by position)} of functions with more than the most."""
    counts = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            given = node.args
            places = [argument.arg for argument in (*given.posonlyargs, *given.args)]
            places = places[1:] if places[:1] in (["self"], ["cls"]) else places
            if (count := len(places) + len(given.kwonlyargs)) > MOST:
                counts[node.name] = count, len(places)
    return counts


def test_only_users_options_and_others_signatures_are_longer():
    long_ones = {
        f"{path.relative_to(PACKAGE).as_posix()} {name}": by_position
        for path in sorted(PACKAGE.rglob("*.py"))
        for name, (_, by_position) in long_functions(path.read_text(encoding="utf-8")).items()
    }
    assert set(long_ones) == OPTIONS | SIGNATURES, "Group what belongs together in a frozen dataclass."
    assert {name: count for name, count in long_ones.items() if name in OPTIONS and count > 5} == {}


def test_every_kind_of_argument_counts():
    assert long_functions("def f(a, b, /, c, d, *, e, f, g, h): pass") == {"f": (8, 4)}
    assert long_functions("class C:\n    def f(self, a, b, c, d, e, f, g): pass") == {}
