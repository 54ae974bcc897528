"""python -m dlfund.learn.ai_ml_dl docs/ai_ml_dl.md"""

import sys
from pathlib import Path

from dlfund.core.errors import UserError
from dlfund.learn.ai_ml_dl.page import write

if len(sys.argv) != 2 or not sys.argv[1].endswith(".md"):
    print("Expected one file to write, such as: python -m dlfund.learn.ai_ml_dl docs/ai_ml_dl.md", file=sys.stderr)
    sys.exit(2)
target = Path(sys.argv[1])
source = target.with_name("measured.json")
try:
    print(f"{target}: {write(target, source)} pictures")
except UserError as error:
    print(f"{source}: {error}", file=sys.stderr)
    sys.exit(2)
