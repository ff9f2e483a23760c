"""A clock that tests turn by hand."""

from datetime import datetime, timedelta


class ManualClock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """See ``ports.Clock``."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move the clock by ``by``."""
        self._now += by
