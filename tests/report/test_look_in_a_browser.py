"""The page that walks through a network as a person meets it: mouse, keyboard, phone, dark, calm."""

import json
import re

import keras
import numpy as np
import pytest
from report.looked_at import classes, made, numbers, rows, specimens, yes_no

from dlfund.experiments.walkthrough import look_page

EVIL = "</script><script>alert(1)</script><!--<b>"


@pytest.fixture(scope="module")
def page_of():
    """Pages are made once a module; a test opens its own."""
    made = {}

    def page_of(tmp_path_factory, name):
        if name not in made:
            made[name] = PAGES[name](tmp_path_factory.mktemp("look") / "look.html")
        return made[name]

    return page_of


def trained(path):
    model, x, y = specimens()["sigmoid"]()
    frames = [(0, model.get_weights())]
    for epoch in (1, 2, 3):
        model.fit(x, y, verbose=0)
        frames.append((epoch, model.get_weights()))
    names = ["hours of study", "hours of play", "a name that is much longer than the place that there is for it"]
    return look_page(model, x, y, path, frames=frames, feature_names=names, class_names=["fail", "pass"])


def three_classes(path):
    model = made(("relu", "relu"), (3, "softmax"), "sparse_categorical_crossentropy", "adam", units=20)
    return look_page(model, rows(), classes(), path, class_names=["a", "b", "c"])


def a_number(path):
    return look_page(made(("tanh", "tanh"), (1, None), "mse", "lion"), rows(), numbers(), path)


def wide(path):
    model = keras.Sequential([keras.Input((60,)), keras.layers.Dense(50, "relu"), keras.layers.Dense(1, "sigmoid")])
    model.compile("adam", "binary_crossentropy")
    return look_page(model, rows(60), yes_no(), path)


def pictures(path):
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            keras.layers.Conv2D(6, 3, activation="relu", name="look"),
            keras.layers.GlobalAveragePooling2D(),
            keras.layers.Dense(3, "softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy")
    return look_page(model, rows(64).reshape(-1, 8, 8, 1), classes(), path, class_names=["a", "b", "c"])


def sequences(path):
    texts = keras.Input((5,), dtype="int32")
    x = keras.layers.GRU(4)(keras.layers.Embedding(10, 3)(texts))
    model = keras.Model(texts, keras.layers.Dense(1, "sigmoid")(x))
    model.compile("adam", "binary_crossentropy")
    return look_page(model, np.random.default_rng(0).integers(0, 10, (30, 5)), yes_no(), path)


def million(path):
    model = keras.Sequential([keras.Input((100,)), keras.layers.Dense(950, "relu"), keras.layers.Dense(950, "relu")])
    model.add(keras.layers.Dense(1, "sigmoid"))
    model.compile("adam", "binary_crossentropy")
    assert model.count_params() > 1_000_000 - 1_000
    return look_page(model, rows(100), yes_no(), path)


PAGES = {entry.__name__: entry for entry in (trained, three_classes, a_number, wide, pictures, sequences, million)}
COMPUTED, SUMMED_UP = ("trained", "three_classes", "a_number", "wide"), ("pictures", "sequences", "million")


@pytest.fixture
def visit(open_page, page_of, tmp_path_factory):
    return lambda name="trained", **options: open_page(page_of(tmp_path_factory, name), **options)


def shown(page, what):
    return page.locator(f"#{what}").inner_text()


def until(page, expression):
    """Wait without asking the page to evaluate text, which its own policy forbids it."""
    for _ in range(3000):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"It never came: {expression}")


def test_the_six_steps_are_walked_in_order(visit):
    page = visit()
    titles = []
    for number in range(6):
        titles.append(shown(page, "step-title"))
        assert page.locator("#steps [aria-current=step]").inner_text().split("\n")[-1].startswith(str(number + 1))
        assert page.locator("#board dd").count() > 0
        assert page.locator("#take").is_visible() == (number == 5)
        page.locator("#step-after").click(force=number == 5)
    assert [title.partition(". ")[2] for title in titles] == [
        *("Input", "Weights", "Bias", "Activation", "Loss", "Gradient and update"),
    ]
    assert page.locator("#step-after").is_disabled()
    page.locator("#step-before").click()
    assert shown(page, "step-title") == "5. Loss"
    page.locator("#steps button").nth(1).click()
    assert shown(page, "step-title") == "2. Weights"


def test_formulas_carry_the_networks_numbers(visit):
    page = visit()
    page.locator("#steps button").nth(1).click()
    actual = page.evaluate(
        """() => ({
          w: [0, 1, 2].map((i) => state.weights[weightPlace(net.layers[0], i, state.unit)]), x: state.x,
        })"""
    )
    total = sum(w * x for w, x in zip(actual["w"], actual["x"], strict=True))
    output = page.locator("#board dd").last.inner_text().replace("−", "-")
    assert float(output.removeprefix("= ")) == pytest.approx(total, rel=1e-3)
    page.locator("#steps button").nth(5).click()
    for word in ("∂loss/∂a", "f′(z)", "δ", "∂loss/∂w₁", "w₁ new"):
        assert word in page.locator("#board").inner_text()


def test_rows_epochs_and_neurons_are_chosen(visit):
    page = visit()
    first = shown(page, "predicted")
    page.locator("#row-after").click()
    assert page.locator("#row").input_value() == "1"
    assert shown(page, "predicted") != first
    page.locator("#row").fill("12")
    page.locator("#row").press("Enter")
    assert page.evaluate("state.row") == 12
    page.locator("#row-before").click()
    assert page.locator("#row").input_value() == "11"
    page.locator("#row").fill("nonsense")
    page.locator("#row").press("Enter")
    assert page.locator("#row").input_value() == "11"
    before = shown(page, "loss-rows")
    page.locator("#epoch").fill("0")
    assert shown(page, "epoch-shown") == "0 (start)"
    until(page, f"document.getElementById('loss-rows').textContent !== {json.dumps(before)}")
    page.locator("#layer").select_option("1")
    page.locator("#unit").select_option(index=2)
    assert shown(page, "table-who") == "neuron 3 of hidden 2"
    page.locator("#network-svg [role=button]").first.click()
    assert page.locator("#network-svg [aria-pressed=true]").count() == 1
    assert page.locator("#layer").input_value() == "0"


def test_playing_runs_through_the_epochs_and_stops_at_the_last(visit):
    page = visit()
    start = """() => {
        const [play, epoch] = ["play", "epoch"].map(id => document.getElementById(id));
        play.click();
        return [play.textContent, epoch.value];
    }"""
    assert page.evaluate(start) == ["Pause", "0"]  # before the clock of a busy machine has ticked
    until(page, "document.getElementById('epoch').value === '3'")
    until(page, "document.getElementById('play').textContent === 'Play'")


def test_who_asks_for_calm_moves_epoch_by_epoch(visit):
    page = visit(reduced_motion="reduce")
    assert shown(page, "play") == "Next epoch"
    for expected in ("0", "1", "2"):
        page.locator("#play").click()
        assert page.locator("#epoch").input_value() == expected
    assert page.evaluate("getComputedStyle(document.querySelector('.edges path')).transitionDuration") == "0s"


def test_changes_by_hand_are_followed_and_undone(visit):
    page = visit()
    before = {what: shown(page, what) for what in ("predicted", "loss-now", "loss-after", "loss-rows")}
    assert page.locator("#reset").is_disabled()
    weight = page.locator("#weights-body input").first
    weight.fill("3")
    slider = page.locator("#inputs input[type=range]").first
    slider.fill(slider.get_attribute("max"))
    assert page.locator("#edited").is_visible()
    assert all(shown(page, what) != text for what, text in before.items())
    weight.fill("not a number")
    assert weight.get_attribute("aria-invalid") == "true"
    assert page.evaluate("state.weights[weightPlace(net.layers[0], 0, state.unit)]") == 3
    page.locator("#reset").click()
    assert {what: shown(page, what) for what in before} == before
    assert weight.get_attribute("aria-invalid") is None
    weight.press("ArrowUp")
    assert page.locator("#edited").is_visible()


def test_a_larger_learning_rate_makes_a_larger_step(visit):
    page = visit()
    page.locator("#steps button").nth(5).click()
    changes = []
    for rate in ("0.1", "1"):
        page.locator("#rate").fill(rate)
        changes.append(page.evaluate("state.next.after[0] - state.weights[0]"))
    assert changes[1] == pytest.approx(10 * changes[0])


def test_pictures_move_with_the_epoch_and_with_changes(visit):
    page = visit()
    picture = "document.querySelector('#boundary canvas').toDataURL()"
    seen = [page.evaluate(picture)]

    def moved():
        until(page, f"{picture} !== {json.dumps(seen[-1])}")
        seen.append(page.evaluate(picture))

    page.locator("#epoch").fill("0")
    moved()
    for axis in ("across", "up"):
        other = next(entry for entry in (0, 1, 2) if entry not in page.evaluate("state.axes"))
        page.locator(f"#{axis}").select_option(index=other)
        moved()
    page.locator("#weights-body input").first.fill("-4")
    moved()
    assert page.locator("#health li").count() == 3
    assert page.locator("#loss-svg .now.edited").count() == 1
    assert page.locator("#boundary circle.dot").count() == 30


def test_the_boundary_is_what_the_network_says_there(visit):
    page = visit()
    output = page.evaluate(
        """() => {
          const [low, high] = boundary.ranges[state.axes[0]], [bottom, top] = boundary.ranges[state.axes[1]];
          const x = Array.from(state.x), side = boundary.side, paint = boundary.canvas.getContext("2d");
          x[state.axes[0]] = low + (0.5 / side) * (high - low);
          x[state.axes[1]] = bottom + (0.5 / side) * (top - bottom);
          const a = forward(net.layers, state.weights, x).at(-1).a;
          paint.canvas.getContext("2d").fillStyle = boundary.colours()(a);
          const pixel = Array.from(paint.getImageData(0, side - 1, 1, 1).data).slice(0, 3);
          return ["#" + pixel.map((one) => one.toString(16).padStart(2, "0")).join(""), paint.fillStyle];
        }"""
    )
    assert output[0] == output[1]


def test_everything_is_reached_with_the_keyboard_alone(visit):
    page = visit()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    order = []
    for _ in range(60):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => {
              const here = document.activeElement;
              return here.id || here.getAttribute("role") || here.textContent.trim();
            }"""
        )
        if here in order[:1]:
            break
        order.append(here)
    for control in (
        "theme",
        "row",
        "row-after",
        "epoch",
        "play",
        "layer",
        "unit",
        "step-after",
        "button",
        "input-0",
        "across",
        "up",
    ):
        assert control in order, control
    assert (
        order.index("row")
        < order.index("epoch")
        < order.index("button")
        < order.index("input-0")
        < order.index("across")
    )
    page.locator("#epoch").focus()
    page.keyboard.press("ArrowLeft")
    assert shown(page, "epoch-shown") == "2"
    page.locator("#network-svg [aria-pressed=true]").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#layer").input_value() == "1"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.locator("#layer").input_value() == "2"
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Neuron 1 of head, output")
    page.locator("#steps button").nth(3).focus()
    page.keyboard.press("Enter")
    assert shown(page, "step-title") == "4. Activation"


def test_what_happens_is_said_and_every_control_has_a_name(visit):
    page = visit()
    page.locator("#row-after").click()
    until(page, "document.getElementById('announced').textContent.includes('Row 1, epoch 3')")
    output = page.locator("#announced").inner_text()
    assert re.search(r"Step 1 of 6, Input\..* Predicted .*, target .*, loss ", output)
    unnamed = page.evaluate(
        """() => Array.from(document.querySelectorAll("button, input, select, [role=button], canvas, svg[role]"))
          .filter((one) => !one.getAttribute("aria-label") && !one.textContent.trim() && !one.labels?.length)
          .map((one) => one.outerHTML)"""
    )
    assert unnamed == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width, theme", [(390, "dark"), (1280, "light")])
def test_every_page_fits_the_window(visit, name, width, theme):
    page = visit(name, width=width, theme=theme)
    for step in page.locator("#steps button").all():
        step.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(int(part) for part in paper[4:-1].split(",")) > 380) == (theme == "light")


def test_the_theme_button_repaints_the_pictures(visit):
    page = visit()
    picture = "document.querySelector('#boundary canvas').toDataURL()"
    before = page.evaluate(picture)
    page.locator("#theme").click()
    assert page.evaluate(picture) != before


def test_many_neurons_are_drawn_in_part_and_the_page_says_so(visit):
    page = visit("wide")
    assert "16 of 50 drawn" in page.locator("#network-svg").text_content()
    assert "The 40 largest of 60 weights are listed." in shown(page, "table-left")
    hidden = next(unit for unit in range(50) if unit not in page.evaluate("drawing.units[1]"))
    page.locator("#unit").select_option(index=hidden)
    assert hidden in page.evaluate("drawing.units[1]")
    assert page.locator("#network-svg [aria-pressed=true]").count() == 1


def test_an_optimizer_that_is_not_computed_is_named(visit):
    page = visit("a_number")
    page.locator("#steps button").nth(5).click()
    assert "own optimizer, lion, has a rule that this page does not compute" in shown(page, "rule")
    assert page.locator("#epochs").is_hidden()


@pytest.mark.parametrize(
    "name, why",
    [("pictures", "look is of the kind Conv2D"), ("sequences", "of the kind Embedding"), ("million", "weights")],
)
def test_other_networks_are_summed_up_and_the_limit_is_stated(visit, name, why):
    page = visit(name)
    output = page.locator(".alert").first.inner_text()
    assert why in output
    assert "up to 10,000 weights" in output
    rows = page.locator("#layers tbody tr")
    for number in range(rows.count()):
        rows.nth(number).locator("button").click()
        assert page.locator("#layer").input_value() == str(number)
    before = shown(page, "predicted")
    page.locator("#row").select_option("1")
    assert shown(page, "predicted") != before
    assert page.locator("#flow li").count() >= 2
    assert page.locator("#units li").count() >= 1
    assert page.locator("#filters svg").count() == (6 if name == "pictures" else 0)


def test_a_million_weights_stay_a_small_page(page_of, tmp_path_factory):
    assert page_of(tmp_path_factory, "million").stat().st_size < 200_000


@pytest.mark.parametrize("summed_up", [False, True])
def test_names_that_look_like_markup_are_text(open_page, tmp_path, summed_up):
    layer = keras.layers.Dense(2, "relu", name="<img src=x onerror=alert(2)>".replace("/", ""))
    inputs = keras.Input((2,))
    x = layer(inputs)
    x = keras.layers.LayerNormalization()(x) if summed_up else x
    model = keras.Model(inputs, keras.layers.Dense(1, "sigmoid")(x), name="<b>bold")
    model.compile("sgd", "binary_crossentropy")
    texts = {
        "feature_names": [EVIL, "<img src=y onerror=alert(3)>"],
        "class_names": ["{{ 7*7 }}", EVIL],
    }
    if summed_up:
        del texts["feature_names"]
    page = open_page(look_page(model, rows(2), yes_no(), tmp_path / "look.html", **texts))
    assert page.locator("img").count() == page.locator("b:text-is('bold')").count() == 0
    assert page.locator("script").count() == 2
    assert EVIL in page.locator("#wanted").inner_text() + page.locator("#predicted").inner_text()
    assert "<img src=x onerror=alert(2)>" in page.locator("#layer").inner_text()
    assert page.locator("h1").inner_text() == "Inside <b>bold"
    if not summed_up:
        assert EVIL in page.locator("#inputs").inner_text()
