"""The page's arithmetic is Keras's: prediction, loss, every gradient, every updated weight."""

import keras
import numpy as np
import pytest
from report.looked_at import penalised, specimens

from dlfund import explain
from dlfund.experiments.walkthrough import look_page

NAMES = list(specimens())
CLOSE = {"rtol": 1e-5, "atol": 1e-5}


@pytest.fixture
def looked(open_page, tmp_path):
    def looked(model, x, y, **options):
        return open_page(look_page(model, x, y, tmp_path / "look.html", **options))

    return looked


def in_page(page):
    """What the page has computed for the row that it shows."""
    return page.evaluate(
        """() => ({
          prediction: Array.from(state.found.calls.at(-1).a), loss: state.found.loss,
          gradients: Array.from(state.found.gradients),
          after: Array.from(state.next.after), weights: Array.from(state.weights), x: state.x,
        })"""
    )


def by_keras(model, x, y):
    """The same by explain.trace, weights in one row."""
    step = explain.trace(model, x, y)
    updates = step.updates.values()
    row = lambda what: np.concatenate([np.ravel(getattr(update, what)) for update in updates])  # noqa: E731
    return np.ravel(step.output), step.loss, row("gradient"), row("after")


def check_equal(page, model, x, y):
    actual, (prediction, loss, gradient, after) = in_page(page), by_keras(model, x, y)
    np.testing.assert_allclose(actual["prediction"], prediction, **CLOSE)
    np.testing.assert_allclose(actual["loss"], loss, **CLOSE)
    np.testing.assert_allclose(actual["gradients"], gradient, **CLOSE)
    np.testing.assert_allclose(actual["after"], after, **CLOSE)
    assert np.abs(gradient).max() > 1e-4  # nothing was compared with zeros alone


@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_a_step_equals_keras(looked, name):
    model, x, y = specimens()[name]()
    page = looked(model, x, y)
    for row in (0, 1, 7):
        page.evaluate(f"chooseRow({row})")
        check_equal(page, model, x[row : row + 1], y[row : row + 1])


@pytest.mark.parametrize("name", ["sigmoid", "our classes"])
def test_numbers_changed_by_hand_still_equal_keras(looked, name):
    model, x, y = specimens()[name]()
    page = looked(model, x, y)
    page.get_by_label("weight of x2", exact=True).fill("0,75")
    page.get_by_label("bias", exact=True).fill("−0.5")
    page.get_by_label("x3", exact=True).fill("1.25")
    unit = int(page.locator("#unit").input_value())
    kernel, bias = model.layers[0].get_weights()
    kernel[1, unit], bias[unit] = 0.75, -0.5
    model.layers[0].set_weights([kernel, bias])
    changed = x[:1].copy()
    changed[0, 2] = 1.25
    check_equal(page, model, changed, y[:1])
    shown = float(page.locator("#loss-now").inner_text().replace("−", "-"))
    assert shown == pytest.approx(explain.trace(model, changed, y[:1]).loss, rel=1e-3)


def test_steps_taken_in_the_page_are_the_optimizers_own(looked):
    model, x, y = specimens()["smooth"]()
    page = looked(model, x, y)
    page.locator("#steps button").nth(5).click()
    losses = [in_page(page)["loss"]]
    for _ in range(3):
        page.locator("#take").click()
        losses.append(in_page(page)["loss"])
    output = [model.train_on_batch(x[:1], y[:1]) for _ in range(3)]
    np.testing.assert_allclose(losses[:3], output, rtol=1e-4)
    np.testing.assert_allclose(
        in_page(page)["weights"], np.concatenate([w.ravel() for w in model.get_weights()]), rtol=1e-3, atol=1e-5
    )
    assert losses == sorted(losses, reverse=True)


def test_what_weights_pay_for_being_large_is_part_of_loss_and_gradient(looked):
    model, x, y = penalised()
    check_equal(looked(model, x, y), model, x[:1], y[:1])


def test_every_epochs_weights_are_those_recorded(looked):
    model, x, y = specimens()["sigmoid"]()
    frames = [(0, model.get_weights())]
    for epoch in (1, 2):
        model.fit(x, y, verbose=0)
        frames.append((epoch, model.get_weights()))
    page = looked(model, x, y, frames=frames)
    for place, (_, weights) in enumerate(frames):
        page.locator("#epoch").fill(str(place))
        model.set_weights(weights)
        check_equal(page, model, x[:1], y[:1])
        loss = page.evaluate("state.now")
        assert loss == pytest.approx(model.evaluate(x, y, verbose=0), rel=1e-5)
        assert page.evaluate(f"curve.losses[{place}]") == pytest.approx(loss)


def test_dead_and_saturated_units_are_those_that_explain_finds(looked):
    model = keras.Sequential(
        [
            keras.Input((3,)),
            keras.layers.Dense(4, "relu", name="hinge"),
            keras.layers.Dense(3, "tanh", name="bend"),
            keras.layers.Dense(1),
        ]
    )
    model.compile("sgd", "mse")
    kernel, _ = model.get_layer("hinge").get_weights()
    model.get_layer("hinge").set_weights([kernel, np.array([-50.0, 0.1, 0.1, -50.0])])
    kernel, _ = model.get_layer("bend").get_weights()
    model.get_layer("bend").set_weights([kernel, np.array([0.0, 30.0, 0.0])])
    x = np.random.default_rng(0).normal(size=(40, 3))
    actual = looked(model, x, x[:, :1]).evaluate("state.health")
    units = explain.units(model, x)
    assert tuple(n for n, entry in enumerate(actual[0]) if entry == "dead") == units["hinge"].dead == (0, 3)
    assert tuple(n for n, entry in enumerate(actual[1]) if entry == "saturated") == units["bend"].saturated == (1,)


def test_the_page_checks_itself_against_keras(looked):
    model, x, y = specimens()["sigmoid"]()
    page = looked(model, x, y)
    assert page.locator("#checked").inner_text().startswith("Checked just now: for all 30 rows")
    assert page.locator("#unlike").is_hidden()
