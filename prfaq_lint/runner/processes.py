"""Worker processes that do not run the program's entry point again.

A spawned process normally imports its parent's main module, so a launcher without `if __name__ == "__main__"` would run
the whole command in each worker. Our workers need nothing from that module.
"""

from __future__ import annotations

import sys
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType


class SpawnedProcess(SpawnProcess):
    """A process that does not know the main module; only one thread may start such processes at a time."""

    def start(self) -> None:
        """Start the process."""
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            super().start()
        finally:
            sys.modules["__main__"] = main


class Spawning(SpawnContext):
    """The context that starts these processes."""

    Process = SpawnedProcess
