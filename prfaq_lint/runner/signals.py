"""Signals that are deferred until a critical operation is complete."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

ENDING = ("SIGINT", "SIGTERM", "SIGHUP")
"""Ctrl-C, a termination request, and a closed terminal."""


@contextmanager
def held(*names: str) -> Iterator[None]:
    """Defer these signals, if the system supports it."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {getattr(signal, name) for name in names})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
