"""The pictures of datasets/digits; which digit each one is, is kept only to score the groups that are found."""

import runpy
from pathlib import Path

table = runpy.run_path(str(Path(__file__).parents[1] / "digits" / "load.py"))["table"]
