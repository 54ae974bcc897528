"""As an option, real load: electricity demand in England and Wales in the summer of 2000 (Taylor, 2003)."""

import runpy
from pathlib import Path

import numpy as np
import pandas as pd

from dlfund.data import DataError
from dlfund.data.download import option_files

GENERATE = runpy.run_path(str(Path(__file__).with_name("generate.py")))
HALF_HOURS = 48  # a day


def taylor(cache):
    """Hours in gigawatts in the same 48 steps as the generated load; the temperature was not recorded."""
    (path,) = option_files(__file__, "taylor", cache, check=check)
    load = demand(path).reshape(-1, 2).mean(axis=1) / 1000
    hour, day = np.arange(len(load)) % 24, np.arange(len(load)) // 24
    angle = 2 * np.pi * hour / 24
    # the first day, 5 June 2000, was a Monday
    number, steps = GENERATE["windows"](load, np.sin(angle), np.cos(angle), day % 7 >= 5)
    channels = [name for name in GENERATE["CHANNELS"] if name != "temperature"]
    return pd.DataFrame(steps, columns=GENERATE["names"](channels)).assign(hour_number=number, load=load[number])


def demand(path):
    values = pd.to_numeric(pd.read_csv(path)["value"], errors="coerce").to_numpy()
    if len(values) % HALF_HOURS or len(values) < 4 * HALF_HOURS or np.isnan(values).any():
        raise ValueError(f"{len(values)} values")
    return values


def check(path):
    """Before the file is kept: whole days of numbers in a column called value."""
    try:
        demand(path)
    except (ValueError, KeyError, UnicodeDecodeError, pd.errors.ParserError) as error:
        raise DataError(
            "Expected the download to be a CSV file with whole days of half-hours in a column 'value'. "
            f"Received: {error}."
        ) from None
