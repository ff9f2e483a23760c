"""What the staff read in a member's file: everything the portal knows, nothing secret."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ScalarResult, func, select
from sqlmodel import Session, col

from portal.domain.actors import Actor, Role
from portal.domain.second_step import masked_email, masked_phone
from portal.domain.surveys import SurveyKind
from portal.models.accounts import Account
from portal.models.beneficiaries import Beneficiary
from portal.models.bookings import Booking
from portal.models.claims import Claim
from portal.models.contracts import Contract
from portal.models.members import Member
from portal.models.messages import Conversation
from portal.models.outbox import OutboxMessage
from portal.models.surveys import SurveyAnswer
from portal.services.account_state import AccountState, account_state
from portal.services.member_files import Opening, openings_of, require_opening
from portal.services.rights import require_staff

T = TypeVar("T")

CLAIMS_SHOWN = 20
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A contract. ``ends_on``: none while it goes on."""

    number: str
    product: str
    plan: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody covered."""

    name: str
    birth_date: date
    relationship: str


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One reimbursement; amounts in euro cents."""

    line_number: str
    care_date: date
    act_label: str
    beneficiary: str
    status: str
    expense_cents: int
    rc_cents: int


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """One conversation with the staff."""

    id: int
    reference: str
    title: str
    status: str
    last_message_at: datetime


@dataclass(frozen=True, slots=True)
class BookingLine:
    """One callback or appointment."""

    reference: str
    kind: str
    medium: str
    status: str
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One e-mail or SMS, by what it was about only."""

    letter: str
    channel: str
    status: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """What the member said of an answer or a call."""

    kind: SurveyKind
    score: int
    solved: bool | None
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MemberFile:
    """A member's file. ``email`` and ``phone`` are masked; ``may_show_nir``: the reader may ask."""

    number: str
    name: str
    birth_date: date
    joined_on: date | None
    left_on: date | None
    has_nir: bool
    may_show_nir: bool
    email: str
    phone: str
    city: str
    open_until: datetime
    account: AccountState | None
    contracts: tuple[ContractLine, ...]
    people: tuple[PersonLine, ...]
    claims: tuple[ClaimLine, ...]
    claim_count: int
    conversations: tuple[ConversationLine, ...]
    bookings: tuple[BookingLine, ...]
    letters: tuple[LetterLine, ...]
    opinions: tuple[OpinionLine, ...]
    openings: tuple[Opening, ...]


def read_member_file(*, session: Session, actor: Actor, now: datetime, number: str) -> MemberFile:
    """Return a member's file to whoever of the staff has it open.

    Raises ``NotFound`` for an unknown number, ``NotAllowed`` when the file is not open.
    """
    opening = require_opening(session, actor=actor, now=now, number=number)
    member = session.get_one(Member, opening.member_id)
    member_id = opening.member_id
    account = session.scalar(select(Account).where(col(Account.member_id) == member_id))
    account_id = account.id if account else None
    email = (account.email if account else member.email) or ""
    phone = (account.phone if account and account.phone else member.phone) or ""
    return MemberFile(
        number=member.number,
        name=f"{member.first_name} {member.last_name}",
        birth_date=member.birth_date,
        joined_on=member.joined_on,
        left_on=member.left_on,
        has_nir=member.nir_encrypted is not None,
        may_show_nir=require_staff(actor).role.includes(Role.MANAGER),
        email=masked_email(email) if email else "",
        phone=masked_phone(phone) if phone else "",
        city=member.city or "",
        open_until=opening.expires_at,
        account=account_state(session, now=now, account=account) if account else None,
        contracts=_contracts(session, member_id),
        people=_people(session, member_id),
        claims=_claims(session, member_id),
        claim_count=_claim_count(session, member_id),
        conversations=_conversations(session, member_id),
        bookings=_bookings(session, member_id),
        letters=_letters(session, account_id) if account_id else (),
        opinions=_opinions(session, account_id) if account_id else (),
        openings=openings_of(session, member_id=member_id, most=_SHOWN),
    )


def _contracts(session: Session, member_id: int) -> tuple[ContractLine, ...]:
    rows = session.scalars(
        select(Contract)
        .where(col(Contract.member_id) == member_id)
        .order_by(col(Contract.starts_on).desc(), col(Contract.number))
        .limit(_SHOWN)
    )
    return tuple(
        ContractLine(row.number, row.product, row.plan, row.starts_on, row.ends_on) for row in rows
    )


def _people(session: Session, member_id: int) -> tuple[PersonLine, ...]:
    rows = session.scalars(
        select(Beneficiary)
        .where(col(Beneficiary.member_id) == member_id)
        .order_by(col(Beneficiary.rank))
        .limit(20)
    )
    return tuple(
        PersonLine(f"{row.first_name} {row.last_name}", row.birth_date, row.relationship or "")
        for row in rows
    )


def _claims(session: Session, member_id: int) -> tuple[ClaimLine, ...]:
    rows = session.execute(
        select(Claim, col(Beneficiary.first_name))
        .outerjoin(
            Beneficiary,
            (col(Beneficiary.member_id) == col(Claim.member_id))
            & (col(Beneficiary.rank) == col(Claim.beneficiary_rank)),
        )
        .where(col(Claim.member_id) == member_id)
        .order_by(col(Claim.care_date).desc(), col(Claim.id).desc())
        .limit(CLAIMS_SHOWN)
    )
    return tuple(
        ClaimLine(
            row.line_number,
            row.care_date,
            row.act_label,
            name or "",
            row.status,
            row.expense_cents,
            row.rc_cents,
        )
        for row, name in rows
    )


def _claim_count(session: Session, member_id: int) -> int:
    count = select(func.count()).select_from(Claim).where(col(Claim.member_id) == member_id)
    return session.scalar(count) or 0


def _newest(session: Session, table: type[T], whose: Any, moment: Any) -> ScalarResult[T]:
    """The last rows of a table that are somebody's, newest first, as many as are shown."""
    return session.scalars(select(table).where(whose).order_by(col(moment).desc()).limit(_SHOWN))


def _conversations(session: Session, member_id: int) -> tuple[ConversationLine, ...]:
    rows = _newest(
        session, Conversation, Conversation.member_id == member_id, Conversation.last_message_at
    )
    return tuple(
        ConversationLine(row.id or 0, row.reference, row.title, row.status, row.last_message_at)
        for row in rows
    )


def _bookings(session: Session, member_id: int) -> tuple[BookingLine, ...]:
    rows = _newest(session, Booking, Booking.member_id == member_id, Booking.starts_at)
    return tuple(
        BookingLine(row.reference, row.kind, row.medium, row.status, row.starts_at) for row in rows
    )


def _letters(session: Session, account_id: int) -> tuple[LetterLine, ...]:
    rows = _newest(session, OutboxMessage, OutboxMessage.account_id == account_id, OutboxMessage.id)
    return tuple(
        LetterLine(row.letter, row.channel, row.status, row.sent_at or row.created_at)
        for row in rows
    )


def _opinions(session: Session, account_id: int) -> tuple[OpinionLine, ...]:
    rows = _newest(session, SurveyAnswer, SurveyAnswer.account_id == account_id, SurveyAnswer.id)
    return tuple(
        OpinionLine(SurveyKind(row.kind), row.score, row.solved, row.comment, row.at)
        for row in rows
    )
