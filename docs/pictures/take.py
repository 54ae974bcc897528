"""The README's pictures, taken from a run's pages by the Chromium that the system has.

python docs/pictures/take.py runs/student_pass_fail/<time>    writes answer.png and look.png beside this file
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SHOTS = {"answer": ("report.html", 1440), "look": ("look.html", 1335)}  # the page, and its height in pixels
WIDTH, COLOURS = 1200, 96


def take(run: Path) -> None:
    """Write both pictures, each with few colours, so that they stay small."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit(f"Expected one of {', '.join(BROWSERS)} on the path. There is none: install it.")
    for name, (page, height) in SHOTS.items():
        with tempfile.TemporaryDirectory() as folder:
            shot = Path(folder) / "shot.png"
            options = ["--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={WIDTH},{height}"]
            address = (run / page).resolve().as_uri()
            subprocess.run([browser, *options, f"--screenshot={shot}", address], check=True, capture_output=True)  # noqa: S603
            Image.open(shot).convert("RGB").quantize(COLOURS).save(Path(__file__).parent / f"{name}.png", optimize=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Expected the folder of a finished run with both pages. " + __doc__.strip().splitlines()[-1])
    take(Path(sys.argv[1]))
