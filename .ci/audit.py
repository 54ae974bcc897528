"""Known vulnerabilities of the pinned packages, as the package index tells them through pip-audit: make audit.

Exit code 1 if there is one that ACCEPTED doesn't name. Where the index tells nothing, it says so and ends well: a
mirror without this service must not stop a check.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOOL = "pip-audit==2.10.1"
PATIENCE = 180  # seconds
# identifier of a vulnerability: why it does not concern dlfund
ACCEPTED: dict[str, str] = {}


def answered() -> str:
    """What pip-audit prints, as JSON; empty where it can't be installed or gets no answer."""
    uv = str(Path(sys.executable).with_name("uv"))
    tool = [uv, "tool", "run", "--quiet", "--from", TOOL, "pip-audit"]
    how = ["--no-deps", "--disable-pip", "--progress-spinner=off", "--format=json"]
    try:
        done = subprocess.run(  # noqa: S603  (a pinned tool)
            [*tool, "-r", str(ROOT / "constraints.txt"), *how], capture_output=True, text=True, timeout=PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def told(text: str) -> tuple[list[str], int, int]:
    """A line for each vulnerability, how many packages were looked up, and how many the index doesn't know."""
    try:
        packages = json.loads(text)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return [], 0, 0
    known = [package for package in packages if "skip_reason" not in package]
    lines = [
        f"{package['name']} {package['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'none'}"
        for package in known
        for hole in package["vulns"]
        if not {hole["id"], *hole.get("aliases", ())} & ACCEPTED.keys()
    ]
    return lines, len(known), len(packages) - len(known)


def main() -> int:
    lines, known, unknown = told(answered())
    if not known:
        print("Vulnerabilities were not looked up: the package index of this machine doesn't tell any.")
        return 0
    print(f"{known} pinned packages were looked up, {unknown} are not known there. Vulnerabilities: {len(lines)}.")
    print("\n".join(lines))
    return bool(lines)


if __name__ == "__main__":
    sys.exit(main())
