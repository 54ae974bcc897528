"""A card's example with the import lines that it needs, so that it runs as it is printed."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from dlfund.learn.cards.card import PACKAGE, Card


def runnable(card: Card) -> str:
    """The example, after one import line for each name that it takes from its own module; empty where there is none."""
    if not card.example:
        return ""
    needed = _taken(card.example)
    lines = {card.name: card.import_line} | dict(_imports(card))
    return "\n".join([*(f">>> {lines[name]}" for name in needed if name in lines), card.example])


def _taken(example: str) -> list[str]:
    """Names that the example uses and does not make itself, sorted."""
    lines = [line[4:] for line in example.splitlines() if line[:4].rstrip() in (">>>", "...")]
    tree = ast.parse("\n".join(lines))
    made = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    made |= {alias.asname or alias.name for node in ast.walk(tree) for alias in _aliases(node)}
    made |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    made |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return sorted(used - made - set(dir(builtins)), key=str.lower)


def _imports(card: Card) -> Iterator[tuple[str, str]]:
    """Name to the line that imports it, as the concept's module does; what it defines is imported from there."""
    for node in ast.parse((PACKAGE.parent / card.path).read_text(encoding="utf-8")).body:
        for alias in _aliases(node):
            name = alias.asname or alias.name
            renamed = f" as {alias.asname}" if alias.asname else ""
            start = f"from {node.module} import" if isinstance(node, ast.ImportFrom) else "import"
            yield name, f"{start} {alias.name}{renamed}"
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name != card.name:
            yield node.name, f"from {'.'.join(card.path.with_suffix('').parts)} import {node.name}"


def _aliases(node: ast.AST) -> list[ast.alias]:
    return node.names if isinstance(node, ast.Import | ast.ImportFrom) else []
