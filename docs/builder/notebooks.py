"""The tutorials as Jupyter notebooks: the same text, a cell per program, nothing executed yet.

PYTHONPATH=docs python -m builder.notebooks build/notebooks
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from builder.contents import TUTORIALS
from builder.examples import examples
from builder.page import ROOT

INSTALL = """# where dlfund is not installed yet, such as on a hosted notebook: remove the sign before "pip"
# %pip install 'dlfund[tensorflow]'
"""
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def notebook(text: str) -> dict[str, Any]:
    """A page in the notebooks' format, version 4.5."""
    cells, end = [_cell("code", INSTALL)], 0
    for example in examples(text):
        cells += [_cell("markdown", text[end : example.start]), _cell("code", example.code)]
        end = example.end
    cells.append(_cell("markdown", text[end:]))
    cells = [cell | {"id": f"cell-{number}"} for number, cell in enumerate(cells) if cell["source"]]
    return {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}


def _cell(kind: str, text: str) -> dict[str, Any]:
    of_code = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": text.strip().splitlines(keepends=True), **of_code}


def write(folder: Path) -> list[Path]:
    """Write the notebook of every tutorial; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name in TUTORIALS:
        page = notebook((ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8"))
        files.append(folder / f"{Path(name).name}.ipynb")
        files[-1].write_text(json.dumps(page, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    return files


if __name__ == "__main__":
    print("\n".join(map(str, write(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "notebooks")))))
