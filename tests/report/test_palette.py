"""Colours can be read: on light and on dark paper, and without telling red from green."""

import pytest

from dlfund.report.palette import LEVELS, ramp, variables


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first, second):
    high, low = sorted([luminance(first), luminance(second)], reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("paper", ["paper", "card"])
def test_text_has_the_contrast_that_wcag_asks_for(dark, paper):
    colours = variables(dark)
    for name in ("ink", "muted", "link", "machine", "deep", "best", "better", "worse", "alert"):
        assert contrast(colours[name], colours[paper]) >= 4.5, name
    assert contrast(colours["rule"], colours[paper]) >= 4  # a mark, and large text


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_surface_gets_paler_towards_its_middle_or_darker(dark):
    levels = [luminance(variables(dark)[f"level-{number}"]) for number in range(LEVELS)]
    half = LEVELS // 2
    assert levels[:half] == sorted(levels[:half], reverse=dark)
    assert levels[half:] == sorted(levels[half:], reverse=not dark)


def test_a_ramp_takes_even_steps():
    assert ramp("#000000", "#0000ff", 4) == ["#000000", "#000055", "#0000aa", "#0000ff"]
