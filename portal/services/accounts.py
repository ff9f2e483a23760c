"""Online accounts."""

import unicodedata
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.errors import InvalidInput, NotFound
from portal.models.accounts import Account
from portal.models.members import Member
from portal.services import audit
from portal.services.passwords import LONGEST, SHORTEST, hash_password, normal_password
from portal.services.sessions import end_sessions_of


def canonical_email(email: str) -> str:
    """The one spelling under which an e-mail is stored, looked up and counted."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def create_account(
    *, session: Session, now: datetime, member_number: str, email: str, password: str
) -> int:
    """Give a member an account, or a new e-mail and password to the one they have; return its id.

    Raises ``NotFound`` when no member has this number, and ``InvalidInput`` when the e-mail is not
    one or serves another member, or when the password is too short or too long.
    """
    address = _checked_email(email)
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidInput(
            "password", f"Le mot de passe doit avoir de {SHORTEST} à {LONGEST} caractères."
        )
    member = session.scalar(select(Member).where(col(Member.number) == member_number))
    if member is None or member.id is None:
        raise NotFound(f"Aucun adhérent ne porte le numéro «\u00a0{member_number}\u00a0».")
    holder = session.scalar(select(Account).where(col(Account.email) == address))
    if holder is not None and holder.member_id != member.id:
        raise InvalidInput("email", "Cette adresse e-mail sert déjà à un autre adhérent.")
    account = session.scalar(select(Account).where(col(Account.member_id) == member.id))
    if account is None:
        account = Account(member_id=member.id, email="", password_hash="", created_at=now)
        session.add(account)
    account.email = address
    account.password_hash = hash_password(normal_password(password))
    account.is_demo = False
    session.flush()
    assert account.id is not None  # noqa: S101 - the flush gave it
    end_sessions_of(session, account_id=account.id, now=now, reason="password")
    audit.record(session, "account.created", at=now, account_id=account.id)
    return account.id


def _checked_email(email: str) -> str:
    try:
        validate_email(email.strip(), check_deliverability=False)
    except EmailNotValidError as error:
        raise InvalidInput("email", "Cette adresse e-mail n’est pas valide.") from error
    return canonical_email(email)
