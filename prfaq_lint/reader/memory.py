"""A cache of the reader's vectors, for programs that read a draft again and again while it is being written."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from .arrays import Array

Read = Callable[[], Array]


class Memory:
    """A cache of the vectors of the most recently used windows.

    A window has one vector of one or two kilobytes for each of its segments, a thirtieth of what its pieces take up.

    Args:
        most: The number of bytes of vectors and keys that are kept.
        go_on: A function that is called before a window that is not in the cache is read; an exception from it ends the
            reading.
        threads: The number of windows that are read at once; the results do not depend on it.
    """

    def __init__(self, most: int, go_on: Callable[[], None] = lambda: None, threads: int = 1) -> None:
        self.most = most
        self.go_on = go_on
        self.hits = 0
        self.misses = 0
        self.size = 0
        self._kept: OrderedDict[bytes, Array] = OrderedDict()
        self._pool = ThreadPoolExecutor(threads, "read") if threads > 1 else None

    def __len__(self) -> int:
        return len(self._kept)

    def vectors(self, windows: Sequence[tuple[bytes, Read]]) -> list[Array]:
        """Return the vectors of windows, in order; windows that are not in the cache are read.

        Args:
            windows: For each window, a key that covers everything its vectors depend on, and a function that reads it.
        """
        found = {key: self._kept[key] for key, _ in windows if key in self._kept}
        missing = {key: read for key, read in windows if key not in found}
        self.hits += len(windows) - len(missing)
        self.misses += len(missing)
        if self._pool and len(missing) > 1:
            new = list(self._pool.map(self._read, missing.values()))
        else:
            new = [self._read(read) for read in missing.values()]
        found.update(zip(missing, new, strict=True))
        for key, vectors in found.items():
            if key not in self._kept:
                self.size += len(key) + vectors.nbytes
            self._kept[key] = vectors
            self._kept.move_to_end(key)
        while self.size > self.most and len(self._kept) > 1:
            oldest, vectors = self._kept.popitem(last=False)
            self.size -= len(oldest) + vectors.nbytes
        return [found[key] for key, _ in windows]

    def _read(self, read: Read) -> Array:
        self.go_on()
        return read()
