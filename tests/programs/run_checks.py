"""Run checks on programs in a process of its own, and print each outcome as a line of JSON.

KERAS_BACKEND=jax PYTHONPATH=tests python -m programs.run_checks FOLDER CHECK[,CHECK…] [PROGRAM …]
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("XLA_FLAGS", "--xla_force_host_platform_device_count=2")  # read when Keras imports JAX

import keras
from programs import checks
from programs.functional import FUNCTIONAL
from programs.loops import LOOPS
from programs.subclassed import SUBCLASSED

PROGRAMS = {program.name: program for program in (*FUNCTIONAL, *SUBCLASSED, *LOOPS)}


def two_devices():
    """Split TensorFlow's one processor before anything uses it."""
    import tensorflow as tf

    processor = tf.config.list_physical_devices("CPU")[0]
    tf.config.set_logical_device_configuration(processor, [tf.config.LogicalDeviceConfiguration()] * 2)


def main(folder, names, *programs):
    """One line per program and check that apply on this backend, printed as soon as it is known."""
    names, backend = names.split(","), keras.backend.backend()
    if "mirrored" in names:
        two_devices()
    for program in PROGRAMS.values():
        if backend not in program.backends or (programs and program.name not in programs):
            continue
        for name in (name for name in names if name not in program.absent):
            outcome = checks.outcome(getattr(checks, name), program, Path(folder))
            print(json.dumps([program.name, name, outcome]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
