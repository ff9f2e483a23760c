"""What the portal knows of the signed-in member, as it may be shown: partly hidden."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.actors import Actor
from portal.domain.errors import NotFound
from portal.domain.second_step import masked_email, masked_phone
from portal.models.accounts import Account
from portal.models.members import Member
from portal.services.members import MEMBER_GONE
from portal.services.rights import require_member


@dataclass(frozen=True, slots=True)
class Profile:
    """Who the member is to the insurer, and how the account reaches them. ``phone``: or ""."""

    name: str
    member_number: str
    email: str
    phone: str
    is_demo: bool


def read_profile(*, session: Session, actor: Actor) -> Profile:
    """Return the profile of the signed-in member.

    Raises ``NotAllowed`` for anybody else, ``NotFound`` when the member is gone.
    """
    row = session.execute(
        select(Member, Account)
        .join(Account, col(Account.member_id) == col(Member.id))
        .where(col(Account.id) == require_member(actor).account_id)
    ).first()
    if row is None:
        raise NotFound(MEMBER_GONE)
    member, account = row
    return Profile(
        name=f"{member.first_name} {member.last_name}",
        member_number=member.number,
        email=masked_email(account.email),
        phone=masked_phone(account.phone) if account.phone else "",
        is_demo=account.is_demo,
    )
