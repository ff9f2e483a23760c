"""The staff's home: how much waits, of everything they deal with."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import func, select
from sqlmodel import Session, col

from portal.domain.actors import Actor
from portal.domain.bookings import Status
from portal.models.bookings import Booking
from portal.models.outbox import OutboxMessage
from portal.models.support import SupportRequest
from portal.services.delivery import DEAD
from portal.services.desk import DeskCounts, QueueLine, count_desk, first_in_line
from portal.services.desk_calls import is_open
from portal.services.opening_hours import bounds_of
from portal.services.rights import require_staff

_URGENT = 6


@dataclass(frozen=True, slots=True)
class DeskHome:
    """``urgent``: what is due first, of what is nobody's or the actor's own; ``calls``: those of
    today still to make, and requests without an hour; ``letters``: given up."""

    messages: DeskCounts
    urgent: tuple[QueueLine, ...]
    calls: int
    letters: int


def desk_home(
    *, session: Session, actor: Actor, now: datetime, today: date, zone: tzinfo
) -> DeskHome:
    """The figures of the day."""
    require_staff(actor)
    starts, ends = bounds_of(today, zone)
    bookings = select(func.count()).where(
        col(Booking.starts_at) >= starts,
        col(Booking.starts_at) < ends,
        col(Booking.status) == Status.BOOKED,
    )
    requests = select(func.count()).select_from(SupportRequest).where(*is_open())
    letters = select(func.count()).where(col(OutboxMessage.status) == DEAD)
    return DeskHome(
        messages=count_desk(session=session, actor=actor, now=now),
        urgent=first_in_line(session=session, actor=actor, most=_URGENT),
        calls=(session.scalar(bookings) or 0) + (session.scalar(requests) or 0),
        letters=session.scalar(letters) or 0,
    )
