"""Which calls are crashed in which way, and the table of what came of it."""

from collections.abc import Iterable, Sequence

from crash.attempts import Attempt
from crash.system_calls import Fault

WRITE = ("write", "pwrite", "sendfile", "copy_file_range")
SPACE = (*WRITE, "open", "mkdir", "replace", "fsync")
# the way a call goes wrong, and the calls that can go wrong in this way; none: all
KINDS = {
    "kill": (),
    "torn": ("write", "pwrite"),
    "power": (),
    "ENOSPC": SPACE,
    "EIO": (*WRITE, "fsync", "replace", "unlink"),
    "EINTR": ("open", "fsync", "write"),
    "EMFILE": ("open",),
    "EAGAIN": ("fork", "_fork_exec", "posix_spawn"),
}


def faults(calls: Sequence[str], kinds: Iterable[str] = KINDS) -> list[Fault]:
    """Every way in which one of these calls can go wrong."""
    return [
        Fault(number, kind)
        for kind in kinds
        for number, call in enumerate(calls)
        if not KINDS[kind] or call.split()[0] in KINDS[kind]
    ]


def sample(calls: Sequence[str], count: int) -> list[Fault]:
    """Some of them, spread over the run and over the kinds."""
    every = faults(calls)
    step = len(every) / count
    return [every[int(step * (number + 0.5))] for number in range(count)]


def table(attempts: Sequence[Attempt]) -> str:
    """A row for each kind: how many points, and how many went wrong in which way."""
    lines = ["| what happens | points | finished folds lost | folds computed twice, at most | different | wrong |"]
    lines.append("|---|--:|--:|--:|--:|--:|")
    for kind in dict.fromkeys(attempt.kind for attempt in attempts):
        of_kind = [attempt for attempt in attempts if attempt.kind == kind]
        numbers = (
            len(of_kind),
            sum(attempt.lost for attempt in of_kind),
            max(attempt.again for attempt in of_kind),
            sum(bool(attempt.different) for attempt in of_kind),
            sum(bool(attempt.wrong) for attempt in of_kind),
        )
        lines.append(f"| {kind} | {' | '.join(map(str, numbers))} |")
    return "\n".join(lines)
