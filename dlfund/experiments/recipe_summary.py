"""A recipe in three lines, as a prompt or a notebook shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dlfund.experiments.recipe import Recipe

WIDEST = 100  # characters of the contenders' line


def recipe_summary(recipe: Recipe) -> str:
    """Its data and question, how it is judged, and its contenders."""
    protocol, search = recipe.protocol, recipe.search
    folds = f"{protocol.folds} folds × {protocol.repeats}" if protocol.repeats > 1 else f"{protocol.folds} folds"
    contenders = ", ".join(recipe.names)
    options = ", ".join(recipe.options) or "none"
    return "\n".join(
        (
            f"Recipe on {recipe.dataset}: {recipe.metric}, reference {recipe.reference}",
            f"  {protocol.split} split, {folds}, {search.trials} trials; other data: {options}",
            f"  {contenders if len(contenders) <= WIDEST else contenders[: WIDEST - 1] + '…'}",
        )
    )
