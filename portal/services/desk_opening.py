"""What the page of a conversation needs at once, and what it keeps up to date by itself."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from portal.domain.actors import Actor
from portal.domain.conversations import draft_place
from portal.services.canned_replies import OwnReply, own_replies
from portal.services.desk_rows import first_name, item_of, staff_name
from portal.services.desk_thread import Thread, mark_thread_read, open_thread, read_thread
from portal.services.drafts import new_stamp, read_draft, save_draft
from portal.services.presence import Colleague, be_there, who_else
from portal.services.rights import require_staff


@dataclass(frozen=True, slots=True)
class Desk:
    """A conversation, and the actor's own things beside it.

    ``draft``: what they were writing; ``stamp``: its name, or that of the one to come;
    ``adviser``: how they sign.
    """

    thread: Thread
    draft: str
    stamp: str
    colleagues: tuple[Colleague, ...]
    replies: tuple[OwnReply, ...]
    adviser: str


def open_desk(
    *, session: Session, actor: Actor, now: datetime, today: date, reference: str
) -> Desk:
    """Open a conversation to read it and answer; colleagues see that one is there.

    Raises ``NotFound``.
    """
    staff = require_staff(actor)
    thread = open_thread(session=session, actor=actor, now=now, today=today, reference=reference)
    item = item_of(thread.id)
    be_there(session=session, actor=actor, now=now, item=item)
    draft = read_draft(session, actor=actor, place=draft_place(thread.id))
    return Desk(
        thread=thread,
        draft=draft.body if draft else "",
        stamp=draft.stamp if draft else new_stamp(),
        colleagues=tuple(who_else(session=session, actor=actor, now=now, item=item)),
        replies=tuple(own_replies(session=session, actor=actor)),
        adviser=first_name(staff_name(session, staff.account_id)),
    )


def follow_desk(
    *, session: Session, actor: Actor, now: datetime, today: date, reference: str
) -> Thread:
    """The conversation as it is now; what has come in meanwhile is seen. Raises ``NotFound``."""
    mark_thread_read(session=session, actor=actor, now=now, reference=reference)
    return read_thread(session=session, actor=actor, today=today, reference=reference)


def stay(*, session: Session, actor: Actor, now: datetime, conversation_id: int) -> list[Colleague]:
    """Give a sign of life, and say who else is there."""
    item = item_of(conversation_id)
    be_there(session=session, actor=actor, now=now, item=item)
    return who_else(session=session, actor=actor, now=now, item=item)


def keep_answer(
    *, session: Session, actor: Actor, now: datetime, conversation_id: int, body: str, stamp: str
) -> None:
    """Keep what the actor is writing; colleagues see that they are. Raises ``InvalidInput``."""
    require_staff(actor)
    save_draft(
        session, actor=actor, now=now, place=draft_place(conversation_id), body=body, stamp=stamp
    )
    be_there(
        session=session, actor=actor, now=now, item=item_of(conversation_id), writing=body != ""
    )
