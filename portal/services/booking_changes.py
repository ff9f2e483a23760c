"""Moving and cancelling a booking, by its owner: a member, or whoever has its link."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlmodel import Session, col

from portal.domain.actors import Actor
from portal.domain.bookings import Kind, Status, can_change
from portal.domain.errors import NotAllowed, NotFound
from portal.models.bookings import Booking
from portal.services import audit
from portal.services.booking import tell_everybody
from portal.services.booking_letters import tell_cancelled, tell_made, tell_restored
from portal.services.booking_rows import UNKNOWN, by_link, held, of_account
from portal.services.opening_hours import schedule_of
from portal.services.ports import Cipher
from portal.services.rights import require_member
from portal.services.slots import SlotTaken, take_seat

_TOO_LATE = "Il est trop tard pour changer ce rendez-vous en ligne. Appelez-nous."
_OVER = "Ce rendez-vous est passé ou a déjà été annulé."


@dataclass(frozen=True, slots=True)
class Handle:
    """How somebody names a booking of theirs: a visitor by its token, a member by reference."""

    reference: str = ""
    token: str = ""


def move_booking(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    zone: tzinfo,
    cipher: Cipher,
    handle: Handle,
    starts_at: datetime,
) -> None:
    """Give a booking another slot; asked for the one that it has, nothing changes.

    Raises ``NotFound``, ``NotAllowed`` past the limit, ``SlotTaken`` when the slot is: it then
    stays where it was.
    """
    row = _own(session, actor, now, handle)
    if row.status == Status.BOOKED and row.starts_at == starts_at:
        return
    _check_changeable(session, row, now)
    slot, seat = take_seat(session, kind=Kind(row.kind), starts_at=starts_at, now=now, zone=zone)
    row.starts_at, row.ends_at, row.seat = slot.starts_at, slot.ends_at, seat
    _changed(session, row, now, "booking.moved")
    tell_made(session, cipher=cipher, now=now, zone=zone, row=row, moved=True)


def cancel_booking(
    session: Session, *, actor: Actor, now: datetime, cipher: Cipher, handle: Handle
) -> None:
    """Give a slot back; cancelled already, nothing changes. Raises as ``move_booking`` does."""
    row = _own(session, actor, now, handle)
    if row.status == Status.CANCELLED:
        return
    _check_changeable(session, row, now)
    row.status, row.seat, row.closed_at = Status.CANCELLED, None, now
    _changed(session, row, now, "booking.cancelled")
    tell_cancelled(session, cipher=cipher, now=now, row=row)


def restore_booking(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, cipher: Cipher, handle: Handle
) -> None:
    """Take a cancellation back, where the slot still has a place.

    Raises ``NotFound``, or ``NotAllowed`` when somebody else has taken it meanwhile.
    """
    row = _own(session, actor, now, handle)
    if row.status == Status.BOOKED:
        return
    if row.status != Status.CANCELLED:
        raise NotAllowed(_OVER)
    try:
        _, row.seat = take_seat(
            session, kind=Kind(row.kind), starts_at=row.starts_at, now=now, zone=zone
        )
    except SlotTaken as taken:
        raise NotAllowed(taken.sentence) from taken
    row.status, row.closed_at = Status.BOOKED, None
    _changed(session, row, now, "booking.restored")
    tell_restored(session, cipher=cipher, now=now, zone=zone, row=row)


def _own(session: Session, actor: Actor, now: datetime, handle: Handle) -> Booking:
    """The booking named, held; another's is answered as one that does not exist."""
    if handle.token:
        row = held(session, by_link(handle.token), col(Booking.ends_at) > now)
    else:
        account_id = require_member(actor).account_id
        row = held(session, *of_account(handle.reference, account_id))
    if row is None:
        raise NotFound(UNKNOWN)
    return row


def _check_changeable(session: Session, row: Booking, now: datetime) -> None:
    if row.status != Status.BOOKED or row.ends_at <= now:
        raise NotAllowed(_OVER)
    rules = schedule_of(session, Kind(row.kind)).rules
    if not can_change(row.status, row.starts_at, rules, now):
        raise NotAllowed(_TOO_LATE)


def _changed(session: Session, row: Booking, now: datetime, act: str) -> None:
    row.sequence += 1
    row.version += 1
    session.flush()
    audit.record(session, act, at=now, account_id=row.account_id, booking_id=row.id)
    tell_everybody(session, row, now)
