"""What every test and doctest stands on: a chosen backend, quiet logs, one thread for small work."""

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("MPLBACKEND", "agg")
# One test process a core already uses every core; more threads would only get into each other's way.
for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
    os.environ.setdefault(threads, "1")

if os.environ["KERAS_BACKEND"] == "torch":
    import torch

    torch.set_warn_always(True)  # warned of once a process, a warning would fail whichever test comes first
