"""Booking a callback, with or without an account, or an appointment."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from portal.domain import audiences
from portal.domain.actors import Actor, MemberActor
from portal.domain.bookings import BY_VIDEO_TOOL, LIVE_TOPIC, Kind, Medium, Reason, Status
from portal.domain.errors import InvalidInput, NotAllowed
from portal.domain.networks import household
from portal.domain.support import new_reference
from portal.domain.text import tidy
from portal.models.accounts import Account
from portal.models.bookings import Booking
from portal.services import audit
from portal.services.accounts import checked_email
from portal.services.booking_letters import tell_made
from portal.services.booking_rows import Contact, opened_contact, sealed
from portal.services.live import announce
from portal.services.phones import checked_phone
from portal.services.ports import Cipher
from portal.services.quotas import Quota, spend
from portal.services.rights import require_member
from portal.services.secrets import digest, new_token
from portal.services.slots import take_seat, tell_choosers
from portal.services.turns import one_at_a_time

OPEN_FOR_A_VISITOR = 2
OPEN_FOR_A_MEMBER = 5
LONGEST_NAME = 120
LONGEST_DETAILS = 500
_PER_NETWORK = Quota("callback", 10, timedelta(hours=1))
_SPENT = (
    "Plusieurs demandes viennent déjà d’être faites depuis votre connexion à internet. "
    "Appelez-nous plutôt, ou réessayez dans une heure."
)
_TOO_MANY = (
    "Vous avez déjà plusieurs créneaux réservés. Annulez-en un, ou appelez-nous\u00a0: "
    "nous trouverons ensemble le bon moment."
)
_NAMELESS = "Écrivez votre nom, pour que nous sachions qui demander."
_CONSENT = "Pour ce rendez-vous, il nous faut votre accord\u00a0: cochez la case."
_NO_TOOL = "Ce type de rendez-vous n’est pas proposé. Choisissez le téléphone."


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for. ``email``: a visitor's, may be empty; a member's is the account's.

    ``consents``: agrees to what sharing one's screen or camera shows.
    """

    starts_at: datetime
    name: str
    phone: str
    reason: Reason
    email: str = ""
    kind: Kind = Kind.CALLBACK
    medium: Medium = Medium.PHONE
    details: str = ""
    consents: bool = False


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking that was made. ``token``: of the link that moves it; a member needs none."""

    reference: str
    starts_at: datetime
    ends_at: datetime
    token: str


def book(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    zone: tzinfo,
    cipher: Cipher,
    wish: Wish,
    browser: str = "",
    network: str = "",
    has_video: bool = False,
) -> Booked:
    """Book a slot. Callbacks are open to everybody, appointments to members.

    The same person asking for the same slot again has the booking made first. ``has_video``:
    whether this installation has a video tool.

    Raises ``InvalidInput`` for what was typed, ``SlotTaken`` when the slot is, ``NotAllowed``
    beyond what one person, browser or network may hold.
    """
    member = actor if isinstance(actor, MemberActor) else None
    if wish.kind is Kind.APPOINTMENT:
        member = require_member(actor)
    _check_medium(wish, has_video=has_video)
    contact = _contact(session, wish, member)
    phone = cipher.fingerprint(f"phone:{contact.phone}")
    who = f"account:{member.account_id}" if member else digest(browser)[:24]
    one_at_a_time(session, f"bookings:{phone if member is None else who}")
    known, key = _same_wish(session, cipher, wish, contact, who)
    if known is not None:
        return _made(cipher, known)
    _check_limits(session, now, member, phone, browser, network)
    slot, seat = take_seat(session, kind=wish.kind, starts_at=wish.starts_at, now=now, zone=zone)
    row = Booking(
        reference=_new_reference(session),
        key=key,
        kind=wish.kind,
        medium=wish.medium,
        reason=wish.reason,
        details=tidy(wish.details)[:LONGEST_DETAILS],
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        seat=seat,
        status=Status.BOOKED,
        account_id=member.account_id if member else None,
        member_id=member.member_id if member else None,
        contact_sealed=sealed(cipher, contact),
        link_hash=digest(contact.token) if contact.token else None,
        phone_fingerprint=phone,
        browser_hash=digest(browser) if browser and member is None else None,
        consented_at=now if wish.consents and wish.medium in BY_VIDEO_TOOL else None,
        created_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        "booking.made",
        at=now,
        account_id=row.account_id,
        booking_id=row.id,
        kind=row.kind,
        medium=row.medium,
    )
    tell_made(session, cipher=cipher, now=now, zone=zone, row=row, moved=False)
    tell_everybody(session, row, now)
    return _made(cipher, row)


def tell_everybody(session: Session, row: Booking, now: datetime) -> None:
    """Have the pages of the person, of the staff and of those who choose show what changed."""
    tell_choosers(session, now)
    announce(session, audiences.STAFF, LIVE_TOPIC, now=now)
    if row.account_id is not None:
        announce(session, audiences.account(row.account_id), LIVE_TOPIC, now=now)


def _check_medium(wish: Wish, *, has_video: bool) -> None:
    if wish.medium in BY_VIDEO_TOOL and (not has_video or wish.kind is Kind.CALLBACK):
        raise InvalidInput("medium", _NO_TOOL)
    if wish.medium in BY_VIDEO_TOOL and not wish.consents:
        raise InvalidInput("consent", _CONSENT)


def _contact(session: Session, wish: Wish, member: MemberActor | None) -> Contact:
    name = tidy(wish.name)[:LONGEST_NAME]
    if not any(character.isalpha() for character in name):
        raise InvalidInput("name", _NAMELESS)
    phone = checked_phone(wish.phone)
    if member is None:
        email = checked_email(wish.email) if wish.email.strip() else ""
        return Contact(name, phone, email, new_token())
    account = session.get(Account, member.account_id)
    return Contact(name, phone, account.email if account else "")


def _same_wish(
    session: Session, cipher: Cipher, wish: Wish, contact: Contact, who: str
) -> tuple[Booking | None, str]:
    """The booking that this person has in that slot already, or the key of the new one."""
    moment = wish.starts_at.timestamp()
    said = cipher.fingerprint(json.dumps([contact.phone, wish.kind, moment]))
    key = f"{wish.kind}:{who}:{said[:40]}"
    while known := session.scalar(select(Booking).where(col(Booking.key) == key)):
        if known.status == Status.BOOKED and known.starts_at == wish.starts_at:
            return known, key
        key = f"{wish.kind}:{who}:{said[:40]}:{known.id}"  # over, or moved: this is another
    return None, key


def _check_limits(
    session: Session,
    now: datetime,
    member: MemberActor | None,
    phone: str,
    browser: str,
    network: str,
) -> None:
    if member is not None:
        mine = col(Booking.account_id) == member.account_id
        if _open(session, now, mine) >= OPEN_FOR_A_MEMBER:
            raise NotAllowed(_TOO_MANY)
        return
    theirs = [col(Booking.phone_fingerprint) == phone]
    if browser:
        one_at_a_time(session, f"bookings:{digest(browser)}")
        theirs.append(col(Booking.browser_hash) == digest(browser))
    visitors = col(Booking.account_id).is_(None)
    if max(_open(session, now, visitors, one) for one in theirs) >= OPEN_FOR_A_VISITOR:
        raise NotAllowed(_TOO_MANY)
    if not spend(session, now=now, quota=_PER_NETWORK, who=household(network)):
        raise NotAllowed(_SPENT)


def _open(session: Session, now: datetime, *whose: ColumnElement[bool]) -> int:
    count = session.scalar(
        select(func.count()).where(
            *whose, col(Booking.status) == Status.BOOKED, col(Booking.ends_at) > now
        )
    )
    return count or 0


def _new_reference(session: Session) -> str:
    reference = new_reference(secrets.choice)
    while session.scalar(select(col(Booking.id)).where(col(Booking.reference) == reference)):
        reference = new_reference(secrets.choice)
    return reference


def _made(cipher: Cipher, row: Booking) -> Booked:
    token = "" if row.account_id is not None else opened_contact(cipher, row).token
    return Booked(row.reference, row.starts_at, row.ends_at, token)
