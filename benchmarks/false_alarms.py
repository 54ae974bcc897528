"""How often the checks speak on sound data, and how often on ill: what docs/checks.md says of itself.

    python benchmarks/false_alarms.py            writes docs/checks_measured.json;
                                                 then python -m dlfund.comparison.checks ...
    python benchmarks/false_alarms.py --codes L07 Q05
                                                 measures these checks of tables alone, and keeps the others
    python benchmarks/false_alarms.py --speed    seconds on large tables, printed

Tables and results are those of tests/comparison/checks.
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
from comparison.checks import ill_tables, made_results, sound_tables
from comparison.checks.sound_kinds import KINDS

from dlfund.comparison.checks import check_result, check_rows
from dlfund.comparison.checks.catalogue import OF_RESULTS, OF_ROWS
from dlfund.comparison.checks.sample import Sample

ROOT = Path(__file__).parents[1]
SIZES = ((100_000, 30), (1_000_000, 30), (4_000, 2_000))


def rates(seeds: int, ill: int) -> dict:
    """Of each code on how many sound and ill ones it spoke, and how many there were."""
    sound: Counter[str] = Counter()
    tables = [(make, seed) for make in KINDS.values() for seed in range(seeds)]
    for make, seed in tables:
        sound.update({finding.code for finding in check_rows(*make(seed))})
    results = [result for seed in range(seeds) for result in made_results.sound_results(seed)]
    for result in results:
        sound.update({finding.code for finding in check_result(result)})
    codes = {check.code: {"sound": [sound[check.code], len(tables)]} for check in OF_ROWS}
    codes |= {check.code: {"sound": [sound[check.code], len(results)]} for check in OF_RESULTS}
    for code in codes:
        caught = [code in _codes(code, seed, number) for seed in range(ill) for number in _made(code)]
        codes[code]["ill"] = [sum(caught), len(caught)]
    made = {
        "kinds": len(KINDS),
        "seeds": seeds,
        "tables": len(tables),
        "results": len(results),
        "ill": ill,
    }
    return {"made": made, "codes": codes}


def rates_of(codes: list[str], seeds: int, ill: int, before: dict) -> dict:
    """What was measured before, with these codes measured anew, each check on its own."""
    looks = {check.code: check.look for check in OF_ROWS if check.code in codes}
    sound: Counter[str] = Counter()
    tables = [(make, seed) for make in KINDS.values() for seed in range(seeds)]
    for make, seed in tables:
        sample = Sample.of(*make(seed), 0)
        sound.update(code for code, look in looks.items() if list(look(sample)))
    for code, look in looks.items():
        makers = [(make, seed) for seed in range(ill) for make in ill_tables.ILL[code]]
        seen = [bool(list(look(Sample.of(*make(np.random.default_rng(seed)), 0)))) for make, seed in makers]
        before["codes"][code] = {"sound": [sound[code], len(tables)], "ill": [sum(seen), len(seen)]}
        print(code, before["codes"][code], flush=True)
    order = [check.code for check in (*OF_ROWS, *OF_RESULTS)]
    return before | {"codes": {code: before["codes"][code] for code in order if code in before["codes"]}}


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
        findings = check_rows(made, folds)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        codes = " ".join(finding.code for finding in findings) or "nothing found"
        print(f"{rows:>9,} rows × {columns:>5,} columns: {processor:5.1f} s of one core ({wall:.1f} s): {codes}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=30, help="of each kind of sound table")
    parser.add_argument("--ill", type=int, default=20, help="of each illness")
    parser.add_argument("--codes", nargs="+", default=[], help="of checks of tables; without them, all are measured")
    parser.add_argument("--speed", action="store_true")
    options = parser.parse_args()
    if options.speed:
        speed()
        return
    target = ROOT / "docs" / "checks_measured.json"
    if options.codes:
        before = json.loads(target.read_text(encoding="utf-8"))
        measured = rates_of(options.codes, options.seeds, options.ill, before)
    else:
        measured = rates(options.seeds, options.ill)
    target.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    print(f"{target}: written")


if __name__ == "__main__":
    main()
