"""The recipes: found by name, described by their docstrings without being run, loaded when asked for."""

from __future__ import annotations

import ast
import difflib
import importlib.util
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dlfund.sentence import UserError


@dataclass(frozen=True)
class Card:
    """What a recipe's docstring says of it."""

    name: str
    path: Path
    title: str
    text: str


def recipes_folder() -> Path:
    """Where recipes live: $DLFUND_RECIPES, `recipes/` here or above, or beside the package."""
    if "DLFUND_RECIPES" in os.environ:
        return Path(os.environ["DLFUND_RECIPES"])
    here = Path.cwd()
    places = [folder / "recipes" for folder in (here, *here.parents, Path(__file__).parents[1])]
    return next((place for place in places if any(place.glob("*.py"))), places[-1])


def cards() -> list[Card]:
    """Every recipe, by name. Nothing is imported: the files are only read."""
    return [_card(path) for path in sorted(recipes_folder().glob("*.py"))]


def _card(path: Path) -> Card:
    try:
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    except SyntaxError as error:
        text = f"This recipe can't be read: line {error.lineno}: {error.msg}"
    return Card(path.stem, path, text.partition("\n")[0], text)


def find(name: str) -> Card:
    """The recipe of this name; nearest names are offered for one that does not exist."""
    known = {card.name: card for card in cards()}
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.4) or sorted(known)
        raise UserError(
            f"Expected the name of a recipe. Received: {name!r}. Nearest: {', '.join(near) or 'there are none'}. "
            "`dlfund list` shows all."
        )
    return known[name]


def finished_run(name: str, runs: Path) -> Path | None:
    """A run's folder itself, the latest finished run of a recipe, or None where there is none."""
    if (Path(name) / "results.json").exists():
        return Path(name)
    finished = sorted((runs / name).glob("*/results.json"), key=lambda path: (path.stat().st_mtime_ns, path))
    return finished[-1].parent if finished else None


def run_folder(name: str, runs: Path) -> Path:
    """The same where there must be one; nearest names are offered for a recipe that does not exist."""
    folder = finished_run(name, runs)
    if folder is not None:
        return folder
    if Path(name).name != name:
        raise UserError(
            f"Expected a finished run's folder, or a recipe's name. Received: {name!r}. "
            "There is no results.json: the run was not finished, or the path is another."
        )
    card = find(name)
    raise UserError(
        f"Expected a finished run of {name!r} in {runs / name}. There is none yet: "
        f"make recipe NAME={card.name} BUDGET=quick makes one."
    )


def load(card: Card) -> Any:
    """The `recipe` that the file defines."""
    module_name = f"dlfund_recipe_{card.name}"
    spec = importlib.util.spec_from_file_location(module_name, card.path)
    if spec is None or spec.loader is None:
        raise UserError(f"Expected a Python file at {card.path}.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = module
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise UserError(f"Expected {card.path} to be Python. Line {error.lineno}: {error.msg}.") from None
    if not hasattr(module, "recipe"):
        raise UserError(f"Expected {card.path} to define `recipe = Recipe(...)`. It does not.")
    return module.recipe


def networks_of(folder: Path) -> dict[str, Any]:
    """The network functions of the recipe that made a run, none where it is gone; of somebody's own table the zoo's."""
    from dlfund.comparison.result import Result

    content = Result.read(folder).content
    if "table" in content:
        from dlfund import zoo

        return {name: getattr(zoo, name) for one in content["contenders"] if hasattr(zoo, name := one["name"])}
    option = content["dataset"].get("option") or ""
    name = str(content["recipe"].get("name", "")).removesuffix(f"-{option}" if option else "")
    known = {card.name: card for card in cards()}
    return dict(load(known[name]).networks()) if name in known else {}
