"""The device that Keras will use, and why."""

from __future__ import annotations

import shutil

import keras

from dlfund.core.quiet import quiet_stderr


def device() -> dict[str, str]:
    """A dict: `backend`, `device` (`"GPU"` or `"CPU"`), `name`, and `why` in a sentence.

    The first call starts the backend, which may take seconds.
    """
    with quiet_stderr():
        return _device()


def _device() -> dict[str, str]:
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
            f"nvidia-smi exists, but {backend} sees no GPU: the CUDA libraries are missing or do not fit the driver. "
            "Install them with: pip install 'dlfund[gpu]', or rm .venv/ready && make gpu"
        )
    else:
        why = "nvidia-smi does not exist: this machine has no NVIDIA GPU, or no driver for it."
    return {"backend": backend, "device": "CPU", "name": "CPU", "why": why}


def _tensorflow() -> list[str]:
    import tensorflow as tf

    details = [tf.config.experimental.get_device_details(gpu) for gpu in tf.config.list_physical_devices("GPU")]
    return [str(detail.get("device_name", "GPU")) for detail in details]


def _jax() -> list[str]:
    import jax

    return [device.device_kind for device in jax.devices() if device.platform == "gpu"]


def _torch() -> list[str]:
    import torch

    return [torch.cuda.get_device_name(number) for number in range(torch.cuda.device_count())]
