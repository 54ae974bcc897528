"""The page's colours: the only place where a colour is written. Figures and style sheets name a CSS variable.

The three kinds of contenders differ in hue and in lightness, and networks also in the shape of their marks, so that
nobody has to tell red from green.
"""

LEVELS = 10  # steps of a decision surface
GROUPS = 10  # classes or clusters that have a colour of their own

# name -> (on light paper, on dark paper)
COLOURS = {
    "paper": ("#fbfaf6", "#15171b"),
    "card": ("#ffffff", "#1d2025"),
    "ink": ("#1d1f23", "#ecebe6"),
    "muted": ("#5b5f66", "#a9adb5"),
    "line": ("#dedbd2", "#363a42"),
    "grid": ("#ebe8e0", "#2a2e35"),
    "link": ("#1f5fa6", "#7db7ff"),
    "rule": ("#75787e", "#9ea2a9"),  # AI without learning
    "machine": ("#2166ac", "#6db1ff"),  # machine learning
    "deep": ("#c4420a", "#ff8d52"),  # deep learning
    "best": ("#8a6a00", "#e3bd4a"),  # the rule that made the data
    "better": ("#107a6b", "#43c3ae"),  # also the positive class
    "equal": ("#c9c6bd", "#4b5059"),
    "worse": ("#7a4aa0", "#bd97e4"),  # also the other class
    "alert": ("#9b1c31", "#ff8fa0"),
    "alert-paper": ("#fdf0f1", "#331d22"),
    "code": ("#f2f0ea", "#23262c"),
}

# ends of the ramps that surfaces are painted with: light, dark
WORSE_END, MIDDLE_WORSE = ("#a685c4", "#65478a"), ("#f3eef6", "#2c2735")
MIDDLE_BETTER, BETTER_END = ("#ecf5f2", "#1f2e2d"), ("#5fb3a2", "#1d7f70")

# classes and clusters: hues that also differ in lightness; in figures each also has a shape of its own
GROUP_COLOURS = {
    False: (
        "#0a6fb5",
        "#d1600a",
        "#158163",
        "#a3307d",
        "#8a6a00",
        "#3d4ea1",
        "#b3292f",
        "#4f7a1c",
        "#6c5b7b",
        "#22808f",
    ),
    True: (
        "#6bb3f0",
        "#ff9d5c",
        "#4fcfa8",
        "#e58bc6",
        "#e3bd4a",
        "#a9b4ff",
        "#ff8f94",
        "#a8d672",
        "#c9b8dc",
        "#6fd0de",
    ),
}


def ramp(start: str, end: str, steps: int) -> list[str]:
    """Even steps from one colour to another, both included."""
    ends = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in (start, end)]
    shares = [step / (steps - 1) for step in range(steps)]
    return ["#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(*ends, strict=True)) for share in shares]


def variables(dark: bool) -> dict[str, str]:
    """Every CSS variable of one theme: the colours, `level-…` for two classes, `step-…` for a number, `shade-…` for a
    pixel and `group-…` for one of several classes."""
    theme = int(dark)
    half = LEVELS // 2
    levels = ramp(WORSE_END[theme], MIDDLE_WORSE[theme], half) + ramp(MIDDLE_BETTER[theme], BETTER_END[theme], half)
    steps = ramp(MIDDLE_BETTER[theme], BETTER_END[theme], LEVELS)
    shades = ramp(COLOURS["card"][theme], COLOURS["ink"][theme], LEVELS)
    return (
        {name: pair[theme] for name, pair in COLOURS.items()}
        | {f"level-{number}": colour for number, colour in enumerate(levels)}
        | {f"step-{number}": colour for number, colour in enumerate(steps)}
        | {f"shade-{number}": colour for number, colour in enumerate(shades)}
        | {f"group-{number}": colour for number, colour in enumerate(GROUP_COLOURS[dark])}
    )
