"""Which check applies to which component on which backend, and why not where it does not.

The tests skip by these rules, and docs/components_checked.md is written from them:

    PYTHONPATH=tests python -m contracts.checks docs/components_checked.md
"""

import sys
from pathlib import Path

import keras
import pytest
from contracts.loss_specimens import LOSSES
from contracts.metric_specimens import METRICS
from contracts.optimizer_specimens import PLAIN, SCHEDULES, WRAPPERS
from contracts.specimens import ACTIVATION_LAYERS, ACTIVATIONS, INITIALIZERS, LAYERS

BACKENDS = {"tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}
PRETENDED = {"straight_through_step"}  # its derivative is a definition
ONE_PRECISION = (
    "Keras's operations turn float64 into float32 on JAX and torch wherever a Python number or a mean is involved, so "
    "differences of 1e-8 can be measured on TensorFlow only; there the formula is the same, and on the other two the "
    "gradients are held against Keras's own"
)


def always(case, backend):
    return None


def if_it_trains(case, backend):
    return None if case.trains else "nothing to train here"


def if_half_precision_makes_sense(case, backend):
    return None if case.mixed_precision else "half precision makes no sense here"


def if_a_mask_applies(case, backend):
    return None if case.mask else "no mask applies here"


def if_keras_can_make_it(case, backend):
    can = case.keras_test is not None and not case.make and not case.prepare
    return None if can else "run_layer_test makes a layer from plain arguments, which this one does not take"


def if_differences_can_be_measured(case, backend):
    if not case.trains or case.random or case.below is not None:
        return "no slope to measure: nothing is trained, or it draws at random, or it takes whole numbers"
    if case.kwargs.get("interpolation", "nearest") != "nearest":
        return "TensorFlow resizes pictures in float32"
    return None if backend == "tensorflow" else ONE_PRECISION


def unless_it_pretends(case, backend):
    pretends = case.function.__name__ in PRETENDED
    return "the derivative is a definition, not a slope" if pretends else None


def if_it_acts_by_entry(case, backend):
    if not case.by_entry:
        return "an output depends on more than one input"
    return "1 everywhere" if case.function.__name__ == "linear" else None


def if_keras_has_it(case, backend):
    return None if case.keras is not None else "Keras has no counterpart"


def if_backends_agree_on_nan(case, backend):
    differ = case.function.__name__ in {"sign", "relu", "hard_sigmoid"}
    return "the backends differ; Keras decides" if differ else None


def if_it_draws(case, backend):
    return None if "seed" in case[0].get_config() else "nothing is drawn"


def if_compiled_by_default(case, backend):
    return "Keras leaves torch's compiler off by default" if backend == "torch" else None


def unless_xla_draws_others(case, backend):
    differ = case.draws and backend == "tensorflow"
    return "XLA draws other random numbers than TensorFlow's own operations from the same seed" if differ else None


# file of tests -> (title, its table, {its tests: (what they check, rule)})
CHECKS = {
    "test_layers": (
        "Layers",
        {**LAYERS, **ACTIVATION_LAYERS},
        {
            "test_config_comes_back_through_json": ("config through JSON", always),
            "test_building_leaves_the_config_alone": ("build leaves the config alone", always),
            "test_a_saved_model_predicts_the_same": ("saved and loaded", always),
            "test_output_has_the_promised_shape_and_the_symbolic_call_agrees": ("shape; symbolic call", always),
            "test_every_trainable_weight_gets_a_gradient": ("gradient of every weight", if_it_trains),
            "test_mixed_precision_computes_in_half_and_keeps_weights_whole": (
                "mixed precision",
                if_half_precision_makes_sense,
            ),
            "test_masks": ("masks", if_a_mask_applies),
            "test_compiled_and_eager_training_agree": ("jit_compile on and off", if_it_trains),  # slow on torch
            "test_a_batch_of_no_rows_gives_no_rows": ("no rows", always),
            "test_keras_own_layer_test": ("Keras's run_layer_test", if_keras_can_make_it),
        },
    ),
    "test_layer_gradients": (
        "Layers in float64",
        LAYERS,
        {"test_gradients_match_finite_differences": ("finite differences", if_differences_can_be_measured)},
    ),
    "test_activations": (
        "Activations",
        ACTIVATIONS,
        {
            "test_equals_the_textbook_formula": ("textbook formula", always),
            "test_written_derivative_equals_finite_differences": ("finite differences", unless_it_pretends),
            "test_written_derivative_equals_backpropagation": ("backpropagation", always),
            "test_written_derivative_stands_huge_numbers": ("slope at huge numbers", if_it_acts_by_entry),
            "test_equals_keras_in_value_and_gradient_over_shapes_and_dtypes": ("equals Keras", if_keras_has_it),
            "test_extreme_numbers_behave_as_in_keras": ("extremes as Keras", if_keras_has_it),
            "test_not_a_number_stays_one": ("NaN stays", if_backends_agree_on_nan),
            "test_serves_a_layer_and_survives_its_config": ("in a layer's config", always),
            "test_symbolic_call_promises_the_right_shape": ("symbolic call", always),
        },
    ),
    "test_initializers": (
        "Initializers",
        {name: [pair] for name, pair in INITIALIZERS.items()},
        {
            "test_equals_keras_number_for_number": (
                "equals Keras",
                lambda case, backend: None if case[1] is not None else "Keras has no counterpart",
            ),
            "test_the_same_config_gives_the_same_numbers": ("same config, same numbers", always),
            "test_serves_a_layer_by_name": ("by name", always),
            "test_another_seed_gives_other_numbers": ("another seed", if_it_draws),
            "test_set_random_seed_fixes_what_has_no_seed": ("set_random_seed", if_it_draws),
        },
    ),
    "test_losses": (
        "Losses",
        LOSSES,
        {
            "test_config_goes_round_through_json": ("config through JSON", always),
            "test_every_reduction_with_and_without_weights": ("reductions and weights", always),
            "test_a_batch_without_rows_costs_nothing": ("no rows", always),
            "test_saved_in_a_model_it_goes_on_as_if_never_stopped": ("save and resume", always),
            "test_compiled_by_xla_or_not_it_trains_alike": ("jit_compile on and off", if_compiled_by_default),
            "test_under_mixed_precision_it_trains": ("mixed precision", always),
        },
    ),
    "test_metrics": (
        "Metrics",
        METRICS,
        {
            "test_equals_scikit_learn": ("equals scikit-learn", always),
            "test_batches_give_what_all_rows_give": ("batches = all rows", always),
            "test_weights_of_rows_count_as_in_scikit_learn": ("row weights", always),
            "test_config_comes_back_through_json": ("config through JSON", always),
            "test_evaluate_and_fit_report_it": ("in fit and evaluate", always),
            "test_saved_with_the_model": ("saved with the model", always),
            "test_no_rows_are_no_error": ("no rows", always),
            "test_stateless_updates_are_the_same": ("stateless", always),
        },
    ),
    "test_optimizers": (
        "Optimizers and wrappers",
        {**PLAIN, **WRAPPERS},
        {
            "test_config_comes_back_through_json_and_building_leaves_it_alone": ("config through JSON", always),
            "test_the_loss_falls_on_a_quadratic": ("loss falls", always),
            "test_compiled_steps_are_the_eager_steps": ("compiled = eager", unless_xla_draws_others),
            "test_resumed_training_is_uninterrupted_training": ("save and resume", always),
            "test_mixed_precision_scales_the_loss_and_changes_nothing_else": ("mixed precision", always),
            "test_a_static_loss_scale_changes_nothing": ("loss scale", always),
            "test_it_follows_a_schedule": ("schedule", always),
            "test_an_embedding_with_repeated_rows_trains_like_its_dense_self": ("embedding", always),
            "test_a_sparse_gradient_is_its_dense_self_in_a_loop_by_hand": ("sparse gradient by hand", always),
        },
    ),
}
# tests of wrappers or schedules alone
WRAPPER_CHECKS = {
    "test_the_learning_rate_can_be_reduced_on_a_plateau",
    "test_what_belongs_to_the_inner_optimizer_is_forwarded",
    "test_a_loss_scale_belongs_outside",
    "test_a_model_that_trains_other_weights_is_told_to_take_a_new_optimizer",
}
SCHEDULE_CHECKS = {
    "test_schedule_comes_back_through_json": ("config through JSON", always),
    "test_schedule_stays_between_zero_and_its_top_and_reaches_it": ("bounds and end", always),
    "test_schedule_is_saved_with_the_model": ("saved with the model", always),
}
TABLES = {**CHECKS, "schedules": ("Schedules", SCHEDULES, SCHEDULE_CHECKS)}


def skip_where_it_does_not_apply(request, case):
    """At the head of a test: skip it by its rule."""
    rules = CHECKS[request.module.__name__.rsplit(".", 1)[-1]][2]
    _, rule = rules[request.function.__name__]
    if reason := rule(case, keras.backend.backend()):
        pytest.skip(reason)


def cell(cases, rule, notes):
    """ "yes" where it is done on all backends, else the backends that do it and the number of the reason."""
    reasons = {backend: [rule(case, backend) for case in cases] for backend in BACKENDS}
    done = [BACKENDS[backend] for backend, why in reasons.items() if None in why]
    if len(done) == len(BACKENDS):
        return "yes"
    reason = next(why[0] for why in reasons.values() if None not in why)
    number = notes.setdefault(reason, len(notes) + 1)
    return f"{', '.join(done) or '–'} ({number})"


def page():
    notes, lines = {}, []
    for title, table, checks in TABLES.values():
        names = [name for name, _ in checks.values()]
        lines += [f"## {title}", "", f"| part | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
        for part, row in sorted(table.items()):
            cases = row if isinstance(row, list) else [row]
            lines.append(f"| {part} | {' | '.join(cell(cases, rule, notes) for _, rule in checks.values())} |")
        lines.append("")
    why = [f"{number}. {reason[0].upper()}{reason[1:]}." for reason, number in notes.items()]
    return "\n".join([HEAD, *lines, "## Why not everywhere", "", *why, ""])


HEAD = """# What is tested for each component

Every public component goes through every check of its table in tests/contracts; a component without a row fails the
tests. "yes": checked on TensorFlow, JAX and PyTorch alike (`make slow BACKEND=jax`). Where a check does not apply, or
only on some backends, the number points to the reason below. In addition, tests/<folder> checks each component's own
idea, its equality with Keras, NumPy or torch.optim, and its error messages.

This page is written from the rules that decide which tests are skipped:
`PYTHONPATH=tests python -m contracts.checks docs/components_checked.md`
"""

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page())
