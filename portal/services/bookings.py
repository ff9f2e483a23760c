"""The bookings of a day, as the staff see them, take them and close them."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Literal

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain import audiences
from portal.domain.actors import Actor
from portal.domain.bookings import LIVE_TOPIC, Kind, Status
from portal.domain.errors import NotAllowed, NotFound
from portal.domain.notifications import Topic
from portal.domain.text import tidy
from portal.models.accounts import Account
from portal.models.bookings import Booking
from portal.services import audit
from portal.services.booking_rows import UNKNOWN, held, opened_contact
from portal.services.live import announce
from portal.services.notifications import ring
from portal.services.opening_hours import bounds_of
from portal.services.outbox import withdraw
from portal.services.ports import Cipher
from portal.services.rights import require_staff

Outcome = Literal["done", "missed"]
_LONGEST_NOTE = 500
_CHANGED = (
    "Ce rendez-vous vient d’être changé, par un collègue ou par la personne elle-même. "
    "Relisez-le avant de continuer."
)


@dataclass(frozen=True, slots=True)
class QueueBooking:
    """A booking in the queue of the staff. ``phone`` is in E.164; ``email`` may be empty.

    ``version``: to give back when it is taken or closed; ``assignee``: the name of who took it.
    """

    id: int
    version: int
    reference: str
    kind: str
    medium: str
    reason: str
    details: str
    starts_at: datetime
    ends_at: datetime
    status: str
    name: str
    phone: str
    email: str
    member_id: int | None
    assignee_id: int | None
    assignee: str
    outcome: str


def day_queue(
    session: Session,
    *,
    actor: Actor,
    cipher: Cipher,
    zone: tzinfo,
    day: date,
    kind: Kind | None = None,
) -> list[QueueBooking]:
    """The bookings of a day but for those cancelled, what is due first; for the staff."""
    require_staff(actor)
    starts, ends = bounds_of(day, zone)
    wanted = [
        col(Booking.starts_at) >= starts,
        col(Booking.starts_at) < ends,
        col(Booking.status) != Status.CANCELLED,
    ]
    if kind is not None:
        wanted.append(col(Booking.kind) == kind)
    rows = session.execute(
        select(Booking, col(Account.staff_name))
        .outerjoin(Account, col(Account.id) == col(Booking.assignee_id))
        .where(*wanted)
        .order_by(col(Booking.starts_at), col(Booking.id))
    )
    return [_line(cipher, row, assignee or "") for row, assignee in rows]


def take_booking(
    session: Session, *, actor: Actor, now: datetime, booking_id: int, version: int
) -> None:
    """Say that one sees to a booking oneself; for the staff.

    Raises ``NotFound``, or ``NotAllowed`` when it changed since ``version`` was read.
    """
    staff = require_staff(actor)
    row = _as_read(session, booking_id, version)
    row.assignee_id = staff.account_id
    row.version += 1
    audit.record(
        session, "booking.taken", at=now, account_id=staff.account_id, booking_id=booking_id
    )
    _tell(session, row, now)


def close_booking(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    booking_id: int,
    version: int,
    outcome: Outcome,
    note: str = "",
) -> None:
    """Say what came of a booking; for the staff. A member who was missed hears of it by the bell.

    ``note`` is for the staff only. Raises as ``take_booking`` does.
    """
    staff = require_staff(actor)
    row = _as_read(session, booking_id, version)
    row.status = Status(outcome)
    row.outcome = tidy(note)[:_LONGEST_NOTE]
    row.closed_at, row.link_hash = now, None
    row.assignee_id = row.assignee_id or staff.account_id
    row.version += 1
    withdraw(session, now=now, about=f"booking:{row.id}:")
    audit.record(
        session,
        f"booking.{row.status}",
        at=now,
        account_id=staff.account_id,
        booking_id=booking_id,
    )
    _tell(session, row, now)
    if row.status == Status.MISSED and row.account_id is not None:
        ring(
            session,
            now=now,
            key=f"booking:{row.id}:missed",
            account_id=row.account_id,
            topic=Topic.APPOINTMENT,
            title="Nous n’avons pas réussi à vous joindre",
            body="Choisissez un autre créneau\u00a0: nous vous appellerons de nouveau.",
            href="/rendez-vous",
        )


def _as_read(session: Session, booking_id: int, version: int) -> Booking:
    row = held(session, col(Booking.id) == booking_id)
    if row is None:
        raise NotFound(UNKNOWN)
    if row.version != version or row.status != Status.BOOKED:
        raise NotAllowed(_CHANGED)
    return row


def _tell(session: Session, row: Booking, now: datetime) -> None:
    announce(session, audiences.STAFF, LIVE_TOPIC, now=now)
    if row.account_id is not None:
        announce(session, audiences.account(row.account_id), LIVE_TOPIC, now=now)


def _line(cipher: Cipher, row: Booking, assignee: str) -> QueueBooking:
    assert row.id is not None  # noqa: S101 - a stored booking
    contact = opened_contact(cipher, row)
    return QueueBooking(
        id=row.id,
        version=row.version,
        reference=row.reference,
        kind=row.kind,
        medium=row.medium,
        reason=row.reason,
        details=row.details,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        status=row.status,
        name=contact.name,
        phone=contact.phone,
        email=contact.email,
        member_id=row.member_id,
        assignee_id=row.assignee_id,
        assignee=assignee,
        outcome=row.outcome,
    )
