"""How a user's own table is cut: many folds where rows are few, one test part where they are many.

| rows to compare on | folds | repeats | trials |
|---|---|---|---|
| below 1,000 | 5 | 3 | 20 |
| below 5,000 | 5 | 1 | 20 |
| below 20,000 | 3 | 1 | 10 |
| from there on | one test part of a fifth, at most 20,000 rows | 1 | 5 |

Few rows make a score a matter of luck, which only repetition takes out; with many rows one part is as sure and the time
goes into fitting. From 2,000 rows on a fifth (at most 10,000) is first held out: nothing is tuned, chosen or compared
on it, so it says whether the answer holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from dlfund.comparison.protocol import Protocol
from dlfund.data import DataError

HELD_OUT_FROM, HELD_OUT, MOST_HELD_OUT = 2_000, 0.2, 10_000  # rows, share, rows
SIZES = ((1_000, 5, 3, 20), (5_000, 5, 1, 20), (20_000, 3, 1, 10))  # rows below, folds, repeats, trials
SINGLE_TRIALS, MOST_TEST_ROWS = 5, 20_000
MOST_ROWS = 100_000  # that a comparison uses; of more, so many are drawn


@dataclass(frozen=True)
class Plan:
    """How many rows are used and held out, how the rest is cut, and how often each contender may try.

    Args:
        rows: int. That take part at all.
        held_out: int. Of these, kept from the comparison and judged at its end; 0 where rows are too few for that.
        protocol: Protocol. For the others.
        trials: int. For every contender and fold.
        sentence: str. All of this in words.
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
    """The plan for a table of so many rows.

    Args:
        rows: int. Of the table.
        seed: int. Of all that is drawn.
        order: bool. Rows stand in time: folds learn from the past alone.
        group: bool. Rows that belong together stay together.
        trials: int or None. Another number than the rule's.
        most: int. Rows that take part; of more, so many are drawn.
        hold_out: int or None. Rows to hold out; None as the rule has it.

    Raises:
        DataError: fewer than two rows would be left to compare on.
    """
    used = min(rows, most)
    held_out = min(round(HELD_OUT * used), MOST_HELD_OUT) if used >= HELD_OUT_FROM else 0
    if hold_out is not None:
        if not 0 <= hold_out <= used - 2:
            raise DataError(f"Expected from 0 to {used - 2} rows to hold out of {used:,}. Received: {hold_out}.")
        held_out = hold_out
    protocol, allowed = _protocol(used - held_out, seed, order, group)
    trials = allowed if trials is None else trials
    return Plan(used, held_out, protocol, trials, _sentence(rows, used, held_out, protocol, trials))


def _protocol(rows: int, seed: int, order: bool, group: bool) -> tuple[Protocol, int]:
    for below, folds, repeats, trials in SIZES:
        if rows < below:
            split = "time_ordered" if order else "grouped" if group else "repeated"
            return Protocol(folds, 1 if order else repeats, seed=seed, split=split), trials
    if order or group:  # a part drawn at random would tear apart what belongs together
        return Protocol(3, 1, seed=seed, split="time_ordered" if order else "grouped"), SINGLE_TRIALS
    test_rows = min(rows // 5, MOST_TEST_ROWS)
    return Protocol(1, 1, seed=seed, split="single", test_rows=test_rows), SINGLE_TRIALS


def _sentence(rows: int, used: int, held_out: int, protocol: Protocol, trials: int) -> str:
    words = []
    if used < rows:
        words.append(f"Of {rows:,} rows {used:,} take part (--rows names another number).")
    if held_out:
        words.append(f"{held_out:,} rows are held out and judged at the very end.")
    left = f"The other {used - held_out:,}" if held_out else f"{used:,} rows"
    match protocol.split:
        case "single":
            words.append(f"{left} are cut once: {protocol.test_rows:,} to judge by, the rest to learn from.")
        case "time_ordered":
            words.append(f"{left} stand in time: {protocol.folds} folds, each judged by what follows.")
        case split:
            times = f", {protocol.repeats} times over" if protocol.repeats > 1 else ""
            whole = "; what belongs together stays together" if split == "grouped" else ""
            words.append(f"{left} are cut into {protocol.folds} folds{times}{whole}.")
    tries = "1 trial" if trials == 1 else f"{trials} trials"
    words.append(f"Every contender that can be tuned gets {tries} in every fold.")
    return " ".join(words)
