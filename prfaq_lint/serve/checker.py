"""A single process that works out answers, only for the newest text of each tab."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from itertools import count
from threading import Timer
from typing import TYPE_CHECKING, Any

from ..configuration.files import Configs
from ..configuration.settings import Options
from ..runner.processes import Spawning
from ..runner.signals import held
from .answers import Job, work

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

PATIENCE = 1.5
"""The seconds that an outdated check may continue; restarting the process takes about as long."""

STARTING = 30.0
"""The seconds in which the process must be ready; it usually is after two."""

ANSWERING = 60.0
"""The seconds in which it must take a job and answer it."""

SLOWEST = 10_000
"""The number of characters that take a further second; usually about 60,000 do."""

MOST_TABS = 100
"""The number of tabs whose newest request is remembered."""


class NoAnswer(Exception):
    """The process did not start or did not answer; the message gives the reason."""


class Checker:
    """A queue that answers jobs in turn and drops a tab's older requests when a newer one arrives.

    Args:
        options: As on the command line.
        configs: The source of configurations.
        patience: The seconds that an outdated check may continue.
        starting: The seconds in which the process must be ready.
    """

    def __init__(
        self, options: Options, configs: Configs, patience: float = PATIENCE, starting: float = STARTING
    ) -> None:
        self._start = options, configs
        self._patience = patience
        self._starting = starting
        self._ended = False
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
            try:
                if self._newest.get(tab) == number:
                    await asyncio.to_thread(self._prepare)
                if self._newest.get(tab) != number:
                    return None
                self._running = tab, number, time.monotonic()
                return await asyncio.to_thread(self._do, job)
            except NoAnswer as error:
                self.close()
                why = f"This draft could not be read: {error}. Your text is kept; the next change tries again."
                return {"error": why} if self._newest.get(tab) == number else None
            finally:
                self._running = "", 0, 0.0

    async def _hurry(self, running: tuple[str, int, float]) -> None:
        """Stop an outdated check once it has taken too long."""
        await asyncio.sleep(max(0.0, running[2] + self._patience - time.monotonic()))
        if self._running == running and self._process:
            self._process.kill()

    def _prepare(self) -> None:
        """Start the process, unless it is running, and wait until it is ready.

        Raises:
            NoAnswer: If it cannot begin.
        """
        if self._process and self._process.is_alive():
            return
        self.close()
        context = Spawning()
        try:
            self._connection, other = context.Pipe()
            process = context.Process(target=work, args=(other, *self._start), daemon=True)
            with held("SIGINT"):  # until the process ignores it itself
                process.start()
            self._process = process
            other.close()
            if self._ended:
                process.kill()
        except Exception as error:
            raise NoAnswer(f"its process could not be started ({error})") from error
        if failure := self._receive(self._starting).get("error"):
            raise NoAnswer(f"its process could not be started ({failure})")

    def _do(self, job: Job) -> dict[str, Any]:
        """Send a job and return its answer.

        Raises:
            NoAnswer: If there is none.
        """
        return self._receive(ANSWERING + len(job.text) // SLOWEST, job)

    def _receive(self, limit: float, job: Job | None = None) -> dict[str, Any]:
        """Send a job, if there is one, and return the next message of the process.

        Sending waits too: a pipe holds less than a long draft, and the process may not be reading.

        Raises:
            NoAnswer: If the process ends, or is stopped because it sends no message within these seconds.
        """
        assert self._connection and self._process
        until = time.monotonic() + limit
        timer = Timer(limit, self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            if job:
                self._connection.send(job)
            message: dict[str, Any] = self._connection.recv()
            return message
        except (EOFError, OSError):
            if self._ended:
                why = "`prfaq-lint serve` is ending"
            elif time.monotonic() >= until:
                why = f"its process gave no answer for {limit:g} seconds"
            else:
                why = "its process ended unexpectedly"
            raise NoAnswer(why) from None
        finally:
            timer.cancel()

    def end(self) -> None:
        """Give up the running job and begin no other; safe in a signal handler."""
        self._ended = True
        if self._process:
            self._process.kill()

    def close(self) -> None:
        """Stop the process."""
        if self._process:
            self._process.kill()
            self._process.join(5)
        if self._connection:
            self._connection.close()
        self._process = self._connection = None
