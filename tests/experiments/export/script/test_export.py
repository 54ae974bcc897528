"""Exported models answer as the run's own do."""

import json
import shutil

import keras
import numpy as np
import pandas as pd
import pytest
import skops.io
from onnx.reference import ReferenceEvaluator
from sklearn.compose import ColumnTransformer
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from dlfund.cli import main
from dlfund.comparison.running.saved_models import load_network
from dlfund.data import load_dataset
from dlfund.experiments.export import export
from dlfund.experiments.export.encoding_facts import encoding_facts
from dlfund.experiments.export.plain_network import plain_network
from dlfund.experiments.predict import predict_table


@pytest.fixture(scope="module")
def rows():
    return load_dataset("student_pass_fail").x.iloc[:7]


def answers(run, rows, name, tmp_path):
    rows.to_csv(tmp_path / "rows.csv", index=False)
    return predict_table(run, tmp_path / "rows.csv", name)["probability_yes"].to_numpy()


def facts(folder):
    return json.loads((folder / "encoding.json").read_text())


def test_a_keras_file_takes_the_columns_as_they_are(of_classes, rows, tmp_path):
    folder = export(of_classes, "keras", "ann", tmp_path / "out").folder
    model = keras.saving.load_model(folder / "model.keras")
    output = model.predict(rows.to_numpy("float32"), verbose=0)[:, 0]
    assert output == pytest.approx(answers(of_classes, rows, "ann", tmp_path), abs=1e-5)
    assert facts(folder)["input"] == "raw"
    assert [column["name"] for column in facts(folder)["columns"]] == list(rows.columns)
    assert not [layer for layer in model.layers if type(layer).__module__.startswith("dlfund")]


def test_a_number_stays_in_the_range_that_was_learned_also_when_exported(of_numbers, tmp_path):
    far = load_dataset("friedman", rows=120).x.iloc[:9] * 1000
    far.to_csv(tmp_path / "far.csv", index=False)
    output = predict_table(of_numbers, tmp_path / "far.csv", "realmlp_td_s").iloc[:, -1].to_numpy()
    learned = load_dataset("friedman", rows=120).y
    assert learned.min() - 1e-4 <= output.min()
    assert output.max() <= learned.max() + 1e-4
    folder = export(of_numbers, "onnx", "realmlp_td_s", tmp_path / "onnx").folder
    session = ReferenceEvaluator(str(folder / "model.onnx"))
    encoded = load_network(of_numbers / "models" / "realmlp_td_s").encoder.transform(far).astype("float32")
    given = encoded if facts(folder)["input"] != "raw" else far.to_numpy("float32")
    (exported,) = session.run(None, {session.input_names[0]: given})
    assert exported[:, 0] == pytest.approx(output, rel=1e-4)


def test_a_saved_model_answers_alike(of_classes, rows, tmp_path):
    import tensorflow as tf

    folder = export(of_classes, "savedmodel", "perceptron", tmp_path / "out").folder
    served = tf.saved_model.load(folder / "saved_model")
    output = served.serve(rows.to_numpy("float32")).numpy()[:, 0]
    assert output == pytest.approx(answers(of_classes, rows, "perceptron", tmp_path), abs=1e-5)


def test_an_onnx_file_answers_alike(of_classes, rows, tmp_path):
    folder = export(of_classes, "onnx", "ann", tmp_path / "out").folder
    session = ReferenceEvaluator(str(folder / "model.onnx"))
    (output,) = session.run(None, {session.input_names[0]: rows.to_numpy("float32")})
    assert output[:, 0] == pytest.approx(answers(of_classes, rows, "ann", tmp_path), abs=1e-5)


def test_a_pipeline_of_scikit_learn_answers_alike(of_classes, rows, tmp_path):
    folder = export(of_classes, "skops", "support_vectors", tmp_path / "out").folder
    pipeline = skops.io.load(folder / "model.skops", trusted=facts(folder)["trusted"])
    output = pipeline.predict_proba(rows)[:, 1]
    assert output == pytest.approx(answers(of_classes, rows, "support_vectors", tmp_path), abs=1e-6)


def test_numbers_come_out_in_the_units_of_the_target(of_numbers, tmp_path):
    folder = export(of_numbers, "keras", "perceptron", tmp_path / "out").folder
    table = load_dataset("friedman", rows=5).x
    model = keras.saving.load_model(folder / "model.keras")
    expected = load_network(of_numbers / "models" / "perceptron").predict(table)
    assert model.predict(table.to_numpy("float32"), verbose=0)[:, 0] == pytest.approx(expected, rel=1e-5)


def test_an_encoding_that_no_layer_can_do_comes_beside(of_classes, tmp_path):
    mixed = shutil.copytree(of_classes, tmp_path / "mixed")
    table = load_dataset("student_pass_fail").x.iloc[:50]
    encoder = ColumnTransformer(
        [("numeric", StandardScaler(), ["study_hours"]), ("other", StandardScaler(), ["play_hours", "sleep_hours"])]
    ).fit(table)
    skops.io.dump(encoder, mixed / "models" / "ann" / "encoder.skops")
    exported = export(mixed, "keras", "ann")
    assert facts(exported.folder)["input"] == "encoded"
    assert (exported.folder / "encoder.skops").exists()
    assert "It takes encoded rows" in str(exported)


def test_facts_are_enough_to_encode_a_row():
    table = pd.DataFrame({"hours": [1.0, 3.0], "school": ["a", "<b>"]})
    encoder = ColumnTransformer(
        [("numeric", StandardScaler(), ["hours"]), ("words", OneHotEncoder(sparse_output=False), ["school"])]
    )
    encoded = encoder.fit_transform(table)
    numeric, texts = json.loads(json.dumps(encoding_facts(encoder)))["parts"]
    (mean,), (scale,) = numeric["learned"]["mean_"], numeric["learned"]["scale_"]
    (known,) = texts["learned"]["categories_"]
    by_hand = [
        [(row.hours - mean) / scale, *(float(row.school == entry) for entry in known)] for row in table.itertuples()
    ]
    assert by_hand == encoded.tolist()


def test_a_layer_without_an_equal_leaves_the_network_as_it_is():
    from dlfund import layers

    network = keras.Sequential([keras.Input((2,)), layers.NTKDense(3), layers.Dense(1)])
    same, left = plain_network(network)
    assert same is network
    assert left == ["NTKDense"]


def test_every_equal_computes_what_dlfund_computes():
    from dlfund import layers

    network = keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(5, activation="mish", kernel_initializer="he_normal"),
            layers.LayerNormalization(),
            layers.Dropout(0.5),
            layers.BatchNormalization(),
            layers.Dense(3, use_bias=False, activation="selu"),
            layers.Perceptron(activation="sigmoid"),
        ]
    )
    network.set_weights([np.random.default_rng(0).uniform(0.5, 1, weight.shape) for weight in network.weights])
    plain, left = plain_network(network)
    x = np.random.default_rng(1).normal(size=(6, 4)).astype("float32")
    assert not left
    assert {type(layer).__module__.partition(".")[0] for layer in plain.layers} == {"keras"}
    np.testing.assert_allclose(plain(x), network(x), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["--as", "pickle"], "Expected --as to be one of keras, onnx, savedmodel, skops. Received: 'pickle'."),
        (["--as", "keras", "--model", "random_forest"], "Expected a network for --as keras"),
        (["--as", "skops", "--model", "ann"], "Expected a baseline for --as skops"),
        (["--as", "onnx", "--model", "nobody"], "Received: 'nobody'"),
    ],
)
def test_what_can_not_be_exported_is_a_sentence(of_classes, capsys, arguments, message):
    assert main(["export", str(of_classes), *arguments]) == 2
    assert message in capsys.readouterr().err


def test_onnx_without_its_converter_is_a_sentence(of_classes, capsys, monkeypatch):
    from dlfund.experiments.export import network_files

    monkeypatch.setattr(network_files, "find_spec", lambda name: None)
    assert main(["export", str(of_classes), "--as", "onnx"]) == 2
    assert "pip install 'dlfund[onnx]'" in capsys.readouterr().err


def test_the_command_takes_the_best_that_the_format_can_hold(of_classes, capsys, tmp_path):
    assert main(["export", str(of_classes), "--as", "skops", "--out", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "model.skops").exists()
    assert "encoding.json" in capsys.readouterr().out
