"""The hours in which nothing but security may ring: chosen by each, in local time."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

_MINUTES_A_DAY = 24 * 60
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Quiet:
    """From a minute of the day to another, midnight being 0; ``ends`` may be the next day."""

    starts: int
    ends: int


USUAL = Quiet(starts=22 * 60, ends=7 * 60)


def minute_of(text: str) -> int | None:
    """``"22:30"``, as a time field sends it, as the minute of the day; nothing for other texts."""
    found = _CLOCK.fullmatch(text)
    return int(found[1]) * 60 + int(found[2]) if found else None


def clock_text(minute: int) -> str:
    """A minute of the day as a time field takes it: ``22:30``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def hour_text(minute: int) -> str:
    """A minute of the day as one says it: ``22 h 30``, ``7 h``."""
    hours, minutes = divmod(minute, 60)
    return f"{hours}\u00a0h\u00a0{minutes:02d}" if minutes else f"{hours}\u00a0h"


def quiet_until(now: datetime, quiet: Quiet | None, zone: tzinfo) -> datetime | None:
    """When the quiet hours that ``now`` is in are over; nothing when it is not in any."""
    if quiet is None:
        return None
    local = now.astimezone(zone)
    minute = local.hour * 60 + local.minute
    if (minute - quiet.starts) % _MINUTES_A_DAY >= (quiet.ends - quiet.starts) % _MINUTES_A_DAY:
        return None
    day = local.date() if minute < quiet.ends else local.date() + timedelta(days=1)
    end = datetime.combine(day, time(*divmod(quiet.ends, 60)), tzinfo=zone)
    return end.astimezone(now.tzinfo)
