"""Which slots are left, and taking a place in one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import func, select
from sqlmodel import Session, col

from portal.domain import audiences
from portal.domain.bookings import (
    SLOTS_TOPIC,
    Kind,
    Slot,
    bookable_slots,
    days_ahead,
    free_seat,
    nearest,
    slot_at,
)
from portal.domain.errors import Refusal
from portal.models.bookings import Booking
from portal.services.live import announce
from portal.services.opening_hours import schedule_of
from portal.services.turns import one_at_a_time

_NEAREST = 3


class SlotTaken(Refusal):
    """The slot is full, or cannot be asked for any more. ``others``: the nearest free ones."""

    def __init__(self, sentence: str, others: tuple[datetime, ...]) -> None:
        super().__init__(sentence)
        self.others = others


@dataclass(frozen=True, slots=True)
class OpenSlot:
    """A slot that one may choose; ``is_free``: somebody may still take it."""

    starts_at: datetime
    is_free: bool


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day with its slots, in order."""

    day: date
    slots: tuple[OpenSlot, ...]

    @property
    def is_full(self) -> bool:
        """Whether nothing is left of it."""
        return not any(slot.is_free for slot in self.slots)


_TAKEN = "Ce créneau vient d’être pris. Choisissez-en un autre."
_CLOSED = "Ce créneau n’est plus proposé. Choisissez-en un autre."


def open_days(*, session: Session, now: datetime, zone: tzinfo, kind: Kind) -> tuple[OpenDay, ...]:
    """The days on which ``kind`` can be booked, with what is left of each; open to everybody."""
    schedule = schedule_of(session, kind)
    offered = {
        day: bookable_slots(schedule, day, now, zone) for day in days_ahead(schedule, now, zone)
    }
    taken = _taken(session, kind, [slot for slots in offered.values() for slot in slots])
    return tuple(
        OpenDay(day, tuple(OpenSlot(s.starts_at, taken[s.starts_at] < s.capacity) for s in slots))
        for day, slots in offered.items()
    )


def take_seat(
    session: Session, *, kind: Kind, starts_at: datetime, now: datetime, zone: tzinfo
) -> tuple[Slot, int]:
    """A place in a slot, for the row that this transaction writes: of two at once, one gets it.

    Raises ``SlotTaken`` when there is none left, or no such slot.
    """
    slot = slot_at(schedule_of(session, kind), starts_at, now, zone)
    if slot is None:
        raise SlotTaken(_CLOSED, _others(session, kind, starts_at, now, zone))
    one_at_a_time(session, f"slot:{kind}:{slot.starts_at.isoformat()}")
    seats = session.scalars(
        select(col(Booking.seat)).where(
            col(Booking.kind) == kind,
            col(Booking.starts_at) == slot.starts_at,
            col(Booking.seat).is_not(None),
        )
    ).all()
    seat = free_seat([seat for seat in seats if seat is not None], slot.capacity)
    if seat is None:
        raise SlotTaken(_TAKEN, _others(session, kind, starts_at, now, zone))
    return slot, seat


def tell_choosers(session: Session, now: datetime) -> None:
    """Have whoever is choosing a slot see what is left."""
    announce(session, audiences.EVERYBODY, SLOTS_TOPIC, now=now)


def _others(
    session: Session, kind: Kind, starts_at: datetime, now: datetime, zone: tzinfo
) -> tuple[datetime, ...]:
    days = open_days(session=session, now=now, zone=zone, kind=kind)
    free = [
        Slot(slot.starts_at, slot.starts_at, 1)
        for day in days
        for slot in day.slots
        if slot.is_free
    ]
    return tuple(slot.starts_at for slot in nearest(free, starts_at, _NEAREST))


def _taken(session: Session, kind: Kind, slots: Iterable[Slot]) -> Counter[datetime]:
    moments = [slot.starts_at for slot in slots]
    if not moments:
        return Counter()
    rows = session.execute(
        select(col(Booking.starts_at), func.count())
        .where(
            col(Booking.kind) == kind,
            col(Booking.starts_at).between(min(moments), max(moments)),
            col(Booking.seat).is_not(None),
        )
        .group_by(col(Booking.starts_at))
    )
    return Counter({row[0]: row[1] for row in rows})
