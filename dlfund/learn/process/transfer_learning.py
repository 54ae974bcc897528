"""Transfer learning: the next task begins where another one ended.

    new head on frozen features    or all weights, with small steps    LoRA: W + A B, A of d × r, B of r × k

W is a pretrained kernel of d × k, r the rank of its change; B starts at zero.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dlfund.learn.process.drawing import chart
from dlfund.learn.process.draws import means_over_draws

ROWS = (5, 10, 20, 40, 80)


def transfer_learning() -> Iterator[str]:
    """Features that were learned from much data serve a task with little.

    First layers learn what many tasks share: edges, letters, grammar. With few rows only a new head is trained;
    with more, all weights with a small rate, smaller near the input. LoRA trains a change of low rank, which is
    added to the kernel afterwards.

    Numbers: 5 rows of a new task: error 0.19 with features of another one, 1.64 from the inputs. 20 rows of a new
        task: error 0.10 with features of another one, 1.03 from the inputs. 80 rows of a new task: error 0.09 with
        features of another one, 0.14 from the inputs. LoRA of rank 8 for a kernel of 1,024 × 1,024: 16,384 weights
        instead of 1,048,576.
    Use: the first thing to try for pictures, sound and text; for tables pretrained models exist for small ones
        (2026).
    Misconception: "Fine-tuning all weights is always best." With few rows it forgets what it knew and memorises them.
    Interview: How many weights does LoRA of rank 8 train for a kernel of 1,024 × 1,024? — 8 · (1,024 + 1,024) =
        16,384 instead of 1,048,576: 1.6 %.
    Drills: network_parameters, dense_parameters, block_parameters
    Reference: Yosinski, Clune, Bengio and Lipson, 2014, How transferable are features in deep neural networks?
        (arXiv:1411.1792); Hu et al., 2022, LoRA (arXiv:2106.09685).
    """
    known, fresh = _errors(True), _errors(False)
    for place in (0, 2, 4):
        errors = f"{known[place]:.2f} with features of another one, {fresh[place]:.2f} from the inputs"
        yield f"{ROWS[place]} rows of a new task: error {errors}."
    d, r = 1024, 8
    yield f"LoRA of rank {r} for a kernel of {d:,} × {d:,}: {r * 2 * d:,} weights instead of {d * d:,}."


def _errors(transferred: bool) -> list[float]:
    """Ridge regression on 2 features that an earlier task has shown, or on all 30 inputs; the mean of 40 draws."""

    def error(rows: int, numbers: np.random.Generator) -> float:
        plane = np.linalg.qr(numbers.normal(size=(30, 2)))[0]
        x = numbers.normal(size=(rows + 500, 30))
        y = x @ plane @ numbers.normal(size=2) + numbers.normal(scale=0.3, size=rows + 500)
        inputs = x @ plane if transferred else x
        penalty = 0.1 * np.eye(inputs.shape[1])
        w = np.linalg.solve(inputs[:rows].T @ inputs[:rows] + penalty, inputs[:rows].T @ y[:rows])
        return float(np.mean((inputs[rows:] @ w - y[rows:]) ** 2))

    return means_over_draws(error, ROWS, draws=40)


def picture() -> str:
    """The error on new rows over the rows of the new task."""
    lines = {
        "from the inputs": list(zip(map(float, ROWS), _errors(False), strict=True)),
        "features of another task": list(zip(map(float, ROWS), _errors(True), strict=True)),
    }
    return chart("Error of a new task with few rows", lines, "rows of the new task", 0.0, 2.5)
