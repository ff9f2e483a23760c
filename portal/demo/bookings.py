"""Callbacks and appointments of the demonstration: a day's queue for the staff, some for the cast.

Made by the services that anybody's go through, as if they had been asked for the day before.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.actors import Actor, MemberActor, Role, StaffActor, Visitor
from portal.domain.bookings import Kind, Medium, Reason
from portal.domain.cast import CAST
from portal.domain.working_days import after_working_days, is_working_day
from portal.models.accounts import Account
from portal.models.bookings import Booking
from portal.models.members import Member
from portal.services.booking import Wish, book
from portal.services.bookings import Outcome, close_booking
from portal.services.demo import is_demo
from portal.services.outbox import withdraw
from portal.services.ports import Cipher

_NUMBERS = {member.key: member.number for member in CAST}


@dataclass(frozen=True, slots=True)
class _Plan:
    """One booking. ``who``: of the cast, or a visitor's name.

    ``day``: in working days from the queue's; ``outcome``: what came of it, where it is past.
    """

    who: str
    phone: str
    day: int
    at: time
    reason: Reason
    kind: Kind = Kind.CALLBACK
    details: str = ""
    outcome: Outcome | None = None
    note: str = ""


_PLANS = (
    _Plan("family", "06 39 98 00 01", 0, time(9, 30), Reason.FOLLOW_UP),
    _Plan("Martine Caron", "06 39 98 00 41", 0, time(9, 30), Reason.SIGN_IN),
    _Plan("Driss Haddad", "01 99 00 00 42", 0, time(11, 0), Reason.NEW_REQUEST),
    _Plan("young", "06 39 98 00 03", 0, time(14, 0), Reason.CONTRACT),
    _Plan("carer", "06 39 98 00 05", 0, time(16, 30), Reason.NEW_REQUEST),
    _Plan(
        "retired",
        "01 99 00 00 02",
        1,
        time(9, 15),
        Reason.CONTRACT,
        Kind.APPOINTMENT,
        details="Faire le point sur la prise en charge de mes aides auditives.",
    ),
    _Plan(
        "carer",
        "06 39 98 00 05",
        -2,
        time(10, 0),
        Reason.FOLLOW_UP,
        outcome="done",
        note="Pièces bien reçues, remboursement expliqué.",
    ),
    _Plan(
        "farmer",
        "06 39 98 00 06",
        -1,
        time(15, 0),
        Reason.CONTRACT,
        outcome="missed",
        note="Pas de réponse, message laissé.",
    ),
)


def fill_bookings(*, session: Session, now: datetime, zone: tzinfo, cipher: Cipher) -> None:
    """Book what the demonstration shows, once; nothing outside of one, nor where some are."""
    if not is_demo(session=session) or session.scalar(select(col(Booking.id)).limit(1)):
        return
    today = now.astimezone(zone).date()
    queue_day = today if is_working_day(today) else after_working_days(today, 1)
    for plan in _PLANS:
        _carry_out(session, now, zone, cipher, plan, _day_of(queue_day, plan.day))


def _carry_out(
    session: Session, now: datetime, zone: tzinfo, cipher: Cipher, plan: _Plan, day: date
) -> None:
    actor = _actor(session, plan.who)
    if actor is None:
        return
    starts_at = datetime.combine(day, plan.at, tzinfo=zone).astimezone(UTC)
    booked = book(
        session,
        actor=actor,
        now=min(now, starts_at - timedelta(hours=20)),
        zone=zone,
        cipher=cipher,
        wish=Wish(
            starts_at,
            plan.who if isinstance(actor, Visitor) else _name(session, actor),
            plan.phone,
            plan.reason,
            kind=plan.kind,
            medium=Medium.PHONE,
            details=plan.details,
        ),
        browser=plan.who,
        network=plan.who,
    )
    row = session.scalars(select(Booking).where(col(Booking.reference) == booked.reference)).one()
    assert row.id is not None  # noqa: S101 - a stored booking
    staff = session.scalar(
        select(Account).where(col(Account.role) == Role.AGENT, col(Account.is_demo))
    )
    if plan.outcome and staff and staff.id is not None:
        close_booking(
            session,
            actor=StaffActor(staff.id, Role.AGENT, 0),
            now=row.ends_at,
            booking_id=row.id,
            version=row.version,
            outcome=plan.outcome,
            note=plan.note,
        )
    # The demonstration's own data tells nothing.
    withdraw(session, now=now, about=f"booking:{row.id}:")


def _day_of(queue_day: date, offset: int) -> date:
    """The working day so many before or after that of the queue."""
    if offset >= 0:
        return after_working_days(queue_day, offset)
    day = queue_day
    while offset:
        day -= timedelta(days=1)
        offset += is_working_day(day)
    return day


def _actor(session: Session, who: str) -> Actor | None:
    number = _NUMBERS.get(who)
    if number is None:
        return Visitor()
    row = session.execute(
        select(col(Account.id), col(Member.id))
        .join(Member, col(Member.id) == col(Account.member_id))
        .where(col(Member.number) == number)
    ).first()
    return MemberActor(row[0], row[1], 0) if row else None


def _name(session: Session, actor: Actor) -> str:
    assert isinstance(actor, MemberActor)  # noqa: S101 - not a visitor
    member = session.get_one(Member, actor.member_id)
    return f"{member.first_name} {member.last_name}"
