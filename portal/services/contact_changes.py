"""Changing the address or the phone of an account: its owner is told at the old one too."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.actors import Operator
from portal.domain.errors import InvalidInput
from portal.domain.letters import Letter
from portal.domain.links import LinkPurpose
from portal.domain.notifications import Channel
from portal.domain.second_step import masked_email, masked_phone
from portal.models.accounts import Account
from portal.services import audit
from portal.services.accounts import account_with, checked_email
from portal.services.alerts import alert
from portal.services.links import void_links
from portal.services.outbox import post
from portal.services.phones import checked_mobile
from portal.services.ports import Cipher
from portal.services.rights import require_operator


def change_contact(
    *,
    session: Session,
    cipher: Cipher,
    now: datetime,
    actor: Operator,
    email: str,
    new_email: str = "",
    new_phone: str = "",
) -> None:
    """Give the account that has ``email`` another address, another phone, or both.

    Raises ``NotFound`` when there is no such account, ``InvalidInput`` when there is nothing to
    change, when the address or number is not one, or when the address serves another account.
    """
    require_operator(actor)
    account = account_with(session, email)
    if not new_email and not new_phone:
        raise InvalidInput("email", "Donnez une nouvelle adresse ou un nouveau numéro.")
    if new_phone:
        _change_phone(session, cipher, now, account, checked_mobile(new_phone))
    if new_email:
        change_email(session, cipher=cipher, now=now, account=account, address=new_email)


def change_email(
    session: Session, *, cipher: Cipher, now: datetime, account: Account, address: str
) -> None:
    """Change the address of an account; the same one again changes nothing.

    Links sent to the old one are void. Raises ``InvalidInput``.
    """
    old, new = account.email, checked_email(address)
    if new == old:
        return
    if session.scalar(select(col(Account.id)).where(col(Account.email) == new)) is not None:
        raise InvalidInput("email", "Cette adresse e-mail sert déjà à un autre compte.")
    assert account.id is not None  # noqa: S101 - a stored account
    account.email, account.email_confirmed_at = new, None
    for purpose in LinkPurpose:
        void_links(session, now=now, account_id=account.id, purpose=purpose)
    alert(
        session,
        cipher=cipher,
        now=now,
        account=account,
        key=f"email:{account.id}:{now.isoformat()}",
        letter=Letter.EMAIL_CHANGED,
        title="Votre adresse e-mail a changé",
        body="Si ce n’est pas vous, prévenez-nous tout de suite.",
        values={"when": now.isoformat(), "masked": masked_email(new)},
        also_to=(old,),
    )
    audit.record(session, "account.email_changed", at=now, account_id=account.id)


def _change_phone(
    session: Session, cipher: Cipher, now: datetime, account: Account, number: str
) -> None:
    old = account.phone
    if number == old:
        return
    account.phone = number
    values = {"when": now.isoformat(), "masked": masked_phone(number)}
    key = f"phone:{account.id}:{now.isoformat()}"
    alert(
        session,
        cipher=cipher,
        now=now,
        account=account,
        key=key,
        letter=Letter.PHONE_CHANGED,
        title="Votre numéro de téléphone a changé",
        body="Si ce n’est pas vous, prévenez-nous tout de suite.",
        values=values,
    )
    if old:
        post(
            session,
            cipher=cipher,
            now=now,
            key=f"{key}:sms",
            channel=Channel.SMS,
            to=old,
            letter=Letter.PHONE_CHANGED,
            account_id=account.id,
            values=values,
        )
    audit.record(session, "account.phone_changed", at=now, account_id=account.id)
