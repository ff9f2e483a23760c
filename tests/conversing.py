"""Conversations for the tests: say only what the test is about."""

from itertools import count
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor
from portal.domain.conversations import Author
from portal.models.messages import Conversation, Message
from portal.services.conversations import Opened, add_message, open_conversation, tell_answered
from portal.services.own_thread import Thread, read_thread

_number = count(1)
QUESTION = "Bonjour, où en est mon remboursement de lunettes ?"
ANSWER = "Bonjour, le virement est parti ce matin."


def ask(portal: Portal, actor: MemberActor, body: str = QUESTION, **fields: Any) -> Opened:
    """Open a conversation of the member's, now."""
    defaults: dict[str, Any] = {
        "key": f"test:{next(_number)}",
        "profile": "particulier",
        "theme": "remboursements",
        "subject": "suivi",
        "motive": "pas-recu",
        "title": "Mon remboursement n’apparaît pas",
        "team": "prestations",
    }
    return portal.write(
        open_conversation,
        cipher=portal.cipher,
        zone=portal.settings.zone,
        now=portal.clock.now(),
        member_id=actor.member_id,
        body=body,
        **(defaults | fields),
    )


def answer(
    portal: Portal, opened: Opened, body: str = ANSWER, staff_id: int | None = None, **fields: Any
) -> int:
    """Have the staff answer, and the member told; return the number of the message."""

    def write(*, session: Any) -> int:
        conversation = session.get(Conversation, opened.conversation_id)
        message = add_message(
            session,
            conversation=conversation,
            author=Author.STAFF,
            staff_id=staff_id,
            body=body,
            key=fields.get("key", f"answer:{next(_number)}"),
            now=portal.clock.now(),
        )
        tell_answered(
            session,
            cipher=portal.cipher,
            zone=portal.settings.zone,
            now=portal.clock.now(),
            conversation=conversation,
            message=message,
        )
        return message.id or 0

    return portal.write(write)


def thread_of(portal: Portal, actor: MemberActor, reference: str) -> Thread:
    """The conversation as its member reads it now."""
    return portal.read(
        read_thread,
        actor=actor,
        now=portal.clock.now(),
        zone=portal.settings.zone,
        reference=reference,
    )


def row_of(portal: Portal, opened: Opened) -> Conversation:
    """The row of a conversation."""
    return portal.read(lambda *, session: session.get(Conversation, opened.conversation_id))


def close(portal: Portal, opened: Opened) -> None:
    """Have the staff close it."""

    def write(*, session: Any) -> None:
        row = session.get(Conversation, opened.conversation_id)
        row.status, row.closed_at, row.due_at = "closed", portal.clock.now(), None

    portal.write(write)


def messages_of(portal: Portal) -> list[Message]:
    """Every message, oldest first."""
    return portal.read(
        lambda *, session: list(session.scalars(select(Message).order_by(col(Message.id))))
    )
