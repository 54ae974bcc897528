"""What every test and doctest stands on: a chosen backend, quiet logs, one thread for small work, a seed of its own."""

import os
import signal
import sys
import zlib

import pytest
from hypothesis import settings

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("MPLBACKEND", "agg")
# One test process a core already uses every core; more threads would only get into each other's way.
for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
    os.environ.setdefault(threads, "1")

if os.environ["KERAS_BACKEND"] == "torch":
    import torch

    torch.set_warn_always(True)  # warned of once a process, a warning would fail whichever test comes first

# Under nohup and in the background of a shell, signals are ignored, and by what the tests start as well.
for number, usual in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
    if hasattr(signal, number) and signal.getsignal(getattr(signal, number)) is signal.SIG_IGN:
        signal.signal(getattr(signal, number), usual)

# The same examples every time: what fails here fails in CI, and the other way round. A busy machine is no failure.
settings.register_profile("the same", derandomize=True, deadline=None)
settings.load_profile("the same")


@pytest.fixture(autouse=True)
def seed_of_its_own(request):
    """A test's random starts depend on its name alone, not on which tests ran before it in this process."""
    if "keras" in sys.modules:
        import keras

        keras.utils.set_random_seed(zlib.crc32(request.node.nodeid.encode()))
