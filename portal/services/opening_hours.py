"""When callbacks and appointments can be: hours, closures and rules, as the staff set them.

Until a manager saves something for a kind, ``domain.bookings.DEFAULTS`` are in force. Its row of
``booking_rules`` says that they are not any more: a kind without hours is then closed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from portal.domain import audiences
from portal.domain.actors import Actor, Role
from portal.domain.bookings import DEFAULTS, SLOTS_TOPIC, Kind, Opening, Rules, Schedule, Status
from portal.domain.errors import InvalidInput, NotFound
from portal.domain.text import tidy
from portal.models.bookings import Booking, BookingRules, Closure, OpeningHours
from portal.services import audit
from portal.services.live import announce
from portal.services.rights import require_staff
from portal.services.turns import one_at_a_time

_TURN = "opening hours"
_DAY_MINUTES = 24 * 60
_LONGEST_REASON = 120
_MOST_OPENINGS = 50


@dataclass(frozen=True, slots=True)
class ClosureLine:
    """A day on which nobody answers. ``bookings``: how many had been taken and still stand."""

    day: date
    reason: str
    bookings: int


def schedule_of(session: Session, kind: Kind) -> Schedule:
    """When there are slots of ``kind``."""
    closed = frozenset(session.scalars(select(col(Closure.day))))
    saved = session.get(BookingRules, kind.value)
    if saved is None:
        usual = DEFAULTS[kind]
        return Schedule(usual.openings, usual.rules, closed)
    return Schedule(_saved_hours(session, kind), _rules(saved), closed)


def opening_hours(session: Session, *, actor: Actor) -> dict[Kind, tuple[Opening, ...]]:
    """The hours in force for each kind, in the order of the week; for the staff."""
    require_staff(actor)
    return {kind: schedule_of(session, kind).openings for kind in Kind}


def save_opening_hours(
    session: Session, *, actor: Actor, now: datetime, kind: Kind, hours: Sequence[Opening]
) -> None:
    """Replace the hours of ``kind``; what was booked stays. For managers.

    Raises ``InvalidInput`` (field ``hours``) for hours that end before they begin, or cross.
    """
    staff = require_staff(actor, Role.MANAGER)
    hours = sorted(hours, key=lambda one: (one.weekday, one.starts_minute))
    _check_hours(hours)
    one_at_a_time(session, _TURN)
    _own_rules(session, kind)
    session.execute(delete(OpeningHours).where(col(OpeningHours.kind) == kind))
    session.add_all(
        OpeningHours(
            kind=kind,
            weekday=one.weekday,
            starts_minute=one.starts_minute,
            ends_minute=one.ends_minute,
            slot_minutes=one.slot_minutes,
            capacity=one.capacity,
        )
        for one in hours
    )
    audit.record(
        session, "hours.saved", at=now, account_id=staff.account_id, kind=kind, count=len(hours)
    )
    _tell(session, now)


def rules(session: Session, *, actor: Actor) -> dict[Kind, Rules]:
    """The rules in force for each kind; for the staff."""
    require_staff(actor)
    return {kind: schedule_of(session, kind).rules for kind in Kind}


def save_rules(session: Session, *, actor: Actor, now: datetime, kind: Kind, chosen: Rules) -> None:
    """Change the rules of ``kind``; for managers. Raises ``InvalidInput``."""
    staff = require_staff(actor, Role.MANAGER)
    week, day = timedelta(days=7), timedelta(0)
    if not day <= chosen.notice <= week:
        raise InvalidInput("notice", "Le délai minimal va de 0\u00a0minute à 7\u00a0jours.")
    if not 1 <= chosen.horizon_days <= 180:
        raise InvalidInput("horizon", "On peut réserver de 1 à 180\u00a0jours à l’avance.")
    if not day <= chosen.cutoff <= week:
        raise InvalidInput("cutoff", "Le délai d’annulation va de 0\u00a0minute à 7\u00a0jours.")
    one_at_a_time(session, _TURN)
    own = _own_rules(session, kind)
    own.notice_minutes = _minutes(chosen.notice)
    own.horizon_days = chosen.horizon_days
    own.cutoff_minutes = _minutes(chosen.cutoff)
    audit.record(session, "hours.rules_saved", at=now, account_id=staff.account_id, kind=kind)
    _tell(session, now)


def closures(session: Session, *, actor: Actor, since: date, zone: tzinfo) -> list[ClosureLine]:
    """The closures from a day on, the first one first; for the staff."""
    require_staff(actor)
    rows = session.scalars(
        select(Closure).where(col(Closure.day) >= since).order_by(col(Closure.day))
    )
    return [ClosureLine(row.day, row.reason, booked_on(session, row.day, zone)) for row in rows]


def save_closure(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, day: date, reason: str
) -> int:
    """Close a day, or say otherwise why it is closed; for managers.

    Return how many bookings of that day still stand: somebody has to call these people.
    """
    staff = require_staff(actor, Role.MANAGER)
    reason = tidy(reason)[:_LONGEST_REASON]
    if not reason:
        raise InvalidInput("reason", "Dites pourquoi ce jour est fermé.")
    if day < now.astimezone(zone).date():
        raise InvalidInput("day", "Choisissez un jour à venir.")
    one_at_a_time(session, _TURN)
    session.merge(Closure(day=day, reason=reason))
    audit.record(session, "closure.saved", at=now, account_id=staff.account_id, day=day.isoformat())
    _tell(session, now)
    return booked_on(session, day, zone)


def remove_closure(session: Session, *, actor: Actor, now: datetime, day: date) -> None:
    """Open a day again; for managers. Raises ``NotFound`` when it was not closed."""
    staff = require_staff(actor, Role.MANAGER)
    one_at_a_time(session, _TURN)
    closure = session.get(Closure, day)
    if closure is None:
        raise NotFound("Ce jour n’est pas fermé.")
    session.delete(closure)
    audit.record(
        session, "closure.removed", at=now, account_id=staff.account_id, day=day.isoformat()
    )
    _tell(session, now)


def booked_on(session: Session, day: date, zone: tzinfo) -> int:
    """How many bookings of a day still stand."""
    starts, ends = bounds_of(day, zone)
    count = session.scalar(
        select(func.count()).where(
            col(Booking.starts_at) >= starts,
            col(Booking.starts_at) < ends,
            col(Booking.status) == Status.BOOKED,
        )
    )
    return count or 0


def bounds_of(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """The moments between which it is ``day``, the second one outside."""
    first = datetime.combine(day, time(), tzinfo=zone)
    after = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
    return first.astimezone(UTC), after.astimezone(UTC)


def _saved_hours(session: Session, kind: Kind) -> tuple[Opening, ...]:
    rows = session.scalars(
        select(OpeningHours)
        .where(col(OpeningHours.kind) == kind)
        .order_by(col(OpeningHours.weekday), col(OpeningHours.starts_minute))
    )
    return tuple(
        Opening(row.weekday, row.starts_minute, row.ends_minute, row.slot_minutes, row.capacity)
        for row in rows
    )


def _rules(row: BookingRules) -> Rules:
    return Rules(
        notice=timedelta(minutes=row.notice_minutes),
        horizon_days=row.horizon_days,
        cutoff=timedelta(minutes=row.cutoff_minutes),
    )


def _own_rules(session: Session, kind: Kind) -> BookingRules:
    """The row that says that the defaults are not in force any more, made from them if need be."""
    own = session.get(BookingRules, kind.value)
    if own is not None:
        return own
    usual = DEFAULTS[kind]
    own = BookingRules(
        kind=kind,
        notice_minutes=_minutes(usual.rules.notice),
        horizon_days=usual.rules.horizon_days,
        cutoff_minutes=_minutes(usual.rules.cutoff),
    )
    session.add(own)
    session.add_all(
        OpeningHours(
            kind=kind,
            weekday=hours.weekday,
            starts_minute=hours.starts_minute,
            ends_minute=hours.ends_minute,
            slot_minutes=hours.slot_minutes,
            capacity=hours.capacity,
        )
        for hours in usual.openings
    )
    session.flush()
    return own


def _check_hours(hours: Sequence[Opening]) -> None:
    if len(hours) > _MOST_OPENINGS:
        raise InvalidInput("hours", "Il y a trop de plages horaires.")
    for one in hours:
        if not 0 <= one.weekday <= 6:
            raise InvalidInput("hours", "Choisissez un jour de la semaine.")
        if not 0 <= one.starts_minute < one.ends_minute <= _DAY_MINUTES:
            raise InvalidInput("hours", "Une plage doit finir après son début.")
        if not 5 <= one.slot_minutes <= one.ends_minute - one.starts_minute:
            raise InvalidInput("hours", "Un créneau dure au moins 5\u00a0minutes, et tient dedans.")
        if not 1 <= one.capacity <= 100:
            raise InvalidInput("hours", "Un créneau a de 1 à 100\u00a0places.")
    for before, after in pairwise(hours):
        if before.weekday == after.weekday and after.starts_minute < before.ends_minute:
            raise InvalidInput("hours", "Deux plages du même jour se chevauchent.")


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)


def _tell(session: Session, now: datetime) -> None:
    announce(session, audiences.STAFF, SLOTS_TOPIC, now=now)
    announce(session, audiences.EVERYBODY, SLOTS_TOPIC, now=now)
