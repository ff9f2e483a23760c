"""Slots and bookings as they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from portal.domain.bookings import (
    BY_VIDEO_TOOL,
    REASON_LABELS,
    STATUSES,
    Kind,
    Medium,
    Reason,
    Status,
    name_of,
)
from portal.domain.french import MONTHS, NO_BREAK, WEEKDAYS
from portal.domain.quiet_hours import hour_text
from portal.services.own_bookings import NextBooking, OwnBooking
from portal.services.slots import OpenDay, OpenSlot
from portal.settings import backend
from portal.views.shapes import OptionView, StatusView, TaskView

_NO_STATUS = StatusView("", "", "", "", "")


@dataclass(frozen=True, slots=True)
class DayView:
    """A day to choose. ``label``: "Demain"; ``day``: "lun. 23 nov."; ``note``: what is left."""

    value: str
    label: str
    day: str
    note: str
    is_full: bool


@dataclass(frozen=True, slots=True)
class SlotView:
    """A time to choose: "10 h 30". ``value``: its moment in UTC."""

    value: str
    label: str
    is_free: bool


@dataclass(frozen=True, slots=True)
class BookingView:
    """A booking to its owner. ``limit``: until when it changes online, or that one must call.

    ``join_href``: the way into the video tool, only when it is time; ``wait``: when it will be.
    """

    id: int = 0
    reference: str = ""
    kind: str = ""
    what: str = ""
    when: str = ""
    reason: str = ""
    status: StatusView = _NO_STATUS
    is_coming: bool = False
    can_change: bool = False
    is_cancelled: bool = False
    limit: str = ""
    calendar_href: str = ""
    join_href: str = ""
    wait: str = ""
    wants_survey: bool = False


NO_BOOKING = BookingView()


def reasons(kind: Kind) -> list[tuple[str, str]]:
    """The reasons to choose from, as (code, label): who has a session can sign in."""
    return [
        (reason.value, label)
        for reason, label in REASON_LABELS.items()
        if kind is Kind.CALLBACK or reason is not Reason.SIGN_IN
    ]


def days(found: Sequence[OpenDay], today: date) -> list[DayView]:
    """The days to choose from; those with nothing left say so."""
    return [
        DayView(
            value=one.day.isoformat(),
            label=_near(one.day, today),
            day=_short_day(one.day),
            note="Complet" if one.is_full else _left(one.slots),
            is_full=one.is_full,
        )
        for one in found
    ]


def times(slots: Sequence[OpenSlot], zone: tzinfo) -> list[SlotView]:
    """The times of a day."""
    return [time_of(slot.starts_at, zone, is_free=slot.is_free) for slot in slots]


def time_of(starts_at: datetime, zone: tzinfo, *, is_free: bool = True) -> SlotView:
    """One time of a day that is named elsewhere."""
    return SlotView(slot_value(starts_at), _clock(starts_at, zone), is_free)


def moments(found: Sequence[datetime], zone: tzinfo, today: date) -> list[OptionView]:
    """Moments of several days, in full."""
    return [OptionView(slot_value(one), moment(one, zone, today)) for one in found]


def slot_value(starts_at: datetime) -> str:
    """A moment as pages send it back."""
    return starts_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def read_slot(value: str) -> datetime | None:
    """The moment that a page sent; nothing for another text."""
    try:
        found = datetime.strptime(value, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return found if value == slot_value(found) else None


def moment(starts_at: datetime, zone: tzinfo, today: date) -> str:
    """``lundi 23 novembre à 10 h 30``; the year where it is another."""
    day = starts_at.astimezone(zone).date()
    year = f" {day.year}" if day.year != today.year else ""
    return f"{_long_day(day)}{year} à {_clock(starts_at, zone)}"


def soon(starts_at: datetime, zone: tzinfo, today: date) -> str:
    """``aujourd’hui à 10 h 30``, ``demain à 9 h``, or the day in full."""
    near = {0: "aujourd’hui", 1: "demain"}.get((starts_at.astimezone(zone).date() - today).days)
    return f"{near} à {_clock(starts_at, zone)}" if near else moment(starts_at, zone, today)


def booking(found: OwnBooking, *, now: datetime, zone: tzinfo, video_url: str) -> BookingView:
    """A booking to its owner; ``video_url``: of the tool, with ``{reference}``."""
    today = now.astimezone(zone).date()
    by_video = found.medium in BY_VIDEO_TOOL and bool(video_url)
    is_coming = found.status is Status.BOOKED and found.ends_at > now
    joins = by_video and found.can_join
    return BookingView(
        id=found.id,
        reference=found.reference,
        kind=found.kind,
        what=name_of(found.kind, found.medium),
        when=_capital(moment(found.starts_at, zone, today)),
        reason=REASON_LABELS.get(Reason(found.reason), ""),
        status=_status(found, now),
        is_coming=is_coming,
        can_change=found.can_change,
        is_cancelled=found.status is Status.CANCELLED,
        limit=_limit(found, zone, today) if is_coming else "",
        calendar_href=backend(f"/agenda/{found.reference}/{found.proof}.ics"),
        join_href=video_url.replace("{reference}", found.reference) if joins else "",
        wait=_WAIT if by_video and is_coming and not joins else "",
        wants_survey=found.status is Status.DONE,
    )


_WAIT = f"Le lien de connexion s’affichera ici 15{NO_BREAK}minutes avant."


def task(found: NextBooking | None, zone: tzinfo, today: date) -> list[TaskView]:
    """What the dashboard says of the next booking."""
    if found is None:
        return []
    return [
        TaskView(
            id=found.reference,
            icon="ic-info",
            title=name_of(found.kind, found.medium),
            detail=f"{_capital(soon(found.starts_at, zone, today))}.",
            action_label="Voir le rendez-vous",
            href="/rendez-vous",
        )
    ]


def medium_options(*, has_video: bool) -> list[tuple[str, str, str]]:
    """How one may meet, as (code, label, what it is)."""
    phone = (Medium.PHONE.value, "Par téléphone", "Nous vous appelons à l’heure choisie.")
    if not has_video:
        return [phone]
    return [
        phone,
        (Medium.VIDEO.value, "En vidéo", "Vous voyez votre conseiller, et il vous voit."),
        (
            Medium.SCREEN.value,
            "Avec partage d’écran",
            "Vous montrez votre écran, pour faire une démarche ensemble.",
        ),
    ]


def _status(found: OwnBooking, now: datetime) -> StatusView:
    if found.status is Status.BOOKED and found.ends_at <= now:
        return StatusView("done", "Passé", "neutral", "Ce créneau est passé.", "")
    words = STATUSES[found.status]
    return StatusView(found.status, words.label, words.tone, words.meaning, words.next_actor)


def _limit(found: OwnBooking, zone: tzinfo, today: date) -> str:
    if not found.can_change:
        return "Il est trop tard pour le changer en ligne. Pour l’annuler, appelez-nous."
    until = found.changes_until
    return f"Vous pouvez le déplacer ou l’annuler en ligne jusqu’à {soon(until, zone, today)}."


def _left(slots: Sequence[OpenSlot]) -> str:
    count = sum(slot.is_free for slot in slots)
    return f"{count}{NO_BREAK}créneau" if count == 1 else f"{count}{NO_BREAK}créneaux"


def _near(day: date, today: date) -> str:
    return {today: "Aujourd’hui", today + timedelta(days=1): "Demain"}.get(
        day, WEEKDAYS[day.weekday()].capitalize()
    )


def _short_day(day: date) -> str:
    return f"{'1er' if day.day == 1 else day.day}{NO_BREAK}{MONTHS[day.month - 1]}"


def _long_day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {_short_day(day)}"


def _clock(starts_at: datetime, zone: tzinfo) -> str:
    local = starts_at.astimezone(zone)
    return hour_text(local.hour * 60 + local.minute)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
