"""The calls of a day, with those to make as soon as possible."""

from dataclasses import dataclass
from datetime import date, tzinfo

from sqlmodel import Session

from portal.domain.actors import Actor
from portal.services.bookings import QueueBooking, day_queue
from portal.services.desk_calls import Request, open_requests
from portal.services.ports import Cipher


@dataclass(frozen=True, slots=True)
class Day:
    """``bookings``: of the day, in order of time; ``requests``: without an hour."""

    bookings: tuple[QueueBooking, ...]
    requests: tuple[Request, ...]


def read_day(*, session: Session, actor: Actor, cipher: Cipher, zone: tzinfo, day: date) -> Day:
    """Whom to call on a day."""
    return Day(
        bookings=tuple(day_queue(session, actor=actor, cipher=cipher, zone=zone, day=day)),
        requests=tuple(open_requests(session=session, actor=actor, cipher=cipher)),
    )
