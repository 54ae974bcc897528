"""Rows that occur twice, above all once in the training rows and once in the test rows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from pandas.api import types

from dlfund.comparison.checks.check import check
from dlfund.comparison.checks.finding import Finding
from dlfund.comparison.checks.sample import CELLS, LEAST, Sample
from dlfund.core.counted import verb_for

FINE = 0.1  # probability of agreement in the finest columns that distinguishes copies from similar rows well
ACROSS, GRAVE = 0.01, 0.2
ENOUGH_PAIRS, NEARLY_ALL = 20, 0.95  # pairs of rows with the same number of fractions that agree in all else
MOST_NEIGHBOURS = 0.8  # of such numbers and the next larger ones; where more agree in all else, it follows from them
MOST_BY_CHANCE = 1 / 3  # of pairs drawn at random that agree in all but that number


@check("L06")
def duplicate_rows(sample: Sample) -> Iterator[Finding]:
    """Rows occur more than once.

    Means: A row that is in both the training part and the test part can be memorised instead of predicted: the score
        is too good. Copies with different targets limit every score.
    Measured: Rows whose inputs are all equal. Of large tables, rows are sampled by a hash of their content, so that
        copies are sampled together and shares stay right. Rows of a few coarse columns agree by chance. Copies are
        distinguished from them by the columns with the most different values: of the pairs that agree in all others,
        copies agree in these too, other rows no more often than two rows drawn at random.
    Threshold: Half of those pairs, and three times the number expected by chance; so there is no finding where two
        rows drawn at random agree in these columns in 1 of 3 cases or more. In narrow tables also: of 20 pairs or more
        that agree in the finest column of fractions, 95 % agree in all other inputs and the target, where two rows
        drawn at random agree in that column in less than 1 of 10 cases and in the others in less than 1 of 3, and rows
        with the next larger number in at most 4 of 5. A note; a warning if 1 % of the folds'
        test rows (without folds: of all rows) have a copy in the training rows, a stop from 20 %.
    To do: Keep rows with the same inputs on one side of a fold (`--dedupe group`), or leave out copies that agree in
        the target too (`--dedupe drop`); or name the column that says which rows belong together (`--group`).
    """
    rows = _drawn(sample)
    if len(rows) < LEAST:
        return
    codes = _row_codes(sample, rows)
    if codes is None:
        return
    copies = len(codes) - int(codes.max()) - 1
    y = np.asarray(sample.dataset.y)[rows]
    different = _disagreeing(codes, y) if sample.has_target else 0
    across = _across(sample, rows, codes)
    share = copies / len(rows) if across is None else across
    severity = "stop" if share >= GRAVE else "warning" if share >= ACROSS else "note"
    both = (
        ""
        if across is None
        else f"; {share:.1%} of the test rows have a copy among the training rows".replace("%", " %")
    )
    odd = f"; {different:,} of them {verb_for(different, 'has', 'have')} another target" if different else ""
    have = verb_for(copies, "has", "have")
    evidence = {} if across is None else {"share_across_folds": across}
    yield duplicate_rows.finding(
        severity,
        f"{copies:,} of {len(rows):,} rows {have} the same inputs as an earlier row{both}{odd}.",
        copies=copies,
        rows_looked_at=len(rows),
        different_targets=different,
        **evidence,
    )


def _drawn(sample: Sample) -> np.ndarray:
    """All rows, or those sampled by a hash of their finest numbers: equal rows are sampled together."""
    dataset = sample.dataset
    every = np.arange(len(dataset))
    wanted = CELLS / max(1, dataset.x.shape[1])
    if len(every) <= wanted:
        return every
    finest = sorted(dataset.x.columns, key=lambda name: -dataset.x[name].iloc[:1000].nunique())[:3]
    hashed = pd.util.hash_pandas_object(dataset.x[finest], index=False).to_numpy()
    return every[hashed < np.uint64(wanted / len(every) * (2**64 - 1))]


def _row_codes(sample: Sample, rows: np.ndarray) -> np.ndarray | None:
    """A number per different row; None where no row is a copy, or copies can't be distinguished from similar rows."""
    table = sample.dataset.x.iloc[rows]
    columns = [pd.factorize(table.iloc[:, number])[0] for number in range(table.shape[1])]
    agree = [float((np.bincount(codes + 1) / len(codes)) @ (np.bincount(codes + 1) / len(codes))) for codes in columns]
    left_out, chance = _finest(np.array(agree))
    rest = _combined([codes for number, codes in enumerate(columns) if number not in left_out], len(table))
    whole = _combined([rest, *(columns[number] for number in left_out)], len(table))
    pairs = _pairs(whole)
    is_copied = pairs > max(3 * chance, 0.5) * _pairs(rest) if len(columns) > len(left_out) else False
    return whole if is_copied or (pairs and _fine_numbers_repeat(sample, rows, columns)) else None


def _fine_numbers_repeat(sample: Sample, rows: np.ndarray, columns: list[np.ndarray]) -> bool:
    """Whether rows with the same number in the finest column of fractions agree in all else, the target included.

    Of two columns this tells copies from a coarse column's rows, which agree in the other one by chance.
    """
    table = sample.dataset.x.iloc[rows]
    fractions = [place for place, name in enumerate(table) if _has_fractions(table[name])]
    target = [pd.factorize(np.asarray(sample.dataset.y)[rows])[0]] if sample.has_target else []
    if not fractions:
        return False
    finest = min(fractions, key=lambda place: _pairs(columns[place] + 1))
    others = _combined([*columns[:finest], *columns[finest + 1 :], *target], len(rows))
    alike, every = _pairs(columns[finest] + 1), len(rows) * (len(rows) - 1) / 2
    coarse = max(alike / every / FINE, _pairs(others) / every / MOST_BY_CHANCE) > 1
    if coarse or alike < ENOUGH_PAIRS or _neighbours_agree(table.iloc[:, finest], others) > MOST_NEIGHBOURS:
        return False
    return _pairs(_combined([columns[finest], others], len(rows))) >= NEARLY_ALL * alike


def _neighbours_agree(cells: pd.Series, others: np.ndarray) -> float:
    """How often rows with a number and with the next larger one agree in all else: often, if that follows from it."""
    first = np.unique(cells.to_numpy(dtype=float), return_index=True)[1]  # in the order of the numbers
    return float(np.mean(others[first[1:]] == others[first[:-1]]))


def _has_fractions(cells: pd.Series) -> bool:
    filled = cells.dropna()
    return bool(types.is_float_dtype(filled) and (filled.mod(1) != 0).mean() > NEARLY_ALL / 2)


def _finest(agree: np.ndarray) -> tuple[list[int], float]:
    """As many of the finest columns as it takes for two rows to agree in 1 of 10 cases, but at most half of all."""
    order = np.argsort(agree, kind="stable")[: max(1, len(agree) // 2)]
    chances = np.cumprod(agree[order])
    needed = int(np.searchsorted(-chances, -FINE)) + 1
    return order[:needed].tolist(), float(chances[min(needed, len(chances)) - 1])


def _combined(columns: list[np.ndarray], rows: int) -> np.ndarray:
    """Rows that agree in every column have the same number."""
    codes = np.zeros(rows, dtype=np.int64)
    for column in columns:
        codes = pd.factorize(codes * (int(column.max()) + 2) + column + 1)[0].astype(np.int64)
    return codes


def _pairs(codes: np.ndarray) -> float:
    sizes = np.bincount(codes).astype(float)
    return float((sizes * (sizes - 1) / 2).sum())


def _disagreeing(codes: np.ndarray, y: np.ndarray) -> int:
    """The number of copies whose target differs from that of the first equal row."""
    first = np.unique(codes, return_index=True)[1]
    return int((y != y[first][codes]).sum())


def _across(sample: Sample, rows: np.ndarray, codes: np.ndarray) -> float | None:
    """Share of the folds' test rows with a copy among the development rows."""
    if not sample.folds:
        return None
    place = np.full(len(sample.dataset), -1)
    place[rows] = np.arange(len(rows))
    hits = looked = 0
    for fold in sample.folds:
        development, test = (part[part >= 0] for part in (place[fold.development], place[fold.test]))
        seen = np.zeros(int(codes.max()) + 1, dtype=bool)
        seen[codes[development]] = True
        hits, looked = hits + int(seen[codes[test]].sum()), looked + len(test)
    return hits / looked if looked else None
