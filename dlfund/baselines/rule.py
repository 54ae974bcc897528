"""Artificial intelligence without learning: a rule that a person wrote down.

    "study_hours >= 5 and sleep_hours >= 6"

The rule is text, not code: only comparisons, `and`, `or`, `not`, numbers, + − * / and column names are understood.
"""

from __future__ import annotations

import ast
import itertools
import operator
from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from dlfund.core.counted import counted

_OPERATORS: dict[type[ast.AST], Any] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
    ast.Not: np.logical_not,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.And: np.logical_and,
    ast.Or: np.logical_or,
}


class RuleClassifier(ClassifierMixin, BaseEstimator):
    """Predicts the positive class where the rule holds. Learns nothing; `fit` only records the classes."""

    def __init__(self, rule: str) -> None:
        self.rule = rule

    def fit(self, X: Any, y: Any) -> Self:
        self.classes_ = np.unique(y)
        if len(self.classes_) > 2:
            raise ValueError(
                f"Expected two classes: a rule holds or not. Received: {counted(len(self.classes_), 'class')}. "
                "Use majority_class() as the simplest baseline."
            )
        evaluate(self.rule, X)  # a rule that can't be read fails here, before anything is scored
        return self

    def predict_proba(self, X: Any) -> np.ndarray:
        check_is_fitted(self)
        holds = np.asarray(evaluate(self.rule, X), dtype=float)
        return np.column_stack([1 - holds, holds])

    def predict(self, X: Any) -> np.ndarray:
        return self.classes_[self.predict_proba(X)[:, 1].astype(int)]


def evaluate(rule: str, table: pd.DataFrame) -> np.ndarray:
    """Where the rule holds: a boolean for each row of the table."""
    try:
        holds = np.asarray(_value(_parsed(rule, table), table))
    except KeyError as error:
        raise ValueError(
            f"Expected the rule {rule!r} to name columns of the table. Received: {error.args[0]!r}; "
            f"the table has {list(map(str, table.columns))}."
        ) from None
    except TypeError as error:
        raise ValueError(f"Expected the rule {rule!r} to compare numbers. Received: {error}.") from None
    if holds.dtype != bool:
        raise ValueError(
            f"Expected the rule {rule!r} to be true or false. Received: a number. Compare it, such as '… >= 5'."
        )
    return np.broadcast_to(holds, len(table))


def _parsed(rule: str, table: pd.DataFrame) -> ast.expr:
    try:
        return ast.parse(rule.strip(), mode="eval").body
    except (AttributeError, MemoryError, RecursionError, SyntaxError, ValueError):  # not text, too deep, a zero byte
        raise _unreadable(rule, table) from None


def _value(node: ast.AST, table: pd.DataFrame) -> Any:
    match node:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.Name(id=name):
            return table[name].to_numpy()
        case ast.BinOp(op=op, left=left, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left, table), _value(right, table))
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(operand, table))
        case ast.BoolOp(op=op, values=values):
            return _OPERATORS[type(op)].reduce([_value(value, table) for value in values])
        case ast.Compare(left=left, ops=ops, comparators=rights) if all(type(op) in _OPERATORS for op in ops):
            sides = [_value(side, table) for side in (left, *rights)]
            steps = [_OPERATORS[type(op)](*pair) for op, pair in zip(ops, itertools.pairwise(sides), strict=True)]
            return np.logical_and.reduce(steps)
    raise _unreadable(ast.unparse(node), table)


def _unreadable(part: str, table: pd.DataFrame) -> ValueError:
    return ValueError(
        "Expected a rule of comparisons, `and`, `or`, `not`, numbers and column names, such as "
        f"'{table.columns[0]} >= 5'. Received: {part!r}."
    )
