"""Signals that wait until something is done that must not stop half-way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

ENDING = ("SIGINT", "SIGTERM", "SIGHUP")
"""Ctrl-C, a polite end, and a terminal that is closed."""


@contextmanager
def held(*names: str) -> Iterator[None]:
    """Hold these signals back, where the system can."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {getattr(signal, name) for name in names})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
