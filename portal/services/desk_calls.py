"""Whom the staff calls: what is asked without an hour, and taking an outcome back."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from portal.domain import audiences
from portal.domain.actors import Actor
from portal.domain.bookings import LIVE_TOPIC, Status
from portal.domain.errors import NotAllowed, NotFound
from portal.domain.support import SupportKind
from portal.models.accounts import Account
from portal.models.bookings import Booking
from portal.models.members import Member
from portal.models.support import SupportRequest
from portal.services import audit
from portal.services.live import announce
from portal.services.ports import Cipher
from portal.services.rights import require_staff
from portal.services.turns import one_at_a_time

_MOST = 50
_UNKNOWN = "Cette demande n’existe pas, ou n’existe plus."
_CHANGED = "Ce rendez-vous a changé entre-temps\u00a0: il ne peut plus être remis à faire."


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody to call as soon as possible. ``phone`` is in E.164, empty when none is known."""

    reference: str
    kind: SupportKind
    reason: str
    name: str
    phone: str
    member_number: str
    created_at: datetime


def is_open() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The requests that wait, of the kinds that are called about."""
    return col(SupportRequest.closed_at).is_(None), col(SupportRequest.kind).in_(list(SupportKind))


def open_requests(*, session: Session, actor: Actor, cipher: Cipher) -> list[Request]:
    """Those who wait to be called, the oldest first."""
    require_staff(actor)
    rows = session.execute(
        select(SupportRequest, Account, Member)
        .outerjoin(Account, col(Account.id) == col(SupportRequest.account_id))
        .outerjoin(Member, col(Member.id) == col(Account.member_id))
        .where(*is_open())
        .order_by(col(SupportRequest.id))
        .limit(_MOST)
    )
    return [_request(cipher, row, account, member) for row, account, member in rows]


def close_request(
    *, session: Session, actor: Actor, now: datetime, reference: str, closed: bool = True
) -> None:
    """Note that a request is dealt with, or (``closed`` false) that it is not after all.

    Raises ``NotFound``.
    """
    staff = require_staff(actor)
    one_at_a_time(session, f"request:{reference}")
    row = session.scalar(select(SupportRequest).where(col(SupportRequest.reference) == reference))
    if row is None:
        raise NotFound(_UNKNOWN)
    if (row.closed_at is not None) == closed:
        return
    row.closed_at = now if closed else None
    session.add(row)
    act = "support.closed" if closed else "support.reopened"
    audit.record(session, act, at=now, account_id=staff.account_id, reference=reference)
    announce(session, audiences.STAFF, LIVE_TOPIC, now=now)


def undo_outcome(
    *, session: Session, actor: Actor, now: datetime, booking_id: int, version: int
) -> None:
    """Take back what was said of a call. Raises ``NotAllowed`` when it changed since."""
    staff = require_staff(actor)
    row = session.get(Booking, booking_id, with_for_update=True)
    if row is None:
        raise NotFound(_UNKNOWN)
    if row.version != version or row.status not in {Status.DONE, Status.MISSED}:
        raise NotAllowed(_CHANGED)
    row.status, row.outcome, row.closed_at = Status.BOOKED, "", None
    row.version += 1
    session.add(row)
    audit.record(
        session, "booking.outcome_undone", at=now, account_id=staff.account_id, booking_id=row.id
    )
    announce(session, audiences.STAFF, LIVE_TOPIC, now=now)
    if row.account_id is not None:
        announce(session, audiences.account(row.account_id), LIVE_TOPIC, now=now)


def _request(
    cipher: Cipher, row: SupportRequest, account: Account | None, member: Member | None
) -> Request:
    said = json.loads(cipher.decrypt(row.contact_sealed)) if row.contact_sealed else {}
    known = f"{member.first_name} {member.last_name}" if member else ""
    staff = account.staff_name if account else None
    phone = (account.phone if account else None) or (member.phone if member else None)
    return Request(
        reference=row.reference,
        kind=SupportKind(row.kind),
        reason=row.reason,
        name=said.get("name") or known or staff or "Compte supprimé",
        phone=said.get("phone") or phone or "",
        member_number=member.number if member else "",
        created_at=row.created_at,
    )
