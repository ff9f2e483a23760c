"""What the tests of the staff's desk begin from."""

from datetime import datetime
from itertools import count
from typing import Any

from sqlmodel import Session

from portal.bootstrap import Portal
from portal.domain.actors import MemberActor, Role, StaffActor
from portal.domain.desk import QueueFilter
from portal.models.messages import Conversation
from portal.services.conversations import open_conversation
from portal.services.desk import QueuePage, find_queue
from portal.services.desk_answer import Answer, answer
from tests.cast import add_member, add_staff_member

_number = count(1)


def staff(portal: Portal, name: str = "Nadia Benali", role: Role = Role.AGENT) -> StaffActor:
    """One of the staff."""
    email = f"staff{next(_number)}@example.org"
    account_id = portal.write(add_staff_member, email=email, role=role.value, staff_name=name)
    return StaffActor(account_id, role, session_id=1)


def ask(
    portal: Portal,
    member: MemberActor,
    *,
    body: str = "Où en est mon remboursement ?",
    at: datetime | None = None,
    **fields: Any,
) -> int:
    """A conversation that a member opens; its id."""
    defaults: dict[str, Any] = {
        "profile": "particulier",
        "theme": "remboursements",
        "subject": "suivi",
        "motive": "retard",
        "title": "Remboursement en retard",
        "team": "sante",
    }
    opened = portal.write(
        open_conversation,
        cipher=portal.cipher,
        zone=portal.settings.zone,
        now=at or portal.clock.now(),
        member_id=member.member_id,
        key=f"test:{next(_number)}",
        body=body,
        **(defaults | fields),
    )
    return opened.conversation_id


def asked(portal: Portal, **fields: Any) -> int:
    """A conversation that some member opens; its id."""
    return ask(portal, portal.write(add_member), **fields)


def reply(
    portal: Portal,
    actor: StaffActor,
    conversation_id: int,
    body: str = "Bonjour, c’est réglé.",
    *,
    stamp: str = "a1",
    seen: int = 2**31 - 1,
    **flags: bool,
) -> int:
    """Answer; the message's id."""
    return portal.write(
        answer,
        cipher=portal.cipher,
        zone=portal.settings.zone,
        now=portal.clock.now(),
        actor=actor,
        conversation_id=conversation_id,
        given=Answer(body, stamp, seen, **flags),
    )


def conversation(portal: Portal, conversation_id: int) -> Conversation:
    """The row."""

    def get(*, session: Session) -> Conversation:
        return session.get_one(Conversation, conversation_id)

    return portal.read(get)


def queue(portal: Portal, actor: StaffActor, **wanted: Any) -> QueuePage:
    """A page of the queue."""
    return portal.read(
        find_queue, actor=actor, now=portal.clock.now(), wanted=QueueFilter(**wanted)
    )
