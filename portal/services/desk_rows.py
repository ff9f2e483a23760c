"""What every act of the staff upon a conversation begins and ends with."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from portal.domain.errors import NotFound
from portal.models.accounts import Account
from portal.models.messages import Conversation
from portal.services.conversations import tell_pages
from portal.services.turns import one_at_a_time

UNKNOWN = "Cette conversation n’existe pas, ou n’existe plus."


def item_of(conversation_id: int) -> str:
    """A conversation, as presences and surveys name it."""
    return f"conversation:{conversation_id}"


def hold_all(session: Session, ids: Collection[int]) -> list[Conversation]:
    """The conversations of these ids, nobody else's to change until the transaction ends."""
    for one in sorted(set(ids)):  # always in this order: two at once wait, and never for each other
        one_at_a_time(session, f"messages:{one}")
    wanted = select(Conversation).where(col(Conversation.id).in_(set(ids)))
    return list(session.scalars(wanted.order_by(col(Conversation.id))))


def hold(session: Session, conversation_id: int) -> Conversation:
    """The conversation of this id, held likewise. Raises ``NotFound``."""
    rows = hold_all(session, [conversation_id])
    if not rows:
        raise NotFound(UNKNOWN)
    return rows[0]


def changed(session: Session, conversation: Conversation, *, now: datetime) -> None:
    """Note that the staff acted upon a conversation, and have open pages show it."""
    conversation.version += 1
    session.add(conversation)
    tell_pages(session, conversation, now=now)


def staff_name(session: Session, account_id: int | None) -> str:
    """The whole name of one of the staff, for the staff."""
    account = session.get(Account, account_id) if account_id else None
    return (account.staff_name if account else None) or "Un collègue"


def first_name(name: str) -> str:
    """How members, and colleagues in a sentence, call one of the staff."""
    return name.split()[0] if name.split() else name
