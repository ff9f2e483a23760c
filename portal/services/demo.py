"""The demonstration: whether this is one, and who one can enter as."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlmodel import Session, col

from portal.domain.cast import CAST, CAST_BY_NUMBER, STAFF_BY_EMAIL, STAFF_CAST
from portal.domain.errors import NotAllowed
from portal.models.accounts import Account
from portal.models.installation import Installation
from portal.models.members import Member
from portal.services.accounts import canonical_email
from portal.services.passwords import hash_password
from portal.services.secrets import new_token
from portal.services.sessions import end_sessions_of


@dataclass(frozen=True, slots=True)
class DemoMember:
    """A demonstration account, as the sign-in page offers it."""

    account_id: int
    name: str
    description: str


def data_origin(*, session: Session) -> str:
    """``demo`` or ``real``, or nothing when the database is empty."""
    installation = session.get(Installation, 1)
    return installation.data_origin if installation else ""


def is_demo(*, session: Session) -> bool:
    """Whether the database holds the demonstration data set."""
    return data_origin(session=session) == "demo"


def demo_cast(*, session: Session) -> list[DemoMember]:
    """The members one can enter as, in the order of the cast; none outside a demonstration."""
    if not is_demo(session=session):
        return []
    rows = session.execute(
        select(col(Member.number), col(Account.id))
        .join(Account, col(Account.member_id) == col(Member.id))
        .where(col(Account.is_demo), col(Account.disabled_at).is_(None))
        .where(col(Member.number).in_(CAST_BY_NUMBER))
    )
    accounts = {row.number: row.id for row in rows}
    return [
        DemoMember(accounts[member.number], member.name, member.description)
        for member in CAST
        if member.number in accounts
    ]


def demo_staff(*, session: Session) -> list[DemoMember]:
    """The staff one can enter as, in the order of the cast; none outside a demonstration."""
    if not is_demo(session=session):
        return []
    accounts = _staff_accounts(session)
    return [
        DemoMember(accounts[person.email], person.name, person.description)
        for person in STAFF_CAST
        if person.email in accounts
    ]


def open_demo_accounts(*, session: Session, now: datetime) -> int:
    """Give an account to each of the cast who has none; return how many were made.

    Nobody knows their passwords: one enters by a button. Raises ``NotAllowed`` over real data.
    """
    if not is_demo(session=session):
        raise NotAllowed("Les comptes de démonstration n’existent qu’avec les données d’exemple.")
    rows = session.execute(
        select(col(Member.number), col(Member.id))
        .outerjoin(Account, col(Account.member_id) == col(Member.id))
        .where(col(Member.number).in_(CAST_BY_NUMBER), col(Account.id).is_(None))
    ).all()
    for number, member_id in rows:
        email = canonical_email(CAST_BY_NUMBER[number].email)
        _open(session, now, email=email, member_id=member_id)
    known = set(session.scalars(select(col(Account.email)).where(_of_the_cast())))
    missing = [person for person in STAFF_CAST if person.email not in known]
    for person in missing:
        _open(session, now, email=person.email, role=person.role, staff_name=person.name)
    return len(rows) + len(missing)


def close_demo_staff(session: Session, *, now: datetime) -> None:
    """Close the demonstration's staff accounts: from now on there are real people to look at.

    Also those that have set up a passkey meanwhile, and the pages that are open.
    """
    mine = (col(Account.is_demo), col(Account.role).is_not(None))
    for account_id in session.scalars(select(col(Account.id)).where(*mine)).all():
        if account_id is not None:
            end_sessions_of(session, account_id=account_id, now=now, reason="demo_over")
    session.execute(update(Account).where(*mine).values(disabled_at=now))


def _of_the_cast() -> ColumnElement[bool]:
    return col(Account.email).in_(STAFF_BY_EMAIL)


def _staff_accounts(session: Session) -> dict[str, int]:
    rows = session.execute(
        select(col(Account.email), col(Account.id)).where(
            _of_the_cast(),
            col(Account.is_demo),
            col(Account.role).is_not(None),
            col(Account.disabled_at).is_(None),
        )
    )
    return {row.email: row.id for row in rows}


def _open(
    session: Session,
    now: datetime,
    *,
    email: str,
    member_id: int | None = None,
    role: str | None = None,
    staff_name: str | None = None,
) -> None:
    session.add(
        Account(
            member_id=member_id,
            role=role,
            staff_name=staff_name,
            email=email,
            password_hash=hash_password(new_token()),
            is_demo=True,
            created_at=now,
        )
    )
