"""A type checker finds a wrong argument of a part in a user's program: a number as text, a misspelled name."""

import importlib.util
import inspect
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from dlfund import activations, initializers, layers, losses, metrics, optimizers
from dlfund.layers.options import Adapters
from dlfund.layers.weighted import Weighted

ROOT = Path(__file__).parents[1]
WRONG = [
    pytest.param('layers.Dense(units="8")', id="text for units"),
    pytest.param('layers.Dense(8, activaton="relu")', id="misspelled activation"),
    pytest.param('layers.Conv2D("8", 3)', id="text for filters"),
    pytest.param('layers.Dense(8, kernel_regulariser="l2")', id="another spelling of an option"),
    pytest.param("layers.Dense(8, lora_rank=4)", id="an argument of Keras's layer that is refused"),
    pytest.param('layers.LSTM(units="8")', id="text for an LSTM's units"),
    pytest.param("layers.LSTM(8, recurent_dropout=0.1)", id="misspelled recurrent_dropout"),
    pytest.param("layers.MultiHeadAttention(num_heads=2)", id="no key_dim"),
    pytest.param("layers.Embedding(100, 8, mask_zeros=True)", id="misspelled mask_zero"),
    pytest.param("layers.BatchNormalization(synchronized=True)", id="a value that is refused"),
    pytest.param("layers.LSTM(8, return_sequence=True)", id="misspelled return_sequences"),
    pytest.param('layers.Dropout(rate="half")', id="text for a rate"),
    pytest.param("layers.BatchNormalization(momentm=0.9)", id="misspelled momentum"),
    pytest.param('optimizers.Adam(learning_rate="fast")', id="text for a learning rate"),
    pytest.param("optimizers.Adam(learnin_rate=0.1)", id="misspelled learning_rate"),
    pytest.param('losses.Huber(delta="1")', id="text for delta"),
    pytest.param("losses.BinaryCrossentropy(from_logit=True)", id="misspelled from_logits"),
    pytest.param('initializers.RandomNormal(stddev="small")', id="text for a standard deviation"),
    pytest.param('activations.ParametricBlend("selu", strat=0.5)', id="misspelled start"),
    pytest.param('metrics.Accuracy(threshold="half")', id="text for a threshold"),
    pytest.param("optimizers.ClipByNorm(optimizers.Adam())", id="a wrapper without its limit"),
    pytest.param('optimizers.ClipByNorm(optimizers.Adam(), limit="1")', id="text for a wrapper's limit"),
    pytest.param('optimizers.CosineSchedule(0.1, steps="ten")', id="text for a schedule's steps"),
]
RIGHT = [
    'layers.Dense(8, activation="relu", name="hidden", dtype="float32")',
    "layers.Dense(8, activation=activations.relu, kernel_initializer=initializers.HeNormal())",
    'layers.Conv2D(8, (3, 3), padding="same")',
    'layers.Conv2D(8, 3, 2, "same", activation="relu", kernel_regularizer="l2")',
    "layers.LSTM(8, return_sequences=True)",
    'layers.GRU(8, "relu", dropout=0.1, recurrent_initializer="orthogonal", name="memory")',
    "layers.Bidirectional(layers.LSTM(8), merge_mode=None)",
    "layers.Dropout(optimizers.CosineSchedule(0.5, steps=3))",
    "layers.BatchNormalization(momentum=0.9, synchronized=False)",
    "layers.MultiHeadAttention(2, key_dim=8, flash_attention=None)",
    'layers.TransformerBlock(2, 8, "swiglu", attention_options={"rotary": True})',
    "losses.Dice(axis=(1, 2, 3))",
    'metrics.Precision(thresholds=[0.3, 0.5], name="precision")',
    "optimizers.Lookahead(optimizers.ClipByNorm(optimizers.Adam(), 1.0), period=5)",
    "layers.Dropout(0.5)",
    "optimizers.Adam(learning_rate=optimizers.CosineSchedule(0.1, steps=3))",
    "optimizers.Adam(0.1, clipnorm=1.0)",
    'losses.BinaryCrossentropy(from_logits=True, name="loss")',
]


LINES = [*(parameter.values[0] for parameter in WRONG), *RIGHT]
ROOMS = activations, initializers, layers, losses, metrics, optimizers
PARTS = [getattr(room, name) for room in ROOMS for name in room.__all__]
CLASSES = [part for part in PARTS if inspect.isclass(part) and inspect.isfunction(part.__init__)]
MYPY = "mypy", "--ignore-missing-imports", "--follow-imports=silent", "--config-file="
PYRIGHT = "basedpyright", "--level=error"


@pytest.fixture(scope="module", params=[MYPY, PYRIGHT], ids=["mypy", "pyright"])
def errors(request, tmp_path_factory):
    """{line of the program: the checker's first message about it}, of one run over all lines."""
    checker, *options = request.param
    if not importlib.util.find_spec(checker):
        pytest.skip(f"{checker} is not installed; with its own node it takes 280 MB: pip install {checker}")
    program = tmp_path_factory.mktemp("program") / "program.py"
    imports = "from dlfund import activations, initializers, layers, losses, metrics, optimizers"
    program.write_text("\n".join([imports, *LINES]))
    command = [sys.executable, "-m", checker, *options, str(program)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    messages = re.findall(r"program\.py:(\d+):[\d: -]*error: (.+)", done.stdout)
    assert messages or done.returncode == 0, done.stdout + done.stderr
    return {LINES[int(number) - 2]: message for number, message in reversed(messages)}


@pytest.mark.slow
@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_argument_is_found(errors, line):
    assert line in errors


@pytest.mark.slow
@pytest.mark.parametrize("line", RIGHT)
def test_a_right_one_is_not(errors, line):
    assert line not in errors, errors[line]


@pytest.mark.parametrize("part", CLASSES, ids=lambda part: part.__name__)
def test_every_argument_of_a_constructor_has_a_type(part):
    code = inspect.unwrap(part.__init__).__code__
    names = code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]
    assert set(names) <= set(inspect.unwrap(part.__init__).__annotations__)


WITHOUT_EFFECT = {"input_length"}  # older programs give it; Keras's Embedding takes it, too


@pytest.mark.parametrize("layer", [part for part in CLASSES if issubclass(part, Weighted)], ids=lambda p: p.__name__)
def test_the_options_with_types_are_those_that_the_layer_takes(layer):
    shown = inspect.signature(layer).parameters
    (rest,) = (parameter for parameter in shown.values() if parameter.kind is inspect.Parameter.VAR_KEYWORD)
    (options,) = get_args(rest.annotation)
    taken = set(options.__annotations__) - set(Adapters.__annotations__) - set(layer.refused) - WITHOUT_EFFECT
    assert taken == set(shown) - set(layer.__init__.__annotations__)
