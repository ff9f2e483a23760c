"""The system clock, and one that tests turn by hand."""

from datetime import UTC, datetime, timedelta


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """See ``ports.Clock``."""
        return datetime.now(UTC)


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
