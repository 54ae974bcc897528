"""What looking inside needs from torch and Keras has no word for. Imported only where torch is the backend."""


def value_and_gradients(function, tensors):
    """`function(tensors) -> (loss, rest)`: the loss, the rest, and the loss's gradient for each tensor, or None."""
    import torch

    leaves = [tensor.detach().requires_grad_(True) for tensor in tensors]
    with torch.enable_grad():
        loss, rest = function(leaves)
        gradients = torch.autograd.grad(loss, leaves, allow_unused=True)
    return loss.detach(), [part.detach() for part in rest], list(gradients)


def has_value(tensor):
    """Whether a number stands behind the tensor now: always, torch computes as it goes."""
    return tensor.device.type != "meta"


def compiled(function):
    """The function itself: compiling it would take longer than all its calls."""
    return function


def noise_kept():
    """A context after which torch's own noise generator is where it was: two passes then draw the same."""
    import torch

    return torch.random.fork_rng()


def double_precision():
    """A context in which float64 stays float64: here it always does."""
    import contextlib

    return contextlib.nullcontext()


def statistics(output):
    """Mean, deviation and share of zeros, as float32; in few operations, for torch pays for each one."""
    import torch

    output = output.detach().float()
    deviation, mean = torch.std_mean(output, correction=0)
    return [mean, deviation, 1 - torch.count_nonzero(output) / output.numel()]


def length(tensor):
    """The root of the summed squares, as float32."""
    import torch

    return torch.linalg.vector_norm(tensor.detach().float())
