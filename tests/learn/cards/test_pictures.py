"""Pictures show what a component does: real numbers in cells that fit, draws as the layer makes them, true depths."""

import xml.etree.ElementTree as ET
from pathlib import Path

import keras
import numpy as np
import pytest
from contracts.gradients import numbers
from keras import ops

from dlfund import initializers, layers
from dlfund.learn.cards import card as cards
from dlfund.learn.cards import depth, pictures
from dlfund.learn.cards.curves import CURVES
from dlfund.learn.cards.drawings import scales, scores, windows
from dlfund.learn.cards.drawings.grids import Grid, scene, written
from dlfund.learn.cards.walks import RULES

SVG = "{http://www.w3.org/2000/svg}"
PICTURES = sorted((Path(__file__).parents[3] / "docs" / "concepts").glob("*.svg"))


def test_every_concept_has_a_picture_of_what_it_does():
    others = CURVES.keys() | RULES.keys() | pictures.STEMS.keys() | {"Orthogonal"}
    drawn = pictures.drawn().keys()
    assert not drawn & others
    assert drawn | others == {card.name for card in cards.cards() if card.kind != "process"}


def ends(text, inherited):
    """The left and the right end of a line of text, with letters of the usual width."""
    look = inherited | text.attrib
    width = 0.5 * float(look.get("font-size", 12)) * len(text.text or "")
    x = float(text.get("x", 0))
    start = x - {"middle": width / 2, "end": width}.get(look.get("text-anchor"), 0)
    return start, start + width


def texts(element, inherited):
    inherited = inherited | {name: value for name, value in element.attrib.items() if element.tag == f"{SVG}g"}
    for child in element:
        if child.tag == f"{SVG}text":
            yield child, inherited
        yield from texts(child, inherited)


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_can_be_read_on_a_telephone(path):
    """As wide as a telephone at most, no letter smaller than 11 of 420 pixels, and no text across an edge."""
    root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own
    width = float(root.get("width"))
    assert width <= 420
    for text, inherited in texts(root, {}):
        left, right = ends(text, inherited)
        assert left >= -4, text.text
        assert right <= width + 4, text.text
        assert float((inherited | text.attrib).get("font-size", 12)) >= 11


@pytest.mark.parametrize(
    "value, text", [(0.125, "0.13"), (-0.125, "−0.13"), (0.1249999, "0.13"), (2.0, "2"), (-1e-9, "0"), (0.3, "0.3")]
)
def test_a_number_is_written_alike_on_every_backend(value, text):
    assert written(value) == text


def test_a_cell_without_a_number_stays_empty_and_a_negative_one_has_its_colour():
    drawn = scene("title", [Grid([1.0, np.nan, -2.0], "x")], notes=("note",))
    shown = [text.text for text, _ in texts(ET.fromstring(drawn), {})]  # noqa: S314
    assert shown == ["x", "1", "−2", "note"]
    assert drawn.count(f'fill="{pictures.SLOPE}"') == 1


def test_a_filters_map_is_worked_out_by_hand():
    """Vertical edges of a bright square: 3 where all three rows of the window have one, then 2, then 1."""
    root = ET.fromstring(windows.conv2d())  # noqa: S314
    shown = [text.text for text, _ in texts(root, {})]
    assert shown[shown.index("map") + 1 :][:9] == ["3", "3", "0", "2", "2", "0", "1", "1", "0"]


def draws(layer, x, count=50):
    return np.stack(
        [numbers(layer(ops.convert_to_tensor(x[None].astype("float32")), training=True))[0] for _ in range(count)]
    )


@pytest.mark.parametrize(
    "kind, formula",
    [("Dropout", scales.dropped), ("AlphaDropout", scales.alpha_dropped)],
    ids=["Dropout", "AlphaDropout"],
)
def test_a_draw_of_dropout_is_one_that_the_layer_makes(kind, formula):
    x = scales.X
    drawn = draws(getattr(layers, kind)(0.5, seed=1), x)
    kept, gone = (formula(x, np.full(len(x), mask), 0.5) for mask in (1, 0))
    near = [np.isclose(drawn, of, atol=1e-5) for of in (kept, gone)]
    assert (near[0] | near[1]).all()
    assert near[0].any(axis=0).all()
    assert near[1].any(axis=0).all()


def test_noise_of_the_picture_is_of_the_size_that_the_layer_adds():
    drawn = draws(layers.GaussianNoise(0.2, seed=1), np.zeros(100), 20)
    assert np.std(drawn) == pytest.approx(0.2, rel=0.1)
    assert np.std(scales.NOISE) == pytest.approx(0.2, rel=0.15)


def test_spatial_dropout_drops_whole_channels():
    x = np.ones((4, 3))
    drawn = draws(layers.SpatialDropout1D(0.5, seed=1), x, 10)
    assert (drawn == drawn[:, :1]).all()
    assert set(np.unique(drawn)) == {0.0, 2.0}


@pytest.mark.parametrize("activation", ["relu", "tanh"])
@pytest.mark.parametrize(
    "name", ["GlorotUniform", "HeNormal", "HeUniform", "LecunNormal", "RandomNormal", "RandomUniform"]
)
def test_numbers_spread_through_layers_as_drawn(name, activation):
    generator = np.random.default_rng(0)
    x = generator.normal(size=(400, depth.UNITS))
    for layer in range(5):
        made = getattr(initializers, name)(seed=layer)((depth.UNITS, depth.UNITS))
        sums = x @ numbers(made)
        x = depth.ACTIVATIONS[activation](sums)
        # the picture starts with sums of spread 1, the network with inputs of spread 1
        expected = depth.spreads(name, activation)[layer]
        first = np.sqrt(depth.UNITS * depth.VARIANCES[name])
        if activation == "relu":
            assert np.sqrt(np.mean(sums**2)) == pytest.approx(expected * first, rel=0.3)
    if activation == "tanh":
        assert np.sqrt(np.mean(sums**2)) == pytest.approx(_from_inputs(name), rel=0.2)


def _from_inputs(name):
    """The spread of the fifth layer's sums, for inputs of spread 1, by the same recursion."""
    q = depth.UNITS * depth.VARIANCES[name]
    for _ in range(4):
        q = depth.UNITS * depth.VARIANCES[name] * float(depth.SHARES @ np.tanh(np.sqrt(q) * depth.PLACES) ** 2)
    return np.sqrt(q)


def test_a_picture_of_a_metric_shows_its_value():
    metric = keras.metrics.AUC(num_thresholds=1000)
    metric.update_state(scores.T, scores.P)
    assert f"{float(metric.result()):.2f}" in scores.roc_auc()
