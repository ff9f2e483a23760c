"""The bookings of a member, or the one of a link, as their owner sees them."""

from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.actors import Actor, MemberActor
from portal.domain.bookings import Kind, Medium, Status, can_change, can_join
from portal.domain.errors import LinkRefused, NotFound
from portal.models.accounts import Account
from portal.models.bookings import Booking
from portal.models.members import Member
from portal.services.booking_rows import UNKNOWN, by_link, by_reference, calendar_proof
from portal.services.opening_hours import schedule_of
from portal.services.ports import Cipher
from portal.services.rights import require_member

_PAST_AT_MOST = 50
_GONE = (
    "Ce lien n’est plus valable\u00a0: le rappel est passé, ou l’adresse est incomplète. "
    "Vous pouvez en demander un autre."
)


@dataclass(frozen=True, slots=True)
class OwnBooking:
    """A booking, to its owner. ``proof``: what the address of its calendar file carries.

    ``changes_until``: when moving and cancelling online stop; ``can_join``: it is time to show
    the way into the video tool.
    """

    id: int
    reference: str
    kind: Kind
    medium: Medium
    reason: str
    status: Status
    starts_at: datetime
    ends_at: datetime
    can_change: bool
    changes_until: datetime
    can_join: bool
    proof: str


@dataclass(frozen=True, slots=True)
class NextBooking:
    """What the dashboard says of the next booking."""

    reference: str
    kind: Kind
    medium: Medium
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class KnownContact:
    """What is known of a signed-in member, to fill the form with. ``phone`` may be empty."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class OwnBookings:
    """``coming``: the next one first; ``past``: the last one first, cancelled ones among them."""

    coming: tuple[OwnBooking, ...]
    past: tuple[OwnBooking, ...]


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """What a calendar notes of a booking; see ``adapters.calendars``."""

    reference: str
    kind: Kind
    medium: Medium
    starts_at: datetime
    ends_at: datetime
    sequence: int
    is_cancelled: bool


def known_contact(*, session: Session, actor: Actor) -> KnownContact | None:
    """What to fill the form with; nothing of a visitor."""
    if not isinstance(actor, MemberActor):
        return None
    row = session.execute(
        select(
            col(Account.email),
            col(Account.phone),
            col(Member.first_name),
            col(Member.last_name),
        )
        .join(Member, col(Member.id) == col(Account.member_id))
        .where(col(Account.id) == actor.account_id)
    ).first()
    if row is None:
        return None
    return KnownContact(f"{row.first_name} {row.last_name}", row.phone or "", row.email)


def own_bookings(*, session: Session, actor: Actor, now: datetime, cipher: Cipher) -> OwnBookings:
    """Everything the signed-in member booked."""
    mine = col(Booking.account_id) == require_member(actor).account_id
    still = (col(Booking.status) == Status.BOOKED) & (col(Booking.ends_at) > now)
    coming = session.scalars(select(Booking).where(mine, still).order_by(col(Booking.starts_at)))
    past = session.scalars(
        select(Booking)
        .where(mine, ~still)
        .order_by(col(Booking.starts_at).desc(), col(Booking.id).desc())
        .limit(_PAST_AT_MOST)
    )
    lines = _Lines(session, cipher, now)
    return OwnBookings(tuple(map(lines.of, coming)), tuple(map(lines.of, past)))


def next_booking(*, session: Session, actor: Actor, now: datetime) -> NextBooking | None:
    """The member's next callback or appointment, if there is one."""
    row = session.execute(
        select(
            col(Booking.reference), col(Booking.kind), col(Booking.medium), col(Booking.starts_at)
        )
        .where(
            col(Booking.account_id) == require_member(actor).account_id,
            col(Booking.status) == Status.BOOKED,
            col(Booking.ends_at) > now,
        )
        .order_by(col(Booking.starts_at))
        .limit(1)
    ).first()
    if row is None:
        return None
    return NextBooking(row.reference, Kind(row.kind), Medium(row.medium), row.starts_at)


def booking_of_link(*, session: Session, now: datetime, cipher: Cipher, token: str) -> OwnBooking:
    """The booking whose link carries ``token``, until it is over. Raises ``LinkRefused``."""
    row = session.scalar(select(Booking).where(by_link(token), col(Booking.ends_at) > now))
    if not token or row is None:
        raise LinkRefused(_GONE)
    return _Lines(session, cipher, now).of(row)


def calendar_entry(
    *, session: Session, cipher: Cipher, reference: str, proof: str
) -> CalendarEntry:
    """What a calendar notes of a booking, for whoever has its proof. Raises ``NotFound``."""
    row = session.scalar(select(Booking).where(by_reference(reference)))
    expected = calendar_proof(cipher, row.reference) if row else ""
    if row is None or not compare_digest(expected.encode(), proof.encode("utf-8", "replace")):
        raise NotFound(UNKNOWN)
    return CalendarEntry(
        reference=row.reference,
        kind=Kind(row.kind),
        medium=Medium(row.medium),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        sequence=row.sequence,
        is_cancelled=row.status == Status.CANCELLED,
    )


class _Lines:
    """Makes lines of rows; the rules of each kind are read once."""

    def __init__(self, session: Session, cipher: Cipher, now: datetime) -> None:
        self._rules = {kind: schedule_of(session, kind).rules for kind in Kind}
        self._cipher = cipher
        self._now = now

    def of(self, row: Booking) -> OwnBooking:
        assert row.id is not None  # noqa: S101 - a stored booking
        rules = self._rules[Kind(row.kind)]
        return OwnBooking(
            id=row.id,
            reference=row.reference,
            kind=Kind(row.kind),
            medium=Medium(row.medium),
            reason=row.reason,
            status=Status(row.status),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            can_change=can_change(row.status, row.starts_at, rules, self._now),
            changes_until=row.starts_at - rules.cutoff,
            can_join=can_join(row.status, row.starts_at, row.ends_at, self._now),
            proof=calendar_proof(self._cipher, row.reference),
        )
