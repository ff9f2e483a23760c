"""Accounts that operators make for members."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.errors import InvalidInput, NotFound
from portal.models.accounts import Account
from portal.models.members import Member
from portal.services import audit
from portal.services.accounts import checked_email, personal_details, set_password
from portal.services.contact_changes import change_email
from portal.services.password_rules import check_new_password
from portal.services.passwords import hash_password, normal_password
from portal.services.ports import Cipher
from portal.services.sessions import end_sessions_of


def create_account(
    *,
    session: Session,
    cipher: Cipher,
    now: datetime,
    member_number: str,
    email: str,
    password: str,
    insurer: str = "",
) -> int:
    """Give a member an account, or a new e-mail and password to the one they have; return its id.

    Whoever had one is told, at the old address too, and its sessions end. Raises ``NotFound`` when
    no member has this number, and ``InvalidInput`` when the e-mail is not one or serves another
    account, or when the password breaks the rules. ``insurer``: its name, which a password may not
    contain.
    """
    address = checked_email(email)
    member = session.scalar(select(Member).where(col(Member.number) == member_number))
    if member is None or member.id is None:
        raise NotFound(f"Aucun adhérent ne porte le numéro «\u00a0{member_number}\u00a0».")
    personal = [*personal_details(session, member=member), address, insurer]
    if refusal := check_new_password(password, personal=personal):
        raise InvalidInput("password", refusal)
    account = session.scalar(select(Account).where(col(Account.member_id) == member.id))
    if account is None or account.is_demo:
        account = _open(session, now, member.id, account, address, password)
    else:
        change_email(session, cipher=cipher, now=now, account=account, address=address)
        set_password(session, cipher=cipher, now=now, account=account, password=password)
    assert account.id is not None  # noqa: S101 - stored by now
    end_sessions_of(session, account_id=account.id, now=now, reason="password")
    audit.record(session, "account.created", at=now, account_id=account.id)
    return account.id


def _open(
    session: Session,
    now: datetime,
    member_id: int,
    demonstration: Account | None,
    address: str,
    password: str,
) -> Account:
    """A new account, in the place of the one that the demonstration gave the member, if any."""
    holder = session.scalar(select(Account).where(col(Account.email) == address))
    if holder is not None and holder is not demonstration:
        raise InvalidInput("email", "Cette adresse e-mail sert déjà à un autre compte.")
    account = demonstration or Account(
        member_id=member_id, email="", password_hash="", created_at=now
    )
    account.email = address
    account.password_hash = hash_password(normal_password(password))
    account.password_changed_at = now
    account.is_demo = False
    session.add(account)
    session.flush()
    return account
