"""What windows read as before, kept for a program that reads the same draft again and again while it is written."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from .arrays import Array


class Memory:
    """The vectors of the windows that were used last.

    A window gives one vector of a kilobyte or two for each of its segments, which is a thirtieth of what its pieces take.

    Args:
        most: How many bytes of vectors and keys are kept.
        go_on: Called before a window is read that is not kept; what it raises ends the reading.
    """

    def __init__(self, most: int, go_on: Callable[[], None] = lambda: None) -> None:
        self.most = most
        self.go_on = go_on
        self.hits = 0
        self.misses = 0
        self.size = 0
        self._kept: OrderedDict[bytes, Array] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def vectors(self, key: bytes, read: Callable[[], Array]) -> Array:
        """Return the vectors of a window, read now unless they are kept.

        Args:
            key: All that decides about the vectors.
            read: Reads the window.
        """
        found = self._kept.get(key)
        if found is not None:
            self.hits += 1
            self._kept.move_to_end(key)
            return found
        self.go_on()
        self.misses += 1
        found = self._kept[key] = read()
        self.size += len(key) + found.nbytes
        while self.size > self.most and len(self._kept) > 1:
            oldest, vectors = self._kept.popitem(last=False)
            self.size -= len(oldest) + vectors.nbytes
        return found
