"""Opening a member's file: the reason is asked, kept, and the member can see it.

An opening lets one of the staff read one file, in the session that asked, for thirty minutes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain import audiences
from portal.domain.actors import Actor, Role, StaffActor
from portal.domain.errors import InvalidInput, NotAllowed, NotFound
from portal.domain.member_files import LONGEST_DETAILS, OPEN_FOR, OpeningReason, Shown
from portal.domain.text import tidy
from portal.models.accounts import Account
from portal.models.members import Member
from portal.models.staff_work import FileOpening
from portal.services import audit
from portal.services.live import announce
from portal.services.ports import Cipher
from portal.services.rights import require_member, require_staff
from portal.services.turns import one_at_a_time

TOLD_FOR = timedelta(days=365)
_TOLD_AT_MOST = 20
LIVE_TOPIC = "file"
_UNKNOWN = "Il n’y a pas d’adhérent de ce numéro."
NOT_OPENED = "Indiquez pourquoi vous ouvrez ce dossier."


@dataclass(frozen=True, slots=True)
class Opening:
    """That a file was opened. ``by``: the name of who did, for the staff's eyes only."""

    at: datetime
    reason: OpeningReason
    by: str = ""
    details: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a member, in full: by the account, then as the insurer knows them."""

    email: str
    phone: str
    address: str


def open_member_file(
    *, session: Session, actor: Actor, now: datetime, number: str, reason: str, details: str
) -> datetime:
    """Open a member's file for half an hour; return until when.

    Asked twice, it is one opening. Raises ``NotFound`` for an unknown number, ``InvalidInput``
    without a reason, or when another reason is not said in words.
    """
    staff = require_staff(actor)
    member = _member(session, number)
    member_id = member.id or 0
    if reason not in set(OpeningReason):
        raise InvalidInput("reason", "Choisissez la raison de votre consultation.")
    details = tidy(details)
    if len(details) > LONGEST_DETAILS:
        raise InvalidInput("details", f"Précisez en {LONGEST_DETAILS} caractères au plus.")
    if reason == OpeningReason.OTHER and not details:
        raise InvalidInput("details", "Précisez la raison en quelques mots.")
    one_at_a_time(session, f"file:{staff.account_id}:{member_id}")
    known = _live_opening(session, staff, now, member_id)
    if known is not None:
        return known.expires_at
    until = now + OPEN_FOR
    session.add(
        FileOpening(
            staff_id=staff.account_id,
            session_id=staff.session_id,
            member_id=member_id,
            reason=reason,
            details=details,
            at=now,
            expires_at=until,
        )
    )
    announce(session, audiences.member(member_id), LIVE_TOPIC, now=now)
    audit.record(
        session,
        "member_file.opened",
        at=now,
        account_id=staff.account_id,
        member=member.number,
        reason=reason,
    )
    return until


def require_opening(session: Session, *, actor: Actor, now: datetime, number: str) -> FileOpening:
    """The opening that lets this person read a file now; else ``NotFound`` or ``NotAllowed``."""
    staff = require_staff(actor)
    opening = _live_opening(session, staff, now, _member(session, number).id or 0)
    if opening is None:
        raise NotAllowed(NOT_OPENED)
    return opening


def show_contact(*, session: Session, actor: Actor, now: datetime, number: str) -> Contact:
    """Where a member can be reached, in full, in an open file; it is kept who looked."""
    opening = require_opening(session, actor=actor, now=now, number=number)
    member = session.get_one(Member, opening.member_id)
    account = session.scalar(select(Account).where(col(Account.member_id) == member.id))
    _note(session, opening, now, Shown.CONTACT, member)
    lines = (member.address, f"{member.postal_code or ''} {member.city or ''}".strip())
    return Contact(
        email=(account.email if account else member.email) or "",
        phone=(account.phone if account and account.phone else member.phone) or "",
        address=", ".join(line for line in lines if line),
    )


def show_nir(*, session: Session, actor: Actor, cipher: Cipher, now: datetime, number: str) -> str:
    """A member's NIR in full, in an open file, for managers; "" when it is not known."""
    require_staff(actor, Role.MANAGER)
    opening = require_opening(session, actor=actor, now=now, number=number)
    member = session.get_one(Member, opening.member_id)
    _note(session, opening, now, Shown.NIR, member)
    return cipher.decrypt(member.nir_encrypted) if member.nir_encrypted else ""


def openings_of(session: Session, *, member_id: int, most: int) -> tuple[Opening, ...]:
    """Who opened a file last, and why: for the staff who have it open."""
    rows = session.execute(
        select(FileOpening, col(Account.staff_name))
        .join(Account, col(Account.id) == col(FileOpening.staff_id))
        .where(col(FileOpening.member_id) == member_id)
        .order_by(col(FileOpening.id).desc())
        .limit(most)
    )
    return tuple(
        Opening(row.at, OpeningReason(row.reason), name or "", row.details) for row, name in rows
    )


def openings_of_own_file(*, session: Session, actor: Actor, now: datetime) -> tuple[Opening, ...]:
    """When the staff opened the signed-in member's file, and why, over a year; not who did."""
    rows = session.execute(
        select(col(FileOpening.at), col(FileOpening.reason))
        .where(
            col(FileOpening.member_id) == require_member(actor).member_id,
            col(FileOpening.at) > now - TOLD_FOR,
        )
        .order_by(col(FileOpening.id).desc())
        .limit(_TOLD_AT_MOST)
    )
    return tuple(Opening(at, OpeningReason(reason)) for at, reason in rows)


def _note(
    session: Session, opening: FileOpening, now: datetime, shown: Shown, member: Member
) -> None:
    act = f"member_file.{shown}_shown"
    audit.record(session, act, at=now, account_id=opening.staff_id, member=member.number)


def _member(session: Session, number: str) -> Member:
    found = session.scalar(select(Member).where(col(Member.number) == tidy(number[:64])))
    if found is None:
        raise NotFound(_UNKNOWN)
    return found


def _live_opening(
    session: Session, staff: StaffActor, now: datetime, member_id: int
) -> FileOpening | None:
    return session.scalar(
        select(FileOpening)
        .where(
            col(FileOpening.staff_id) == staff.account_id,
            col(FileOpening.session_id) == staff.session_id,
            col(FileOpening.member_id) == member_id,
            col(FileOpening.expires_at) > now,
        )
        .order_by(col(FileOpening.id).desc())
        .limit(1)
    )
