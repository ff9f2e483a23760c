"""Links sent by e-mail: made, looked at, used once.

The page's address is written by the letter, from the settings: a service knows its token only.
"""

from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session, col

from portal.domain.errors import LinkRefused
from portal.domain.links import LINK_LIFE, LinkPurpose
from portal.models.accounts import Account
from portal.models.codes import EmailLink
from portal.services.secrets import digest, new_token

_GONE = "Ce lien n’est plus valable\u00a0: il a déjà servi, ou il a plus de 24\u00a0heures."


def make_link(session: Session, *, now: datetime, purpose: LinkPurpose, account: Account) -> str:
    """Return the token of a link for ``account``, good for 24 h; older ones are void."""
    assert account.id is not None  # noqa: S101 - a stored account
    void_links(session, now=now, account_id=account.id, purpose=purpose)
    token = new_token()
    session.add(
        EmailLink(
            token_hash=digest(token),
            purpose=purpose,
            account_id=account.id,
            email=account.email,
            created_at=now,
            expires_at=now + LINK_LIFE,
        )
    )
    return token


def look_at_link(session: Session, *, now: datetime, purpose: LinkPurpose, token: str) -> Account:
    """Return the account a link is for, leaving the link good. Raises ``LinkRefused``."""
    link = session.scalar(
        select(EmailLink).where(
            col(EmailLink.token_hash) == digest(token), col(EmailLink.purpose) == purpose
        )
    )
    account = session.get(Account, link.account_id) if link else None
    if link is None or account is None or link.used_at is not None or now >= link.expires_at:
        raise LinkRefused(_GONE)
    if account.email != link.email or account.disabled_at is not None:
        raise LinkRefused(_GONE)
    return account


def use_link(session: Session, *, now: datetime, purpose: LinkPurpose, token: str) -> Account:
    """Return the account a link is for, and void the link: of two at once, one succeeds.

    Raises ``LinkRefused`` when it is unknown, used, late, or its address is no longer theirs.
    """
    account = look_at_link(session, now=now, purpose=purpose, token=token)
    used = session.execute(
        update(EmailLink)
        .where(col(EmailLink.token_hash) == digest(token), col(EmailLink.used_at).is_(None))
        .values(used_at=now)
        .returning(col(EmailLink.id))
    ).first()
    if used is None:
        raise LinkRefused(_GONE)
    return account


def void_links(session: Session, *, now: datetime, account_id: int, purpose: LinkPurpose) -> None:
    """Void every link of this purpose that the account may still use."""
    session.execute(
        update(EmailLink)
        .where(
            col(EmailLink.account_id) == account_id,
            col(EmailLink.purpose) == purpose,
            col(EmailLink.used_at).is_(None),
        )
        .values(used_at=now)
    )
