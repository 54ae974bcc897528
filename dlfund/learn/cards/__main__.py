"""python -m dlfund.learn.cards docs/concepts.md"""

import sys
from pathlib import Path

from dlfund.learn.cards.page import write

if len(sys.argv) != 2 or not sys.argv[1].endswith(".md"):
    print("Expected one file to write, such as: python -m dlfund.learn.cards docs/concepts.md", file=sys.stderr)
    sys.exit(2)
print(f"{sys.argv[1]}: {write(Path(sys.argv[1]))} concepts")
