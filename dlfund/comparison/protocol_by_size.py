"""How a user table is split: many folds if it has few rows, three if it has many.

| rows to compare on | folds | repeats | trials |
|---|---|---|---|
| below 1,000 | 5 | 3 | 20 |
| below 5,000 | 5 | 1 | 20 |
| below 20,000 | 3 | 1 | 10 |
| 20,000 and more | 3 | 1 | 5 |

With few rows a score depends on chance, which repetition averages out. With many rows a score is precise, and the time
goes into fitting; but a single test part can't show that a way of making models is better: two forests that differ by
their seeds alone were called different in 26 % of such comparisons. Three folds include what another training changes.
From 2,000 rows on, a fifth of them (at most 10,000) is first held out: nothing is tuned, chosen or compared on these
rows, so they give an unbiased score.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dlfund.comparison.protocol import Protocol
from dlfund.core.counted import counted
from dlfund.data import DataError

HELD_OUT_FROM, HELD_OUT, MOST_HELD_OUT = 2_000, 0.2, 10_000  # rows, share, rows
SIZES = ((1_000, 5, 3, 20), (5_000, 5, 1, 20), (20_000, 3, 1, 10))  # rows below, folds, repeats, trials
MANY_FOLDS, MANY_TRIALS = 3, 5  # of larger tables
MOST_ROWS = 100_000  # in a comparison; from a larger table this many are drawn


@dataclass(frozen=True)
class Plan:
    """How many rows are used and held out, how the rest is split, and how many trials each contender has.

    Args:
        rows: int. Rows that take part.
        held_out: int. How many of these are held out and scored at the end; 0 if there are too few rows for that.
        protocol: Protocol. How the other rows are split.
        trials: int. Trials of every contender in every fold.
        sentence: str. A description of the plan.
    """

    rows: int
    held_out: int
    protocol: Protocol
    trials: int
    sentence: str


def plan_for(
    rows: int,
    *,
    seed: int = 0,
    order: bool = False,
    group: bool = False,
    trials: int | None = None,
    most: int = MOST_ROWS,
    hold_out: int | None = None,
) -> Plan:
    """The plan for a table with this number of rows.

    Args:
        rows: int. Rows of the table.
        seed: int. Seed of all random draws.
        order: bool. Whether rows are ordered in time: then folds train on the past alone.
        group: bool. Whether rows belong to groups, which are kept together.
        trials: int or None. Number of trials; None: by the table above.
        most: int. Maximum number of rows that take part; from a larger table this many are drawn.
        hold_out: int or None. Rows to hold out; None: by the rule above.

    Raises:
        DataError: fewer than two rows would be left to compare on.
    """
    used = min(rows, most)
    held_out = min(round(HELD_OUT * used), MOST_HELD_OUT) if used >= HELD_OUT_FROM else 0
    if hold_out is not None:
        if not 0 <= hold_out <= used - 2:
            raise DataError(
                f"Expected from 0 to {used - 2} rows to hold out of {used:,}. Received: {hold_out}. "
                "Name a number in this range."
            )
        held_out = hold_out
    protocol, allowed = _protocol(used - held_out, seed, order, group)
    trials = allowed if trials is None else trials
    return Plan(used, held_out, protocol, trials, _sentence(rows, used, held_out, protocol, trials))


def recut(plan: Plan, rows: int, protocol: Protocol, held_out: int) -> Plan:
    """The plan with another protocol and number of held-out rows, and the sentence that describes it."""
    sentence = _sentence(rows, plan.rows, held_out, protocol, plan.trials)
    return replace(plan, protocol=protocol, held_out=held_out, sentence=sentence)


def with_folds(plan: Plan, rows: int, folds: int | None, repeats: int | None) -> Plan:
    """The plan with another number of folds or repeats.

    Args:
        rows: int. Rows of the table.
        folds, repeats: int or None. None keeps the plan's.

    Raises:
        DataError: more folds than pairs of rows, or repeats of rows that are ordered in time, which can be split in
            one way only.
    """
    protocol, most = plan.protocol, (min(rows, plan.rows) - plan.held_out) // 2
    if folds is not None and folds > most:
        raise DataError(
            f"Expected --folds of 2 to {most:,}: of {min(rows, plan.rows) - plan.held_out:,} rows, each fold tests two "
            f"or more. Received: {folds:,}."
        )
    if protocol.split == "time_ordered" and repeats not in (None, 1):
        raise DataError(
            f"Expected --repeats 1 with --time: rows are ordered in time in one way only. Received: {repeats}. "
            "Leave --repeats out, or pass more --folds."
        )
    changed = replace(protocol, folds=folds or protocol.folds, repeats=repeats or protocol.repeats)
    return recut(plan, rows, changed, plan.held_out)


def _protocol(rows: int, seed: int, order: bool, group: bool) -> tuple[Protocol, int]:
    for below, folds, repeats, trials in SIZES:
        if rows < below:
            split = "time_ordered" if order else "grouped" if group else "repeated"
            return Protocol(folds, 1 if order else repeats, seed=seed, split=split), trials
    split = "time_ordered" if order else "grouped" if group else "repeated"
    return Protocol(MANY_FOLDS, 1, seed=seed, split=split), MANY_TRIALS


def _sentence(rows: int, used: int, held_out: int, protocol: Protocol, trials: int) -> str:
    sentences = []
    if used < rows:
        sentences.append(f"Of {rows:,} rows {used:,} take part (--rows names another number).")
    if held_out:
        sentences.append(f"{held_out:,} rows are held out and scored at the end.")
    left = f"The other {used - held_out:,}" if held_out else f"{used:,} rows"
    match protocol.split:
        case "single":
            sentences.append(f"{left} are split once: {protocol.test_rows:,} test rows, the rest to train on.")
        case "time_ordered":
            first = f", the first after {protocol.start:,} rows" if protocol.start else ""
            sentences.append(f"{left} are ordered in time: {protocol.folds} folds, each tested on what follows{first}.")
        case split:
            times = f", {protocol.repeats} times" if protocol.repeats > 1 else ""
            whole = "; the rows of a group stay together" if split == "grouped" else ""
            sentences.append(f"{left} are split into {protocol.folds} folds{times}{whole}.")
    sentences.append(f"Every contender that can be tuned gets {counted(trials, 'trial')} in every fold.")
    return " ".join(sentences)
