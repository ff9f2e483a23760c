"""How many events a page, and an address, may send."""

import time
from collections import OrderedDict
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float = field(default_factory=time.monotonic)


class Budget:
    """Each key may send a burst of events, then so many a second; the least recent is forgotten."""

    def __init__(self, *, burst: int, per_second: float, keys: int = 50_000) -> None:
        self._burst = burst
        self._per_second = per_second
        self._keys = keys
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def spend(self, key: str) -> bool:
        """Take one event from what ``key`` has left; false when nothing is."""
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = _Bucket(self._burst)
            if len(self._buckets) > self._keys:
                self._buckets.popitem(last=False)
        else:
            self._buckets.move_to_end(key)
        now = time.monotonic()
        bucket.left = min(self._burst, bucket.left + (now - bucket.at) * self._per_second)
        bucket.at = now
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True
