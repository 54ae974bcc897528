"""A run's plan, written before it begins: everything that its folds depend on.

If any of it changes, the run can't be continued: the data, the folds, the search, the contenders, the reference, the
margin, the recipe's code, and the libraries that compute. The layout of the recipe's file doesn't matter: comments,
blank lines and the docstring may change.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import CodeType
from typing import Any

from dlfund.comparison.contender import Contender
from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.running.run_folder import DIGEST, PLAN
from dlfund.core.installed_version import installed_version
from dlfund.experiments.data_variant import DataVariant
from dlfund.training.tuning.ensembles import members_of

SHOWN = 60  # characters of a value that is written into the plan itself, so that a change can be shown
LIBRARIES = ("dlfund", "keras", "keras-tuner", "scikit-learn", "numpy")
PACKAGE = Path(__file__).resolve().parents[1]


def plan_of(
    comparison: Comparison, variant: DataVariant, budget: str, *, file: Path | None, **judged: Any
) -> dict[str, object]:
    """The plan of one data variant of a recipe's run.

    Args:
        file: Path or None. The recipe's file.
        judged: what the verdict depends on, such as `reference` and `margin`.
    """
    functions = [
        inspect.unwrap(contender.network) for contender in comparison.contenders if contender.network is not None
    ]
    return {
        "schema": PLAN,
        "budget": budget,
        "data": {
            "name": variant.dataset,
            "option": variant.option,
            "rows": len(comparison.dataset),
            "checksum": comparison.dataset.schema.sha256[:DIGEST],
        },
        "protocol": comparison.protocol.to_dict(),
        "search": comparison.search.to_dict(),
        **judged,
        "contenders": {contender.name: fingerprint(contender) for contender in comparison.contenders},
        "code": code_of(file, functions),
        "versions": versions(),
    }


def code_of(file: Path | None, functions: Iterable[Callable[..., Any]]) -> dict[str, dict[str, str]]:
    """The code of the recipe's file, and of the other files outside dlfund that define its networks, part by part."""
    sources = [Path(source) for function in functions if (source := _source_of(function))]
    files = {path.resolve() for path in [*([file] if file else []), *sources]}
    return {path.stem: parts_of(path.read_text(encoding="utf-8")) for path in sorted(files) if _is_outside(path)}


def _source_of(function: Callable[..., Any]) -> str:
    return inspect.getsourcefile(function) or ""


def _is_outside(path: Path) -> bool:
    return path.is_file() and not path.is_relative_to(PACKAGE)


def parts_of(source: str) -> dict[str, str]:
    """The top-level parts of a Python file, by name: short values as they are, the rest as a checksum.

    Example:
        >>> parts_of("WIDTHS = [8, 32]")
        {'WIDTHS': '[8, 32]'}
    """
    parts: dict[str, str] = {}
    for name, text in _named(ast.parse(source).body):
        parts[name] = f"{parts[name]}; {text}" if name in parts else text
    return {name: text if len(text) <= SHOWN else _digest(text) for name, text in parts.items()}


def _named(statements: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for statement in statements:
        match statement:
            case ast.Expr(value=ast.Constant(value=str())):
                continue  # the docstring
            case ast.Assign(targets=[ast.Name(id="recipe")], value=ast.Call(args=[], keywords=keywords)):
                yield from ((f"recipe.{keyword.arg or '**'}", ast.unparse(keyword.value)) for keyword in keywords)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, ast.unparse(value)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield f"{name}()", _digest(ast.unparse(statement))
            case ast.Import() | ast.ImportFrom():
                yield "imports", ast.unparse(statement)
            case _:
                yield "other lines", ast.unparse(statement)


def fingerprint(contender: Contender) -> str:
    """A checksum of a contender's own code and settings, and of the values that its code uses."""
    if contender.network is None:
        return _digest(contender.source)
    function = inspect.unwrap(contender.network)
    try:
        text = inspect.getsource(function)
    except (OSError, TypeError):  # typed into an interpreter: there is no source to read
        text = " ".join(f"{code.co_code.hex()} {_plain_of(code)}" for code in _codes(function.__code__))
    return _digest(f"{members_of(contender.network)} {text} {sorted(_used(function).items())}")


def _used(function: Callable[..., Any]) -> dict[str, str]:
    """The plain values that a function uses from outside: constants of its module, and of the function around it."""
    names = {name for code in _codes(function.__code__) for name in code.co_names}
    values = {name: function.__globals__[name] for name in names if name in function.__globals__}
    values |= inspect.getclosurevars(function).nonlocals
    return {name: repr(value) for name, value in values.items() if _is_plain(value)}


def _plain_of(code: CodeType) -> list[Any]:
    return [constant for constant in code.co_consts if _is_plain(constant)]


def _codes(code: CodeType) -> Iterator[CodeType]:
    """A function's code and that of the functions in it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _is_plain(value: Any) -> bool:
    if isinstance(value, (list, tuple, set, frozenset)):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(_is_plain(part) for pair in value.items() for part in pair)
    return value is None or isinstance(value, (bool, int, float, str, bytes))


def versions() -> dict[str, str]:
    """The versions of the libraries that compute: another version may give other numbers."""
    import keras

    backend = keras.backend.backend()
    return installed() | {"backend": f"{backend} {_version(backend)}"}


def installed() -> dict[str, str]:
    """The versions of these libraries, which are not imported for it."""
    return {name: _version(name) for name in LIBRARIES}


def _version(package: str) -> str:
    return installed_version(package) or "of unknown version"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST]
