"""The demonstration: whether this is one, and the members one can enter as."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.cast import CAST, CAST_BY_NUMBER
from portal.domain.errors import NotAllowed
from portal.models.accounts import Account
from portal.models.installation import Installation
from portal.models.members import Member
from portal.services.accounts import canonical_email
from portal.services.passwords import hash_password
from portal.services.secrets import new_token


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


def open_demo_accounts(*, session: Session, now: datetime) -> int:
    """Give an account to each member of the cast who has none; return how many were made.

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
        session.add(
            Account(
                member_id=member_id,
                email=canonical_email(CAST_BY_NUMBER[number].email),
                password_hash=hash_password(new_token()),
                is_demo=True,
                created_at=now,
            )
        )
    return len(rows)
