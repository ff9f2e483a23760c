"""Online accounts."""

import unicodedata
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select, update
from sqlmodel import Session, col

from portal.domain.errors import InvalidInput, NotFound
from portal.domain.letters import Letter
from portal.domain.links import LinkPurpose
from portal.models.accounts import Account
from portal.models.contracts import Contract
from portal.models.members import Member
from portal.models.sessions import Device, PendingSignIn
from portal.services.alerts import alert
from portal.services.links import void_links
from portal.services.passwords import hash_password, normal_password
from portal.services.ports import Cipher


def canonical_email(email: str) -> str:
    """The one spelling under which an e-mail is stored, looked up and counted."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def set_password(
    session: Session, *, cipher: Cipher, now: datetime, account: Account, password: str
) -> None:
    """Give an account a checked new password, and tell its owner; its sessions are left as is.

    What the old one had opened is closed: trusted devices, sign-ins under way, links to reset it.
    """
    assert account.id is not None  # noqa: S101 - a stored account
    account.password_hash = hash_password(normal_password(password))
    account.password_changed_at = now
    account.must_change_password = account.password_from_link = False
    session.execute(
        update(Device).where(col(Device.account_id) == account.id).values(trusted_until=None)
    )
    session.execute(
        update(PendingSignIn)
        .where(col(PendingSignIn.account_id) == account.id, col(PendingSignIn.done_at).is_(None))
        .values(done_at=now)
    )
    void_links(session, now=now, account_id=account.id, purpose=LinkPurpose.RESET_PASSWORD)
    alert(
        session,
        cipher=cipher,
        now=now,
        account=account,
        key=f"password:{account.id}:{now.isoformat()}",
        letter=Letter.PASSWORD_CHANGED,
        title="Votre mot de passe a changé",
        body="Si ce n’est pas vous, prévenez-nous tout de suite.",
        values={"when": now.isoformat()},
    )


def personal_details(session: Session, *, member: Member) -> list[str]:
    """What a password of the member's may not contain."""
    contracts = select(col(Contract.number)).where(col(Contract.member_id) == member.id)
    return [
        member.last_name,
        member.first_name,
        member.birth_date.isoformat(),
        member.number,
        *session.scalars(contracts),
    ]


def personal_details_of(session: Session, *, account: Account, insurer: str) -> list[str]:
    """What a password of this account may not contain, whoever's it is."""
    member = session.get(Member, account.member_id) if account.member_id else None
    details = personal_details(session, member=member) if member else [account.staff_name or ""]
    return [*details, account.email, insurer]


def account_with(session: Session, email: str) -> Account:
    """The account that signs in with an address, held until the end. Raises ``NotFound``."""
    account = session.scalar(
        select(Account).where(col(Account.email) == canonical_email(email)).with_for_update()
    )
    if account is None:
        raise NotFound("Aucun compte n’a cette adresse e-mail.")
    return account


def checked_email(email: str) -> str:
    """The canonical spelling of an e-mail address. Raises ``InvalidInput`` when it is not one."""
    address = canonical_email(email)
    try:
        # Under its canonical spelling, where a full-width comma is a comma: two addresses.
        validate_email(address, check_deliverability=False)
    except EmailNotValidError as error:
        raise InvalidInput("email", "Cette adresse e-mail n’est pas valide.") from error
    return address
