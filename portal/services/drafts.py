"""What somebody is writing, kept as typed, on whichever device they go on with it."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from portal.domain import audiences
from portal.domain.actors import Actor
from portal.domain.conversations import MAX_TYPED
from portal.domain.errors import InvalidInput
from portal.domain.text import storable
from portal.models.messages import MessageDraft
from portal.services.live import announce
from portal.services.rights import require_account
from portal.services.turns import one_at_a_time

LIVE_TOPIC = "drafts"

_LONGEST_PLACE = 32
_LONGEST_CHOICES = 4_000
_TOO_LONG = "Ce texte est trop long pour être conservé\u00a0: raccourcissez-le."


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft. ``stamp`` names it: use it in the key of what is sent, so that it is sent once."""

    id: int
    place: str
    stamp: str
    body: str
    choices: dict[str, Any]
    updated_at: datetime


def new_stamp() -> str:
    """A name for a draft, drawn at random."""
    return secrets.token_hex(12)


def save_draft(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    place: str,
    body: str | None = None,
    choices: Mapping[str, Any] | None = None,
    stamp: str | None = None,
) -> Draft:
    """Keep what the actor is writing in ``place``; what is ``None`` stays as it was.

    A new draft takes ``stamp`` when one is given. The actor's open pages are told when what they
    would show changes. Raises ``InvalidInput`` beyond what a field takes.
    """
    account = require_account(actor)
    written = None if choices is None else json.dumps(dict(choices), sort_keys=True)
    if len(body or "") > MAX_TYPED or len(written or "") > _LONGEST_CHOICES:
        raise InvalidInput("body", _TOO_LONG)
    one_at_a_time(session, f"draft:{account.account_id}:{place}")
    row = _row(session, account.account_id, place)
    before = None if row is None else (row.body, row.choices)
    if row is None:
        row = MessageDraft(
            account_id=account.account_id,
            place=place[:_LONGEST_PLACE],
            stamp=stamp or new_stamp(),
            updated_at=now,
        )
    row.body = row.body if body is None else storable(body)
    row.choices = row.choices if written is None else written
    if (row.body, row.choices) != before:
        row.updated_at = now
        session.add(row)
        announce(session, audiences.account(account.account_id), LIVE_TOPIC, now=now)
    session.flush()
    return _draft(row)


def read_draft(session: Session, *, actor: Actor, place: str) -> Draft | None:
    """What the actor was writing in ``place``, if anything."""
    row = _row(session, require_account(actor).account_id, place)
    return None if row is None else _draft(row)


def discard_draft(session: Session, *, actor: Actor, now: datetime, place: str) -> bool:
    """Forget what the actor was writing in ``place``; return whether there was anything.

    Its files are the caller's to move or to forget.
    """
    account = require_account(actor)
    one_at_a_time(session, f"draft:{account.account_id}:{place}")
    gone = session.scalars(
        delete(MessageDraft)
        .where(col(MessageDraft.account_id) == account.account_id, col(MessageDraft.place) == place)
        .returning(col(MessageDraft.id))
    ).all()
    if gone:
        announce(session, audiences.account(account.account_id), LIVE_TOPIC, now=now)
    return bool(gone)


def _row(session: Session, account_id: int, place: str) -> MessageDraft | None:
    return session.scalar(
        select(MessageDraft).where(
            col(MessageDraft.account_id) == account_id, col(MessageDraft.place) == place
        )
    )


def _draft(row: MessageDraft) -> Draft:
    assert row.id is not None  # noqa: S101 - a stored row
    return Draft(row.id, row.place, row.stamp, row.body, json.loads(row.choices), row.updated_at)
