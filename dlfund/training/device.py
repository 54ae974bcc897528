"""Which device Keras will use, and why."""

import shutil

import keras

from dlfund.quiet import quiet_stderr


def device():
    """A dict: `backend`, `device` (`"GPU"` or `"CPU"`), `name`, and `why` in a sentence.

    Asking wakes the backend: the first call may take seconds.
    """
    with quiet_stderr():
        return _device()


def _device():
    backend = keras.backend.backend()
    gpus = {"tensorflow": _tensorflow, "jax": _jax, "torch": _torch}[backend]()
    if gpus:
        return {
            "backend": backend,
            "device": "GPU",
            "name": ", ".join(gpus),
            "why": f"{backend} found {len(gpus)} GPU.",
        }
    if shutil.which("nvidia-smi"):
        why = (
            f"nvidia-smi is there, but {backend} sees no GPU: the CUDA libraries are missing or do not fit the driver. "
            "Install them with: rm .venv/ready && make gpu"
        )
    else:
        why = "nvidia-smi is not there: this machine has no NVIDIA GPU, or no driver for it."
    return {"backend": backend, "device": "CPU", "name": "CPU", "why": why}


def _tensorflow():
    import tensorflow as tf

    details = [tf.config.experimental.get_device_details(gpu) for gpu in tf.config.list_physical_devices("GPU")]
    return [str(detail.get("device_name", "GPU")) for detail in details]


def _jax():
    import jax

    return [one.device_kind for one in jax.devices() if one.platform == "gpu"]


def _torch():
    import torch

    return [torch.cuda.get_device_name(number) for number in range(torch.cuda.device_count())]
