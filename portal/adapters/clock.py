"""The system clock."""

from datetime import UTC, datetime


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """See ``ports.Clock``."""
        return datetime.now(UTC)
