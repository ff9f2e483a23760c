"""Finding the member that somebody signing up says they are, and who has an account already."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlmodel import Session, col

from portal.domain.letters import Letter
from portal.domain.notifications import Channel
from portal.domain.sign_up import Answers, names_agree, normal_number, parse_birth_date
from portal.models.accounts import Account
from portal.models.contracts import Contract
from portal.models.members import Member
from portal.services.outbox import post
from portal.services.ports import Cipher
from portal.services.turns import one_at_a_time


def find_member(
    session: Session, *, cipher: Cipher, answers: Answers, today: date
) -> Member | None:
    """The one member that every answer fits. One imported without NIR fits nobody's answers."""
    fingerprint = cipher.fingerprint(answers.nir)
    known = session.scalars(select(Member).where(col(Member.nir_fingerprint) == fingerprint))
    for member in known:
        numbers = {member.number, *session.scalars(_contracts_of(member))}
        if (
            names_agree(member.last_name, answers.last_name)
            and names_agree(member.first_name, answers.first_name)
            and member.birth_date == parse_birth_date(answers.birth_date, today)
            and answers.number in {normal_number(number) for number in numbers}
        ):
            return member
    return None


def accounts_in_the_way(session: Session, *, member: Member, email: str) -> list[Account]:
    """The accounts that the member, or the address, has already."""
    return list(
        session.scalars(
            select(Account)
            .where(or_(col(Account.member_id) == member.id, col(Account.email) == email))
            .order_by(col(Account.id))
        )
    )


def tell_owners(
    session: Session, *, cipher: Cipher, now: datetime, accounts: list[Account]
) -> None:
    """Write to those who have an account that somebody signed up again; once a day each."""
    for account in accounts:
        key = f"already_registered:{account.id}:{now.date()}"
        # Two at once from two browsers: the second must see what others see, not an error.
        one_at_a_time(session, key)
        owner = session.get(Member, account.member_id) if account.member_id else None
        post(
            session,
            cipher=cipher,
            now=now,
            key=key,
            channel=Channel.EMAIL,
            to=account.email,
            letter=Letter.ALREADY_REGISTERED,
            account_id=account.id,
            values={"first_name": owner.first_name if owner else account.staff_name or ""},
        )


def _contracts_of(member: Member):
    return select(col(Contract.number)).where(col(Contract.member_id) == member.id)
