"""A lock on an open file that the system takes back when its process ends: `flock`, or `locking` on Windows."""

from __future__ import annotations

import errno
import os
import sys

FAR = 1 << 30  # bytes: Windows locks a part of the file, which nobody else can read; the file's text lies before it
HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)  # of a lock that another process has

if sys.platform == "win32":
    import msvcrt

    def lock_file(descriptor: int) -> None:
        """Lock the file, without waiting.

        Raises:
            BlockingIOError: another process has the lock.
        """
        os.lseek(descriptor, FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in HELD:
                raise BlockingIOError(error.errno, error.strerror) from None
            raise

else:
    import fcntl

    def lock_file(descriptor: int) -> None:
        """Lock the file, without waiting.

        Raises:
            BlockingIOError: another process has the lock.
        """
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
