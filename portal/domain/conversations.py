"""Conversations with the staff: their statuses, and by when an answer is promised."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum

from portal.domain.working_days import after_working_days, is_working_day

MIN_LENGTH = 10  # of a first message, in characters as one sees them
MAX_LENGTH = 750
# What a field takes: far more than is sent, so that a long text pasted is shortened by its author.
MAX_TYPED = 20_000

REFERENCE_PREFIX = "M"
LIVE_TOPIC = "messages"

# An answer is promised within 48 working hours: the same time, two working days later. What is
# asked while nobody works counts from the next morning.
_PROMISED_WORKING_DAYS = 2
_OPENS, _CLOSES = time(9), time(18)


class Author(StrEnum):
    """Who wrote a message, or reads one."""

    MEMBER = "member"
    STAFF = "staff"


class Status(StrEnum):
    """Where a conversation stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"


class NextActor(StrEnum):
    """Who acts next; the words for it are the views'."""

    US = "us"
    YOU = "you"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class StatusMeaning:
    """What a status says to the member: its name, one plain sentence, and who acts next."""

    label: str
    meaning: str
    next_actor: NextActor


STATUS_MEANINGS: dict[Status, StatusMeaning] = {
    Status.WAITING: StatusMeaning(
        "En attente de réponse",
        "Votre message est bien arrivé. Un conseiller vous répond ici.",
        NextActor.US,
    ),
    Status.ANSWERED: StatusMeaning(
        "Réponse reçue",
        "Nous vous avons répondu. Écrivez à la suite s’il vous manque quelque chose.",
        NextActor.YOU,
    ),
    Status.CLOSED: StatusMeaning(
        "Terminée",
        "Cette conversation est terminée. Écrivez à la suite pour la rouvrir.",
        NextActor.NOBODY,
    ),
}


def promised_by(asked_at: datetime, zone: tzinfo) -> datetime:
    """The moment, in UTC, by which what is asked at ``asked_at`` is answered.

    ``zone``: where the staff works.
    """
    local = asked_at.astimezone(zone)
    day, hour = local.date(), local.time()
    if not is_working_day(day) or hour >= _CLOSES:
        day, hour = after_working_days(day, 1), _OPENS
    hour = max(hour, _OPENS)
    due_on = after_working_days(day, _PROMISED_WORKING_DAYS)
    return datetime.combine(due_on, hour, tzinfo=zone).astimezone(UTC)


def is_late(due_at: datetime | None, now: datetime) -> bool:
    """Whether an answer that is due has not come in time."""
    return due_at is not None and now > due_at


def draft_place(conversation_id: int) -> str:
    """Where a half-written reply is kept: ``conversation-12``."""
    return f"conversation-{conversation_id}"


# Below this many answers, a share of them says nothing.
ENOUGH_ANSWERS = 20
_HISTORY = timedelta(days=180)


def history_begins(now: datetime) -> datetime:
    """From when on past answers say what to expect."""
    return now - _HISTORY


def usual_working_days(delays: list[tuple[datetime, datetime]], zone: tzinfo) -> int | None:
    """Within how many working days nine answers in ten came; ``None`` when too few are known.

    ``delays``: when each was asked, and answered. At least one day.
    """
    if len(delays) < ENOUGH_ANSWERS:
        return None
    days = sorted(_working_days(asked, answered, zone) for asked, answered in delays)
    position = -(-len(days) * 9 // 10) - 1  # the first by which nine in ten are there
    return max(1, days[position])


def _working_days(asked: datetime, answered: datetime, zone: tzinfo) -> int:
    day, last = asked.astimezone(zone).date(), answered.astimezone(zone).date()
    count = 0
    while day < last:
        day += timedelta(days=1)
        count += is_working_day(day)
    return count
