"""The managers' page of opening hours: what is in force, what it gives, whom a change leaves out.

Changes go through ``opening_hours``; bookings taken before a change stay, and are told here until
somebody has moved them.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.actors import Actor, Role
from portal.domain.bookings import Kind, Opening, Rules, Schedule, Status, slots_of_day
from portal.domain.errors import InvalidInput, NotFound
from portal.domain.working_days import public_holidays
from portal.models.bookings import Booking
from portal.services.opening_hours import ClosureLine, closures, save_opening_hours, schedule_of
from portal.services.rights import require_staff

_PREVIEWED = 7
_LOOKED_AT = 2_000


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A booking that is in no open slot any more: somebody has to move it."""

    reference: str
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class DaySlots:
    """A day to come and its slots, by their start; ``places``: how many people in all."""

    day: date
    starts: tuple[datetime, ...]
    places: int


@dataclass(frozen=True, slots=True)
class HoursPage:
    """Everything about one kind. ``holidays``: those of the coming year."""

    kind: Kind
    openings: tuple[Opening, ...]
    rules: Rules
    closures: tuple[ClosureLine, ...]
    left_out: tuple[LeftOut, ...]
    preview: tuple[DaySlots, ...]
    holidays: tuple[date, ...]


def read_hours_page(
    *, session: Session, actor: Actor, now: datetime, zone: tzinfo, kind: Kind
) -> HoursPage:
    """What is in force for a kind and what follows from it, for managers."""
    require_staff(actor, Role.MANAGER)
    today = now.astimezone(zone).date()
    schedule = schedule_of(session, kind)
    days = [today + timedelta(days=count) for count in range(1, _PREVIEWED + 1)]
    year = today + timedelta(days=365)
    holidays = sorted(public_holidays(today.year) | public_holidays(today.year + 1))
    return HoursPage(
        kind=kind,
        openings=tuple(sorted(schedule.openings, key=lambda one: (one.weekday, one.starts_minute))),
        rules=schedule.rules,
        closures=tuple(closures(session, actor=actor, since=today, zone=zone)),
        left_out=_left_out(session, schedule, kind, now, zone),
        preview=tuple(_slots(schedule, day, zone) for day in days),
        holidays=tuple(day for day in holidays if today <= day <= year),
    )


def add_openings(
    *,
    session: Session,
    actor: Actor,
    now: datetime,
    kind: Kind,
    weekdays: list[int],
    opening: Opening,
) -> tuple[Opening, ...]:
    """Open the same hours on several weekdays; return the hours that were in force before.

    Hours that are there already are not added twice. Raises ``InvalidInput`` when they cross.
    """
    require_staff(actor, Role.MANAGER)
    if not weekdays:
        raise InvalidInput("weekdays", "Choisissez au moins un jour.")
    before = schedule_of(session, kind).openings
    added = [replace(opening, weekday=weekday) for weekday in weekdays]
    hours = [*before, *(one for one in added if one not in before)]
    save_opening_hours(session, actor=actor, now=now, kind=kind, hours=hours)
    return before


def remove_opening(
    *, session: Session, actor: Actor, now: datetime, kind: Kind, weekday: int, starts_minute: int
) -> tuple[Opening, ...]:
    """Close the hours that begin then; return those that were in force before."""
    require_staff(actor, Role.MANAGER)
    before = schedule_of(session, kind).openings
    kept = [one for one in before if (one.weekday, one.starts_minute) != (weekday, starts_minute)]
    if len(kept) == len(before):
        raise NotFound("Cette plage n’existe plus. Rechargez la page.")
    save_opening_hours(session, actor=actor, now=now, kind=kind, hours=kept)
    return before


def restore_openings(
    *, session: Session, actor: Actor, now: datetime, kind: Kind, openings: tuple[Opening, ...]
) -> None:
    """Take the last change back."""
    save_opening_hours(session, actor=actor, now=now, kind=kind, hours=openings)


def _slots(schedule: Schedule, day: date, zone: tzinfo) -> DaySlots:
    slots = slots_of_day(schedule, day, zone)
    return DaySlots(
        day, tuple(slot.starts_at for slot in slots), sum(slot.capacity for slot in slots)
    )


def _left_out(
    session: Session, schedule: Schedule, kind: Kind, now: datetime, zone: tzinfo
) -> tuple[LeftOut, ...]:
    rows = session.execute(
        select(col(Booking.reference), col(Booking.starts_at), col(Booking.seat))
        .where(
            col(Booking.kind) == kind,
            col(Booking.status) == Status.BOOKED,
            col(Booking.starts_at) > now,
        )
        .order_by(col(Booking.starts_at), col(Booking.id))
        .limit(_LOOKED_AT)
    )
    known: dict[date, dict[datetime, int]] = {}
    left: list[LeftOut] = []
    for reference, starts_at, seat in rows:
        day = starts_at.astimezone(zone).date()
        if day not in known:
            slots = slots_of_day(schedule, day, zone)
            known[day] = {slot.starts_at: slot.capacity for slot in slots}
        if (seat or 0) >= known[day].get(starts_at, 0):
            left.append(LeftOut(reference, starts_at))
    return tuple(left)
