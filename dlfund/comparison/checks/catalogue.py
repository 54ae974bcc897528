"""All checks, in the order of their codes."""

from __future__ import annotations

from dlfund.comparison.checks.at_the_floor import network_at_the_floor
from dlfund.comparison.checks.check import Check
from dlfund.comparison.checks.column_quality import constant_in_a_fold, imbalanced, many_categories
from dlfund.comparison.checks.columns_alike import columns_alike
from dlfund.comparison.checks.drift import column_drifts, parts_told_apart
from dlfund.comparison.checks.duplicate_rows import duplicate_rows
from dlfund.comparison.checks.edge_of_search import edge_of_search
from dlfund.comparison.checks.failures import folds_failed, trials_failed
from dlfund.comparison.checks.few_columns_enough import few_columns_enough
from dlfund.comparison.checks.identifier_like import identifier_like
from dlfund.comparison.checks.missing_tells_target import missing_tells_target
from dlfund.comparison.checks.perfect import suspiciously_perfect
from dlfund.comparison.checks.placeholder_numbers import placeholder_numbers
from dlfund.comparison.checks.row_order_predicts import row_order_predicts
from dlfund.comparison.checks.rows_of_one_entity import rows_of_one_entity
from dlfund.comparison.checks.target_computed import target_computed
from dlfund.comparison.checks.target_copied import target_copied, target_nearly_copied
from dlfund.comparison.checks.time_order import future_learned_from, rows_not_in_order, tested_on_the_past
from dlfund.comparison.checks.too_few_rows import few_rows_per_column, rare_class, small_differences_unseen
from dlfund.comparison.checks.uncertain import interval_too_wide, scores_vary_wildly
from dlfund.comparison.checks.validation_too_good import validation_too_good

OF_ROWS: tuple[Check, ...] = (
    *(target_copied, target_nearly_copied, missing_tells_target, identifier_like, row_order_predicts, duplicate_rows),
    *(target_computed, few_columns_enough, rows_of_one_entity),
    *(rows_not_in_order, future_learned_from, tested_on_the_past),
    *(parts_told_apart, column_drifts),
    *(small_differences_unseen, few_rows_per_column, rare_class),
    *(imbalanced, many_categories, columns_alike, constant_in_a_fold, placeholder_numbers),
)
OF_RESULTS: tuple[Check, ...] = (
    *(suspiciously_perfect, network_at_the_floor, edge_of_search, validation_too_good, trials_failed, folds_failed),
    *(interval_too_wide, scores_vary_wildly),
)
