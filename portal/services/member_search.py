"""Finding a member for the staff. It answers about somebody in particular; it lists nobody."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select, union
from sqlmodel import Session, col

from portal.domain.actors import Actor
from portal.domain.errors import InvalidInput
from portal.domain.member_files import Criteria
from portal.domain.text import fold, tidy
from portal.models.accounts import Account
from portal.models.beneficiaries import Beneficiary
from portal.models.bookings import Booking
from portal.models.members import Member
from portal.models.messages import Conversation
from portal.models.support import SupportRequest
from portal.services import audit
from portal.services.accounts import canonical_email
from portal.services.phones import checked_phone
from portal.services.quotas import Quota, spend
from portal.services.rights import require_staff

MOST = 10
SEARCHES = Quota("member_search", most=120, within=timedelta(hours=1))
_LOOKED_AT = 2_000
_TOO_MANY = (
    "Vous avez fait beaucoup de recherches en une heure. Attendez un peu, ou voyez avec votre "
    "responsable."
)


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody found: enough to tell two people of one name apart."""

    number: str
    first_name: str
    last_name: str
    birth_date: date
    city: str


@dataclass(frozen=True, slots=True)
class Found:
    """``has_more``: others fit too, but are not told; ``refusal``: why nothing was looked for."""

    lines: tuple[MemberLine, ...] = ()
    has_more: bool = False
    refusal: str = ""


def search_members(*, session: Session, actor: Actor, now: datetime, wanted: Criteria) -> Found:
    """Find the members that all of ``wanted`` fits, ten at most; every search is kept.

    Raises ``NotAllowed`` for others than the staff, ``InvalidInput`` for criteria that would list
    people. The hundred-and-twenty-first search of an hour is refused, and counted as well.
    """
    staff = require_staff(actor)
    wanted = _checked(wanted)
    if not spend(session, now=now, quota=SEARCHES, who=str(staff.account_id)):
        audit.record(session, "member.search_refused", at=now, account_id=staff.account_id)
        return Found(refusal=_TOO_MANY)
    members = _matching(session, wanted)
    audit.record(
        session,
        "member.searched",
        at=now,
        account_id=staff.account_id,
        by=wanted.kinds,
        found=len(members),
    )
    return Found(
        tuple(
            MemberLine(one.number, one.first_name, one.last_name, one.birth_date, one.city or "")
            for one in members[:MOST]
        ),
        has_more=len(members) > MOST,
    )


def _checked(wanted: Criteria) -> Criteria:
    wanted = Criteria(
        number=tidy(wanted.number)[:32].upper(),
        name=tidy(wanted.name)[:120],
        birth_date=wanted.birth_date,
        email=canonical_email(tidy(wanted.email))[:254],
        phone=checked_phone(wanted.phone) if wanted.phone.strip() else "",
        reference=tidy(wanted.reference)[:16].upper(),
    )
    if missing := wanted.missing():
        raise InvalidInput("criteria", missing)
    return wanted


def _matching(session: Session, wanted: Criteria) -> list[Member]:
    query = select(Member).order_by(col(Member.last_name), col(Member.first_name), col(Member.id))
    if wanted.number:
        query = query.where(col(Member.number) == wanted.number)
    if wanted.reference:
        query = query.where(col(Member.id).in_(_of_reference(wanted.reference)))
    if wanted.email:
        of_account = select(col(Account.member_id)).where(col(Account.email) == wanted.email)
        query = query.where(or_(col(Member.id).in_(of_account), col(Member.email) == wanted.email))
    if wanted.phone:
        of_account = select(col(Account.member_id)).where(col(Account.phone) == wanted.phone)
        query = query.where(or_(col(Member.id).in_(of_account), col(Member.phone) == wanted.phone))
    if wanted.birth_date:
        covered = select(col(Beneficiary.member_id)).where(
            col(Beneficiary.birth_date) == wanted.birth_date
        )
        query = query.where(
            or_(col(Member.birth_date) == wanted.birth_date, col(Member.id).in_(covered))
        )
    members = list(session.scalars(query.limit(_LOOKED_AT)))
    if not wanted.name:
        return members
    # Accents and case are not the database's business: these few rows are compared here.
    words = fold(wanted.name).replace("-", " ").split()
    family = _names_of_families(session, [one.id or 0 for one in members])
    return [
        one
        for one in members
        if any(_has(words, name) for name in (_name(one), *family.get(one.id or 0, ())))
    ]


def _of_reference(reference: str):
    account = select(col(SupportRequest.account_id)).where(
        col(SupportRequest.reference) == reference
    )
    return union(
        select(col(Conversation.member_id)).where(col(Conversation.reference) == reference),
        select(col(Booking.member_id)).where(col(Booking.reference) == reference),
        select(col(Account.member_id)).where(col(Account.id).in_(account)),
    )


def _names_of_families(session: Session, member_ids: list[int]) -> dict[int, list[str]]:
    rows = session.execute(
        select(
            col(Beneficiary.member_id), col(Beneficiary.first_name), col(Beneficiary.last_name)
        ).where(col(Beneficiary.member_id).in_(member_ids[:500]))
    )
    names: dict[int, list[str]] = {}
    for member_id, first, last in rows:
        names.setdefault(member_id, []).append(f"{first} {last}")
    return names


def _name(member: Member) -> str:
    return f"{member.first_name} {member.last_name}"


def _has(words: list[str], name: str) -> bool:
    known = fold(name).replace("-", " ").split()
    return all(any(one.startswith(word) for one in known) for word in words)
