"""The recipes: found by name, described by their docstrings without being run, loaded when asked for."""

from __future__ import annotations

import ast
import difflib
import importlib.util
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cloudpickle

from dlfund.core.code_folder import code_folder, loads, own_folder
from dlfund.core.errors import UserError

if TYPE_CHECKING:
    from dlfund.comparison.result.result import Result


@dataclass(frozen=True)
class RecipeCard:
    """A recipe's file and its docstring."""

    name: str
    path: Path
    title: str
    text: str


def recipes_folder() -> Path:
    """The folder of recipes: the one that is named, `recipes/` here or above, or dlfund's; never in a run."""
    named = os.environ.get("DLFUND_RECIPES")
    return code_folder("recipes", "*.py", Path(named) if named else None)


def cards() -> list[RecipeCard]:
    """Every recipe, by name: of a folder that is named alone, else the user's and then dlfund's own of other names.

    Nothing is imported: the files are only read.
    """
    folders = [recipes_folder()] + ([] if os.environ.get("DLFUND_RECIPES") else [own_folder("recipes")])
    paths: dict[str, Path] = {}
    for folder in folders:
        paths = {path.stem: path for path in sorted(folder.glob("*.py"))} | paths
    return [_card(paths[name]) for name in sorted(paths)]


def _card(path: Path) -> RecipeCard:
    try:
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    except SyntaxError as error:
        text = f"This recipe can't be read: line {error.lineno}: {error.msg}"
    return RecipeCard(path.stem, path, text.partition("\n")[0], text)


def find(name: str) -> RecipeCard:
    """The recipe with this name; an error names the nearest ones if there is none."""
    known = {card.name: card for card in cards()}
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.4) or sorted(known)
        raise UserError(
            f"Expected the name of a recipe in {recipes_folder()}. Received: {name!r}. Nearest: "
            f"{', '.join(near) or 'there are none'}. `dlfund list` shows all; --recipes FOLDER names another folder."
        )
    return known[name]


def load(card: RecipeCard) -> Any:
    """The `recipe` that the file defines."""
    loads(card.path)
    module_name = f"dlfund_recipe_{card.name}"
    spec = importlib.util.spec_from_file_location(module_name, card.path)
    if spec is None or spec.loader is None:
        raise UserError(f"Expected a Python file at {card.path}.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = module
    cloudpickle.register_pickle_by_value(module)  # a worker process can't import it by this name
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise UserError(f"Expected {card.path} to be Python. Line {error.lineno}: {error.msg}.") from None
    if not hasattr(getattr(module, "recipe", None), "networks"):
        raise UserError(f"Expected {card.path} to define `recipe = Recipe(...)`. It does not.")
    return replace(module.recipe, file=card.path)


def no_recipe(folder: Path) -> str:
    """A sentence that says that a run's recipe is missing, and in which folder it was expected."""
    from dlfund.comparison.result.result import Result

    name = recipe_name(Result.read(folder))
    return f"There is no recipe {name!r} in {recipes_folder()}; --recipes FOLDER names another folder."


def recipe_name(result: Result) -> str:
    """The name of the recipe that made a result; a run on other data is named after both."""
    option = result.dataset.option
    return result.recipe.name.removesuffix(f"-{option}" if option else "")
