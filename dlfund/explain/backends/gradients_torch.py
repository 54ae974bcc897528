"""What looking inside a model needs from torch itself. Imported only where torch is the backend."""


def value_and_gradients(function, tensors):
    """`function(tensors) -> (loss, rest)`: the loss, the rest, and the loss's gradient for each tensor, or None."""
    import torch

    leaves = [tensor.detach().requires_grad_(True) for tensor in tensors]
    with torch.enable_grad():
        loss, rest = function(leaves)
        gradients = torch.autograd.grad(loss, leaves, allow_unused=True)
    return loss.detach(), [part.detach() for part in rest], list(gradients)


def has_value(tensor):
    """Whether the tensor has a value now: always, because torch computes at once."""
    return tensor.device.type != "meta"


def compiled(function):
    """The function itself: compiling it would take longer than all its calls."""
    return function


def noise_kept():
    """A context that restores the state of torch's noise generator: two passes then draw the same."""
    import torch

    return torch.random.fork_rng()


def double_precision():
    """A context in which float64 stays float64: here it always does."""
    import contextlib

    return contextlib.nullcontext()


def statistics(output):
    """Mean, standard deviation and share of zeros, as float32; in few operations, because each costs time in torch."""
    import torch

    output = output.detach().float()
    deviation, mean = torch.std_mean(output, correction=0)
    return [mean, deviation, 1 - torch.count_nonzero(output) / output.numel()]


def length(tensor):
    """The square root of the sum of squares, as float32."""
    import torch

    return torch.linalg.vector_norm(tensor.detach().float())
