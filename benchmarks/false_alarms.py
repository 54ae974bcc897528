"""How often the checks speak on sound data, and how often on ill: what docs/checks.md says of itself.

    python benchmarks/false_alarms.py            writes docs/checks_measured.json; then python -m dlfund.checks ...
    python benchmarks/false_alarms.py --speed    seconds on large tables, printed

Tables and results are those of tests/checks.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import numpy as np
from checks import ill_tables, made_results, sound_tables

from dlfund.checks import check_result, check_rows
from dlfund.checks.catalogue import OF_RESULTS, OF_ROWS

ROOT = Path(__file__).parents[1]
SIZES = ((100_000, 30), (1_000_000, 30), (4_000, 2_000))


def rates(seeds: int, ill: int) -> dict:
    """Of each code on how many sound and ill ones it spoke, and how many there were."""
    sound: Counter[str] = Counter()
    tables = [(make, seed) for make in sound_tables.KINDS.values() for seed in range(seeds)]
    for make, seed in tables:
        sound.update({finding.code for finding in check_rows(*make(seed))})
    results = [one for seed in range(seeds) for one in made_results.sound_results(seed)]
    for one in results:
        sound.update({finding.code for finding in check_result(one)})
    codes = {one.code: {"sound": [sound[one.code], len(tables)]} for one in OF_ROWS}
    codes |= {one.code: {"sound": [sound[one.code], len(results)]} for one in OF_RESULTS}
    for code in codes:
        found = [code in _codes(code, seed, number) for seed in range(ill) for number in _made(code)]
        codes[code]["ill"] = [sum(found), len(found)]
    made = {
        "kinds": len(sound_tables.KINDS),
        "seeds": seeds,
        "tables": len(tables),
        "results": len(results),
        "ill": ill,
    }
    return {"made": made, "codes": codes}


def _made(code: str) -> range:
    return range(len(ill_tables.ILL.get(code, "1")))


def _codes(code: str, seed: int, number: int) -> set[str]:
    if code in made_results.ILL:
        return {finding.code for finding in check_result(made_results.ill_result(code, seed))}
    return {finding.code for finding in check_rows(*ill_tables.ILL[code][number](np.random.default_rng(seed)))}


def speed() -> None:
    for rows, columns in SIZES:
        made = sound_tables.large(rows, columns)
        folds = sound_tables.cut(made)
        wall, processor = time.perf_counter(), time.process_time()
        found = check_rows(made, folds)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        codes = " ".join(finding.code for finding in found) or "nothing found"
        print(f"{rows:>9,} rows × {columns:>5,} columns: {processor:5.1f} s of one core ({wall:.1f} s): {codes}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=30, help="of each kind of sound table")
    parser.add_argument("--ill", type=int, default=20, help="of each illness")
    parser.add_argument("--speed", action="store_true")
    words = parser.parse_args()
    if words.speed:
        speed()
        return
    target = ROOT / "docs" / "checks_measured.json"
    target.write_text(json.dumps(rates(words.seeds, words.ill), indent=1) + "\n", encoding="utf-8")
    print(f"{target}: written")


if __name__ == "__main__":
    main()
