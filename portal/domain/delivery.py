"""When a letter that could not leave is tried again, and until when it is worth sending."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from portal.domain.letters import Letter

# How long one process has to deliver what it took, before another may take it.
LEASE = timedelta(minutes=2)
_DELAYS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
# The value that says how long what the letter carries is good for.
_GOOD_FOR: dict[str, tuple[str, timedelta]] = {
    Letter.ACTIVATION_CODE: ("minutes", timedelta(minutes=1)),
    Letter.SIGN_IN_CODE: ("minutes", timedelta(minutes=1)),
    Letter.CONFIRM_EMAIL: ("hours", timedelta(hours=1)),
    Letter.RESET_PASSWORD: ("hours", timedelta(hours=1)),
    Letter.STAFF_INVITATION: ("hours", timedelta(hours=1)),
}
# Somebody is in front of a page that asks for them: they leave before all others.
WAITED_FOR = tuple(_GOOD_FOR)


def delay_after(tries: int) -> timedelta | None:
    """How long to wait after so many failed tries; nothing when there is no use trying again."""
    return _DELAYS[tries - 1] if 0 < tries <= len(_DELAYS) else None


def is_too_late(
    letter: str, values: Mapping[str, str], *, posted_at: datetime, now: datetime
) -> bool:
    """Whether the code or the link that the letter carries is no longer good."""
    name, unit = _GOOD_FOR.get(letter, ("", timedelta(0)))
    count = values.get(name, "")
    return count.isdecimal() and now >= posted_at + int(count) * unit
