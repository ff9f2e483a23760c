"""How long a signed-in session lasts, and how long one waits after wrong passwords."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.domain.french import plural

TICKET_LIFE = timedelta(seconds=30)
PROOF_LIFE = timedelta(minutes=10)
TOUCH_EVERY = timedelta(seconds=30)

FREE_TRIES = 5
TRIES_PER_ADDRESS = 30
COUNTED_FOR = timedelta(hours=24)
ADDRESS_COUNTED_FOR = timedelta(minutes=5)
_WAITS_MINUTES = (1, 2, 5, 15, 60, 180)


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lasts.

    ``idle``: longest time without a gesture; ``warning``: how long before the end one is told;
    ``whole``: longest time at all.
    """

    idle: timedelta
    warning: timedelta
    whole: timedelta


def wait_after(failures: int) -> timedelta:
    """How long the next try waits after so many failures in a row: 1 minute up to 3 hours."""
    if failures < FREE_TRIES:
        return timedelta(0)
    step = min(failures - FREE_TRIES, len(_WAITS_MINUTES) - 1)
    return timedelta(minutes=_WAITS_MINUTES[step])


def is_alive(
    *, now: datetime, last_seen_at: datetime, expires_at: datetime, limits: SessionLimits
) -> bool:
    """Whether a session that nobody ended may still be used."""
    return now < expires_at and now - last_seen_at < limits.idle


def ends_at(*, last_seen_at: datetime, expires_at: datetime, limits: SessionLimits) -> datetime:
    """When the session ends if nothing is done."""
    return min(expires_at, last_seen_at + limits.idle)


def time_left(left: timedelta, limits: SessionLimits) -> str:
    """What is left of a session, in words; nothing while there is no need to warn."""
    if left > limits.warning:
        return ""
    minutes = -(-int(left.total_seconds()) // 60)
    return plural(minutes, "minute") if minutes > 1 else "moins d’une minute"
