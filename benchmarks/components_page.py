"""docs/components_speed.md: one table a backend, each written by its own run of benchmarks/components.py.

A run replaces the rows that it measured and leaves the others, so three runs make the page and one part can be
measured again alone.
"""

import re
from pathlib import Path

PROMISE = 0.95
BACKENDS = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}
HEAD = """# Speed of the components

One training step of each component compared with Keras's own in the same model, in milliseconds: medians of
interleaved pairs, compilation excluded. The last column is Keras's time divided by dlfund's: 1 means equal, above
1 dlfund is faster, and 0.95 is what is promised. Two runs of the same row differ by a few hundredths; on a busy
machine by more.

The page is written by `make bench`, one backend at a time:

    KERAS_BACKEND=jax python benchmarks/components.py --page docs/components_speed.md

With `--only Dense,Adam` only those rows are measured again and replaced.
"""
COLUMNS = "| kind | part | dlfund | Keras | Keras / dlfund |\n|---|---|---|---|---|"
ROW = re.compile(r"^\| (\w+) \| (\w+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+)(?: \*\*slow\*\*)? \|$", re.M)

# microseconds of optimizer.apply on six weights of one entry each, torch on one core: 102, 199, 241, 294, 631, 1130
# against Keras's 47, 76, 84, 108, 214, 367 (gradient descent, momentum, Nesterov, Lion, Adam, Nadam)
ONE_BY_ONE = (
    "Keras updates all weights in one call of torch's own; dlfund's formula is written once for all backends and runs "
    "weight by weight through `keras.ops`, {0}."
)
# (backend, part) -> why it stays below the promise
REASONS = {
    ("torch", "BinaryCrossentropy"): "Keras calls torch's fused loss; dlfund's formula is four operations of "
    "`keras.ops`, each of which passes over memory once, forwards and backwards.",
    ("jax", "BinaryFocalCrossentropy"): "Keras turns logits into probabilities and clips them there, so that the "
    "gradient of a confidently wrong row vanishes; dlfund's works on the logits, which costs one more logarithm and "
    "exponential.",
    **dict.fromkeys(
        [("torch", part) for part in ("GradientDescent", "Momentum", "Nesterov", "SGD", "Lion")],
        ONE_BY_ONE.format("17 to 49 microseconds per tiny weight, compared with Keras's 8 to 18"),
    ),
    **dict.fromkeys(
        [("torch", part) for part in ("Adam", "AdamW", "Nadam")],
        ONE_BY_ONE.format("105 (Adam) to 188 (Nadam) microseconds per tiny weight, compared with Keras's 36 to 61"),
    ),
    **dict.fromkeys(
        [("torch", part) for part in ("Adagrad", "RMSprop", "Adamax")],
        ONE_BY_ONE.format("with a temporary tensor for each operation; the overhead was not measured separately"),
    ),
    (
        "torch",
        "CTC",
    ): "torch has a compiled loss of its own, which Keras calls; here each step is an operation.",
}
UNEXPLAINED = "no cause was found in the component itself; measure it again on an idle machine before relying on it."


def row(kind, part, ours, theirs, ratio):
    """One line of a table; times in seconds."""
    mark = " **slow**" if round(ratio, 2) < PROMISE else ""
    return f"| {kind} | {part} | {ours * 1e3:.2f} | {theirs * 1e3:.2f} | {ratio:.2f}{mark} |"


def rows_of(text):
    """{part: its line} of a table in Markdown."""
    return {row[2]: row[0] for row in ROW.finditer(text)}


def sections(text):
    """{backend: its part of the page}."""
    parts = re.split(r"^## (\w+)$", text, flags=re.M)
    names = {title: backend for backend, title in BACKENDS.items()}
    return {names[title]: body.strip() for title, body in zip(parts[1::2], parts[2::2], strict=True)}


def section(backend, how, rows):
    """A backend's part of the page: how it was measured, the table, and a sentence for each row below the promise."""
    slow = [part for part, line in rows.items() if "**slow**" in line]
    why = [f"- {part}: {REASONS.get((backend, part), UNEXPLAINED)}" for part in slow]
    count = f"{len(rows) - len(slow)} of {len(rows)} parts reach a ratio of {PROMISE}."
    return "\n".join([how, "", COLUMNS, *rows.values(), "", count, *([""] if why else []), *why])


def write(page, backend, how, measured, order):
    """Put the measured rows into the page; `order` lists all parts, and rows of parts that are gone go."""
    page = Path(page)
    bodies = sections(page.read_text()) if page.exists() else {}
    rows = {**rows_of(bodies.get(backend, "")), **measured}
    if rows.keys() - measured.keys():
        how += " Some rows come from another run, under another load: compare ratios, not times."
    bodies[backend] = section(backend, how, {part: rows[part] for part in order if part in rows})
    text = [HEAD, *(f"## {title}\n\n{bodies[name]}\n" for name, title in BACKENDS.items() if name in bodies)]
    page.write_text("\n".join(text))
