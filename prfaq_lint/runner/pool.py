"""Do tasks in several processes and yield their results in order.

Processes are started only when there is enough work to pay for them. `concurrent.futures` is imported only then.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .signals import held

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

T = TypeVar("T")
R = TypeVar("R")

MIN_BYTES = {"fork": 60_000, "spawn": 2_000_000}
"""The total size of drafts from which several processes are faster than one: a forked worker has everything loaded, a
spawned one has to load it first.
"""

MAX_WORKERS = 60
"""Windows cannot wait for more than 63 handles at once."""


@dataclass(frozen=True, slots=True)
class Task(Generic[T]):
    """A task, and its size in bytes."""

    what: T
    size: int


@dataclass(frozen=True, slots=True)
class Known(Generic[R]):
    """A result that is known without work; it keeps its place among the others."""

    result: R


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def ordered(
    items: Iterable[Task[T] | Known[R]],
    prepare: Callable[[], Callable[[T], R]],
    lost: Callable[[T, str], R],
    jobs: int = 0,
) -> Generator[tuple[T, R] | tuple[None, R], None, None]:
    """Yield the results in order, each with its task (None for a known result).

    Args:
        items: Tasks, and results that are already known.
        prepare: Creates the function that does a task, once in each process. It, tasks and results must be picklable.
        lost: Creates the result of a task that kills its process, given the task and the reason.
        jobs: The number of processes; 0 chooses one for each core, or none for little work.

    Raises:
        Exception: Any exception from a task, in its turn. Close the iterator to stop the processes.
    """
    workers = min(jobs or cores(), MAX_WORKERS)
    source = iter(items)
    ahead: list[Task[T] | Known[R]] = []
    method = _start_method()
    parallel = workers > 1 and _is_worthwhile(source, ahead, 1 if jobs else MIN_BYTES[method])
    rest = chain(ahead, source)
    work: Callable[[T], R] | None = None
    if not parallel or method == "fork":
        for item in rest:
            if isinstance(item, Known):
                yield None, item.result
                continue
            work = work or prepare()
            yield item.what, work(item.what)
            if parallel and _start_method() == method:
                break  # everything that the forked processes need is loaded now
    if parallel:
        start = _Start(workers, method, prepare, work if method == "fork" else None)
        yield from _in_parallel(rest, start, lost)


def _is_worthwhile(source: Iterator[Task[T] | Known[R]], ahead: list[Task[T] | Known[R]], min_bytes: int) -> bool:
    """Return whether there is enough work for several processes; items read to decide this are added to `ahead`."""
    tasks = size = 0
    for item in source:
        ahead.append(item)
        if isinstance(item, Task):
            tasks, size = tasks + 1, size + item.size
            if tasks > 2 and size >= min_bytes:
                return True
    return False


@dataclass(frozen=True, slots=True)
class _Start(Generic[T, R]):
    """How processes are started, and their initial state."""

    workers: int
    method: str
    prepare: Callable[[], Callable[[T], R]]
    work: Callable[[T], R] | None
    """The function that `prepare` has already created, for forked processes."""

    def executor(self, workers: int) -> ProcessPoolExecutor:
        """Return a new pool of processes."""
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        from .processes import Spawning

        context = Spawning() if self.method == "spawn" else get_context(self.method)
        return ProcessPoolExecutor(workers, context, _begin, (self.prepare, self.work))


def _in_parallel(
    items: Iterator[Task[T] | Known[R]], start: _Start[T, R], lost: Callable[[T, str], R]
) -> Iterator[tuple[T, R] | tuple[None, R]]:
    """Yield the outcomes in order, with at most two tasks for each process waiting or running."""
    queue: deque[tuple[T, Future[R]] | Known[R]] = deque()
    executor = start.executor(start.workers)
    try:
        while True:
            while len(queue) < 2 * start.workers and (item := next(items, None)):
                queue.append(item if isinstance(item, Known) else (item.what, _submit(executor, item.what)))
            if not queue:
                return
            first = queue.popleft()
            if isinstance(first, Known):
                yield None, first.result
                continue
            task, future = first
            try:
                result = future.result()
            except _broken():
                executor.shutdown(cancel_futures=True)
                executor = start.executor(start.workers)
                result = _alone(task, start, lost)
                queue = deque(one if isinstance(one, Known) else (one[0], _submit(executor, one[0])) for one in queue)
            yield task, result
    finally:
        executor.shutdown(cancel_futures=True)


def _alone(task: T, start: _Start[T, R], lost: Callable[[T, str], R]) -> R:
    """Do one task in its own process, because it or another one has killed the shared processes."""
    with start.executor(1) as executor:
        try:
            return _submit(executor, task).result()  # type: ignore[no-any-return]
        except _broken():
            return lost(task, "its process ended unexpectedly")


def _submit(executor: ProcessPoolExecutor, task: Any) -> Future[Any]:
    """Submit a task; a broken pool returns a failed future."""
    from concurrent.futures import Future

    try:
        with held("SIGINT"):  # until the processes ignore it themselves
            return executor.submit(_do, task)
    except _broken() as error:
        future: Future[Any] = Future()
        future.set_exception(error)
        return future


def _broken() -> type[Exception]:
    from concurrent.futures.process import BrokenProcessPool

    return BrokenProcessPool


_prepare: Callable[[], Callable[[Any], Any]]
_work: Callable[[Any], Any] | None


def _begin(prepare: Callable[[], Callable[[Any], Any]], work: Callable[[Any], Any] | None) -> None:
    """Set up a process; Ctrl-C is left to the parent process."""
    global _prepare, _work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _prepare, _work = prepare, work


def _do(task: Any) -> Any:
    """Do a task in a process that `_begin` has set up; `prepare` runs here so that its errors reach the caller."""
    global _work
    _work = _work or _prepare()
    return _work(task)


def _start_method() -> str:
    """Return how processes are started.

    They are forked on Linux if this process has one thread: other threads do not survive a fork, but their locks do.
    """
    threads = 2
    with suppress(OSError):
        threads = len(os.listdir("/proc/self/task"))
    return "fork" if sys.platform == "linux" and threads == 1 else "spawn"
