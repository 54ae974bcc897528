"""Where downloads and compiled programs are kept between runs."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """Where downloads are kept: $DLFUND_CACHE, or .cache/dlfund in the home folder."""
    return Path(os.environ.get("DLFUND_CACHE") or Path.home() / ".cache" / "dlfund")
