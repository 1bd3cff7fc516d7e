"""What was last made of one index, to be had again: keystrokes ask much the same as the one before."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

from geo.finding.index import Index

Key = TypeVar("Key")
Value = TypeVar("Value")


class Latest(Generic[Key, Value]):
    """The last `most` values; over another index, nothing is left. Safe for threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._index: Index | None = None
        self._kept: OrderedDict[Key, Value] = OrderedDict()

    def find(self, index: Index, key: Key) -> Value | None:
        with self._lock:
            if self._index is not index or key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def keep(self, index: Index, key: Key, value: Value) -> None:
        with self._lock:
            if self._index is not index:
                self._index = index
                self._kept.clear()
            self._kept[key] = value
            self._kept.move_to_end(key)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
