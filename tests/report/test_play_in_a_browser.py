"""The playground as a person meets it, and as Keras computes it: the same weights after 200 steps."""

import json
import runpy

import numpy as np
import pytest

from dlfund.experiments.playground.kept import keras_model, read_kept
from dlfund.learn.cards.card import names
from dlfund.learn.interview.topics import TOPICS
from dlfund.report.play_page import write_play

EVIL = "</script><script>alert(1)</script><b onclick=alert(2)>"
STEPS = """asked => { begin(asked.settings); for (let k = 0; k < asked.steps; k++) lab.session.step(); show();
  return lab.session.network.weights.map((w) => Array.from(w)); }"""
CLOSE = 1e-5
BASE = {"hidden": [6, 4], "rows": 200, "learning_rate": 0.03}
ACTIVATIONS = (
    *("elu", "gelu", "hard_sigmoid", "leaky_relu", "linear", "log_softmax", "mish", "relu", "selu", "sigmoid", "sign"),
    *("silu", "softmax", "softplus", "step", "straight_through_step", "tanh"),
)
OPTIMIZERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "adamax", "nadam", "lion")
INITIALIZERS = ("glorot_normal", "he_uniform", "he_normal", "lecun_uniform", "lecun_normal", "random_normal", "zeros")
FEATURES = ["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]


def table(names=("a", "b", "c"), kind="binary", classes=("no", "yes")):
    random = np.random.default_rng(0)
    columns = random.normal(size=(len(names), 60)).round(3)
    y = (columns[0] > 0).astype(int) if kind != "multiclass" else np.arange(60) % len(classes)
    return {
        "format": 1,
        "table": {
            "name": "own.csv",
            "title": "y of own.csv",
            "kind": kind,
            "classes": list(classes),
            "names": list(names),
            "columns": columns.tolist(),
            "y": y.tolist(),
            "notes": [f"A note on {names[0]}."],
        },
    }


@pytest.fixture
def visit(open_page, tmp_path):
    def visit(content=None, **options):
        path = tmp_path / "play.html"
        write_play(content or {"format": 1, "table": None}, path, fix="")
        return open_page(path, **options)

    return visit


def largest_difference(page, tmp_path, settings, steps=200):
    """After so many steps, between the page's weights and those of the program that it writes."""
    weights = page.evaluate(STEPS, {"settings": settings, "steps": steps})
    path = tmp_path / "session.py"
    path.write_text(page.evaluate("kerasCode(lab.session)"), encoding="utf-8")
    model = runpy.run_path(str(path), run_name="__main__")["model"]
    learned = [weight for layer in model.layers if hasattr(layer, "kernel") for weight in layer.get_weights()]
    assert len(learned) == len(weights)
    assert any(np.ptp(weight) for weight in learned)  # something was learned
    return max(np.abs(np.array(a) - b.ravel()).max() for a, b in zip(weights, learned, strict=True))


def test_the_program_reaches_the_pages_weights(visit, tmp_path):
    """Everything at once: penalties, dropout, clipping, lookahead, Adam, all inputs."""
    everything = {"optimizer": "adam", "learning_rate": 0.01, "clip": "norm", "clip_limit": 0.5, "lookahead": True}
    more = {"l1": 0.001, "l2": 0.003, "dropout": 0.2, "data": "spiral", "features": FEATURES, "activation": "silu"}
    assert largest_difference(visit(), tmp_path, BASE | everything | more, steps=40) < CLOSE


SETTINGS = (
    [{"optimizer": name, "learning_rate": 0.003 if name == "lion" else 0.01} for name in OPTIMIZERS]
    + [{"activation": name} for name in ACTIVATIONS]
    + [{"loss": "hinge"}, {"loss": "mean_squared_error_of_classes", "data": "xor"}]
    + [{"loss": name, "data": "hills"} for name in ("mean_squared_error", "mean_absolute_error", "huber")]
    + [{"clip": name, "clip_limit": 0.05, "data": "plane"} for name in ("value", "norm", "global_norm")]
    + [{"lookahead": True, "optimizer": name} for name in ("sgd", "adam")]
    + [{"initializer": name, "data": "gauss"} for name in INITIALIZERS]
)


@pytest.mark.nightly
@pytest.mark.parametrize("settings", SETTINGS, ids=lambda settings: "-".join(map(str, settings.values())))
def test_each_setting_reaches_keras_weights(visit, tmp_path, settings):
    assert largest_difference(visit(), tmp_path, BASE | settings) < CLOSE


@pytest.mark.slow
def test_classes_of_a_table_reach_keras_weights(visit, tmp_path):
    page = visit(table(kind="multiclass", classes=("a", "b", "c")))
    assert largest_difference(page, tmp_path, BASE | {"data": "table"}) < CLOSE


def test_the_generator_is_mulberry32(visit):
    """The first numbers by hand, from the recurrence in whole numbers."""
    state, drawn = 11, []
    for _ in range(3):
        state = (state + 0x6D2B79F5) % 2**32
        t = (state ^ state >> 15) * (state | 1) % 2**32
        t = (t + (t ^ t >> 7) * (t | 61)) % 2**32 ^ t
        drawn.append((t ^ t >> 14) / 2**32)
    assert visit().evaluate("(() => { const u = generator(1, 'rows'); return [u(), u(), u()]; })()") == drawn


def test_one_step_by_hand(visit):
    """From zeros, one batch of all rows: w = −rate · ∂loss/∂w, where ∂loss/∂w is the mean of (½ − t) · x."""
    settings = {"hidden": [], "initializer": "zeros", "features": ["x1"], "rows": 40, "batch": 20, "learning_rate": 0.5}
    page = visit()
    weight, bias = page.evaluate(STEPS, {"settings": settings, "steps": 1})
    rows = page.evaluate("({x: Array.from(lab.session.data.x), y: Array.from(lab.session.data.y)})")
    x, y = np.array(rows["x"][:20]), np.array(rows["y"][:20])
    assert weight[0] == pytest.approx(-0.5 * np.mean((0.5 - y) * x), abs=1e-6)
    assert bias[0] == pytest.approx(-0.5 * np.mean(0.5 - y), abs=1e-6)


def test_running_trains_until_it_is_paused(visit):
    page = visit()
    before = float(page.locator("#loss-train").inner_text())
    page.click("#run")
    for _ in range(3000):
        if page.evaluate("lab.session.steps") > 20:
            break
        page.wait_for_timeout(20)
    page.click("#run")
    steps = page.locator("#steps").inner_text()
    page.wait_for_timeout(100)
    assert page.locator("#steps").inner_text() == steps
    assert float(page.locator("#loss-train").inner_text()) != before
    page.click("#reset")
    assert page.locator("#steps").inner_text() == "0"


def test_the_keyboard_reaches_every_control(visit):
    page = visit()
    page.focus("#step")
    page.keyboard.press("Enter")
    assert page.locator("#steps").inner_text() == "1"
    page.focus("#more-0")
    page.keyboard.press("Enter")
    assert page.evaluate("[lab.settings.hidden[0], document.activeElement.id]") == [5, "more-0"]
    out_of_reach = "[...document.querySelectorAll('button, select, input')].filter((one) => one.tabIndex < 0).length"
    assert page.evaluate(out_of_reach) == 0
    nameless = "[...document.querySelectorAll('main select, main input')].filter((one) => !one.labels.length).length"
    assert page.evaluate(nameless) == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_overflows(visit, theme):
    wide = table(names=["a name without any place to break it " + "x" * 90, *"bcdefghij"])
    for width in (390, 1280):
        for content in (None, wide):
            page = visit(content, width=width, theme=theme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_controls_network_and_prediction_are_visible_together(visit):
    page = visit()
    page.set_viewport_size({"width": 1280, "height": 800})
    for name in ("run", "training", "features", "layers", "network-canvas", "surface", "loss-curve", "score-curve"):
        box = page.locator(f"#{name}").bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 800


def test_the_address_keeps_the_settings(visit):
    page = visit()
    page.evaluate("set('hidden', [3]); set('activation', 'relu'); set('data', 'xor')")
    page.reload()
    assert page.evaluate("[lab.settings.hidden, lab.settings.activation, lab.settings.data]") == [[3], "relu", "xor"]


WRONG = (
    *("hidden=99", "hidden=4,4,4,4,4,4,4", "activation=alert(1)", "learning_rate=NaN", "data=__proto__", "%E0%A4%A"),
    *("rows=1e9", "left_out=a,b", "toString=1", "dropout=1"),
)


def test_a_wrong_address_leaves_the_usual_settings(visit):
    page = visit()
    usual = page.evaluate("settled({}, null)")
    for fragment in WRONG:
        assert page.evaluate("(text) => settled(ofFragment(text), null)", fragment) == usual


def test_hostile_names_do_nothing(visit):
    page = visit(table(names=(EVIL, "b", "c"), classes=(EVIL, "yes")))
    assert page.locator("#features button").first.inner_text().startswith("</script>")
    assert "alert" not in page.evaluate("kerasCode(lab.session)")
    page.evaluate("showCode()")
    assert page.locator("main script, main b").count() == 0


def test_what_is_kept_becomes_the_same_network(visit, tmp_path):
    page = visit()
    page.evaluate(STEPS, {"settings": BASE | {"dropout": 0.2}, "steps": 5})
    with page.expect_download() as download:
        page.click("#keep")
    path = tmp_path / "session.json"
    download.value.save_as(path)
    x = np.array(page.evaluate("Array.from(lab.measures.parts.test.x)"), dtype="float32").reshape(-1, 2)
    shown = page.evaluate(
        "Array.from(lab.session.network.forward(lab.measures.parts.test.pass, lab.measures.parts.test.x))"
    )
    assert keras_model(read_kept(path)).predict(x, verbose=0).ravel() == pytest.approx(np.array(shown), abs=1e-5)
    assert json.loads(path.read_text())["inputs"] == ["x1", "x2"]


def test_another_plane_keeps_the_weights(visit):
    page = visit(table())
    page.evaluate(STEPS, {"settings": {"data": "table"}, "steps": 7})
    page.select_option("#across", label="c")
    shown = page.evaluate(
        "[lab.session.steps, lab.session.data.axes, lab.session.data.plane[0] === lab.session.data.x[2]]"
    )
    assert shown == [7, [2, 1], True]


def test_equal_weights_stay_equal(visit):
    """The idea of the task: from zeros, a tanh layer gets no gradient, and from ones all units stay the same."""
    page = visit()
    kernel, *_ = page.evaluate(STEPS, {"settings": BASE | {"initializer": "ones"}, "steps": 30})
    assert np.ptp(np.array(kernel).reshape(2, 6), axis=1).tolist() == [0, 0]


def done(page, settings, steps):
    """The task's sentence after a session."""
    page.evaluate(STEPS, {"settings": settings, "steps": steps})
    return page.locator("#task-says").inner_text()


def start_of(page, name):
    page.click(f"#task-{name}")
    return page.evaluate("(name) => TASKS.find((task) => task.name === name).asked", name)


def test_a_dead_relu_is_noticed(visit):
    page = visit()
    asked = start_of(page, "dead_relu")
    assert not done(page, asked, 20).startswith("Done")
    assert done(page, asked | {"learning_rate": 10}, 100).startswith("Done")
    assert "dlfund explain relu" in page.locator("#task-more").inner_text()


def test_zero_weights_are_noticed(visit):
    page = visit()
    asked = start_of(page, "zero_weights")
    assert not done(page, asked, 100).startswith("Done")
    assert done(page, asked | {"initializer": "zeros"}, 100).startswith("Done")


def test_a_solved_spiral_is_noticed(visit):
    page = visit()
    asked = start_of(page, "spiral")
    assert not done(page, asked, 50).startswith("Done")
    better = {"hidden": [16, 16], "activation": "tanh", "optimizer": "adam", "learning_rate": 0.03}
    assert done(page, asked | better, 1500).startswith("Done")


def test_overfitting_and_its_cure_are_noticed(visit):
    page = visit()
    asked = start_of(page, "overfit")
    assert done(page, asked, 400).startswith("Now")
    assert not done(page, asked, 400).startswith("Done")
    assert done(page, asked | {"hidden": [2], "l2": 0.1}, 400).startswith("Done")


def test_a_rate_that_is_too_high_is_noticed(visit):
    page = visit()
    asked = start_of(page, "rate")
    assert done(page, asked, 60).startswith("Now")
    assert done(page, asked | {"learning_rate": 3}, 60).startswith("Done")


def test_a_vanished_and_a_mended_gradient_are_noticed(visit):
    page = visit()
    asked = start_of(page, "vanish") | {"hidden": [4] * 6}
    assert done(page, asked | {"activation": "sigmoid"}, 5).startswith("Keep")
    assert done(page, asked, 5).startswith("Done")


def test_tasks_lead_to_cards_and_topics(visit):
    tasks = visit().evaluate("TASKS.map(({ cards, topic }) => ({ cards, topic }))")
    known = set(names())
    assert {name for task in tasks for name in task["cards"]} <= known
    assert {task["topic"] for task in tasks} <= set(TOPICS)
