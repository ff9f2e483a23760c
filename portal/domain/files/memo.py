"""Remembering what repeats from row to row, within bounds."""

from collections.abc import Callable, Hashable
from typing import Any

MOST_REMEMBERED = 32_768


class Memo(dict[Any, Any]):
    """``memo[key]`` is ``compute(key)``, remembered; at the speed of a dict when it is known."""

    def __init__(self, compute: Callable[[Any], Any]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, key: Hashable) -> Any:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        value = self[key] = self._compute(key)
        return value
