"""Putting letters in the outbox, in the transaction of what they tell of."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlmodel import Session, col

from portal.domain.letters import Letter
from portal.domain.notifications import Channel
from portal.models.outbox import OutboxMessage
from portal.services.ports import Cipher


def post(
    session: Session,
    *,
    cipher: Cipher,
    now: datetime,
    key: str,
    channel: Channel,
    to: str,
    letter: Letter,
    values: Mapping[str, str],
    account_id: int | None = None,
    not_before: datetime | None = None,
) -> None:
    """Have ``letter`` delivered to an e-mail address or an E.164 number.

    ``key`` names this very message: asked for again, it is still sent once. ``values`` fill the
    letter; they carry no health data.
    """
    known = select(col(OutboxMessage.id)).where(col(OutboxMessage.key) == key)
    if session.scalar(known) is not None:
        return
    session.add(
        new_message(
            cipher=cipher,
            now=now,
            key=key,
            channel=channel,
            to=to,
            letter=letter,
            values=values,
            account_id=account_id,
            not_before=not_before,
        )
    )


def new_message(
    *,
    cipher: Cipher,
    now: datetime,
    key: str,
    channel: Channel,
    to: str,
    letter: Letter,
    values: Mapping[str, str],
    account_id: int | None = None,
    not_before: datetime | None = None,
) -> OutboxMessage:
    """The row of a letter to deliver, for those who add many at once; see ``post``."""
    return OutboxMessage(
        key=key,
        channel=channel,
        recipient_sealed=cipher.encrypt(to),
        letter=letter,
        values_sealed=cipher.encrypt(json.dumps(dict(values))),
        account_id=account_id,
        created_at=now,
        next_try_at=not_before or now,
    )


def withdraw(session: Session, *, now: datetime, about: str) -> int:
    """Take back the letters whose key begins with ``about`` and that have not left; how many.

    One that is being handed over at this very moment leaves all the same.
    """
    claimed = col(OutboxMessage.claimed_until)
    gone = session.execute(
        delete(OutboxMessage)
        .where(
            col(OutboxMessage.key).startswith(about, autoescape=True),
            col(OutboxMessage.status) == "waiting",
            or_(claimed.is_(None), claimed <= now),
        )
        .returning(col(OutboxMessage.id))
    )
    return len(gone.all())
