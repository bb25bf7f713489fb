"""A single process that works out answers, only for the newest text of each tab."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from itertools import count
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from .answers import Job, work

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from ..configuration.files import Configs
    from ..configuration.settings import Options

PATIENCE = 1.5
"""The seconds that an outdated check may continue; restarting the process takes about as long."""

MOST_TABS = 100
"""The number of tabs whose newest request is remembered."""


class Checker:
    """A queue that answers jobs in turn and drops a tab's older requests when a newer one arrives.

    Args:
        options: As on the command line.
        configs: The source of configurations.
        patience: The seconds that an outdated check may continue.
    """

    def __init__(self, options: Options, configs: Configs, patience: float = PATIENCE) -> None:
        self._start = options, configs
        self._patience = patience
        self._numbers = count(1)
        self._newest: OrderedDict[str, int] = OrderedDict()
        self._turn = asyncio.Lock()
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._running: tuple[str, int, float] = "", 0, 0.0
        self._hurrying: set[asyncio.Task[None]] = set()

    async def ask(self, tab: str, job: Job) -> dict[str, Any] | None:
        """Return the answer to a job, or None if the same tab has sent a newer one meanwhile."""
        number = next(self._numbers)
        self._newest[tab] = number
        self._newest.move_to_end(tab)
        while len(self._newest) > MOST_TABS:
            self._newest.popitem(last=False)
        if self._running[0] == tab:
            task = asyncio.create_task(self._hurry(self._running))
            self._hurrying.add(task)
            task.add_done_callback(self._hurrying.discard)
        async with self._turn:
            if self._newest.get(tab) != number:
                return None
            self._running = tab, number, time.monotonic()
            try:
                return await asyncio.to_thread(self._do, job)
            except (EOFError, OSError):
                self.close()
                outdated = self._newest.get(tab) != number
                return (
                    None if outdated else {"error": "this draft could not be checked: the process ended unexpectedly"}
                )
            finally:
                self._running = "", 0, 0.0

    async def _hurry(self, running: tuple[str, int, float]) -> None:
        """Stop an outdated check once it has taken too long."""
        await asyncio.sleep(max(0.0, running[2] + self._patience - time.monotonic()))
        if self._running == running and self._process:
            self._process.kill()

    def _do(self, job: Job) -> dict[str, Any]:
        """Send a job and wait for its answer.

        Raises:
            EOFError, OSError: If the process ends instead.
        """
        if not self._process or not self._process.is_alive() or not self._connection:
            self.close()
            context = get_context("spawn")
            self._connection, other = context.Pipe()
            self._process = context.Process(target=work, args=(other, *self._start), daemon=True)
            self._process.start()
            other.close()
        self._connection.send(job)
        answer: dict[str, Any] = self._connection.recv()
        return answer

    def close(self) -> None:
        """Stop the process."""
        if self._process:
            self._process.kill()
            self._process.join(5)
        if self._connection:
            self._connection.close()
        self._process = self._connection = None
