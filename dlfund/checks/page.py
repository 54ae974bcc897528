"""docs/checks.md, written from the checks' cards and from how often they were measured to be right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dlfund.checks.catalogue import OF_RESULTS, OF_ROWS
from dlfund.checks.check import Check

MEASURED = "checks_measured.json"  # beside the page; benchmarks/false_alarms.py writes it
HEAD = """\
# Checks

Before training, `check_rows(dataset, folds)` looks for leaks and other illnesses of a table; after it,
`check_result(content)` looks for those of a result. Each finding has a code, a severity, a sentence, the numbers behind
it, and something to do.

| severity | says |
|---|---|
| stop | the scores can't be believed |
| warning | they may mislead |
| note | worth knowing |

```python
from dlfund.checks import as_text, check_rows

print(as_text(check_rows(dataset, folds)))
```

Nothing is dropped or changed: whoever knows the data decides. Of large tables a sample is looked at (3,000,000 cells,
at most 100,000 rows), and the finding says so. Nothing found is no proof of health.

**False alarms.** [benchmarks/false_alarms.py](../benchmarks/false_alarms.py) makes {kinds} kinds of sound tables with
{seeds} seeds each ({tables:,} tables) and {results:,} sound results, and makes each illness {ill} times or more. The
last columns tell on how many of the sound ones a check spoke, and on how many of the ill ones.

This page is written by `python -m dlfund.checks docs/checks.md`: change the docstrings in
[dlfund/checks](../dlfund/checks), not the page.
"""


def page(measured: dict[str, Any]) -> str:
    """The whole page."""
    every = (*OF_ROWS, *OF_RESULTS)
    table = ["| code | | false alarms | found |", "|---|---|---|---|"]
    for one in every:
        sound, ill = (_rate(one, measured, which) for which in ("sound", "ill"))
        table.append(f"| [{one.code}](#{one.code.lower()}) | {one.title} | {sound} | {ill} |")
    return "\n".join([HEAD.format(**measured["made"]), "\n".join(table) + "\n", *map(_section, every)])


def write(path: Path) -> int:
    """Write the page; answer how many checks it has. What was measured lies beside it, or beside the committed one."""
    beside = path.parent / MEASURED
    source = beside if beside.exists() else Path(__file__).parents[2] / "docs" / MEASURED
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(json.loads(source.read_text(encoding="utf-8"))), encoding="utf-8", newline="\n")
    return len(OF_ROWS) + len(OF_RESULTS)


def _section(check: Check) -> str:
    lines = [
        f'<a id="{check.code.lower()}"></a>\n',
        f"## {check.code} {check.name}\n",
        f"{check.title}\n",
        f"- **Means**: {check.means}",
        f"- **Measured**: {check.measured}",
        f"- **Threshold**: {check.threshold}",
        f"- **To do**: {check.advice}",
    ]
    return "\n".join(lines) + "\n"


def _rate(check: Check, measured: dict[str, Any], which: str) -> str:
    spoke, made = measured["codes"][check.code][which]
    return f"{spoke:,} of {made:,}"
