"""MNIST-1D with its 40 positions in another order, the same for all rows: neighbours no longer belong together.

The same random numbers as the paper's own shuffled version, from datasets/mnist1d/generate.py.

Run  python datasets/mnist1d_shuffled/generate.py            prints the number of rows and the checksum
"""

import runpy
from pathlib import Path

MNIST1D = runpy.run_path(str(Path(__file__).parents[1] / "mnist1d" / "generate.py"))


def table(rows=5000, seed=42):
    return MNIST1D["table"](rows, seed, shuffled=True)


if __name__ == "__main__":
    from dlfund.data import checksum

    made = table()
    print(f'rows = {len(made)}\nsha256 = "{checksum(made)}"')
