"""The JSON Schema of `results.json`, for programs that don't import dlfund.

python -m dlfund.comparison.result.results_schema        writes results.schema.json beside this file again
"""

from __future__ import annotations

import json
from pathlib import Path

from dlfund.comparison.result.result import Result
from dlfund.core.atomic_write import atomic_write
from dlfund.core.json_schema import json_schema

PATH = Path(__file__).with_name("results.schema.json")


def schema_text() -> str:
    """The content of the file."""
    return json.dumps(json_schema(Result), indent=1) + "\n"


def main() -> None:
    with atomic_write(PATH) as beside:
        beside.write_text(schema_text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
