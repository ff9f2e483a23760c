"""Telling somebody that something touched the security of their account: always, at once."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from portal.domain.letters import Letter
from portal.domain.notifications import Channel, Topic
from portal.models.accounts import Account
from portal.services.notifications import ring
from portal.services.outbox import post
from portal.services.ports import Cipher

SECURITY_PAGE = "/securite"


def alert(
    session: Session,
    *,
    cipher: Cipher,
    now: datetime,
    account: Account,
    key: str,
    letter: Letter,
    title: str,
    body: str,
    values: Mapping[str, str],
    also_to: tuple[str, ...] = (),
) -> None:
    """Ring the bell and write to the account's address, and to ``also_to``: former addresses."""
    assert account.id is not None  # noqa: S101 - a stored account
    ring(
        session,
        now=now,
        key=key,
        account_id=account.id,
        topic=Topic.SECURITY,
        title=title,
        body=body,
        href=SECURITY_PAGE,
    )
    for number, address in enumerate(dict.fromkeys((account.email, *also_to))):
        post(
            session,
            cipher=cipher,
            now=now,
            key=f"{key}:{number}",
            channel=Channel.EMAIL,
            to=address,
            letter=letter,
            account_id=account.id,
            values=values,
        )
