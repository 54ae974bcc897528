"""Hourly air-conditioning load of an office building, and the best possible guess a day ahead.

    load_t = calendar(hour, weekend) + 0.22 max(0, temperature_t − 22) + rest_t
    rest_t = 0.8 rest_(t−1) + N(0, 0.25²)
    known 24 hours ahead: the calendar, the temperature (as if the forecast never erred), and rest_(t−24)
    best guess = calendar + cooling + 0.8^24 rest_(t−24), which misses by 0.25 √((1 − 0.8^48) / (1 − 0.8²)) = 0.41666

A row is an hour t whose load is foretold at t − 24. It holds 48 steps of five channels; step s is the hour t − 47 + s,
with the load 24 hours before that hour (none is known later than t − 24), its temperature, the sine and cosine of its
hour of the day, and whether it is a weekend. The last step is the hour to foretell.

Run  python datasets/cooling_load/generate.py            prints the number of rows and the checksum
     python datasets/cooling_load/generate.py --best     prints the best possible scores
     python datasets/cooling_load/generate.py --columns  prints the columns for schema.toml
"""

import sys

import numpy as np
import pandas as pd
from scipy.signal import lfilter

MEMORY, NOISE = 0.8, 0.25
STEPS, AHEAD = 48, 24
CHANNELS = ["load", "temperature", "hour_sin", "hour_cos", "weekend"]


def remembering(generator, hours, memory, noise):
    """An AR(1) series that has run for ever: value_t = memory value_(t−1) + N(0, noise²)."""
    steps = generator.normal(0, noise, hours)
    steps[0] /= np.sqrt(1 - memory**2)
    return lfilter([1], [1, -memory], steps)


def weather(generator, hours):
    """Degrees Celsius, warmest at three in the afternoon, with warm and cool weeks."""
    hour = np.arange(hours)
    day = 5 * np.cos(2 * np.pi * (hour - 15) / 24)
    season = 3 * np.sin(2 * np.pi * hour / (24 * 120))
    return 22 + day + season + remembering(generator, hours, 0.97, 0.6)


def calendar(hour, weekend):
    working = 2.8 + 0.9 * np.cos(2 * np.pi * (hour - 14) / 24) + 0.8 * ((hour >= 8) & (hour < 18))
    return np.where(weekend, 2.2 + 0.4 * np.cos(2 * np.pi * (hour - 16) / 24), working)


def building(hours, seed):
    """Temperature, hour of the day, weekend, expected load and load of each hour since a Monday at midnight."""
    generator = np.random.default_rng(seed)
    temperature = weather(generator, hours)
    hour, weekend = np.arange(hours) % 24, np.arange(hours) // 24 % 7 >= 5
    expected = calendar(hour, weekend) + 0.22 * np.maximum(0, temperature - 22)
    return temperature, hour, weekend, expected, expected + remembering(generator, hours, MEMORY, NOISE)


def names(channels=CHANNELS):
    """Of all columns, step by step; "ago" counts from the hour to foretell."""
    ago = range(STEPS - 1, -1, -1)
    return [f"{name}_{hours + AHEAD * (name == 'load')}h_ago" for hours in ago for name in channels]


def windows(load, *others):
    """For every hour that has enough past, its 48 steps with the load of a day before and the other channels."""
    first = STEPS - 1 + AHEAD
    channels = [load[:-AHEAD], *(np.asarray(other, dtype=float)[AHEAD:] for other in others)]
    steps = np.lib.stride_tricks.sliding_window_view(np.stack(channels, axis=1), STEPS, axis=0)
    return np.arange(first, len(load)), steps.transpose(0, 2, 1).reshape(len(load) - first, -1)


def table(rows=3000, seed=0):
    temperature, hour, weekend, _, load = building(rows + STEPS - 1 + AHEAD, seed)
    angle = 2 * np.pi * hour / 24
    number, steps = windows(load, temperature, np.sin(angle), np.cos(angle), weekend)
    made = pd.DataFrame(steps, columns=names())
    return made.assign(hour_number=number, load=load[number])


def best_guess(rows, seed):
    """Loads, and what they are expected to be 24 hours before."""
    *_, expected, load = building(rows + AHEAD, seed)
    return load[AHEAD:], expected[AHEAD:] + MEMORY**AHEAD * (load - expected)[:-AHEAD]


def truth(rows, seed):
    """The same of the hours that `table` shows: those that have enough past."""
    load, expected = best_guess(rows + STEPS - 1, seed)
    return load[-rows:], expected[-rows:]


if __name__ == "__main__":
    from dlfund.comparison.result import best_possible

    if "--columns" in sys.argv:
        for step in np.reshape(names(), (STEPS, -1)):
            print("    " + " ".join(f'{{ name = "{name}" }},' for name in step))
    else:
        best_possible.main("regression", table, best_guess)
