"""How long the page that walks through a network takes to answer, in Chromium: `python benchmarks/look_speed.py`.

A control is moved; the clock stops when the browser has painted what follows. Median and slowest of ten moves, for the
largest network that the page computes and for one of a million weights, which it sums up.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

from dlfund.experiments.walkthrough import look_page

MOVES = 10
TIME = """async (control) => {
  const times = [];
  for (let move = 0; move < %d; move++) {
    const started = performance.now();
    control(move);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b);
}"""
SELECT = """(move) => {
  const select = document.getElementById("%s");
  select.selectedIndex = (move + 1) %% select.options.length;
  select.dispatchEvent(new Event("change"));
}"""
TYPE = """(move) => {
  const field = document.querySelector("%s");
  field.value = String(%s);
  field.dispatchEvent(new Event("input"));
}"""
COMPUTED = {
    "epoch": TYPE % ("#epoch", "move % 20"),
    "row": '() => document.getElementById("row-after").click()',
    "weight": TYPE % ("#weights-body input", "move / 10"),
    "input": TYPE % ("#inputs input", "move / 10"),
    "neuron": SELECT % "unit",
    "step": '(move) => document.querySelectorAll("#steps button")[move % 6].click()',
    "take step": '() => document.getElementById("take").click()',
    "boundary": SELECT % "across",
    "theme": '() => document.getElementById("theme").click()',
}
SUMMED_UP = {"layer": SELECT % "layer", "row": SELECT % "row"}


def network(inputs, *widths):
    sizes = [keras.layers.Dense(width, "relu") for width in widths]
    model = keras.Sequential([keras.Input((inputs,)), *sizes, keras.layers.Dense(1, "sigmoid")])
    model.compile("adam", "binary_crossentropy")
    return model


def pages(folder):
    """name -> (path, controls)"""
    x = np.random.default_rng(0).normal(size=(200, 100)).astype("float32")
    y = (x[:, 0] > 0).astype("float32")
    largest = network(100, 70, 39)
    frames = [(epoch, largest.get_weights()) for epoch in range(25)]
    options = {"class_names": ("no", "yes")}
    return {
        f"{largest.count_params():,} weights": (
            look_page(largest, x, y, folder / "largest.html", frames=frames, **options), COMPUTED,
        ),
        f"{(million := network(100, 950, 950)).count_params():,} weights": (
            look_page(million, x, y, folder / "million.html", **options), SUMMED_UP,
        ),
    }  # fmt: skip


def main():
    path = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
    )
    if not path:
        sys.exit("No Chromium is on the path: nothing was measured.")
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for name, (file, controls) in pages(Path(folder)).items():
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(file.as_uri())
            page.wait_for_timeout(3000)  # until the loss curve is there
            print(f"{name}, {file.stat().st_size / 1e6:.2f} MB")
            for control, move in controls.items():
                times = page.evaluate(f"() => ({TIME % MOVES})({move})")
                print(f"  {control:<10} {times[MOVES // 2]:6.0f} ms   slowest {times[-1]:6.0f} ms")
        browser.close()


if __name__ == "__main__":
    main()
