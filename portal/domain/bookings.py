"""Callbacks and appointments: what they are, where they stand, and the slots they can take.

Hours are local; slots are moments in UTC. A slot never begins at an hour that a change of clocks
skips, and takes the first of two that it repeats.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from portal.domain.working_days import public_holidays

LIVE_TOPIC = "bookings"  # what a member has booked, and the queue of the staff
SLOTS_TOPIC = "slots"  # which slots are left, for whoever is choosing one
JOIN_BEFORE = timedelta(minutes=15)
_DAY_MINUTES = 24 * 60


class Kind(StrEnum):
    """What is booked: a short call, open to everybody, or a longer talk with a member."""

    CALLBACK = "callback"
    APPOINTMENT = "appointment"


class Medium(StrEnum):
    """How one meets."""

    PHONE = "phone"
    VIDEO = "video"
    SCREEN = "screen"


BY_VIDEO_TOOL = frozenset({Medium.VIDEO, Medium.SCREEN})


class Reason(StrEnum):
    """Why somebody wants to talk; also what ``?motif=`` says."""

    CONTRACT = "contrat"
    NEW_REQUEST = "demande"
    FOLLOW_UP = "suivi"
    SIGN_IN = "connexion"


REASON_LABELS: dict[Reason, str] = {
    Reason.CONTRACT: "Question sur mon contrat ou mes prestations",
    Reason.NEW_REQUEST: "Nouvelle demande de prestations",
    Reason.FOLLOW_UP: "Suivi d’un dossier en cours",
    Reason.SIGN_IN: "Difficulté de connexion",
}


class Status(StrEnum):
    """Where a booking stands."""

    BOOKED = "booked"
    DONE = "done"
    MISSED = "missed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class StatusWords:
    """A status in words. ``next_actor``: who acts next, empty when nobody does."""

    label: str
    meaning: str
    next_actor: str
    tone: str


STATUSES: dict[Status, StatusWords] = {
    Status.BOOKED: StatusWords(
        "Prévu",
        "Votre créneau est réservé\u00a0: nous vous contactons à l’heure dite.",
        "Nous",
        "info",
    ),
    Status.DONE: StatusWords("Fait", "Nous nous sommes parlé.", "", "success"),
    Status.MISSED: StatusWords(
        "Manqué",
        "Nous n’avons pas réussi à vous joindre. Choisissez un autre créneau.",
        "Vous",
        "warning",
    ),
    Status.CANCELLED: StatusWords("Annulé", "Ce créneau a été rendu.", "", "neutral"),
}

_NAMES: dict[tuple[Kind, Medium], str] = {
    (Kind.CALLBACK, Medium.PHONE): "Rappel par téléphone",
    (Kind.APPOINTMENT, Medium.PHONE): "Rendez-vous par téléphone",
    (Kind.APPOINTMENT, Medium.VIDEO): "Rendez-vous en vidéo",
    (Kind.APPOINTMENT, Medium.SCREEN): "Rendez-vous avec partage d’écran",
}


def name_of(kind: Kind, medium: Medium) -> str:
    """What is booked, in a few words."""
    return _NAMES.get((kind, medium), "Rendez-vous")


@dataclass(frozen=True, slots=True)
class Opening:
    """When slots are open on a weekday (0 is Monday), in local minutes after midnight."""

    weekday: int
    starts_minute: int
    ends_minute: int
    slot_minutes: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Rules:
    """How soon, how far ahead, and until when before its start a slot is taken or given back."""

    notice: timedelta
    horizon_days: int
    cutoff: timedelta


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that ``capacity`` people can take, as moments in UTC."""

    starts_at: datetime
    ends_at: datetime
    capacity: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """All that says when there are slots of a kind. ``closed``: days off besides the holidays."""

    openings: tuple[Opening, ...]
    rules: Rules
    closed: frozenset[date] = frozenset()


def _working_week(slot_minutes: int, capacity: int, *, evening: int) -> tuple[Opening, ...]:
    return tuple(
        Opening(weekday, starts, ends, slot_minutes, capacity)
        for weekday in range(5)
        for starts, ends in ((8 * 60 + 30, 12 * 60 + 30), (13 * 60, evening))
    )


# In force until the staff set their own.
DEFAULTS: dict[Kind, Schedule] = {
    Kind.CALLBACK: Schedule(
        _working_week(30, 4, evening=18 * 60),
        Rules(timedelta(minutes=30), 14, timedelta(minutes=30)),
    ),
    Kind.APPOINTMENT: Schedule(
        _working_week(45, 2, evening=17 * 60 + 30),
        Rules(timedelta(hours=2), 28, timedelta(hours=2)),
    ),
}


def is_open_day(day: date, closed: Collection[date]) -> bool:
    """Whether somebody answers on ``day``, if there are hours on its weekday."""
    return day not in closed and day not in public_holidays(day.year)


def slots_of_day(schedule: Schedule, day: date, zone: tzinfo) -> list[Slot]:
    """The slots of ``day``, in order, whoever has taken them and however soon they are."""
    if not is_open_day(day, schedule.closed):
        return []
    hours = sorted(
        (hours for hours in schedule.openings if hours.weekday == day.weekday()),
        key=lambda hours: hours.starts_minute,
    )
    return _apart(slot for opening in hours for slot in _slots_within(opening, day, zone))


def _slots_within(hours: Opening, day: date, zone: tzinfo) -> Iterable[Slot]:
    closes = _moment(day, hours.ends_minute, zone)
    length = timedelta(minutes=hours.slot_minutes)
    last = hours.ends_minute - hours.slot_minutes
    for minute in range(hours.starts_minute, last + 1, hours.slot_minutes):
        starts = _moment(day, minute, zone)
        if _is_on_the_clock(starts, minute, zone) and starts + length <= closes:
            yield Slot(starts, starts + length, hours.capacity)


def _apart(slots: Iterable[Slot]) -> list[Slot]:
    """Without those that begin before the one before is over: the clocks changed, or hours cross"""
    apart: list[Slot] = []
    for slot in slots:
        if not apart or slot.starts_at >= apart[-1].ends_at:
            apart.append(slot)
    return apart


def _moment(day: date, minute: int, zone: tzinfo) -> datetime:
    extra, minute = divmod(minute, _DAY_MINUTES)  # 24:00 is the next day's midnight
    local = datetime.combine(day + timedelta(days=extra), time(*divmod(minute, 60)), tzinfo=zone)
    return local.astimezone(UTC)


def _is_on_the_clock(moment: datetime, minute: int, zone: tzinfo) -> bool:
    local = moment.astimezone(zone)
    return local.hour * 60 + local.minute == minute % _DAY_MINUTES


def days_ahead(schedule: Schedule, now: datetime, zone: tzinfo) -> list[date]:
    """The days with slots, from today to the horizon, whoever has taken them."""
    today = now.astimezone(zone).date()
    horizon = [today + timedelta(days=count) for count in range(schedule.rules.horizon_days + 1)]
    return [day for day in horizon if bookable_slots(schedule, day, now, zone)]


def bookable_slots(schedule: Schedule, day: date, now: datetime, zone: tzinfo) -> list[Slot]:
    """The slots of ``day`` that are neither too soon nor too far, whoever has taken them."""
    today = now.astimezone(zone).date()
    if not 0 <= (day - today).days <= schedule.rules.horizon_days:
        return []
    soonest = now + schedule.rules.notice
    return [slot for slot in slots_of_day(schedule, day, zone) if slot.starts_at >= soonest]


def slot_at(schedule: Schedule, starts_at: datetime, now: datetime, zone: tzinfo) -> Slot | None:
    """The slot that begins at this moment, if it can be asked for now."""
    day = starts_at.astimezone(zone).date()
    slots = bookable_slots(schedule, day, now, zone)
    return next((slot for slot in slots if slot.starts_at == starts_at), None)


def free_seat(taken: Collection[int], capacity: int) -> int | None:
    """The lowest seat of a slot that nobody has."""
    return next((seat for seat in range(capacity) if seat not in taken), None)


def nearest(slots: Sequence[Slot], to: datetime, count: int) -> list[Slot]:
    """The ``count`` slots closest to a moment, in order of time."""
    closest = sorted(slots, key=lambda slot: (abs(slot.starts_at - to), slot.starts_at))[:count]
    return sorted(closest, key=lambda slot: slot.starts_at)


def can_change(status: str, starts_at: datetime, rules: Rules, now: datetime) -> bool:
    """Whether its owner may still move or cancel a booking online."""
    return status == Status.BOOKED and now <= starts_at - rules.cutoff


def can_join(status: str, starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Whether it is time to show the way into the video tool."""
    return status == Status.BOOKED and starts_at - JOIN_BEFORE <= now <= ends_at
