"""Code that is written for estimators and layers makes the same estimators and layers again."""

import keras
import numpy as np
import pytest
from keras_tuner import HyperParameters
from scipy.stats import loguniform
from sklearn import pipeline as pipelines
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.ensemble import HistGradientBoostingClassifier, VotingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.svm import SVC, SVR

from dlfund import Task, layers, optimizers, zoo
from dlfund.core.errors import UserError
from dlfund.data.token_codes import TokenCodes
from dlfund.experiments.export.script.code_layout import laid_out
from dlfund.experiments.export.script.expression import Expressions
from dlfund.experiments.export.script.imports import Imports
from dlfund.experiments.export.script.keras_expression import KerasExpressions
from dlfund.experiments.export.script.network_code import builder_of, spared_of
from dlfund.experiments.export.script.parameters import by_shape, function_code
from dlfund.experiments.export.script.plain import equal_code, plain_weights
from dlfund.experiments.export.script.source_copies import SourceCopies
from dlfund.training.tuning.fitted_network import outputs_of
from dlfund.training.tuning.space import compiled


def made_again(node, write, path):
    """What the written expression makes, run as a file of its own."""
    texts = [write.imports.lines(), *write.copies.texts.values(), f"made = {laid_out(node, 0, 7)}"]
    return run_file("\n\n\n".join(texts), path)["made"]


def run_file(text, path):
    import runpy

    assert "dlfund" not in text
    (path / "written.py").write_text(text, encoding="utf-8")
    return runpy.run_path(str(path / "written.py"))


ESTIMATORS = [
    HistGradientBoostingClassifier(max_iter=7, categorical_features=[0, 2], random_state=3),
    pipelines.Pipeline([("fill", SimpleImputer(strategy="median", add_indicator=True)), ("model", SVC(C=0.5))]),
    CalibratedClassifierCV(SVC(gamma=0.25), method="temperature", cv=3, ensemble=False),
    TransformedTargetRegressor(SVR(), transformer=StandardScaler()),
    VotingClassifier([("a", LogisticRegression(C=1e-3)), ("b", SVC(probability="deprecated"))], weights=[1, 2.5]),
    FunctionTransformer(np.log1p, inverse_func=np.expm1, kw_args={}),
    ColumnTransformer(
        [
            ("numbers", "passthrough", ["a", 'b"']),
            ("words", OneHotEncoder(categories=[["x", "y\n"]], handle_unknown="ignore", sparse_output=False), ["c"]),
            (
                "ranks",
                OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan, dtype=np.float32),
                ["d"],
            ),
        ],
        remainder="drop",
    ),
    SimpleImputer(missing_values=np.nan, fill_value=-np.inf, strategy="constant"),
]


@pytest.mark.parametrize("estimator", ESTIMATORS, ids=lambda estimator: type(estimator).__name__)
def test_an_estimator_is_made_again(estimator, tmp_path):
    imports = Imports()
    write = Expressions(imports, SourceCopies(imports, lambda thing: None))
    again = made_again(write.of(estimator), write, tmp_path)
    assert type(again) is type(estimator)
    assert repr(again.get_params()) == repr(estimator.get_params())


def test_a_transformer_of_dlfund_comes_with_its_source(tmp_path):
    imports = Imports()
    write = Expressions(imports, SourceCopies(imports, lambda thing: None))
    again = made_again(write.of(TokenCodes(5, 3)), write, tmp_path)
    rows = [["a good film"], ["a bad film, a film"]]
    assert again.fit(rows).transform(rows).tolist() == TokenCodes(5, 3).fit(rows).transform(rows).tolist()


@pytest.mark.parametrize("value", [FunctionTransformer(lambda x: x), np.random.RandomState(0), object()])
def test_what_no_script_could_import_is_a_sentence(value):
    imports = Imports()
    with pytest.raises(UserError, match="Eject another contender"):
        Expressions(imports, SourceCopies(imports, lambda thing: None)).of(value)


def written_network(model, path, compiled=False):
    imports = Imports()
    copies = SourceCopies(imports, equal_code)
    spared = spared_of(model) if compiled else ""
    builder = builder_of(model, KerasExpressions(imports, copies), compiled=compiled, spared=spared)
    (shape,) = by_shape({"one": builder})
    texts = [imports.lines(), *copies.texts.values(), function_code(shape.builder, "network", "A network.")]
    return run_file("\n\n\n".join(texts), path)["network"]()


def residual(task, hp):
    """Two roads that meet again."""
    inputs = keras.Input(task.input_shape)
    hidden = layers.Dense(4, activation="gelu")(inputs)
    more = keras.layers.Concatenate()([hidden, keras.layers.Dense(2, kernel_regularizer="l2")(inputs)])
    return keras.Model(inputs, layers.Dense(1, activation="sigmoid")(more))


def averaged(task, hp):
    """Two members and their mean."""
    from dlfund.training.tuning.ensembles import averaged_model

    return averaged_model([compiled(zoo.ann, task, HyperParameters()) for _ in range(2)])


@pytest.mark.parametrize(
    "network",
    [zoo.perceptron, zoo.ann, zoo.realmlp, zoo.realmlp_td, zoo.realmlp_td_s, zoo.tabm_mini, residual, averaged],
)
def test_a_network_is_built_again(network, tmp_path):
    model = network(Task(kind="binary", input_shape=(3,), classes=("no", "yes")), HyperParameters())
    again = written_network(model, tmp_path)
    again.set_weights(plain_weights(model))
    x = np.random.default_rng(0).normal(size=(5, 3)).astype("float32")
    np.testing.assert_allclose(again(x), outputs_of(model, x), rtol=1e-5, atol=1e-6)


def attentive(task, hp):
    """Layers whose source goes into the script, without what refuses arguments there."""
    inputs = keras.Input(task.input_shape)
    hidden = layers.Highway()(layers.GroupNormalization(2)(layers.Dense(4)(inputs)))
    hidden = layers.Recurrent(layers.GRUCell(3))(layers.MultiHeadAttention(2, 2)(hidden))
    return keras.Model(inputs, layers.Dense(1)(hidden))


@pytest.mark.parametrize("network", [zoo.lstm, zoo.gru, zoo.cnn, attentive])
def test_a_network_of_sequences_is_built_again(network, tmp_path):
    model = network(Task(kind="regression", input_shape=(12, 1)), HyperParameters())
    again = written_network(model, tmp_path)
    again.set_weights(plain_weights(model))
    x = np.random.default_rng(0).normal(size=(5, 12, 1)).astype("float32")
    np.testing.assert_allclose(again(x), model(x), rtol=1e-5, atol=1e-6)


def test_an_optimizer_comes_with_what_no_config_tells(tmp_path):
    task = Task(kind="binary", input_shape=(3,), classes=("no", "yes"))
    again = written_network(compiled(zoo.realmlp, task, HyperParameters()), tmp_path, compiled=True)
    assert type(again.optimizer) is keras.optimizers.AdamW
    spared = [
        variable.path for variable in again.trainable_variables if not again.optimizer._use_weight_decay(variable)
    ]
    assert spared
    assert all("bias" in path for path in spared)


def test_an_optimizer_without_an_equal_comes_with_its_source(tmp_path):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    schedule = optimizers.CosineSchedule(0.1, steps=20)
    model.compile(optimizer=optimizers.Lookahead(optimizers.Momentum(schedule)), loss="mse")
    again = written_network(model, tmp_path, compiled=True)
    x = np.random.default_rng(0).normal(size=(32, 2)).astype("float32")
    for first in (model, again):
        first.set_weights([np.ones((2, 1)), np.zeros(1)])
        first.fit(x, x[:, :1], epochs=2, batch_size=8, shuffle=False, verbose=0)
    np.testing.assert_allclose(again.get_weights()[0], model.get_weights()[0], rtol=1e-5)


def test_folds_that_differ_in_values_share_a_function():
    def built(width, rate, activation="relu"):
        imports = Imports()
        write = KerasExpressions(imports, SourceCopies(imports, equal_code))
        hidden = [keras.layers.Dense(width, activation=activation), keras.layers.Dropout(rate)]
        inputs = [keras.Input((3,))]
        return builder_of(keras.Sequential([*inputs, *hidden, keras.layers.Dense(width), keras.layers.Dense(1)]), write)

    shared, other = by_shape({"1": built(8, 0.1), "2": built(16, 0.1), "3": built(8, 0.25), "4": built(8, 0.5, None)})
    assert shared.arguments == {
        "1": {"units": "8", "rate": "0.1"},
        "2": {"units": "16", "rate": "0.1"},
        "3": {"units": "8", "rate": "0.25"},
    }
    assert other.arguments == {"4": {}}
    code = function_code(shared.builder, "network", "A network.")
    assert "def network(*, units, rate):" in code
    assert code.count("keras.layers.Dense(units") == 2


def test_distributions_are_no_settings():
    imports = Imports()
    with pytest.raises(UserError, match="Expected settings that can be written as code"):
        Expressions(imports, SourceCopies(imports, lambda thing: None)).of(loguniform(1, 2))
