"""One training step of each dlfund part against Keras's own part in the same model.

Both models are compiled and have taken their first steps before the clock starts. Then they take turns: a pair is one
measurement of each, a measurement is as many steps as fill --milliseconds. Told is the median of the pairs' ratios,
Keras's time by dlfund's: 1 is equal, above 1 dlfund is faster, and 0.95 is what is promised.

Run  python benchmarks/components.py --page docs/components_speed.md
     KERAS_BACKEND=jax python benchmarks/components.py --only Dense,Adam
"""

import argparse
import os
import platform
import statistics
import time

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import components_page
import keras
from components_cases import CASES


def stepper(case, part):
    """A function that takes n training steps; compiled and warmed up."""
    keras.utils.set_random_seed(0)
    model = case.model(part())
    x, y = (keras.ops.convert_to_tensor(part) for part in case.batch(model))

    def steps(number):
        for _ in range(number):
            model.train_on_batch(x, y)  # hands the loss back as a number, so it has waited for the device

    steps(3)
    return steps


def seconds(steps, number):
    started = time.perf_counter()
    steps(number)
    return time.perf_counter() - started


def measure(case, pairs, milliseconds):
    """(median seconds of ours, of Keras's, median of the pairs' ratios)"""
    sides = [stepper(case, case.ours), stepper(case, case.keras)]
    alone = min(seconds(sides[1], 2) / 2 for _ in range(3))
    number = max(1, round(milliseconds / 1000 / alone))
    taken = []
    for pair in range(pairs):
        order = (0, 1) if pair % 2 else (1, 0)  # whoever goes first finds another cache
        timed = {side: seconds(sides[side], number) / number for side in order}
        taken.append((timed[0], timed[1]))
    ours, theirs = (statistics.median(side) for side in zip(*taken, strict=True))
    return ours, theirs, statistics.median(keras_time / own for own, keras_time in taken)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", help="names of parts, with commas between (default: all)")
    parser.add_argument("--pairs", type=int, default=15, help="measurements of each side (default: 15)")
    parser.add_argument("--milliseconds", type=float, default=60, help="length of a measurement (default: 60)")
    parser.add_argument("--page", help="a page to write the rows into, such as docs/components_speed.md")
    options = parser.parse_args()
    names = options.only.split(",") if options.only else list(CASES)
    if unknown := set(names) - CASES.keys():
        parser.error(f"expected names among {', '.join(CASES)}; received {', '.join(sorted(unknown))}")
    how = (
        f"Keras {keras.__version__}, Python {platform.python_version()}, {os.cpu_count()} cores, {options.pairs} pairs "
        "per row."
    )
    print(f"{components_page.BACKENDS[keras.backend.backend()]}: {how}\n\n{components_page.COLUMNS}")
    measured = {}
    for name in names:
        measured[name] = components_page.row(
            CASES[name].kind, name, *measure(CASES[name], options.pairs, options.milliseconds)
        )
        print(measured[name], flush=True)
        keras.backend.clear_session()
    if options.page:
        components_page.write(options.page, keras.backend.backend(), how, measured, CASES)


if __name__ == "__main__":
    main()
