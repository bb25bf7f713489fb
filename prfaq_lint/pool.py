"""One process a core: tasks are done side by side, and what comes of them keeps their order.

No thread is started and nothing is shared but a pipe to each worker, so that one can be lost, or all be stopped, at any
time. A worker ends when its pipe is closed, also where this process was killed.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

T = TypeVar("T")
R = TypeVar("R")

LEAST = {"fork": 60_000, "spawn": 2_000_000}
"""How much must be left to do, in bytes of drafts, before workers are quicker than doing it here: a forked one finds all
loaded, a spawned one loads it first."""

MOST = 60
"""Workers; Windows cannot wait for more than 63 things at once."""


@dataclass(frozen=True, slots=True)
class Task(Generic[T]):
    """Something to do, and how much it is, in bytes."""

    what: T
    size: int


@dataclass(frozen=True, slots=True)
class Known(Generic[R]):
    """A result that is there already, and has its place among the others."""

    result: R


@dataclass(slots=True)
class _Slot(Generic[T, R]):
    """A place in the order: a task or none, and what came of it."""

    task: T | None
    result: R | None = None
    error: Exception | None = None
    done: bool = False

    def outcome(self) -> tuple[T, R] | tuple[None, R]:
        """The task and its result; raises what the task raised."""
        if self.error:
            raise self.error
        return self.task, self.result  # type: ignore[return-value]


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def ordered(
    items: Iterable[Task[T] | Known[R]],
    prepare: Callable[[], Callable[[T], R]],
    lost: Callable[[T, str], R],
    jobs: int = 0,
) -> Generator[tuple[T, R] | tuple[None, R], None, None]:
    """The results in order, each with its task, if it has one.

    `prepare` makes what does a task; it, tasks and results must be picklable. `jobs` is the number of workers, or 0 for as
    many as pay: one a core, and none for little work. What a task raises is raised in its turn. Where a worker dies, `lost`
    makes the result of its task, and is told why; the others are done all the same. Close the iterator to stop the workers.
    """
    most = min(jobs or cores(), MOST)
    source = iter(items)
    ahead: list[Task[T] | Known[R]] = []
    method = _method()
    enough = most > 1 and _look_ahead(source, ahead, 1 if jobs else LEAST[method])
    slots: Iterator[_Slot[T, R]] = (
        _Slot(item.what) if isinstance(item, Task) else _Slot(None, item.result, done=True)
        for item in chain(ahead, source)
    )
    work: Callable[[T], R] | None = None
    if not enough or method == "fork":
        for slot in slots:
            if slot.task is not None:
                work = work or prepare()
                slot.result = work(slot.task)
            yield slot.outcome()
            if enough and slot.task is not None and _method() == method:
                break  # what that task needed is loaded now, for all workers that are forked off
    if enough:
        yield from _side_by_side(slots, _Workers(method, work, prepare), lost, most)


def _look_ahead(source: Iterator[Task[T] | Known[R]], ahead: list[Task[T] | Known[R]], least: int) -> bool:
    """Whether there is enough to do; what had to be looked at for that is then `ahead`."""
    tasks = size = 0
    for item in source:
        ahead.append(item)
        if isinstance(item, Task):
            tasks, size = tasks + 1, size + item.size
            if tasks > 2 and size >= least:
                return True
    return False


def _side_by_side(
    slots: Iterator[_Slot[T, R]], workers: _Workers[T, R], lost: Callable[[T, str], R], most: int
) -> Iterator[tuple[T, R] | tuple[None, R]]:
    """The outcomes of slots in order, done by at most so many workers."""
    from multiprocessing.connection import wait

    queue: deque[_Slot[T, R]] = deque()
    try:
        while True:
            while len(workers.busy) < most and (slot := next(slots, None)):
                queue.append(slot)
                if slot.task is not None:
                    workers.give(slot)
            while queue and queue[0].done:
                yield queue.popleft().outcome()
            if not queue:
                return
            for connection in wait(list(workers.busy)):
                workers.take(connection, lost)  # type: ignore[arg-type]
    finally:
        workers.stop()


class _Workers(Generic[T, R]):
    """Processes that do one task at a time, started when they are needed."""

    def __init__(self, method: str, work: Callable[[T], R] | None, prepare: Callable[[], Callable[[T], R]]) -> None:
        from multiprocessing import get_context

        self.busy: dict[Connection, _Slot[T, R]] = {}
        self._idle: list[Connection] = []
        self._processes: dict[Connection, BaseProcess] = {}
        self._context: Any = get_context(method)  # each kind has a Process class of its own
        self._forks = method == "fork"
        self._work = work
        self._prepare = prepare

    def give(self, slot: _Slot[T, R]) -> None:
        """Let a worker do the task of a slot."""
        connection = self._idle.pop() if self._idle else self._start()
        with suppress(OSError):  # it died while it had nothing to do; `take` will meet the end of its pipe
            connection.send(slot.task)
        self.busy[connection] = slot

    def take(self, connection: Connection, lost: Callable[[T, str], R]) -> None:
        """Put what came of a task into its slot."""
        slot = self.busy.pop(connection)
        assert slot.task is not None
        try:
            slot.result, slot.error = connection.recv()
            self._idle.append(connection)
        except (EOFError, OSError):
            process = self._processes.pop(connection)
            connection.close()
            process.join()
            slot.result = lost(slot.task, _ending(process.exitcode))
        slot.done = True

    def stop(self) -> None:
        """End all workers, whatever they are doing: they hold nothing that could be lost."""
        for process in self._processes.values():
            process.terminate()
        for connection, process in self._processes.items():
            connection.close()
            process.join()

    def _start(self) -> Connection:
        from .signals import held

        here, there = self._context.Pipe()
        inherited = [here, *self._processes] if self._forks else []
        with held("SIGINT"):  # so that no worker meets it before it can
            process = self._context.Process(
                target=_serve, args=(there, self._work, self._prepare, inherited), daemon=True
            )
            process.start()
        there.close()
        self._processes[here] = process
        return here  # type: ignore[no-any-return]


def _serve(
    connection: Connection,
    work: Callable[[T], R] | None,
    prepare: Callable[[], Callable[[T], R]],
    inherited: Iterable[Connection],
) -> None:
    """The life of a worker: do what comes through the pipe until that is closed."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    for other in inherited:
        other.close()
    with suppress(EOFError, OSError):
        while True:
            task = connection.recv()
            try:
                work = work or prepare()
                connection.send((work(task), None))
            except OSError:
                raise
            except Exception as error:
                connection.send((None, _sendable(error)))


def _sendable(error: Exception) -> Exception:
    """An error that arrives: itself, or one that says the same."""
    import pickle

    try:
        return pickle.loads(pickle.dumps(error))  # type: ignore[no-any-return]
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")


def _ending(status: int | None) -> str:
    """How a process ended, in words."""
    if status is not None and status < 0:
        return f"its process was ended by signal {-status}"
    return f"its process ended with status {status}"


def _method() -> str:
    """How workers are started: forked on Linux as long as this process has one thread, because others do not live on in a
    forked process, with whatever they have locked."""
    try:
        alone = len(os.listdir("/proc/self/task")) == 1
    except OSError:
        alone = False
    return "fork" if sys.platform == "linux" and alone else "spawn"
