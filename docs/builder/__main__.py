"""Builds the site into build/docs; a warning, or a link that leads nowhere, is an error."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from sphinx.cmd.build import build_main

from builder.accessible import repair
from builder.built_links import faults
from builder.page import ROOT
from builder.staging import stage


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m builder", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "docs", help="folder of the site (build/docs)")
    folder = parser.parse_args().out.resolve()
    begin = time.perf_counter()
    source = folder.with_name(f"{folder.name}-source")
    count = stage(source)
    print(f"{count} pages staged in {time.perf_counter() - begin:.0f} s.", flush=True)
    here = str(Path(__file__).parent)
    options = ["-W", "--keep-going", "-q", "-c", here, "-j", str(os.cpu_count() or 1), "-d", f"{source}-doctrees"]
    if code := build_main([*options, str(source), str(folder)]):
        return code
    repair(folder)
    wrong = list(faults(folder))
    print("\n".join(wrong) or f"{folder / 'index.html'}, in {time.perf_counter() - begin:.0f} s.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
